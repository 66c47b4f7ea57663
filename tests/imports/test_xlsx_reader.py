"""What is particular to .xlsx: odd but readable workbooks, formulas, dates, runs of text."""

from __future__ import annotations

import sys
import tracemalloc
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation

from imports.formats import read_book
from imports.grid import Book, Merge, Sheet
from tests.imports.workbooks import LINKS, MAIN, as_xlsx, bare_xlsx, part_of, rezipped, saved

ROWS = [["Établissement", "Postes"], ["CHU", 3]]


def book_of(data: bytes) -> Book:
    book, issues = read_book("liste.xlsx", data)
    assert book is not None, issues
    assert issues == []
    return book


def sheet_of(data: bytes) -> Sheet:
    return book_of(data).sheets[0]


def cells(*contents: str) -> bytes:
    """A bare workbook with these `c` elements on its first row."""
    return bare_xlsx(f'<sheetData><row r="1">{"".join(contents)}</row></sheetData>')


def test_a_formula_gives_its_cached_result_and_is_noted() -> None:
    sheet = sheet_of(cells('<c r="A1"><v>2</v></c>', '<c r="B1"><f>A1*2</f><v>4</v></c>'))
    assert (sheet.rows, sheet.formulas, sheet.unvalued) == ([[2, 4]], {(0, 1)}, set())


@pytest.mark.parametrize("result", ["", "<v/>", "<v></v>"])
def test_a_formula_without_a_cached_result_is_noted_and_never_evaluated(result: str) -> None:
    sheet = sheet_of(cells('<c r="A1"><v>2</v></c>', f'<c r="B1"><f>1+1</f>{result}</c>'))
    assert (sheet.rows, sheet.formulas, sheet.unvalued) == ([[2, None]], set(), {(0, 1)})


def test_a_formula_that_gives_an_empty_text_is_a_blank() -> None:
    sheet = sheet_of(cells('<c r="A1"><v>2</v></c>', '<c r="B1" t="str"><f>IF(1,"")</f><v></v></c>'))
    assert (sheet.rows, sheet.unvalued) == ([[2]], set())


@pytest.mark.parametrize("formula", ['<f t="array" ref="A1">SUM(B1:B9)</f>', '<f t="shared" si="0"/>'])
def test_array_and_shared_formulas_are_formulas(formula: str) -> None:
    assert sheet_of(cells(f'<c r="A1">{formula}<v>4</v></c>')).formulas == {(0, 0)}


def test_a_formula_written_by_openpyxl_has_no_cached_result() -> None:
    book = Workbook()
    book.active.append([1, "=A1+1"])
    assert sheet_of(saved(book)).unvalued == {(0, 1)}


def test_an_excel_error_is_the_text_it_shows() -> None:
    sheet = sheet_of(cells('<c r="A1" t="e"><v>#REF!</v></c>', '<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'))
    assert (sheet.rows, sheet.formulas) == ([["#REF!", "#DIV/0!"]], {(0, 1)})


def test_a_workbook_of_1904_gives_the_dates_that_were_written() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([date(2027, 5, 2), datetime(2027, 5, 2, 8, 30)])  # noqa: DTZ001
    assert 'date1904="1"' in part_of(saved(book), "xl/workbook.xml")
    assert sheet_of(saved(book)).rows == [[date(2027, 5, 2), datetime(2027, 5, 2, 8, 30)]]  # noqa: DTZ001


@pytest.mark.parametrize("code", ["jj/mm/aaaa", "[$-40C]d mmmm yyyy;@", "dd/mm/yyyy", "mmm-yy", "m/d/yy h:mm"])
def test_date_formats_are_recognised_whatever_the_language(code: str) -> None:
    book = Workbook()
    book.active["A1"] = 46144
    book.active["A1"].number_format = code
    assert sheet_of(saved(book)).rows == [[date(2026, 5, 2)]]


@pytest.mark.parametrize("code", ["0", '0 "jours"', "[Red]0", "# ##0 €", "[h]:mm", "0000000"])
def test_other_formats_leave_numbers_alone(code: str) -> None:
    book = Workbook()
    book.active["A1"] = 46144
    book.active["A1"].number_format = code
    assert sheet_of(saved(book)).rows == [[46144]]


def test_the_29_february_1900_and_days_outside_the_calendar_stay_numbers() -> None:
    book = Workbook()
    for serial in (60, 3_000_000, -5):
        book.active.append([serial])
        book.active.cell(book.active.max_row, 1).number_format = "dd/mm/yyyy"
    assert sheet_of(saved(book)).rows == [[60], [3_000_000], [-5]]


def test_a_sheet_hidden_by_a_macro_is_hidden_too() -> None:
    book = Workbook()
    book.active["A1"] = 1
    very = book.create_sheet("Secret")
    very["A1"] = 1
    very.sheet_state = "veryHidden"
    assert [(sheet.name, sheet.hidden) for sheet in book_of(saved(book)).sheets] == [("Sheet", False), ("Secret", True)]


def test_sheets_of_charts_are_skipped() -> None:
    book = Workbook()
    book.active["A1"] = 1
    book.create_chartsheet("Graphique").add_chart(BarChart())
    book.create_sheet("Suite")["A1"] = 2
    assert [sheet.name for sheet in book_of(saved(book)).sheets] == ["Sheet", "Suite"]


def test_runs_of_text_are_joined_and_a_partly_struck_text_is_not_struck() -> None:
    struck = InlineFont(strike=True)
    book = Workbook()
    book.active["A1"] = CellRichText("3 ", TextBlock(struck, "4"), " postes")
    book.active["A2"] = CellRichText(TextBlock(struck, "stage "), TextBlock(struck, "fermé"))
    sheet = sheet_of(saved(book))
    assert sheet.rows == [["3 4 postes"], ["stage fermé"]]
    assert sheet.struck == {(1, 0)}


def test_a_shared_text_struck_in_all_its_runs_is_struck() -> None:
    run = "<r><rPr><strike/></rPr><t>{}</t></r>"
    texts = f'<sst xmlns="{MAIN}"><si>{run.format("stage ")}{run.format("fermé")}</si><si><t>ouvert</t></si></sst>'
    body = '<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row></sheetData>'
    sheet = sheet_of(bare_xlsx(body, extra={"xl/sharedStrings.xml": texts}))
    assert (sheet.rows, sheet.struck) == ([["stage fermé", "ouvert"]], {(0, 0)})


def test_phonetic_readings_and_comments_are_not_part_of_the_text() -> None:
    texts = f'<sst xmlns="{MAIN}"><si><t>Lyon</t><rPh sb="0" eb="1"><t>LION</t></rPh></si></sst>'
    body = '<sheetData><row><c t="s"><v>0</v></c></row></sheetData>'
    assert sheet_of(bare_xlsx(body, extra={"xl/sharedStrings.xml": texts})).rows == [["Lyon"]]
    book = Workbook()
    book.active["A1"] = "Lyon"
    book.active["A1"].comment = Comment("à vérifier", "ARS")
    assert sheet_of(saved(book)).rows == [["Lyon"]]


def test_escaped_characters_are_what_excel_shows() -> None:
    text = "<c t='inlineStr'><is><t>Ligne 1_x000D_\nLigne 2_x005F_x000D_ _xD800_</t></is></c>"
    assert sheet_of(cells(text)).rows == [["Ligne 1\nLigne 2_x000D_ \ufffd"]]


def test_cells_and_rows_without_addresses_follow_one_another() -> None:
    body = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>"
    assert sheet_of(bare_xlsx(body)).rows == [[1, 2], [3]]


def test_a_row_without_number_is_placed_by_the_addresses_of_its_cells() -> None:
    body = '<sheetData><row><c r="B3"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row></sheetData>'
    assert sheet_of(bare_xlsx(body)).rows == [[], [2], [None, 1]]


def test_a_wrong_dimension_does_not_matter() -> None:
    data = as_xlsx(ROWS)
    wrong = part_of(data, "xl/worksheets/sheet1.xml").replace('<dimension ref="A1:B2"', '<dimension ref="A1"')
    assert 'ref="A1"' in wrong
    assert sheet_of(rezipped(data, {"xl/worksheets/sheet1.xml": wrong})).rows == ROWS


@pytest.mark.parametrize(
    "missing", ["docProps/core.xml", "docProps/app.xml", "[Content_Types].xml", "xl/styles.xml", "_rels/.rels"]
)
def test_a_workbook_without_its_minor_parts_is_read(missing: str) -> None:
    assert sheet_of(rezipped(as_xlsx(ROWS), {missing: None})).rows == ROWS


ODD_STYLE = '<numFmts><numFmt numFmtId="?"/></numFmts><cellXfs><xf numFmtId="-1" fontId="99"/></cellXfs>'


def test_odd_names_and_styles_do_not_matter() -> None:
    names = '<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="9">#REF!</definedName></definedNames>'
    data = as_xlsx(ROWS)
    workbook = part_of(data, "xl/workbook.xml").replace("<calcPr", f"{names}<calcPr")
    assert names in workbook
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fills><fill><patternFill patternType="?"/></fill></fills>{ODD_STYLE}</styleSheet>'
    )
    assert sheet_of(rezipped(data, {"xl/workbook.xml": workbook, "xl/styles.xml": styles})).rows == ROWS


def test_absolute_and_backslashed_parts_are_found() -> None:
    link = f'<Relationship Id="rId1" Type="{LINKS}/worksheet" Target="/xl/worksheets/Sheet1.xml"/>'
    data = cells("<c><v>1</v></c>")
    moved = rezipped(data, {
        "xl/_rels/workbook.xml.rels": f"<Relationships>{link}</Relationships>",
        "xl/worksheets/sheet1.xml": None,
        "xl\\worksheets\\sheet1.xml": part_of(data, "xl/worksheets/sheet1.xml"),
    })  # fmt: skip
    assert sheet_of(moved).rows == [[1]]


def test_the_strict_form_of_the_standard_with_its_dates_is_read() -> None:
    data = cells('<c t="d"><v>2027-05-02</v></c>', '<c t="d"><v>2027-05-02T08:30:00</v></c>')
    strict = part_of(data, "xl/worksheets/sheet1.xml").replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    sheet = sheet_of(rezipped(data, {"xl/worksheets/sheet1.xml": strict}))
    assert sheet.rows == [[date(2027, 5, 2), datetime(2027, 5, 2, 8, 30)]]  # noqa: DTZ001


def test_validations_and_filters_leave_the_values_alone() -> None:
    book = Workbook()
    page = book.active
    for row in ROWS:
        page.append(row)
    page.append(["CH", 2])
    page.auto_filter.ref = "A1:B3"
    page.row_dimensions[3].hidden = True
    page.add_data_validation(DataValidation("list", formula1='"Socle,Approfondissement"', sqref="A1:A9"))
    sheet = sheet_of(saved(book))
    assert (sheet.rows, sheet.hidden_rows, sheet.formulas) == ([*ROWS, ["CH", 2]], {2}, set())


def test_five_thousand_formatted_empty_rows_and_hidden_columns_to_the_end_do_no_harm() -> None:
    book = Workbook()
    page = book.active
    page.append(["a"])
    for row in range(2, 5002):
        page.cell(row, 1).font = Font(bold=True)
    data = saved(book)
    xml = part_of(data, "xl/worksheets/sheet1.xml")
    xml = xml.replace("<sheetData>", '<cols><col min="2" max="16384" hidden="1"/></cols><sheetData>')
    sheet = sheet_of(rezipped(data, {"xl/worksheets/sheet1.xml": xml}))
    assert (sheet.rows, sheet.bold, sheet.hidden_columns) == ([["a"]], set(), set())


def test_a_space_in_the_farthest_cell_costs_nothing() -> None:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row>'
    sheet = sheet_of(bare_xlsx(f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>{far}</sheetData>'))
    assert sheet.rows == [[1]]


def test_a_merge_is_cut_to_the_part_in_use() -> None:
    body = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="C3"><v>2</v></c></row>'
    merges = '<mergeCell ref="A1:XFD2"/><mergeCell ref="F9:H12"/><mergeCell ref="B3:A3"/>'
    sheet = sheet_of(bare_xlsx(f"<sheetData>{body}</sheetData><mergeCells>{merges}</mergeCells>"))
    assert sheet.merges == [Merge(0, 0, 1, 2), Merge(2, 0, 2, 1)]


def list_of_posts(rows: int) -> bytes:
    """13 columns as Excel writes them: shared texts, two of them new on each row, a bold code, a number."""
    texts = [*(f"Mot {n}" for n in range(10)), *(f"42-{n}" for n in range(rows)), *(f"Note {n}" for n in range(rows))]
    shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
    styles = '<fonts><font/><font><b/></font></fonts><cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs>'
    body = "".join(_post_row(n, rows) for n in range(rows))
    extra = {"xl/sharedStrings.xml": f"<sst>{shared}</sst>", "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>"}
    return bare_xlsx(f"<sheetData>{body}</sheetData>", extra=extra)


def _post_row(n: int, rows: int) -> str:
    numbers = [10 + n, *range(10), 10 + rows + n]
    texts = "".join(
        f'<c r="{column}{n + 1}" s="{int(column == "A")}" t="s"><v>{number}</v></c>'
        for column, number in zip("ABCDEFGHIJKL", numbers, strict=True)
    )
    return f'<row r="{n + 1}">{texts}<c r="M{n + 1}"><v>{n % 7}</v></c></row>'


def peak_of(data: bytes) -> int:
    """The most bytes that the reading holds at once, beside the file itself."""
    tracemalloc.start()
    try:
        book, issues = read_book("liste.xlsx", data)
        assert book is not None, issues
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_longer_list_takes_less_than_a_kilobyte_more_a_row() -> None:
    few, many = (peak_of(list_of_posts(rows)) for rows in (500, 2_500))
    assert many - few < 2_000 * 1_000


def test_a_blank_formatted_row_takes_less_memory_than_any_object() -> None:
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    blank = [f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(2, 40_002)]
    fewer, more = (peak_of(bare_xlsx(f"<sheetData>{first}{''.join(blank[:n])}</sheetData>")) for n in (20_000, 40_000))
    assert more - fewer < 20_000 * sys.getsizeof(())


def test_the_same_text_is_kept_once_however_often_it_comes() -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>ST-00434</t></is></c></row>' for n in (1, 2))
    sheet = sheet_of(bare_xlsx(f"<sheetData>{cells}</sheetData>"))
    assert sheet.rows[0][0] is sheet.rows[1][0]
