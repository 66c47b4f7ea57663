"""One table holds every code that the report may bear."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from imports.codes import CODES, level_of

SOURCES = [path for path in (Path(__file__).parents[2] / "imports").glob("*.py") if path.name != "codes.py"]
USED = {code for path in SOURCES for code in re.findall(r'"([EW]_[A-Z_]+)"', path.read_text(encoding="utf-8"))}


def test_every_code_that_is_used_is_in_the_table() -> None:
    assert USED
    assert sorted(USED - CODES.keys()) == []


def test_every_code_of_the_table_is_used_and_explained() -> None:
    assert sorted(CODES.keys() - USED) == []
    assert all(meaning.endswith(".") for meaning in CODES.values())


def test_the_first_letter_of_a_code_is_its_level() -> None:
    assert {level_of(code) for code in CODES if code.startswith("E_")} == {"error"}
    assert {level_of(code) for code in CODES if code.startswith("W_")} == {"warning"}
    with pytest.raises(KeyError):
        level_of("E_NEVER_HEARD_OF")
