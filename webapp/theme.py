"""One colour, chosen by an ARS, made legible on light and on dark: WCAG 2.2, 1.4.3, contrast of 4.5 at least."""

from __future__ import annotations

import re
from dataclasses import dataclass

CONTRAST = 4.5
_WRITTEN = re.compile(r"#[0-9a-f]{6}")
_STEPS = 100

Colour = tuple[int, int, int]
WHITE, BLACK = (255, 255, 255), (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Scheme:
    """The grounds of a scheme on which the accent must be read, as style.css and dark.css have them, and its pole."""

    grounds: tuple[str, ...]
    towards: Colour
    tint: float


LIGHT = Scheme(("#f7f7f4", "#ffffff"), BLACK, 0.9)
DARK = Scheme(("#14181c", "#1d2329"), WHITE, 0.82)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a scheme that follow from the accent."""

    accent: str
    on_accent: str
    tint: str


def palette(colour: str, scheme: Scheme) -> Palette:
    """The accent, brought just far enough towards black or white to be read on every ground of the scheme.

    Raises ValueError when the colour is not written `#rrggbb`, in lower case.
    """
    wanted, paper = _read(colour), _read(scheme.grounds[-1])
    for step in range(_STEPS + 1):
        accent = _mix(wanted, scheme.towards, step / _STEPS)
        tint = _mix(accent, paper, scheme.tint)
        if all(_contrast(accent, ground) >= CONTRAST for ground in (*map(_read, scheme.grounds), tint)):
            break
    on_accent = max((WHITE, BLACK), key=lambda ink: _contrast(ink, accent))
    return Palette(_write(accent), _write(on_accent), _write(tint))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    return _contrast(_read(one), _read(other))


def stylesheet(found: Palette) -> str:
    """The rule that puts the palette in the place of ours."""
    return f":root {{ --accent: {found.accent}; --on-accent: {found.on_accent}; --tint: {found.tint}; }}\n"


def _read(colour: str) -> Colour:
    if not _WRITTEN.fullmatch(colour):
        raise ValueError(f"{colour!r} is not a colour")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:], 16)


def _write(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    """The first colour with that share of the other."""
    red, green, blue = (round(mine + (theirs - mine) * share) for mine, theirs in zip(one, other, strict=True))
    return red, green, blue


def _contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
