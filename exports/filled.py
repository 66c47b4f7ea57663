"""Our own templates filled from values: lists written so that reading them again gives the same campaign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from allocation.forms import FORMS, Role
from allocation.model import Absence, Candidate, Category, Dossier, Mode, PastStage, Post, Request, WishList
from exports.files import replacing
from exports.labels import MODES
from exports.safety import append
from exports.workbook import HEADER, set_widths

Value = str | int | date | None
Row = tuple[Value, ...]

FILES = {
    Role.POSTS: "postes.xlsx",
    Role.INTERNS: "internes.xlsx",
    Role.WISHES: "voeux.xlsx",
    Role.HISTORY: "historique.xlsx",
    Role.REQUESTS: "demandes.xlsx",
    Role.ABSENCES: "absences.xlsx",
}
"""The file of each list."""


def post_row(post: Post) -> Row:
    """A post under the headers of the template."""
    return (
        post.code,
        post.establishment,
        post.service,
        post.head or None,
        post.town or None,
        post.des,
        " / ".join(phase.label for phase in post.phases),
        post.category_label or (None if post.category is Category.OTHER else post.category.label),
        post.seats,
        post.reservation,
        post.accredited_until,
        post.capacity,
        post.remarks or None,
    )


def intern_row(candidate: Candidate) -> Row:
    """A person of the call list under the headers of the template."""
    identity = candidate.identity
    return (
        candidate.order,
        identity.rpps or None,
        identity.last_name,
        identity.first_name,
        candidate.des,
        candidate.phase.label,
        candidate.seniority,
        candidate.contest,
        candidate.rank,
        candidate.cohort_size,
        " ; ".join(candidate.situations) or None,
        _mode(candidate.mode),
        identity.email or None,
    )


def wish_row(wishes: WishList) -> Row:
    """A wish list, one column a wish."""
    return (wishes.identity.rpps, *wishes.codes)


def history_row(stage: PastStage) -> Row:
    """A past semester under the headers of the template."""
    return (
        stage.identity.rpps,
        stage.semester,
        stage.code or None,
        None if stage.category is Category.OTHER else stage.category.label,
        stage.phase.label if stage.phase else None,
        {True: "Validé", False: "Non validé", None: None}[stage.validated],
        stage.absence_days,
        stage.cause or None,
        _mode(stage.mode),
        stage.subdivision or None,
    )


def request_row(request: Request) -> Row:
    """A request and its decision under the headers of the template."""
    return (
        request.identity.rpps,
        request.type.value,
        request.filed,
        request.decision.value,
        request.des or None,
        request.phase.label if request.phase else None,
        request.subdivision or None,
        request.cause or None,
        request.code or None,
        request.pieces or None,
    )


def absence_row(absence: Absence) -> Row:
    """An absence under the headers of the template."""
    return (absence.identity.rpps, absence.start, absence.end, absence.cause, absence.half_days or None)


def _mode(mode: Mode | None) -> str | None:
    return MODES[mode] if mode else None


def write_filled(dossier: Dossier, folder: Path) -> list[Path]:
    """Write each list that is not empty in a template of its own, and return the paths."""
    lists: tuple[tuple[Role, Iterable[Row]], ...] = (
        (Role.POSTS, map(post_row, dossier.posts)),
        (Role.INTERNS, map(intern_row, dossier.candidates)),
        (Role.WISHES, map(wish_row, dossier.wishes)),
        (Role.HISTORY, map(history_row, dossier.history or ())),
        (Role.REQUESTS, map(request_row, dossier.requests)),
        (Role.ABSENCES, map(absence_row, dossier.absences)),
    )
    return [_write(folder / FILES[role], role, rows) for role, found in lists if (rows := list(found))]


def headers(role: Role, width: int = 0) -> list[str]:
    """The headers of a template; those of wish lists fill `width` columns where it is given."""
    if role is Role.WISHES and width:
        return [FORMS[role][0].header, *(f"Vœu {number}" for number in range(1, width))]
    return [column.header for column in FORMS[role]]


def _write(path: Path, role: Role, rows: Sequence[Row]) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(role.label)
    named = headers(role, max(map(len, rows)))
    set_widths(sheet, [max(len(header) + 2, 14) for header in named])
    sheet.freeze_panes = "A2"
    append(sheet, named, HEADER)
    for row in rows:
        append(sheet, row)
    with replacing(path) as temporary:
        book.save(temporary)
    return path
