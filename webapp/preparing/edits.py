"""The changes made here, applied on top of what the files say: each finds its row, or says that it is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from string import ascii_uppercase
from typing import Any

from allocation.forms import FORMS, Role
from allocation.issues import Issue
from allocation.model import Candidate, Dossier, Identity, Outcome, Post, Request
from exports.filled import intern_row, post_row
from imports.typed import SOURCE, candidate_of, post_of
from webapp.store.edit_kinds import EditKind
from webapp.store.edits import Edit

Row = dict[str, str]
_SEPARATOR = " | "


def post_key(post: Post) -> str:
    """What tells a post apart from the others of its stage."""
    return _SEPARATOR.join((post.code, post.des, "/".join(post.phases), post.reserved_for))


def person_key(identity: Identity) -> str:
    return identity.rpps or identity.shown


def request_key(request: Request) -> str:
    return _SEPARATOR.join((person_key(request.identity), request.type.value, request.des, request.code))


def edited_here(edits: Iterable[Edit]) -> set[str]:
    """The codes of stages and the keys of people that edits in force change, before and after the change."""
    kept = [edit for edit in edits if edit.undone is None]
    before = {edit.key.partition(_SEPARATOR)[0] for edit in kept}
    return before | {edit.fields[name] for edit in kept for name in ("code", "rpps") if name in edit.fields}


def post_fields(post: Post) -> Row:
    """The post as its row of the template would be typed, by field."""
    return _typed(Role.POSTS, post_row(post))


def intern_fields(candidate: Candidate) -> Row:
    """The person as their row of the template would be typed, by field."""
    return _typed(Role.INTERNS, intern_row(candidate))


def _typed(role: Role, row: Iterable[object]) -> Row:
    return {column.field: _text(value) for column, value in zip(FORMS[role], row, strict=True)}


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def still_true(issues: Iterable[Issue], dossier: Dossier) -> Iterator[Issue]:
    """The issues without those about a request of a file that was decided here since."""
    decided = {
        (each.where.file, each.where.sheet, f"{each.where.row}")
        for each in dossier.requests
        if each.decision is not Outcome.PENDING
    }
    for issue in issues:
        place = (issue.file, issue.sheet, issue.cell.lstrip(ascii_uppercase))
        if issue.code != "W_REQUEST_PENDING" or place not in decided:
            yield issue


class Amended:
    """What the edits make of a dossier; `issues` are what is wrong with them, once it was called."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        self._edits = [edit for edit in edits if edit.undone is None]
        self.issues: list[Issue] = []

    def __call__(self, dossier: Dossier) -> Dossier:
        for edit in self._edits:
            dossier = _HOW[edit.kind](self, dossier, edit)
        return dossier

    def post(self, dossier: Dossier, edit: Edit) -> Dossier:
        old = next((each for each in dossier.posts if post_key(each) == edit.key), None)
        new = self._read(post_of, post_fields(old) | dict(edit.fields)) if old else self._gone(edit)
        if not (old and new):
            return dossier
        return replace(dossier, posts=_swapped(dossier.posts, old, replace(new, where=old.where)))

    def new_post(self, dossier: Dossier, edit: Edit) -> Dossier:
        new = self._read(post_of, edit.fields)
        if new is None or any(post_key(each) == post_key(new) for each in dossier.posts):
            return dossier if new is None else self._already(dossier, edit)
        return replace(dossier, posts=(*dossier.posts, new))

    def intern(self, dossier: Dossier, edit: Edit) -> Dossier:
        old = next((each for each in dossier.candidates if person_key(each.identity) == edit.key), None)
        new = self._read(candidate_of, intern_fields(old) | dict(edit.fields)) if old else self._gone(edit)
        if not (old and new):
            return dossier
        # The template has no column for a rank printed as a share, nor for a tie that was settled.
        kept = replace(new, where=old.where, position=old.position, settled=old.settled)
        changed = replace(dossier, candidates=_swapped(dossier.candidates, old, kept))
        return _renamed(changed, old.identity, kept.identity)

    def new_intern(self, dossier: Dossier, edit: Edit) -> Dossier:
        new = self._read(candidate_of, edit.fields)
        if new is None or any(each.identity.key == new.identity.key for each in dossier.candidates):
            return dossier if new is None else self._already(dossier, edit)
        return replace(dossier, candidates=(*dossier.candidates, new))

    def request(self, dossier: Dossier, edit: Edit) -> Dossier:
        old = next((each for each in dossier.requests if request_key(each) == edit.key), None)
        if old is None:
            self._gone(edit)
            return dossier
        decided = replace(old, decision=Outcome(edit.fields["decision"]))
        return replace(dossier, requests=_swapped(dossier.requests, old, decided))

    def tie(self, dossier: Dossier, edit: Edit) -> Dossier:
        places = {key: int(place) for key, place in edit.fields.items()}
        known = {person_key(each.identity) for each in dossier.candidates}
        if not known >= places.keys():
            self._gone(edit)
        settled = (
            replace(each, settled=places.get(person_key(each.identity), each.settled)) for each in dossier.candidates
        )
        return replace(dossier, candidates=tuple(settled))

    def _read(self, read: Callable[[Mapping[str, str]], tuple], row: Mapping[str, str]) -> Any:
        found, issues = read(row)
        self.issues += issues if found is None else []
        return found

    def _gone(self, edit: Edit) -> None:
        self._warn("W_EDIT_GONE", edit, "ce qu'elle change n'est plus dans les fichiers ; elle ne s'applique plus.")

    def _already(self, dossier: Dossier, edit: Edit) -> Dossier:
        self._warn("W_EDIT_ALREADY", edit, "les fichiers le disent désormais eux-mêmes ; l'ajout est laissé de côté.")
        return dossier

    def _warn(self, code: str, edit: Edit, why: str) -> None:
        message = f"Modification « {edit.reason} », de {edit.by} : {why}"
        self.issues.append(Issue(SOURCE, "", "", code, "warning", edit.key, message, "Annulez-la, ou refaites-la."))


_HOW = {
    EditKind.POST: Amended.post,
    EditKind.NEW_POST: Amended.new_post,
    EditKind.INTERN: Amended.intern,
    EditKind.NEW_INTERN: Amended.new_intern,
    EditKind.REQUEST: Amended.request,
    EditKind.TIE: Amended.tie,
}


def _swapped(rows: tuple, old: object, new: object) -> tuple:
    return tuple(new if row is old else row for row in rows)


def _renamed(dossier: Dossier, old: Identity, new: Identity) -> Dossier:
    """The records of a person under the identity that the edit gives them."""
    if old == new:
        return dossier

    def follow(rows: tuple) -> tuple:
        return tuple(replace(row, identity=new) if row.identity == old else row for row in rows)

    return replace(
        dossier, wishes=follow(dossier.wishes), requests=follow(dossier.requests), absences=follow(dossier.absences),
        history=None if dossier.history is None else follow(dossier.history),
    )  # fmt: skip
