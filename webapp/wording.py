"""Texts that are kept in French and translated where they are shown."""

from __future__ import annotations


def to_translate(text: str) -> str:
    """The same text, marked for the catalogue."""
    return text
