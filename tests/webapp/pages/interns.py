"""Interns of a campaign who come to the site: an account bound to who they are there."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlmodel import select

from tests.webapp.pages.house import House
from webapp.accounts.roles import Role
from webapp.plan import Plan
from webapp.store import plans
from webapp.store.engine import writing
from webapp.store.models import PersonIdentity


def address(name: str) -> str:
    return f"{name.lower()}@exemple.fr"


def as_intern(house: House, campaign_id: str, name: str) -> FlaskClient:
    """A browser in which the person of that last name is signed in."""
    with writing(house.engine) as session:
        wanted = select(PersonIdentity).where(
            PersonIdentity.campaign_id == campaign_id, PersonIdentity.last_name == name
        )
        session.exec(wanted).one().email = address(name)
    return house.signed_in(Role.INTERN, email=address(name))


def plan(house: House, campaign_id: str, **changes: object) -> None:
    """Give the campaign this plan."""
    with writing(house.engine) as session:
        plans.save(session, campaign_id, Plan(**changes))
