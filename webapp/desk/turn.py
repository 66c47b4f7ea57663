"""The turn under way on a list, as its desk sees it: who is called, what is open to them, why the rest is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from allocation.events import ProxyGiven
from allocation.opening import Call, Person, Pool
from allocation.rules import Refusal
from allocation.state import Day
from allocation.turn import Offer, offer


@dataclass(frozen=True, slots=True)
class OpenPost:
    """A stage that the person called may take now. `left`: seats, those that they alone may use included."""

    offer: Offer
    left: int

    @property
    def pool(self) -> Pool:
        return self.offer.pool


@dataclass(frozen=True, slots=True)
class ShutPost:
    """A stage of the list that the person called may not take, and the rule that says why."""

    pool: Pool
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Wish:
    """A line of the person's wish list, open now or refused. `pool` None: no post bears that code."""

    rank: int
    code: str
    pool: Pool | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody called on a list, with all that the desk decides on."""

    list: str
    call: Call
    person: Person
    open: tuple[OpenPost, ...]
    shut: tuple[ShutPost, ...]
    wishes: tuple[Wish, ...]
    proxy: ProxyGiven | None
    accepted: bool

    @property
    def first_wish(self) -> str:
        """The code of the best wish that is open, "" when none is."""
        return next((wish.code for wish in self.wishes if wish.refusal is None), "")


def current_turn(day: Day, name: str, wishes_of: Callable[[str], Sequence[str]]) -> Turn | None:
    """The turn under way on the list; None when nobody is to be called. `wishes_of`: the codes that a person wishes."""
    call = day.next_call(name)
    if call is None:
        return None
    person = day.opening.person[call.person]
    answers = list(_answers(day, name, call))
    return Turn(
        list=name,
        call=call,
        person=person,
        open=tuple(found for found in answers if isinstance(found, OpenPost)),
        shut=tuple(found for found in answers if isinstance(found, ShutPost)),
        wishes=tuple(_wishes(day, name, call, wishes_of(call.person))),
        proxy=day.proxies.get(call.person),
        accepted=call.person in day.accepted,
    )


def _answers(day: Day, name: str, call: Call) -> Iterator[OpenPost | ShutPost]:
    """Each stage of the list once, open or not."""
    own = {pool.code: pool for pool in reversed(day.opening.pools) if name in pool.lists}
    for code, pool in reversed(own.items()):
        found = offer(day, name, call, code)
        if isinstance(found, Refusal):
            yield ShutPost(pool, found)
        else:
            yield OpenPost(found, day.open_seats_left(found.pool) + _reserved(day, found))


def _reserved(day: Day, found: Offer) -> int:
    return day.reserved_seats_left(found.pool) if found.seat == "reserve" else 0


def _wishes(day: Day, name: str, call: Call, codes: Sequence[str]) -> Iterator[Wish]:
    for rank, code in enumerate(codes, start=1):
        found = offer(day, name, call, code)
        pools = day.opening.by_code.get(code)
        yield Wish(rank, code, pools[0] if pools else None, found if isinstance(found, Refusal) else None)
