"""Empty workbooks to fill, one a kind of list, with our own headers, help and drop-down lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from allocation.forms import EXAMPLE_SHEET, EXAMPLE_TITLE, FORMS, Column, Role
from exports.files import replacing
from exports.safety import Style, put
from exports.workbook import HEADER, SHEET_ROWS, TITLE, WRAPPED, set_print, set_widths

_FILES = {
    Role.POSTS: "modele-postes.xlsx",
    Role.INTERNS: "modele-internes.xlsx",
    Role.WISHES: "modele-voeux.xlsx",
    Role.HISTORY: "modele-historique.xlsx",
    Role.REQUESTS: "modele-demandes.xlsx",
    Role.ABSENCES: "modele-absences.xlsx",
}
_SEVERAL_VALUES = frozenset({"situation", "phases"})
_TEXTS = ("rpps", "code", "voeu_", "reserve", "semestre")
_DATES = frozenset({"agrement_fin", "deposee", "debut", "fin"})
_PROMPT_TITLE_CHARACTERS = 32
_GREY_ITALICS = Style(
    font=Font(italic=True, color="595959"), alignment=Alignment(wrap_text=True, vertical="top"), number_format="@"
)
_EXPLANATION = ("Colonne", "Obligatoire", "Ce qu'il faut écrire", "Exemple", "Valeurs proposées")
_EXPLANATION_WIDTHS = (24, 12, 60, 32, 70)


def write_templates(folder: Path) -> list[Path]:
    """Write one workbook a kind of list in `folder`, and return their paths.

    The first sheet is ready to fill, its headers on row 1; « Exemple » explains each column.
    """
    written = []
    for role, columns in FORMS.items():
        path = folder / _FILES[role]
        with replacing(path) as temporary:
            _workbook(role, columns).save(temporary)
        written.append(path)
    return written


def _workbook(role: Role, columns: Sequence[Column]) -> Workbook:
    book = Workbook()
    form = book.worksheets[0]
    form.title = role.label
    _write_form(form, columns)
    _write_example(book.create_sheet(EXAMPLE_SHEET), columns)
    _add_validations(form, columns)
    return book


def _write_form(sheet: Worksheet, columns: Sequence[Column]) -> None:
    set_widths(sheet, [max(14, len(column.header) + 4) for column in columns])
    set_print(sheet, sheet.title)
    sheet.print_title_rows = "1:1"
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        header = put(sheet, 1, number, column.header, HEADER)
        header.comment = Comment(_help(column), "Rang utile", height=90, width=260)
        sheet.column_dimensions[get_column_letter(number)].number_format = _number_format(column)


def _help(column: Column) -> str:
    return f"{column.help} Obligatoire." if column.required else column.help


def _number_format(column: Column) -> str:
    if column.field.startswith(_TEXTS):
        return "@"
    return "DD/MM/YYYY" if column.field in _DATES else "General"


def _write_example(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """One column of the form a row, so that the sheet does not look like a form itself."""
    set_widths(sheet, _EXPLANATION_WIDTHS)
    set_print(sheet, EXAMPLE_TITLE)
    put(sheet, 1, 1, EXAMPLE_TITLE, TITLE)
    for number, header in enumerate(_EXPLANATION, 1):
        put(sheet, 3, number, header, HEADER)
    for row, column in enumerate(columns, 4):
        words = (column.header, "oui" if column.required else "non", column.help)
        for number, text in enumerate(words, 1):
            put(sheet, row, number, text, WRAPPED)
        put(sheet, row, 4, column.example, _GREY_ITALICS)
        put(sheet, row, 5, " ; ".join(column.choices), WRAPPED)


def _add_validations(form: Worksheet, columns: Sequence[Column]) -> None:
    """Prompts and drop-down lists below the headers; columns that ask for the same thing share one."""
    alike: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for number, column in enumerate(columns, 1):
        alike[column.help, column.choices].append(number)
    for numbers in alike.values():
        validation = _validation(columns[numbers[0] - 1])
        for number in numbers:
            letter = get_column_letter(number)
            validation.add(f"{letter}2:{letter}{SHEET_ROWS}")
        form.add_data_validation(validation)


def _validation(column: Column) -> DataValidation:
    several = column.field in _SEVERAL_VALUES
    return DataValidation(
        type="list" if column.choices else None,
        formula1=f'"{",".join(column.choices)}"' if column.choices else None,
        allow_blank=True,
        showErrorMessage=bool(column.choices),
        errorStyle="warning" if several else "stop",
        errorTitle="Valeur inattendue",
        error="Choisissez une ou plusieurs valeurs de la liste." if several else "Choisissez une valeur de la liste.",
        showInputMessage=True,
        promptTitle=column.header[:_PROMPT_TITLE_CHARACTERS],
        prompt=_help(column),
    )
