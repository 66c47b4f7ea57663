"""The form of each kind of event in the journal: the `data` of an entry, written and read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from allocation.canonical import Json
from allocation.events import (
    Called,
    CatchUpOpened,
    Change,
    Channel,
    Chosen,
    Closed,
    Corrected,
    Event,
    InternAdded,
    InternAmended,
    MarkedAbsent,
    OffListAssigned,
    Opened,
    Paused,
    PostAmended,
    ProxyAccepted,
    ProxyCancelled,
    ProxyGiven,
    ProxyMode,
    ReservedReleased,
    Resumed,
    Returned,
    Seat,
    Skip,
    SlotChosen,
    TieResolved,
    Undone,
    Waited,
    Why,
)
from allocation.model import Mode

Reader = Callable[[Any], object]


def as_data(event: Event) -> dict[str, Json]:
    """The `data` of the event's entry, without what the entry itself carries (kind, list)."""
    match event:
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
        case Corrected():
            changes: list[Json] = [change._asdict() for change in event.changes]
            return {"changes": changes, "reason": event.reason, "confirmed_by": event.confirmed_by}
    return {field: getattr(event, field) for field in _FIELDS[type(event).__name__][1]}


def read(kind: str, name: str, data: Mapping[str, object]) -> Event:
    """The event of an entry of that kind and list. Raises KeyError, TypeError or ValueError for other data."""
    match kind:
        case "Chosen":
            return _read_chosen(name, data)
        case "MarkedAbsent":
            return MarkedAbsent(
                name, _integer(data["order"]), _text(data["person"]), _why(data["why"]),
                _skips(data["walked"]), _text(data["version"]),
            )  # fmt: skip
    if kind not in _FIELDS:
        raise ValueError(f"unknown kind of event: {kind}")
    made, readers = _FIELDS[kind]
    fields = {field: reader(data[field]) for field, reader in readers.items()}
    return made(**fields) if kind in _OF_THE_CAMPAIGN else made(list=name, **fields)


def _walked(skips: tuple[Skip, ...]) -> list[Json]:
    return [{"post": skip.code, "rule": skip.rule} for skip in skips]


def _read_chosen(name: str, data: Mapping[str, object]) -> Chosen:
    return Chosen(
        list=name,
        order=_integer(data["order"]),
        person=_text(data["person"]),
        pool=_text(data["post"]),
        mode=Mode(_text(data["mode"])),
        channel=_channel(data["channel"]),
        seat=_seat(data["seat"]),
        slot=_text(data["slot"]),
        wish=None if data["wish"] is None else _integer(data["wish"]),
        walked=_skips(data["walked"]),
        version=_text(data["version"]),
    )


_Word = TypeVar("_Word", bound=str)


def _one_of(*allowed: _Word) -> Callable[[object], _Word]:
    known: Mapping[object, _Word] = {word: word for word in allowed}

    def reader(value: object) -> _Word:
        if value not in known:
            raise ValueError(f"{value!r} is none of {allowed}")
        return known[value]

    return reader


_channel: Callable[[object], Channel] = _one_of("voeux", "direct", "mandataire", "administration")
_seat: Callable[[object], Seat] = _one_of("libre", "reserve", "ajoutee")
_why: Callable[[object], Why] = _one_of("sans_liste", "liste_epuisee", "absent")
_proxy_mode: Callable[[object], ProxyMode] = _one_of("liste", "direct")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is no integer")
    return value


def _listed(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return value


def _document(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r} is no object")
    return value


def _integers(value: object) -> tuple[int, ...]:
    return tuple(_integer(item) for item in _listed(value))


def _skips(value: object) -> tuple[Skip, ...]:
    return tuple(Skip(_text(item["post"]), _text(item["rule"])) for item in _listed(value))


def _changes(value: object) -> tuple[Change, ...]:
    return tuple(_change(item) for item in _listed(value))


def _change(item: Mapping[str, object]) -> Change:
    return Change(
        list=_text(item["list"]),
        order=_integer(item["order"]),
        person=_text(item["person"]),
        before=_text(item["before"]),
        after=_text(item["after"]),
        mode=Mode(_text(item["mode"])),
        seat=_seat(item["seat"]),
        slot=_text(item["slot"]),
    )


_PERSON: Mapping[str, Reader] = {"person": _text}
_CALL: Mapping[str, Reader] = {"order": _integer, "person": _text}
_REASON: Mapping[str, Reader] = {"reason": _text}

_FIELDS: Mapping[str, tuple[Callable[..., Event], Mapping[str, Reader]]] = {
    "Opened": (Opened, {"opening": _text}),
    "Paused": (Paused, _REASON),
    "Resumed": (Resumed, {}),
    "Called": (Called, _CALL),
    "Waited": (Waited, {**_CALL, "until": _integer}),
    "Returned": (Returned, _CALL),
    "Undone": (Undone, {"seq": _integer, **_CALL, **_REASON}),
    "Corrected": (Corrected, {"changes": _changes, **_REASON, "confirmed_by": _text}),
    "ProxyGiven": (ProxyGiven, {**_PERSON, "holder": _text, "mode": _proxy_mode}),
    "ProxyAccepted": (ProxyAccepted, {**_PERSON, "holder": _text}),
    "ProxyCancelled": (ProxyCancelled, _PERSON),
    "PostAmended": (PostAmended, {"pool": _document, **_REASON}),
    "ReservedReleased": (ReservedReleased, {"pool": _text, **_REASON}),
    "InternAdded": (
        InternAdded,
        {"order": _integer, "after": _integer, "mode": Mode, "intern": _document, **_REASON},
    ),
    "InternAmended": (InternAmended, {"order": _integer, "mode": Mode, "intern": _document, **_REASON}),
    "OffListAssigned": (OffListAssigned, {**_PERSON, "pool": _text, **_REASON}),
    "TieResolved": (TieResolved, {"orders": _integers, **_REASON}),
    "SlotChosen": (SlotChosen, {**_PERSON, "slot": _text}),
    "CatchUpOpened": (CatchUpOpened, {"people": _integer}),
    "Closed": (Closed, {"served": _integer, "unserved": _integer}),
}
"""By kind: what builds the event, and how each of its fields is read. A field is written as it is."""

_OF_THE_CAMPAIGN = frozenset({"Opened", "PostAmended", "ReservedReleased", "Closed"})
"""The kinds that belong to no list."""
