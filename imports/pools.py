"""All the posts together: a code for those that have none, and one pool for each code, DES, phase and reservation."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace

from allocation.issues import Issue, cut
from allocation.model import Phase, Post, Where
from imports.places import Places, seen_from, whole
from imports.wording import counted, fold

_COMPARED = {
    "seats": "postes",
    "establishment": "établissement",
    "service": "service",
    "head": "responsable",
    "town": "commune",
    "category": "catégorie",
    "phases": "phase",
    "reserved_seats": "postes réservés",
    "accredited_until": "fin d'agrément",
    "capacity": "capacité",
    "remarks": "observations",
}


@dataclass(frozen=True, slots=True)
class Pools:
    """The posts, each pool once, and what was found while telling them apart."""

    posts: tuple[Post, ...]
    issues: tuple[Issue, ...]


def distinct(posts: list[Post], places: Places) -> Pools:
    """The posts with a code each, repeated pools left out."""
    coded, issues = _coded(posts)
    seen: dict[tuple[str, str, Phase, str], Post] = {}
    kept: list[Post] = []
    for post in coded:
        keys = [(fold_code(post.code), post.des, phase, post.reserved_for) for phase in post.phases]
        first = next((seen[key] for key in keys if key in seen), None)
        if first:
            issues.append(_duplicate(post, first, places))
        else:
            seen.update(dict.fromkeys(keys, post))
            kept.append(post)
    return Pools(tuple(kept), tuple(issues))


def fold_code(code: str) -> str:
    """What two spellings of a stage code share: case and blanks do not count."""
    return "".join(code.casefold().split())


def _duplicate(post: Post, first: Post, places: Places) -> Issue:
    at = seen_from(post.where, first.where)
    change = _difference(post, first)
    if change is None:
        message = f"{cut(post.code)} : même contenu que la {at}, compté une fois."
        return places.issue("W_CODE_DUP", post.where, ("code", "service"), post.code, message, "Supprimez la ligne.")
    message = f"{cut(post.code)} déjà {at}, avec {change}."
    fix = "Donnez un autre code à ce stage, ou corrigez l'une des deux lignes."
    return places.issue("E_CODE_DUP", post.where, ("code", "service"), post.code, message, fix)


def _difference(post: Post, first: Post) -> str | None:
    """How the first row of a code differs, None when it does not."""
    if post.seats != first.seats:
        return f"{counted(first.seats, 'poste')} au lieu de {post.seats}"
    names = [label for name, label in _COMPARED.items() if getattr(post, name) != getattr(first, name)]
    return f"un autre contenu ({', '.join(names)})" if names else None


def _coded(posts: list[Post]) -> tuple[list[Post], list[Issue]]:
    made = Counter((post.where.file, post.where.sheet) for post in posts if not post.code)
    issues = [
        whole(
            "W_CODE_MADE",
            Where(file, sheet),
            f"{counted(number, 'stage')} sans code : un code est fait de leur contenu.",
            "Ajoutez une colonne Code stage pour suivre les stages d'un semestre à l'autre.",
        )
        for (file, sheet), number in made.items()
    ]
    pools_of_row = Counter(post.where for post in posts)
    return [
        post if post.code else replace(post, code=made_code(post, whole_row=pools_of_row[post.where] == 1))
        for post in posts
    ], issues


def made_code(post: Post, *, whole_row: bool = True) -> str:
    """A code from what the stage is; the order of the rows does not change it.

    Initials of the establishment, beginning of the service, and 6 characters that tell like ones apart. Where a row
    gives a pool to each of several phases (`whole_row` False), they are one stage and the phase does not tell.
    """
    phases = "/".join(post.phases) if whole_row else ""
    parts = (post.establishment, post.service, post.des, phases, post.category.value)
    digest = hashlib.sha256("\0".join(fold(part) for part in parts).encode()).hexdigest()[:6]
    initials = "".join(word[0] for word in _words(post.establishment))[:6]
    return "-".join(part for part in (initials, "".join(_words(post.service))[:8], digest) if part).upper()


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", fold(text)).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain)
