"""From the bytes of real workbooks to a dossier and its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from allocation.forms import FORMS, Role
from allocation.issues import errors
from allocation.model import Phase
from imports.reading import Input, Reading, counts, read

TITLE = "Choix de stage – subdivision de Saint-Étienne – semestre d'été 2027"
GENERAL = "Médecine générale"
POSTS = [
    (
        "P01",
        "CHU de Saint-Étienne",
        "Urgences",
        "Dr A",
        "Saint-Étienne",
        GENERAL,
        "Socle",
        "Urgences adultes",
        2,
        "",
        "01/11/2028",
        4,
    ),
    (
        "P02",
        "CH de Roanne",
        "Gériatrie",
        "Dr B",
        "Roanne",
        GENERAL,
        "Socle",
        "Médecine polyvalente",
        2,
        "CESP:1",
        "01/11/2028",
        4,
    ),
]
INTERNS = [
    (1, "10100000017", "ALPHA", "Anne", GENERAL, "Socle", 1, 2025, 12, 9484),
    (2, "10100000025", "BRAVO", "Bruno", GENERAL, "Socle", 1, 2025, 40, 9484),
]
WISHES = [("10100000017", "P02", "P01"), ("10100000025", "P01", "P99")]


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.remove(book["Sheet"])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def headers(role: Role, count: int | None = None) -> list[str]:
    return [column.header for column in FORMS[role]][:count]


def sheet_of(role: Role, rows: Sequence[Sequence[object]], *, title: str = "") -> list[Sequence[object]]:
    """A template sheet, with a title above when given."""
    width = max(len(row) for row in rows)
    return [*([[title]] if title else []), headers(role, None if role is not Role.WISHES else width), *rows]


@pytest.fixture(scope="module")
def whole() -> bytes:
    """One workbook that holds the three lists."""
    return workbook(
        {
            "Postes": sheet_of(Role.POSTS, POSTS, title=TITLE),
            "Internes": sheet_of(Role.INTERNS, INTERNS),
            "Vœux": sheet_of(Role.WISHES, WISHES),
        }
    )


def read_all(data: bytes, **options: str) -> Reading:
    return read([Input("choix.xlsx", data)], **options)


def test_a_workbook_of_three_lists_gives_the_whole_dossier(whole: bytes) -> None:
    found = read_all(whole)
    assert errors(found.issues) == []
    assert counts(found) == {"posts": 2, "seats": 4, "interns": 2, "wishes": 2}
    assert (found.dossier.semester, found.dossier.subdivision) == ("2027-ete", "Saint-Étienne")
    assert [wishes.codes for wishes in found.dossier.wishes] == [("P02", "P01"), ("P01", "P99")]
    assert found.dossier.history is None
    assert [source.name for source in found.dossier.sources] == ["choix.xlsx"]


def test_what_the_files_announce_yields_to_what_is_asked(whole: bytes) -> None:
    found = read_all(whole, semester="2028-ete", subdivision="Lyon").dossier
    assert (found.semester, found.subdivision) == ("2028-ete", "Lyon")


def test_warnings_bear_their_exact_place_in_the_order_of_the_rows(whole: bytes) -> None:
    found = [(issue.sheet, issue.cell, issue.code) for issue in read_all(whole).issues]
    assert ("Vœux", "C3", "W_WISH_UNKNOWN") in found
    assert found == sorted(
        found, key=lambda each: ("Postes Internes Vœux".index(each[0]) if each[0] else -1, int(each[1][1:] or 0))
    )


def test_a_file_given_for_several_lists_is_read_once(whole: bytes) -> None:
    given = [Input("choix.xlsx", whole, frozenset({role})) for role in (Role.POSTS, Role.INTERNS, Role.WISHES)]
    found = read(given)
    assert counts(found) == counts(read_all(whole))
    assert len(found.books) == 1


def test_only_the_lists_asked_for_are_read(whole: bytes) -> None:
    found = read([Input("choix.xlsx", whole, frozenset({Role.POSTS}))])
    assert counts(found) == {"posts": 2, "seats": 4, "interns": 0, "wishes": 0}


def test_a_list_that_the_file_does_not_hold_is_an_error() -> None:
    data = workbook({"Postes": sheet_of(Role.POSTS, POSTS)})
    found = read([Input("postes.xlsx", data, frozenset({Role.INTERNS}))])
    assert len(errors(found.issues)) == 1
    assert errors(found.issues)[0].file == "postes.xlsx"


def test_files_apart_give_the_same_dossier_as_one(whole: bytes) -> None:
    apart = [
        Input("p.xlsx", workbook({"Postes": sheet_of(Role.POSTS, POSTS, title=TITLE)})),
        Input("i.xlsx", workbook({"Internes": sheet_of(Role.INTERNS, INTERNS)})),
        Input("v.xlsx", workbook({"Vœux": sheet_of(Role.WISHES, WISHES)})),
    ]
    one, three = read_all(whole).dossier, read(apart).dossier
    assert (one.posts, one.candidates, one.wishes) == (three.posts, three.candidates, three.wishes)


def test_a_file_that_is_no_workbook_is_an_issue_not_an_exception() -> None:
    found = read([Input("liste.pdf", b"%PDF-1.7 rien"), Input("vide.xlsx", b"")])
    assert [issue.file for issue in errors(found.issues)] == ["liste.pdf", "vide.xlsx"]
    assert counts(found) == {"posts": 0, "seats": 0, "interns": 0, "wishes": 0}


def test_all_the_errors_come_at_once_and_the_sound_rows_are_counted() -> None:
    posts = [list(row) for row in POSTS] * 2
    posts[2], posts[3] = ["P03", *posts[2][1:8], "deux"], ["P04", *posts[3][1:6], "Phase 4", "SASPAS", -1]
    interns = [
        *INTERNS,
        (3, "12", "CHARLIE", "Zoé", GENERAL, "Socle", 1),
        (2, "10100000033", "DELTA", "Léa", GENERAL, "Socle", 1),
    ]
    found = read_all(workbook({"Postes": sheet_of(Role.POSTS, posts), "Internes": sheet_of(Role.INTERNS, interns)}))
    assert [(issue.cell, issue.code) for issue in errors(found.issues)] == [
        ("I4", "E_INT_TEXT"),
        ("G5", "E_PHASE_UNKNOWN"),
        ("I5", "E_INT_NEG"),
        ("B4", "E_RPPS_INVALID"),
        ("A5", "E_RANK_DUP"),
    ]
    assert counts(found) == {"posts": 2, "seats": 4, "interns": 2, "wishes": 0}


def test_titles_that_announce_two_semesters_leave_the_choice_to_the_clerk() -> None:
    sheets = {
        "Postes": sheet_of(Role.POSTS, POSTS, title="Postes été 2027, Lyon"),
        "Internes": sheet_of(Role.INTERNS, INTERNS, title="Internes hiver 2027-2028, Grenoble"),
    }
    found = read_all(workbook(sheets))
    assert (found.dossier.semester, found.dossier.subdivision) == ("", "")
    assert {"W_SEMESTER_CONFLICT", "W_SUBDIVISION_CONFLICT"} <= {issue.code for issue in found.issues}


def semesters(*titles: str, asked: str = "") -> tuple[str, list[str]]:
    """What is kept of the titles of as many post lists, and what is said of them."""
    sheets = {f"Feuille {at}": sheet_of(Role.POSTS, POSTS, title=title) for at, title in enumerate(titles, 1)}
    found = read_all(workbook(sheets), semester=asked)
    return found.dossier.semester, [each.message for each in found.issues if each.code.startswith("W_SEMESTER_")]


def test_semesters_that_differ_are_named_with_their_places() -> None:
    both = (
        "Les titres annoncent des semestres différents : 2027-ete (fichier « choix.xlsx », onglet « Feuille 1 ») ; "
        "2027-hiver (fichier « choix.xlsx », onglet « Feuille {} »)."
    )
    assert semesters("Été 2027", "Hiver 2027") == ("", [both.format(2)])
    assert semesters("Été 2027 / hiver 2027") == ("", [both.format(1)])
    assert semesters("Hiver 2026 et été 2027", "Été 2027") == ("2027-ete", [])


def test_a_title_that_contradicts_the_semester_asked_for_is_said() -> None:
    said = "Semestre demandé : 2027-hiver ; un titre annonce 2027-ete (fichier « choix.xlsx », onglet « Feuille 1 »)."
    assert semesters("Été 2027", "Hiver 2027", asked="2027-hiver") == ("2027-hiver", [said])
    assert semesters("Été 2027", asked="2027-ete") == ("2027-ete", [])


@pytest.mark.parametrize("role", [Role.POSTS, Role.INTERNS])
def test_a_list_without_a_row_is_an_error_in_the_file_given_for_it(role: Role) -> None:
    data = workbook({"Liste": [headers(role)]})
    (issue,) = read([Input("liste.xlsx", data, frozenset({role}))]).issues
    assert (issue.code, issue.message) == ("E_NO_ROWS", "Onglet « Liste » : aucune ligne sous l'en-tête.")
    assert read([Input("liste.xlsx", data)]).issues == ()


def test_an_empty_sheet_beside_one_that_is_filled_is_no_error() -> None:
    data = workbook({"Postes": sheet_of(Role.POSTS, POSTS), "Autres": [headers(Role.POSTS)]})
    found = read([Input("postes.xlsx", data, frozenset({Role.POSTS}))])
    assert len(found.dossier.posts) == 2
    assert errors(found.issues) == []


def test_a_wish_for_a_post_whose_row_is_in_error_is_not_called_unknown() -> None:
    posts = [POSTS[0], (*POSTS[1][:8], "deux")]
    sheets = {
        "Postes": sheet_of(Role.POSTS, posts),
        "Internes": sheet_of(Role.INTERNS, INTERNS),
        "Vœux": sheet_of(Role.WISHES, [("10100000017", "P02", "P01")]),
    }
    assert "W_WISH_UNKNOWN" not in {issue.code for issue in read_all(workbook(sheets)).issues}


def test_history_requests_and_absences_join_the_dossier() -> None:
    sheets = {
        "Internes": sheet_of(Role.INTERNS, INTERNS),
        "Historique": [
            headers(Role.HISTORY),
            ["10100000017", "2026-hiver", "P01", "Urgences adultes", "Socle", "Validé", 0],
        ],
        "Demandes": [headers(Role.REQUESTS), ["10100000025", "CESP", "15/01/2027", "Accordée"]],
        "Absences": [headers(Role.ABSENCES), ["10100000017", "03/06/2027", "14/06/2027", "Maladie"]],
    }
    found = read_all(workbook(sheets))
    assert errors(found.issues) == []
    dossier = found.dossier
    assert dossier.history is not None
    assert [stage.phase for stage in dossier.history] == [Phase.SOCLE]
    assert (len(dossier.requests), dossier.requests_given, len(dossier.absences)) == (1, True, 1)


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["Cc"]), max_size=30),
    st.sampled_from(["S/A", "CESP:9", "=A1", "#REF!", "P01", "1/0", "é" * 300, "Surnombre validant; CESP", "2027-ete"]),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.lists(CELLS, min_size=13, max_size=13), min_size=1, max_size=4))
def test_whatever_the_cells_hold_the_reading_ends_in_issues(rows: list[list[object]]) -> None:
    sheets = {role.label: [headers(role, 13), *rows] for role in Role}
    found = read_all(workbook(sheets))
    assert all(issue.message and len(issue.value) <= 60 for issue in found.issues)
    assert counts(found)["seats"] == sum(post.seats for post in found.dossier.posts)


def test_a_list_laid_out_as_the_trade_lays_it_out_is_read_whole() -> None:
    """Title, two-row header with phases, bands, a couplé of merged seats, a total that is wrong by one."""
    book = Workbook()
    sheet = book.active
    rows: list[list[object]] = [
        ["Médecine générale – postes du semestre novembre 2027 – avril 2028"],
        ["N° stage", "Établissement", "Service", "Postes offerts au choix", None],
        [None, None, None, "PS", "PA"],
        ["Urgences adultes"],
        ["U1", "CHU de Lyon", "SAU", 3, None],
        ["Stage couplé"],
        ["C1", "CHU de Lyon", "Pédiatrie", None, 2],
        ["C2", "CHU de Lyon", "Gynécologie", None, None],
        ["Total", None, None, 3, 3],
    ]
    for row in rows:
        sheet.append(row)
    for merged in ("D2:E2", "A4:E4", "A6:E6", "E7:E8"):
        sheet.merge_cells(merged)
    stream = BytesIO()
    book.save(stream)
    found = read_all(stream.getvalue())
    assert errors(found.issues) == []
    assert [
        (post.code, post.service, post.phases, post.seats, post.category.value) for post in found.dossier.posts
    ] == [
        ("U1", "SAU", (Phase.SOCLE,), 3, "URG"),
        ("C1", "Pédiatrie + Gynécologie", (Phase.APPROFONDISSEMENT,), 2, "COUPLE"),
    ]
    assert found.dossier.semester == "2027-hiver"
    found_codes = {issue.code: issue.cell for issue in found.issues}
    assert found_codes["W_SHARED_SEATS"] == "E7:E8"
    assert found_codes["W_TOTAL_MISMATCH"] == "E9"


def test_a_text_file_of_the_old_windows_kind_is_read() -> None:
    lines = [
        "Code stage;Établissement;Service;DES;Phase;Nombre de postes",
        "P01;CHU de Saint-Étienne;Pédiatrie;Pédiatrie;Socle;2",
    ]
    found = read([Input("postes.csv", "\r\n".join(lines).encode("cp1252"))])
    assert errors(found.issues) == []
    assert [(post.establishment, post.seats) for post in found.dossier.posts] == [("CHU de Saint-Étienne", 2)]


def test_wishes_one_a_row_join_the_call_list_by_order() -> None:
    sheets = {
        "Postes": sheet_of(Role.POSTS, POSTS),
        "Internes": sheet_of(Role.INTERNS, INTERNS),
        "Vœux": [["RPPS", "Rang du vœu", "Code stage"], ["10100000017", 2, "P01"], ["10100000017", 1, "P02"]],
    }
    assert [wishes.codes for wishes in read_all(workbook(sheets)).dossier.wishes] == [("P02", "P01")]
