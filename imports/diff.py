"""What a new file changes against an old one, post by post and person by person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from allocation.forms import Role
from allocation.model import Candidate, Dossier, Identity, Post, WishList
from imports.headers import label
from imports.pools import fold_code
from imports.wording import fold

Row = TypeVar("Row", Post, Candidate, WishList)
Key = Callable[[Row], Hashable | None]
_IGNORED = frozenset({"where"})
_OWN_LABELS = {
    "category_label": "Libellé de la catégorie",
    "reserved_seats": "Postes réservés",
    "codes": "Vœux",
    "settled": "Départage",
}
"""What to call the fields of the model that no column of our templates bears alone."""
_COLUMNS = {
    Role.POSTS: {
        "code": "code", "phases": "phase", "seats": "postes", "establishment": "etablissement", "service": "service",
        "head": "responsable", "town": "commune", "category": "categorie", "reserved_for": "reserve",
        "accredited_until": "agrement_fin", "capacity": "capacite", "remarks": "observations",
    },
    Role.INTERNS: {
        "rpps": "rpps", "last_name": "nom", "first_name": "prenom", "email": "courriel", "des": "des", "phase": "phase",
        "seniority": "anciennete", "order": "ordre", "contest": "concours", "rank": "rang", "cohort_size": "effectif",
        "position": "pourcentage", "situations": "situation", "mode": "mode",
    },
}  # fmt: skip
"""The column of our templates that each field of the model is read from, whose header names it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one post or person: its name in the model, the old value and the new one, as text."""

    field: str
    old: str
    new: str

    @property
    def shown(self) -> str:
        """The field in the words of our templates."""
        known = (label(role, columns[self.field]) for role, columns in _COLUMNS.items() if self.field in columns)
        return _OWN_LABELS.get(self.field) or next(known)


@dataclass(frozen=True, slots=True)
class Changed:
    """A post or a person found in both files with other values."""

    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """What was added, removed and changed among one kind of rows; each named as a clerk would."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Changed, ...]

    def as_dict(self) -> dict[str, object]:
        return {
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": [
                {"name": each.name, "changes": [_change_as_dict(change) for change in each.changes]}
                for each in self.changed
            ],
        }

    def sentences(self, kind: str) -> list[str]:
        """One French line for each row added or removed and for each field changed."""
        return [
            *(f"{kind} ajouté : {name}" for name in self.added),
            *(f"{kind} retiré : {name}" for name in self.removed),
            *(
                f"{kind} modifié : {each.name}, {change.shown} : « {change.old} » → « {change.new} »"
                for each in self.changed
                for change in each.changes
            ),
        ]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two dossiers."""

    posts: Rows
    interns: Rows
    wishes: Rows

    @property
    def is_empty(self) -> bool:
        return not any(rows.added or rows.removed or rows.changed for rows in (self.posts, self.interns, self.wishes))

    def sentences(self) -> list[str]:
        """What a clerk reads, line by line; empty when nothing differs."""
        return [
            *self.posts.sentences("Stage"),
            *self.interns.sentences("Interne"),
            *self.wishes.sentences("Vœux, interne"),
        ]

    def as_dict(self) -> dict[str, object]:
        return {"posts": self.posts.as_dict(), "interns": self.interns.as_dict(), "wishes": self.wishes.as_dict()}


def diff(old: Dossier, new: Dossier) -> Difference:
    """From `old` to `new`: posts by pool, else by stage code, else by content; people by RPPS, else by name."""
    return Difference(
        _compared(old.posts, new.posts, (_pool, _stage, _content), _post_name),
        _compared(old.candidates, new.candidates, (_rpps, _name), lambda each: each.identity.shown),
        _compared(old.wishes, new.wishes, (_rpps, _name), lambda each: each.identity.shown or each.identity.rpps),
    )


def _compared(old: Iterable[Row], new: Iterable[Row], keys: tuple[Key[Row], ...], name: Callable[[Row], str]) -> Rows:
    gone, came = list(old), list(new)
    pairs: list[tuple[Row, Row]] = []
    for key in keys:
        found, gone, came = _paired(gone, came, key)
        pairs += found
    changed = (Changed(name(after), _changes(before, after)) for before, after in pairs)
    return Rows(
        tuple(name(each) for each in came),
        tuple(name(each) for each in gone),
        tuple(each for each in changed if each.changes),
    )


def _paired(old: list[Row], new: list[Row], key: Key[Row]) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """The rows that share a key, in the order of the new file, and those left on each side."""
    waiting: dict[Hashable, list[Row]] = defaultdict(list)
    for row in old:
        if (name := key(row)) is not None:
            waiting[name].append(row)
    pairs, left = [], []
    for row in new:
        same = waiting.get(key(row) or "")
        if same:
            pairs.append((same.pop(0), row))
        else:
            left.append(row)
    matched = {id(before) for before, _ in pairs}
    return pairs, [row for row in old if id(row) not in matched], left


def _pool(post: Post) -> Hashable:
    return fold_code(post.code), post.des, post.phases, post.reserved_for


def _stage(post: Post) -> Hashable:
    return fold_code(post.code), post.reserved_for


def _content(post: Post) -> Hashable:
    words = (fold(text) for text in (post.establishment, post.service))
    return (*words, post.des, post.phases, post.category, post.reserved_for)


def _rpps(row: Candidate | WishList) -> Hashable | None:
    return row.identity.rpps or None


def _name(row: Candidate | WishList) -> Hashable:
    return fold(row.identity.last_name), fold(row.identity.first_name)


def _post_name(post: Post) -> str:
    phases = "/".join(phase.label for phase in post.phases)
    reserved = f", {post.reserved_for}" if post.reserved_for else ""
    return f"{post.code} ({post.shown}, {phases}{reserved})"


def _changes(before: Row, after: Row) -> tuple[Change, ...]:
    found = []
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if field.name not in _IGNORED and old != new:
            found += _identity_changes(old, new) if isinstance(old, Identity) else [_change(field.name, old, new)]
    return tuple(found)


def _identity_changes(old: Identity, new: Identity) -> list[Change]:
    names = [field.name for field in fields(old)]
    return [_change(name, getattr(old, name), getattr(new, name)) for name in names if _differ(old, new, name)]


def _differ(old: Identity, new: Identity, name: str) -> bool:
    return bool(getattr(old, name) != getattr(new, name))


def _change(name: str, old: object, new: object) -> Change:
    return Change(name, _shown(old), _shown(new))


def _shown(value: object) -> str:
    """A value as text, in the words of the screen."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(_shown(each) for each in value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    return f"{float(value):.4f}" if isinstance(value, Fraction) else str(value)


def _change_as_dict(change: Change) -> dict[str, str]:
    return {"field": change.field, "old": change.old, "new": change.new}
