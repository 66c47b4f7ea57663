"""`rang verify`: what is whole passes, what was touched is said."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.webapp.running import rang


@pytest.fixture
def copy(sample_result: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_result, tmp_path / "copie"))


def test_a_whole_folder_is_proved(sample_result: Path) -> None:
    done = rang("verify", sample_result)
    assert done.exit_code == 0
    assert "Tout concorde" in done.stdout


def test_an_archive_is_proved_as_its_folder_is(sample_result: Path, tmp_path: Path) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "resultat"), "zip", sample_result))
    assert rang("verify", archive).exit_code == 0


def test_a_post_changed_in_the_result_is_said_with_the_person(copy: Path) -> None:
    result = json.loads((copy / "resultat.json").read_text(encoding="utf-8"))
    row = next(row for row in result["lists"][-1]["calls"] if row["status"] == "affecte")
    row["post"] = next(post["code"] for post in result["posts"] if post["code"] != row["post"])
    (copy / "resultat.json").write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    done = rang("verify", copy)
    assert done.exit_code == 4
    assert row["intern"]["last_name"] in done.stderr


def test_a_name_changed_in_the_result_is_said(copy: Path) -> None:
    text = (copy / "resultat.json").read_text(encoding="utf-8")
    name = json.loads(text)["lists"][0]["calls"][0]["intern"]["last_name"]
    (copy / "resultat.json").write_text(text.replace(f'"{name}"', '"AUTRE"'), encoding="utf-8")
    done = rang("verify", copy)
    assert done.exit_code == 4
    assert "AUTRE" in done.stderr


def test_a_line_changed_in_the_journal_is_said_with_its_number(copy: Path) -> None:
    lines = (copy / "journal.jsonl").read_bytes().split(b"\n")
    lines[4] = lines[4].replace(b'"wish":1', b'"wish":2').replace(b'"wish":3', b'"wish":1')
    lines[5] = lines[5][:-3] + b"0" + lines[5][-2:]
    (copy / "journal.jsonl").write_bytes(b"\n".join(lines))
    done = rang("verify", copy)
    assert done.exit_code == 4
    assert "ligne" in done.stderr


def test_a_cut_tail_is_said(copy: Path) -> None:
    lines = (copy / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (copy / "journal.jsonl").write_bytes(b"".join(lines[:-1]))
    assert rang("verify", copy).exit_code == 4


@pytest.mark.parametrize("name", ["ouverture.json", "journal.jsonl", "resultat.json"])
def test_a_missing_document_proves_nothing(name: str, copy: Path) -> None:
    (copy / name).unlink()
    done = rang("verify", copy)
    assert done.exit_code == 4
    assert name in done.stderr


@pytest.mark.parametrize("name", ["ouverture.json", "journal.jsonl", "resultat.json"])
@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"a": ', b"[" * 100_000])
def test_a_document_of_another_kind_is_said_and_never_breaks_the_command(name: str, content: bytes, copy: Path) -> None:
    (copy / name).write_bytes(content)
    assert rang("verify", copy).exit_code == 4


def test_a_cell_changed_in_the_workbook_is_said(copy: Path) -> None:
    book = load_workbook(copy / "affectations.xlsx")
    book["Affectations"]["G2"] = "42-AUTRE-01"
    book.save(copy / "affectations.xlsx")
    done = rang("verify", copy)
    assert done.exit_code == 4
    assert "affectations.xlsx" in done.stderr


def test_a_changed_table_is_said(copy: Path) -> None:
    data = (copy / "affectations.csv").read_bytes()
    (copy / "affectations.csv").write_bytes(data.replace(b"Affect", b"Effect", 1))
    done = rang("verify", copy)
    assert done.exit_code == 4
    assert "affectations.csv" in done.stderr


def test_what_is_neither_folder_nor_archive_is_said(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("bonjour", encoding="utf-8")
    assert rang("verify", tmp_path / "note.txt").exit_code == 4
    assert rang("verify", tmp_path / "absent").exit_code == 2


def test_an_archive_that_swells_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bombe.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ouverture.json", b"0" * 50_000_000)
        archive.writestr("journal.jsonl", b"0" * 50_000_000)
    assert rang("verify", tmp_path / "bombe.zip").exit_code == 4
