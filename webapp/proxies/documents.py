"""The signed document of a proxy: a PDF or a picture, known by what it contains, never shown in a page."""

from __future__ import annotations

LARGEST = 5 * 1024 * 1024
"""Bytes of a signed document."""

_STARTS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


def kind_of(content: bytes) -> str:
    """« pdf », « png » or « jpg »; "" for anything else, and for what is too large."""
    if len(content) > LARGEST:
        return ""
    return next((kind for start, kind in _STARTS.items() if content.startswith(start)), "")
