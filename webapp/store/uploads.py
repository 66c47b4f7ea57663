"""The files of a campaign in the database: dropped, looked at, accepted or given up, never served back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col, select

from webapp.store.engine import reading
from webapp.store.models import Account, CampaignMapping, UploadedFile


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the pages tell it, without its content. `roles`: names of the lists found in it."""

    id: str
    name: str
    sha256: str
    size: int
    roles: tuple[str, ...]
    accepted: bool
    replaces: str
    at: datetime
    by: str


def of_campaign(engine: Engine, campaign_id: str) -> list[Upload]:
    """The files of the campaign, accepted and proposed, in the order in which they came."""
    file = UploadedFile
    wanted = select(
        file.id, file.name, file.sha256, file.size, file.roles, file.accepted, file.replaces, file.uploaded_at,
        Account.name,
    ).join(Account)  # fmt: skip
    with reading(engine) as session:
        rows = session.exec(
            wanted.where(file.campaign_id == campaign_id).order_by(col(file.uploaded_at), file.name)
        ).all()
    return [Upload(*row[:4], tuple(filter(None, row[4].split(","))), *row[5:]) for row in rows]


def contents(engine: Engine, ids: Collection[str]) -> dict[str, bytes]:
    """What the files hold, by id."""
    with reading(engine) as session:
        rows = session.exec(select(UploadedFile.id, UploadedFile.content).where(col(UploadedFile.id).in_(ids))).all()
    return dict(rows)


def add(
    session: Session, campaign_id: str, files: Iterable[tuple[str, bytes]], known: Sequence[Upload], by: int,
    now: datetime,
) -> None:  # fmt: skip
    """Keep the files: they count at once in a campaign that has none (`known`), else they are proposed, each in the
    place of the accepted one of its name."""
    accepted = {each.name: each.id for each in known if each.accepted}
    for name, content in files:
        session.add(
            UploadedFile(
                id=f"f-{secrets.token_hex(8)}", campaign_id=campaign_id, name=name, content=content, size=len(content),
                sha256=hashlib.sha256(content).hexdigest(), accepted=not accepted, replaces=accepted.get(name, ""),
                uploaded_at=now, uploaded_by=by,
            )
        )  # fmt: skip


def copy(session: Session, source: str, target: str, roles: Collection[str], by: int, now: datetime) -> None:
    """The accepted files of a campaign that hold nothing but lists of these roles, as the first ones of another."""
    for file in session.exec(
        select(UploadedFile).where(UploadedFile.campaign_id == source, col(UploadedFile.accepted))
    ).all():
        if file.roles and set(file.roles.split(",")) <= set(roles):
            session.add(
                UploadedFile(
                    id=f"f-{secrets.token_hex(8)}", campaign_id=target, name=file.name, sha256=file.sha256,
                    size=file.size, content=file.content, roles=file.roles, accepted=True, uploaded_at=now,
                    uploaded_by=by,
                )
            )  # fmt: skip


def note_roles(session: Session, roles: Mapping[str, Iterable[str]]) -> None:
    """Keep what was found in each file, by id."""
    for file_id, found in roles.items():
        session.exec(update(UploadedFile).where(col(UploadedFile.id) == file_id).values(roles=",".join(sorted(found))))


def aim(session: Session, file_id: str, replaces: str) -> None:
    """The file is proposed in the place of that other one, "" for none."""
    session.exec(update(UploadedFile).where(col(UploadedFile.id) == file_id).values(replaces=replaces))


def accept(session: Session, campaign_id: str) -> None:
    """The proposed files count from now on, in the place of those that they replace."""
    proposed = UploadedFile.campaign_id == campaign_id, ~col(UploadedFile.accepted)
    gone = session.exec(select(UploadedFile.replaces).where(*proposed)).all()
    session.exec(delete(UploadedFile).where(col(UploadedFile.id).in_(gone)))
    session.exec(update(UploadedFile).where(*proposed).values(accepted=True, replaces=""))


def remove(session: Session, campaign_id: str, ids: Collection[str]) -> None:
    """Forget these files of the campaign."""
    session.exec(
        delete(UploadedFile).where(UploadedFile.campaign_id == campaign_id, col(UploadedFile.id).in_(ids))
    )  # fmt: skip


def mapping(engine: Engine, campaign_id: str) -> str:
    """What was settled about columns and sheets, as TOML; "" when nothing was."""
    with reading(engine) as session:
        row = session.get(CampaignMapping, campaign_id)
    return row.content if row else ""


def save_mapping(session: Session, campaign_id: str, content: str) -> None:
    session.merge(CampaignMapping(campaign_id=campaign_id, content=content))
