"""What our own importer says of the samples: nothing against the good ones, one thing against each faulty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocation.issues import errors
from imports.reading import Input, Reading, counts, read
from sample_data.wrong import FAULTS, Fault
from tests.sample_data.reading import FOLDER

GOOD = ("postes.xlsx", "internes.xlsx", "voeux.xlsx", "historique.xlsx", "demandes.xlsx")


def given(*paths: Path) -> Reading:
    return read([Input(path.name, path.read_bytes()) for path in paths])


def test_the_good_workbooks_are_read_whole_and_without_error() -> None:
    reading = given(*(FOLDER / name for name in GOOD))
    assert errors(reading.issues) == []
    assert counts(reading) == {"posts": 115, "seats": 200, "interns": 156, "wishes": 152}
    assert (reading.dossier.semester, reading.dossier.subdivision) == ("2027-ete", "Saint-Étienne")


def test_the_planned_oddities_are_said() -> None:
    reading = given(*(FOLDER / name for name in GOOD))
    assert {"W_WISH_NONE", "W_WISH_UNKNOWN", "W_REQUEST_PENDING"} <= {issue.code for issue in reading.issues}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.file)
def test_a_faulty_workbook_gives_the_one_remark_announced(fault: Fault) -> None:
    (issue,) = given(FOLDER / "fautifs" / fault.file).issues
    assert (issue.code, issue.cell) == (fault.code, fault.cell)
