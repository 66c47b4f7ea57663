"""The next call list of a closed campaign, ordered and explained, and held against the one that the ARS has."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from allocation.call_lists import Difference, Listed, compare
from allocation.forms import Role
from allocation.issues import Issue, errors
from allocation.model import Candidate, Dossier, PastStage
from allocation.next_semester import Moved, NextList, move_on
from allocation.prepare import Prepared, prepare
from allocation.ranksheet import RankSheet
from allocation.rulesets import RuleSet
from allocation.semester import following
from allocation.semester import semester as term
from imports.reading import Input, read
from webapp.campaign import random_id, random_salt
from webapp.following.status import Cohort, identity


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the next list: where, how their place was computed, and what the semester changed."""

    candidate: Candidate
    sheet: RankSheet
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """The next call list: its lines by list in call order, and those whose DES is over. `semester` is its name."""

    semester: str
    lists: Mapping[str, Sequence[Line]]
    leaving: Sequence[Moved]
    dossier: Dossier

    @property
    def listed(self) -> Listed:
        places = {
            line.candidate.identity.key: (name, line.sheet.number)
            for name, lines in self.lists.items()
            for line in lines
        }
        return Listed([line.candidate for lines in self.lists.values() for line in lines], places)

    @property
    def why(self) -> dict[str, tuple[str, ...]]:
        return {line.candidate.identity.key: line.why for lines in self.lists.values() for line in lines}


def next_list(dossier: Dossier, cohort: Cohort, rules: RuleSet) -> Next | tuple[Issue, ...]:
    """The call list after that campaign, or the errors that keep it from being ordered.

    `dossier`: what the campaign was prepared with; `cohort`: what became of it.
    """
    done = {stage.identity.key: stage for stage in _done(cohort)}
    semester = cohort.opening.semester.name
    moved = move_on(dossier, semester, done, rules)
    prepared = _ordered(moved.dossier, semester, rules)
    return _told(moved, prepared, following(semester)) if isinstance(prepared, Prepared) else prepared


def against(ours: Next, file: tuple[str, bytes], rules: RuleSet) -> Sequence[Difference] | tuple[Issue, ...]:
    """Where the list of that file (name, bytes) differs from ours, or the errors that it holds."""
    reading = read([Input(*file, frozenset({Role.INTERNS}))], semester=ours.semester)
    if errors(reading.issues):
        return errors(reading.issues)
    theirs = Dossier(candidates=reading.dossier.candidates, history=ours.dossier.history)
    prepared = prepare(theirs, term(ours.semester), "", rules, random_id, random_salt)
    if not isinstance(prepared, Prepared):
        return prepared
    return compare(ours.listed, Listed(theirs.candidates, _places(prepared)), ours.why)


def workbooks(found: Next) -> bytes:
    """The list and the history in our own templates, as one zip: what a next campaign is prepared with."""
    from exports.filled import write_filled

    written = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in write_filled(found.dossier, Path(folder)):
            packed.write(path, path.name)
    return written.getvalue()


def _done(cohort: Cohort) -> list[PastStage]:
    """The stage of everybody who held one, with the faculty's decision; awaited where there is none."""
    stages = []
    for (person, who), one in zip(cohort.people.items(), cohort.followed, strict=True):
        held, decision = cohort.day.holds[person], cohort.decisions.get(person)
        pool, choices = cohort.opening.pool[held.pool], cohort.opening.list[held.list]
        stages.append(
            PastStage(
                identity(who), cohort.opening.semester.name, pool.code, pool.category, choices.phase,
                validated=decision.validated if decision else None, absence_days=one.attendance.half_days // 2,
                cause=decision.cause if decision and decision.cause else one.attendance.main_cause, mode=held.mode,
                subdivision=cohort.opening.subdivision,
            )
        )  # fmt: skip
    return stages


def _ordered(dossier: Dossier, semester: str, rules: RuleSet) -> Prepared | tuple[Issue, ...]:
    """As a campaign of the semester after would order it."""
    return prepare(dossier, term(following(semester)), dossier.subdivision, rules, random_id, random_salt)


def _told(moved: NextList, prepared: Prepared, semester: str) -> Next:
    by_key = {each.candidate.identity.key: each for each in moved.moved if each.candidate}
    lists: dict[str, list[Line]] = {}
    for person, sheets in prepared.sheets.items():
        each = by_key[prepared.register.identities[person].key]
        for sheet in sheets:
            lists.setdefault(sheet.list, []).append(Line(each.candidate, sheet, each.why))
    ordered = {name: sorted(lists[name], key=lambda line: line.sheet.number) for name in sorted(lists)}
    return Next(semester, ordered, [each for each in moved.moved if each.candidate is None], moved.dossier)


def _places(prepared: Prepared) -> dict[str, tuple[str, int]]:
    who = prepared.register.identities
    return {who[person].key: (own[0].list, own[0].number) for person, own in prepared.sheets.items() if own}
