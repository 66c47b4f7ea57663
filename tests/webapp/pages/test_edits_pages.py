"""Posts, interns and decisions are changed by hand on top of the files, each with its reason, and taken back."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from allocation.model import Outcome, Post
from tests.imports.workbooks import as_xlsx
from tests.webapp.pages.house import House
from tests.webapp.pages.preparing import (
    SAMPLE_FILES,
    Preparing,
    counted_queries,
    intern,
    interns,
    last_name,
    posts,
    preparing,
    rpps,
    samples,
)
from webapp.pages.at_draft import draft_of, recipe_of
from webapp.preparing.draft import Draft
from webapp.preparing.edits import intern_fields, post_fields, post_key, request_key
from webapp.store import campaigns, edits

WHY = "Courrier du CHU du 3 mars"


@pytest.fixture
def draft(house: House) -> Preparing:
    made = preparing(house)
    made.drop({"postes.xlsx": posts(), "internes.xlsx": interns()})
    made.read("fichiers")
    return made


def now(draft: Preparing) -> Draft:
    """The draft as it stands, edits applied."""
    with draft.house.app.test_request_context(method="POST"):
        found = campaigns.find(draft.engine, draft.campaign_id)
        return draft_of(found, recipe_of(found))


def the_post(draft: Preparing, code: str = "42-URG-01") -> Post:
    return next(post for post in now(draft).dossier.posts if post.code == code)


def change_post(draft: Preparing, reason: str = WHY, **fields: str) -> int:
    old = the_post(draft)
    given = post_fields(old) | fields | {"cle": post_key(old), "reason": reason}
    return draft.post("listes/stages/ligne", **given).status_code


def change_intern(draft: Preparing, number: int, **fields: str) -> int:
    old = next(each for each in now(draft).dossier.candidates if each.identity.rpps == rpps(number))
    given = intern_fields(old) | fields | {"cle": rpps(number), "reason": WHY}
    return draft.post("listes/internes/ligne", **given).status_code


def test_a_post_is_changed_with_a_reason_and_the_change_taken_back(draft: Preparing) -> None:
    assert change_post(draft, postes="3", agrement_fin="31/12/2030", reserve="CESP:1") == 302
    post = the_post(draft)
    assert (post.seats, post.reserved_seats, f"{post.accredited_until}") == (3, 1, "2030-12-31")
    assert "modifié ici" in draft.read("listes/stages").text
    page = draft.read("listes/modifications").text
    assert WHY in page
    assert "Nombre de postes : 3" in page
    assert draft.house.acts()[-1] == "liste modifiée"
    (edit,) = edits.of_campaign(draft.engine, draft.campaign_id)
    draft.post(f"listes/modifications/{edit.id}/annuler")
    assert the_post(draft).seats == 1
    assert "annulée" in draft.read("listes/modifications").text
    assert WHY in draft.read("listes/modifications").text, "nothing is removed"


WRONG = {
    "postes": ("beaucoup", "beaucoup"),
    "agrement_fin": ("31/02/2030", "31/02/2030"),
    "phases": ("Phase 9", "n&#39;est pas une phase"),
    "categorie": ("Chirurgie <b>", "n&#39;est pas une catégorie"),
    "service": ("", "Service vide"),
    "observations": ("x" * 500, "200 au plus"),
}


@pytest.mark.parametrize(("field", "value", "said"), [(name, *wrong) for name, wrong in WRONG.items()])
def test_what_cannot_be_read_is_refused_in_the_words_of_the_import(
    draft: Preparing, field: str, value: str, said: str
) -> None:
    old = the_post(draft)
    given = post_fields(old) | {field: value, "cle": post_key(old), "reason": WHY}
    answer = draft.post("listes/stages/ligne", **given)
    assert answer.status_code == 422
    assert said in answer.text
    assert edits.of_campaign(draft.engine, draft.campaign_id) == []


def test_a_change_without_a_reason_is_refused_and_one_of_nothing_is_not_kept(draft: Preparing) -> None:
    assert change_post(draft, reason="  ", postes="4") == 422
    assert change_post(draft, reason="x" * 501, postes="4") == 422
    assert change_post(draft) == 302
    assert edits.of_campaign(draft.engine, draft.campaign_id) == []


def test_a_post_and_an_intern_are_added(draft: Preparing) -> None:
    new = post_fields(the_post(draft)) | {"code": "42-NEW-01", "postes": "2", "reason": WHY, "cle": ""}
    assert draft.post("listes/stages/ligne", **new).status_code == 302
    assert the_post(draft, "42-NEW-01").seats == 2
    again = draft.post("listes/stages/ligne", **new)
    assert (again.status_code, "déjà un autre" in again.text) == (422, True)
    old = now(draft).dossier.candidates[0]
    person = intern_fields(old) | {"rpps": rpps(50), "nom": "NOUVELLE", "rang": "5", "reason": WHY, "cle": ""}
    assert draft.post("listes/internes/ligne", **person).status_code == 302
    first = now(draft).prepared.opening.lists[0].calls[0].person
    assert now(draft).prepared.register.identities[first].last_name == "NOUVELLE"


def test_the_order_follows_a_changed_rank_and_the_wishes_follow_a_changed_number(draft: Preparing) -> None:
    draft.drop({"voeux.xlsx": as_xlsx([["RPPS", "Vœu 1"], [rpps(3), "42-URG-02"]])})
    draft.post("fichiers/a-accepter")
    assert change_intern(draft, 3, rang="1", rpps=rpps(77), nom="CORRIGÉE") == 302
    made = now(draft).prepared
    first = made.opening.lists[0].calls[0].person
    assert made.register.identities[first].shown == "CORRIGÉE Camille"
    assert made.wishes[first].codes == ("42-URG-02",)


def test_nobody_takes_the_number_of_another(draft: Preparing) -> None:
    assert change_intern(draft, 3, rpps=rpps(1)) == 422


def test_an_edit_stays_on_the_next_version_of_the_file_and_says_when_its_row_is_gone(draft: Preparing) -> None:
    change_post(draft, postes="3")
    change_intern(draft, 1, courriel="autre@exemple.fr")
    draft.drop({"internes.xlsx": interns([intern(2), intern(3)])})
    draft.post("fichiers/a-accepter")
    assert the_post(draft).seats == 3
    page = draft.read("fichiers").text
    assert "plus dans les fichiers" in page
    assert WHY in page


def test_rows_are_found_by_their_words_a_page_at_a_time(house: House) -> None:
    many = preparing(house)
    many.drop({"internes.xlsx": interns([intern(n) for n in range(1500)])})
    many.read("fichiers")
    page = many.read("listes/internes").text
    assert "Page 1 sur 15" in page
    assert page.count("<tr") == 101
    assert "1 ligne<" in many.read(f"listes/internes?q={quote(last_name(1234).lower())}+camille").text
    assert "0 ligne" in many.read("listes/internes?q=%3Cscript%3E&page=x").text
    with counted_queries(house.engine) as asked:
        many.read("listes/internes?page=3")
    assert len(asked) <= 12


def test_what_is_not_there_is_not_changed(draft: Preparing) -> None:
    assert draft.read("listes/stages/ligne?cle=rien").status_code == 404
    assert draft.read("listes/rien/ligne").status_code == 404
    assert draft.post("listes/stages/ligne", cle="rien", reason=WHY).status_code == 409
    assert draft.post("demandes", cle="rien", decision="Accordée", reason=WHY).status_code == 409


def test_a_request_is_decided_with_a_reason(house: House) -> None:
    draft = preparing(house)
    draft.drop(samples(*SAMPLE_FILES))
    assert "la décision n&#39;est pas prise" in draft.read("fichiers").text
    assert "1 demande attend" in draft.read("demandes").text
    (waiting,) = [each for each in now(draft).dossier.requests if each.decision is Outcome.PENDING]
    key = request_key(waiting)
    for wrong in ({"decision": "peut-être"}, {"reason": ""}, {"decision": ""}):
        given = {"cle": key, "decision": "Accordée", "reason": WHY} | wrong
        draft.post("demandes", **given)
        assert edits.of_campaign(draft.engine, draft.campaign_id) == []
    draft.post("demandes", cle=key, decision="Accordée", reason=WHY)
    assert "Toutes les demandes sont décidées" in draft.read("demandes").text
    assert "la décision n&#39;est pas prise" not in draft.read("fichiers").text, "nothing waits any more"
