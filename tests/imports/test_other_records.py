"""History, requests and absences: one row each, and each message at its cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from allocation.forms import Role
from allocation.issues import Issue
from allocation.model import Absence, Category, Identity, Mode, Outcome, PastStage, Phase, Request, RequestType
from imports.absences import read_absences
from imports.history import read_history
from imports.people import Member, People
from imports.requests import read_requests
from imports.values import Notes
from tests.imports.tables import GENERAL, codes, only, table

ANNE = Identity("10100000017", "ALPHA", "Anne")
PEOPLE = People([Member(ANNE, None, des=GENERAL, phase=Phase.SOCLE)], given=True)
PAST = {
    "rpps": ANNE.rpps,
    "semestre": "2026-hiver",
    "code": "P01",
    "categorie": "SN1",
    "phase": "PS",
    "resultat": "Validé",
    "jours_absence": 3,
    "motif": "arrêt maladie",
    "mode": "Surnombre validant",
    "subdivision": "St-Etienne",
}
ASKED = {
    "rpps": ANNE.rpps,
    "type": "Hors filière",
    "deposee": "15/01/2027",
    "decision": "accordé",
    "des": "MIR",
    "phase": "PA",
    "subdivision": "Lyon",
    "code": "P01",
}
AWAY = {"rpps": ANNE.rpps, "debut": "03/06/2027", "fin": date(2027, 6, 14), "motif": "maternité", "demi_journees": None}


def history(*rows: Mapping[str, object]) -> tuple[list[PastStage], list[Issue]]:
    notes = Notes("h.xlsx", "Historique")
    return read_history(table(Role.HISTORY, [PAST | dict(row) for row in rows]), PEOPLE, notes), notes.issues


def requests(*rows: Mapping[str, object]) -> tuple[list[Request], list[Issue]]:
    notes = Notes("d.xlsx", "Demandes")
    return read_requests(table(Role.REQUESTS, [ASKED | dict(row) for row in rows]), PEOPLE, notes), notes.issues


def absences(*rows: Mapping[str, object]) -> tuple[list[Absence], list[Issue]]:
    notes = Notes("a.xlsx", "Absences")
    return read_absences(table(Role.ABSENCES, [AWAY | dict(row) for row in rows]), PEOPLE, notes), notes.issues


def test_a_past_semester_is_read_in_the_words_of_the_model() -> None:
    found, issues = history({})
    assert issues == []
    assert found == [
        PastStage(
            ANNE,
            "2026-hiver",
            "P01",
            Category.NIV1,
            Phase.SOCLE,
            True,
            3,
            "Maladie",
            Mode.SURNOMBRE_VALIDANT,
            "Saint-Étienne",
        )
    ]


def test_blanks_of_a_past_semester_mean_not_given() -> None:
    found, issues = history(
        dict.fromkeys(("code", "categorie", "phase", "resultat", "jours_absence", "motif", "mode", "subdivision"))
    )
    assert issues == []
    assert found == [PastStage(ANNE, "2026-hiver", "")]


@pytest.mark.parametrize(
    ("wrong", "code", "cell"),
    [
        ({"semestre": "S1"}, "E_SEMESTER_INVALID", "B2"),
        ({"semestre": None}, "E_SEMESTER_INVALID", "B2"),
        ({"categorie": "Vacances"}, "E_CATEGORY_UNKNOWN", "D2"),
        ({"phase": "S/A"}, "E_PHASE_UNKNOWN", "E2"),
        ({"resultat": "moyen"}, "E_RESULT_UNKNOWN", "F2"),
        ({"jours_absence": "beaucoup"}, "E_INT_TEXT", "G2"),
        ({"jours_absence": 400}, "E_INT_RANGE", "G2"),
        ({"mode": "par hasard"}, "E_MODE_UNKNOWN", "I2"),
    ],
)
def test_a_past_semester_in_error_is_left_out(wrong: dict[str, object], code: str, cell: str) -> None:
    found, issues = history(wrong)
    assert found == []
    assert only(issues, code).cell == cell


@pytest.mark.parametrize(
    ("odd", "code", "cell"),
    [
        ({"semestre": "2026-2"}, "W_SEMESTER_READ", "B2"),
        ({"motif": "chat malade"}, "W_CAUSE_UNKNOWN", "H2"),
        ({"subdivision": "Atlantide"}, "W_SUBDIVISION_UNKNOWN", "J2"),
    ],
)
def test_a_past_semester_in_doubt_is_kept_and_shown(odd: dict[str, object], code: str, cell: str) -> None:
    found, issues = history(odd)
    assert len(found) == 1
    assert only(issues, code).cell == cell


def test_a_semester_twice_is_shown_the_same_row_counts_once() -> None:
    assert (len(history({}, {})[0]), codes(history({}, {})[1])) == (1, ["W_HISTORY_DUP"])
    assert (len(history({}, {"code": "P02"})[0]), codes(history({}, {"code": "P02"})[1])) == (2, ["W_HISTORY_DUP"])


def test_a_request_is_read_in_the_words_of_the_model() -> None:
    found, issues = requests({})
    assert issues == []
    assert found == [
        Request(
            ANNE,
            RequestType.HORS_FILIERE,
            Outcome.GRANTED,
            date(2027, 1, 15),
            "Médecine intensive-réanimation",
            Phase.APPROFONDISSEMENT,
            "Lyon",
            code="P01",
        )
    ]


def test_a_request_without_decision_waits_and_says_so() -> None:
    found, issues = requests({"decision": None})
    assert [request.decision for request in found] == [Outcome.PENDING]
    assert only(issues, "W_REQUEST_PENDING").cell == "D2"


@pytest.mark.parametrize(
    ("wrong", "code", "cell"),
    [
        ({"type": "Surnombre"}, "E_REQUEST_TYPE", "B2"),
        ({"type": None}, "E_REQUEST_TYPE", "B2"),
        ({"decision": "peut-être"}, "E_DECISION_UNKNOWN", "D2"),
        ({"deposee": "31/02/2027"}, "E_DATE_INVALID", "C2"),
        ({"des": "Médecine spatiale"}, "E_DES_UNKNOWN", "E2"),
        ({"phase": "S/A"}, "E_PHASE_UNKNOWN", "F2"),
    ],
)
def test_a_request_in_error_is_left_out(wrong: dict[str, object], code: str, cell: str) -> None:
    found, issues = requests(wrong)
    assert found == []
    assert only(issues, code).cell == cell


def test_an_absence_is_read_both_days_included() -> None:
    found, issues = absences({}, {"demi_journees": 24})
    assert issues == []
    first = Absence(ANNE, date(2027, 6, 3), date(2027, 6, 14), "Congé maternité")
    assert found == [first, Absence(first.identity, first.start, first.end, first.cause, 24)]


@pytest.mark.parametrize(
    ("wrong", "code", "cell"),
    [
        ({"debut": None}, "E_DATE_MISSING", "B2"),
        ({"fin": "31/06/2027"}, "E_DATE_INVALID", "C2"),
        ({"fin": "02/06/2027"}, "E_DATE_ORDER", "C2"),
        ({"motif": None}, "E_CAUSE_UNKNOWN", "D2"),
        ({"motif": "chat malade"}, "E_CAUSE_UNKNOWN", "D2"),
        ({"demi_journees": 25}, "E_INT_RANGE", "E2"),
    ],
)
def test_an_absence_in_error_is_left_out(wrong: dict[str, object], code: str, cell: str) -> None:
    found, issues = absences(wrong)
    assert found == []
    assert only(issues, code).cell == cell
