"""The looks that subdivisions gave the site."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import select

from webapp.accounts import audit
from webapp.logo import Logo
from webapp.store.engine import reading, writing
from webapp.store.models import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """What a page needs to know of a look; its files are found by `version`."""

    name: str = ""
    colour: str = ""
    has_logo: bool = False
    version: str = ""


OURS = Look()


def look_of(engine: Engine, subdivision: str | None) -> Look:
    """The look of that subdivision; without one, that of the whole site when all its subdivisions look the same."""
    wanted = select(Theme.name, Theme.colour, Theme.logo_kind, Theme.version)
    if subdivision:
        wanted = wanted.where(Theme.subdivision == subdivision)
    with reading(engine) as session:
        found = session.exec(wanted.limit(2)).all()
    if len(found) != 1:
        return OURS
    name, colour, kind, version = found[0]
    return Look(name, colour, bool(kind), version)


def by_version(engine: Engine, version: str) -> Theme | None:
    with reading(engine) as session:
        return session.exec(select(Theme).where(Theme.version == version)).first()


def save(
    engine: Engine, subdivision: str, name: str, colour: str, logo: Logo | None, actor_id: int, now: datetime
) -> None:
    """Give the subdivision this name and colour, and this logo; `logo` None leaves the one there is, `Logo("", b"")`
    takes it away."""
    with writing(engine) as session:
        theme = session.get(Theme, subdivision) or Theme(subdivision=subdivision, version="")
        theme.name, theme.colour, theme.version = name, colour, secrets.token_hex(8)
        if logo is not None:
            theme.logo_kind, theme.logo = logo.kind, logo.content
        session.add(theme)
        audit.record(session, audit.Act.THEME_SET, now, actor_id=actor_id, subdivision=subdivision, detail=name)
