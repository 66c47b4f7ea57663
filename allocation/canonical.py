"""RFC 8785 (JSON canonicalisation) for the values that we write: texts, integers, booleans, null, lists, objects.

Floats are refused: the journal and the opening hold none, which leaves the standard library's own writer conformant.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]

_SAFE_INTEGER = 2**53 - 1


def canonical(value: Json) -> bytes:
    """The RFC 8785 bytes of the value, its texts in NFC form.

    Raises ValueError for a float, an integer beyond 2^53 - 1, a key that is not ASCII or a lone surrogate.
    """
    return _written(_plain(value))


def is_canonical(data: bytes, value: Json) -> bool:
    """Whether the bytes are the canonical form of the value, which was read from them."""
    try:
        return _written(value) == data and (data.isascii() or unicodedata.is_normalized("NFC", data.decode("utf-8")))
    except ValueError:
        return False


_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _written(value: Json) -> bytes:
    return _WRITER.encode(value).encode("utf-8")


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def commitment(salt: str, value: Json) -> str:
    """SHA-256 of the salt followed by the value: binds the value without showing it."""
    return digest(salt.encode("ascii") + canonical(value))


def _plain(value: Json) -> Json:
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > _SAFE_INTEGER:
            raise ValueError(f"{value} is beyond what JSON readers keep exactly")
        return value
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    raise ValueError(f"{type(value).__name__} has no canonical form here: {value!r}")


@cache
def _key(key: str) -> str:
    # Beyond ASCII, the order of RFC 8785 (UTF-16 units) and that of Python (code points) part.
    if not key.isascii():
        raise ValueError(f"key {key!r} is not ASCII")
    return key
