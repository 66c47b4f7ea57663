"""A file is replaced by a whole one, or stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from exports.assignments import write_assignments
from exports.files import replacing
from exports.minutes import write_minutes
from tests.exports.documents import ouverture, resultat


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with replacing(path) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a.txt", "new")]


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(OSError, match="disk full"):
        _write_half(path)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a.txt", "old")]


def _write_half(path: Path) -> None:
    with replacing(path) as temporary:
        temporary.write_text("half")
        raise OSError("disk full")


def test_a_result_that_cannot_be_told_leaves_the_earlier_exports(tmp_path: Path) -> None:
    broken = resultat()
    broken["lists"][0]["calls"][0]["mode"] = "unheard_of"
    broken["semester"] = "2027"
    for name in ("affectations.xlsx", "proces-verbal.pdf"):
        (tmp_path / name).write_text("earlier")
    with pytest.raises(ValueError, match="2027"):
        write_assignments(broken, ouverture(), tmp_path / "affectations.xlsx")
    with pytest.raises(ValueError, match="2027"):
        write_minutes(broken, ouverture(), tmp_path)
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        "affectations.xlsx": "earlier",
        "proces-verbal.pdf": "earlier",
    }
