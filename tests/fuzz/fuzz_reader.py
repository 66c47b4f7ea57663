"""Feeds damaged files to the whole reading, and fails on a find: `python tests/fuzz/fuzz_reader.py SECONDS`
(needs atheris).

The first byte of an input says what the rest is: a whole file; one XML part that is put in a sound workbook, since
noise in a compressed zip hardly ever gets past its checksum; or the rows of one list under the headers of our template.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["imports", "xlrd"]):
    from allocation.forms import FORMS, WISHES_LONG
    from allocation.issues import SHOWN, Issue
    from imports.codes import CODES
    from imports.formats import read_book
    from imports.reading import Input, read
    from tests.imports.workbooks import as_csv, as_ods, as_xls, as_xlsx, bare_xlsx, part_of, rezipped, xls_records

ROWS: list[list[object]] = [["Établissement", "Postes", None], ["CHU", 3, 1.5], [None, True, "Dr A\nDr B"]]
XLSX, ODS = as_xlsx(ROWS), as_ods(ROWS)
SHARED = bare_xlsx(
    '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>',
    extra={"xl/sharedStrings.xml": "<sst><si><r><rPr><strike/></rPr><t>a</t></r><rPh><t>b</t></rPh></si></sst>"},
)
PARTS = (
    (XLSX, "xl/worksheets/sheet1.xml"),
    (XLSX, "xl/styles.xml"),
    (SHARED, "xl/sharedStrings.xml"),
    (XLSX, "xl/workbook.xml"),
    (XLSX, "xl/_rels/workbook.xml.rels"),
    (ODS, "content.xml"),
    (ODS, "styles.xml"),
)
WHOLE = (XLSX, ODS, as_xls(ROWS), xls_records(ROWS), as_csv(ROWS), as_csv(ROWS, encoding="utf-16"))


LISTS = (*FORMS.values(), WISHES_LONG)
CALLED = as_csv([[column.header for column in LISTS[1]], [column.example for column in LISTS[1]]])
"""A call list, so that the other lists speak of somebody."""


def _builders() -> list[Callable[[bytes], bytes]]:
    def within(data: bytes, part: str) -> Callable[[bytes], bytes]:
        return lambda content: rezipped(data, {part: content})

    def under(headers: list[str]) -> Callable[[bytes], bytes]:
        return lambda content: as_csv([headers]) + content

    lists = [under([column.header for column in columns]) for columns in LISTS]
    return [bytes, *(within(data, part) for data, part in PARTS), *lists]


BUILDERS = _builders()


def read_one(data: bytes) -> None:
    """Fails where the reading raises, or where what it gives contradicts its contract."""
    if not data:
        return
    file = BUILDERS[data[0] % len(BUILDERS)](data[1:])
    book, issues = read_book("liste", file)
    if (book is None) != any(issue.level == "error" for issue in issues):
        raise AssertionError(issues)
    for sheet in book.sheets if book else ():
        _check_places(sheet.rows, sheet.bold | sheet.struck | sheet.formulas | sheet.unvalued)
    for issue in read([Input("liste", file), Input("internes.csv", CALLED)]).issues:
        _check_issue(issue)


def _check_issue(issue: Issue) -> None:
    """A message is a sentence of the table of codes, and echoes no long value."""
    known = issue.code in CODES and issue.level == ("error" if issue.code.startswith("E_") else "warning")
    if not known or not issue.message.endswith((".", "?")) or len(issue.value) > SHOWN or len(issue.message) > 2_000:
        raise AssertionError(issue)


def _check_places(rows: list[list[object]], places: set[tuple[int, int]]) -> None:
    for row, column in places:
        if row >= len(rows) or column >= len(rows[row]):
            raise AssertionError((row, column))


def _seeds(folder: Path) -> None:
    for number, data in enumerate(WHOLE):
        (folder / f"whole{number}").write_bytes(b"\0" + data)
    for number, (data, part) in enumerate(PARTS, start=1):
        (folder / f"part{number}").write_bytes(bytes([number]) + part_of(data, part).encode())
    for number, columns in enumerate(LISTS, start=1 + len(PARTS)):
        row = as_csv([[column.example for column in columns]])
        (folder / f"list{number}").write_bytes(bytes([number]) + row)


def main(seconds: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _seeds(Path(folder))
        options = [f"-max_total_time={int(seconds)}", "-max_len=20000", "-timeout=20", f"-artifact_prefix={folder}/"]
        atheris.Setup([sys.argv[0], folder, *options], read_one)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "60")
