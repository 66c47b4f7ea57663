"""What happens on the day, one small frozen value a kind; `recorded` gives each its form in the journal.

What a human typed (`reason`) comes as an opaque text: a journal holds no name, no RPPS and no cause.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from allocation.canonical import Json
from allocation.model import Mode

Seat = Literal["libre", "reserve", "ajoutee"]
"""Which seat a choice takes: one open to all, one of the reserved ones, or one added beside (surnombre)."""

Channel = Literal["voeux", "direct", "mandataire", "administration"]
Why = Literal["sans_liste", "liste_epuisee", "absent"]
ProxyMode = Literal["liste", "direct"]


WHOLE = ""
"""The name that stands for all the lists of the campaign."""


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
    """A turn passes without a choice: nobody there ("absent"), no list either, or nothing open left on the list."""

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
class Paused:
    """Nobody chooses on the list (`WHOLE`: on any) until `Resumed`."""

    list: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The list (`WHOLE`: the campaign) goes on where it stood."""

    list: str


@dataclass(frozen=True, slots=True)
class Called:
    """The desk called the person whose turn it is; the order does not depend on it."""

    list: str
    order: int
    person: str


@dataclass(frozen=True, slots=True)
class Waited:
    """The person called lets others pass: until the number `until` has been dealt with, or (0) until brought back."""

    list: str
    order: int
    person: str
    until: int = 0


@dataclass(frozen=True, slots=True)
class Returned:
    """Somebody absent, late or waiting is back: they are called right after the person being called."""

    list: str
    order: int
    person: str


@dataclass(frozen=True, slots=True)
class Undone:
    """The last turn of the list, entry `seq` of the journal, never was: seat, holder and queue are as before it."""

    list: str
    seq: int
    order: int
    person: str
    reason: str


class Change(NamedTuple):
    """What a correction does to one person: from a pool to another, "" being no post."""

    list: str
    order: int
    person: str
    before: str
    after: str
    mode: Mode
    seat: Seat
    slot: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """Choices put right at once. Who is left without a post is called again, right after the person being called."""

    list: str
    changes: tuple[Change, ...]
    reason: str
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class PostAmended:
    """A pool is from now on as `pool` says, in the form of `ouverture.json`: seats changed, added or withdrawn (0)."""

    pool: Mapping[str, Json]
    reason: str


@dataclass(frozen=True, slots=True)
class ReservedReleased:
    """The seats of a pool that are still reserved become open to all."""

    pool: str
    reason: str


@dataclass(frozen=True, slots=True)
class InternAdded:
    """Somebody enters the list under a new number, after the call number `after` (0: before all). `intern` has the
    form of `ouverture.json`."""

    list: str
    order: int
    after: int
    mode: Mode
    intern: Mapping[str, Json]
    reason: str

    @property
    def person(self) -> str:
        return str(self.intern["id"])


@dataclass(frozen=True, slots=True)
class InternAmended:
    """What is known of somebody of the list changes: mode of their call, and all that `intern` says. With a status
    they have no turn any more; without it they have theirs again."""

    list: str
    order: int
    mode: Mode
    intern: Mapping[str, Json]
    reason: str

    @property
    def person(self) -> str:
        return str(self.intern["id"])


@dataclass(frozen=True, slots=True)
class OffListAssigned:
    """The ARS assigns somebody outside the choice (ORD-14), on a place added beside those offered."""

    list: str
    person: str
    pool: str
    reason: str


@dataclass(frozen=True, slots=True)
class TieResolved:
    """A human ordered people whom no criterion told apart: `orders` are their provisional numbers, best first."""

    list: str
    orders: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class SlotChosen:
    """Intern or DMG chose which missing slot the post held fills."""

    list: str
    person: str
    slot: str


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


Turn = Chosen | MarkedAbsent | Waited
"""What the call of a person may end in."""

Event = (
    Opened
    | Turn
    | Paused
    | Resumed
    | Called
    | Returned
    | Undone
    | Corrected
    | ProxyGiven
    | ProxyAccepted
    | ProxyCancelled
    | PostAmended
    | ReservedReleased
    | InternAdded
    | InternAmended
    | OffListAssigned
    | TieResolved
    | SlotChosen
    | CatchUpOpened
    | Closed
)

SEATS_UNCHANGED = (
    Opened, MarkedAbsent, Waited, Paused, Resumed, Called, Returned, ProxyGiven, ProxyAccepted, ProxyCancelled,
    TieResolved, SlotChosen, CatchUpOpened, Closed,
)  # fmt: skip
"""The events that leave seats, people and rules as they were."""
