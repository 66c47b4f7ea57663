"""The call order explained, ties settled, checks answered for by name, then the publication and what it freezes."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from allocation.canonical import digest
from tests.webapp.pages.house import HERE, House
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
from webapp.accounts.roles import Role
from webapp.store import acknowledgements, campaigns, journal
from webapp.store.states import State

WHY = "Dérogation du 3 mars"


def with_lists(house: House, people: bytes | None = None, stages: bytes | None = None) -> Preparing:
    """Five stages for three interns: the minimum is met."""
    made = preparing(house)
    rows = [(f"42-URG-0{n}", "CHU Nord", f"Urgences {n}", "Médecine générale", "Socle", "Urgences adultes", 1,
             "01/11/2028") for n in range(1, 6)]  # fmt: skip
    made.drop({"postes.xlsx": stages or posts(rows), "internes.xlsx": people or interns()})
    made.read("fichiers")
    return made


@pytest.fixture
def sound(house: House) -> Preparing:
    return with_lists(house)


def state_of(draft: Preparing) -> str:
    return campaigns.find(draft.engine, draft.campaign_id).state


def key_of(draft: Preparing) -> str:
    """What the page binds the publication to."""
    found = re.search(r'name="draft" value="(\w+)"', draft.read("controles").text)
    return found[1] if found else ""


def answer_for(draft: Preparing, check: str, reason: str = WHY) -> int:
    page = draft.read("controles").text
    found = re.search(rf'name="check" value="{check}"><input type="hidden" name="digest" value="(\w+)"', page)
    return draft.post("controles/assumer", check=check, digest=found[1] if found else "", reason=reason).status_code


def test_the_order_is_shown_and_each_rank_explained(sound: Preparing) -> None:
    page = sound.read("ordre").text
    assert page.index(last_name(1)) < page.index(last_name(2)) < page.index(last_name(3))
    sheet = sound.read(f"ordre/fiche?cle={rpps(2)}").text
    assert "n° 2 sur 3" in sheet
    assert "1002" in sheet
    assert sound.read("ordre/fiche?cle=rien").status_code == 404
    assert sound.read(f"ordre?liste={quote('Pédiatrie – Socle')}").status_code == 404


def test_an_order_that_errors_forbid_says_where_to_look(house: House) -> None:
    draft = with_lists(house, interns(Phase="Phase 9"))
    assert "Voir les erreurs" in draft.read("ordre").text
    page = draft.read("controles").text
    assert "bloque" in page
    assert key_of(draft) == ""


def test_a_tie_blocks_until_it_is_settled_with_a_reason(house: House) -> None:
    draft = with_lists(house, interns([intern(1, Rang=5), intern(2, Rang=5), intern(3)]))
    assert "Égalité à trancher" in draft.read("ordre").text
    assert "bloque" in draft.read("controles").text
    given = {"liste": "Médecine générale – Socle", "place-0": "2", "place-1": "1", "reason": WHY}
    for wrong in ({"place-0": "1"}, {"place-0": "9"}, {"reason": ""}, {"place-1": ""}):
        assert "place différente" in draft.browser.post(
            draft.path("ordre/egalites/0"), data=given | wrong, follow_redirects=True
        ).text  # fmt: skip
    assert draft.post("ordre/egalites/0", **given | {"liste": "autre"}).status_code == 409
    draft.post("ordre/egalites/0", **given)
    page = draft.read("ordre").text
    assert "Égalité à trancher" not in page
    assert page.index(last_name(2)) < page.index(last_name(1))
    assert "tranché par l&#39;ARS" in draft.read(f"ordre/fiche?cle={rpps(2)}").text
    assert key_of(draft)


def test_a_sound_campaign_is_published_and_frozen(sound: Preparing) -> None:
    assert "bloque<" not in sound.read("controles").text
    assert sound.post("controles/publier", draft=key_of(sound)).location == sound.path("controles")
    assert state_of(sound) == State.PUBLISHED
    opening = journal.read_opening_bytes(sound.engine, sound.campaign_id)
    page = sound.read("controles").text
    assert digest(opening) in page
    assert "internes.xlsx" in page
    assert "campagne publiée" in sound.house.acts()
    for closed in ("fichiers", "ordre", "listes/stages", "demandes"):
        assert sound.read(closed).status_code == 409
    assert sound.post("controles/publier", draft="x").status_code == 409
    union = sound.house.signed_in(Role.UNION)
    assert union.get(f"/campagnes/{sound.campaign_id}").status_code == 200, "everybody concerned sees it now"


def test_what_changed_since_the_page_was_read_is_not_published(sound: Preparing) -> None:
    seen = key_of(sound)
    sound.drop({"internes.xlsx": interns([intern(1)])})
    sound.post("fichiers/a-accepter")
    answer = sound.browser.post(sound.path("controles/publier"), data={"draft": seen}, follow_redirects=True)
    assert "ont changé entre-temps" in answer.text
    assert state_of(sound) == State.DRAFT


def test_what_blocks_cannot_be_answered_for_and_is_not_published(house: House) -> None:
    draft = with_lists(house, interns([intern(1), intern(2, Rang=None)]))
    page = draft.read("controles").text
    assert "ni rang, ni ordre d&#39;appel" in page
    assert answer_for(draft, "ordre") == 409
    draft.post("controles/publier", draft=key_of(draft))
    assert state_of(draft) == State.DRAFT


def test_too_few_posts_are_answered_for_by_name_and_only_for_those_findings(house: House) -> None:
    draft = with_lists(house, stages=posts())
    assert key_of(draft) == ""
    assert answer_for(draft, "minimum", "  ") == 302
    assert key_of(draft) == ""
    assert answer_for(draft, "minimum") == 302
    assert key_of(draft)
    assert "Assumé par Gestionnaire" in draft.read("controles").text
    draft.drop({"internes.xlsx": interns([intern(n) for n in range(1, 5)])})
    draft.post("fichiers/a-accepter")
    assert key_of(draft) == "", "another number of interns is another finding"
    for check in ("minimum", "maquettes"):
        answer_for(draft, check)
    draft.post("controles/publier", draft=key_of(draft))
    assert state_of(draft) == State.PUBLISHED
    kept = acknowledgements.of_campaign(draft.engine, draft.campaign_id)
    assert [(each.check, each.reason) for each in kept] == [("minimum", WHY)] * 2 + [("maquettes", WHY)]
    assert draft.read("controles").text.count(WHY) == 3


def test_the_interns_of_the_lists_get_an_account_and_a_letter(house: House) -> None:
    draft = with_lists(house, interns([intern(1), intern(2, Courriel=None), intern(3)]))
    house.person(Role.INTERN, email=f"{last_name(3).lower()}@exemple.fr")
    answer = draft.browser.post(
        draft.path("controles/publier"), data={"draft": key_of(draft), "invite": "1"}, follow_redirects=True
    )
    assert "1 internes invités ; 1 sans adresse à leur seul nom" in answer.text
    (mail,) = house.mails()
    assert mail.recipient == f"{last_name(1).lower()}@exemple.fr"
    guest: FlaskClient = house.app.test_client()
    guest.post(house.last_link())
    assert guest.get(f"/campagnes/{draft.campaign_id}").status_code == 200
    draft.post("controles/inviter")
    assert len(house.mails()) == 1, "nobody is written to twice"


def test_without_the_option_nobody_is_written_to_and_it_may_be_done_later(sound: Preparing) -> None:
    assert sound.post("controles/inviter").status_code == 409
    sound.post("controles/publier", draft=key_of(sound))
    assert sound.house.mails() == []
    assert "3 internes des listes" in sound.read("controles").text
    sound.post("controles/inviter")
    assert len(sound.house.mails()) == 3


def test_the_sample_campaign_goes_from_its_workbooks_to_its_publication(house: House) -> None:
    draft = preparing(house)
    draft.drop(samples(*SAMPLE_FILES))
    page = draft.read("demandes").text
    key = re.search(r'name="cle" value="([^"]+)"', page)[1]
    draft.post("demandes", cle=key, decision="Refusée", reason=WHY)
    assert answer_for(draft, "stages") == 302
    draft.post("controles/publier", draft=key_of(draft))
    assert state_of(draft) == State.PUBLISHED
    assert journal.read_opening(draft.engine, draft.campaign_id).subdivision == HERE


def test_the_pages_ask_the_database_little_whatever_the_number_of_interns(house: House) -> None:
    draft = with_lists(house, interns([intern(n) for n in range(1500)]))
    for page in ("ordre", "controles"):
        draft.read(page)
        with counted_queries(house.engine) as asked:
            draft.read(page)
        assert len(asked) <= 14, page
