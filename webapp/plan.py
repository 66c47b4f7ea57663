"""The plan of a campaign: its dates and its policies, set by the ARS and told to everybody concerned."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from allocation import rulesets


class Forecast(StrEnum):
    """What an intern is told of « ce que j'aurais maintenant »: it reveals the lists of those called before."""

    OPEN = "open"
    CLASSES = "classes"
    OFF = "off"


class RoomNames(StrEnum):
    """How people are shown on the screen of the room."""

    NAMES = "noms"
    NUMBERS = "numeros"


@dataclass(frozen=True, slots=True)
class Session:
    """A stretch of the day of choice during which turns are called, in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """Dates in UTC, None while not fixed yet. `overrides`: the text of an overrides file, "" for none.

    `pace`: seconds that a turn is expected to take, from which times are estimated until the day gives its own pace.
    `copies`: addresses that receive a copy of a surnombre granted at the desk. `wishes_named`: the union sees whose
    wishes are whose. `proxy_to_intern`, `proxy_to_list`: which proxies may be given; `proxy_document`: whether a signed
    document is asked for. `public_page`: dates and open posts may be read without signing in.
    """

    rules: str = rulesets.DEFAULT
    overrides: str = ""
    semester_start: date | None = None
    semester_end: date | None = None
    wishes_open: datetime | None = None
    wishes_close: datetime | None = None
    challenges_close: datetime | None = None
    sessions: tuple[Session, ...] = ()
    place: str = ""
    pace: int = 60
    desks: int = 1
    remote_choice: bool = False
    forecast: Forecast = Forecast.CLASSES
    room_names: RoomNames = RoomNames.NAMES
    wishes_named: bool = False
    proxy_to_intern: bool = True
    proxy_to_list: bool = True
    proxy_document: bool = False
    copies: tuple[str, ...] = ()
    public_page: bool = True

    @property
    def choice_date(self) -> date | None:
        """The day on which the choice begins, on which some deadlines hang."""
        return self.sessions[0].start.date() if self.sessions else None

    def takes_wishes(self, now: datetime) -> bool:
        """Whether wish lists may be changed now."""
        opened = self.wishes_open is None or self.wishes_open <= now
        return opened and (self.wishes_close is None or now < self.wishes_close)

    def takes_challenges(self, now: datetime) -> bool:
        """Whether a rank may still be contested."""
        return self.challenges_close is None or now < self.challenges_close


def as_json(plan: Plan) -> str:
    return json.dumps(asdict(plan), default=_written, ensure_ascii=False)


def from_json(text: str) -> Plan:
    """The plan that was written so. A field that a newer version added takes its default."""
    known = {field.name for field in fields(Plan)}
    return Plan(**{name: _READERS.get(name, _same)(value) for name, value in json.loads(text).items() if name in known})


def _written(value: date) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value.isoformat()


def _same(value: Any) -> Any:
    return value


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _sessions(value: list[dict[str, str]]) -> tuple[Session, ...]:
    return tuple(Session(datetime.fromisoformat(item["start"]), datetime.fromisoformat(item["end"])) for item in value)


_READERS: dict[str, Any] = {
    "semester_start": _day,
    "semester_end": _day,
    "wishes_open": _moment,
    "wishes_close": _moment,
    "challenges_close": _moment,
    "sessions": _sessions,
    "forecast": Forecast,
    "room_names": RoomNames,
    "copies": tuple,
}
