"""Answers that are not pages."""

from __future__ import annotations

import mimetypes

from flask import Response

mimetypes.add_type("text/calendar", ".ics")
mimetypes.add_type("application/jsonl", ".jsonl")
mimetypes.add_type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")


def file_answer(content: bytes, name: str) -> Response:
    """A file to keep, under that ASCII name; its kind is that of its ending."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
