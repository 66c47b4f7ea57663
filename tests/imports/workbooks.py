"""Real files for the tests, as bytes: one `Sheet` written as xlsx, xls, ods or csv, and odd or hostile ones by hand."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import cache

import xlwt
from odf import style as odf_style
from odf import table as odf_table
from odf import teletype
from odf.opendocument import OpenDocumentSpreadsheet
from odf.text import P
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from imports.grid import Merge, Sheet

Rows = Sequence[Sequence[object]]
Source = Sheet | Rows
"""A sheet with its looks, or bare rows."""
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def as_sheets(*sources: Source) -> list[Sheet]:
    """Bare rows become sheets named `Feuille1`, `Feuille2`…"""
    return [
        source if isinstance(source, Sheet) else Sheet(f"Feuille{number}", [list(row) for row in source])
        for number, source in enumerate(sources, start=1)
    ]


def cells_of(sheet: Sheet) -> Iterable[tuple[int, int, object]]:
    """Row, column (from 0) and value of each cell that holds something."""
    for r, row in enumerate(sheet.rows):
        for c, value in enumerate(row):
            if value is not None:
                yield r, c, value


def as_xlsx(*sources: Source) -> bytes:
    """A workbook written by openpyxl, with merges, looks and what is hidden; texts stay texts, even `=1+1`."""
    book = Workbook()
    book.remove(book.active)
    for sheet in as_sheets(*sources):
        page = book.create_sheet(sheet.name)
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        for r, c, value in cells_of(sheet):
            cell = page.cell(r + 1, c + 1, value)
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
            cell.font = Font(bold=(r, c) in sheet.bold, strike=(r, c) in sheet.struck)
        for merge in sheet.merges:
            page.merge_cells(None, merge.top + 1, merge.left + 1, merge.bottom + 1, merge.right + 1)
        for row in sheet.hidden_rows:
            page.row_dimensions[row + 1].hidden = True
        for column in sheet.hidden_columns:
            page.column_dimensions[get_column_letter(column + 1)].hidden = True
    return saved(book)


def saved(book: object) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_xls(*sources: Source) -> bytes:
    """A workbook of Excel 97 written by xlwt."""
    return saved(_xls_book(*sources))


def xls_records(*sources: Source) -> bytes:
    """The records of an .xls without the compound file around them."""
    return _xls_book(*sources).get_biff_data()


def _xls_book(*sources: Source) -> xlwt.Workbook:
    book = xlwt.Workbook()
    for sheet in as_sheets(*sources):
        page = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        page.visibility = int(sheet.hidden)
        for merge in sheet.merges:
            page.merge(merge.top, merge.bottom, merge.left, merge.right)
        for r, c, value in cells_of(sheet):
            page.row(r).write(c, value, _xls_style((r, c) in sheet.bold, (r, c) in sheet.struck, _xls_format(value)))
        for row in sheet.hidden_rows:
            page.row(row).hidden = True
        for column in sheet.hidden_columns:
            page.col(column).hidden = True
    return book


@cache
def _xls_style(bold: bool, struck: bool, number_format: str) -> xlwt.XFStyle:
    style = xlwt.XFStyle()
    style.font.bold, style.font.struck_out = bold, struck
    style.num_format_str = number_format
    return style


def _xls_format(value: object) -> str:
    match value:
        case datetime():
            return "dd/mm/yyyy hh:mm:ss"
        case date():
            return "dd/mm/yyyy"
        case time():
            return "hh:mm:ss"
    return "General"


def as_ods(*sources: Source) -> bytes:
    """An OpenDocument spreadsheet written by odfpy."""
    document = OpenDocumentSpreadsheet()
    hidden = odf_style.Style(name="invisible", family="table")
    hidden.addElement(odf_style.TableProperties(display="false"))
    document.automaticstyles.addElement(hidden)
    for bold in (False, True):
        for struck in (False, True):
            document.automaticstyles.addElement(_ods_style(bold=bold, struck=struck))
    for sheet in as_sheets(*sources):
        document.spreadsheet.addElement(_ods_table(sheet))
    return saved(document)


def _ods_style(*, bold: bool, struck: bool) -> odf_style.Style:
    style = odf_style.Style(name=_ods_style_name(bold=bold, struck=struck), family="table-cell")
    line = "solid" if struck else "none"
    weight = "bold" if bold else "normal"
    style.addElement(odf_style.TextProperties(fontweight=weight, textlinethroughstyle=line))
    return style


def _ods_style_name(*, bold: bool, struck: bool) -> str:
    return f"ce{int(bold)}{int(struck)}"


def _ods_table(sheet: Sheet) -> odf_table.Table:
    page = odf_table.Table(name=sheet.name, **({"stylename": "invisible"} if sheet.hidden else {}))
    width = max((len(row) for row in sheet.rows), default=0)
    for column in range(width):
        hidden = column in sheet.hidden_columns
        page.addElement(odf_table.TableColumn(visibility="collapse" if hidden else "visible"))
    for r, row in enumerate(sheet.rows):
        line = odf_table.TableRow(visibility="collapse" if r in sheet.hidden_rows else "visible")
        for c, value in enumerate(row):
            line.addElement(_ods_cell(sheet, r, c, value))
        page.addElement(line)
    return page


def _ods_cell(sheet: Sheet, r: int, c: int, value: object) -> odf_table.TableCell | odf_table.CoveredTableCell:
    if any(_covers(merge, r, c) for merge in sheet.merges):
        return odf_table.CoveredTableCell()
    name = _ods_style_name(bold=(r, c) in sheet.bold, struck=(r, c) in sheet.struck)
    spans = {
        key: str(number)
        for merge in sheet.merges
        if (merge.top, merge.left) == (r, c)
        for key, number in (
            ("numberrowsspanned", merge.bottom - r + 1),
            ("numbercolumnsspanned", merge.right - c + 1),
        )
    }
    cell = odf_table.TableCell(stylename=name, **_ods_value(value), **spans)
    if isinstance(value, str):
        paragraph = P()
        teletype.addTextToElement(paragraph, value)
        cell.addElement(paragraph)
    return cell


def _covers(merge: Merge, r: int, c: int) -> bool:
    inside = merge.top <= r <= merge.bottom and merge.left <= c <= merge.right
    return inside and (r, c) != (merge.top, merge.left)


def _ods_value(value: object) -> dict[str, str]:
    match value:
        case bool():
            return {"valuetype": "boolean", "booleanvalue": str(value).lower()}
        case int() | float():
            return {"valuetype": "float", "value": repr(value)}
        case date():
            return {"valuetype": "date", "datevalue": value.isoformat()}
        case time():
            return {"valuetype": "time", "timevalue": f"PT{value:%HH%MM%S}S"}
        case str():
            return {"valuetype": "string"}
    return {}


def as_csv(rows: Rows, *, encoding: str = "utf-8", delimiter: str = ";", end: str = "\r\n") -> bytes:
    """A text file; a cell with a line break of any kind is quoted, whatever ends the lines."""
    lines = []
    for row in rows:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerow(row)
        lines.append(stream.getvalue().removesuffix("\r\n") + end)
    return "".join(lines).encode(encoding)


def zipped(parts: Mapping[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts, in this order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def rezipped(data: bytes, changes: Mapping[str, str | bytes | None]) -> bytes:
    """The same zip with some parts replaced, added, or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    parts |= changes
    return zipped({name: content for name, content in parts.items() if content is not None})


def part_of(data: bytes, name: str) -> str:
    """The text of one part of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def bare_xlsx(body: str, *, properties: str = "", extra: Mapping[str, str] | None = None) -> bytes:
    """The least that a workbook may be: one sheet, whose XML within `worksheet` is `body`, no styles, no types."""
    sheets = '<sheets><sheet name="Postes" sheetId="1" r:id="rId1"/></sheets>'
    link = f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    return zipped(
        {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{properties}{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships>{link}</Relationships>",
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{body}</worksheet>',
            **(extra or {}),
        }
    )


def bare_ods(table: str, *, styles: str = "", prolog: str = "") -> bytes:
    """A document with one sheet, whose XML within `table:table` is `table`; `styles` are automatic styles."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns"
    names = {"office": "office", "table": "table", "text": "text", "style": "style", "fo": "xsl-fo-compatible"}
    spaces = " ".join(f'xmlns:{prefix}="{oasis}:{name}:1.0"' for prefix, name in names.items())
    body = f'<office:spreadsheet><table:table table:name="Postes">{table}</table:table></office:spreadsheet>'
    content = (
        f"{prolog}<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body>{body}</office:body></office:document-content>"
    )
    return zipped({"mimetype": SPREADSHEET, "content.xml": content})


_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of Microsoft (OLE2) with these streams in its root; at most 3 of them, 60 kB in all."""
    fat = [_FAT, _END]
    body = b""
    entries = [_entry("Root Entry", 5, 1 if streams else _FREE, _END, 0)]
    for number, (name, content) in enumerate(streams.items(), start=1):
        padded = content.ljust(max(4096, -(-len(content) // _SECTOR) * _SECTOR), b"\0")
        first, count = len(fat), len(padded) // _SECTOR
        fat += [*range(first + 1, first + count), _END]
        body += padded
        following = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, _FREE, first, len(padded), following))
    entries += [bytes(128)] * (4 - len(entries))
    table = struct.pack("<128L", *fat, *[_FREE] * (128 - len(fat)))
    return _compound_header() + table + b"".join(entries) + body


def _compound_header() -> bytes:
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    versions = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    chains = struct.pack("<LLLLLLLLL", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    return magic + versions + chains + struct.pack("<109L", 0, *[_FREE] * 108)


def _entry(name: str, kind: int, child: int, first: int, size: int, following: int = _FREE) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    return head + struct.pack("<LLL", _FREE, following, child) + bytes(36) + struct.pack("<LLL", first, size, 0)
