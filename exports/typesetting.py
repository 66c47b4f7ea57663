"""Documents set by Typst from a template of the package and data that it never reads as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

import typst

_COMMON = "commun"
_LAYOUTS_KEPT = 10


def pdf(template: str, data: Mapping[str, object]) -> bytes:
    """The document, accessible (PDF/UA-1) unless a character that no font shows forbids it.

    `data` holds, beside what the template asks for, `document` (title and head of each page) and `footer`.
    """
    try:
        return _compiled(template, data, accessible=True)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _compiled(template, data, accessible=False)


def forget_layouts() -> None:
    """Make Typst drop the layout of the last document (150 MB for a long one), which it keeps until as many others have
    followed."""
    for _ in range(_LAYOUTS_KEPT + 1):
        typst.compile(b"", format="pdf", ignore_system_fonts=True)


def _compiled(template: str, data: Mapping[str, object], *, accessible: bool) -> bytes:
    compiled = typst.compile(
        _source(template),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"] if accessible else [],
        ignore_system_fonts=True,  # the same bytes on every machine
    )
    return bytes(compiled)


@cache
def _source(template: str) -> bytes:
    folder = resources.files("exports").joinpath("templates")
    return b"\n".join(folder.joinpath(f"{name}.typ").read_bytes() for name in (_COMMON, template))
