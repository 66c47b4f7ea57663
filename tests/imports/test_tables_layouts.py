"""Each layout met in the field is understood as the clerk who made it means it."""

from __future__ import annotations

import pytest

from allocation.forms import FORMS, WISHES_LONG, Role
from tests.imports import layouts
from tests.imports.layouts import POSTS, Page, Read, book_of, csv_of, read_interns, read_posts, understand


def test_a_merged_region_is_carried_down_but_a_merged_number_is_counted_once() -> None:
    read = understand(book_of(layouts.interregion()), Role.POSTS)
    regions = [record.fields["region"] for record in read.table.records]
    assert [raw.value for raw in regions] == ["Nord-Est", "Nord-Est", "Nord-Est", "Île-de-France"]
    assert [raw.copied_from for raw in regions] == ["", "A2", "A2", ""]
    assert [raw.cell for raw in regions] == ["A2", "A3", "A4", "A5"]
    seats = [record.fields["postes"] for record in read.table.records]
    assert [(raw.value, raw.cell, raw.shared) for raw in seats] == [
        (14, "C2", False), (15, "C3:C4", False), (None, "C3:C4", True), (67, "C5", False),
    ]  # fmt: skip
    assert read.codes == ["W_SHARED_SEATS"]
    assert [(total.value, total.first, total.last) for total in read.table.totals] == [(96, 0, 4)]


def test_a_table_with_one_column_a_specialty_is_no_list_of_posts() -> None:
    read = understand(book_of(layouts.one_column_a_specialty()), Role.POSTS)
    assert read.tables == []
    assert read.codes == ["E_HEADER_NOT_FOUND"]
    issue = read.issue("E_HEADER_NOT_FOUND")
    assert issue.message == "Onglet « Annexe » : aucune ligne d'en-tête dans les 30 premières lignes."
    assert issue.fix == "Ajoutez Établissement, Service, Nombre de postes."


def test_a_list_without_numbers_is_told_which_column_it_lacks() -> None:
    read = understand(book_of(layouts.hospital_posts()), Role.POSTS)
    assert read.tables == []
    issue = read.issue("E_COL_MISSING")
    assert issue.message.startswith(
        "Onglet « Postes » : il manque « Nombre de postes ». En-têtes lus : « DISCIPLINE », "
    )


def test_a_header_on_two_lines_is_joined_under_its_merged_cells() -> None:
    read = understand(book_of(layouts.two_line_header()), Role.POSTS)
    assert read.table.columns == {
        "etablissement": "A", "service": "B", "postes_socle": "C", "postes_approfondissement": "D", "bloques": "E",
        "observations": "F",
    }  # fmt: skip
    assert read.table.headers["postes_socle"] == "Postes offerts au choix PS"
    assert read.table.header_row == 4
    assert read.column("postes_socle") == [3, None]
    assert read.column("postes_approfondissement") == [2, 1]
    assert read.issues == []


def test_titles_above_the_header_are_kept_and_say_the_specialty() -> None:
    read = understand(book_of(layouts.two_line_header()), Role.POSTS)
    assert read.table.titles == (
        "Subdivision de Saint-Étienne – semestre d'été 2027", "DES de médecine générale",
    )  # fmt: skip
    assert read.context("des") == ["médecine générale"] * 2


def test_groups_above_the_header_do_not_hide_it() -> None:
    read = understand(book_of(layouts.grouped_header()), Role.POSTS)
    assert read.table.columns["etablissement"] == "A"
    assert read.table.columns["postes_socle"] == "D"
    assert read.table.columns["postes_approfondissement"] == "E"
    assert len(read.table.records) == 1
    assert read.issues == []


def test_a_two_line_header_of_a_text_file_is_joined_over_its_blanks() -> None:
    rows = [
        ["Établissement", "Service", "Postes offerts au choix", None, "Observations"],
        [None, None, "PS", "PA", None],
        ["CHU Nord", "Urgences", 3, 2, None],
    ]
    read = understand(csv_of(rows), Role.POSTS)
    assert read.table.columns["postes_socle"] == "C"
    assert read.table.columns["postes_approfondissement"] == "D"
    assert len(read.table.records) == 1


def test_blocked_posts_by_phase_are_not_offered_posts() -> None:
    rows = [
        ["Établissement", "Service", "Postes offerts", None, "Postes bloqués", None],
        [None, None, "PS", "PA", "PS", "PA"],
        ["CHU Nord", "Urgences", 3, 2, 1, 0],
    ]
    read = read_posts(rows, merges=["C1:D1", "E1:F1"])
    assert (read.table.columns["postes_socle"], read.table.columns["postes_approfondissement"]) == ("C", "D")
    assert "E_COL_DUP" not in read.codes


def test_a_data_row_under_a_header_with_merged_cells_stays_a_record() -> None:
    read = read_posts([["Établissement", None, "Service", "Postes"], ["CHU", None, "Urgences", 3]], merges=["A1:B1"])
    assert len(read.table.records) == 1


def test_a_call_list_takes_its_phase_from_the_name_of_its_sheet() -> None:
    read = understand(book_of(layouts.call_list()), Role.INTERNS)
    assert read.table.columns == {
        "ordre": "A", "nom": "B", "prenom": "C", "classement": "D", "concours": "E", "anciennete": "F",
    }  # fmt: skip
    assert read.context("phase") == ["PA1", "PA1"]
    assert read.issues == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("DES_AR", {"des": "AR"}),
        ("Rhumato ", {"des": "Rhumato"}),
        ("Appel PA1", {"phase": "PA1"}),
        ("DES MG - PA", {"des": "MG", "phase": "PA"}),
        ("Médecine d'urgence", {"des": "Médecine d'urgence"}),
        ("SASPAS", {"category": "SASPAS"}),
        ("Liste des postes", {}),
        ("Feuil1", {}),
    ],
)
def test_the_name_of_a_sheet_says_specialty_phase_or_category(name: str, said: dict[str, str]) -> None:
    read = read_posts([POSTS, ["CHU", "Urgences", 3]], name=name)
    assert read.table.records[0].context == said


def test_a_title_that_names_two_specialties_says_none() -> None:
    read = read_posts([["DES de cardiologie et de pneumologie"], POSTS, ["CHU", "Urgences", 3]])
    assert read.context("des") == [None]


@pytest.mark.parametrize("role", list(Role))
def test_our_own_templates_are_read_whole(role: Role) -> None:
    headers = [column.header for column in FORMS[role]]
    example = [column.example or "x" for column in FORMS[role]]
    read = understand(book_of(Page([headers, example], name=role.label)))
    assert read.table.role is role
    assert list(read.table.columns) == [column.field.replace("phases", "phase") for column in FORMS[role]]
    assert not read.table.long_wishes
    assert read.issues == []


def test_wishes_one_a_row_are_read_as_such() -> None:
    rows = [[column.header for column in WISHES_LONG], ["10100000018", 1, "P1"], ["10100000018", 2, "P2"]]
    read = understand(book_of(Page(rows, name="Vœux")))
    assert (read.table.role, read.table.long_wishes) == (Role.WISHES, True)
    assert read.column("rang_voeu") == [1, 2]


def test_an_order_beside_a_code_alone_is_that_of_the_wish() -> None:
    read = understand(book_of(Page([["RPPS", "Ordre", "Code stage"], ["10100000018", 1, "P1"]])), Role.WISHES)
    assert read.table.long_wishes
    assert read.column("rang_voeu") == [1]


def test_a_rank_beside_wide_wishes_is_that_of_the_person() -> None:
    read = understand(
        book_of(Page([["Rang", "Nom", "Prénom", "V1", "V2"], [7, "EXEMPLE", "Camille", "P1", "P2"]])), Role.WISHES
    )
    assert read.table.columns == {"ordre": "A", "nom": "B", "prenom": "C", "voeu_1": "D", "voeu_2": "E"}


def test_numbered_wishes_under_one_merged_header_are_wishes() -> None:
    rows = [["RPPS", "Nom", "Vœux", None], [None, None, 1, 2], ["10100000018", "EXEMPLE", "P1", "P2"]]
    read = understand(book_of(Page(rows, merges=["C1:D1"])), Role.WISHES)
    assert read.table.columns == {"rpps": "A", "nom": "B", "voeu_1": "C", "voeu_2": "D"}
    assert len(read.table.records) == 1


def test_a_person_without_any_wish_is_still_read() -> None:
    read = understand(book_of(Page([["RPPS", "Vœu 1", "Vœu 2"], ["10100000018", None, None]])), Role.WISHES)
    assert [set(record.fields) for record in read.table.records] == [{"rpps"}]


def test_a_doctor_alone_is_the_place_of_an_ambulatory_post() -> None:
    read = read_posts([["MSU", "Commune", "Postes"], ["Dr EXEMPLE / Dr FICTIF", "Firminy", 1]])
    assert read.table.columns["service"] == "A"


def workbook_of_four() -> list[Page]:
    return [
        Page([POSTS, ["CHU", "Urgences", 3]], name="Stages"),
        Page([["Ordre", "Nom", "Prénom", "Phase"], [1, "EXEMPLE", "Camille", "Socle"]], name="Appel"),
        Page([["RPPS", "Vœu 1"], ["10100000018", "P1"]], name="Vœux"),
        Page(
            [["RPPS", "Début", "Fin", "Motif"], ["10100000018", "01/06/2027", "02/06/2027", "Maladie"]], name="Arrêts"
        ),
    ]


def test_one_workbook_gives_each_list_to_the_option_it_was_given_for() -> None:
    book = book_of(*workbook_of_four())
    for role, sheet in [
        (Role.POSTS, "Stages"),
        (Role.INTERNS, "Appel"),
        (Role.WISHES, "Vœux"),
        (Role.ABSENCES, "Arrêts"),
    ]:
        read = understand(book, role)
        assert (read.table.sheet, read.table.role, read.issues) == (sheet, role, [])


def test_without_any_option_every_list_of_the_workbook_is_found() -> None:
    read = understand(book_of(*workbook_of_four()))
    assert [table.role for table in read.tables] == [Role.POSTS, Role.INTERNS, Role.WISHES, Role.ABSENCES]
    assert read.issues == []


def test_several_sheets_of_one_role_are_all_read() -> None:
    pages = [Page([POSTS, [name, "Urgences", 3]], name=name) for name in ("Socle", "Appro")]
    assert [table.sheet for table in understand(book_of(*pages), Role.POSTS).tables] == ["Socle", "Appro"]


def test_a_call_list_with_wishes_beside_serves_for_both() -> None:
    rows = [
        ["Ordre", "RPPS", "Nom", "Prénom", "DES", "Phase", "Vœu 1"],
        [1, "10100000018", "EXEMPLE", "C", "MG", "S", "P1"],
    ]
    book = book_of(Page(rows, name="Tout"))
    for wanted in [(Role.INTERNS, Role.WISHES), ()]:
        read = understand(book, *wanted)
        assert [table.role for table in read.tables] == [Role.INTERNS, Role.WISHES]
        assert read.issues == []


@pytest.mark.parametrize("extra", ["Type", "Semestre"])
def test_a_call_list_stays_one_beside_a_column_of_another_list(extra: str) -> None:
    headers = ["Ordre", "RPPS", "Nom", "Prénom", "DES", "Phase", "Ancienneté", extra]
    read = understand(book_of(Page([headers, [1, "10100000018", "EXEMPLE", "Camille", "MG", "S", 2, "x"]])))
    assert read.table.role is Role.INTERNS


def test_an_address_book_beside_the_call_list_is_left_aside() -> None:
    contacts = Page([["Nom", "Prénom", "Courriel"], ["FICTIF", "Paul", "p@example.org"]], name="Contacts")
    read = understand(book_of(layouts.call_list(), contacts), Role.INTERNS)
    assert read.table.sheet == "Appel PA1"


def test_a_summary_by_specialty_beside_the_posts_is_kept_as_a_check() -> None:
    summary = Page([["DES", "Postes"], ["Médecine générale", 3], ["Rhumatologie", 1]], name="Synthèse")
    read = understand(book_of(Page([POSTS, ["CHU", "Urgences", 3]]), summary), Role.POSTS)
    assert [(table.sheet, table.summary) for table in read.tables] == [("Postes", False), ("Synthèse", True)]
    assert read.issues == []


def test_a_summary_alone_lacks_the_places() -> None:
    summary = Page([["DES", "Postes"], ["Médecine générale", 3]], name="Synthèse")
    assert "« Établissement »" in understand(book_of(summary), Role.POSTS).issue("E_COL_MISSING").message


def test_a_file_given_for_the_wrong_option_says_what_it_holds() -> None:
    read = understand(book_of(layouts.call_list()), Role.POSTS)
    issue = read.issue("E_ROLE_MISSING")
    assert issue.message == "Aucun onglet ne contient la liste « Postes ». Onglets lus : « Appel PA1 » (Internes)."


def test_a_hidden_sheet_is_listed_and_not_read() -> None:
    pages = [
        Page([POSTS, ["CHU", "Urgences", 3]]),
        Page([POSTS, ["CHU", "Ancien", 9]], name="2026", state="veryHidden"),
    ]
    read = understand(book_of(*pages), Role.POSTS)
    assert read.table.sheet == "Postes"
    assert read.issue("W_HIDDEN_SHEET").sheet == "2026"


@pytest.mark.parametrize(
    "rows",
    [
        [["CHU", "Urgences", "Socle", 2], ["CHU", "Pédiatrie", "Socle", 3], ["CHU", "Gériatrie", "Socle", 1]],
        [["Site", "Unit", "Stage", "Number"], ["CHU", "Urgences", "Socle", 2]],
        [["CHU", "Urgences", "Socle", 2]],
        [["CHU", "PS", "DES", "Phase", 2], ["CHU", "PS", "DES", "Phase", 3]],
    ],
)  # fmt: skip
def test_rows_of_data_whose_values_are_words_of_headers_are_no_header(rows: list[list[object]]) -> None:
    for book in (csv_of(rows), book_of(Page(rows))):
        read = understand(book, Role.POSTS)
        assert (read.tables, read.codes) == ([], ["E_HEADER_NOT_FOUND"])


def test_a_header_that_repeats_words_of_the_line_above_is_still_one() -> None:
    names = ["Établissement", "Service"]
    read = read_posts([[*names, "Postes", "Postes"], [*names, "PS", "PA"], ["CHU Nord", "Urgences", 3, 2]])
    assert (read.table.header_row, read.column("service")) == (2, ["Urgences"])


def test_a_list_without_a_header_beside_a_good_one_is_an_error() -> None:
    bare = Page([["CHU", f"Service {row}", row] for row in range(5)], name="Sans en-tête")
    notes = Page([["Phases", "Catégories"], ["Socle", "Libre"], ["Appro", "SASPAS"]], name="Listes")
    read = understand(book_of(Page([POSTS, ["CHU", "Urgences", 3]]), bare, notes), Role.POSTS)
    assert [(issue.code, issue.sheet) for issue in read.issues] == [("E_HEADER_NOT_FOUND", "Sans en-tête")]


def test_two_columns_for_one_field_are_an_error_that_names_them() -> None:
    read = read_posts([["Établissement", "Service", "Postes", "Service"], ["CHU", "Urgences", 3, "SAU"]])
    issue = read.issue("E_COL_DUP")
    assert (issue.cell, issue.message) == ("D1", "Colonnes B et D : « Service » deux fois.")
    assert read.codes == ["E_COL_DUP"]


def test_two_headers_of_one_meaning_are_an_error_that_names_both() -> None:
    read = read_posts([["Établissement", "Service", "Postes", "Terrain de stage"], ["CHU", "Urgences", 3, "SAU"]])
    assert "B (« Service ») et D (« Terrain de stage »)" in read.issue("E_COL_DUP").message


def test_a_vague_header_gives_way_to_a_clear_one() -> None:
    read = read_posts([["Site", "Établissement", "Service", "Postes"], ["Nord", "CHU", "Urgences", 3]])
    assert list(read.table.columns.items()) == [("etablissement", "B"), ("service", "C"), ("postes", "D")]
    assert "« Établissement » est lue à sa place" in read.issue("W_COL_UNKNOWN").message


@pytest.mark.parametrize(
    ("headers", "columns"),
    [
        (["Lieu", "Postes"], {"service": "A"}),
        (["Lieu", "Service", "Postes"], {"etablissement": "A", "service": "B"}),
        (["Ville", "Service", "Postes"], {"commune": "A", "service": "B"}),
        (["Ville", "Commune", "Service", "Postes"], {"subdivision": "A", "commune": "B", "service": "C"}),
    ],
)
def test_a_vague_header_takes_the_first_of_its_meanings_that_is_free(
    headers: list[str], columns: dict[str, str]
) -> None:
    read = read_posts([headers, ["x"] * len(headers)])
    assert {field: letter for field, letter in read.table.columns.items() if field != "postes"} == columns
    assert read.issues == []


def test_an_unknown_column_is_told_only_when_it_holds_something() -> None:
    rows = [[*POSTS, "Couleur", "Vide", None], ["CHU", "Urgences", 3, "bleu", None, "?"]]
    issue = read_posts(rows).issue("W_COL_UNKNOWN")
    assert (issue.cell, issue.message) == ("D1", "Colonne D « Couleur » ignorée.")


def test_a_misspelt_header_is_proposed_and_not_used() -> None:
    read = read_posts([["Établissement", "Service", "Nombre de poste", "Catégori"], ["CHU", "Urgences", 3, "Libre"]])
    assert read.tables == []
    assert "« Nombre de poste » veut-elle dire « Nombre de postes » ?" in read.issue("E_COL_MISSING").fix


def test_a_misspelt_column_that_may_be_left_out_is_proposed_too() -> None:
    read = read_posts([[*POSTS, "Catégorrie"], ["CHU", "Urgences", 3, "Libre"]])
    assert "categorie" not in read.table.columns
    assert read.issue("W_COL_UNKNOWN").fix.startswith("Vouliez-vous dire « Catégorie » ?")


def test_a_hidden_column_is_read_and_told() -> None:
    read = read_posts([[*POSTS, "DES"], ["CHU", "Urgences", 3, "MG"]], hidden_columns=["D"])
    assert read.column("des") == ["MG"]
    assert read.issue("W_HIDDEN_COLUMN").cell == "D1"


@pytest.mark.parametrize("above", [0, 5, 29])
def test_the_header_is_found_in_the_first_thirty_rows(above: int) -> None:
    read = read_posts([*[["Note"]] * above, POSTS, ["CHU", "Urgences", 3]])
    assert read.table.header_row == above + 1


def test_a_header_below_the_thirtieth_row_is_not_looked_for() -> None:
    assert read_posts([*[["Note"]] * 30, POSTS, ["CHU", "Urgences", 3]]).codes == ["E_HEADER_NOT_FOUND"]


def test_an_interns_list_without_any_name_lacks_its_key() -> None:
    read: Read = read_interns([["DES", "Phase", "Ancienneté"], ["MG", "Socle", 1]])
    assert "« Nom »" in read.issue("E_COL_MISSING").message


def test_an_empty_template_is_a_table_without_records() -> None:
    read = understand(book_of(Page([[column.header for column in FORMS[Role.POSTS]]])), Role.POSTS)
    assert (read.table.records, read.issues) == ([], [])
