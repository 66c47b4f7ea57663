"""A desk over HTTP: a manager's browser that records one choice after the other, as its page would send them."""

from __future__ import annotations

import re
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

from tests.load.site import Site
from webapp.store.journal import read_opening


class Desk:
    """Everybody in turn takes the stage of their own number."""

    def __init__(self, port: int, site: Site) -> None:
        self._connection = HTTPConnection("127.0.0.1", port)
        self._site, self._cookie = site, site.desk
        (choices,) = read_opening(site.engine, site.campaign_id).lists
        self._calls = choices.calls
        self._token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/campagnes"))[1]

    def get(self, path: str) -> str:
        return self._ask("GET", path)[1]

    def choose(self, number: int) -> None:
        """The choice of that number, from 0; it must be recorded."""
        form = {
            "csrf_token": self._token, "seen": number + 1, "person": self._calls[number].person,
            "code": f"STAGE{number}",
        }  # fmt: skip
        status, page = self._ask("POST", f"/campagnes/{self._site.campaign_id}/bureau/0/choisir", urlencode(form))
        assert status == 303, f"{status} {page[:500]}"

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = {"Cookie": self._cookie, "Accept-Language": "fr"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        self._keep_cookie(answer)
        return answer.status, answer.read().decode()

    def _keep_cookie(self, answer: HTTPResponse) -> None:
        given = answer.headers.get("Set-Cookie")
        if given:
            self._cookie = given.partition(";")[0]
