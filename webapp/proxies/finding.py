"""Finding a co-intern without a directory: by their exact RPPS or address, or by their whole name within a list."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from allocation.opening import Opening
from webapp.store.models import PersonIdentity


def find(identities: Mapping[str, PersonIdentity], asked: str, among: set[str]) -> list[PersonIdentity]:
    """Who answers to what was typed: one of the campaign by RPPS or address, else those of `among` by name, which is
    the last name, or the last and the first."""
    exact, name = "".join(asked.casefold().split()), _plain(asked)
    if not exact:
        return []
    known = [who for who in identities.values() if exact in {who.rpps, who.email.casefold()}]
    return known or [who for person, who in identities.items() if person in among and name in _names(who)]


def list_of(opening: Opening, name: str) -> set[str]:
    """Those who are called on the list."""
    return {call.person for call in opening.list[name].calls}


def _names(who: PersonIdentity) -> set[str]:
    last, first = _plain(who.last_name), _plain(who.first_name)
    return {last, f"{last} {first}", f"{first} {last}"}


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold().replace("-", " "))
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())
