"""A zip of XML parts (xlsx, ods), read as a stream and without trust: bombs, entities and lies are refused."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import IO, NoReturn
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from imports.limits import MAX_UNPACKED, MEGABYTE, damaged, password, too_big

Attributes = dict[str, str]
Starts = dict[str, Callable[[Attributes], None]]
Ends = dict[str, Callable[[], None]]
"""What to do where an element of that name begins and ends."""
_BAD_ZIP = (BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, OverflowError)
"""All that `zipfile` raises on bytes that are not what they announce."""
_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})
_CHUNK = 256 * 1024
_ENCRYPTED = 0x1
_CUT_SHORT = "l'archive est incomplète ou abîmée, le fichier a sans doute été coupé pendant l'envoi"


class Package:
    """The parts of a zip, found by name whatever their case and slashes."""

    def __init__(self, data: bytes) -> None:
        """Raises `Refused` when the directory cannot be read, or declares more than `MAX_UNPACKED` bytes."""
        try:
            self._archive = ZipFile(BytesIO(data))
        except _BAD_ZIP as problem:
            raise damaged(_CUT_SHORT) from problem
        entries = self._archive.infolist()
        size = sum(entry.file_size for entry in entries)
        if size > MAX_UNPACKED:
            raise too_big(
                f"Le classeur déplié ferait {size // MEGABYTE} Mo ({MAX_UNPACKED // MEGABYTE} au plus).",
                "Enregistrez les seuls onglets utiles dans un nouveau classeur.",
                value=f"{size // MEGABYTE} Mo",
            )
        self._parts = {_normal(entry.filename): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return _normal(name) in self._parts

    def has_folder(self, name: str) -> bool:
        return any(part.startswith(name) for part in self._parts)

    def text(self, name: str, limit: int) -> str:
        """The first `limit` bytes of a small part as text, "" when there is no such part."""
        entry = self._parts.get(_normal(name))
        if entry is None:
            return ""
        try:
            with self._open(entry) as stream:
                return stream.read(limit).decode(errors="replace")
        except _BAD_ZIP as problem:
            raise damaged(_CUT_SHORT) from problem

    def walk(
        self,
        name: str,
        starts: Starts,
        ends: Ends,
        text: Callable[[str], object],
    ) -> None:
        """Stream a part through handlers by element name (without its namespace).

        An attribute without a prefix has its plain name, any other "namespace name". Raises `Refused` where the part
        is missing, is not XML, or declares entities.
        """
        entry = self._parts.get(_normal(name))
        if entry is None:
            raise damaged("il manque une partie du classeur")
        parser = _parser(starts, ends, text)
        try:
            with self._open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except expat.ExpatError as problem:
            raise damaged("une partie du classeur est abîmée") from problem
        except _BAD_ZIP as problem:
            raise damaged(_CUT_SHORT) from problem

    def _open(self, entry: ZipInfo) -> IO[bytes]:
        if entry.flag_bits & _ENCRYPTED:
            raise password()
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:  # the others unpack without a bound
            raise damaged("l'archive est compressée d'une façon qu'aucun tableur n'emploie")
        return self._archive.open(entry)


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


_MOST_TAGS = 1_000
"""Tags remembered; a sound part has a few dozen, and a hostile one must not fill the memory with its own."""


class _ByLocalName(dict[str, Callable[..., None] | None]):
    """Handlers by "namespace name", looked up once by the bare name and then remembered."""

    def __init__(self, handlers: Mapping[str, Callable[..., None]]) -> None:
        super().__init__()
        self._handlers = handlers

    def __missing__(self, tag: str) -> Callable[..., None] | None:
        handler = self._handlers.get(tag.rpartition(" ")[2])
        if len(self) < _MOST_TAGS:
            self[tag] = handler
        return handler


def _parser(starts: Starts, ends: Ends, text: Callable[[str], object]) -> expat.XMLParserType:
    by_start, by_end = _ByLocalName(starts), _ByLocalName(ends)

    def on_start(tag: str, attributes: Attributes) -> None:
        handler = by_start[tag]
        if handler is not None:
            handler(attributes)

    def on_end(tag: str) -> None:
        handler = by_end[tag]
        if handler is not None:
            handler()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = text
    parser.XmlDeclHandler = _check_encoding
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """The formats allow no other encodings, and some of those that Python knows are not even encodings of text."""
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise damaged("une partie du classeur est dans un encodage inconnu")


def _refuse_doctype(*_declaration: object) -> NoReturn:
    """No spreadsheet declares a document type; whoever does wants entities, which swell or read other files."""
    raise damaged("il contient une déclaration interdite (DOCTYPE)")
