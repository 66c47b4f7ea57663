"""From checks and acknowledgements to a published campaign, and the interns of its lists invited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import select

from allocation.readiness import Check
from webapp.accounts import links, mail
from webapp.accounts.people import give_role, normal_email
from webapp.accounts.roles import Role
from webapp.store.acknowledgements import Acknowledged
from webapp.store.engine import reading, writing
from webapp.store.models import Account, Campaign, Membership, PersonIdentity
from webapp.store.persons import identities


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a check stands: what it found, and who answers for exactly that (None: nobody yet)."""

    check: Check
    answered: Acknowledged | None = None

    @property
    def is_clear(self) -> bool:
        """Whether it keeps nothing from being published."""
        return self.check.holds or (not self.check.blocks and self.answered is not None)


def stands(checks: Iterable[Check], acknowledged: Sequence[Acknowledged]) -> list[Stand]:
    """Each check with the latest answer to what it finds now."""
    answers = {(each.check, each.digest): each for each in acknowledged}
    return [Stand(check, answers.get((check.id, check.digest))) for check in checks]


@dataclass(frozen=True, slots=True)
class Invited:
    """How many interns were written to, and how many cannot be for want of a usable address."""

    sent: int
    without_address: int


def invite_interns(
    engine: Engine, found: Campaign, by: int, now: datetime, letter: Callable[[PersonIdentity, str], tuple[str, str]]
) -> Invited:
    """An account with the role of intern for everybody of the lists who has an address and none yet, and a letter.

    `letter` gives subject and body for a person and the secret of their link.
    """
    new, without_address = _strangers(engine, found)
    with writing(engine) as session:
        for row in new:
            name = f"{row.first_name} {row.last_name}"
            account = give_role(session, row.email, name, Role.INTERN, found.subdivision, by, now)
            subject, body = letter(row, links.issue(session, account.id, links.TO_ACCEPT, now))
            mail.write(session, row.email, subject, body, now)
    return Invited(len(new), without_address)


def still_to_invite(engine: Engine, found: Campaign) -> int:
    """How many people of the lists have an address and no role here yet."""
    return len(_strangers(engine, found)[0])


def _strangers(engine: Engine, found: Campaign) -> tuple[list[PersonIdentity], int]:
    """The people of the lists whose address has not the role of intern here; how many have no usable address. One that
    several people were given tells none of them apart."""
    everybody = list(identities(engine, found.id).values())
    shared = Counter(row.email for row in everybody)
    reachable = {row.email: row for row in everybody if _is_address(row.email) and shared[row.email] == 1}
    members = select(Account.email).join(Membership).where(
        Membership.subdivision == found.subdivision, Membership.role == Role.INTERN.value
    )  # fmt: skip
    with reading(engine) as session:
        known = set(session.exec(members).all())
    return [row for email, row in reachable.items() if email not in known], len(everybody) - len(reachable)


def _is_address(email: str) -> bool:
    try:
        return bool(normal_email(email))
    except ValueError:
        return False
