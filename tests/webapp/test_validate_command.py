"""`rang validate`, from real files to who may be validated: the scenarios of the trade, wrong files, odd people."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from allocation.forms import CAUSES, FORMS, Role
from tests.imports.workbooks import as_csv, as_ods, as_xls, as_xlsx
from tests.webapp.running import SAMPLES, rang

Row = Sequence[object]
ALPHA, BETA, GAMMA = "10100000016", "10100000024", "10100000032"
STRANGER = "10100000040"
PEOPLE = ((ALPHA, "ALPHA", "Anne"), (BETA, "BETA", "Basile"), (GAMMA, "GAMMA", "Chloé"))
FIRST, LAST = date(2027, 5, 2), date(2027, 11, 1)
BOTH = pytest.mark.parametrize("rules", ["ssipi-2025", "national-2026"])
WRITTEN = {"validation.xlsx", "validation.json", "rapport-import.xlsx"}


def table(role: Role, *rows: Row) -> list[Row]:
    return [[column.header for column in FORMS[role]], *rows]


def intern(rpps: str, last: str, first: str, *, mode: str = "", situation: str = "", phase: str = "Socle") -> Row:
    return (None, rpps, last, first, "Médecine générale", phase, 0, 2025, 100, 8000, situation, mode, None)


def absence(who: str, start: date, end: date, cause: str = "Maladie", half_days: int | None = None) -> Row:
    return (who, start, end, cause, half_days)


def done(who: str, semester: str, result: str = "Validé", cause: str = "", phase: str = "Socle", days: int = 0) -> Row:
    return (who, semester, "42-URG-01", "Urgences adultes", phase, result, days, cause, None, None)


class Office:
    """A clerk's desk: files in, the command, what came out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "resultat"
        self.interns: list[Row] = [intern(*person) for person in PEOPLE]
        self.words: list[object] = []

    def file(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    def history(self, *rows: Row) -> None:
        self.words += ["--history", self.file("historique.xlsx", as_xlsx(table(Role.HISTORY, *rows)))]

    def run(self, *rows: Row, semester: str = "2027-ete", rules: str = "ssipi-2025") -> Any:
        interns = self.file("internes.xlsx", as_xlsx(table(Role.INTERNS, *self.interns)))
        absences = self.file("absences.xlsx", as_xlsx(table(Role.ABSENCES, *rows)))
        return self.run_on(interns, absences, semester, rules)

    def run_on(self, interns: Path, absences: Path, semester: str = "2027-ete", rules: str = "ssipi-2025") -> Any:
        files = ["--interns", interns, "--absences", absences]
        return rang("validate", *files, "--semester", semester, "--rules", rules, *self.words, "--out", self.out)

    def documents(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads((self.out / "validation.json").read_text(encoding="utf-8"))
        return found

    def of(self, *rows: Row, who: str = ALPHA, **options: str) -> dict[str, Any]:
        """What becomes of one person."""
        finished = self.run(*rows, **options)
        assert finished.exit_code == 0, finished.output
        return next(one for one in self.documents() if one["rpps"] == who)

    def problems(self) -> set[str]:
        sheet = load_workbook(self.out / "rapport-import.xlsx").worksheets[0]
        return {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_everybody_of_the_file_has_one_object_in_the_order_of_the_file(office: Office) -> None:
    assert office.run(absence(BETA, FIRST, FIRST)).exit_code == 0
    found = office.documents()
    assert [one["rpps"] for one in found] == [ALPHA, BETA, GAMMA]
    assert {path.name for path in office.out.iterdir()} == WRITTEN
    for one in found:
        assert {"rpps", "eligible", "days_counted", "limit", "rule", "warnings"} <= set(one)
        assert type(one["eligible"]) is bool
        assert type(one["days_counted"]) is type(one["limit"]) is int
    assert [one["days_counted"] for one in found] == [0, 1, 0]


@BOTH
def test_T61_thirty_days_of_annual_leave_and_sixty_one_of_sickness_validate(office: Office, rules: str) -> None:
    leave = absence(ALPHA, date(2027, 7, 5), date(2027, 8, 3), "Congés annuels")
    found = office.of(leave, absence(ALPHA, date(2027, 8, 16), date(2027, 10, 15)), rules=rules)
    assert (found["eligible"], found["days_counted"], found["limit"]) == (True, 61, 61)
    assert found["presence"] == {"Congés annuels": 30}


def test_T63_the_seed_set_holds_maternity_to_61_days_and_tells_that_the_national_one_does_not(office: Office) -> None:
    found = office.of(absence(ALPHA, date(2027, 8, 2), LAST, "Congé maternité"))
    assert (found["eligible"], found["days_counted"], found["limit"], found["rule"]) == (False, 92, 61, "VAL-03")
    assert found["seniority"] == 1
    assert any("Textes nationaux" in said and "VAL-05" in said for said in found["warnings"])


@pytest.mark.parametrize(
    ("first", "counted", "eligible"), [(date(2027, 8, 2), 92, True), (date(2027, 8, 1), 93, False)]
)
def test_T63_the_national_set_gives_maternity_three_months(
    office: Office, first: date, counted: int, eligible: bool
) -> None:
    found = office.of(absence(ALPHA, first, LAST, "Congé maternité"), rules="national-2026")
    assert (found["eligible"], found["days_counted"], found["limit"], found["rule"]) == (
        eligible,
        counted,
        92,
        "VAL-05",
    )
    assert any("Saint-Étienne" in said for said in found["warnings"]) is eligible


def test_T65_a_semester_before_the_decree_keeps_two_months_for_maternity(office: Office) -> None:
    row = absence(ALPHA, date(2024, 11, 2), date(2025, 1, 2), "Congé maternité")
    found = office.of(row, semester="2024-hiver", rules="national-2026")
    assert (found["eligible"], found["days_counted"], found["limit"], found["rule"]) == (False, 62, 61, "VAL-02")


@BOTH
def test_T67_two_months_that_make_62_days_are_refused_with_both_readings(office: Office, rules: str) -> None:
    found = office.of(absence(ALPHA, date(2027, 7, 1), date(2027, 8, 31)), rules=rules)
    assert (found["eligible"], found["days_counted"]) == (False, 62)
    assert any("limite en jours (61)" in said and "2 mois de date à date" in said for said in found["warnings"])


def test_T69_the_decision_of_the_faculty_is_a_fact_that_the_attendance_does_not_change(office: Office) -> None:
    office.history(done(ALPHA, "2027-ete", "Non validé", "Autre"), done(BETA, "2027-ete", "Validé"))
    found = office.of(absence(ALPHA, FIRST, date(2027, 5, 11)), absence(BETA, FIRST, date(2027, 8, 1)))
    assert (found["eligible"], found["decision"]) == (True, False)
    assert (found["semesters_due"], found["seniority"]) == (1, 0)
    assert "Non validé par décision motivée, l'assiduité étant suffisante." in found["warnings"]
    other = office.documents()[1]
    assert (other["eligible"], other["decision"], other["semesters_due"]) == (False, True, 0)
    assert any("contre l'assiduité" in said for said in other["warnings"])


@BOTH
@pytest.mark.parametrize(("half_days", "counted", "eligible"), [(122, 61, True), (123, 61.5, False), (1, 0.5, True)])
def test_half_days_count_for_half(office: Office, rules: str, half_days: int, counted: float, eligible: bool) -> None:
    found = office.of(absence(ALPHA, FIRST, date(2027, 9, 30), "Maladie", half_days), rules=rules)
    assert (found["days_counted"], found["eligible"]) == (counted, eligible)
    assert type(found["days_counted"]) is type(counted)


def test_a_surnombre_non_validant_is_never_validated_and_a_validant_is_held_to_the_common_rule(office: Office) -> None:
    office.interns[0] = intern(*PEOPLE[0], mode="Surnombre non validant")
    office.interns[1] = intern(*PEOPLE[1], mode="Surnombre validant")
    found = office.of(absence(BETA, FIRST, date(2027, 7, 1)))
    assert (found["eligible"], found["rule"], found["warnings"]) == (False, "SNV-02", [])
    other = office.documents()[1]
    assert (other["eligible"], other["rule"], other["days_counted"]) == (True, "VAL-03", 61)


def test_a_surnombre_written_as_a_situation_alone_is_taken_and_to_be_confirmed(office: Office) -> None:
    office.interns[0] = intern(*PEOPLE[0], situation="Surnombre non validant")
    found = office.of()
    assert (found["eligible"], found["rule"], found["mode"]) == (False, "SNV-02", "surnombre_non_validant")
    assert any("À confirmer" in said for said in found["warnings"])


def test_who_was_on_leave_for_the_semester_is_said(office: Office) -> None:
    office.interns[0] = intern(*PEOPLE[0], situation="Disponibilité")
    assert any("Disponibilité" in said for said in office.of()["warnings"])


def test_mixed_causes_are_for_the_faculty_in_the_national_set(office: Office) -> None:
    rows = [
        absence(ALPHA, date(2027, 6, 1), date(2027, 7, 20), "Congé paternité"),
        absence(ALPHA, date(2027, 9, 1), date(2027, 9, 30)),
    ]
    found = office.of(*rows, rules="national-2026")
    assert (found["eligible"], found["days_counted"], found["limit"]) == (True, 80, 92)
    assert any("Causes mêlées" in said for said in found["warnings"])


def test_overlapping_rows_count_each_day_once_and_an_unjustified_day_is_said(office: Office) -> None:
    rows = [
        absence(ALPHA, date(2027, 9, 6), date(2027, 9, 26)),
        absence(ALPHA, date(2027, 9, 20), date(2027, 10, 3), "Accident du travail"),
        absence(BETA, date(2027, 10, 8), date(2027, 10, 8), "Absence injustifiée"),
    ]
    found = office.of(*rows)
    assert found["days_counted"] == 28
    assert sum(found["by_cause"].values()) == 28
    assert any("se chevauchent" in said for said in found["warnings"])
    assert any("sans justification" in said for said in office.documents()[1]["warnings"])


def test_days_outside_the_semester_are_left_out_and_said(office: Office) -> None:
    rows = [absence(ALPHA, date(2026, 12, 1), date(2027, 2, 28)), absence(BETA, date(2027, 4, 20), date(2027, 5, 14))]
    found = office.of(*rows)
    assert (found["eligible"], found["days_counted"]) == (True, 0)
    assert any("hors de la période" in said for said in found["warnings"])
    assert office.documents()[1]["days_counted"] == 13


def test_the_absence_of_somebody_who_is_not_among_the_interns_is_a_warning(office: Office) -> None:
    found = office.run(absence(STRANGER, FIRST, LAST), absence(ALPHA, FIRST, FIRST))
    assert found.exit_code == 0
    assert STRANGER in found.stderr
    assert "W_PERSON_UNKNOWN" in office.problems()
    assert STRANGER not in [one["rpps"] for one in office.documents()]


def test_a_failed_socle_says_what_it_costs_and_how_much_of_the_phase_is_left(office: Office) -> None:
    office.history(*(done(ALPHA, name, "Non validé") for name in ("2025-hiver", "2026-ete", "2026-hiver")))
    found = office.of(absence(ALPHA, FIRST, date(2027, 7, 15)))
    assert (found["eligible"], found["semesters_due"]) == (False, 1)
    assert any("approfondissement n'est pas accessible" in said for said in found["consequences"])
    assert any("ELI-04" in said and "4 au plus" in said for said in found["warnings"])


def test_a_history_that_counts_otherwise_is_said(office: Office) -> None:
    office.history(done(ALPHA, "2027-ete", "", "", days=40))
    assert any("40 jours" in said for said in office.of(absence(ALPHA, FIRST, FIRST))["warnings"])


def test_an_override_moves_the_limit_and_the_workbook_names_its_author(office: Office) -> None:
    text = '[[override]]\nkey = "absence.limit_days"\nvalue = 50\nauthor = "Faculté"\nreason = "conseil du 3 mai"\n'
    office.words += ["--overrides", office.file("campagne.toml", text.encode())]
    found = office.of(absence(ALPHA, FIRST, date(2027, 6, 21)))
    assert (found["eligible"], found["days_counted"], found["limit"]) == (False, 51, 50)
    rows = list(load_workbook(office.out / "validation.xlsx")["Règles"].iter_rows(values_only=True))
    assert any("absence.limit_days" in row and any("Faculté" in str(cell) for cell in row) for row in rows)


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_of_the_form_is_counted_or_is_presence(office: Office, cause: str) -> None:
    found = office.of(absence(ALPHA, FIRST, FIRST, cause))
    assert found["by_cause"] | found["presence"] == {cause: 1}


@pytest.mark.parametrize("write", [as_xlsx, as_xls, as_ods, as_csv], ids=lambda write: write.__name__[3:])
def test_every_kind_of_file_gives_the_same(office: Office, write: Callable[..., bytes]) -> None:
    kind = write.__name__[3:]
    interns = office.file(f"internes.{kind}", write(table(Role.INTERNS, *office.interns)))
    rows = [absence(ALPHA, FIRST, date(2027, 7, 1)), absence(BETA, FIRST, FIRST, "Maladie", 1)]
    if write is as_csv:
        rows = [[f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row] for row in rows]
    absences = office.file(f"absences.{kind}", write(table(Role.ABSENCES, *rows)))
    finished = office.run_on(interns, absences)
    assert finished.exit_code == 0, finished.output
    assert [one["days_counted"] for one in office.documents()] == [61, 0.5, 0]


def test_one_workbook_may_hold_both_lists(office: Office) -> None:
    book = Workbook()
    book.remove(book.active)
    lists = {Role.INTERNS: office.interns, Role.ABSENCES: [absence(ALPHA, FIRST, FIRST)]}
    for role, rows in lists.items():
        sheet = book.create_sheet(role.label)
        for row in table(role, *rows):
            sheet.append(list(row))
    both = office.folder / "tout.xlsx"
    book.save(both)
    assert office.run_on(both, both).exit_code == 0
    assert [one["days_counted"] for one in office.documents()] == [1, 0, 0]


def test_nobody_absent_is_a_good_file(office: Office) -> None:
    finished = office.run()
    assert finished.exit_code == 0
    assert {(one["eligible"], *one["warnings"]) for one in office.documents()} == {(True,)}


WRONG = {
    "unknown cause": (absence(ALPHA, FIRST, LAST, "Flemme"), "E_CAUSE_UNKNOWN"),
    "no cause": (absence(ALPHA, FIRST, LAST, ""), "E_CAUSE_UNKNOWN"),
    "end before start": (absence(ALPHA, LAST, FIRST), "E_DATE_ORDER"),
    "no end": ((ALPHA, FIRST, None, "Maladie", None), "E_DATE_MISSING"),
    "a date that is none": ((ALPHA, "31/02/2027", "01/03/2027", "Maladie", None), "E_DATE_INVALID"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_error_stops_with_the_report_alone_and_an_earlier_result_stays(office: Office, wrong: str) -> None:
    row, code = WRONG[wrong]
    good = absence(ALPHA, FIRST, FIRST)
    assert office.run(good, row).exit_code == 3
    assert [path.name for path in office.out.iterdir()] == ["rapport-import.xlsx"]
    assert {code, "absences.xlsx"} <= office.problems()
    assert office.run(good).exit_code == 0
    before = {name: (office.out / name).read_bytes() for name in WRITTEN - {"rapport-import.xlsx"}}
    assert code not in office.problems()
    assert office.run(good, row).exit_code == 3
    assert {name: (office.out / name).read_bytes() for name in before} == before


@pytest.mark.parametrize("name", ["2027", "été 2027", "2027-printemps"])
def test_a_semester_that_is_none_is_wrong_use(office: Office, name: str) -> None:
    finished = office.run(semester=name)
    assert finished.exit_code == 2
    assert "2027-ete" in finished.stderr
    assert not office.out.exists()


def test_an_unknown_rule_set_is_wrong_use(office: Office) -> None:
    finished = office.run(rules="lyon-1998")
    assert finished.exit_code == 2
    assert "ssipi-2025" in finished.stderr


def test_the_semester_and_the_files_must_be_given(office: Office) -> None:
    interns = office.file("internes.xlsx", as_xlsx(table(Role.INTERNS, *office.interns)))
    assert rang("validate", "--interns", interns, "--semester", "2027-ete", "--out", office.out).exit_code == 2
    assert rang("validate", "--interns", interns, "--absences", interns, "--out", office.out).exit_code == 2
    assert office.run_on(interns, office.folder / "absent.xlsx").exit_code == 2


def test_a_name_that_is_a_formula_is_an_error_and_one_with_markup_is_shown_as_typed(office: Office) -> None:
    office.interns[0] = intern(ALPHA, "[red]ALPHA", "Anne[/]")
    finished = office.run(absence(ALPHA, FIRST, date(2027, 8, 1)))
    assert finished.exit_code == 0
    assert "[red]ALPHA Anne[/]" in finished.stdout
    office.interns[0] = intern(ALPHA, "=CMD|' /C CALC'!A0", "Anne")
    assert office.run(absence(ALPHA, FIRST, FIRST)).exit_code == 3
    assert "E_FORMULA_INJECTION" in office.problems()


def test_the_sample_campaign_tells_its_stories(tmp_path: Path) -> None:
    lists = {"interns": "internes.xlsx", "absences": "absences.xlsx", "history": "historique.xlsx"}
    files = [word for option, name in lists.items() for word in (f"--{option}", SAMPLES / name)]
    finished = rang("validate", *files, "--semester", "2027-ete", "--out", tmp_path)
    assert finished.exit_code == 0, finished.output
    found = json.loads((tmp_path / "validation.json").read_text(encoding="utf-8"))
    assert len(found) == 156
    refused = sorted((one["rule"], one["days_counted"]) for one in found if not one["eligible"])
    assert refused == [("SNV-02", 0), ("SNV-02", 112), ("VAL-03", 62), ("VAL-03", 62), ("VAL-03", 92)]
    assert sorted(one["days_counted"] for one in found if one["days_counted"]) == [
        1, 6.5, 13, 28, 28, 50, 61, 61, 62, 62, 92, 112,
    ]  # fmt: skip
    for one in found:
        assert one["eligible"] or f"{one['last_name']} {one['first_name']}" in finished.stdout
    assert "Congé maternité" not in finished.stdout
