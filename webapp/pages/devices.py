"""A browser as its owner would call it, from what it says of itself."""

from __future__ import annotations

_BROWSERS = (
    ("Firefox/", "Firefox"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""The most telling first: most browsers name others beside themselves."""

_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_name(said: str) -> str:
    """« Firefox, Windows »; « Navigateur inconnu » when nothing is recognised."""
    found = [next((name for mark, name in table if mark in said), "") for table in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found)) or "Navigateur inconnu"
