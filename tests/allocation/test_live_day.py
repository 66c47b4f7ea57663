"""A live day driven in any order: the properties hold after each step, and two tellings of it agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from allocation import journal
from allocation.canonical import canonical
from allocation.commands import (
    AcceptProxy,
    AmendIntern,
    AmendPost,
    AssignOffList,
    CallUp,
    CancelProxy,
    Choose,
    ChooseSlot,
    Close,
    Correct,
    GiveProxy,
    MarkAbsent,
    Move,
    OpenCatchUp,
    Pause,
    ReleaseReserved,
    ResolveTie,
    Resume,
    Return,
    ServeFromList,
    Undo,
    Wait,
)
from allocation.events import WHOLE
from allocation.masked import masked_entries, masked_opening
from allocation.model import Dossier, Mode
from allocation.opening import Person
from allocation.prepare import Prepared
from allocation.verify import verify
from tests.allocation.factories import opened
from tests.allocation.live import Live
from tests.allocation.strategies import CODES, busy_dossiers, dossiers

ANY = st.integers(0, 1000)
MODES = st.sampled_from((Mode.NORMAL, Mode.SURNOMBRE_VALIDANT, Mode.SURNOMBRE_NON_VALIDANT, Mode.HORS_FILIERE))


def one_of(values: Sequence[Any], number: int) -> Any:
    return values[number % len(values)] if values else ""


class LiveDay(RuleBasedStateMachine):
    """The desk asks for anything; what the engine lets pass must satisfy who reads the journal without it."""

    @initialize(given=st.one_of(busy_dossiers(), busy_dossiers(), dossiers()))
    def open(self, given: Dossier) -> None:
        prepared = opened(given)
        assert isinstance(prepared, Prepared)
        self.live = Live(prepared.opening, prepared.register)
        self.names = [choices.name for choices in prepared.opening.lists]
        self.wishes = prepared.wishes

    def called(self, number: int) -> tuple[str, str]:
        """A list, and the person being called there; anybody when there is none."""
        name = one_of(self.names, number)
        call = self.live.day.next_call(name) if name else None
        return name, call.person if call else self.anybody(number)

    def anybody(self, number: int) -> str:
        return str(one_of([person.id for person in self.live.day.opening.people], number))

    @rule(number=ANY, code=st.sampled_from(CODES), channel=st.sampled_from(("direct", "direct", "mandataire")))
    def choose(self, number: int, code: str, channel: Any) -> None:
        self.live.ask(Choose(*self.called(number), code, channel))

    @rule(number=ANY, times=st.integers(1, 3))
    def choose_what_is_open(self, number: int, times: int) -> None:
        for _ in range(times):
            name, person = self.called(number)
            codes = list(dict.fromkeys(pool.code for pool in self.live.day.opening.pools if name in pool.lists))
            any(self.live.ask(Choose(name, person, code)) is None for code in codes[number % 3 :] + codes[: number % 3])

    @rule(number=ANY, mandated=st.booleans())
    def serve(self, number: int, mandated: bool) -> None:
        name, person = self.called(number)
        codes, version = self.wishes.get(person, ((), ""))
        self.live.ask(ServeFromList(name, person, codes, version, "mandataire" if mandated else "voeux"))

    @rule(number=ANY)
    def call(self, number: int) -> None:
        self.live.ask(CallUp(*self.called(number)))

    @rule(number=ANY)
    def absent(self, number: int) -> None:
        self.live.ask(MarkAbsent(*self.called(number)))

    @rule(number=ANY, until=st.integers(0, 6))
    def wait(self, number: int, until: int) -> None:
        self.live.ask(Wait(*self.called(number), until))

    @rule(number=ANY)
    def come_back(self, number: int) -> None:
        day = self.live.day
        person = one_of(sorted({*day.passed, *day.waiting}), number) or self.anybody(number)
        lists = [name for name, other in day.opening.call if other == person]
        self.live.ask(Return(one_of(lists, number) or one_of(self.names, number), person))

    @rule(number=ANY, actor=st.sampled_from(("essai", "essai", "autre")))
    def undo(self, number: int, actor: str) -> None:
        name = one_of(self.names, number)
        last = self.live.day.last.get(name)
        self.live.ask(Undo(name, last.seq if last else number), actor)

    @rule(
        moves=st.lists(st.tuples(ANY, st.sampled_from(("", *CODES[:4]))), min_size=1, max_size=3),
        desk=ANY,
        confirmed_by=st.sampled_from(("", "", "autre", "essai")),
    )
    def correct(self, moves: list[tuple[int, str]], desk: int, confirmed_by: str) -> None:
        day = self.live.day
        known = sorted({*day.holds, *day.passed})
        made = []
        for number, code in moves:
            person = one_of(known, number) or self.anybody(number)
            held = day.holds.get(person) or day.passed.get(person)
            made.append(Move(held.list if held else one_of(self.names, number), person, code))
        self.live.ask(Correct(one_of(self.names, desk), tuple(made), confirmed_by=confirmed_by))

    @rule(number=ANY, seats=st.integers(0, 3), new=st.booleans(), reserved=st.booleans())
    def amend_post(self, number: int, seats: int, new: bool, reserved: bool) -> None:
        pool = one_of(self.live.day.opening.pools, number)
        changed = replace(pool, seats=seats) if reserved else replace(pool, seats=seats, reserved_seats=0)
        self.live.ask(AmendPost(replace(changed, id=f"{pool.id}+", accredited=None) if new else changed))

    @rule(number=ANY)
    def release(self, number: int) -> None:
        self.live.ask(ReleaseReserved(one_of(self.live.day.opening.pools, number).id))

    @rule(number=ANY, after=st.integers(0, 6), mode=MODES)
    def add(self, number: int, after: int, mode: Mode) -> None:
        name, order = one_of(self.names, number), 20 + len(self.live.entries)
        self.live.ask(self.live.forgotten(f"NEUF{order}", name, order, after, mode))

    @rule(number=ANY, mode=MODES, status=st.sampled_from(("", "ne_choisit_pas")), label=st.booleans())
    def amend_intern(self, number: int, mode: Mode, status: str, label: bool) -> None:
        places = list(self.live.day.opening.call.values())
        names = list(self.live.day.opening.call)
        if not places:
            return
        (name, person), call = one_of(names, number), one_of(places, number)
        before: Person = self.live.day.opening.person[person]
        labels = before.labels | {"CESP"} if label else before.labels
        wanted = call.mode if call.mode is Mode.HORS_FILIERE else mode
        self.live.ask(AmendIntern(name, replace(before, status=status, labels=labels), wanted))

    @rule(number=ANY, other=ANY)
    def off_list(self, number: int, other: int) -> None:
        name = one_of(self.names, number)
        self.live.ask(AssignOffList(name, self.anybody(number), one_of(self.live.day.opening.pools, other).id))

    @rule(number=ANY, backwards=st.booleans())
    def tie(self, number: int, backwards: bool) -> None:
        tie = one_of(self.live.day.opening.ties, number)
        if tie:
            self.live.ask(ResolveTie(tie.list, tie.orders[::-1] if backwards else tie.orders))

    @rule(number=ANY, slot=st.sampled_from(("MPOLY", "LIBRE", "ENFANT", "URG", "")))
    def slot(self, number: int, slot: str) -> None:
        held = one_of(list(self.live.day.holds.values()), number)
        if held:
            self.live.ask(ChooseSlot(held.list, held.person, slot))

    @rule(number=ANY, whole=st.booleans())
    def pause_and_resume(self, number: int, whole: bool) -> None:
        name = WHOLE if whole else one_of(self.names, number)
        if self.live.ask(Pause(name)) is not None or number % 4:
            self.live.ask(Resume(name))

    @rule(number=ANY, other=ANY, mode=st.sampled_from(("liste", "direct")), accepted=st.booleans())
    def proxy(self, number: int, other: int, mode: Any, accepted: bool) -> None:
        name, person = self.called(number)
        holder = self.anybody(other)
        self.live.ask(GiveProxy(name, person, holder, mode, wishes=1))
        self.live.ask(AcceptProxy(name, person, holder) if accepted else CancelProxy(name, person))

    @rule(number=ANY)
    def catch_up(self, number: int) -> None:
        self.live.ask(OpenCatchUp(one_of(self.names, number)))

    @rule()
    def close(self) -> None:
        self.live.ask(Close())

    @precondition(lambda self: len(self.live.entries) > 12)
    @rule()
    def everybody_absent(self) -> None:
        """The quick way to the end of a round."""
        for name in self.names:
            while (call := self.live.day.next_call(name)) and self.live.ask(MarkAbsent(name, call.person)) is None:
                pass

    @invariant()
    def the_properties_hold(self) -> None:
        if hasattr(self, "live"):
            assert self.live.broken == []

    @invariant()
    def two_tellings_of_the_day_agree(self) -> None:
        if hasattr(self, "live"):
            assert self.live.told_apart() == {}

    def teardown(self) -> None:
        if not hasattr(self, "live"):
            return
        if not self.live.day.closed:
            assert verify_so_far(self.live) == ()
        assert masked_faults(self.live) == []
        assert journal.day(self.live.opening, journal.parse(self.live.lines)) == self.live.day
        self.finish()

    def finish(self) -> None:
        """Bring the day to its close: its three documents are proved."""
        for name in [WHOLE, *self.names]:
            self.live.ask(Resume(name))
        for person, wait in list(self.live.day.waiting.items()):
            self.live.ask(Return(wait.list, person))
        self.everybody_absent()
        self.live.ask(Close())
        if self.live.day.closed:
            verdict = verify(*self.live.finished.folder)
            assert verdict.holds, verdict


def verify_so_far(live: Live) -> tuple[str, ...]:
    verdict = verify(canonical(live.document), live.lines)
    assert verdict.under_way
    assert all(found.holds for found in verdict.checks)
    return verdict.problems


def masked_faults(live: Live) -> list[str]:
    """What the masked form of the day is found wrong for."""
    lines = b"".join(journal.line(entry) + b"\n" for entry in masked_entries(live.entries))
    verdict = verify(canonical(masked_opening(live.document)), lines)
    return [*verdict.problems, *(found.detail for found in verdict.checks if not found.holds)]


TestLiveDay = LiveDay.TestCase
TestLiveDay.settings = settings(max_examples=40, stateful_step_count=40)
