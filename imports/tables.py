"""From a book to its tables: each sheet with its role, its columns and its records, and what the clerk must know."""

from __future__ import annotations

from dataclasses import replace

from openpyxl.utils import get_column_letter

from allocation.forms import Role
from allocation.issues import Issue, cut
from imports.bands import sheet_context
from imports.grid import Book, Sheet, address
from imports.header_row import Clash, Heading, is_text
from imports.headers import ASIDE, label, meanings, proposal, wish_fields
from imports.mapping import Mapping
from imports.roles import Surveyed, choose, has_values, looks_like_data, missing, required, survey
from imports.rows import read_rows
from imports.table import Table
from imports.wording import clean
from imports.words import normalise

_HEADERS_SHOWN = 20
_TELLING = 3
_DESIGNATE = "Désignez la colonne dans un fichier de correspondance, ou renommez l'en-tête."


def find_tables(
    book: Book, wanted: frozenset[Role] | None, mapping: Mapping | None = None
) -> tuple[list[Table], list[Issue]]:
    """The tables of the book that have one of the roles `wanted` (None: whatever it holds), and the issues met.

    A sheet of another role is left aside; a role without any sheet is an error. Nothing in a book makes this raise.
    """
    mapping = mapping or Mapping()
    sheets = survey(book, mapping)
    chosen = [(each, role) for role in _roles(sheets, wanted) for each in choose(sheets, role)]
    issues = _hidden_sheets(book, mapping)
    tables = []
    for each, role in chosen:
        table, more = _read(book.name, each.sheet, each.headings[role])
        tables.append(table)
        issues += more + _unknown_columns(book.name, each, role, [other for one, other in chosen if one is each])
    tables += _summaries(book.name, sheets, chosen)
    return tables, issues + _unread(book.name, sheets, chosen, wanted)


def _summaries(file: str, sheets: list[Surveyed], chosen: list[tuple[Surveyed, Role]]) -> list[Table]:
    """The summaries of posts that stand beside a list of posts."""
    if not any(role is Role.POSTS for _, role in chosen):
        return []
    left = [each for each in sheets if each.is_summary and not any(each is other for other, _ in chosen)]
    return [replace(_read(file, each.sheet, each.headings[Role.POSTS])[0], summary=True) for each in left]


def unsettled(book: Book, mapping: Mapping) -> dict[Role, list[str]]:
    """The headers that fill no field, by the list that their sheet is or comes nearest to."""
    found: dict[Role, list[str]] = {}
    for each in survey(book, mapping):
        heading = each.headings.get(each.best, each.nearest) if each.best else each.nearest
        if heading and not each.is_summary:
            used = {*heading.columns.values(), *heading.aside}
            left = [text for column, text in heading.texts.items() if column not in used]
            found.setdefault(heading.role, []).extend(left)
    return found


def _roles(sheets: list[Surveyed], wanted: frozenset[Role] | None) -> list[Role]:
    """The roles to look for; without any asked for, those that the sheets fill, and wishes wherever there are some."""
    if wanted is not None:
        return [role for role in Role if role in wanted]
    found = {each.best for each in sheets}
    return [
        role
        for role in Role
        if role in found or (role is Role.WISHES and any(each.is_complete(role) for each in sheets))
    ]


def _read(file: str, sheet: Sheet, heading: Heading) -> tuple[Table, list[Issue]]:
    titles = tuple(clean(value) for row in sheet.rows[: max(heading.top, 0)] for value in row if is_text(value))
    reading = read_rows(file, sheet, heading, sheet_context(sheet.name, titles))
    table = Table(
        file=file,
        sheet=sheet.name,
        role=heading.role,
        columns={field: get_column_letter(column + 1) for field, column in heading.columns.items()},
        headers={field: heading.texts.get(column, "") for field, column in heading.columns.items()},
        records=reading.records,
        header_row=heading.top + 1,
        titles=titles,
        long_wishes="rang_voeu" in heading.columns,
        totals=reading.totals,
        footnotes=reading.footnotes,
        wish_fields=wish_fields(heading.columns),
    )
    issues = [_clash_issue(file, sheet, heading, clash) for clash in heading.clashes]
    return table, issues + _hidden_columns(file, sheet, heading) + reading.issues


def _hidden_sheets(book: Book, mapping: Mapping) -> list[Issue]:
    left = [sheet for sheet in book.sheets if sheet.hidden and has_values(sheet) and not mapping.sheet_rule(sheet.name)]
    return [
        Issue(
            book.name, sheet.name, "", "W_HIDDEN_SHEET", "warning", cut(sheet.name),
            f"Onglet masqué « {cut(sheet.name)} » : il n'est pas lu.", "Affichez-le dans le tableur s'il doit l'être.",
        )
        for sheet in left
    ]  # fmt: skip


def _hidden_columns(file: str, sheet: Sheet, heading: Heading) -> list[Issue]:
    """A hidden column that is read is said to be."""
    columns = sorted(column for column in heading.columns.values() if column in sheet.hidden_columns)
    return [
        Issue(
            file, sheet.name, address(max(heading.top, 0), column), "W_HIDDEN_COLUMN", "warning",
            cut(heading.texts.get(column, "")), f"{_named(heading, column)} est masquée ; elle est lue quand même.",
            "Supprimez-la si elle ne compte pas.",
        )
        for column in columns
    ]  # fmt: skip


def _clash_issue(file: str, sheet: Sheet, heading: Heading, clash: Clash) -> Issue:
    texts = {heading.texts.get(column, "") for column in clash.columns}
    shown = label(heading.role, clash.field)
    if len({normalise(text) for text in texts}) == 1:
        letters = " et ".join(map(_letter, clash.columns))
        message = f"Colonnes {letters} : « {cut(texts.pop())} » {_times(len(clash.columns))}."
    else:
        named = " et ".join(f"{_letter(column)} (« {cut(heading.texts[column])} »)" for column in clash.columns)
        message = f"Colonnes {named} : elles disent toutes « {shown} »."
    second = clash.columns[1]
    return Issue(
        file, sheet.name, address(max(heading.top, 0), second), "E_COL_DUP", "error",
        cut(heading.texts.get(second, "")), message,
        "Renommez celle qui ne doit pas être lue, ou désignez la bonne dans un fichier de correspondance.",
    )  # fmt: skip


def _times(count: int) -> str:
    return "deux fois" if count == 2 else f"{count} fois"


def _letter(column: int) -> str:
    return str(get_column_letter(column + 1))


def _named(heading: Heading, column: int) -> str:
    return f"Colonne {_letter(column)} « {cut(heading.texts.get(column, ''))} »"


def _unknown_columns(file: str, each: Surveyed, role: Role, roles: list[Role]) -> list[Issue]:
    """Columns with a header and values that nothing reads; none that another list of the same sheet makes use of."""
    heading = each.headings[role]
    used = {column for other in roles for column in each.headings[other].columns.values()}
    used |= {column for clash in heading.clashes for column in clash.columns} | heading.aside
    left = [column for column in heading.texts if column not in used]
    return [
        _unknown_issue(file, each.sheet, heading, column)
        for column in left
        if _has_data(each.sheet, heading, column) and not _is_expected(role, heading.texts[column])
    ]


def _is_expected(role: Role, text: str) -> bool:
    """What stands beside names in any list of people, wishes in a call list, a second total: no need to speak of it."""
    header = normalise(text)
    if role is Role.POSTS:
        return any(match.field == "total_ignore" for match in meanings(role, header))
    others = (Role.WISHES,) if role is Role.INTERNS else (Role.INTERNS,)
    return any(match.field != ASIDE for other in others for match in meanings(other, header))


def _has_data(sheet: Sheet, heading: Heading, column: int) -> bool:
    return any(column < len(row) and clean(row[column]) for row in sheet.rows[heading.bottom + 1 :])


def _unknown_issue(file: str, sheet: Sheet, heading: Heading, column: int) -> Issue:
    better = heading.outdone.get(column)
    near = proposal(heading.role, normalise(heading.texts[column]))
    message, fix = f"{_named(heading, column)} ignorée.", "Aucune correction si elle ne sert pas au choix."
    if better:
        kept = _named(heading, heading.columns[better]) if better in heading.columns else label(heading.role, better)
        message = f"{_named(heading, column)} ignorée : {kept[0].lower()}{kept[1:]} est lue à sa place."
        fix = _DESIGNATE
    elif near:
        fix = f"Vouliez-vous dire « {label(heading.role, near)} » ? {_DESIGNATE}"
    cell = address(heading.bottom, column)
    return Issue(file, sheet.name, cell, "W_COL_UNKNOWN", "warning", cut(heading.texts[column]), message, fix)


def _unread(
    file: str, sheets: list[Surveyed], chosen: list[tuple[Surveyed, Role]], wanted: frozenset[Role] | None
) -> list[Issue]:
    """Why the roles asked for are lacking, and why sheets that look like lists are not read."""
    issues: list[Issue] = []
    read = {id(each) for each, _ in chosen}
    lacking = [role for role in Role if wanted and role in wanted and role not in {role for _, role in chosen}]
    for each in sheets:
        if id(each) not in read:
            issues += _sheet_issues(file, each, lacking, wanted, alone=not chosen)
    told = any(issue.level == "error" for issue in issues)
    if lacking and not told:
        issues += [_role_issue(file, role, sheets) for role in lacking]
    elif wanted is None and not chosen and not told:
        issues.append(_header_issue(file, "", Role.POSTS))
    return issues


def _sheet_issues(
    file: str, each: Surveyed, lacking: list[Role], wanted: frozenset[Role] | None, *, alone: bool
) -> list[Issue]:
    """Why a sheet is not read, where it seems to be one that should be."""
    heading = _partial(each, lacking) or each.nearest
    if each.best is not None and heading is not None and not missing(heading):
        return []
    asked = heading is not None and (wanted is None or heading.role in wanted)
    if heading is not None and asked and (alone or heading.role in lacking or _is_telling(each, heading)):
        return [_missing_issue(file, each.sheet, heading)]
    if heading is None and (alone or looks_like_data(each.sheet)):
        role = next(iter(lacking or sorted(wanted or ()) or (Role.POSTS,)))
        return [_header_issue(file, each.sheet.name, role)]
    return []


def _partial(each: Surveyed, lacking: list[Role]) -> Heading | None:
    """The header of a role that is still lacking, where the sheet has the best part of it."""
    headings = [each.headings[role] for role in lacking if role in each.headings]
    return max(headings, key=lambda heading: len(heading.columns), default=None) if each.best is None else None


def _is_telling(each: Surveyed, heading: Heading) -> bool:
    return len(heading.columns) >= _TELLING and not each.is_summary


def _missing_issue(file: str, sheet: Sheet, heading: Heading) -> Issue:
    lacking = " et ".join(f"« {label(heading.role, field)} »" for field in missing(heading))
    texts = list(heading.texts.values())
    read = ", ".join(f"« {cut(text)} »" for text in texts[:_HEADERS_SHOWN]) + (
        ", …" if len(texts) > _HEADERS_SHOWN else ""
    )
    message = f"Onglet « {cut(sheet.name)} » : il manque {lacking}. En-têtes lus : {read}."
    fix = _near_missing(heading) or "Ajoutez la colonne, ou désignez-la dans un fichier de correspondance."
    return Issue(
        file, sheet.name, address(max(heading.top, 0), 0), "E_COL_MISSING", "error", cut(sheet.name), message, fix
    )


def _near_missing(heading: Heading) -> str:
    """A header that is a letter or two away from the one that is missing."""
    needed = missing(heading)
    for column, text in heading.texts.items():
        if column not in heading.columns.values() and (near := proposal(heading.role, normalise(text))) in needed:
            return f"{_named(heading, column)} veut-elle dire « {label(heading.role, near)} » ? {_DESIGNATE}"
    return ""


def _header_issue(file: str, sheet: str, role: Role) -> Issue:
    asked = ", ".join(label(role, field) for field in required(role))
    place = f"Onglet « {cut(sheet)} »" if sheet else "Fichier"
    message = f"{place} : aucune ligne d'en-tête dans les 30 premières lignes."
    return Issue(file, sheet, "", "E_HEADER_NOT_FOUND", "error", cut(sheet), message, f"Ajoutez {asked}.")


def _role_issue(file: str, role: Role, sheets: list[Surveyed]) -> Issue:
    held = ", ".join(f"« {cut(each.sheet.name)} » ({each.best.label})" for each in sheets if each.best)
    if not held:
        return _header_issue(file, "", role)
    message = f"Aucun onglet ne contient la liste « {role.label} ». Onglets lus : {held}."
    fix = "Vérifiez que c'est le bon fichier, ou dites dans un fichier de correspondance ce que contient chaque onglet."
    return Issue(file, "", "", "E_ROLE_MISSING", "error", role.label, message, fix)
