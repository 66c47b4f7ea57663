"""`rang check`: the report in its three forms, the mapping that is saved, and what a new list may not take back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from imports.mapping import load_mapping
from tests.imports.workbooks import as_xlsx
from tests.webapp.running import SAMPLES, rang

RENAMED = [
    ["Code stage", "Établissement", "Service", "DES", "Phases", "Catégorie", "Effectif proposé"],
    ["P01", "CHU de Saint-Étienne", "Urgences", "MG", "Socle", "Urgences adultes", 3],
    ["P02", "CHU de Saint-Étienne", "Gériatrie", "MG", "Socle", "Médecine polyvalente", 2],
]


def issues_of(output: str) -> list[tuple[str, str]]:
    return [(issue["code"], issue["value"]) for issue in json.loads(output)["issues"]]


def test_a_mapping_is_saved_corrected_by_a_human_and_given_again(tmp_path: Path) -> None:
    liste, saved = tmp_path / "postes.xlsx", tmp_path / "correspondance.toml"
    liste.write_bytes(as_xlsx(RENAMED))
    first = rang("check", liste, "--save-mapping", saved, "--json")
    assert first.exit_code == 3
    assert "E_COL_MISSING" in first.stdout
    text = saved.read_text(encoding="utf-8")
    assert '# "effectif propose" = ""' in text
    saved.write_text(text.replace('# "effectif propose" = ""', '"effectif propose" = "postes"'), encoding="utf-8")
    second = rang("check", liste, "--mapping", saved, "--json")
    assert second.exit_code == 0
    assert (json.loads(second.stdout)["posts"], json.loads(second.stdout)["seats"]) == (2, 5)


def test_the_mapping_of_a_list_that_was_understood_changes_nothing(tmp_path: Path) -> None:
    saved = tmp_path / "correspondance.toml"
    files = [SAMPLES / "postes.xlsx", SAMPLES / "internes.xlsx"]
    first = rang("check", *files, "--save-mapping", saved, "--json")
    load_mapping(saved.read_text(encoding="utf-8"))
    assert json.loads(rang("check", *files, "--mapping", saved, "--json").stdout) == json.loads(first.stdout)


def test_the_report_is_a_copy_of_the_workbook_with_the_cells_marked_and_commented(tmp_path: Path) -> None:
    liste = tmp_path / "postes.xlsx"
    rows = [[*RENAMED[0][:-1], "Nombre de postes"], RENAMED[1], [*RENAMED[2][:-1], "deux"]]
    liste.write_bytes(as_xlsx(rows))
    done = rang("check", liste, "--out", tmp_path / "rapport")
    assert done.exit_code == 3
    assert "rapport-import.xlsx" in done.stdout
    copy = load_workbook(tmp_path / "rapport" / "rapport-import.xlsx")["Feuille1"]
    assert [cell.value for cell in copy[3]] == rows[2]
    assert "« deux » n'est pas un nombre entier." in copy["G3"].comment.text
    assert (copy["G3"].fill.fgColor.rgb[-6:], copy["G2"].comment) == ("FFC7CE", None)


@pytest.fixture
def chosen(tmp_path: Path) -> Path:
    """A folder of results where P01 has two seats taken, P02 a person in surnombre, and nobody chose P03."""
    posts = [
        {"code": code, "lists": [], "reserved": "", "seats": 3, "taken": taken, "supernumerary": added}
        for code, taken, added in [("P01", 1, 0), ("P01", 1, 0), ("P02", 0, 1), ("P03", 0, 0)]
    ]
    folder = tmp_path / "resultat"
    folder.mkdir()
    (folder / "resultat.json").write_text(json.dumps({"posts": posts}), encoding="utf-8")
    return folder


def listed(folder: Path, *rows: tuple[str, int]) -> Path:
    header = [*RENAMED[0][:-1], "Nombre de postes"]
    liste = folder / "postes.xlsx"
    liste.write_bytes(as_xlsx([header, *[[code, *RENAMED[1][1:-1], seats] for code, seats in rows]]))
    return liste


def test_a_list_that_keeps_what_was_chosen_is_sound(chosen: Path, tmp_path: Path) -> None:
    done = rang("check", listed(tmp_path, ("p 01", 2), ("P02", 0)), "--against", chosen, "--json")
    assert done.exit_code == 0


def test_a_post_chosen_already_may_be_neither_removed_nor_closed_nor_shrunk(chosen: Path, tmp_path: Path) -> None:
    removed = rang("check", listed(tmp_path, ("P03", 1)), "--against", chosen, "--json")
    assert removed.exit_code == 3
    assert {issue for issue in issues_of(removed.stdout) if issue[0].startswith("E_")} == {
        ("E_CHOSEN_REMOVED", "P01"),
        ("E_CHOSEN_REMOVED", "P02"),
    }
    for seats, code, said in [(0, "E_CHOSEN_CLOSED", "la liste le ferme"), (1, "E_CHOSEN_SEATS", "plus que 1")]:
        done = rang("check", listed(tmp_path, ("P01", seats), ("P02", 1)), "--against", chosen, "--json")
        (found,) = [issue for issue in json.loads(done.stdout)["issues"] if issue["level"] == "error"]
        assert (done.exit_code, found["code"], found["cell"]) == (3, code, "G2")
        assert said in found["message"]


def test_a_folder_that_holds_no_result_is_refused_in_words(tmp_path: Path) -> None:
    done = rang("check", listed(tmp_path, ("P01", 1)), "--against", tmp_path)
    assert done.exit_code == 2
    assert "n'est pas un dossier de résultat" in " ".join(done.stderr.split())
