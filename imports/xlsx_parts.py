"""What the worksheets of an .xlsx need from its other parts: where they are, the calendar, the texts, the styles."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath
from typing import NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from imports.collect import PLAIN, Look
from imports.limits import damaged
from imports.package import Attributes, Ends, Package, Starts

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ASIAN_DATES = frozenset({*range(27, 37), *range(50, 59)})
"""Numbers of date formats that depend on the language and are nowhere written down in the file."""
_OFF = frozenset({"0", "false", "none", "off"})


class Entry(NamedTuple):
    name: str
    hidden: bool
    part: str


class Style(NamedTuple):
    look: Look = PLAIN
    is_date: bool = False


DEFAULT = Style()


class Workbook:
    """What the sheets need from the other parts: where they are, the calendar, the shared texts, the styles."""

    def __init__(self, package: Package) -> None:
        self.from_1904 = False
        self._links: dict[str, tuple[str, str]] = {}
        self._sheets: list[Attributes] = []
        part = self._main_part(package)
        self._links = _relations(package, part)
        starts = {"sheet": self._sheets.append, "workbookPr": self._properties}
        package.walk(part, starts, {}, _ignore)
        self.texts, self.struck_texts = _shared_texts(package, self._linked("sharedStrings", "xl/sharedStrings.xml"))
        self.styles = _styles(package, self._linked("styles", "xl/styles.xml"))

    @property
    def entries(self) -> list[Entry]:
        listed = []
        for attributes in self._sheets:
            kind, part = self._links.get(_identifier(attributes), ("", ""))
            if kind == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                listed.append(Entry(attributes.get("name", ""), hidden, part))
        return listed

    def style(self, number: str | None) -> Style:
        if number is None:
            return self.styles[0] if self.styles else DEFAULT
        index = whole(number)
        return self.styles[index] if index < len(self.styles) else DEFAULT

    def _main_part(self, package: Package) -> str:
        mains = [part for kind, part in _relations(package, "").values() if kind == "officeDocument"]
        return mains[0] if mains and mains[0] in package else "xl/workbook.xml"

    def _properties(self, attributes: Attributes) -> None:
        self.from_1904 = is_on(attributes.get("date1904"))

    def _linked(self, wanted: str, usual: str) -> str:
        return next((part for kind, part in self._links.values() if kind == wanted), usual)


def _identifier(attributes: Attributes) -> str:
    """The link of a `sheet` element: its `id` attribute with a namespace, whichever of the two standards is used."""
    return next((value for name, value in attributes.items() if name.endswith(" id")), "")


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Kind (last word of its address) and target part of each link that `part` ("" for the package) declares."""
    folder, _, file = part.rpartition("/")
    source = join(folder, "_rels", f"{file}.rels")
    links: dict[str, tuple[str, str]] = {}

    def link(attributes: Attributes) -> None:
        target = attributes.get("Target", "").replace("\\", "/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        links[attributes.get("Id", "")] = (kind, normpath(join("/", dirname(part), target)).lstrip("/"))

    if source in package:
        package.walk(source, {"Relationship": link}, {}, _ignore)
    return links


class RichText:
    """A text in the making, as plain text or in runs; phonetic readings are left out."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.feed = self._pieces.append
        self._kept: list[str] = []
        self._phonetic = False
        self._struck_run = False
        self._unstruck = False

    def handlers(self) -> tuple[Starts, Ends]:
        starts = {"t": self.open, "r": self._open_run, "strike": self._strike, "rPh": self._open_phonetic}
        return starts, {"t": self._keep, "r": self._close_run, "rPh": self._close_phonetic}

    def begin(self, _attributes: Attributes) -> None:
        self._kept.clear()
        self._struck_run = self._unstruck = False

    def open(self, _attributes: Attributes) -> None:
        self._pieces.clear()

    @property
    def raw(self) -> str:
        """What was fed since `open`."""
        return "".join(self._pieces)

    def finish(self) -> tuple[str, bool]:
        """The text, and whether every run of it is struck through."""
        return unescape("".join(self._kept)), bool(self._kept) and not self._unstruck

    def _keep(self) -> None:
        if not self._phonetic:
            self._kept.append(self.raw)
            self._unstruck = self._unstruck or not self._struck_run

    def _open_run(self, _attributes: Attributes) -> None:
        self._struck_run = False

    def _close_run(self) -> None:
        self._struck_run = False

    def _strike(self, attributes: Attributes) -> None:
        self._struck_run = is_on(attributes.get("val", "1"))

    def _open_phonetic(self, _attributes: Attributes) -> None:
        self._phonetic = True

    def _close_phonetic(self) -> None:
        self._phonetic = False


def _shared_texts(package: Package, part: str) -> tuple[list[str], set[int]]:
    """The shared texts, and the numbers of those that are struck through from end to end."""
    texts: list[str] = []
    struck: set[int] = set()
    text = RichText()

    def close() -> None:
        value, is_struck = text.finish()
        if is_struck:
            struck.add(len(texts))
        texts.append(value)

    starts, ends = text.handlers()
    if part in package:
        package.walk(part, {**starts, "si": text.begin}, {**ends, "si": close}, text.feed)
    return texts, struck


class _StyleReader:
    """Walks `styles.xml` for the two things wanted of a font, and for which number formats show dates."""

    def __init__(self) -> None:
        self.fonts: list[dict[str, bool]] = []
        self.formats: dict[int, str] = dict(BUILTIN_FORMATS)
        self.styles: list[Style] = []
        self._within = ""

    def walk(self, package: Package, part: str) -> None:
        starts = {
            "fonts": lambda _: self._enter("fonts"),
            "cellXfs": lambda _: self._enter("cellXfs"),
            "numFmt": self._format,
            "font": self._font,
            "b": lambda attributes: self._trait("b", attributes),
            "strike": lambda attributes: self._trait("strike", attributes),
            "xf": self._style,
        }
        ends: Ends = {"fonts": lambda: self._enter(""), "cellXfs": lambda: self._enter("")}
        package.walk(part, starts, ends, _ignore)

    def _enter(self, section: str) -> None:
        self._within = section

    def _format(self, attributes: Attributes) -> None:
        self.formats[_loose(attributes.get("numFmtId"))] = attributes.get("formatCode", "")

    def _font(self, _attributes: Attributes) -> None:
        if self._within == "fonts":
            self.fonts.append({})

    def _trait(self, name: str, attributes: Attributes) -> None:
        if self._within == "fonts" and self.fonts:
            self.fonts[-1][name] = is_on(attributes.get("val", "1"))

    def _style(self, attributes: Attributes) -> None:
        if self._within != "cellXfs":
            return
        font = _loose(attributes.get("fontId"))
        traits = self.fonts[font] if font < len(self.fonts) else {}
        look = Look(traits.get("b", False), traits.get("strike", False))
        self.styles.append(Style(look if any(look) else PLAIN, self._shows_date(_loose(attributes.get("numFmtId")))))

    def _shows_date(self, number: int) -> bool:
        code = self.formats.get(number, "General")
        return number in _ASIAN_DATES or (is_date_format(code) and not is_timedelta_format(code))


def _styles(package: Package, part: str) -> list[Style]:
    reader = _StyleReader()
    if part in package:
        reader.walk(package, part)
    return reader.styles


def whole(text: str) -> int:
    """The non-negative integer written in an attribute."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise damaged("un nombre interne du classeur est faux")
    return int(text)


def _loose(text: str | None) -> int:
    """The integer of a style, 0 where it is missing or wrong: an odd style is no reason to refuse a list."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else 0


def is_on(text: str | None) -> bool:
    """True for a switch that is set; XML knows several ways to write it."""
    return text is not None and text.lower() not in _OFF


def unescape(text: str) -> str:
    r"""The text with the characters that the format writes as `_x000D_`."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: _character(int(match[1], 16)), text)


def _character(code: int) -> str:
    """The character, or the replacement mark for half of a surrogate pair, which no text may hold alone."""
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)


def _ignore(_text: str) -> None:
    """Text between the elements of a part that has none worth reading."""
