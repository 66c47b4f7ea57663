"""Lists written in our templates are read back as the same campaign."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from allocation.issues import errors
from allocation.model import Dossier
from exports.filled import write_filled
from imports.reading import Input, Reading, read

SAMPLES = Path(__file__).parents[2] / "sample_data"
LISTS = ("postes.xlsx", "internes.xlsx", "voeux.xlsx", "historique.xlsx", "demandes.xlsx", "absences.xlsx")


def _read(folder: Path, semester: str = "") -> Reading:
    return read([Input(name, (folder / name).read_bytes()) for name in LISTS], semester=semester)


@pytest.fixture(scope="module")
def campaign() -> Dossier:
    return _read(SAMPLES).dossier


def test_exporting_then_importing_gives_the_same_campaign(campaign: Dossier, tmp_path: Path) -> None:
    written = write_filled(campaign, tmp_path)
    assert {path.name for path in written} == set(LISTS)
    again = _read(tmp_path, campaign.semester)
    assert not errors(again.issues)
    compared = [field.name for field in fields(Dossier) if field.name not in ("sources", "subdivision", "semester")]
    for name in compared:
        assert getattr(again.dossier, name) == getattr(campaign, name), name


def test_a_list_that_is_empty_is_not_written(tmp_path: Path) -> None:
    assert write_filled(Dossier(), tmp_path) == []
    assert not list(tmp_path.iterdir())
