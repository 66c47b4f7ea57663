"""Delimited text: encoding, delimiter and line ends are decided by rules that can be foretold, and are told."""

from __future__ import annotations

import pytest

from allocation.issues import Issue
from imports.formats import read_book
from imports.grid import Book
from imports.text import guess_delimiter
from tests.imports.workbooks import as_csv

ROWS = [["Établissement", "Service", "Postes"], ["CHU d'Œuvre – Š", "Urgences", "3"]]


def read(data: bytes, **how: str) -> tuple[Book, list[Issue]]:
    book, issues = read_book("dossier/liste.csv", data, **how)
    assert book is not None, issues
    return book, issues


def rows_of(data: bytes, **how: str) -> list[list[object]]:
    return read(data, **how)[0].sheets[0].rows


def test_a_text_file_is_one_sheet_named_as_the_file() -> None:
    book, _ = read(as_csv(ROWS))
    assert (book.name, book.kind, [sheet.name for sheet in book.sheets]) == ("liste.csv", "csv", ["liste"])


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("cp1252", "Windows-1252")],
)
def test_the_encoding_is_found_and_told(encoding: str, told: str) -> None:
    book, issues = read(as_csv(ROWS, encoding=encoding))
    assert book.sheets[0].rows == ROWS
    assert book.guess == f"{told}, séparateur « ; »"
    assert [issue.code for issue in issues] == (["W_ENCODING"] if encoding == "cp1252" else [])


def test_utf_16_of_both_byte_orders_is_read_by_its_mark() -> None:
    text = "\ufeff" + as_csv(ROWS).decode()
    assert rows_of(text.encode("utf-16-be")) == rows_of(text.encode("utf-16-le")) == ROWS


def test_windows_1252_is_read_with_a_warning_that_names_utf_8() -> None:
    _, (issue,) = read("Évry;3\n".encode("cp1252"))
    assert (issue.code, issue.level, issue.file) == ("W_ENCODING", "warning", "liste.csv")
    assert issue.message == "Fichier lu en Windows-1252."
    assert "UTF-8" in issue.fix


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_the_bytes_that_windows_1252_lacks_are_replaced_and_told(byte: int) -> None:
    book, issues = read(b"\xc9vry" + bytes([byte]) + b";3\n")
    assert book.sheets[0].rows == [["Évry\ufffd", "3"]]
    assert [issue.code for issue in issues] == ["W_ENCODING", "W_ENCODING"]
    assert "1 caractère" in issues[1].message


def test_an_imposed_encoding_wins_and_what_it_cannot_read_is_told() -> None:
    book, issues = read("Évry;3\n".encode("cp1252"), encoding="utf-8")
    assert book.sheets[0].rows == [["\ufffdvry", "3"]]
    assert [issue.code for issue in issues] == ["W_ENCODING"]
    book, issues = read("Évry;3\n".encode("cp1252"), encoding="cp1252")
    assert (book.sheets[0].rows, issues) == ([["Évry", "3"]], [])


def test_an_unknown_encoding_is_a_fault_of_the_caller() -> None:
    with pytest.raises(LookupError):
        read_book("liste.csv", b"a;b", encoding="martien")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_each_delimiter_is_found(delimiter: str) -> None:
    assert rows_of(as_csv(ROWS, delimiter=delimiter)) == ROWS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b,c\nd;e,f\n", ";"),
        ("Titre, sans suite\na;b;c\nd;e;f\n", ";"),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("a|b;c|d\ne|f|g\nh|i|j\nk|l|m\n", "|"),
        ('"x;y;z",1\n"x;y",2\n"x",3\n', ","),
        ('"une\nligne;et\nd\'autres",1\nb,2\n', ","),
        ("un seul mot", ";"),
        ("", ";"),
    ],
)
def test_the_most_constant_count_outside_quotes_wins_and_the_semicolon_on_a_tie(text: str, expected: str) -> None:
    assert guess_delimiter(text) == expected


def test_only_the_first_twenty_filled_lines_decide() -> None:
    assert guess_delimiter("\n\n" + "a,b\n\n" * 20 + "a;b\n" * 100) == ","


def test_an_imposed_delimiter_wins_and_is_told() -> None:
    book, _ = read(b"a,b;c\n", delimiter=",")
    assert book.sheets[0].rows == [["a", "b;c"]]
    assert book.guess == "UTF-8, séparateur « , »"


@pytest.mark.parametrize("line", ["sep=|\r\n", '"sep=|"\n', "SEP=|\r"])
def test_a_line_that_declares_the_delimiter_is_obeyed_and_is_not_a_row(line: str) -> None:
    assert rows_of(f"{line}a;b|c\n".encode()) == [["a;b", "c"]]


def test_a_declared_tabulation_is_told_by_its_name() -> None:
    assert read(b"sep=\t\na\tb\n")[0].guess == "UTF-8, séparateur tabulation"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_ends_of_every_system_work(end: str) -> None:
    assert rows_of(as_csv(ROWS, end=end)) == ROWS


def test_quotes_hold_delimiters_line_breaks_and_quotes() -> None:
    rows = [["Dr A\nDr B", "Urgences ; SMUR", 'dit "le grand"'], ["x", "y", "z"]]
    assert rows_of(as_csv(rows)) == rows


def test_values_stay_texts_and_blanks_are_none() -> None:
    assert rows_of(b"010003820;3;;  ;=1+1\n") == [["010003820", "3", None, None, "=1+1"]]


def test_blank_lines_keep_the_addresses_right() -> None:
    assert rows_of(b"\n;\na;b\n\n\nc\n\n;;;\n") == [[], [], ["a", "b"], [], [], ["c"]]


def test_one_line_is_enough() -> None:
    assert rows_of("Évry;3".encode("cp1252")) == [["Évry", "3"]]


def test_a_cell_longer_than_what_the_csv_module_allows_is_kept() -> None:
    assert rows_of(b"a;" + b"x" * 200_000) == [["a", "x" * 200_000]]


def test_a_quote_never_closed_is_told() -> None:
    book, issues = read(b'a;b\nc;"d\ne;f\ng;h\n')
    assert book.sheets[0].rows[1] == ["c", "d\ne;f\ng;h\n"]
    assert [issue.code for issue in issues] == ["W_QUOTE_OPEN"]


def test_the_end_mark_of_dos_is_not_a_value() -> None:
    assert rows_of(b"a;b\r\n\x1a") == [["a", "b"]]
