"""What happens on the day, one small frozen value a kind, and its form in the journal.

Summaries speak of call numbers: a journal holds no name, no RPPS and no cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeVar

from allocation.canonical import Json
from allocation.model import Mode

Seat = Literal["libre", "reserve", "ajoutee"]
"""Which seat a choice takes: one open to all, one of the reserved ones, or one added beside (surnombre)."""

Channel = Literal["voeux", "direct", "mandataire", "administration"]
Why = Literal["sans_liste", "liste_epuisee"]
ProxyMode = Literal["liste", "direct"]


class Skip(NamedTuple):
    """A wish that could not be served: the stage code as written and the id of the rule that refused it."""

    code: str
    rule: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Entry 0: the campaign opens on the inputs whose SHA-256 is `opening`."""

    opening: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A person obtains a post. `wish` is its rank in the list (from 1), None when chosen without one; `walked` holds
    the wishes before it, in order; `version` is the salted receipt of the whole list, "" without one."""

    list: str
    order: int
    person: str
    pool: str
    mode: Mode
    channel: Channel
    seat: Seat
    slot: str = ""
    wish: int | None = None
    walked: tuple[Skip, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class MarkedAbsent:
    """A turn passes without a choice: nobody there and no list, or a list with nothing open left on it."""

    list: str
    order: int
    person: str
    why: Why
    walked: tuple[Skip, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class ProxyGiven:
    """A person gives proxy: to the wish list alone (`holder` ""), or to a co-intern, who serves the list ("liste") or
    chooses at the call ("direct")."""

    list: str
    person: str
    holder: str
    mode: ProxyMode


@dataclass(frozen=True, slots=True)
class ProxyAccepted:
    """The holder accepts to act for the person."""

    list: str
    person: str
    holder: str


@dataclass(frozen=True, slots=True)
class ProxyCancelled:
    """The person takes the proxy back."""

    list: str
    person: str


@dataclass(frozen=True, slots=True)
class CatchUpOpened:
    """After the last turn, the people still without a post are called again in call order."""

    list: str
    people: int


@dataclass(frozen=True, slots=True)
class Closed:
    """The day is over: how many hold a post, how many of those who had a turn do not."""

    served: int
    unserved: int


Event = Opened | Chosen | MarkedAbsent | ProxyGiven | ProxyAccepted | ProxyCancelled | CatchUpOpened | Closed


def as_data(event: Event) -> dict[str, Json]:
    """The `data` of the event's entry, without what the entry itself carries (kind, list)."""
    match event:
        case Opened(opening):
            return {"opening": opening}
        case Chosen():
            return {
                "order": event.order, "person": event.person, "post": event.pool, "mode": event.mode.value,
                "channel": event.channel, "seat": event.seat, "slot": event.slot, "wish": event.wish,
                "walked": _walked(event.walked), "version": event.version,
            }  # fmt: skip
        case MarkedAbsent():
            return {
                "order": event.order, "person": event.person, "why": event.why,
                "walked": _walked(event.walked), "version": event.version,
            }  # fmt: skip
        case ProxyGiven():
            return {"person": event.person, "holder": event.holder, "mode": event.mode}
        case ProxyAccepted():
            return {"person": event.person, "holder": event.holder}
        case ProxyCancelled():
            return {"person": event.person}
        case CatchUpOpened(_, people):
            return {"people": people}
        case Closed(served, unserved):
            return {"served": served, "unserved": unserved}


def _walked(skips: tuple[Skip, ...]) -> list[Json]:
    return [{"post": skip.code, "rule": skip.rule} for skip in skips]


def read(kind: str, name: str, data: Mapping[str, object]) -> Event:
    """The event of an entry of that kind and list. Raises KeyError, TypeError or ValueError for other data."""
    match kind:
        case "Opened":
            return Opened(str(data["opening"]))
        case "Chosen":
            return _read_chosen(name, data)
        case "MarkedAbsent":
            return MarkedAbsent(
                name, _integer(data["order"]), str(data["person"]), _one_of(data["why"], _WHYS),
                _skips(data["walked"]), str(data["version"]),
            )  # fmt: skip
        case "ProxyGiven":
            return ProxyGiven(name, str(data["person"]), str(data["holder"]), _one_of(data["mode"], _PROXY_MODES))
        case "ProxyAccepted":
            return ProxyAccepted(name, str(data["person"]), str(data["holder"]))
        case "ProxyCancelled":
            return ProxyCancelled(name, str(data["person"]))
        case "CatchUpOpened":
            return CatchUpOpened(name, _integer(data["people"]))
        case "Closed":
            return Closed(_integer(data["served"]), _integer(data["unserved"]))
    raise ValueError(f"unknown kind of event: {kind}")


def _read_chosen(name: str, data: Mapping[str, object]) -> Chosen:
    return Chosen(
        list=name,
        order=_integer(data["order"]),
        person=str(data["person"]),
        pool=str(data["post"]),
        mode=Mode(str(data["mode"])),
        channel=_one_of(data["channel"], _CHANNELS),
        seat=_one_of(data["seat"], _SEATS),
        slot=str(data["slot"]),
        wish=None if data["wish"] is None else _integer(data["wish"]),
        walked=_skips(data["walked"]),
        version=str(data["version"]),
    )


_Word = TypeVar("_Word", bound=str)

_CHANNELS: tuple[Channel, ...] = ("voeux", "direct", "mandataire", "administration")
_SEATS: tuple[Seat, ...] = ("libre", "reserve", "ajoutee")
_WHYS: tuple[Why, ...] = ("sans_liste", "liste_epuisee")
_PROXY_MODES: tuple[ProxyMode, ...] = ("liste", "direct")


def _one_of(value: object, allowed: tuple[_Word, ...]) -> _Word:
    for word in allowed:
        if word == value:
            return word
    raise ValueError(f"{value!r} is none of {allowed}")


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is no integer")
    return value


def _skips(value: object) -> tuple[Skip, ...]:
    if not isinstance(value, list):
        raise TypeError("walked is no list")
    return tuple(Skip(str(item["post"]), str(item["rule"])) for item in value)
