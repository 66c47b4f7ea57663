"""What one cell holds, as the plain Python value that every reader gives for it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import isfinite

_INVISIBLE = " \t\r\n\v\f\x85\xa0\u2007\u202f\u3000\u200b\u2060\ufeff\xad"
_EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no time zone
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_SERIAL_END = 2_958_466
_DAY_IN_MS = 86_400_000
_EXACT = 2**53


def is_blank(text: str) -> bool:
    """True for a text that shows nothing: spaces of any kind, line breaks, zero-width characters."""
    return not text.strip(_INVISIBLE)


def tidy_text(text: str) -> str:
    r"""The text with `\n` as its only line break, whatever the program that wrote it."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def tidy_number(number: float) -> int | float:
    """The number as an int where it is a whole one that a spreadsheet can hold exactly, else as it is."""
    return int(number) if number.is_integer() and abs(number) <= _EXACT else number


def parse_number(text: str) -> int | float | str:
    """The number that a file stores as `text` (point as decimal mark); the text itself where it is none."""
    try:
        number = float(text)
    except ValueError:
        return text
    return tidy_number(number) if isfinite(number) else text


def from_serial(serial: float, *, from_1904: bool) -> date | datetime | time | int | float:
    """The moment that a spreadsheet stores as days since its epoch.

    Whole days give a date, others a datetime, less than one day a time. The number itself comes back where no
    calendar has such a day: before the epoch, after the year 9999, and the 29 February 1900 that Excel invented.
    """
    if not 0 <= serial < _SERIAL_END - (1462 if from_1904 else 0):
        return serial
    elapsed = timedelta(milliseconds=round(serial * _DAY_IN_MS))
    if serial < 1:
        return (_EPOCH_1900 + elapsed).time()
    if from_1904:
        return whole_day(_EPOCH_1904 + elapsed)
    if 60 <= serial < 61:
        return serial
    return whole_day(_EPOCH_1900 + elapsed + timedelta(days=1 if serial < 60 else 0))


def whole_day(moment: datetime) -> date | datetime:
    """The date alone where the time is midnight."""
    return moment if moment.time() != time.min else moment.date()


def from_iso(text: str) -> date | datetime | str:
    """The date or moment written `2025-05-02` or `2025-05-02T08:30:00`; the text itself where it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return whole_day(moment.replace(tzinfo=None))
