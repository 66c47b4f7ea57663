"""Workbooks are dropped, read beside the request, told cell by cell, compared before they are accepted."""

from __future__ import annotations

import io
import threading

import pytest
from openpyxl import load_workbook

from tests.imports.workbooks import as_csv, as_ods, as_xls, as_xlsx
from tests.webapp.pages.house import HERE, House
from tests.webapp.pages.preparing import (
    INTERN_HEADERS,
    POST_HEADERS,
    SAMPLE_FILES,
    Preparing,
    counted_queries,
    intern,
    interns,
    last_name,
    posts,
    preparing,
    samples,
)
from webapp.accounts.roles import Role
from webapp.pages import files
from webapp.preparing import workshop
from webapp.store import uploads


@pytest.fixture
def draft(house: House) -> Preparing:
    return preparing(house)


def names(draft: Preparing, *, accepted: bool = True) -> list[str]:
    return [each.name for each in uploads.of_campaign(draft.engine, draft.campaign_id) if each.accepted is accepted]


def test_the_sample_workbooks_are_read_and_their_problems_told_by_cell(draft: Preparing) -> None:
    assert draft.drop(samples(*SAMPLE_FILES)).location == draft.path("fichiers")
    page = draft.read("fichiers").text
    assert "5 fichiers déposés" in page
    for told in ("<dd>115</dd>", "<dd>200</dd>", "<dd>156</dd>", "<dd>152</dd>", "<strong>D16</strong>"):
        assert told in page
    assert "fichiers déposés" in draft.house.acts()
    assert "Postes</span>" in draft.read("fichiers").text, "what was recognised is told beside each file"


def test_a_draft_without_files_says_what_to_do(draft: Preparing) -> None:
    assert "suffisent pour commencer" in draft.read("fichiers").text
    assert "déposez-en d'abord" in draft.read("colonnes").text
    assert "Choisissez un fichier" in draft.browser.post(draft.path("fichiers"), follow_redirects=True).text


@pytest.mark.parametrize(("kind", "write"), [("xls", as_xls), ("ods", as_ods), ("csv", as_csv)])
def test_every_kind_of_workbook_is_taken(draft: Preparing, kind: str, write: object) -> None:
    rows = [INTERN_HEADERS, intern(1), intern(2)]
    draft.drop({f"internes.{kind}": write(rows)})
    assert "<dd>2</dd>" in draft.read("fichiers").text


def test_errors_come_first_and_are_filtered(draft: Preparing) -> None:
    draft.drop(samples("fautifs/date-impossible.xlsx", "demandes.xlsx", "internes.xlsx"))
    page = draft.read("fichiers").text
    assert page.index(">erreur<") < page.index(">avertissement<")
    assert "K5" in page
    only = draft.read("fichiers?niveau=warning&fichier=demandes.xlsx").text
    assert "K5</strong>" not in only
    assert "tout voir" in only
    assert draft.read("fichiers?niveau=<script>&page=999999999&code=<b>").status_code == 200


def test_ten_thousand_problems_fit_in_pages(draft: Preparing) -> None:
    broken = [intern(n, Rang="premier") for n in range(10_000)]
    draft.drop({"internes.xlsx": interns(broken)})
    page = draft.read("fichiers")
    assert page.status_code == 200
    assert page.text.count("<tr") < 110
    assert len(page.data) < 200_000
    assert "10000 erreurs" in page.text
    last = draft.read("fichiers?page=100&niveau=error").text
    assert "Page 100 sur 100" in last
    assert "H10001" in last


def test_the_report_is_taken_away_with_the_cells_marked(draft: Preparing) -> None:
    draft.drop(samples("fautifs/date-impossible.xlsx"))
    answer = draft.read("fichiers/rapport-import.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames[0] == "Problèmes"
    marked = book.worksheets[1]["K5"]
    assert marked.comment.text
    assert "attachment" in answer.headers["Content-Disposition"]


HOSTILE = {
    "../../etc/passwd.xlsx": b"root:x:0:0",
    "C:\\fakepath\\<script>alert(1)<.xlsx": b"PK\x03\x04broken",
    "vide.csv": b"",
    "\x00\x1b.xls": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
}


def test_hostile_files_are_told_of_and_break_nothing(draft: Preparing) -> None:
    draft.drop(HOSTILE)
    page = draft.read("fichiers")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "etc/passwd" not in page.text
    assert len(names(draft)) == len(HOSTILE)
    draft.drop({"a.csv": b"x", "ok.xlsx": interns()})
    assert draft.read("fichiers/a-accepter").status_code == 200


def test_two_files_of_one_name_are_told_apart(draft: Preparing) -> None:
    sent = [(io.BytesIO(posts()), "liste.xlsx"), (io.BytesIO(interns()), "autre/liste.xlsx")]
    draft.browser.post(draft.path("fichiers"), data={"files": sent}, content_type="multipart/form-data")
    assert sorted(names(draft)) == ["liste (2).xlsx", "liste.xlsx"]


def test_more_than_a_megabyte_is_taken_and_more_than_the_limit_is_refused(draft: Preparing) -> None:
    assert draft.drop({"gros.csv": b"a;b\n" * 300_000}).status_code == 302
    assert draft.drop({"trop.csv": b"0" * (files.MOST + 1)}).status_code == 413
    assert names(draft) == ["gros.csv"]
    assert draft.browser.post(draft.path("colonnes"), data={"x": "0" * 2_000_000}).status_code == 413


def test_a_new_version_is_compared_before_it_counts(draft: Preparing) -> None:
    draft.drop({"postes.xlsx": posts(), "internes.xlsx": interns()})
    draft.read("fichiers")
    changed = [intern(1), intern(2, Rang=7), intern(4)]
    assert draft.drop({"internes.xlsx": interns(changed)}).location == draft.path("fichiers/a-accepter")
    page = draft.read("fichiers/a-accepter").text
    assert f"{last_name(4)} Camille" in page
    assert "<del>1002</del> → <ins>7</ins>" in page
    assert "Voir ce qui changerait" in draft.read("fichiers").text
    assert last_name(4) not in draft.read("fichiers").text
    draft.post("fichiers/a-accepter")
    assert sorted(names(draft)) == ["internes.xlsx", "postes.xlsx"]
    assert names(draft, accepted=False) == []
    assert draft.read("fichiers/a-accepter").location == draft.path("fichiers")
    assert draft.house.acts()[-1] == "fichiers acceptés"


def test_a_file_of_another_name_takes_the_place_that_it_is_given(draft: Preparing) -> None:
    draft.drop({"postes.xlsx": posts(), "internes.xlsx": interns()})
    draft.drop({"internes v2.xlsx": interns([intern(1), intern(2)])})
    assert f"{last_name(3)} Camille" not in draft.read("fichiers/a-accepter").text
    (new,) = [each for each in uploads.of_campaign(draft.engine, draft.campaign_id) if not each.accepted]
    (old,) = [each for each in uploads.of_campaign(draft.engine, draft.campaign_id) if each.name == "internes.xlsx"]
    draft.post(f"fichiers/{new.id}/place", replaces="f-ailleurs")
    draft.post(f"fichiers/{new.id}/place", replaces=old.id)
    assert f"{last_name(3)} Camille" in draft.read("fichiers/a-accepter").text
    draft.post("fichiers/a-accepter")
    assert sorted(names(draft)) == ["internes v2.xlsx", "postes.xlsx"]


def test_to_give_up_changes_nothing(draft: Preparing) -> None:
    draft.drop({"internes.xlsx": interns()})
    draft.drop({"internes.xlsx": interns([intern(9)])})
    draft.post("fichiers/a-accepter/renoncer")
    assert names(draft, accepted=False) == []
    assert "<dd>3</dd>" in draft.read("fichiers").text


def test_a_file_is_removed_and_the_act_is_noted_with_its_hash(draft: Preparing) -> None:
    draft.drop({"internes.xlsx": interns()})
    (file,) = uploads.of_campaign(draft.engine, draft.campaign_id)
    draft.post(f"fichiers/{file.id}/retirer")
    assert names(draft) == []
    assert draft.house.acts()[-1] == "fichier retiré"


def test_a_column_that_was_not_recognised_is_settled_on_the_page_and_stays_so(draft: Preparing) -> None:
    headers = ["Bidule" if each == "Nombre de postes" else each for each in POST_HEADERS]
    odd = as_xlsx([headers, ["42-URG-01", "CHU", "Urgences", "Médecine générale", "Socle", "Urgences adultes", 2, ""]])
    draft.drop({"postes.xlsx": odd})
    assert "erreur" in draft.read("fichiers").text
    assert 'value="bidule"' in draft.read("colonnes").text
    form = {"column-0-role": "posts", "column-0-header": "bidule", "column-0-field": "postes"}
    draft.post("colonnes", **form, **{"sheet-0-name": "Feuille1", "sheet-0-content": "posts", "sheet-0-row": "1"})
    assert "<dd>2</dd>" in draft.read("fichiers").text
    draft.drop({"postes.xlsx": odd})
    assert "Aucun changement" in draft.read("fichiers/a-accepter").text


def test_a_forged_mapping_settles_nothing(draft: Preparing) -> None:
    draft.drop({"postes.xlsx": posts()})
    forged = {"column-0-role": "rien", "column-0-header": 'a"\n[onglets]', "column-0-field": "postes",
              "column-1-role": "posts", "column-1-header": 'x"]\n', "column-1-field": "inconnu",
              "sheet-0-name": 'é"\n[colonnes]\x7f', "sheet-0-content": "posts", "sheet-0-row": "-4"}  # fmt: skip
    assert draft.post("colonnes", **forged).status_code == 302
    assert draft.read("fichiers").status_code == 200


def test_a_long_reading_shows_how_far_it_is_and_comes_back(draft: Preparing, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    made = workshop.make
    monkeypatch.setattr(workshop, "SOON", 0.01)
    monkeypatch.setattr(workshop, "make", lambda *given: gate.wait(20) and made(*given))
    draft.drop({"internes.xlsx": interns()})
    waiting = draft.browser.get(draft.path("fichiers?niveau=error"))
    assert waiting.status_code == 202
    assert 'role="status"' in waiting.text
    assert f'href="{draft.path("fichiers")}?niveau=error"' in waiting.text
    assert draft.browser.get("/campagnes").status_code == 200, "other pages answer meanwhile"
    gate.set()
    assert "<dd>3</dd>" in draft.read("fichiers").text


def test_a_failure_of_ours_is_told_and_may_be_tried_again(draft: Preparing, monkeypatch: pytest.MonkeyPatch) -> None:
    draft.drop({"internes.xlsx": interns()})
    with monkeypatch.context() as broken:
        broken.setattr(workshop, "make", lambda *_: 1 / 0)
        draft.browser.get(draft.path("fichiers"))
        assert "La lecture a échoué" in draft.browser.get(draft.path("fichiers")).text
    assert draft.read("fichiers").status_code == 200


def test_nothing_serves_a_file_back_and_no_other_page_asks_the_database_more_for_more_rows(draft: Preparing) -> None:
    draft.drop({"postes.xlsx": posts(), "internes.xlsx": interns([intern(n) for n in range(300)])})
    draft.read("fichiers")
    with counted_queries(draft.engine) as many:
        draft.read("fichiers")
    assert len(many) <= 12
    assert not any("uploaded_file.content" in query for query in many), "the bytes stay in the database"
    routes = [rule for rule in draft.house.app.url_map.iter_rules() if "file_id" in rule.arguments]
    assert {frozenset(rule.methods) for rule in routes} == {frozenset({"POST", "OPTIONS"})}


def test_the_next_campaign_starts_from_the_lists_of_the_last(draft: Preparing) -> None:
    draft.drop(samples(*SAMPLE_FILES))
    draft.read("fichiers")
    new = draft.browser.post(
        f"/subdivisions/{HERE}/campagnes/nouvelle",
        data={"semester": "2027-hiver", "rules": "ssipi-2025", "start": draft.campaign_id},
    )
    copied = {each.name for each in uploads.of_campaign(draft.engine, new.location.rpartition("/")[2])}
    assert copied == {"postes.xlsx", "internes.xlsx", "historique.xlsx"}
    assert len(names(draft)) == 5


def test_after_publication_the_files_are_closed(house: House, campaign_id: str) -> None:
    closed = Preparing(house, house.signed_in(Role.MANAGER), campaign_id)
    for page in ("fichiers", "colonnes", "fichiers/rapport-import.xlsx"):
        answer = closed.read(page)
        assert (answer.status_code, "Trop tard" in answer.text) == (409, True)
    assert closed.drop({"internes.xlsx": interns()}).status_code == 409
