"""Proxies on their pages: given, accepted, taken back, used at the turn, journaled, told to both sides."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlmodel import select

from allocation.commands import Choose
from tests.allocation.factories import SOCLE, someone, ticking
from tests.webapp.pages.house import House
from tests.webapp.pages.interns import address, as_intern, plan
from webapp.accounts.roles import Role
from webapp.store import journal
from webapp.store.engine import reading
from webapp.store.models import PersonIdentity

PDF = b"%PDF-1.7 signature"


@pytest.fixture
def here(campaign_id: str) -> str:
    return f"/campagnes/{campaign_id}/procuration"


@pytest.fixture
def first(house: House, campaign_id: str) -> FlaskClient:
    return as_intern(house, campaign_id, "INTERNE0")


@pytest.fixture
def second(house: House, campaign_id: str) -> FlaskClient:
    return as_intern(house, campaign_id, "INTERNE1")


def person(engine: Engine, name: str) -> str:
    with reading(engine) as session:
        return session.exec(select(PersonIdentity.person).where(PersonIdentity.last_name == name)).one()


def kinds(engine: Engine, campaign_id: str) -> list[str]:
    return [entry["kind"] for entry in journal.read_entries(engine, campaign_id)][1:]


def give(browser: FlaskClient, here: str, holder: str = "", mode: str = "direct", document: bytes = b"") -> str:
    form: dict[str, object] = {"qui": holder, "mode": mode}
    if document:
        form["document"] = (io.BytesIO(document), "p.pdf")
    return browser.post(f"{here}/donner", data=form, follow_redirects=True).text


def wish(browser: FlaskClient, here: str, codes: list[str]) -> None:
    sent = {"codes": codes, "seen": 0, "key": "k"}
    assert browser.post(here.replace("procuration", "mes-voeux/enregistrer"), json=sent).status_code == 200


def test_a_proxy_is_given_accepted_and_used_at_the_turn(
    first: FlaskClient, second: FlaskClient, here: str, house: House, engine: Engine, campaign_id: str
) -> None:
    found = first.post(f"{here}/chercher", data={"qui": address("INTERNE1")}).text
    assert "INTERNE1 Camille" in found
    assert "Procuration donnée" in give(first, here, address("INTERNE1"))
    assert "en attente de son accord" in first.get(here).text
    mandate = f"{here}/accepter/{person(engine, 'INTERNE0')}"
    for _twice in range(2):
        assert "Procuration acceptée" in second.post(mandate, follow_redirects=True).text
    turn = f"{here}/tour/{person(engine, 'INTERNE0')}"
    page = second.get(turn).text
    assert "STAGE2" in page
    done = second.post(turn, data={"code": "STAGE2", "seen": 3}, follow_redirects=True).text
    assert "Stage enregistré : CHU, STAGE2 (STAGE2)" in done
    again = second.post(turn, data={"code": "STAGE2", "seen": 3}, follow_redirects=True).text
    assert "Le choix de cette personne est enregistré" in again
    assert kinds(engine, campaign_id) == ["ProxyGiven", "ProxyAccepted", "Chosen"]
    chosen = journal.read_entries(engine, campaign_id)[-1]
    assert (chosen["data"]["channel"], chosen["on_behalf_of"]) == ("mandataire", person(engine, "INTERNE0"))
    assert chosen["actor"] != chosen["on_behalf_of"]
    told = [(mail.recipient, mail.subject.partition(",")[0]) for mail in house.mails()]
    assert told == [
        (address("INTERNE0"), "Procuration donnée"),
        (address("INTERNE1"), "Une procuration vous est donnée"),
        (address("INTERNE0"), "Procuration acceptée"),
        (address("INTERNE1"), "Procuration acceptée"),
        (address("INTERNE0"), "Votre mandataire a choisi"),
    ]


def test_a_proxy_by_the_list_has_the_holder_follow_it(
    first: FlaskClient, second: FlaskClient, here: str, engine: Engine, campaign_id: str
) -> None:
    assert "PRO-01" in give(first, here, address("INTERNE1"), "liste")
    wish(first, here, ["STAGE1", "STAGE0"])
    give(first, here, address("INTERNE1"), "liste")
    me = person(engine, "INTERNE0")
    turn = f"{here}/tour/{me}"
    assert "Acceptez d’abord" in second.get(turn).text
    assert "PRO-04" in second.post(turn, data={"seen": 2}).text
    second.post(f"{here}/accepter/{me}")
    second.post(turn, data={"seen": 3, "code": "STAGE2"})
    assert journal.read_entries(engine, campaign_id)[-1]["data"]["post"] == "STAGE1"


def test_a_proxy_to_the_list_alone_needs_nobody(
    first: FlaskClient, here: str, engine: Engine, campaign_id: str
) -> None:
    wish(first, here, ["STAGE1"])
    assert "À ma liste de vœux seule" in give(first, here)
    given = journal.read_entries(engine, campaign_id)[-1]["data"]
    assert (given["holder"], given["mode"]) == ("", "liste")


def test_a_proxy_is_taken_back_until_the_turn(
    first: FlaskClient, second: FlaskClient, here: str, engine: Engine, campaign_id: str
) -> None:
    give(first, here, address("INTERNE1"))
    assert "Procuration annulée" in first.post(f"{here}/annuler", follow_redirects=True).text
    assert "Personne ne vous a donné procuration" in second.get(here).text
    give(first, here, address("INTERNE1"))
    command = Choose(SOCLE, person(engine, "INTERNE0"), "STAGE0")
    journal.append(engine, campaign_id, command, seen=4, actor="essai", clock=ticking())
    assert "PRO-03" in first.post(f"{here}/annuler", follow_redirects=True).text


def test_turns_that_go_on_meanwhile_do_not_stop_a_proxy(
    house: House, here: str, engine: Engine, campaign_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = as_intern(house, campaign_id, "INTERNE2")
    as_intern(house, campaign_id, "INTERNE1")
    head, turns = journal.head, iter([Choose(SOCLE, person(engine, "INTERNE0"), "STAGE0")])

    def overtaken(*given):
        seen = head(*given)
        for command in turns:
            journal.append(engine, campaign_id, command, seen=seen[0], actor="essai", clock=ticking())
        return seen

    monkeypatch.setattr(journal, "head", overtaken)
    assert "Procuration donnée" in give(third, here, address("INTERNE1"))
    assert kinds(engine, campaign_id) == ["Chosen", "ProxyGiven"]


def test_a_holder_who_was_overtaken_chooses_nothing_unseen(
    first: FlaskClient, second: FlaskClient, here: str, engine: Engine, campaign_id: str
) -> None:
    give(first, here, address("INTERNE1"))
    me = person(engine, "INTERNE0")
    second.post(f"{here}/accepter/{me}")
    answer = second.post(f"{here}/tour/{me}", data={"code": "STAGE2", "seen": 2})
    assert answer.status_code == 409
    assert "a avancé entre-temps" in answer.text
    assert kinds(engine, campaign_id) == ["ProxyGiven", "ProxyAccepted"]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("INTERNE1", "INTERNE1 Camille"),
        ("  camille interne1 ", "INTERNE1 Camille"),
        (someone("INTERNE1").rpps, "INTERNE1 Camille"),
        ("INTERNE", "Personne ne répond"),
        ("%", "Personne ne répond"),
        ("INTERNE0", "Personne ne répond"),
        ("", "Personne ne répond"),
    ],
)
def test_a_co_intern_is_found_only_by_who_knows_them(first: FlaskClient, here: str, asked: str, answer: str) -> None:
    assert answer in first.post(f"{here}/chercher", data={"qui": asked}).text


def test_searches_are_counted(first: FlaskClient, here: str) -> None:
    answers = [first.post(f"{here}/chercher", data={"qui": f"X{n}"}).status_code for n in range(25)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_what_the_campaign_does_not_allow_is_refused(
    house: House, first: FlaskClient, second: FlaskClient, here: str, engine: Engine, campaign_id: str
) -> None:
    plan(house, campaign_id, proxy_to_intern=False, proxy_to_list=False)
    assert "ne permet pas de procuration à un co-interne" in give(first, here, address("INTERNE1"))
    assert "ne permet pas de procuration à la liste seule" in give(first, here)
    plan(house, campaign_id, proxy_document=True)
    for bad in (b"", b"<html>", b"MZ\x90", PDF + b"x" * 5_300_000):
        assert "Joignez la procuration signée" in give(first, here, address("INTERNE1"), document=bad)
    assert kinds(engine, campaign_id) == []
    give(first, here, address("INTERNE1"), document=PDF)
    assert kinds(engine, campaign_id) == ["ProxyGiven"]


def test_nobody_accepts_or_uses_a_proxy_that_is_not_theirs(
    house: House, first: FlaskClient, second: FlaskClient, here: str, engine: Engine, campaign_id: str
) -> None:
    give(first, here, address("INTERNE1"))
    third, me = as_intern(house, campaign_id, "INTERNE2"), person(engine, "INTERNE0")
    for path in (f"{here}/accepter/{me}", f"{here}/tour/{me}"):
        assert third.post(path, data={"code": "STAGE0", "seen": 2}).status_code == 404
    assert third.get(f"{here}/tour/{me}").status_code == 404
    assert second.post(f"{here}/accepter/p-rien").status_code == 404


def test_the_desk_sees_them_all_with_their_papers_and_it_is_noted(
    house: House, first: FlaskClient, second: FlaskClient, here: str, campaign_id: str
) -> None:
    plan(house, campaign_id, proxy_document=True)
    give(first, here, address("INTERNE1"), document=PDF)
    desk = house.signed_in(Role.MANAGER)
    page = desk.get(f"/campagnes/{campaign_id}/procurations").text
    assert "INTERNE0 Camille" in page
    assert "attend l’accord" in page
    link = page.split("/procurations/documents/")[1].split('"')[0]
    answer = desk.get(f"/campagnes/{campaign_id}/procurations/documents/{link}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="procuration.pdf"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert desk.get(f"/campagnes/{campaign_id}/procurations/documents/rien").status_code == 404
    assert "données personnelles lues" in house.acts()


def test_the_desk_records_one_given_on_paper_with_its_reason(
    house: House, first: FlaskClient, second: FlaskClient, engine: Engine, campaign_id: str
) -> None:
    desk, kept = house.signed_in(Role.MANAGER), f"/campagnes/{campaign_id}/procurations"
    form = {"mandant": "interne0", "mandataire": someone("INTERNE1").rpps, "mode": "direct", "reason": ""}
    assert "Écrivez le motif" in desk.post(kept, data=form, follow_redirects=True).text
    form["reason"] = "Remise en main propre"
    page = desk.post(kept, data=form, follow_redirects=True).text
    assert "Procuration notée" in page
    assert "Remise en main propre" in page
    assert kinds(engine, campaign_id) == ["ProxyGiven", "ProxyAccepted"]
    assert b"main propre" not in journal.read_journal(engine, campaign_id)
    assert "son tour : choisir" in second.get(f"/campagnes/{campaign_id}/procuration").text
    form["mandataire"] = "PERSONNE"
    assert "n&#39;est personne" in desk.post(kept, data=form, follow_redirects=True).text
