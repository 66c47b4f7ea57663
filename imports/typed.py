"""A row typed in a form under the headers of our templates, read as a row of a file would be."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.utils import get_column_letter

from allocation.forms import FORMS, Role
from allocation.issues import Issue, errors
from allocation.model import Candidate, Post
from imports.context import Assumed
from imports.headers import field_of
from imports.interns import read_interns
from imports.places import Places
from imports.pools import distinct
from imports.posts import read_posts
from imports.table import Raw, Record, Table
from imports.values import Notes

SOURCE = "Modifications faites ici"
"""What issues name in the place of a file."""


def post_of(row: Mapping[str, str]) -> tuple[Post | None, list[Issue]]:
    """The post that the row says, None where an issue is an error. `row`: texts by the fields of the template."""
    table, notes = _table(Role.POSTS, row), Notes(SOURCE)
    found = read_posts(table, Assumed(), notes)
    coded = distinct(found, Places([table])).posts
    return (coded[0] if len(coded) == 1 and not errors(notes.issues) else None), notes.issues


def candidate_of(row: Mapping[str, str]) -> tuple[Candidate | None, list[Issue]]:
    """The person of the call list that the row says, None where an issue is an error."""
    notes = Notes(SOURCE)
    (member,) = read_interns(_table(Role.INTERNS, row), Assumed(), notes)
    return (None if errors(notes.issues) else member.candidate), notes.issues


def _table(role: Role, row: Mapping[str, str]) -> Table:
    named = [(field_of(column), column.header, row.get(column.field, "")) for column in FORMS[role]]
    letters = {field: get_column_letter(number) for number, (field, _, _) in enumerate(named, start=1)}
    raws = {field: Raw(text or None, "") for field, _, text in named}
    headers = {field: header for field, header, _ in named}
    return Table(SOURCE, "", role, letters, headers, [Record(2, raws)], header_row=1)
