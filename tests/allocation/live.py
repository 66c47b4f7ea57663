"""A day under way with its journal, as the desk makes it: each command decided, folded and sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from allocation import journal
from allocation.canonical import canonical, digest
from allocation.checks import Check, check_so_far
from allocation.commands import AddIntern, Command
from allocation.decide import decide
from allocation.documents import opening_document
from allocation.events import Event, Opened
from allocation.model import Mode
from allocation.opening import Opening, Person, Register
from allocation.people import identity_commitment
from allocation.retold import advance, scene_of
from allocation.rules import Refusal
from allocation.state import Day, apply, start
from tests.allocation.factories import Documents, documented, someone, ticking


class Live:
    """The day, its events and its entries so far."""

    def __init__(self, opening: Opening, register: Register) -> None:
        self.opening, self.register = opening, register
        self.document = opening_document(opening)
        self.day: Day = start(opening)
        self.events: list[Event] = []
        self.entries: list[journal.Entry] = []
        self.clock = ticking()
        self._record(Opened(digest(canonical(self.document))), "essai")

    def ask(self, command: Command, actor: str = "essai") -> Refusal | None:
        """Record what comes of the command, or say what refuses it."""
        made = decide(self.day, command, actor)
        if isinstance(made, Refusal):
            return made
        for event in made:
            self._record(event, actor)
        return None

    def does(self, *commands: Command) -> Live:
        """The same once these were accepted."""
        for command in commands:
            no = self.ask(command)
            assert no is None, no
        return self

    def forgotten(self, name: str, home: str, order: int, after: int, mode: Mode = Mode.NORMAL) -> AddIntern:
        """The command that adds somebody, who is known to the side table from now on."""
        salt = f"sel-{name}"
        person = Person(f"p-{name}", identity_commitment(salt, someone(name)), home)
        self.register = replace(
            self.register,
            identities={**self.register.identities, person.id: someone(name)},
            salts={**self.register.salts, person.id: salt},
        )
        return AddIntern(home, order, person, after, mode)

    @property
    def checks(self) -> list[Check]:
        return check_so_far(self.document, self.entries)

    @property
    def broken(self) -> list[str]:
        return [found.detail for found in self.checks if not found.holds]

    def detail(self, name: str) -> str:
        return next(found.detail for found in self.checks if found.property == name)

    @property
    def lines(self) -> bytes:
        return b"".join(journal.line(entry) + b"\n" for entry in self.entries)

    @property
    def finished(self) -> Documents:
        """The three documents of the day, once it is closed."""
        return documented(self.opening, self.register, self.events)

    def told_apart(self) -> dict[str, tuple[object, object]]:
        """Where the day and the day told again from its documents differ."""
        scene = scene_of(self.document)
        for entry in self.entries:
            advance(scene, entry)
        day = self.day
        both: dict[str, tuple[object, object]] = {
            "holds": (
                {person: (held.list, held.pool, held.seat) for person, held in day.holds.items()},
                {person: (held.list, held.pool, held.seat) for person, held in scene.holds.items()},
            ),
            "queues": (
                {name: [(call.order, call.mode) for call in day.calls_left(name)] for name in day.queues},
                {name: [(call["order"], call["mode"]) for call in calls] for name, calls in scene.awaited.items()},
            ),
            "seats": (
                {pool.id: (pool.seats, pool.reserved_seats) for pool in day.opening.pools},
                {name: (pool["seats"], pool["reserved_seats"]) for name, pool in scene.pools.items()},
            ),
            "passed": (set(day.passed), scene.passed),
            "waiting": ({person: wait.list for person, wait in day.waiting.items()}, scene.waiting),
        }
        return {name: pair for name, pair in both.items() if pair[0] != pair[1]}

    def _record(self, event: Event, actor: str) -> None:
        prev = str(self.entries[-1]["hash"]) if self.entries else journal.GENESIS
        at: datetime = self.clock()
        self.entries.append(journal.seal(event, len(self.entries), prev, actor, at, nonce=f"n-{at}"))
        self.day = apply(self.day, event, actor)
        self.events += [event] if self.entries[1:] else []
