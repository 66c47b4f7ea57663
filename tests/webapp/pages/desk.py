"""A desk in a browser without a script: its forms found in the page and sent as they stand."""

from __future__ import annotations

from dataclasses import dataclass

from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from allocation.state import Day
from webapp.store import journal


@dataclass(frozen=True)
class Desk:
    """A manager's browser before the list of that number."""

    browser: FlaskClient
    engine: Engine
    campaign_id: str
    number: int = 0

    @property
    def address(self) -> str:
        return f"/campagnes/{self.campaign_id}/bureau/{self.number}"

    def page(self, path: str = "") -> str:
        answer = self.browser.get(self.address + path)
        assert answer.status_code == 200, answer.status_code
        return answer.text

    def day(self) -> Day:
        return journal.read_day(self.engine, self.campaign_id)

    def kinds(self) -> list[str]:
        """What the journal holds, by kind."""
        return [str(entry["kind"]) for entry in journal.read_entries(self.engine, self.campaign_id)]

    def called(self) -> str:
        """The random id of the person called."""
        day = self.day()
        call = day.next_call(day.opening.lists[self.number].name)
        assert call is not None
        return call.person

    def send(self, act: str, **fields: object) -> TestResponse:
        """The form of that act as the page would send it; what is not said is about the person called, now."""
        given = {"seen": self.day().entries, "person": fields.pop("person", None) or self._called_or_nobody()}
        data = {name: str(value) for name, value in (given | fields).items()}
        return self.browser.post(f"{self.address}/{act}", data=data, follow_redirects=True)

    def _called_or_nobody(self) -> str:
        day = self.day()
        call = day.next_call(day.opening.lists[self.number].name)
        return call.person if call else ""


def said(answer: TestResponse) -> str:
    """What the page announces: done, or why not."""
    found = html.fromstring(answer.text).xpath('//*[contains(@class, "notice") and (@role="status" or @role="alert")]')
    return " ".join(" ".join(each.text_content().split()) for each in found)
