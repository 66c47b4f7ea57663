"""An ARS's colour is brought just far enough to be read, and its logo is a picture and nothing else."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.logo import LARGEST, Logo, cleaned
from webapp.theme import DARK, LIGHT, Scheme, contrast, palette

STATIC = Path(__file__).parents[2] / "webapp" / "static"
colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@given(colours, st.sampled_from([LIGHT, DARK]))
def test_whatever_the_colour_links_and_buttons_are_read(colour: str, scheme: Scheme) -> None:
    made = palette(colour, scheme)
    assert all(contrast(made.accent, ground) >= 4.5 for ground in (*scheme.grounds, made.tint))
    assert contrast(made.on_accent, made.accent) >= 4.5


@given(colours)
def test_a_colour_that_is_read_already_stays_as_it_is(colour: str) -> None:
    dark_enough = palette(colour, LIGHT).accent
    assert palette(dark_enough, LIGHT).accent == dark_enough


def test_the_contrast_is_that_of_the_standard() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#1234567", "", "#AABBCC", "#123456; } body {}"])
def test_what_is_no_colour_is_refused(colour: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        palette(colour, LIGHT)


def test_the_grounds_are_those_of_the_style_sheets() -> None:
    for sheet, scheme in {"style.css": LIGHT, "dark.css": DARK}.items():
        text = (STATIC / sheet).read_text("utf-8")
        assert [
            f"--{name}: {ground};" in text for name, ground in zip(("ground", "paper"), scheme.grounds, strict=True)
        ]


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 2, extra: bytes = b"", after: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, 2, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" + b"\x10\x20\x30" * width + b"\0" + b"\x10\x20\x30" * width))
    return b"\x89PNG\r\n\x1a\n" + header + extra + pixels + chunk(b"IEND", b"") + after


def jpeg(width: int = 2, extra: bytes = b"", after: bytes = b"") -> bytes:
    def segment(marker: int, data: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data

    frame = segment(0xC0, struct.pack(">BHHB", 8, 2, width, 1) + b"\1\x11\0")
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + extra + frame + scan + b"\xff\xd9" + after


def test_a_picture_stays_and_what_hides_in_it_goes() -> None:
    text = chunk(b"tEXt", b"Comment\0<script>alert(1)</script>")
    assert cleaned(png(extra=text, after=b"<script>")) == Logo("image/png", png())
    comment = b"\xff\xfe\x00\x0a<script>" + b"\xff\xe1\x00\x06Exif"
    assert cleaned(jpeg(extra=comment, after=b"PK\x03\x04")) == Logo("image/jpeg", jpeg())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "PNG ou JPEG"),
        (b"<svg onload='alert(1)'>", "PNG ou JPEG"),
        (b"GIF89a", "PNG ou JPEG"),
        (png()[:-20], "abîmé"),
        (png().replace(b"IDAT", b"IDAU"), "abîmé"),
        (png(width=2001), "plus grand"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 40, "abîmé"),
        (jpeg()[:-6], "abîmé"),
        (jpeg(width=0), "abîmé"),
        (b"\xff\xd8\xff\xd9", "abîmé"),
        (b"\xff\xd8" + b"\0" * 100, "abîmé"),
        (png(after=b"x" * LARGEST), "200 Kio"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        cleaned(content)


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n"]))
def test_no_bytes_do_harm(content: bytes, start: bytes) -> None:
    with suppress(ValueError):
        assert cleaned(start + content).kind in {"image/png", "image/jpeg"}
