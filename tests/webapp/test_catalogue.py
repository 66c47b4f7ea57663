"""The English catalogue: whole, true to the placeholders, compiled; and no text of a template escapes it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
ENGLISH = ROOT / "webapp" / "translations" / "en" / "LC_MESSAGES"
TEMPLATES = sorted((ROOT / "webapp" / "templates").rglob("*.html"))

_PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|</?\w+>")
_NOT_TEXT = re.compile(
    r"\{#.*?#\}|\{% call \w+\(\) %\}\w+\{% endcall %\}|\{%-?\s*trans.*?endtrans\s*-?%\}"
    r"|\{%.*?%\}|\{\{.*?\}\}",
    re.DOTALL,
)
"""What Jinja reads: comments, a code handed to a macro, texts of the catalogue, statements and values."""
_TAGS = re.compile(r"<[^>]*>|[\w-]+=\"[^\"]*\"")
_NAMES = {"Rang utile"}


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every text of the pages and of the code, as `make translations` finds them."""
    found = tmp_path_factory.mktemp("textes") / "messages.pot"
    words = ("to_translate", "_l")
    asked = [part for word in words for part in ("-k", word)]
    CommandLineInterface().run(
        ["pybabel", "-q", "extract", "-F", str(ROOT / "pyproject.toml"), *asked, "-o", str(found), str(ROOT)]
    )
    return read(found)


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read(ENGLISH / "messages.po")


def forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())  # type: ignore[call-overload]


def placeholders(message: Message) -> tuple[set[str], ...]:
    """Those of the French text, and those of the English one."""
    sides = (forms(message.id), forms(message.string))
    return tuple({name for form in side for name in _PLACEHOLDER.findall(form)} for side in sides)


def test_every_text_has_its_english(sources: Catalog, english: Catalog) -> None:
    texts = [message.id for message in sources if message.id]
    assert len(texts) > 500
    known = {forms(message.id)[0]: all(forms(message.string)) for message in english if message.string}
    assert [text for text in texts if not known.get(forms(text)[0])] == [], "run `make translations`, then translate"


def test_a_translation_keeps_what_is_filled_in(english: Catalog) -> None:
    asked = {str(message.id): placeholders(message) for message in english if message.id}
    assert {text: sides for text, sides in asked.items() if sides[0] != sides[1]} == {}


def test_what_is_compiled_is_what_is_written(english: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, english)
    assert (ENGLISH / "messages.mo").read_bytes() == compiled.getvalue(), "run `make translations`"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_text_of_a_template_escapes_the_catalogue(path: Path) -> None:
    shown = _TAGS.sub("\0", _NOT_TEXT.sub("", path.read_text("utf-8")))
    pieces = {piece.strip() for piece in shown.split("\0") if re.search(r"[A-Za-zÀ-ÿ]{3}", piece)}
    assert pieces - _NAMES == set()
