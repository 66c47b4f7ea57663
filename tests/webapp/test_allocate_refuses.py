"""What `rang allocate` does with wrong use and wrong files: a clear word, nothing lost, nothing half-written."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from allocation.rules import RULES
from sample_data.wrong import FAULTS, Fault
from tests.webapp.running import FAULTY, SAMPLES, rang, result_of, sample_arguments

POSTS, INTERNS = SAMPLES / "postes.xlsx", SAMPLES / "internes.xlsx"
STOPS = [fault for fault in FAULTS if fault.code.startswith("E_")]


def _problems(folder: Path) -> list[str]:
    sheet = load_workbook(folder / "rapport-import.xlsx").worksheets[0]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("fault", STOPS, ids=lambda fault: fault.file)
def test_a_faulty_file_stops_with_its_report_alone(fault: Fault, tmp_path: Path) -> None:
    role = fault.role.value if fault.role else "posts"
    given = {"posts": POSTS, "interns": INTERNS, role: FAULTY / fault.file}
    words = [word for option, path in given.items() for word in (f"--{option}", path)]
    done = rang("allocate", *words, "--semester", "2027-ete", "--out", tmp_path)
    assert done.exit_code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["rapport-import.xlsx"]
    said = _problems(tmp_path)
    assert fault.code in said
    assert fault.file in said
    if fault.cell:
        assert fault.cell in said


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    done = rang(
        "allocate", "--posts", FAULTY / "nombre-illisible.xlsx", "--interns", FAULTY / "ordre-en-double.xlsx",
        "--out", tmp_path, "--semester", "2027-ete",
    )  # fmt: skip
    assert done.exit_code == 3
    assert {"E_INT_TEXT", "E_RANK_DUP"} <= set(_problems(tmp_path))


def test_an_earlier_result_stays_as_it_was(sample_result: Path, tmp_path: Path) -> None:
    folder = tmp_path / "resultat"
    shutil.copytree(sample_result, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "rapport-import.xlsx"}
    done = rang(
        "allocate", "--posts", FAULTY / "nombre-illisible.xlsx", "--interns", INTERNS, "--out", folder,
        "--semester", "2027-ete",
    )  # fmt: skip
    assert done.exit_code == 3
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "rapport-import.xlsx"}
    assert after == before
    assert rang("verify", folder).exit_code == 0


def test_a_missing_file_is_wrong_use(tmp_path: Path) -> None:
    done = rang("allocate", "--posts", tmp_path / "absent.xlsx", "--interns", INTERNS, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_an_unknown_rule_set_is_wrong_use_and_the_known_ones_are_named(tmp_path: Path) -> None:
    done = rang("allocate", *sample_arguments(), "--rules", "lyon-1998", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "ssipi-2025" in done.stderr
    assert "national-2026" in done.stderr


@pytest.mark.parametrize("name", ["2027", "ete-2027", "2027-printemps", "été 2027"])
def test_a_semester_that_is_none_is_wrong_use(name: str, tmp_path: Path) -> None:
    done = rang("allocate", *sample_arguments(), "--semester", name, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "2027-ete" in done.stderr


def test_without_a_title_the_semester_is_asked(tmp_path: Path) -> None:
    posts = tmp_path / "postes.csv"
    posts.write_text(
        "Code stage;Établissement;Service;DES;Phases;Catégorie;Nombre de postes\n"
        "U1;CHU;Urgences;Médecine générale;Socle;Urgences adultes;1\n",
        encoding="utf-8",
    )
    interns = tmp_path / "internes.csv"
    interns.write_text(
        "Ordre;RPPS;Nom;Prénom;DES;Phase\n1;10100000016;ALPHA;Anne;Médecine générale;Socle\n", encoding="utf-8"
    )
    asked = ["allocate", "--posts", posts, "--interns", interns, "--out", tmp_path / "out"]
    refused = rang(*asked)
    assert refused.exit_code == 2
    assert "--semester" in refused.stderr
    assert rang(*asked, "--semester", "2027-ete").exit_code == 0


def test_an_override_is_taken_with_its_author_and_reason(tmp_path: Path) -> None:
    overrides = tmp_path / "campagne.toml"
    overrides.write_text(
        '[[override]]\nkey = "hf.position"\nvalue = "same_seniority"\nauthor = "ARS"\nreason = "avis de la COP"\n',
        encoding="utf-8",
    )
    done = rang("allocate", *sample_arguments(), "--overrides", overrides, "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert result_of(tmp_path / "out")["rules"]["overrides"] == [
        {"key": "hf.position", "value": "same_seniority", "author": "ARS", "reason": "avis de la COP"}
    ]
    assert rang("verify", tmp_path / "out").exit_code == 0


def test_an_override_of_an_unknown_key_is_wrong_use(tmp_path: Path) -> None:
    overrides = tmp_path / "campagne.toml"
    overrides.write_text(
        '[[override]]\nkey = "hf.colour"\nvalue = 3\nauthor = "ARS"\nreason = "avis"\n', encoding="utf-8"
    )
    done = rang("allocate", *sample_arguments(), "--overrides", overrides, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "hf.colour" in done.stderr


def test_one_workbook_may_hold_every_list(tmp_path: Path) -> None:
    everything = FAULTY / "voeux-stage-inconnu.xlsx"
    done = rang(
        "allocate", "--posts", everything, "--interns", everything, "--wishes", everything,
        "--semester", "2027-ete", "--out", tmp_path,
    )  # fmt: skip
    assert done.exit_code == 0
    assert (tmp_path / "resultat.json").exists()


def test_a_result_that_breaks_a_property_is_not_written(
    sample_result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault planted in the engine: it never sees that a stage is full."""
    folder = Path(shutil.copytree(sample_result, tmp_path / "resultat"))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    monkeypatch.setitem(RULES, "ELI-01a", replace(RULES["ELI-01a"], allows=lambda _: True))
    done = rang("allocate", *sample_arguments(), "--out", folder)
    assert done.exit_code == 4
    assert "P1 : Aucun stage n'a plus d'affectations régulières que de places : FAUX." in done.stderr
    assert re.search(r"P1 : .*42-\S+ : \d+ pour \d+ places \(n° \d+", done.stderr)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
