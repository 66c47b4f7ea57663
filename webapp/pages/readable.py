"""What no request may hold, refused before anything is looked up by it: a database answers it with an error only."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

_NUL = "\0"
"""PostgreSQL keeps no text that holds one, and nobody types one."""


_LARGEST = 2**31 - 1
"""What a column of numbers holds."""


class _Number(IntegerConverter):
    """A number in an address."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=_LARGEST)


def number(text: str) -> int:
    """A number that rows may bear. Raises ValueError for anything else."""
    found = int(text)
    if not 0 <= found <= _LARGEST:
        raise ValueError(text)
    return found


def attach(app: Flask) -> None:
    """Before any route and any guard is added: addresses are read so from then on."""
    app.url_map.converters["int"] = _Number
    app.before_request(_check_address)


def check_form() -> None:
    """400 for a form that holds what cannot be kept; once the visitor may send one at all."""
    _refuse(text for field in request.form.items(multi=True) for text in field)
    _refuse(sent.filename or "" for sent in request.files.values())


def _check_address() -> None:
    _refuse((request.path, *(text for field in request.args.items(multi=True) for text in field)))


def _refuse(texts: Iterable[str]) -> None:
    if any(_NUL in text for text in texts):
        abort(400)
