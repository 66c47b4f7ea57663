"""Names of people: kept as written, compared without accents or case, split only where the case of letters tells."""

from __future__ import annotations

import re
from dataclasses import dataclass

from allocation.issues import cut
from imports.parsed import Parsed, refused
from imports.wording import clean, fold

_INJECTION = ("=", "+", "-", "@")
_UNSEEN = {"\t": "tabulation", "\r": "retour à la ligne"}
_ODD = re.compile('[0-9_\ufffd<>{}\\[\\]|#$*=@?!;:"]|[ÃÂ](?:[\x80-\xbf]|[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ])')
_MARRIED = re.compile(r"\s+\(?(?:ép\.|ep\.|ép|épouse|épse|epouse|usage|ép\s*:)\s+", re.IGNORECASE)
_BORN = re.compile(r"\s*\(?\s*\b(?:née?|né\(e\))\s+([^()]+?)\)?\s*$", re.IGNORECASE)
_PARTICLES = frozenset({"von", "van", "der", "den", "el", "al", "ben", "bin", "da", "dos", "di", "del"})
_ARTICLES = frozenset({"de", "du", "des", "la", "le", "les"})


@dataclass(frozen=True, slots=True)
class FullName:
    """Last and first name as written; `last` may hold two (« X ép. Y »)."""

    last: str
    first: str


def name(value: object, what: str) -> Parsed[str]:
    """A name as written; `what` names it in the sentence ("nom"). A blank is `E_NAME_MISSING`."""
    text = clean(value)
    if not text:
        return refused("E_NAME_MISSING", f"{what[0].upper()}{what[1:]} vide.", "Complétez la cellule.")
    if _is_injection(value, text):
        first = _UNSEEN.get(str(value)[0], text[0])
        message = f"Commence par « {first} » : ce n'est pas un nom."
        return refused("E_FORMULA_INJECTION", message, "Écrivez le nom seul.")
    if _ODD.search(text):
        return Parsed(text, "W_NAME_CHARS", f"« {cut(text)} » contient un caractère inattendu.", "Vérifiez le nom.")
    return Parsed(text)


def _is_injection(value: object, text: str) -> bool:
    return text.startswith(_INJECTION) or (isinstance(value, str) and value.startswith(tuple(_UNSEEN)))


def split(text: str) -> FullName | None:
    """« NOM Prénom », « Prénom NOM » or « NOM, Prénom » in two; None when nothing tells one from the other."""
    if text.count(",") == 1:
        last, first = (part.strip() for part in text.split(","))
        return FullName(last, first) if last and first else None
    words = clean(text).split()
    cut_at = _end_of_capitals(_particle_first(words))
    if 0 < cut_at < len(words) and not any(map(_is_capital, words[cut_at:])):
        return FullName(" ".join(words[:cut_at]), " ".join(words[cut_at:]))
    return _last_at_the_end(words)


def _particle_first(words: list[str]) -> list[str]:
    """« El KHOURY Samir » begins with a particle, whatever its case, since a name in capitals follows."""
    first = words[0].casefold() if words else ""
    return [first, *words[1:]] if first in _PARTICLES else words


def _last_at_the_end(words: list[str]) -> FullName | None:
    start = next((at for at in range(len(words)) if _end_of_capitals(words[at:]) == len(words) - at), 0)
    return FullName(" ".join(words[start:]), " ".join(words[:start])) if start else None


def _end_of_capitals(words: list[str]) -> int:
    """How many leading words make a name in capitals; particles count when capitals follow them."""
    end = 0
    for at, word in enumerate(words):
        if _is_capital(word) or _joins_names(word):
            end = at + 1
        elif not _is_particle(word):
            break
    return end


def _joins_names(word: str) -> bool:
    return word.casefold() in {"ép.", "ep.", "épouse", "née", "(née", "(usage"}


def _is_particle(word: str) -> bool:
    return word in _PARTICLES or word.casefold() in _ARTICLES


def _is_capital(word: str) -> bool:
    """« DUPONT », « D'HÉROUVELLE », « d'HÉROUVELLE », « McDONALD »; one letter (« J. ») is an initial, not a name."""
    tail = re.sub(r"^(?:[dlDLOoN]['’]|Mc|Mac|St-)", "", word)
    letters = [letter for letter in tail if letter.isalpha()]
    return len(letters) > 1 and all(letter == letter.upper() for letter in letters)


def both_names(last: str, usual: str) -> str:
    """The family name, with the one in use where that is another: « DUPONT (usage MARTIN) »."""
    return last if fold(usual) in {"", *spellings(last)} else f"{last} (usage {usual})"


def spellings(last: str) -> tuple[str, ...]:
    """Every family name by which a person may be called: whole, at birth, in use; folded, without repeats."""
    parts = [last]
    if born := _BORN.search(last):
        parts += [born[1], last[: born.start()]]
    else:
        parts += _MARRIED.split(last)
    keys = (fold(part) for part in parts)
    return tuple(dict.fromkeys(key for key in keys if key))
