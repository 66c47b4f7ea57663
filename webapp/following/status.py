"""Where everybody's stage stands: days away, days left, the decision, by the same rules as `rang validate`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sqlalchemy import Engine

from allocation import rulesets
from allocation.events import Chosen
from allocation.follow import Followed, follow
from allocation.model import Absence, Candidate, Dossier, Identity, Mode, PastStage
from allocation.opening import ChoiceList, Opening, Pool
from allocation.rulesets import RuleSet
from allocation.state import Day
from allocation.validation import FollowUp, days_left
from webapp.following.maquette import Maquette, maquette
from webapp.store import attendance, journal
from webapp.store.models import AbsenceRow, PersonIdentity, StageDecision
from webapp.store.persons import identities


@dataclass(frozen=True, slots=True)
class Status:
    """One intern and their stage. `followed`: at the end of the semester, by what is recorded; `now`: as of a day."""

    person: str
    email: str
    list: ChoiceList
    pool: Pool
    followed: Followed
    now: FollowUp
    decision: StageDecision | None
    maquette: Maquette | None

    @property
    def name(self) -> str:
        return self.followed.candidate.identity.shown


@dataclass(frozen=True, slots=True)
class Cohort:
    """Everybody who holds a stage of the campaign, those erased excepted, in one order throughout."""

    day: Day
    people: Mapping[str, PersonIdentity]
    absences: Mapping[str, Sequence[Absence]]
    decisions: Mapping[str, StageDecision]
    followed: Sequence[Followed]

    @property
    def opening(self) -> Opening:
        return self.day.opening


def cohort(engine: Engine, campaign_id: str) -> Cohort:
    """The interns of a campaign with what is recorded of their stage. Raises KeyError for an unknown campaign."""
    day, known = journal.read_day(engine, campaign_id), identities(engine, campaign_id)
    people = {person: known[person] for person in day.holds if person in known}
    absences: dict[str, list[Absence]] = {person: [] for person in people}
    for row in attendance.standing(engine, campaign_id):
        if row.person in people:
            absences[row.person].append(_absence(people[row.person], row))
    decided = attendance.decisions(engine, campaign_id)
    dossier = Dossier(
        candidates=tuple(_candidate(day, day.holds[person], who) for person, who in people.items()),
        absences=tuple(absence for own in absences.values() for absence in own),
        history=tuple(_decided(day, who, decided[person]) for person, who in people.items() if person in decided),
    )
    rules = day.opening.rules
    return Cohort(
        day, people, absences, decided, follow(dossier, day.opening.semester, rules, rulesets.others(rules.name))
    )


def statuses(engine: Engine, campaign_id: str, today: date) -> list[Status]:
    """Where each stage of the campaign stands on the evening of `today`, by name."""
    known = cohort(engine, campaign_id)
    days = _days_left(known.opening, today)
    found = [_status(known, person, one, days) for person, one in zip(known.people, known.followed, strict=True)]
    return sorted(found, key=lambda status: status.name.casefold())


def stage_of(pool: Pool) -> str:
    """Code, establishment and service in one line."""
    return " – ".join(part for part in (pool.code, pool.establishment, pool.service) if part)


def in_full(rules: RuleSet) -> RuleSet:
    """The rules of an opening with the titles and sources of their keys, which an opening does not hold."""
    return replace(rulesets.load(rules.name), overrides=rules.overrides)


def identity(row: PersonIdentity) -> Identity:
    return Identity(row.rpps, row.last_name, row.first_name, row.email)


DaysLeft = Callable[[tuple[Absence, ...], Mode], FollowUp]
"""What these absences leave to whoever holds a stage in that mode."""


def _days_left(opening: Opening, today: date) -> DaysLeft:
    """Most interns are never away: what is the same for all of them is worked out once."""

    @cache
    def left(absences: tuple[Absence, ...], mode: Mode) -> FollowUp:
        return days_left(absences, opening.semester, mode, opening.rules, today)

    return left


def _status(known: Cohort, person: str, one: Followed, days: DaysLeft) -> Status:
    opening, held = known.opening, known.day.holds[person]
    now = days(tuple(known.absences[person]), one.mode)
    email, decision = known.people[person].email, known.decisions.get(person)
    progress = maquette(known.day, person)
    return Status(person, email, opening.list[held.list], opening.pool[held.pool], one, now, decision, progress)


def _candidate(day: Day, held: Chosen, who: PersonIdentity) -> Candidate:
    choices = day.opening.list[held.list]
    return Candidate(identity(who), choices.des, choices.phase, mode=held.mode)


def _absence(who: PersonIdentity, row: AbsenceRow) -> Absence:
    return Absence(identity(who), row.start, row.end, row.cause, row.half_days)


def _decided(day: Day, who: PersonIdentity, decision: StageDecision) -> PastStage:
    """The faculty's decision, as the history of a next campaign would write it."""
    return PastStage(
        identity(who), day.opening.semester.name, "", validated=decision.validated, cause=decision.cause,
        mode=day.holds[decision.person].mode,
    )  # fmt: skip
