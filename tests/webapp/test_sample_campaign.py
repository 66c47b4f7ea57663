"""The sample campaign from end to end: what its stories must give."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import load_workbook

from tests.webapp.running import everybody, rang, result_of, sample_arguments

WRITTEN = {
    "ouverture.json",
    "journal.jsonl",
    "resultat.json",
    "affectations.xlsx",
    "affectations.csv",
    "proces-verbal.pdf",
    "rapport-import.xlsx",
}


def test_the_folder_holds_every_file_and_nothing_else(sample_result: Path) -> None:
    assert {path.name for path in sample_result.iterdir()} == WRITTEN


def test_everybody_of_the_call_list_appears_once(sample_result: Path) -> None:
    result = result_of(sample_result)
    people = [row["intern"]["rpps"] for choices in result["lists"] for row in choices["calls"]]
    assert len(people) == len(set(people)) == 156


def test_the_semester_and_the_subdivision_come_from_the_titles(sample_result: Path) -> None:
    result = result_of(sample_result)
    assert (result["semester"], result["subdivision"]) == ("2027-ete", "Saint-Étienne")
    assert result["rules"] == {"set": "ssipi-2025", "overrides": []}


def test_every_property_holds_and_is_named(sample_result: Path) -> None:
    checks = result_of(sample_result)["checks"]
    assert [check["property"] for check in checks] == [f"P{n}" for n in range(1, 10)]
    assert all(check["holds"] for check in checks)


def test_each_mode_of_the_stories_is_served(sample_result: Path) -> None:
    served = [row["mode"] for row in everybody(result_of(sample_result)).values() if row["status"] == "affecte"]
    assert served.count("surnombre_validant") == 2
    assert served.count("surnombre_non_validant") == 2
    assert served.count("hors_filiere") == 1
    assert served.count("inter_chu") == 1


def test_the_hors_filiere_is_last_on_the_host_list(sample_result: Path) -> None:
    host = next(choices for choices in result_of(sample_result)["lists"] if choices["des"] == "Gériatrie")
    assert [row["mode"] for row in host["calls"]][-1] == "hors_filiere"


def test_those_who_leave_the_subdivision_have_a_place_and_no_turn(sample_result: Path) -> None:
    gone = [row for row in everybody(result_of(sample_result)).values() if row["status"] == "hors_subdivision"]
    assert {(row["mode"], row["place"]) for row in gone} == {("inter_chu", "Lyon"), ("dom_tom", "Océan Indien")}
    assert all(row["post"] is None and row["order"] is None for row in gone)


def test_a_surnombre_takes_no_seat(sample_result: Path) -> None:
    result = result_of(sample_result)
    assert sum(post["supernumerary"] for post in result["posts"]) == 4
    assert all(0 <= post["taken"] <= post["seats"] for post in result["posts"])


def test_whoever_has_not_their_first_wish_is_told_why_for_each_better_one(sample_result: Path) -> None:
    for row in everybody(result_of(sample_result)).values():
        if row["wish"] is not None:
            assert len(row["skipped"]) == row["wish"] - 1
        assert all(skip["reason"] and skip["rule"] for skip in row["skipped"])


def test_an_explanation_names_the_holders_by_call_number(sample_result: Path) -> None:
    reasons = [
        skip["reason"]
        for row in everybody(result_of(sample_result)).values()
        for skip in row["skipped"]
        if skip["rule"] == "ELI-01a"
    ]
    assert reasons
    assert all("prises par les n°" in reason or "prise par le n°" in reason for reason in reasons)


def test_no_name_no_rpps_and_no_cause_is_in_the_journal_or_the_opening(sample_result: Path) -> None:
    opening = json.loads((sample_result / "ouverture.json").read_text(encoding="utf-8"))
    del opening["rules"]  # the rule set names causes; it says nothing of anybody
    text = (sample_result / "journal.jsonl").read_text(encoding="utf-8") + json.dumps(opening, ensure_ascii=False)
    for row in everybody(result_of(sample_result)).values():
        assert row["intern"]["rpps"] not in text
        assert row["intern"]["salt"] not in text
        assert f'"{row["intern"]["last_name"]}"' not in text
    requests = load_workbook(Path(__file__).parents[2] / "sample_data" / "demandes.xlsx").active
    assert requests is not None
    causes = {str(row[7]) for row in requests.iter_rows(min_row=2, values_only=True) if row[7]}
    assert causes
    assert not [cause for cause in causes if cause in text]


def test_two_runs_differ_by_their_random_ids_alone(sample_result: Path, tmp_path: Path) -> None:
    assert rang("allocate", *sample_arguments(), "--out", tmp_path / "again").exit_code == 0
    first, second = everybody(result_of(sample_result)), everybody(result_of(tmp_path / "again"))
    assert first.keys() == second.keys()
    assert all(first[name]["post"] == second[name]["post"] for name in first)
    assert {row["intern"]["id"] for row in first.values()}.isdisjoint(row["intern"]["id"] for row in second.values())
