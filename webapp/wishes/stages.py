"""The stages of a campaign as one person sees them: what each is, and whether it is open to them now, or why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from allocation.closing import PastClosing
from allocation.opening import Call, Opening, Pool
from allocation.rules import Refusal
from allocation.state import Day
from allocation.turn import Offer, offer


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a person is called in the main round."""

    list: str
    call: Call


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage code. `seats` and `left` are those of the pools on the person's list, or of all where none is;
    `refusal` None: it is open to the person now. `gone`: the last time that it closed, None where nothing
    is known of it; `within_rank`: it had not closed before the person's number then;
    `away`: kilometres from where the person asked, None where that is not known."""

    code: str
    establishment: str
    service: str
    head: str
    town: str
    category: str
    ambulatory: bool
    seats: int
    left: int
    reserved: str
    remarks: str
    on_list: bool
    refusal: Refusal | None
    gone: PastClosing | None = None
    within_rank: bool = True
    away: int | None = None

    @property
    def is_open(self) -> bool:
        return self.refusal is None

    @property
    def title(self) -> str:
        return " – ".join(part for part in (self.establishment, self.service) if part) or self.code

    @property
    def detail(self) -> str:
        """The rest in one line."""
        return ", ".join(part for part in (self.town, self.category, self.head) if part)


def turn_of(opening: Opening, person: str) -> Turn | None:
    """Where the person is called; None for who does not choose here."""
    found = (
        Turn(choices.name, call)
        for choices in opening.lists
        for call in choices.calls
        if call.person == person and not call.catch_up_only
    )
    return next(found, None)


def stages(day: Day, turn: Turn, past: Mapping[str, Sequence[PastClosing]] | None = None) -> tuple[Stage, ...]:
    """Every stage of the campaign, in the order of the opening, as the engine would answer the person now. `past`: by
    code, at which turns it closed in earlier semesters, the latest first."""
    return tuple(_stages(day, turn, past or {}))


def _stages(day: Day, turn: Turn, past: Mapping[str, Sequence[PastClosing]]) -> Iterator[Stage]:
    for code, pools in day.opening.by_code.items():
        answer = offer(day, turn.list, turn.call, code)
        made = _stage(day, code, pools, turn.list, None if isinstance(answer, Offer) else answer)
        gone = next((one for one in past.get(code, ()) if one.list in {"", turn.list}), None)
        yield replace(made, gone=gone, within_rank=gone.catch_up or gone.turn >= turn.call.order) if gone else made


def _stage(day: Day, code: str, pools: Sequence[Pool], name: str, refusal: Refusal | None) -> Stage:
    own = [pool for pool in pools if name in pool.lists]
    first = (own or pools)[0]
    return Stage(
        code=code,
        establishment=first.establishment,
        service=first.service,
        head=first.head,
        town=first.town,
        category=first.category_label or (first.category.label if first.categorised else ""),
        ambulatory=first.ambulatory,
        seats=sum(pool.seats for pool in own or pools),
        left=sum(day.seats_left(pool) for pool in own or pools),
        reserved=", ".join(pool.reservation for pool in own or pools if pool.reservation),
        remarks=first.remarks,
        on_list=bool(own),
        refusal=refusal,
    )
