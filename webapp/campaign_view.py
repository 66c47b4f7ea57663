"""A campaign's day as a page tells it: each list, its totals, its turns by call number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from allocation.model import Mode
from allocation.opening import Call, ChoiceList
from allocation.state import Day
from webapp.wording import to_translate

MODES = {
    Mode.NORMAL: to_translate("affecté"),
    Mode.SURNOMBRE_VALIDANT: to_translate("surnombre validant"),
    Mode.SURNOMBRE_NON_VALIDANT: to_translate("surnombre non validant"),
    Mode.HORS_FILIERE: to_translate("hors-filière"),
    Mode.INTER_CHU: to_translate("inter-CHU"),
    Mode.DOM_TOM: to_translate("DOM-TOM"),
    Mode.HORS_LISTE: to_translate("hors liste"),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of a list. `name` is "" for who may not see names; then the status tells no cause either."""

    order: int
    name: str
    status: str
    post: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ListSummary:
    """One list of choice: people served, left without a post, still to come; seats offered and left."""

    name: str
    turns: tuple[Turn, ...]
    served: int
    unserved: int
    waiting: int
    seats: int
    seats_left: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole campaign. Seats shared by lists count once here."""

    lists: tuple[ListSummary, ...]
    served: int
    unserved: int
    waiting: int
    seats: int
    seats_left: int


def summary(day: Day, names: Mapping[str, str] | None) -> Summary:
    """What the day is now. `names`: by random id, for who may see them; None for the others."""
    lists = tuple(_list(day, choices, names) for choices in day.opening.lists)
    pools = day.opening.pools
    return Summary(
        lists=lists,
        served=sum(found.served for found in lists),
        unserved=sum(found.unserved for found in lists),
        waiting=sum(found.waiting for found in lists),
        seats=sum(pool.seats for pool in pools),
        seats_left=sum(day.seats_left(pool) for pool in pools),
    )


def _list(day: Day, choices: ChoiceList, names: Mapping[str, str] | None) -> ListSummary:
    shown = [call for call in choices.calls if _stands_here(day, choices.name, call)]
    served = sum(call.person in day.holds for call in shown)
    unserved = sum(_is_unserved(day, call) for call in shown)
    pools = [pool for pool in day.opening.pools if choices.name in pool.lists]
    return ListSummary(
        name=choices.name,
        turns=tuple(_turn(day, call, names) for call in shown),
        served=served,
        unserved=unserved,
        waiting=len(shown) - served - unserved,
        seats=sum(pool.seats for pool in pools),
        seats_left=sum(day.seats_left(pool) for pool in pools),
    )


def _stands_here(day: Day, name: str, call: Call) -> bool:
    """Whether the person counts on that list: where served, else where they wait to be called again."""
    held = day.holds.get(call.person)
    if held is not None:
        return held.list == name
    passed_here = call.mode is Mode.HORS_FILIERE and _is_unserved(day, call)
    return not passed_here and (not call.catch_up_only or call.person in day.passed)


def _is_unserved(day: Day, call: Call) -> bool:
    return call.person not in day.holds and (call.person in day.passed or day.closed)


def _turn(day: Day, call: Call, names: Mapping[str, str] | None) -> Turn:
    name = names.get(call.person, _("(effacé)")) if names is not None else ""
    held = day.holds.get(call.person)
    if held is None:
        return Turn(call.order, name, _("sans affectation") if _is_unserved(day, call) else _("à venir"))
    pool = day.opening.pool[held.pool]
    status = _(MODES[held.mode if names is not None else Mode.NORMAL])
    return Turn(call.order, name, status, pool.code, f"{pool.establishment}, {pool.service}".strip(", "))
