"""`rang check`, `rang why`, `rang template`, `rang demo`: what they print, and how they end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sample_data.wrong import FAULTS, Fault
from tests.webapp.running import FAULTY, SAMPLES, everybody, rang, result_of, sample_arguments

GOOD = [SAMPLES / name for name in ("postes.xlsx", "internes.xlsx", "voeux.xlsx", "historique.xlsx", "demandes.xlsx")]


def test_check_counts_what_it_read() -> None:
    done = rang("check", *GOOD, "--json")
    assert done.exit_code == 0
    report = json.loads(done.stdout)
    assert (report["posts"], report["seats"], report["interns"], report["wishes"]) == (115, 200, 156, 152)
    assert all(issue["level"] == "warning" for issue in report["issues"])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.file)
def test_check_tells_each_fault_with_its_cell_and_what_to_do(fault: Fault) -> None:
    done = rang("check", FAULTY / fault.file, "--json")
    assert done.exit_code == (3 if fault.code.startswith("E_") else 0)
    issues = [issue for issue in json.loads(done.stdout)["issues"] if issue["code"] == fault.code]
    assert len(issues) == 1
    assert set(issues[0]) == {"file", "sheet", "cell", "code", "level", "value", "message", "fix"}
    assert issues[0]["file"] == fault.file
    assert issues[0]["cell"] == fault.cell
    assert issues[0]["message"]


def test_check_shows_what_changed_since_an_earlier_version(tmp_path: Path) -> None:
    book = load_workbook(SAMPLES / "voeux.xlsx")
    sheet = book.worksheets[0]
    sheet["B3"], sheet["C3"] = sheet["C3"].value, sheet["B3"].value
    book.save(tmp_path / "voeux.xlsx")
    new = [*GOOD[:2], tmp_path / "voeux.xlsx"]
    against = [word for path in GOOD[:3] for word in ("--against", path)]
    changes = json.loads(rang("check", *new, *against, "--json").stdout)["changes"]
    assert len(changes["wishes"]["changed"]) == 1
    assert not changes["posts"]["changed"]
    same = rang("check", *GOOD[:3], *against)
    assert "Aucun" in same.stdout


def test_check_rewrites_what_was_understood_in_our_templates(tmp_path: Path) -> None:
    done = rang("check", *GOOD, "--rewrite", tmp_path)
    assert done.exit_code == 0
    clean = [tmp_path / path.name for path in GOOD]
    assert [path.exists() for path in clean] == [True] * len(GOOD)
    again = json.loads(rang("check", *clean, "--json").stdout)
    assert (again["posts"], again["seats"], again["interns"], again["wishes"]) == (115, 200, 156, 152)


def test_check_rewrites_nothing_while_something_is_wrong(tmp_path: Path) -> None:
    assert rang("check", FAULTY / "nombre-illisible.xlsx", "--rewrite", tmp_path / "net").exit_code == 3
    assert not (tmp_path / "net").exists()


def test_why_tells_how_a_place_was_computed_and_every_rule_asked(sample_result: Path) -> None:
    rows = everybody(result_of(sample_result))
    name, row = next((name, row) for name, row in rows.items() if row["skipped"] and row["status"] == "affecte")
    wished = row["skipped"][0]
    arguments = ["why", *sample_arguments(), "--intern", name, "--post", wished["post"], "--json"]
    answer = json.loads(rang(*arguments).stdout)
    assert [line["rule"] for line in answer["sheets"][0]["lines"]][:2] == ["ORD-01", "ORD-02"]
    refusing = [reason["rule"] for reason in answer["answers"][0]["reasons"] if not reason["allows"]]
    assert wished["rule"] in refusing
    assert all(reason["source"] and reason["facts"] for reason in answer["answers"][0]["reasons"])


def test_why_says_who_it_does_not_know() -> None:
    done = rang("why", *sample_arguments(), "--intern", "PERSONNE")
    assert done.exit_code == 2
    assert "PERSONNE" in done.stderr
    assert rang("why", *sample_arguments(), "--intern", "RAMEL Étienne", "--post", "42-XXX-00").exit_code == 2


def test_templates_are_written_once_and_read_back_without_an_error(tmp_path: Path) -> None:
    assert rang("template", "--out", tmp_path).exit_code == 0
    assert len(list(tmp_path.glob("modele-*.xlsx"))) == 6
    assert rang("template", "--out", tmp_path).exit_code == 2


def test_the_demonstration_ends_by_saying_what_to_try(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "webapp", "demo", "--out", str(tmp_path / "demo")],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "relu et prouvé" in done.stdout
    assert "À essayer maintenant" in done.stdout
    assert (tmp_path / "demo" / "affectations.xlsx").exists()


def why_document(name: str) -> dict:
    return json.loads(rang("why", *sample_arguments(), "--intern", name, "--json").stdout)


def somebody_served(result: dict) -> tuple[str, dict]:
    """Somebody of general medicine who obtained a wish."""
    return next(
        (name, row)
        for name, row in everybody(result).items()
        if row["list"] == "Médecine générale – Approfondissement" and row["wish"]
    )


def test_why_without_a_post_tells_whether_each_of_the_list_is_open_and_if_not_why(sample_result: Path) -> None:
    result = result_of(sample_result)
    name, row = somebody_served(result)
    posts = why_document(name)["posts"]
    assert {post["pool"] for post in posts} == {
        post["pool"] for post in result["posts"] if row["list"] in post["lists"]
    }
    assert next(post for post in posts if post["post"] == row["post"])["open"]
    assert {post["open"] for post in posts} == {True, False}
    for post in posts:
        assert post["open"] == (not post["refused_by"])
        assert all(reason["rule"] and reason["reason"].endswith(".") for reason in post["refused_by"])
        assert not post["open"] or post["people"] >= 1


def test_why_shows_open_and_closed_posts_in_french(sample_result: Path) -> None:
    name, _ = somebody_served(result_of(sample_result))
    posts = why_document(name)["posts"]
    shown = rang("why", *sample_arguments(), "--intern", name).stdout
    opened = sum(post["open"] for post in posts)
    assert f"Ouverts avant le premier tour : {opened} stage(s)" in shown
    assert f"Fermés : {len(posts) - opened} stage(s)" in shown
    assert all(post["pool"] in shown for post in posts)


def test_why_of_somebody_without_a_turn_shows_no_post(sample_result: Path) -> None:
    rows = everybody(result_of(sample_result))
    name = next(name for name, row in rows.items() if row["status"] == "ne_choisit_pas")
    assert why_document(name)["posts"] == []
    assert "Ouverts" not in rang("why", *sample_arguments(), "--intern", name).stdout
