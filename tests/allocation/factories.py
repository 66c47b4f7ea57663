"""One-line builders of small campaigns, and the campaign run to its end with what came of each person.

People are called by their last name, stages by their code. Ids and salts count from 1, so that a test never meets
chance.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import count
from typing import Any, NamedTuple, Protocol
from zlib import crc32

from allocation import journal
from allocation.canonical import canonical, digest
from allocation.checks import Check, check
from allocation.documents import opening_document
from allocation.events import Event, Opened
from allocation.issues import Issue
from allocation.model import (
    Candidate,
    Category,
    Dossier,
    Identity,
    Mode,
    Outcome,
    PastStage,
    Phase,
    Post,
    Request,
    RequestType,
    Situation,
    WishList,
)
from allocation.notices import notices
from allocation.opening import Opening, Register
from allocation.prepare import Prepared, prepare
from allocation.result import result_document
from allocation.rulesets import Override, RuleSet, Value, load
from allocation.run import serve_all
from allocation.semester import semester
from allocation.state import Day

GENERAL = "Médecine générale"
PAEDIATRICS = "Pédiatrie"
SOCLE = f"{GENERAL} – Socle"
APPRO = f"{GENERAL} – Approfondissement"
MILITARY_SOCLE = f"{SOCLE} – militaires"
PAEDIATRICS_SOCLE = f"{PAEDIATRICS} – Socle"
SUMMER = semester("2027-ete")
RULES = load("ssipi-2025")
MORNING = datetime(2027, 4, 6, 7, 0, tzinfo=UTC)


def someone(name: str) -> Identity:
    """The person of that last name, always the same."""
    return Identity(f"{10_000_000_000 + crc32(name.encode()):011d}", name, "Camille")


def post(code: str, seats: int = 1, *phases: Phase, reserved: str = "", des: str = GENERAL, **changes: Any) -> Post:
    """A stage of the socle unless told otherwise; `reserved` as a post list writes it: `CESP` or `CESP:1`."""
    label, _, kept = reserved.partition(":")
    given = Post(
        code=code, des=des, phases=phases or (Phase.SOCLE,), seats=seats, establishment="CHU", service=code,
        reserved_for=label, reserved_seats=(int(kept) if kept else seats) if label else 0,
    )  # fmt: skip
    return replace(given, **changes)


def teaching(code: str, category: Category, seats: int = 1, *phases: Phase, **changes: Any) -> Post:
    """A stage of the approfondissement that says what it teaches."""
    where = phases or (Phase.APPROFONDISSEMENT,)
    return post(code, seats, *where, category=category, category_label=category.label, **changes)


def intern(name: str, rank: int | None = None, *situations: Situation, **changes: Any) -> Candidate:
    """An intern in the socle of general medicine, of rank `rank` in the contest of 2024, without seniority."""
    given = Candidate(
        someone(name), GENERAL, Phase.SOCLE, seniority=0, rank=rank, contest=2024, situations=tuple(situations)
    )
    return replace(given, **changes)


def senior(name: str, rank: int | None = None, *situations: Situation, **changes: Any) -> Candidate:
    """The same, in the phase d'approfondissement."""
    return intern(name, rank, *situations, **({"phase": Phase.APPROFONDISSEMENT} | changes))


def wishes(name: str, codes: str) -> WishList:
    """The list of a person: codes separated by spaces, best first."""
    return WishList(someone(name), tuple(codes.split()))


def past(name: str, code: str, category: Category = Category.OTHER, **changes: Any) -> PastStage:
    """A validated stage of the phase d'approfondissement."""
    given = PastStage(someone(name), "2026-hiver", code, category, Phase.APPROFONDISSEMENT, validated=True)
    return replace(given, **changes)


def request(name: str, kind: RequestType, decision: Outcome = Outcome.GRANTED, **changes: Any) -> Request:
    return replace(Request(someone(name), kind, decision), **changes)


def overridden(**values: Value) -> RuleSet:
    """The default rule set with keys overridden, `__` standing for the dot: `hf__position="same_seniority"`."""
    overrides = (Override(key.replace("__", "."), value, "ARS", "essai") for key, value in values.items())
    return replace(RULES, overrides=tuple(overrides))


def dossier(
    posts: Iterable[Post],
    interns: Iterable[Candidate],
    wanted: Mapping[str, str] | None = None,
    history: Iterable[PastStage] | None = None,
    requests: Iterable[Request] | None = None,
) -> Dossier:
    """What the files say. `wanted`: codes by last name; `history` and `requests` None: no such file."""
    return Dossier(
        posts=tuple(posts),
        candidates=tuple(interns),
        wishes=tuple(wishes(name, codes) for name, codes in (wanted or {}).items()),
        history=None if history is None else tuple(history),
        requests=tuple(requests or ()),
        requests_given=requests is not None,
    )


def counted(prefix: str) -> Callable[[], str]:
    """Fresh texts `prefix-0001`, `prefix-0002`…"""
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers):04d}"


def ticking(start: datetime = MORNING) -> Callable[[], datetime]:
    """A clock that gains a second each time that it is read."""
    seconds = count()
    return lambda: start + timedelta(seconds=next(seconds))


def opened(given: Dossier, rules: RuleSet = RULES) -> Prepared | tuple[Issue, ...]:
    return prepare(given, SUMMER, "Saint-Étienne", rules, counted("p"), counted("sel"))


def errors_of(given: Dossier) -> list[tuple[str, str]]:
    """Code and value of each error that keeps the campaign from being opened."""
    found = opened(given)
    assert not isinstance(found, Prepared), "the campaign opens"
    return [(issue.code, issue.value) for issue in found]


class Folder(NamedTuple):
    """The bytes of the three documents, as they are written."""

    opening: bytes
    journal: bytes
    result: bytes


@dataclass(frozen=True)
class Documents:
    """A day as its three documents, read."""

    opening: Mapping[str, Any]
    entries: Sequence[journal.Entry]
    result: dict[str, Any]

    @cached_property
    def checks(self) -> list[Check]:
        return check(self.opening, self.entries, self.result)

    @property
    def broken(self) -> set[str]:
        return {found.property for found in self.checks if not found.holds}

    def detail(self, name: str) -> str:
        return next(found.detail for found in self.checks if found.property == name)

    @property
    def folder(self) -> Folder:
        lines = b"".join(journal.line(entry) + b"\n" for entry in self.entries)
        result = self.result | {"checks": [found.as_dict() for found in self.checks], "warnings": []}
        shown = json.dumps(result, ensure_ascii=False, indent=1).encode()
        return Folder(canonical(self.opening), lines, shown)


def documented(opening: Opening, register: Register, events: Iterable[Event]) -> Documents:
    """The documents of a day: chained journal and result, made of these events and nothing else."""
    document = opening_document(opening)
    opening_hash = digest(canonical(document))
    told = [Opened(opening_hash), *events]
    entries = list(journal.write(told, "essai", ticking()))
    head = {"entries": len(entries), "head": entries[-1]["hash"]}
    return Documents(document, entries, result_document(opening, register, told, head, opening_hash))


@dataclass(frozen=True)
class Campaign:
    """A campaign run to its end."""

    prepared: Prepared
    events: Sequence[Event]
    day: Day
    documents: Documents

    @property
    def opening(self) -> Opening:
        return self.prepared.opening

    @property
    def warnings(self) -> str:
        """All that a human should know, in one text."""
        return "\n".join([*self.prepared.warnings, *notices(self.day)])

    def rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for choices in self.documents.result["lists"]:
            for row in choices["calls"]:
                yield choices["name"], row

    def row(self, name: str) -> dict[str, Any]:
        """The one row of a person."""
        (found,) = (row for _, row in self.rows() if row["intern"]["last_name"] == name)
        return found

    def post_of(self, name: str) -> str | None:
        return self.row(name)["post"]

    def posts_of(self, names: str) -> list[str | None]:
        """The posts of several people, names separated by spaces."""
        return [self.post_of(name) for name in names.split()]

    def mode_of(self, name: str) -> Mode:
        return Mode(self.row(name)["mode"])

    def status_of(self, name: str) -> str:
        return self.row(name)["status"]

    def slot_of(self, name: str) -> str | None:
        return self.row(name)["slot"]

    def skipped(self, name: str) -> dict[str, str]:
        """The rule that refused each wish of the last turn of a person."""
        return {skip["post"]: skip["rule"] for skip in self.row(name)["skipped"]}

    def reason(self, name: str, code: str) -> str:
        return next(skip["reason"] for skip in self.row(name)["skipped"] if skip["post"] == code)

    def seats(self, pool: str) -> tuple[int, int]:
        """How many seats of a pool are taken, and how many places were added beside."""
        found = next(item for item in self.documents.result["posts"] if item["pool"] == pool)
        return found["taken"], found["supernumerary"]

    def called(self, name: str) -> list[str]:
        """Last names in the call order of a list."""
        known = self.prepared.register.identities
        return [known[call.person].last_name for call in self.opening.list[name].calls]

    def person(self, name: str) -> str:
        """The random id of a person."""
        return who(self.prepared, name)


class Known(Protocol):
    """What says who everybody is."""

    register: Register


def who(held: Known, name: str) -> str:
    """The random id of the person of that last name."""
    return next(person for person, known in held.register.identities.items() if known.last_name == name)


def run(given: Dossier, rules: RuleSet = RULES) -> Campaign:
    """Open, serve everybody, write; every property must hold."""
    prepared = opened(given, rules)
    assert isinstance(prepared, Prepared), prepared
    events, day = serve_all(prepared.opening, prepared.wishes)
    documents = documented(prepared.opening, prepared.register, events)
    assert not documents.broken, [found.detail for found in documents.checks if not found.holds]
    return Campaign(prepared, events, day, documents)


def campaign(
    posts: Iterable[Post],
    interns: Iterable[Candidate],
    wanted: Mapping[str, str] | None = None,
    history: Iterable[PastStage] | None = None,
    requests: Iterable[Request] | None = None,
    rules: RuleSet = RULES,
) -> Campaign:
    """A campaign of these posts and people, run to its end: see `dossier` and `run`."""
    return run(dossier(posts, interns, wanted, history, requests), rules)
