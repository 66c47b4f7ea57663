"""The files beside the script are what the script makes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import canonicalize
from zipfile import ZipFile, is_zipfile

import pytest

from sample_data.make import make
from tests.sample_data.reading import FOLDER


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh")
    make(folder)
    return folder


def files(folder: Path) -> dict[str, Path]:
    kept = (path for path in folder.rglob("*") if path.suffix in {".xlsx", ".xls", ".md"})
    return {path.relative_to(folder).as_posix(): path for path in kept}


def content(path: Path) -> object:
    """What a file says, whichever library packed it: the canonical parts of a workbook, else the bytes."""
    if not is_zipfile(path):
        return path.read_bytes()
    with ZipFile(path) as archive:
        return {name: canonicalize(archive.read(name)) for name in archive.namelist()}


def test_the_files_on_disk_are_those_of_a_fresh_run(fresh: Path) -> None:
    made, kept = files(fresh), files(FOLDER)
    assert sorted(made) == sorted(kept)
    assert len(made) >= 20
    assert [name for name in made if content(made[name]) != content(kept[name])] == []


def test_two_runs_give_the_same_bytes(fresh: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sample_data.make", str(tmp_path)]
    other_hashes = os.environ | {"PYTHONHASHSEED": "123", "TZ": "Pacific/Auckland"}
    subprocess.run(command, check=True, capture_output=True, cwd=FOLDER.parent, env=other_hashes)
    first, second = files(fresh), files(tmp_path)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name].read_bytes() != second[name].read_bytes()] == []


def test_the_readme_names_every_file() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    names = [path.name for path in files(FOLDER).values() if path.name != "README.md"]
    assert [name for name in names if f"`{name}`" not in page] == []
