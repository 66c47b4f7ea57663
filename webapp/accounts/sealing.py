"""Texts that the database holds sealed: who copies it without the site's secret reads nothing of them."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PURPOSE = b"rang-utile: second factors"
_START = "gAAAA"
"""How every sealed text starts: the version and the high bytes of its time."""


def seal(text: str, key: str) -> str:
    return _fernet(key).encrypt(text.encode()).decode()


def unseal(sealed: str, key: str) -> str | None:
    """The text, or None when it was sealed with another key, or touched."""
    try:
        return _fernet(key).decrypt(sealed).decode()
    except InvalidToken:
        return None


def is_sealed(text: str) -> bool:
    return text.startswith(_START)


@lru_cache(maxsize=4)
def _fernet(key: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=_PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
