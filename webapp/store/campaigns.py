"""Campaigns in the database: brought in from a result folder, listed, and told as a page shows them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from allocation import journal
from allocation.canonical import canonical, digest
from allocation.documents import opening_document, opening_from
from allocation.events import WHOLE, Opened, Paused
from allocation.opening import Register
from allocation.prepare import Prepared
from allocation.verify import verify
from webapp.folder import JOURNAL, OPENING, RESULT
from webapp.plan import Plan
from webapp.store import closings, histories, plans, sheets
from webapp.store.engine import reading, writing
from webapp.store.journal import rows
from webapp.store.models import Campaign, OpeningDocument, PersonIdentity, SealedText, WishVersion
from webapp.store.states import State


class UnprovenResultError(Exception):
    """The folder does not prove its result; the French sentences say why."""


class CampaignExistsError(Exception):
    """That subdivision has a campaign for that semester already."""


class NotADraftError(Exception):
    """The campaign was published already."""


def import_result(engine: Engine, files: Mapping[str, bytes]) -> str:
    """Bring in the result whose files are given by name, once it is proved again; its id.

    Raises `UnprovenResultError` or `CampaignExistsError`, nothing then written.
    """
    missing = [name for name in (OPENING, JOURNAL, RESULT) if name not in files]
    if missing:
        raise UnprovenResultError(f"Il manque {', '.join(missing)}.")
    verdict = verify(files[OPENING], files[JOURNAL], files[RESULT])
    if not verdict.holds:
        broken = [f"{check.property} : {check.detail}" for check in verdict.checks if not check.holds]
        raise UnprovenResultError(" ".join([*verdict.problems, *broken]))
    entries = journal.parse(files[JOURNAL])
    return open_campaign(engine, files[OPENING], entries, _identities(json.loads(files[RESULT])))


def create_draft(
    engine: Engine, subdivision: str, semester: str, now: datetime, plan: Plan, rehearsal: str = ""
) -> str:
    """A campaign to be prepared; its id. Raises `CampaignExistsError`."""
    with writing(engine) as session:
        campaign_id = _create(session, subdivision, semester, State.DRAFT, now, rehearsal)
        plans.save(session, campaign_id, plan)
    return campaign_id


def publish(engine: Engine, campaign_id: str, prepared: Prepared, *, actor: str, now: datetime) -> None:
    """Freeze the opening of a draft: from now on everything is an entry of its journal. Nobody chooses before the day
    is opened (`Resumed`).

    `actor`: the opaque id of who publishes. Raises `NotADraftError`, nothing then written.
    """
    opening = canonical(opening_document(prepared.opening))
    entries = list(journal.write([Opened(digest(opening)), Paused(WHOLE)], actor, lambda: now))
    with writing(engine) as session:
        campaign = session.exec(select(Campaign).where(Campaign.id == campaign_id).with_for_update()).one()
        if campaign.state != State.DRAFT:
            raise NotADraftError(campaign_id)
        campaign.state = State.PUBLISHED
        _freeze(session, campaign_id, opening, entries)
        register = prepared.register
        session.add_all(_identity(campaign_id, person, register) for person in register.identities)
        sheets.save(session, campaign_id, prepared.sheets)
        histories.save(session, campaign_id, prepared.history)
        _keep_wishes(session, campaign_id, prepared, now)


def open_campaign(
    engine: Engine, opening: bytes, entries: Sequence[journal.Entry], people: Iterable[Mapping[str, str]]
) -> str:
    """Record a campaign with the entries it has so far, the first of which binds the opening; its id.

    `people`: id, rpps, last_name, first_name and salt of each person. Raises `CampaignExistsError`, and ValueError
    when the journal does not open on these bytes.
    """
    if entries[0]["data"] != {"opening": digest(opening)}:
        raise ValueError("the journal does not open on this opening")
    named = json.loads(opening)["campaign"]
    state = State.CLOSED if entries[-1]["kind"] == "Closed" else State.OPEN
    with writing(engine) as session:
        campaign_id = _create(session, named["subdivision"], named["semester"], state, datetime.now(UTC))
        _freeze(session, campaign_id, opening, entries)
        if state == State.CLOSED:
            frozen = opening_from(json.loads(opening))
            closings.close(session, session.get_one(Campaign, campaign_id), frozen, entries)
        session.add_all(
            PersonIdentity(campaign_id=campaign_id, person=person["id"], **_who(person)) for person in people
        )
    return campaign_id


def find(engine: Engine, campaign_id: str) -> Campaign | None:
    """The campaign of that id."""
    with reading(engine) as session:
        return session.get(Campaign, campaign_id)


def of_subdivisions(engine: Engine, subdivisions: Iterable[str]) -> Sequence[Campaign]:
    """Their campaigns, the latest semester first."""
    with reading(engine) as session:
        wanted = select(Campaign).where(col(Campaign.subdivision).in_(list(subdivisions)))
        return session.exec(wanted.order_by(col(Campaign.semester).desc(), col(Campaign.subdivision))).all()


def named(engine: Engine, name: str) -> Campaign | None:
    """The campaign of that id, or the real one of « SUBDIVISION SEMESTRE »."""
    place, _, semester = name.strip().rpartition(" ")
    return find(engine, name) or find_by_name(engine, place, semester)


def set_state(session: Session, campaign_id: str, state: State) -> None:
    session.get_one(Campaign, campaign_id).state = state


def everywhere(engine: Engine) -> Sequence[Campaign]:
    """Every campaign, the latest semester first."""
    with reading(engine) as session:
        wanted = select(Campaign).order_by(col(Campaign.semester).desc(), col(Campaign.subdivision))
        return session.exec(wanted).all()


def find_by_name(engine: Engine, subdivision: str, semester: str) -> Campaign | None:
    """The campaign of that subdivision and semester."""
    with reading(engine) as session:
        return _find(session, subdivision, semester, "")


def _create(session: Session, subdivision: str, semester: str, state: State, now: datetime, rehearsal: str = "") -> str:
    if _find(session, subdivision, semester, rehearsal):
        raise CampaignExistsError(f"{subdivision}, {semester}")
    campaign_id = f"c-{secrets.token_hex(8)}"
    session.add(
        Campaign(
            id=campaign_id, subdivision=subdivision, semester=semester, state=state, created_at=now,
            rehearsal=rehearsal,
        )
    )  # fmt: skip
    session.flush()
    return campaign_id


def _find(session: Session, subdivision: str, semester: str, rehearsal: str) -> Campaign | None:
    wanted = select(Campaign).where(
        Campaign.subdivision == subdivision, Campaign.semester == semester, Campaign.rehearsal == rehearsal
    )
    return session.exec(wanted).first()


def _freeze(session: Session, campaign_id: str, opening: bytes, entries: Sequence[journal.Entry]) -> None:
    session.add(OpeningDocument(campaign_id=campaign_id, content=opening))
    session.add_all(rows(campaign_id, entries))


def _identity(campaign_id: str, person: str, register: Register) -> PersonIdentity:
    who = register.identities[person]
    return PersonIdentity(
        campaign_id=campaign_id, person=person, rpps=who.rpps, last_name=who.last_name, first_name=who.first_name,
        salt=register.salts[person], email=who.email.strip().lower(),
    )  # fmt: skip


def _keep_wishes(session: Session, campaign_id: str, prepared: Prepared, now: datetime) -> None:
    """The lists that came with the campaign, and apart what was typed for a wish that names no post."""
    register = prepared.register
    session.add_all(
        WishVersion(
            campaign_id=campaign_id, person=person, version=1, codes=json.dumps(list(wishes.codes)),
            receipt=wishes.version, key="import", saved_at=now,
        )
        for person, wishes in prepared.wishes.items()
    )  # fmt: skip
    owner = {code: person for person, wishes in prepared.wishes.items() for code in wishes.codes}
    session.add_all(
        SealedText(campaign_id=campaign_id, token=made, salt=register.salts[owner[made]], text=typed)
        for made, typed in register.typed.items()
    )


def _identities(result: Mapping[str, Any]) -> list[Mapping[str, str]]:
    people = {row["intern"]["id"]: row["intern"] for choices in result["lists"] for row in choices["calls"]}
    return list(people.values())


def _who(person: Mapping[str, str]) -> dict[str, str]:
    return {field: person[field] for field in ("rpps", "last_name", "first_name", "salt")}
