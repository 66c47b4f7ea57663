"""Signing in through an identity provider: OpenID Connect, code flow with PKCE, state and nonce.

A provider says who somebody is; it never makes an account nor gives a right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from webapp.accounts.people import normal_email
from webapp.settings import Settings
from webapp.store.engine import writing
from webapp.store.models import Account

_NATIONAL_ID = re.compile(r"8(\d{11})")
"""How Pro Santé Connect writes who somebody is: 8 for the RPPS, then its eleven digits."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider: its name in addresses and on its button, where it describes itself, what is asked of it.

    `acr`: the level of proof that its answer must carry, "" for any. `knows_rpps`: it vouches for an RPPS.
    """

    key: str
    name: str
    discovery: str
    client_id: str
    client_secret: str
    scope: str
    acr: str = ""
    knows_rpps: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """What a provider vouches for; "" where it does not."""

    email: str
    rpps: str


class UnknownIdentityError(Exception):
    """No account, or more than one, is that person's; the sign-in is refused."""


def providers(settings: Settings) -> dict[str, Provider]:
    """Those that are set, by key."""
    psc = Provider(
        "psc",
        "Pro Santé Connect",
        settings.oidc_psc_discovery,
        settings.oidc_psc_id,
        settings.oidc_psc_secret,
        scope="openid scope_all",
        acr="eidas1",
        knows_rpps=True,
    )
    staff = Provider(
        "agents",
        settings.oidc_staff_name,
        settings.oidc_staff_discovery,
        settings.oidc_staff_id,
        settings.oidc_staff_secret,
        scope="openid email",
    )
    return {provider.key: provider for provider in (psc, staff) if provider.discovery}


def identity(provider: Provider, claims: Mapping[str, Any]) -> Identity:
    """Who the checked claims speak of. An address that the provider did not verify is nobody's."""
    national = _NATIONAL_ID.fullmatch(str(claims.get("SubjectNameID", ""))) if provider.knows_rpps else None
    try:
        email = normal_email(str(claims.get("email", ""))) if claims.get("email_verified") is True else ""
    except ValueError:
        email = ""
    return Identity(email, national[1] if national else "")


def account_of(engine: Engine, who: Identity) -> int:
    """The account of that person, by RPPS, else by address; an RPPS that the account did not have is noted there.

    Raises `UnknownIdentityError` when there is none, or the RPPS of the account found by address is another one.
    """
    with writing(engine) as session:
        by_rpps = session.exec(select(Account).where(Account.rpps == who.rpps)).all() if who.rpps else []
        by_email = session.exec(select(Account).where(Account.email == who.email)).all() if who.email else []
        found = by_rpps or [account for account in by_email if not (account.rpps and who.rpps)]
        if len(found) != 1:
            raise UnknownIdentityError
        found[0].rpps = found[0].rpps or who.rpps
        session.add(found[0])
        return found[0].id
