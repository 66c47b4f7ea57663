"""Posts and interns of a draft as a page lists them, finds them, and changes one by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from allocation.forms import FORMS, Column, Role
from allocation.issues import Issue
from allocation.model import Candidate, Dossier, Post
from imports.typed import candidate_of, post_of
from webapp.preparing.edits import intern_fields, person_key, post_fields, post_key
from webapp.store.edit_kinds import EditKind
from webapp.wording import to_translate

PAGE = 100
LONGEST, LONGEST_REASON = 200, 500


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rows: its template, its edits, how its rows are found, told apart, shown, and read when typed."""

    role: Role
    change: EditKind
    addition: EditKind
    rows: Callable[[Dossier], Sequence[Any]]
    key: Callable[[Any], str]
    fields: Callable[[Any], dict[str, str]]
    read: Callable[[Mapping[str, str]], tuple[Any, list[Issue]]]
    headers: tuple[str, ...]
    cells: Callable[[Any], tuple[str, ...]]

    @property
    def columns(self) -> tuple[Column, ...]:
        return FORMS[self.role]


def _post_cells(post: Post) -> tuple[str, ...]:
    phases = " / ".join(phase.label for phase in post.phases)
    until = f"{post.accredited_until:%d/%m/%Y}" if post.accredited_until else ""
    category = post.category_label or post.category.label
    return (post.code, post.shown, f"{post.des}, {phases}", category, str(post.seats), post.reservation or "", until)


def _intern_cells(candidate: Candidate) -> tuple[str, ...]:
    who, numbers = candidate.identity, (candidate.seniority, candidate.rank, candidate.order)
    return (
        who.shown, who.rpps, f"{candidate.des}, {candidate.phase.label}",
        *("" if number is None else str(number) for number in numbers), " ; ".join(candidate.situations),
    )  # fmt: skip


POSTS = Kind(
    Role.POSTS,
    EditKind.POST,
    EditKind.NEW_POST,
    lambda dossier: dossier.posts,
    post_key,
    post_fields,
    post_of,
    (
        to_translate("Code"), to_translate("Stage"), to_translate("Liste"), to_translate("Catégorie"),
        to_translate("Postes"), to_translate("Réservé à"), to_translate("Agrément jusqu'au"),
    ),
    _post_cells,
)  # fmt: skip
INTERNS = Kind(
    Role.INTERNS,
    EditKind.INTERN,
    EditKind.NEW_INTERN,
    lambda dossier: dossier.candidates,
    lambda candidate: person_key(candidate.identity),
    intern_fields,
    candidate_of,
    (
        to_translate("Interne"), to_translate("RPPS"), to_translate("Liste"), to_translate("Ancienneté"),
        to_translate("Rang"), to_translate("Ordre"), to_translate("Situation"),
    ),
    _intern_cells,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the list shows it."""

    key: str
    cells: tuple[str, ...]


def lines(kind: Kind, dossier: Dossier, words: str) -> list[Line]:
    """The rows in which every one of these words is found, whatever its case."""
    wanted = words.casefold().split()
    every = (Line(kind.key(row), kind.cells(row)) for row in kind.rows(dossier))
    return [line for line in every if _has(line, wanted)]


def _has(line: Line, words: Iterable[str]) -> bool:
    text = " ".join(line.cells).casefold()
    return all(word in text for word in words)


def find(kind: Kind, dossier: Dossier, key: str) -> Any | None:
    return next((row for row in kind.rows(dossier) if kind.key(row) == key), None)


def typed_in(kind: Kind, form: Mapping[str, str]) -> dict[str, str]:
    """The fields of the template that the form gives, cut to what a cell may hold."""
    return {column.field: " ".join(form.get(column.field, "").split())[: LONGEST + 1] for column in kind.columns}


def changed(kind: Kind, old: Any | None, typed: Mapping[str, str]) -> dict[str, str]:
    """The fields that the form changes; all that are filled where there is no row yet."""
    before = kind.fields(old) if old else dict.fromkeys(typed, "")
    return {field: text for field, text in typed.items() if text != before[field]}


def problems(kind: Kind, dossier: Dossier, old: Any | None, typed: Mapping[str, str]) -> list[str]:
    """Why the row cannot be taken as it is typed, in French; none: it can."""
    new, issues = kind.read(typed)
    if new is None:
        told = [f"{issue.message} {issue.fix}".strip() for issue in issues if issue.level == "error"]
        return told or [_("La ligne ne peut pas être lue : complétez-la.")]
    other = find(kind, dossier, kind.key(new))
    return [_("Il y en a déjà un autre du même nom ou du même code.")] if other not in (None, old) else []
