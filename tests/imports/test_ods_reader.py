"""What is particular to .ods: repetitions, inherited styles, paragraphs, and what is not the cell's text."""

from __future__ import annotations

from datetime import date, time

import pytest

from imports.formats import read_book
from imports.grid import Merge, Sheet
from tests.imports.workbooks import bare_ods

LAST = 1_048_576


def sheet_of(table: str, styles: str = "") -> Sheet:
    book, issues = read_book("liste.ods", bare_ods(table, styles=styles))
    assert book is not None, issues
    assert issues == []
    return book.sheets[0]


def row(*cells: str, **attributes: str) -> str:
    given = "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-row{given}>{''.join(cells)}</table:table-row>"


def text(content: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{content}</text:p></table:table-cell>'


def number(value: object, attributes: str = "", kind: str = "float") -> str:
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}" {attributes}/>'


EMPTY = "<table:table-cell/>"


def blank(times: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{times}"/>'


def test_a_million_repeated_blanks_are_only_counted() -> None:
    filler = row(blank(16384), number_rows_repeated=str(LAST - 3))
    sheet = sheet_of(row(number(1), blank(16383)) + row(blank(16384)) + row(EMPTY, number(2)) + filler)
    assert sheet.rows == [[1], [], [None, 2]]


def test_repeated_values_are_repeated() -> None:
    assert sheet_of(row(number(1, 'table:number-columns-repeated="3"'), number_rows_repeated="2")).rows == [[1] * 3] * 2


@pytest.mark.parametrize(
    "table",
    [
        row(number(1), number_rows_repeated=str(LAST)),
        row(number(1, 'table:number-columns-repeated="16384"')),
        row(number(1, 'table:number-columns-repeated="99999999999"'), number_rows_repeated="99999999999"),
        row('<table:table-cell table:number-columns-spanned="2" table:number-columns-repeated="9"/>',
            number_rows_repeated=str(LAST)),
    ],
)  # fmt: skip
def test_values_and_merges_repeated_to_the_end_are_too_big(table: str) -> None:
    book, issues = read_book("liste.ods", bare_ods(table))
    assert book is None
    assert [issue.code for issue in issues] == ["E_FILE_TOO_BIG"]


def test_blank_texts_repeated_to_the_end_cost_nothing() -> None:
    assert sheet_of(row(number(1)) + row(text(" "), number_rows_repeated=str(LAST - 1)) * 500).rows == [[1]]


def test_each_type_gives_its_value() -> None:
    cells = row(
        number("0.125", kind="percentage"),
        number("12.5", kind="currency"),
        '<table:table-cell office:value-type="date" office:date-value="2027-05-02"/>',
        '<table:table-cell office:value-type="time" office:time-value="PT08H30M00S"/>',
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
        '<table:table-cell office:value-type="time" office:time-value="PT30H"><text:p>30 h</text:p></table:table-cell>',
        "<table:table-cell><text:p>sans type</text:p></table:table-cell>",
    )
    assert sheet_of(cells).rows == [[0.125, 12.5, date(2027, 5, 2), time(8, 30), True, "30 h", "sans type"]]


def test_paragraphs_are_lines_and_spaces_are_as_shown() -> None:
    content = 'Dr A<text:line-break/>Dr <text:span>B</text:span><text:s text:c="2"/>C\n   D</text:p><text:p>Dr E'
    assert sheet_of(row(text(content))).rows == [["Dr A\nDr B  C D\nDr E"]]


def test_comments_drawings_and_older_versions_are_not_read() -> None:
    note = "<office:annotation><text:p>note</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="string">{note}<text:p>Lyon</text:p></table:table-cell>'
    assert sheet_of(row(cell)).rows == [["Lyon"]]


def test_a_formula_gives_its_cached_result_or_is_noted_without() -> None:
    formula = 'table:formula="of:=[.A1]*2"'
    sheet = sheet_of(row(number(1), number(2, formula), f"<table:table-cell {formula}/>"))
    assert (sheet.rows, sheet.formulas, sheet.unvalued) == ([[1, 2, None]], {(0, 1)}, {(0, 2)})


def test_a_formula_in_error_gives_the_text_it_shows() -> None:
    cell = '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>{}</text:p>'
    sheet = sheet_of(row(*(f"{cell.format(shown)}</table:table-cell>" for shown in ("#REF!", "#DIV/0!", "Err:502"))))
    assert sheet.rows == [["#REF!", "#DIV/0!", "Err:502"]]


STYLES = (
    '<style:style style:name="barré" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="enfant" style:family="table-cell" style:parent-style-name="barré">'
    '<style:text-properties fo:font-weight="700"/></style:style>'
    '<style:style style:name="boucle" style:family="table-cell" style:parent-style-name="boucle"/>'
    '<style:default-style style:family="table-cell"><style:text-properties fo:font-weight="bold"/>'
    "</style:default-style>"
)


def test_looks_are_inherited_from_styles_columns_and_rows() -> None:
    columns = '<table:table-column/><table:table-column table:default-cell-style-name="barré"/>'
    enfant, boucle = 'table:style-name="enfant"', 'table:style-name="boucle"'
    table = row(number(1, enfant), number(2), number(3, boucle)) + row(number(4), default_cell_style_name="enfant")
    sheet = sheet_of(columns + table, STYLES)
    assert sheet.struck == {(0, 0), (0, 1), (1, 0)}
    assert sheet.bold == {(0, 0), (1, 0)}


def test_filtered_rows_are_hidden_rows() -> None:
    table = row(number(1)) + row(number(2), visibility="filter", number_rows_repeated="2") + row(number(3))
    assert sheet_of(table).hidden_rows == {1, 2}


def test_merges_are_read_from_spans_and_covered_cells_are_blank() -> None:
    span = 'table:number-rows-spanned="2" table:number-columns-spanned="1"'
    covered = '<table:covered-table-cell office:value-type="float" office:value="9"/>'
    sheet = sheet_of(row(text("CHU", span), number(1)) + row(covered, number(2)))
    assert (sheet.rows, sheet.merges) == ([["CHU", 1], [None, 2]], [Merge(0, 0, 1, 0)])
