"""A logo from somebody's file: PNG or JPEG, told by its bytes, written again without what is not the picture."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

LARGEST = 200 * 1024
WIDEST = 2000
"""Bytes, and pixels of a side."""

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"})
_SCAN = 0xDA
_METADATA = frozenset({*range(0xE0, 0xF0), 0xFE}) - {0xEE}
"""Comments and what programs add, but Adobe's segment, which says how the colours are coded."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that we serve: its kind and its bytes."""

    kind: str
    content: bytes


def cleaned(content: bytes) -> Logo:
    """The picture alone, comments and all that follows it left out. Raises ValueError, in French, when it is none."""
    if len(content) > LARGEST:
        raise ValueError(_("Le logo dépasse %(size)s Kio : réduisez-le.", size=LARGEST // 1024))
    try:
        if content.startswith(_PNG):
            return Logo("image/png", _png(content))
        if content.startswith(_JPEG):
            return Logo("image/jpeg", _jpeg(content))
    except (struct.error, IndexError, _BrokenError):
        raise ValueError(_("Ce logo est abîmé, ou plus grand que %(n)s pixels de côté.", n=WIDEST)) from None
    raise ValueError(_("Le logo doit être une image PNG ou JPEG."))


class _BrokenError(Exception):
    """The file starts as a picture and does not go on as one."""


def _png(content: bytes) -> bytes:
    chunks = list(_chunks(content))
    kinds = [kind for kind, _chunk in chunks]
    if kinds[0] != b"IHDR" or b"IDAT" not in kinds or kinds[-1] != b"IEND":
        raise _BrokenError
    _hold(*struct.unpack_from(">II", chunks[0][1], 8))
    return _PNG + b"".join(chunk for kind, chunk in chunks if kind in _PNG_KEPT)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk with its kind, up to the end of the picture; their checksums hold."""
    place, kind = len(_PNG), b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", content, place)
        kind, end = content[place + 4 : place + 8], place + 12 + length
        (checksum,) = struct.unpack_from(">I", content, end - 4)
        if checksum != zlib.crc32(content[place + 4 : end - 4]):
            raise _BrokenError
        yield kind, content[place:end]
        place = end


def _jpeg(content: bytes) -> bytes:
    kept, framed = [_JPEG], False
    for marker, segment in _segments(content):
        if marker in _FRAMES:
            _hold(*struct.unpack_from(">HH", segment, 5))
            framed = True
        if marker not in _METADATA:
            kept.append(segment)
    if not framed:
        raise _BrokenError
    return b"".join(kept) + b"\xff\xd9"


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its marker, the coded picture with the segment that announces it, up to the end."""
    place = len(_JPEG)
    while content[place : place + 2] != b"\xff\xd9":
        if content[place] != 0xFF:
            raise _BrokenError
        marker = content[place + 1]
        (length,) = struct.unpack_from(">H", content, place + 2)
        end = place + 2 + length
        if marker == _SCAN:
            end = _end_of_scan(content, end)
        yield marker, content[place:end]
        place = end


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the coded picture ends: at a marker that is neither a stuffed byte nor a restart."""
    while not (content[place] == 0xFF and content[place + 1] != 0 and content[place + 1] not in range(0xD0, 0xD8)):
        place += 1
    return place


def _hold(one: int, other: int) -> None:
    if not (0 < one <= WIDEST and 0 < other <= WIDEST):
        raise _BrokenError
