"""The door of the readers: any bytes in, a `Book` or the reason why not."""

from __future__ import annotations

import hashlib
import re
from pathlib import PureWindowsPath

from allocation.issues import Issue
from imports.grid import Book, Sheet
from imports.limits import KINDS, MAX_FILE, MEGABYTE, Refused, damaged, password, too_big, wrong_type
from imports.ods import read_ods
from imports.package import Package
from imports.text import decode, read_text
from imports.xls import read_xls
from imports.xlsx import read_xlsx

_SAVE_AS_XLSX = "Ouvrez-le dans son logiciel, et enregistrez-le au format .xlsx ou .ods."
_HEAD = 4096

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_XLS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
"""How the record streams of the versions of Excel begin, outside a compound file."""
_OLE_DIRECTORY_STEP = 128
_XML_TABLES = ("office:document", "schemas-microsoft-com:office:spreadsheet")
_PAGE = re.compile(r"<(!doctype|html|head|meta|table|style|body|div|tr|\?xml|!--)|mime-version:", re.IGNORECASE)


def read_book(
    name: str, data: bytes, *, encoding: str | None = None, delimiter: str | None = None
) -> tuple[Book | None, list[Issue]]:
    """Read a file by what it contains, whatever its name says.

    `encoding` (a Python codec name) and `delimiter` (one character) impose how a text file is read; None lets the rules
    decide. No bytes make this raise: the book is None exactly when an issue of level "error" says why. LookupError for
    an encoding that Python does not know.
    """
    name = PureWindowsPath(name).name or name
    try:
        kind, sheets, guess, issues = _read(name, data, encoding, delimiter)
        _check_filled(sheets)
    except Refused as refusal:
        return None, [refusal.issue(name)]
    return Book(name, kind, hashlib.sha256(data).hexdigest(), sheets, guess), issues


def _read(
    name: str, data: bytes, encoding: str | None, delimiter: str | None
) -> tuple[str, list[Sheet], str, list[Issue]]:
    """Kind, sheets, guess and warnings."""
    _check_size(data)
    _refuse_known_binary(name, data)
    if data.startswith(b"PK"):
        return *_read_zip(name, data), "", []
    if data.startswith((_OLE, *_OLD_XLS)):
        _check_compound(name, data)
        return "xls", read_xls(data), "", []
    text, used, warnings = decode(name, data, encoding)
    _refuse_markup(name, text[:_HEAD].lstrip())
    sheets, guess, more = read_text(name, text, used, delimiter)
    return "csv", sheets, guess, warnings + more


def _check_size(data: bytes) -> None:
    if not data:
        raise Refused("E_FILE_EMPTY", "Le fichier est vide (0 octet).", "Envoyez-le de nouveau.")
    if len(data) > MAX_FILE:
        size = f"{-(-len(data) // MEGABYTE)} Mo"
        raise too_big(
            f"Fichier de {size} ({MAX_FILE // MEGABYTE} au plus).",
            "Retirez les images et les onglets inutiles, puis enregistrez.",
            value=size,
        )


def _check_filled(sheets: list[Sheet]) -> None:
    if not any(sheet.rows for sheet in sheets):
        raise Refused("E_FILE_EMPTY", "Le fichier ne contient aucune valeur.", "Vérifiez que c'est le bon fichier.")


def _refuse_known_binary(name: str, data: bytes) -> None:
    if b"%PDF-" in data[:1024]:
        raise wrong_type(f"« {name} » est un PDF.")
    if data.startswith(_IMAGES) or _is_bitmap(data) or data[4:12] in {b"ftypheic", b"ftypmif1"}:
        raise wrong_type(f"« {name} » est une image.")
    if data.startswith(_ARCHIVES):
        raise wrong_type(
            f"« {name} » est une archive compressée.", f"Décompressez-la, puis importez le tableur ({KINDS})."
        )
    if data.startswith(b"{\\rtf"):
        raise wrong_type(f"« {name} » est un document de texte.")


def _is_bitmap(data: bytes) -> bool:
    return data.startswith(b"BM") and data[6:10] == bytes(4)


def _read_zip(name: str, data: bytes) -> tuple[str, list[Sheet]]:
    package = Package(data)
    if "xl/workbook.bin" in package:
        raise wrong_type(f"« {name} » est un classeur binaire (.xlsb).", _SAVE_AS_XLSX)
    if package.has_folder("xl/"):
        return "xlsx", read_xlsx(package)
    if "encrypted-package" in package or "encryption-data" in package.text("META-INF/manifest.xml", MEGABYTE):
        raise password()
    if "content.xml" in package and "spreadsheet" in (package.text("mimetype", 200) or "spreadsheet"):
        return "ods", read_ods(package)
    raise _not_a_workbook(name, package)


def _not_a_workbook(name: str, package: Package) -> Refused:
    if package.has_folder("word/") or "content.xml" in package:
        return wrong_type(f"« {name} » est un document de texte, pas un tableur.")
    if package.has_folder("ppt/"):
        return wrong_type(f"« {name} » est une présentation, pas un tableur.")
    if package.has_folder("index/") and package.has_folder("metadata/"):
        return wrong_type(f"« {name} » est un document Numbers.", "Dans Numbers, exportez-le vers Excel (.xlsx).")
    return wrong_type(f"« {name} » est une archive zip.", f"Décompressez-la, puis importez le tableur ({KINDS}).")


def _check_compound(name: str, data: bytes) -> None:
    """Tell a workbook from all else that Microsoft kept in compound files. Raises `Refused`."""
    if not data.startswith(_OLE) or _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return
    if _has_stream(data, "EncryptedPackage"):
        raise password()
    if _has_stream(data, "WordDocument"):
        raise wrong_type(f"« {name} » est un document Word.")
    if _has_stream(data, "PowerPoint Document"):
        raise wrong_type(f"« {name} » est une présentation, pas un tableur.")
    if any(_has_stream(data, stream) for stream in ("__properties_version1.0", "__nameid_version1.0")):
        raise wrong_type(f"« {name} » est un courriel.", "Ouvrez-le, et enregistrez le tableur qui y est joint.")
    raise damaged("le classeur ne contient aucune feuille")


def _has_stream(data: bytes, stream: str) -> bool:
    """Whether the directory of a compound file lists the stream: its name fills 64 bytes at a multiple of 128."""
    entry = stream.encode("utf-16-le").ljust(64, b"\0")
    found = data.find(entry)
    while found >= 0 and found % _OLE_DIRECTORY_STEP:
        found = data.find(entry, found + 1)
    return found >= 0


def _refuse_markup(name: str, head: str) -> None:
    if not _PAGE.match(head):
        return
    if any(mark in head for mark in _XML_TABLES):
        raise wrong_type(f"« {name} » est un tableur au format XML.", _SAVE_AS_XLSX)
    raise wrong_type(
        f"« {name} » est une page web, malgré son nom.",
        "Ouvrez-la dans Excel ou LibreOffice, et enregistrez-la au format .xlsx.",
    )
