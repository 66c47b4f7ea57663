"""Histories, requests and wishes agree with the lists, but for the mistakes that are there on purpose."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime

import pytest

from tests.sample_data.reading import Row, form_rows, interns, posts, seats, wish_lists

COUNTS_THOUGH_NOT_VALIDATED = {
    "Congé maternité",
    "Congé paternité",
    "Congé adoption",
    "Grossesse pathologique",
    "CLM",
    "CLD",
}
COLUMN = {"Socle": "PS", "Approfondissement": "PA"}


@pytest.fixture(scope="module")
def people() -> dict[str, Row]:
    return {str(person["RPPS"]): person for person in interns()}


@pytest.fixture(scope="module")
def stages() -> dict[str, Row]:
    return {str(stage["N° stage"]): stage for stage in posts()}


@pytest.fixture(scope="module")
def history() -> dict[str, list[Row]]:
    past: dict[str, list[Row]] = defaultdict(list)
    for row in form_rows("historique.xlsx"):
        past[str(row["RPPS"])].append(row)
    return past


@pytest.fixture(scope="module")
def wishes() -> dict[str, list[str]]:
    return wish_lists()


@pytest.fixture(scope="module")
def requests() -> list[Row]:
    return form_rows("demandes.xlsx")


def situations(person: Row) -> set[str]:
    return {part.strip() for part in str(person["Situation"] or "").split(";") if part.strip()}


def done_codes(rows: list[Row]) -> set[str]:
    return {str(row["Code stage"]) for row in rows}


def test_the_history_is_that_of_people_on_the_lists(people: dict[str, Row], history: dict[str, list[Row]]) -> None:
    assert set(history) <= set(people)
    assert {rpps for rpps, person in people.items() if person["DES"] == "Médecine générale"} <= set(history)


def test_seniority_is_what_the_history_counts_in_the_phase(
    people: dict[str, Row], history: dict[str, list[Row]]
) -> None:
    for rpps, rows in history.items():
        counted = [
            row
            for row in rows
            if row["Phase"] == people[rpps]["Phase"]
            and (row["Résultat"] == "Validé" or row["Motif"] in COUNTS_THOUGH_NOT_VALIDATED)
        ]
        assert len(counted) == people[rpps]["Ancienneté"], people[rpps]


def test_those_in_deepening_have_validated_the_two_stages_of_the_socle(
    people: dict[str, Row], history: dict[str, list[Row]]
) -> None:
    for rpps, rows in history.items():
        if people[rpps]["Phase"] == "Approfondissement":
            validated = [row["Catégorie"] for row in rows if row["Phase"] == "Socle" and row["Résultat"] == "Validé"]
            assert sorted(map(str, validated)) == ["Praticien niveau 1", "Urgences adultes"]


def test_a_history_begins_after_the_contest_and_has_one_stage_a_semester(
    people: dict[str, Row], history: dict[str, list[Row]]
) -> None:
    for rpps, rows in history.items():
        semesters = [str(row["Semestre"]) for row in rows]
        assert len(set(semesters)) == len(semesters)
        assert f"{people[rpps]['Année ECN/EDN']}-hiver" in semesters
        assert set(semesters) <= {f"{year}-{season}" for year in range(2023, 2027) for season in ("ete", "hiver")}


def test_no_past_stage_was_fuller_than_it_can_be(stages: dict[str, Row], history: dict[str, list[Row]]) -> None:
    present = Counter((row["Semestre"], row["Code stage"]) for rows in history.values() for row in rows)
    for (_, code), number in present.items():
        assert code not in stages or number <= int(str(stages[str(code)]["Capacité"]))


def test_an_absence_costs_the_semester_beyond_two_months_and_only_then(history: dict[str, list[Row]]) -> None:
    for row in (row for rows in history.values() for row in rows):
        assert (int(str(row["Jours d'absence"])) > 61) == (row["Résultat"] == "Non validé")


def test_some_past_stages_have_closed_since(stages: dict[str, Row], history: dict[str, list[Row]]) -> None:
    home = [row for rows in history.values() for row in rows if row["Subdivision"] is None]
    gone = {str(row["Code stage"]) for row in home} - set(stages)
    assert len(gone) >= 2


def test_each_kind_of_request_is_there(requests: list[Row]) -> None:
    granted = Counter(row["Type"] for row in requests if row["Décision"] == "Accordée")
    assert granted == {
        "Surnombre validant": 2, "Surnombre non validant": 2, "CESP": 2, "Hors-filière": 1, "Inter-CHU sortant": 1,
        "Inter-CHU entrant": 1, "DOM-TOM sortant": 1, "Droit au remords": 1, "Même stage": 1, "Disponibilité": 1,
    }  # fmt: skip
    assert sorted(str(row["Décision"]) for row in requests if row["Décision"] != "Accordée") == [
        "En attente",
        "Refusée",
    ]


def test_requests_are_those_of_people_on_the_lists_and_explain_each_situation(
    people: dict[str, Row], requests: list[Row]
) -> None:
    decided: dict[str, set[str]] = defaultdict(set)
    for row in requests:
        assert row["RPPS"] in people
        if row["Décision"] == "Accordée" and row["Type"] != "Même stage":
            decided[str(row["RPPS"])].add(str(row["Type"]))
    assert {rpps: situations(person) for rpps, person in people.items() if situations(person)} == decided


def test_requests_came_within_their_deadlines(requests: list[Row]) -> None:
    start, choice = date(2027, 5, 2), date(2027, 4, 2)
    before = {
        "Inter-CHU sortant": date(2026, 11, 15), "Inter-CHU entrant": date(2026, 11, 15),
        "DOM-TOM sortant": date(2026, 11, 15),
        "Hors-filière": date(2027, 1, 2), "Droit au remords": date(2027, 3, 2), "Disponibilité": date(2027, 3, 2),
        "Même stage": date(2027, 2, 2), "Surnombre validant": choice, "Surnombre non validant": choice, "CESP": start,
    }  # fmt: skip
    for row in requests:
        filed = row["Déposée le"]
        assert isinstance(filed, datetime)
        assert filed.date() <= before[str(row["Type"])], row


def test_who_does_not_choose_here_sends_no_list_and_one_other_forgot(
    people: dict[str, Row], wishes: dict[str, list[str]]
) -> None:
    silent = {rpps for rpps in people if rpps not in wishes}
    gone = {"Inter-CHU sortant", "DOM-TOM sortant", "Disponibilité"}
    assert {rpps for rpps, person in people.items() if situations(person) & gone} < silent
    assert len(silent) == 4
    assert set(wishes) <= set(people)


def test_lists_have_eight_to_forty_different_wishes(wishes: dict[str, list[str]]) -> None:
    lengths = [len(codes) for codes in wishes.values()]
    assert min(lengths) == 8
    assert 25 < max(lengths) <= 40
    assert all(len(set(codes)) == len(codes) for codes in wishes.values())


def test_one_wish_alone_names_a_stage_that_does_not_exist(stages: dict[str, Row], wishes: dict[str, list[str]]) -> None:
    assert [code for codes in wishes.values() for code in codes if code not in stages] == ["42-LIB-99"]


def test_a_stage_already_done_is_wished_once_by_mistake_and_once_by_derogation(
    wishes: dict[str, list[str]], history: dict[str, list[Row]], requests: list[Row]
) -> None:
    again = {rpps: codes[0] for rpps, codes in wishes.items() if set(codes) & done_codes(history[rpps])}
    allowed = {str(row["RPPS"]): row["Code stage"] for row in requests if row["Type"] == "Même stage"}
    assert len(again) == 2
    assert allowed.items() < again.items()


def test_wishes_are_open_to_the_list_of_the_person(
    people: dict[str, Row], stages: dict[str, Row], wishes: dict[str, list[str]]
) -> None:
    for rpps, codes in wishes.items():
        column = COLUMN[str(people[rpps]["Phase"])]
        geriatric = people[rpps]["DES"] == "Gériatrie" or "Hors-filière" in situations(people[rpps])
        for stage in (stages[code] for code in codes if code in stages):
            assert seats(stage, column)
            assert (stage["sheet"] == "DES Gériatrie") == geriatric


def test_a_holder_of_a_contract_asks_first_for_the_seat_kept_for_it(
    people: dict[str, Row], stages: dict[str, Row], wishes: dict[str, list[str]]
) -> None:
    (kept,) = (code for code, stage in stages.items() if stage["Réservé à"] == "CESP:1")
    assert seats(stages[kept], "PS") == 2
    assert kept in {wishes[rpps][0] for rpps, person in people.items() if "CESP" in situations(person)}


def test_the_same_stages_are_wanted_by_most(wishes: dict[str, list[str]]) -> None:
    firsts = Counter(codes[0] for codes in wishes.values())
    assert sum(number for _, number in firsts.most_common(15)) > len(wishes) / 2


def test_most_get_a_stage_and_a_handful_does_not(
    people: dict[str, Row], stages: dict[str, Row], wishes: dict[str, list[str]], history: dict[str, list[Row]]
) -> None:
    left = {(code, column): seats(stage, column) for code, stage in stages.items() for column in COLUMN.values()}
    ranks, unserved = Counter[int](), 0
    for rpps in sorted((rpps for rpps in people if rpps in wishes), key=lambda rpps: is_guest(people[rpps])):
        column = COLUMN[str(people[rpps]["Phase"])]
        free = [(rank, code) for rank, code in enumerate(wishes[rpps]) if left.get((code, column), 0)]
        fresh = [(rank, code) for rank, code in free if code not in done_codes(history[rpps])]
        if fresh:
            ranks[fresh[0][0]] += 1
            left[fresh[0][1], column] -= 1
        else:
            unserved += 1
    assert 2 <= unserved <= 8
    assert len(wishes) / 3 < ranks[0] < len(wishes) * 2 / 3


def is_guest(person: Row) -> bool:
    return bool(situations(person) & {"Hors-filière", "Droit au remords"})
