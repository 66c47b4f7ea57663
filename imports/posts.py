"""Post lists: one pool of seats for each stage and the phases that share its seats."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from allocation.issues import cut
from allocation.model import Category, Phase, Post
from imports import identifiers, integers
from imports.context import Assumed, read_des, read_phases
from imports.headers import PHASE_COLUMNS
from imports.labels import category_of, unknown_category
from imports.reference import GENERAL_MEDICINE
from imports.reservations import ALLOWED_RESERVATIONS, reservation_of
from imports.table import Table
from imports.values import Cells, Notes, rows
from imports.wording import clean, counted

_DOCTOR = re.compile(r"(?:Drs?|Prs?|Docteure?|Mme|M)\b", re.IGNORECASE)
SEATS = integers.Bounds(high=9_999, large=99)


@dataclass(frozen=True, slots=True)
class _Stage:
    """What the pools of one row have in common."""

    post: Post
    reserved: int | None


def read_posts(table: Table, assumed: Assumed, notes: Notes) -> list[Post]:
    """The posts of one sheet, those in error left out; a blank code stays blank."""
    by_phase = [field for field in PHASE_COLUMNS if field in table.columns]
    _say_joined_years(table, by_phase, notes)
    found: list[Post] = []
    for cells, joined in _stages(rows(table, notes), by_phase or ["postes"]):
        stage = _stage(cells, assumed, joined)
        pools = _by_phase(cells, stage, by_phase) if by_phase else _single(cells, stage, assumed)
        if not cells.failed:
            found += pools
    _say_missing_categories(found, notes)
    return found


def _stages(every: Iterator[Cells], counting: list[str]) -> Iterator[tuple[Cells, list[Cells]]]:
    """Each row with those that share its merged number of posts and have none of their own (a couplé)."""
    first: Cells | None = None
    joined: list[Cells] = []
    for cells in every:
        if first and _shares_seats(cells, counting):
            joined.append(cells)
            continue
        if first:
            yield first, joined
        first, joined = cells, []
    if first:
        yield first, joined


def _shares_seats(cells: Cells, counting: list[str]) -> bool:
    raws = [cells.raw(field) for field in counting]
    return any(raw.shared for raw in raws) and all(raw.shared or raw.value is None for raw in raws)


def _stage(cells: Cells, assumed: Assumed, joined: list[Cells]) -> _Stage:
    _check_numbers(cells)
    des = read_des(cells, assumed)
    category, label = _category(cells, des)
    reserved_for, reserved = _reserved(cells)
    post = Post(
        code=cells.code(),
        des=des,
        phases=(),
        seats=0,
        establishment=_establishment(cells),
        service=_together(cells, joined, "service"),
        head=_together(cells, joined, "responsable"),
        town=cells.text("commune"),
        category=category,
        category_label=label,
        reserved_for=reserved_for,
        accredited_until=cells.day("agrement_fin"),
        capacity=cells.integer("capacite", "capacité", SEATS),
        remarks=" ; ".join(text for text in (cells.text("observations"), *cells.record.remarks) if text),
        where=cells.where,
    )
    return _Stage(_named(cells, post), reserved)


def _together(cells: Cells, joined: list[Cells], field: str) -> str:
    """The texts of rows that make one stage, without repeats."""
    texts = [_doctors(each, field) for each in (cells, *joined)]
    return " + ".join(dict.fromkeys(text for text in texts if text))


def _doctors(cells: Cells, field: str) -> str:
    """The text of a cell; several doctors, one a line, stay apart on the only line that is kept."""
    text, raw = cells.text(field), cells.raw(field).value
    lines = [clean(line) for line in raw.split("\n")] if text and isinstance(raw, str) else []
    return " / ".join(lines) if len(lines) > 1 and all(map(_DOCTOR.match, lines)) else text


def _named(cells: Cells, post: Post) -> Post:
    """The stage with a service: that of its column, else whoever answers for it (an MSU)."""
    if post.service or not cells.has("service"):
        return replace(post, service=post.service or post.head)
    if post.head:
        return replace(post, service=post.head)
    if cells.blank("service"):
        cells.note("E_SERVICE_MISSING", "service", "Service vide.", "Indiquez le service ou le praticien.")
    return post


def _establishment(cells: Cells) -> str:
    text = cells.text("etablissement")
    if cells.has("etablissement") and cells.blank("etablissement"):
        cells.note("E_ETAB_MISSING", "etablissement", "Établissement vide hors cellule fusionnée.", "Recopiez-le.")
    return text


def _check_numbers(cells: Cells) -> None:
    """Numbers that nothing keeps, but whose lost zeros tell of a damaged file."""
    cells.identifier("finess", identifiers.finess)
    cells.identifier("departement", identifiers.department)


def _category(cells: Cells, des: str) -> tuple[Category, str]:
    """The category and its words. A band that names none is no category; a cell that names none is an error."""
    label = cells.text("categorie")
    if label:
        category = category_of(label)
        if category is None and des == GENERAL_MEDICINE:
            cells.keep("categorie", unknown_category(label))
        return category or Category.OTHER, label
    around = cells.record.context.get("category", "")
    category = category_of(around) if around else None
    return (category, around) if category else (Category.OTHER, "")


def _reserved(cells: Cells) -> tuple[str, int | None]:
    """Whom seats are kept for, and how many (None: all)."""
    kept = cells.keep("reserve", reservation_of(cells.text("reserve")))
    if kept is None:
        return "", 0
    if kept.label not in ALLOWED_RESERVATIONS:
        message = f"Postes réservés à « {cut(kept.label)} » : seul le CESP permet de flécher des postes."
        cells.note("W_LABEL_RESERVED", "reserve", message, "Vérifiez que cette réserve est permise.")
    return kept.label, kept.seats


def _single(cells: Cells, stage: _Stage, assumed: Assumed) -> list[Post]:
    phases = read_phases(cells, assumed)
    seats = _seats(cells)
    return [_pool(cells, stage, "postes", phases, seats)] if phases and seats is not None else []


def _seats(cells: Cells) -> int | None:
    if cells.blank("postes"):
        cells.note("E_INT_BLANK", "postes", "Nombre de postes vide.", "Mettez 0 si le stage est fermé.")
        return None
    return cells.integer("postes", "nombre de postes", SEATS)


def _by_phase(cells: Cells, stage: _Stage, fields: list[str]) -> list[Post]:
    """One pool for each phase that has a number; a blank, a dash or 0 there is no post."""
    seats: dict[Phase, int] = {}
    counted_in: dict[Phase, str] = {}
    for field in fields:
        if integers.is_nothing(cells.raw(field).value) and not cells.raw(field).unvalued:
            continue
        phase = PHASE_COLUMNS[field]
        seats[phase] = seats.get(phase, 0) + (cells.integer(field, "nombre de postes", SEATS) or 0)
        counted_in.setdefault(phase, field)
    pools = [_pool(cells, stage, counted_in[phase], (phase,), number) for phase, number in seats.items() if number]
    _compare_total(cells, sum(seats.values()))
    if len(pools) > 1 and stage.reserved:
        message = f"« {cut(clean(cells.raw('reserve').value))} » : rien ne dit à quelle phase vont les postes réservés."
        cells.note("E_RESERVED_PHASE", "reserve", message, "Écrivez une ligne par phase.")
    return pools


def _say_joined_years(table: Table, fields: list[str], notes: Notes) -> None:
    """Columns of several years of one phase are added up, and said to be."""
    by_phase: dict[Phase, list[str]] = defaultdict(list)
    for field in fields:
        by_phase[PHASE_COLUMNS[field]].append(field)
    for phase, years in by_phase.items():
        if len(years) > 1:
            named = " et ".join(f"{table.columns[field]} « {cut(table.headers[field])} »" for field in years)
            message = (
                f"Colonnes {named} : toutes comptées en {phase.label.lower()}, dont les années choisissent ensemble."
            )
            fix = "Si chaque année choisit à part, faites une liste par année."
            notes.once("W_PHASE_YEARS", message, fix, cell=f"{table.columns[years[0]]}{table.header_row}")


def _compare_total(cells: Cells, read: int) -> None:
    """A total of the row beside the columns of the phases is a check, never a number of posts."""
    for field in ("postes", "total_ignore"):
        announced = integers.integer(cells.raw(field).value, "total").value
        if announced is not None and announced != read and not cells.failed:
            message = f"La ligne annonce {announced}, la somme des phases est {read}."
            cells.note("W_TOTAL_MISMATCH", field, message, "Vérifiez les nombres de la ligne.")


def _pool(cells: Cells, stage: _Stage, field: str, phases: tuple[Phase, ...], seats: int) -> Post:
    kept = seats if stage.reserved is None else stage.reserved
    if kept > seats:
        message = f"{counted(kept, 'poste réservé', 'postes réservés')} pour {counted(seats, 'poste')}."
        cells.note("E_RESERVED_RANGE", "reserve", message, f"Corrigez l'un des deux ({cells.place(field)}).")
    return replace(stage.post, phases=phases, seats=seats, reserved_seats=kept)


def _say_missing_categories(posts: list[Post], notes: Notes) -> None:
    missing = sum(post.des == GENERAL_MEDICINE and not post.category_label for post in posts)
    if missing:
        message = f"{counted(missing, 'stage')} de médecine générale sans catégorie : aucune case de maquette remplie."
        notes.once("W_CATEGORY_MISSING", message, "Remplissez la colonne Catégorie.")
