"""The layouts met in the field, each as a real workbook written, then read back by the readers of the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from allocation.forms import Role
from allocation.issues import Issue
from imports.formats import read_book
from imports.grid import Book
from imports.mapping import Mapping
from imports.table import Table
from imports.tables import find_tables

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Page:
    """One sheet to write. Ranges and cells are named as a spreadsheet names them, rows from 1."""

    rows: Rows
    name: str = "Postes"
    merges: Sequence[str] = ()
    struck: Sequence[str] = ()
    bold: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    state: str = "visible"


@dataclass(frozen=True)
class Read:
    """What a book gave."""

    tables: list[Table]
    issues: list[Issue] = field(default_factory=list)

    @property
    def table(self) -> Table:
        assert len(self.tables) == 1, [table.sheet for table in self.tables]
        return self.tables[0]

    @property
    def codes(self) -> list[str]:
        return [issue.code for issue in self.issues]

    def issue(self, code: str) -> Issue:
        found = [issue for issue in self.issues if issue.code == code]
        assert len(found) == 1, self.issues
        return found[0]

    def column(self, name: str) -> list[object]:
        """The values of a field, from the first record to the last one."""
        return [record.fields[name].value for record in self.table.records]

    def context(self, key: str) -> list[str | None]:
        return [record.context.get(key) for record in self.table.records]


def book_of(*pages: Page, name: str = "liste.xlsx") -> Book:
    """The pages as an .xlsx file, read back."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for page in pages:
        _write(workbook.create_sheet(page.name), page)
    data = BytesIO()
    workbook.save(data)
    return _read(name, data.getvalue())


def csv_of(rows: Rows, name: str = "liste.csv") -> Book:
    """The rows as a text file delimited by semicolons, read back."""
    lines = [";".join("" if value is None else str(value) for value in row) for row in rows]
    return _read(name, "\n".join(lines).encode())


def understand(book: Book, *wanted: Role, mapping: Mapping | None = None) -> Read:
    """The tables of the book for the roles wanted; none named: whatever it holds."""
    return Read(*find_tables(book, frozenset(wanted) or None, mapping or Mapping()))


def read_posts(rows: Rows, **looks: object) -> Read:
    return understand(book_of(Page(rows, **looks)), Role.POSTS)  # type: ignore[arg-type]


def read_interns(rows: Rows, **looks: object) -> Read:
    return understand(book_of(Page(rows, **{"name": "Internes", **looks})), Role.INTERNS)  # type: ignore[arg-type]


def _read(name: str, data: bytes) -> Book:
    book, issues = read_book(name, data)
    assert book is not None, issues
    return book


def _write(sheet: Worksheet, page: Page) -> None:
    for number, row in enumerate(page.rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(number, column, value)
    for cell in {*page.struck, *page.bold}:
        sheet[cell].font = Font(strike=cell in page.struck, bold=cell in page.bold)
    for merge in page.merges:
        sheet.merge_cells(merge)
    for row in page.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for letter in page.hidden_columns:
        sheet.column_dimensions[letter].hidden = True
    sheet.sheet_state = page.state  # type: ignore[assignment]


POSTS = ["Établissement", "Service", "Nombre de postes"]
"""The shortest header of a post list."""


def interregion() -> Page:
    """A table of the official journal: the region is merged, and so is a number that the towns share."""
    return Page(
        [
            ["INTERRÉGION", "ÉTABLISSEMENT", "POSTES OFFERTS"],
            ["Nord-Est", "CHU de Strasbourg", 14],
            [None, "CHU de Nancy", 15],
            [None, "CHU de Reims", None],
            ["Île-de-France", "AP-HP", 67],
            ["Total", None, 96],
        ],
        merges=["A2:A4", "C3:C4"],
    )


def one_column_a_specialty() -> Page:
    """A number by hospital and specialty: no list of posts."""
    return Page(
        [
            ["", "Anesthésie-réanimation", "Cardiologie", "Total"],
            ["Nantes", 4, 1, 5],
            ["Assistance publique - Hôpitaux de Marseille", 12, 3, 15],
            ["Total", 16, 4, 20],
        ],
        name="Annexe",
    )


def hospital_posts() -> Page:
    """Headers on two or three lines in their cell, a code with spaces, and no number of posts."""
    return Page(
        [
            ["DISCIPLINE", "DISCIPLINE HOSPITALIÈRE\nlorsqu'elle diffère\nde la discipline universitaire",
             "LOCALISATION DE L'EMPLOI", "NUMÉRO\nde l'emploi", "TYPE\nde\nconcours"],
            ["Cardiologie", None, "Centre hospitalier de Brest, hôpital de la Cavale Blanche.", "421 PUPH 0526", 1],
        ]
    )  # fmt: skip


def two_line_header() -> Page:
    """« Postes offerts au choix » over « PS » and « PA », « Postes bloqués » beside, two titles above."""
    return Page(
        [
            ["Subdivision de Saint-Étienne – semestre d'été 2027"],
            ["DES de médecine générale"],
            [],
            ["Établissement", "Service", "Postes offerts au choix", None, "Postes bloqués", "Observations"],
            [None, None, "PS", "PA", None, None],
            ["CHU Nord", "Urgences", 3, 2, 1, "garde"],
            ["CH de Roanne", "Gériatrie", None, 1, None, None],
        ],
        name="Feuil1",
        merges=["A1:F1", "A2:F2", "A4:A5", "B4:B5", "C4:D4", "E4:E5", "F4:F5"],
    )


def grouped_header() -> Page:
    """Groups of columns above the line that names them."""
    return Page(
        [
            ["Terrain de stage", None, None, "Postes", None, None],
            ["Établissement", "Service", "Responsable", "Socle", "Appro", "Total"],
            ["CHU Nord", "Urgences", "Dr EXEMPLE", 3, 2, 5],
        ],
        merges=["A1:C1", "D1:F1"],
    )


def banded() -> Page:
    """Phases, and categories within them, as bands; blank rows; subtotals; a total; notes below."""
    return Page(
        [
            POSTS,
            ["PHASE SOCLE"],
            ["Urgences adultes"],
            ["CHU Nord*", "Urgences", 3],
            [],
            ["CH de Roanne", "Urgences", 2],
            ["Sous-total", None, 5],
            ["Stage praticien niveau 1 (ambulatoire)"],
            ["Cabinet", "Dr EXEMPLE Camille", 1],
            ["S/Total", None, 1],
            ["PHASE APPROFONDISSEMENT"],
            ["CH de Firminy", "Gériatrie (1)", 4],
            ["Total général", None, 10],
            ["* sous réserve de l'agrément"],
            ["(1) logement sur place"],
            ["Fait à Saint-Étienne, le 3 mars 2027"],
        ],
        merges=["A2:C2", "A3:C3", "A8:C8", "A11:C11"],
    )


def call_list() -> Page:
    return Page(
        [
            ["N° d'ordre", "NOM", "Prénom(s)", "Classement ECN", "Année ECN", "Semestres validés"],
            [1, "EXEMPLE", "Camille", 4512, 2023, 2],
            [2, "FICTIVE", "Bruno", 812, 2024, 1],
        ],
        name="Appel PA1",
    )
