"""An intern reads how their place came about, contests it, and is answered; both are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from allocation.model import Category, Situation
from tests.allocation.factories import campaign, past, senior, teaching
from tests.webapp.pages.house import ELSEWHERE, House
from tests.webapp.pages.interns import address, as_intern, plan
from webapp.accounts.roles import Role
from webapp.pages.my_rank import Progress, progress
from webapp.plan import Plan
from webapp.store import campaigns
from webapp.store.engine import reading
from webapp.store.models import ChallengeRow

NOW = datetime.now(UTC)
HELD = campaign(
    [teaching("POLY", Category.MPOLY, 2), teaching("SAS", Category.SASPAS, 2)],
    [senior("PREMIER", 1, Situation.SURNOMBRE_VALIDANT), senior("SECOND", 2, Situation.CESP), senior("TIERS", 3)],
    history=[past("PREMIER", "VIEUX", Category.MPOLY), past("SECOND", "POLY", Category.MPOLY)],
)
"""TIERS gave no history."""


@pytest.fixture
def published(engine: Engine) -> str:
    campaign_id = campaigns.create_draft(engine, "Saint-Étienne", "2027-ete", NOW, Plan())
    campaigns.publish(engine, campaign_id, HELD.prepared, actor="a-1", now=NOW)
    return campaign_id


@pytest.fixture
def second(house: House, published: str) -> FlaskClient:
    return as_intern(house, published, "SECOND")


def rows(engine: Engine) -> list[ChallengeRow]:
    with reading(engine) as session:
        return list(session.exec(select(ChallengeRow).order_by(ChallengeRow.id)).all())


def contest(browser: FlaskClient, published: str, text: str = "Mon rang est 1", about: str = "rang") -> str:
    form = {"text": text, "about": about}
    return browser.post(f"/campagnes/{published}/mon-rang/contester", data=form, follow_redirects=True).text


def answer(desk: FlaskClient, published: str, number: int, outcome: str, text: str) -> str:
    form = {"outcome": outcome, "answer": text}
    return desk.post(f"/campagnes/{published}/contestations/{number}", data=form, follow_redirects=True).text


def test_the_sheet_gives_each_line_with_its_rule_and_source(second: FlaskClient, published: str) -> None:
    page = second.get(f"/campagnes/{published}/mon-rang").text
    assert "N° 2 sur 3" in page
    assert "comparé tel quel à ancienneté égale" in page
    assert "ORD-03" in page
    assert "Source :" in page


def test_each_reads_their_own_situation_and_nobody_else_s(house: House, second: FlaskClient, published: str) -> None:
    page = second.get(f"/campagnes/{published}/mon-rang").text
    assert "<li>CESP</li>" in page
    assert "surnombre validant" not in page
    own = as_intern(house, published, "PREMIER").get(f"/campagnes/{published}/mon-rang").text
    assert "<li>surnombre validant</li>" in own


def test_what_is_done_and_what_is_left_of_the_curriculum_is_told() -> None:
    opening = HELD.opening
    second, third = (opening.person[HELD.person(name)] for name in ("SECOND", "TIERS"))
    told = progress(opening, second, second.home)
    assert isinstance(told, Progress)
    assert [done for name, done in told.slots if name == "MPOLY"] == [True]
    assert told.missing == len(second.missing) == len(told.slots) - 1
    assert progress(opening, third, third.home) is None


def test_a_contestation_is_kept_told_and_answered_once(
    house: House, second: FlaskClient, engine: Engine, published: str
) -> None:
    assert "Contestation envoyée" in contest(second, published, "Mon rang est 1 <b>pas 2</b>")
    desk = house.signed_in(Role.MANAGER)
    page = desk.get(f"/campagnes/{published}/contestations").text
    assert "SECOND Camille" in page
    assert "&lt;b&gt;pas 2" in page
    assert "comparé tel quel" in page
    number = rows(engine)[0].id
    assert "écrivez-en le motif" in answer(desk, published, number, "refusee", "  ")
    assert "écrivez-en le motif" in answer(desk, published, number, "en_attente", "Vu")
    assert "Réponse envoyée" in answer(desk, published, number, "refusee", "Le rang 2 est celui de l'arrêté.")
    assert "déjà reçu une réponse" in answer(desk, published, number, "acceptee", "Finalement si.")
    assert (rows(engine)[0].outcome, rows(engine)[0].answer) == ("refusee", "Le rang 2 est celui de l'arrêté.")
    assert "celui de l&#39;arrêté" in second.get(f"/campagnes/{published}/mon-rang").text
    told = [mail for mail in house.mails() if mail.recipient == address("SECOND")]
    assert [mail.subject.partition(",")[0] for mail in told] == [
        "Votre contestation", "Réponse à votre contestation",
    ]  # fmt: skip
    assert "est refusée" in told[-1].body
    assert {"rang contesté", "contestation répondue", "données personnelles lues"} <= set(house.acts())


def test_the_staff_find_them_by_state(house: House, second: FlaskClient, engine: Engine, published: str) -> None:
    contest(second, published, "Première")
    contest(second, published, "Seconde", "historique")
    desk, here = house.signed_in(Role.MANAGER), f"/campagnes/{published}/contestations"
    answer(desk, published, rows(engine)[0].id, "acceptee", "Corrigé")
    assert "Seconde" in desk.get(here).text
    assert "Première" not in desk.get(here).text
    assert "Première" in desk.get(f"{here}?etat=acceptee").text
    both = desk.get(f"{here}?etat=toutes").text
    assert "Première" in both
    assert "Seconde" in both
    assert "Aucune contestation ici" in desk.get(f"{here}?etat=refusee").text


@pytest.mark.parametrize(("text", "about"), [("", "rang"), ("  \n ", "rang"), ("Faux", "autre chose"), ("Faux", "")])
def test_a_contestation_of_nothing_is_not_sent(
    second: FlaskClient, engine: Engine, published: str, text: str, about: str
) -> None:
    assert "rien n&#39;a été envoyé" in contest(second, published, text, about)
    assert rows(engine) == []


def test_after_its_end_the_window_is_shut(house: House, second: FlaskClient, engine: Engine, published: str) -> None:
    plan(house, published, challenges_close=NOW - timedelta(hours=1))
    assert "Le délai pour contester est passé" in contest(second, published)
    assert rows(engine) == []
    assert "Envoyer la contestation" not in second.get(f"/campagnes/{published}/mon-rang").text


def test_a_contestation_of_elsewhere_is_not_answered(
    house: House, second: FlaskClient, engine: Engine, published: str
) -> None:
    contest(second, published)
    other = campaigns.create_draft(engine, ELSEWHERE, "2027-ete", NOW, Plan())
    desk = house.signed_in(Role.MANAGER, ELSEWHERE, "lyon@exemple.fr")
    assert "déjà reçu une réponse" in answer(desk, other, rows(engine)[0].id, "acceptee", "Oui")
    assert rows(engine)[0].outcome == "en_attente"
