"""The desk's acts, one form each: what the journal then holds, and what a refused one is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from allocation.model import Mode
from tests.allocation.factories import SOCLE, campaign, intern, post
from tests.webapp.pages.desk import Desk, said
from tests.webapp.pages.house import HERE, House
from tests.webapp.store.campaigns import put
from webapp.accounts.roles import Role
from webapp.plan import Plan
from webapp.schedule import PARIS
from webapp.store import journal, persons, plans
from webapp.store.engine import reading, writing
from webapp.store.models import SealedText


@dataclass
class Clock:
    """What the site's clock shows."""

    shows: datetime


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Noon of tomorrow in Paris: after all that the campaign has recorded, whatever the hour of the test."""
    tomorrow = datetime.now(PARIS) + timedelta(days=1)
    clock = Clock(tomorrow.replace(hour=12, minute=0, second=0, microsecond=0).astimezone(UTC))
    monkeypatch.setattr("webapp.pages.at_hand.now", lambda: clock.shows)
    return clock


@pytest.fixture
def desk(house: House, engine: Engine, campaign_id: str) -> Desk:
    return Desk(house.signed_in(Role.MANAGER), engine, campaign_id)


def test_a_choice_is_recorded_and_the_next_person_is_called(desk: Desk) -> None:
    first = desk.called()
    answer = desk.send("choisir", code="STAGE1")
    assert said(answer) == "N° 1 : STAGE1."
    assert desk.day().holds[first].pool == "STAGE1"
    assert "INTERNE1 Camille" in answer.text.split("</h1>")[0]


def test_a_post_that_is_not_open_is_refused_with_its_reason(desk: Desk) -> None:
    desk.send("choisir", code="STAGE0")
    answer = desk.send("choisir", code="STAGE0")
    assert answer.status_code == 409
    assert "ELI-01a" in said(answer)
    assert desk.kinds() == ["Opened", "Chosen"]


def test_who_comes_second_is_told_who_did_what_and_keeps_what_was_typed(desk: Desk, house: House) -> None:
    other = Desk(house.signed_in(Role.MANAGER, email="autre@exemple.fr"), desk.engine, desk.campaign_id)
    seen, person = desk.day().entries, desk.called()
    other.send("choisir", code="STAGE0")
    late = desk.send("choisir", code="STAGE0", seen=seen, person=person)
    assert late.status_code == 409
    assert "Gestionnaire a enregistré avant vous : N° 1 : STAGE0. Rien d'autre n'a été enregistré." in said(late)
    kept = desk.send("annuler", seq=1, reason="Erreur de saisie", seen=seen)
    assert "Vous aviez écrit : « Erreur de saisie »." in said(kept)
    assert desk.kinds() == ["Opened", "Chosen"]


def test_somebody_absent_is_called_again_when_back(desk: Desk) -> None:
    first = desk.called()
    desk.send("absent")
    assert "À rappeler" in desk.page()
    desk.send("retour", person=first)
    desk.send("choisir", code="STAGE1")
    assert desk.called() == first
    assert desk.kinds() == ["Opened", "MarkedAbsent", "Returned", "Chosen"]


def test_somebody_late_comes_back_after_the_person_being_called(desk: Desk) -> None:
    first = desk.called()
    desk.send("attendre")
    assert "en retard, attendu" in desk.page()
    desk.send("retour", person=first)
    desk.send("choisir", code="STAGE1")
    assert desk.called() == first


def test_a_wait_until_a_number_ends_by_itself(desk: Desk) -> None:
    first = desk.called()
    desk.send("attendre", until="2")
    assert "attend que le n° 2 soit passé" in desk.page()
    desk.send("choisir", code="STAGE1")
    assert desk.called() == first


def test_a_wait_until_a_time_is_proposed_again_when_it_comes(clock: Clock, desk: Desk) -> None:
    desk.send("attendre", until_time="12:20")
    assert "attend jusqu" in desk.page()
    clock.shows += timedelta(minutes=21)
    assert "demandée est venue" in desk.page()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"until": "2", "until_time": "23:59"}, "pas les deux"),
        ({"until": "-1"}, "numéro d'appel"),
        ({"until": "3" * 40}, "numéro d'appel"),
        ({"until": "9"}, "TOUR-07"),
        ({"until_time": "midi"}, "comme 14:30"),
        ({"until_time": "00:00"}, "déjà passée"),
    ],
)
def test_a_wait_that_cannot_be_is_told_so(desk: Desk, fields: dict[str, str], told: str) -> None:
    answer = desk.send("attendre", **fields)
    assert answer.status_code in {400, 409}
    assert told in said(answer)
    assert desk.kinds() == ["Opened"]


def test_the_last_turn_is_undone_by_the_desk_that_recorded_it(desk: Desk, house: House) -> None:
    first = desk.called()
    desk.send("choisir", code="STAGE0")
    other = Desk(house.signed_in(Role.MANAGER, email="autre@exemple.fr"), desk.engine, desk.campaign_id)
    assert "Annuler le dernier tour" not in other.page()
    assert "TOUR-09" in said(other.send("annuler", seq=1, reason="x"))
    assert "Écrivez le motif" in said(desk.send("annuler", seq=1, reason="  "))
    desk.send("annuler", seq=1, reason="Mauvais code")
    assert desk.called() == first
    assert not desk.day().holds


def test_what_is_typed_as_a_reason_stands_apart_from_the_journal(desk: Desk) -> None:
    desk.send("pause", reason="Malaise de Mme Durand")
    with reading(desk.engine) as session:
        (kept,) = session.exec(select(SealedText)).all()
    assert kept.text == "Malaise de Mme Durand"
    written = journal.read_journal(desk.engine, desk.campaign_id).decode()
    assert kept.token in written
    assert "Durand" not in written


def test_a_paused_list_refuses_choices_until_it_resumes(desk: Desk) -> None:
    desk.send("pause", reason="Déjeuner")
    assert "TOUR-05" in said(desk.send("choisir", code="STAGE0"))
    desk.send("reprendre")
    assert "STAGE0" in said(desk.send("choisir", code="STAGE0"))


@pytest.mark.usefixtures("clock")
def test_a_paper_turn_is_entered_with_its_noted_time(desk: Desk) -> None:
    assert 'name="occurred_at"' in desk.page("?paper=1")
    assert "pas encore passée" in said(desk.send("choisir", code="STAGE0", occurred_at="13:30", paper="1"))
    answer = desk.send("choisir", code="STAGE0", occurred_at="10:05", paper="1")
    assert answer.request.args["paper"] == "1"
    entry = journal.read_entries(desk.engine, desk.campaign_id)[-1]
    noted = datetime.fromisoformat(str(entry["occurred_at"])).astimezone(PARIS)
    assert (noted.hour, noted.minute) == (10, 5)
    assert entry["occurred_at"] < entry["at"]


def test_paper_turns_of_the_evening_before_are_entered_with_their_day(clock: Clock, desk: Desk) -> None:
    evening, later = ((clock.shows + timedelta(days=days)).date().isoformat() for days in (-1, 1))
    assert f'value="{evening}"' in desk.page(f"?paper={evening}")
    for day in (later, "0001-01-01"):
        refused = desk.send("choisir", code="STAGE0", occurred_at="17:45", paper=day)
        assert (refused.status_code, "l'un des derniers jours" in said(refused)) == (400, True)
    answer = desk.send("choisir", code="STAGE0", occurred_at="17:45", paper=evening)
    assert answer.request.args["paper"] == evening
    entry = journal.read_entries(desk.engine, desk.campaign_id)[-1]
    noted = datetime.fromisoformat(str(entry["occurred_at"])).astimezone(PARIS)
    assert noted.isoformat().startswith(f"{evening}T17:45")


def test_a_surnombre_granted_at_the_desk_goes_in_copy_without_its_cause(desk: Desk, house: House) -> None:
    with writing(desk.engine) as session:
        plans.save(session, desk.campaign_id, Plan(copies=("dmg@exemple.fr", "chu@exemple.fr")))
    person = desk.called()
    answer = desk.send("situation", situation="surnombre_validant", reason="Grossesse", back="actes")
    assert "situation modifiée" in said(answer)
    assert desk.day().next_call(SOCLE).mode is Mode.SURNOMBRE_VALIDANT
    sent = house.mails()
    assert [mail.recipient for mail in sent] == ["dmg@exemple.fr", "chu@exemple.fr"]
    assert persons.names_of(desk.engine, desk.campaign_id, [person])[person].split()[0] in sent[0].body
    assert "Grossesse" not in sent[0].body
    desk.send("choisir", code="STAGE0")
    assert desk.day().holds[person].seat == "ajoutee"


def test_somebody_withdrawn_has_no_turn_any_more(desk: Desk) -> None:
    first = desk.called()
    desk.send("situation", situation="ne_choisit_pas", reason="Congé")
    assert desk.called() != first


def test_a_forgotten_intern_is_added_and_known_by_name(desk: Desk) -> None:
    answer = desk.send(
        "ajouter-interne", last_name="Oublié", first_name="Alix", order="9", after="0", reason="Oubli", back="actes"
    )
    assert answer.status_code == 200, said(answer)
    desk.send("choisir", code="STAGE0")
    assert "OUBLIÉ Alix" in desk.page()
    twice = desk.send(
        "ajouter-interne", last_name="Autre", first_name="Zoé", order="9", after="0", reason="Oubli", back="actes"
    )
    assert "TOUR-12" in said(twice)
    assert 'value="Autre"' in twice.text


@pytest.mark.parametrize("same", [{"rpps": "10000000001"}, {"email": "Alix@Exemple.fr"}])
def test_somebody_of_the_campaign_is_not_added_a_second_time(desk: Desk, same: dict[str, str]) -> None:
    new = {"last_name": "Oublié", "first_name": "Alix", "after": "0", "reason": "Oubli", "back": "actes"}
    desk.send("ajouter-interne", **new, order="9", rpps="10000000001", email="alix@exemple.fr")
    before = desk.kinds()
    again = desk.send("ajouter-interne", **new | {"last_name": "Autre"}, order="10", **same)
    assert "déjà celui de OUBLIÉ Alix" in said(again)
    assert 'value="Autre"' in again.text
    assert desk.kinds() == before


def test_seats_are_added_and_withdrawn_never_under_those_taken(desk: Desk) -> None:
    desk.send("choisir", code="STAGE0")
    assert "TOUR-11" in said(desk.send("places", pool="STAGE0", seats="0", reason="Fermeture", back="actes"))
    desk.send("places", pool="STAGE0", seats="2", reason="Un maître de stage de plus", back="actes")
    desk.send("choisir", code="STAGE0")
    assert len(desk.day().holds) == 2


def test_a_post_is_added_during_the_day(desk: Desk) -> None:
    desk.send(
        "ajouter-stage", code="NEUF", establishment="CHU", service="Urgences", category="URG", seats="1",
        reason="Agrément reçu", back="actes",
    )  # fmt: skip
    desk.send("choisir", code="NEUF")
    assert "NEUF" in {held.pool for held in desk.day().holds.values()}
    again = desk.send(
        "ajouter-stage", code="NEUF", establishment="CHU", service="Urgences", category="URG", seats="1",
        reason="Agrément reçu", back="actes",
    )  # fmt: skip
    assert "déjà ce code" in said(again)


def test_reserved_seats_are_released_to_all(house: House, engine: Engine) -> None:
    held = campaign([post("CESPEUX", 1, reserved="CESP"), post("LIBRE")], [intern("A", 1), intern("B", 2)])
    desk = Desk(house.signed_in(Role.MANAGER), engine, put(engine, held))
    assert "ELI-01d" in said(desk.send("choisir", code="CESPEUX"))
    desk.send("liberer", pool="CESPEUX", reason="Aucun CESP cette année")
    desk.send("choisir", code="CESPEUX")
    assert len(desk.day().holds) == 1


def test_the_ars_assigns_somebody_off_the_list(desk: Desk) -> None:
    person = desk.called()
    desk.send("absent")
    desk.send("hors-liste", person=person, pool="STAGE2", reason="Décision du 3 mai", back="actes")
    assert desk.day().holds[person].mode is Mode.HORS_LISTE


def test_the_catch_up_calls_again_those_who_hold_nothing(desk: Desk) -> None:
    person = desk.called()
    for act in (("absent", {}), ("choisir", {"code": "STAGE1"}), ("choisir", {"code": "STAGE2"})):
        desk.send(act[0], **act[1])
    desk.send("rattrapage")
    assert desk.called() == person


def test_an_act_that_there_is_none_of_and_a_list_that_there_is_none_of_are_not_found(desk: Desk) -> None:
    assert desk.send("inventer").status_code == 404
    assert desk.browser.get(f"/campagnes/{desk.campaign_id}/bureau/9").status_code == 404


@pytest.mark.parametrize("fields", [{"seen": "x"}, {"person": "p-inconnu"}, {"code": ""}, {"seen": "9999"}])
def test_a_form_that_was_tampered_with_records_nothing(desk: Desk, fields: dict[str, str]) -> None:
    answer = desk.send("choisir", **({"code": "STAGE0"} | fields))
    assert answer.status_code in {400, 409}
    assert said(answer)
    assert desk.kinds() == ["Opened"]


def test_hostile_text_is_shown_as_text(desk: Desk) -> None:
    desk.send(
        "ajouter-interne", last_name="<script>alert(1)</script>", first_name='"><img>', order="9", after="0",
        reason="<b>", back="actes",
    )  # fmt: skip
    page = desk.page()
    assert "<SCRIPT>" not in page
    assert "<script>alert" not in page
    assert "&lt;SCRIPT&gt;" in page
    assert HERE in page
