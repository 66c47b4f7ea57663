"""Every workbook opens in LibreOffice, which says again what was written."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from exports.assignments import write_assignments
from exports.offices import write_faculty, write_hospitals
from exports.seats_left import write_seats_left
from exports.statistics import write_statistics
from tests.exports.documents import FORMULA_NAME, ouverture, resultat
from tests.exports.reading import values

LIBREOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
ALL_SHEETS = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1"

pytestmark = pytest.mark.skipif(LIBREOFFICE is None, reason="LibreOffice is not installed")


def test_every_workbook_converts_with_all_its_rows(tmp_path: Path) -> None:
    written = _workbooks(tmp_path)
    out = tmp_path / "csv"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(LIBREOFFICE), profile, "--headless", "--convert-to", ALL_SHEETS, "--outdir", str(out)]
    subprocess.run([*command, *map(str, written)], check=True, capture_output=True, timeout=180)
    seen = 0
    for path in written:
        for name, rows in values(path).items():
            content = (out / f"{path.stem}-{name}.csv").read_text("utf-8")
            assert len(list(csv.reader(content.splitlines(), delimiter=";"))) == len(rows), (path, name)
            seen += content.count(FORMULA_NAME)
    assert seen >= 3, "a text that looks like a formula is still that text"


def _workbooks(folder: Path) -> list[Path]:
    plain = [folder / f"{name}.xlsx" for name in ("affectations", "faculte", "restants", "statistiques")]
    write_assignments(resultat(), ouverture(), plain[0])
    write_faculty(resultat(), ouverture(), {}, plain[1])
    write_seats_left(resultat(), ouverture(), plain[2])
    write_statistics(resultat(), ouverture(), {}, plain[3])
    return [*plain, *write_hospitals(resultat(), ouverture(), {}, folder)]
