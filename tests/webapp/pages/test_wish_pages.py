"""A wish list on its page: changed with or without a script, kept at once, never over a newer one."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlmodel import select

from allocation.decide import Choose
from allocation.prepare import receipt
from tests.allocation.factories import SOCLE, ticking
from tests.webapp.pages.house import House
from tests.webapp.pages.interns import as_intern, plan
from webapp.accounts.roles import Role
from webapp.store import journal, wishes
from webapp.store.engine import reading
from webapp.store.models import PersonIdentity, WishVersion


@pytest.fixture
def here(campaign_id: str) -> str:
    return f"/campagnes/{campaign_id}/mes-voeux"


@pytest.fixture
def first(house: House, campaign_id: str) -> FlaskClient:
    """The browser of the first called of three."""
    return as_intern(house, campaign_id, "INTERNE0")


def who(engine: Engine, name: str = "INTERNE0") -> PersonIdentity:
    with reading(engine) as session:
        return session.exec(select(PersonIdentity).where(PersonIdentity.last_name == name)).one()


def kept(engine: Engine, campaign_id: str) -> list[tuple[str, ...]]:
    """The versions of the first one's list, the latest first."""
    return [each.codes for each in wishes.history(engine, campaign_id, who(engine).person)]


def press(browser: FlaskClient, here: str, act: str, code: str, seen: int, **more: object):
    form = {"act": act, "code": code, "seen": seen, "key": f"k{seen}", **more}
    return browser.post(f"{here}/changer", data=form, follow_redirects=True)


def send(browser: FlaskClient, here: str, codes: list[str], seen: int, key: str):
    return browser.post(f"{here}/enregistrer", json={"codes": codes, "seen": seen, "key": key})


def test_a_list_is_made_with_buttons_alone(first: FlaskClient, here: str, engine: Engine, campaign_id: str) -> None:
    assert "Votre liste est vide" in first.get(here).text
    for seen, code in enumerate(("STAGE0", "STAGE1", "STAGE2")):
        answer = press(first, here, "ajouter", code, seen)
    assert "« STAGE2 » : rang 3 sur 3." in answer.text
    assert "rang 1 sur 3" in press(first, here, "placer", "STAGE2", 3, rank=1).text
    press(first, here, "descendre", "STAGE2", 4)
    press(first, here, "monter", "STAGE1", 5)
    assert "n&#39;est plus dans votre liste" in press(first, here, "retirer", "STAGE0", 6).text
    assert kept(engine, campaign_id)[0] == ("STAGE1", "STAGE2")
    assert len(kept(engine, campaign_id)) == 7


def test_a_button_pressed_on_an_old_page_changes_nothing(
    first: FlaskClient, here: str, engine: Engine, campaign_id: str
) -> None:
    press(first, here, "ajouter", "STAGE0", 0)
    answer = press(first, here, "ajouter", "STAGE1", 0)
    assert "avait changé ailleurs" in answer.text
    assert kept(engine, campaign_id) == [("STAGE0",)]


def test_the_script_s_list_is_kept_once_however_often_it_is_sent(
    first: FlaskClient, here: str, engine: Engine, campaign_id: str
) -> None:
    answers = [send(first, here, ["STAGE1", "STAGE0"], 0, "envoi") for _ in range(3)]
    assert {(each.status_code, each.json["version"]) for each in answers} == {(200, 1)}
    assert "version 1" in answers[0].json["status"]
    assert kept(engine, campaign_id) == [("STAGE1", "STAGE0")]


def test_a_list_changed_elsewhere_is_given_back_for_a_choice(first: FlaskClient, here: str) -> None:
    send(first, here, ["STAGE1"], 0, "telephone")
    answer = send(first, here, ["STAGE0"], 0, "ordinateur")
    assert (answer.status_code, answer.json["version"], answer.json["codes"]) == (409, 1, ["STAGE1"])
    assert send(first, here, ["STAGE0"], 1, "ordinateur, gardé").status_code == 200


@pytest.mark.parametrize(
    "sent",
    [None, [], "STAGE0", {"codes": "STAGE0", "seen": 0, "key": "k"}, {"codes": [1], "seen": 0, "key": "k"},
     {"codes": [], "seen": "0", "key": "k"}, {"codes": [], "seen": 0}],
)  # fmt: skip
def test_what_is_no_list_is_refused(first: FlaskClient, here: str, engine: Engine, campaign_id: str, sent) -> None:
    assert first.post(f"{here}/enregistrer", json=sent).status_code == 400
    assert kept(engine, campaign_id) == []


@pytest.mark.parametrize(
    ("codes", "key", "why"),
    [
        (["STAGE0", "<b>"], "k", "« <b> » n'est le code d'aucun stage"),
        (["STAGE0", "STAGE0"], "k", "deux fois"),
        (["STAGE0"], "", "rechargez"),
        (["STAGE0"], "k" * 201, "rechargez"),
    ],
)
def test_a_list_that_cannot_stand_is_refused_in_words(
    first: FlaskClient, here: str, engine: Engine, campaign_id: str, codes: list[str], key: str, why: str
) -> None:
    answer = send(first, here, codes, 0, key)
    assert answer.status_code == 422
    assert why in answer.json["refused"]
    assert kept(engine, campaign_id) == []


def test_nobody_s_list_but_ones_own_is_shown_or_changed(house: House, first: FlaskClient, here: str) -> None:
    send(first, here, ["STAGE2"], 0, "k")
    other = as_intern(house, here.split("/")[2], "INTERNE1")
    assert "Votre liste est vide" in other.get(here).text
    assert other.get(f"{here}/versions/1").status_code == 404


def test_somebody_who_is_not_in_the_campaign_reads_what_to_do(house: House, here: str) -> None:
    answer = house.signed_in(Role.INTERN).get(here)
    assert answer.status_code == 404
    assert "Vous ne figurez pas dans cette campagne" in answer.text
    assert "écrivez à la gestionnaire" in answer.text


def test_the_closing_date_is_told_and_held(house: House, first: FlaskClient, here: str, campaign_id: str) -> None:
    now = datetime.now(UTC)
    plan(house, campaign_id, wishes_close=now + timedelta(hours=1))
    assert "peut changer jusqu’au" in first.get(here).text
    plan(house, campaign_id, wishes_close=now - timedelta(hours=1))
    page = first.get(here).text
    assert "closes depuis le" in page
    assert "Ajouter<" not in page
    assert "closes" in send(first, here, ["STAGE0"], 0, "k").json["refused"]
    plan(house, campaign_id, wishes_open=now + timedelta(hours=1))
    assert "ouvrent le" in send(first, here, ["STAGE0"], 0, "k").json["refused"]


def test_after_ones_turn_the_list_no_longer_changes(
    first: FlaskClient, here: str, engine: Engine, campaign_id: str
) -> None:
    command = Choose(SOCLE, who(engine).person, "STAGE0")
    journal.append(engine, campaign_id, command, seen=1, actor="essai", clock=ticking())
    assert "Votre tour est passé" in send(first, here, ["STAGE1"], 0, "k").json["refused"]
    assert as_intern_sees_taken(first.get(f"{here}?montrer=fermes").text)


def as_intern_sees_taken(page: str) -> bool:
    return "0 sur 1 places restent" in page and "ELI-01a" in page


def test_each_version_has_its_receipt_on_a_page_and_one_mail_when_it_is_quiet(
    house: House, first: FlaskClient, here: str, engine: Engine
) -> None:
    send(first, here, ["STAGE0"], 0, "a")
    send(first, here, ["STAGE1", "STAGE0"], 1, "b")
    digest = receipt(who(engine).salt, ["STAGE1", "STAGE0"])
    page = first.get(f"{here}/versions/2").text
    assert digest in page
    assert who(engine).salt in page
    (mail,) = house.mails()
    assert (mail.recipient, mail.subject) == (
        "interne0@exemple.fr",
        "Reçu de votre liste de vœux, Saint-Étienne, été 2027",
    )
    assert "Version 2" in mail.body
    assert digest in mail.body
    assert "1. STAGE1" in mail.body
    assert mail.not_before > mail.created_at


def test_an_older_version_is_taken_back_as_a_new_one(
    first: FlaskClient, here: str, engine: Engine, campaign_id: str
) -> None:
    send(first, here, ["STAGE0"], 0, "a")
    send(first, here, ["STAGE1"], 1, "b")
    assert "Version 1" in first.get(f"{here}/versions").text
    first.post(f"{here}/versions/1/reprendre", data={"seen": 2, "key": "c"})
    assert kept(engine, campaign_id) == [("STAGE0",), ("STAGE1",), ("STAGE0",)]
    assert first.post(f"{here}/versions/9/reprendre", data={"seen": 3, "key": "c"}).status_code == 404


def test_a_file_is_read_shown_and_only_then_put_in_the_place_of_the_list(
    first: FlaskClient, here: str, engine: Engine, campaign_id: str
) -> None:
    send(first, here, ["STAGE0"], 0, "a")
    sent = {"fichier": (io.BytesIO(b"Code stage\nSTAGE2\nRIEN<b>\nSTAGE1\n"), "liste.csv")}
    page = first.post(f"{here}/importer", data=sent).text
    assert "« RIEN&lt;b&gt; »" in page
    assert kept(engine, campaign_id) == [("STAGE0",)]
    codes = re.findall(r'name="code" value="([^"]+)"', page)
    first.post(f"{here}/remplacer", data={"seen": 1, "key": "b", "code": codes})
    assert kept(engine, campaign_id)[0] == ("STAGE2", "STAGE1")
    assert "Choisissez un fichier" in first.post(f"{here}/importer").text
    bad = {"fichier": (io.BytesIO(b"%PDF-1.7"), "liste.pdf")}
    assert "PDF" in first.post(f"{here}/importer", data=bad).text


@pytest.mark.parametrize(("kind", "start"), [("csv", b"\xef\xbb\xbfRang"), ("xlsx", b"PK")])
def test_the_list_is_taken_away_as_a_file(first: FlaskClient, here: str, kind: str, start: bytes) -> None:
    send(first, here, ["STAGE0"], 0, "a")
    answer = first.get(f"{here}/ma-liste.{kind}")
    assert answer.data.startswith(start)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="mes-voeux.{kind}"'
    assert first.get(f"{here}/ma-liste.exe").status_code == 404


def test_the_page_asks_the_database_as_much_for_one_wish_as_for_three(
    first: FlaskClient, here: str, engine: Engine
) -> None:
    def asked() -> int:
        said: list[str] = []
        note = lambda *given: said.append(given[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        assert first.get(here).status_code == 200
        event.remove(engine, "before_cursor_execute", note)
        return len(said)

    send(first, here, ["STAGE0"], 0, "a")
    one = asked()
    send(first, here, ["STAGE0", "STAGE1", "STAGE2"], 1, "b")
    assert asked() == one
    assert one <= 25


def test_the_versions_say_who_saved_them(first: FlaskClient, here: str, engine: Engine) -> None:
    send(first, here, ["STAGE0"], 0, "a")
    with reading(engine) as session:
        assert session.exec(select(WishVersion.saved_by)).one() is not None
