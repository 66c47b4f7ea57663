"""A choice put right: its effect shown first, confirmed by a second person if desks are many, never by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from tests.webapp.pages.desk import Desk, said
from tests.webapp.pages.house import House
from webapp.accounts.roles import Role
from webapp.desk import corrections
from webapp.plan import Plan
from webapp.store import plans, wishes
from webapp.store.engine import writing


@pytest.fixture
def desk(house: House, engine: Engine, campaign_id: str) -> Desk:
    """The first two of three have chosen."""
    made = Desk(house.signed_in(Role.MANAGER), engine, campaign_id)
    made.send("choisir", code="STAGE0")
    made.send("choisir", code="STAGE1")
    return made


@pytest.fixture
def second(house: House, desk: Desk) -> Desk:
    """Another manager, in a campaign of two desks."""
    with writing(desk.engine) as session:
        plans.save(session, desk.campaign_id, Plan(desks=2))
    return Desk(house.signed_in(Role.MANAGER, email="seconde@exemple.fr"), desk.engine, desk.campaign_id)


def person(desk: Desk, order: int) -> str:
    return next(call.person for call in desk.day().opening.lists[0].calls if call.order == order)


def correct(desk: Desk, step: str, order: int = 1, code: str = "STAGE2", **more: object) -> TestResponse:
    data = {"person": person(desk, order), "code": code, "reason": "Code mal lu", "seen": desk.day().entries} | more
    return desk.browser.post(f"{desk.address}/corrections/{step}", data=data, follow_redirects=True)


def held(desk: Desk, order: int) -> str:
    found = desk.day().holds.get(person(desk, order))
    return found.pool if found else ""


def test_the_effect_is_shown_before_and_records_nothing(desk: Desk) -> None:
    assert "STAGE0 → STAGE2" in correct(desk, "effet").text
    assert desk.kinds() == ["Opened", "Chosen", "Chosen"]


def test_with_one_desk_a_correction_is_recorded_at_once(desk: Desk) -> None:
    assert said(correct(desk, "corriger")) == "La correction est enregistrée."
    assert held(desk, 1) == "STAGE2"
    assert desk.kinds()[-1] == "Corrected"


def test_a_correction_without_a_reason_is_not_recorded(desk: Desk) -> None:
    assert "Écrivez le motif" in said(correct(desk, "corriger", reason=""))
    assert held(desk, 1) == "STAGE0"


def test_whom_it_displaces_is_shown_and_called_again_without_a_list(desk: Desk) -> None:
    answer = correct(desk, "effet", code="STAGE1")
    assert "Elle touche 1 autre interne" in answer.text
    correct(desk, "corriger", code="STAGE1")
    assert (held(desk, 1), held(desk, 2)) == ("STAGE1", "")
    desk.send("choisir", code="STAGE2")
    assert desk.called() == person(desk, 2)


def test_whom_it_displaces_is_served_by_their_list_or_called_again_as_the_human_retains(desk: Desk) -> None:
    second = person(desk, 2)
    with writing(desk.engine) as session:
        wishes.save(
            session, desk.campaign_id, second, ["STAGE1", "STAGE2"], seen=0, key="k", account_id=None,
            now=datetime.now(UTC),
        )  # fmt: skip
    assert "STAGE1 → STAGE2 son vœu n° 2" in " ".join(correct(desk, "effet", code="STAGE1").text.split()).replace(
        '<span class="hint">', ""
    )
    correct(desk, "corriger", code="STAGE1", recalled=second)
    assert held(desk, 2) == ""
    assert desk.kinds()[-1] == "Corrected"


def test_a_stage_that_was_not_open_then_is_refused(desk: Desk) -> None:
    answer = correct(desk, "effet", code="INCONNU")
    assert "ELI-01b" in said(answer)
    assert "Enregistrer cette correction" not in answer.text
    assert correct(desk, "corriger", code="INCONNU").status_code == 409
    assert held(desk, 1) == "STAGE0"


def test_who_loses_a_post_is_called_again(desk: Desk) -> None:
    correct(desk, "corriger", code="")
    assert held(desk, 1) == ""
    desk.send("choisir", code="STAGE2")
    assert desk.called() == person(desk, 1)


def test_a_second_person_confirms_and_the_first_cannot(desk: Desk, second: Desk) -> None:
    assert "seconde personne" in said(correct(desk, "corriger"))
    assert held(desk, 1) == "STAGE0"
    assert "Une autre personne que vous" in said(settle(desk, "confirmer"))
    assert "Correction à confirmer" in second.browser.get(f"/campagnes/{desk.campaign_id}/bureau").text
    assert said(settle(second, "confirmer")) == "La correction est enregistrée."
    assert held(desk, 1) == "STAGE2"
    assert settle(second, "confirmer").status_code == 404


def settle(desk: Desk, how: str) -> TestResponse:
    data = {"seen": desk.day().entries}
    return desk.browser.post(f"{desk.address}/corrections/1/{how}", data=data, follow_redirects=True)


def test_a_proposal_that_is_refused_changes_nothing(desk: Desk, second: Desk) -> None:
    correct(desk, "corriger")
    assert "rien n'a changé" in said(settle(second, "refuser"))
    assert held(desk, 1) == "STAGE0"
    assert settle(second, "confirmer").status_code == 404


@pytest.mark.parametrize("how", ["confirmer", "refuser"])
def test_of_two_answers_at_once_to_a_proposal_the_first_holds(
    desk: Desk, second: Desk, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(desk, "corriger")
    seen_by_both = corrections.proposed(desk.engine, desk.campaign_id, desk.day().opening)
    settle(second, "refuser")
    monkeypatch.setattr(corrections, "proposed", lambda *_: seen_by_both)
    answer = settle(second, how)
    assert (answer.status_code, "vient de répondre" in said(answer)) == (409, True)
    assert desk.kinds() == ["Opened", "Chosen", "Chosen"]


def test_a_proposal_that_the_day_has_overtaken_is_refused_by_the_rules(desk: Desk, second: Desk) -> None:
    correct(desk, "corriger")
    desk.send("choisir", code="STAGE2")
    assert "ELI-01a" in said(settle(second, "confirmer"))
    assert held(desk, 1) == "STAGE0"


def test_a_correction_asks_for_a_fresh_proof(house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.pages.proof.is_fresh", lambda: False)
    answer = correct(desk, "corriger")
    assert answer.status_code == 401
    assert "Code mal lu" in answer.text, "what was typed goes on with the proof"
    assert held(desk, 1) == "STAGE0"
