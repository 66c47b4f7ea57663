"""Files that cannot be read: each is told apart, in French, with what to do; none makes the reader raise."""

from __future__ import annotations

import io
import os
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.issues import Issue
from imports.formats import read_book
from imports.limits import MAX_FILE, MAX_ROWS
from tests.imports.workbooks import (
    MAIN,
    as_csv,
    as_ods,
    as_xls,
    as_xlsx,
    bare_ods,
    bare_xlsx,
    compound,
    rezipped,
    xls_records,
    zipped,
)

ROWS = [["Établissement", "Service", "Postes"], ["CHU", "Urgences", 3]]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
XML_2003 = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


def refusal(data: bytes, name: str = "liste.xlsx") -> Issue:
    book, issues = read_book(name, data)
    assert book is None
    (issue,) = issues
    assert issue.level == "error"
    assert issue.file == name
    assert issue.message.endswith(".")
    assert issue.fix.endswith(".")
    return issue


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"\n\n%PDF-1.4", "PDF"),
        (PNG, "image"),
        (b"\xff\xd8\xff\xe0" + bytes(32), "image"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", "image"),
        (b"\x1f\x8b\x08" + bytes(32), "archive"),
        (zipped({"a.txt": "a"}), "archive zip"),
        (zipped({}), "archive zip"),
        (zipped({"word/document.xml": "<a/>"}), "document de texte"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "document de texte"),
        (zipped({"ppt/presentation.xml": "<a/>"}), "présentation"),
        (zipped({"Index/Document.iwa": b"", "Metadata/Properties.plist": b""}), "Numbers"),
        (zipped({"xl/workbook.bin": b""}), ".xlsb"),
        (b"{\\rtf1 Postes}", "document de texte"),
        (b"<html><body><table><tr><td>CHU</td></tr></table></body></html>", "page web"),
        ("\ufeff\r\n <TABLE border=1><tr><td>CHU</td></tr></TABLE>".encode(), "page web"),
        ("<html><table></table></html>".encode("utf-16"), "page web"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "page web"),
        (XML_2003.encode(), "format XML"),
        (compound({"WordDocument": b"x"}), "document Word"),
        (compound({"PowerPoint Document": b"x"}), "présentation"),
        (compound({"__properties_version1.0": b"x"}), "courriel"),
        (b"CHU;\x00\x01\x02;3\n", "n'est pas un tableur"),
        (bytes(range(256)) * 8, "n'est pas un tableur"),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_named_and_refused(data: bytes, word: str) -> None:
    issue = refusal(data)
    assert issue.code == "E_FILE_TYPE"
    assert word in issue.message
    assert "« liste.xlsx »" in issue.message


def with_password(records: bytes) -> bytes:
    """The same records after the one that announces an encryption, which comes second."""
    first = 4 + struct.unpack_from("<H", records, 2)[0]
    return records[:first] + struct.pack("<HH", 0x2F, 6) + bytes(6) + records[first:]


MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    "</manifest:manifest>"
)


@pytest.mark.parametrize(
    "data",
    [
        compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": os.urandom(5000)}),
        compound({"Workbook": with_password(xls_records(ROWS))}),
        rezipped(as_ods(ROWS), {"META-INF/manifest.xml": MANIFEST, "content.xml": os.urandom(200)}),
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "encrypted-package": os.urandom(200)}),
    ],
    ids=["xlsx", "xls", "ods", "ods of LibreOffice 24"],
)
def test_a_workbook_with_a_password_says_to_save_it_without(data: bytes) -> None:
    issue = refusal(data)
    assert issue.code == "E_FILE_PASSWORD"
    assert "sans mot de passe" in issue.fix


def test_a_zip_whose_parts_are_encrypted_has_a_password() -> None:
    data = bytearray(bare_xlsx("<sheetData/>"))
    for start in _occurrences(data, b"PK\x01\x02"):
        data[start + 8] |= 1
    assert refusal(bytes(data)).code == "E_FILE_PASSWORD"


def _occurrences(data: bytes, mark: bytes) -> list[int]:
    found, start = [], data.find(mark)
    while start >= 0:
        found.append(start)
        start = data.find(mark, start + 1)
    assert found
    return found


@pytest.mark.parametrize("write", [as_xlsx, as_xls, as_ods])
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.95])
def test_a_truncated_workbook_is_damaged(write: object, kept: float) -> None:
    data = write([[f"Service {n}", n] for n in range(500)])
    assert refusal(data[: int(len(data) * kept)]).code == "E_FILE_DAMAGED"


DAMAGED = {
    "no sheet part": rezipped(as_xlsx(ROWS), {"xl/worksheets/sheet1.xml": None}),
    "sheet is not XML": rezipped(as_xlsx(ROWS), {"xl/worksheets/sheet1.xml": "<worksheet><sheetData>"}),
    "no workbook part": rezipped(as_xlsx(ROWS), {"xl/workbook.xml": None}),
    "shared text out of range": bare_xlsx('<sheetData><row><c t="s"><v>7</v></c></row></sheetData>'),
    "impossible cell": bare_xlsx('<sheetData><row r="1"><c r="ZZZZ1"><v>7</v></c></row></sheetData>'),
    "column after the last": bare_xlsx('<sheetData><row r="1"><c r="XFE1"><v>7</v></c></row></sheetData>'),
    "row after the last": bare_xlsx('<sheetData><row r="1048577"><c r="A1048577"><v>7</v></c></row></sheetData>'),
    "negative row": bare_xlsx('<sheetData><row r="0"><c><v>7</v></c></row></sheetData>'),
    "unknown encoding": rezipped(as_ods(ROWS), {"content.xml": '<?xml version="1.0" encoding="UTF-9"?><a/>'}),
    "encoding that is none": rezipped(as_ods(ROWS), {"content.xml": '<?xml version="1.0" encoding="rot13"?><a/>'}),
    "odd merge": bare_xlsx('<sheetData/><mergeCells><mergeCell ref="#REF!"/></mergeCells>'),
    "content of the ods is not XML": rezipped(as_ods(ROWS), {"content.xml": "<a>"}),
    "compound file without workbook": compound({"Autre": b"x"}),
    "compound file of noise": compound({"Workbook": bytes(range(256)) * 20}),
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_workbook_that_contradicts_itself_is_damaged(data: bytes) -> None:
    issue = refusal(data)
    assert issue.code == "E_FILE_DAMAGED"
    assert "enregistrez-le de nouveau" in issue.fix


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in ("ab", "bc", "cd", "de", "ef", "fg", "gh", "hi"))
    + "]>"
)


@pytest.mark.parametrize(
    "data",
    [
        rezipped(bare_xlsx(""), {"xl/worksheets/sheet1.xml": f'{LAUGHS}<worksheet xmlns="{MAIN}">&i;</worksheet>'}),
        rezipped(bare_xlsx("<sheetData/>"), {"xl/sharedStrings.xml": f"{LAUGHS}<sst><si><t>&i;</t></si></sst>"}),
        bare_ods("<table:table-row><table:table-cell><text:p>&i;</text:p></table:table-cell></table:table-row>",
                 prolog=LAUGHS),
        bare_ods("<table:table-row/>", prolog='<!DOCTYPE a SYSTEM "file:///etc/passwd">'),
    ],
    ids=["xlsx sheet", "xlsx texts", "ods", "ods with an external entity"],
)  # fmt: skip
def test_entities_are_refused_before_they_swell(data: bytes) -> None:
    issue = refusal(data)
    assert issue.code == "E_FILE_DAMAGED"
    assert "DOCTYPE" in issue.message


def test_a_file_above_the_limit_is_too_big_and_its_size_is_told() -> None:
    issue = refusal(b"a;b\n" * (MAX_FILE // 4 + 1), "gros.csv")
    assert (issue.code, issue.value) == ("E_FILE_TOO_BIG", "31 Mo")
    assert issue.message == "Fichier de 31 Mo (30 au plus)."


def bomb(size: int) -> bytes:
    """A small xlsx whose sheet unpacks to `size` bytes of nothing."""
    stream = io.BytesIO(bare_xlsx("<sheetData/>"))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/a.bin", "w") as part:
        for _ in range(size // 1_000_000):
            part.write(bytes(1_000_000))
    return stream.getvalue()


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    data = bomb(320_000_000)
    assert len(data) < MAX_FILE
    assert refusal(data).code == "E_FILE_TOO_BIG"


def test_a_zip_that_lies_about_its_sizes_is_not_unpacked_beyond_them() -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{" " * 40_000_000}</sheetData></worksheet>'
    data = bytearray(rezipped(bare_xlsx(""), {"xl/worksheets/sheet1.xml": sheet}))
    for start in _occurrences(data, b"PK\x01\x02"):
        struct.pack_into("<L", data, start + 24, 1000)
    tracemalloc.start()
    issue = refusal(bytes(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert issue.code == "E_FILE_DAMAGED"
    assert peak < 5_000_000


def test_parts_compressed_as_no_spreadsheet_does_are_refused() -> None:
    data = zipped({"xl/workbook.xml": "<a/>"}, compression=zipfile.ZIP_BZIP2)
    assert refusal(data).code == "E_FILE_DAMAGED"


def test_too_many_filled_rows_are_refused() -> None:
    issue = refusal(b"a;b\n" * (MAX_ROWS + 1), "long.csv")
    assert issue.code == "E_FILE_TOO_BIG"
    assert "200\u202f000 lignes" in issue.message


def test_values_scattered_over_far_corners_are_refused_before_they_fill_the_memory() -> None:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 2000))
    assert refusal(bare_xlsx(f"<sheetData>{rows}</sheetData>")).code == "E_FILE_TOO_BIG"


def test_merges_heaped_on_one_another_are_refused() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="60000"><c r="BH60000"><v>1</v></c></row>'
    merges = '<mergeCell ref="A1:BH60000"/>' * 10
    data = bare_xlsx(f"<sheetData>{cells}</sheetData><mergeCells>{merges}</mergeCells>")
    assert refusal(data).code == "E_FILE_TOO_BIG"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b";;;\r\n ; \r\n", b"\n\n"])
def test_a_file_without_a_value_is_empty(data: bytes) -> None:
    assert refusal(data, "vide.csv").code == "E_FILE_EMPTY"


SEEDS = {"xlsx": as_xlsx(ROWS), "xls": as_xls(ROWS), "ods": as_ods(ROWS), "csv": as_csv(ROWS), "bare": bare_xlsx("")}


@pytest.mark.parametrize("kind", SEEDS)
@settings(max_examples=100, deadline=None)
@given(noise=st.data())
def test_no_bytes_make_the_reader_raise(kind: str, noise: st.DataObject) -> None:
    data = bytearray(SEEDS[kind])
    for _ in range(noise.draw(st.integers(1, 8))):
        data[noise.draw(st.integers(0, len(data) - 1))] = noise.draw(st.integers(0, 255))
    book, issues = read_book("liste", bytes(data))
    assert (book is None) == any(issue.level == "error" for issue in issues)
