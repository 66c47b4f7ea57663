"""What may be asked of a day, one small frozen value a command; `decide` answers each with events or a refusal.

A `reason` is an opaque text: what was typed stands apart, bound to it by whoever keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from allocation.events import Channel, ProxyMode
from allocation.model import Mode
from allocation.opening import Person, Pool


@dataclass(frozen=True, slots=True)
class Choose:
    """The person called takes the stage of that code, themselves or by somebody for them."""

    list: str
    person: str
    code: str
    channel: Channel = "direct"


@dataclass(frozen=True, slots=True)
class ServeFromList:
    """The person called is served from their wish list: `codes` best first, `version` its receipt ("" without list).

    `channel` "mandataire" when the holder of an accepted proxy serves it.
    """

    list: str
    person: str
    codes: tuple[str, ...]
    version: str = ""
    channel: Literal["voeux", "mandataire"] = "voeux"


@dataclass(frozen=True, slots=True)
class CallUp:
    """The desk calls the person whose turn it is."""

    list: str
    person: str


@dataclass(frozen=True, slots=True)
class MarkAbsent:
    """The person called is not there, and nobody for them."""

    list: str
    person: str


@dataclass(frozen=True, slots=True)
class Wait:
    """The person called lets others pass: until that call number has been dealt with, or (0) until `Return`."""

    list: str
    person: str
    until: int = 0


@dataclass(frozen=True, slots=True)
class Return:
    """Somebody absent, late or waiting is back."""

    list: str
    person: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last turn of the list, entry `seq` of the journal."""

    list: str
    seq: int
    reason: str = ""


class Move(NamedTuple):
    """What a correction gives one person on a list: the stage of that code, "" to take their post from them."""

    list: str
    person: str
    code: str


@dataclass(frozen=True, slots=True)
class Correct:
    """Put recorded choices right at once; `confirmed_by`: the second person who agrees, "" where none is asked."""

    list: str
    moves: tuple[Move, ...]
    reason: str = ""
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class GiveProxy:
    """A person gives proxy to a co-intern, or ("" as holder) to their wish list alone, which holds `wishes` wishes."""

    list: str
    person: str
    holder: str = ""
    mode: ProxyMode = "liste"
    wishes: int = 0


@dataclass(frozen=True, slots=True)
class AcceptProxy:
    """The holder accepts the proxy of that person."""

    list: str
    person: str
    holder: str


@dataclass(frozen=True, slots=True)
class CancelProxy:
    """A person takes their proxy back."""

    list: str
    person: str


@dataclass(frozen=True, slots=True)
class AmendPost:
    """The pool is from now on as given: its seats changed (0: withdrawn), or a pool that the opening did not have."""

    pool: Pool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseReserved:
    """Open to all the reserved seats that nobody took (CESP-03)."""

    pool: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AddIntern:
    """Put a forgotten person on the list under a new number, called after the number `after` (0: before all)."""

    list: str
    order: int
    person: Person
    after: int
    mode: Mode = Mode.NORMAL
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AmendIntern:
    """Change what is known of somebody of the list: mode of the call, status, labels, derogations…"""

    list: str
    person: Person
    mode: Mode
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AssignOffList:
    """Record the ARS's assignment of somebody outside the choice (ORD-14)."""

    list: str
    person: str
    pool: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ResolveTie:
    """Order tied people: all the numbers of the tie, the first to be called first."""

    list: str
    orders: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChooseSlot:
    """Say which missing slot the post held by that person fills."""

    list: str
    person: str
    slot: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop a list, or all of them (`events.WHOLE`)."""

    list: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with a list, or with the campaign (`events.WHOLE`)."""

    list: str


@dataclass(frozen=True, slots=True)
class OpenCatchUp:
    """Call again, in call order, those of the list who hold nothing."""

    list: str


@dataclass(frozen=True, slots=True)
class Close:
    """End the day."""


Command = (
    Choose
    | ServeFromList
    | CallUp
    | MarkAbsent
    | Wait
    | Return
    | Undo
    | Correct
    | GiveProxy
    | AcceptProxy
    | CancelProxy
    | AmendPost
    | ReleaseReserved
    | AddIntern
    | AmendIntern
    | AssignOffList
    | ResolveTie
    | ChooseSlot
    | Pause
    | Resume
    | OpenCatchUp
    | Close
)
