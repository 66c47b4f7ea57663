"""Absences written down, and the warning that goes out, once, when few days are left."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from sqlalchemy import Engine

from allocation.forms import Role as Kind
from allocation.issues import Issue, errors
from allocation.model import Absence, Identity
from imports.reading import Input, read
from imports.wording import fold
from webapp.accounts import mail
from webapp.following.status import Status, cohort, statuses
from webapp.store import attendance
from webapp.store.attendance import Recorder
from webapp.store.engine import writing
from webapp.store.models import PersonIdentity

Letter = Callable[[Status], tuple[str, str]]
"""The subject and the text of a warning."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a workbook of absences. With errors nothing was recorded. `strangers`: those who hold no stage."""

    issues: Sequence[Issue]
    added: int = 0
    known: int = 0
    strangers: tuple[str, ...] = ()
    batch: str = ""

    @property
    def failed(self) -> bool:
        return bool(errors(self.issues))


def record(
    engine: Engine, campaign_id: str, absences: Iterable[tuple[str, Absence]], by: Recorder, letter: Letter
) -> tuple[int, int]:
    """Record absences and warn those who come close to the limit by them; how many are new, how many were known."""
    given = list(absences)
    with writing(engine) as session:
        counts = attendance.record(session, campaign_id, given, by)
    warn(engine, campaign_id, {person for person, _ in given}, by, letter)
    return counts


def warn(engine: Engine, campaign_id: str, people: Iterable[str], by: Recorder, letter: Letter) -> int:
    """Warn those of these people who have few days left, each once in a semester; how many were."""
    concerned = set(people)
    close = {
        status.person: status
        for status in statuses(engine, campaign_id, by.at.date())
        if status.person in concerned and (status.followed.at_risk or not status.followed.attendance.eligible)
    }
    with writing(engine) as session:
        attendance.hold(session, campaign_id)
        new = [close[person] for person in attendance.warn_once(session, campaign_id, close, by.at)]
        for status in new:
            if status.email:
                mail.write(session, status.email, *letter(status), by.at)
    return len(new)


def import_file(
    engine: Engine, campaign_id: str, file: tuple[str, bytes], people: Set[str], account: Recorder, letter: Letter
) -> Imported:
    """Record what a workbook says of these people, all of it or, where it has an error, nothing.

    `file`: its name and its bytes; `people`: random ids of those whose stage concerns who imports.
    """
    reading = read([Input(*file, frozenset({Kind.ABSENCES}))])
    if errors(reading.issues):
        return Imported(reading.issues)
    known = cohort(engine, campaign_id).people
    find = _finder({person: row for person, row in known.items() if person in people})
    pairs = [(find(absence.identity), absence) for absence in reading.dossier.absences]
    by = Recorder(account.account_id, account.at, secrets.token_hex(8))
    added, same = record(engine, campaign_id, [(who, absence) for who, absence in pairs if who], by, letter)
    strangers = dict.fromkeys(absence.identity.shown or absence.identity.rpps for who, absence in pairs if not who)
    return Imported(reading.issues, added, same, tuple(strangers), by.batch)


def undo_import(engine: Engine, campaign_id: str, batch: str, people: Set[str], by: Recorder) -> int:
    """Take out all that an import brought for these people; how many absences that were still there."""
    rows = [row for row in attendance.standing(engine, campaign_id) if batch and row.batch == batch]
    with writing(engine) as session:
        return sum(
            attendance.remove(session, (campaign_id, row.person), row.id, "import annulé", by) is not None
            for row in rows
            if row.person in people
        )


def _finder(people: Mapping[str, PersonIdentity]) -> Callable[[Identity], str | None]:
    """Who of the campaign a row speaks of: by RPPS, else by a name that one person alone bears there."""
    by_rpps = {row.rpps: person for person, row in people.items() if row.rpps}
    by_name: dict[str, list[str]] = {}
    for person, row in people.items():
        by_name.setdefault(fold(f"{row.last_name} {row.first_name}"), []).append(person)

    def find(who: Identity) -> str | None:
        if who.rpps:
            return by_rpps.get(who.rpps)
        same = by_name.get(fold(who.shown), [])
        return same[0] if len(same) == 1 else None

    return find
