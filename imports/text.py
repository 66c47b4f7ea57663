"""Reads delimited text: the encoding and the delimiter are decided by plain rules, told, and can be imposed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import PurePath

from allocation.issues import Issue
from imports.collect import Budget, Collector
from imports.grid import Sheet
from imports.limits import MAX_FILE, damaged, wrong_type

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODINGS = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
DELIMITERS = {";": "« ; »", ",": "« , »", "\t": "tabulation", "|": "« | »"}
"""The delimiters that are tried, the first one winning a tie, and how each is named."""
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_DECLARED = re.compile(r'"?sep=([^"\r\n])"?[^\S\r\n]*(\r\n|\n|\r|\Z)', re.IGNORECASE)
_QUOTED = re.compile(r'(?:^|(?<=[;,\t|\r\n]))"[^"]*(?:""[^"]*)*"?')
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_LINES_TRIED = 20
_HEAD = 256 * 1024

csv.field_size_limit(MAX_FILE)  # the module's own bound would fail on one long cell of an otherwise good file


def decode(name: str, data: bytes, encoding: str | None) -> tuple[str, str, list[Issue]]:
    """The text of a file, the name of its encoding, and the warnings that this deserves.

    `encoding` None decides: the byte order mark, else strict UTF-8, else Windows-1252. Raises `Refused` for binary
    content, LookupError for an encoding that Python does not know.
    """
    chosen = codecs.lookup(encoding).name if encoding else _guessed(data)
    chosen = "utf-8-sig" if chosen == "utf-8" else chosen
    text = data.decode(chosen, errors="replace").removesuffix("\x1a")
    if _BINARY.search(text):
        raise wrong_type(f"« {name} » n'est pas un tableur connu.")
    return text, chosen, _encoding_issues(name, text, chosen, imposed=encoding is not None)


def _guessed(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _encoding_issues(name: str, text: str, encoding: str, *, imposed: bool) -> list[Issue]:
    shown = _shown(encoding)
    issues = []
    if encoding == "cp1252" and not imposed:
        message = f"Fichier lu en {shown}."
        issues.append(_warning(name, message, "Si « Saint-Ã‰tienne » apparaît, choisissez UTF-8."))
    if lost := text.count("\ufffd"):
        message = f"{lost} caractère(s) illisible(s) en {shown}, remplacé(s) par « \ufffd »."
        issues.append(_warning(name, message, "Vérifiez les accents, ou choisissez un autre encodage."))
    return issues


def _warning(name: str, message: str, fix: str) -> Issue:
    return Issue(name, "", "", "W_ENCODING", "warning", "", message, fix)


def _shown(encoding: str) -> str:
    return _ENCODINGS.get(encoding, encoding.upper())


def read_text(name: str, text: str, encoding: str, delimiter: str | None) -> tuple[list[Sheet], str, list[Issue]]:
    """The one sheet of a delimited text, how it was read (in French), and warnings. Raises `Refused`.

    `delimiter` None decides: the one that a `sep=` line declares, else the one whose number by line is most constant.
    """
    declared = _DECLARED.match(text)
    if declared:
        text = text[declared.end() :]
    mark = delimiter or (declared[1] if declared else guess_delimiter(text))
    collector = Collector(PurePath(name).stem, Budget())
    last: list[str] = []
    try:
        for number, last in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
            for column, value in enumerate(last):
                collector.put(number, column, value)
    except csv.Error as problem:
        raise damaged("une ligne du texte ne peut être découpée en cellules") from problem
    guess = f"{_shown(encoding)}, séparateur {DELIMITERS.get(mark, f'« {mark} »')}"
    return [collector.finish()], guess, _open_quote(name, text, last)


def guess_delimiter(text: str) -> str:
    """The delimiter found the same number of times, at least once, on most of the first lines; `;` on a tie."""
    lines = [line for line in _LINE_BREAK.split(_QUOTED.sub("", text[:_HEAD])) if line.strip()][:_LINES_TRIED]
    return max(DELIMITERS, key=lambda mark: _constancy([line.count(mark) for line in lines]))


def _constancy(counts: list[int]) -> int:
    """How many lines agree on the most frequent count that is not zero."""
    return max(Counter(count for count in counts if count).values(), default=0)


def _open_quote(name: str, text: str, last: list[str]) -> list[Issue]:
    """A quote never closed swallows the rest of the file into one cell: the clerk is told."""
    if text.count('"') % 2 == 0 or not last or "\n" not in last[-1]:
        return []
    message = (
        f"Un guillemet ouvert n'est jamais refermé : la dernière cellule contient {last[-1].count(chr(10))} lignes."
    )
    fix = "Supprimez ce guillemet, ou enregistrez de nouveau le fichier depuis le tableur."
    return [Issue(name, "", "", "W_QUOTE_OPEN", "warning", "", message, fix)]
