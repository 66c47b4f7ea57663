"""Wish lists, one a row or one wish a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from allocation.issues import cut
from allocation.model import Identity, Phase, Situation, WishList
from imports.catalogue import Catalogue, Named
from imports.integers import Bounds
from imports.people import Member, People
from imports.places import seen_from
from imports.roster import list_name
from imports.table import Record, Table
from imports.values import Cells, Notes, rows
from imports.wording import clean, counted

_RANKS = Bounds(low=1, high=10_000)
ELSEWHERE = frozenset({Situation.HORS_FILIERE, Situation.REMORDS, Situation.MILITAIRE})
"""Situations in which a person chooses on another list than their own."""


@dataclass(slots=True)
class Wishing:
    """What the reading of wish lists needs: who may wish, for what, and in which situations people are."""

    people: People
    catalogue: Catalogue
    situations: Mapping[Identity, frozenset[Situation]]
    lists: dict[Identity, WishList] = field(default_factory=dict)
    _plain: dict[tuple[str, Phase | None, bool], dict[object, str]] = field(default_factory=dict)

    def plain_for(self, member: Member | None, *, own_list: bool) -> dict[object, str]:
        """Codes by the text of a cell, for those of the same list: what was read once without a word."""
        key = (member.des, member.phase, own_list) if member else ("", None, own_list)
        return self._plain.setdefault(key, {})


def read_wishes(table: Table, wishing: Wishing, notes: Notes) -> None:
    """Adds the wish lists of one sheet to `wishing.lists`; those in error are left out."""
    reader = _read_long if table.long_wishes else _read_wide
    by_text = reader(table, wishing, notes)
    if by_text:
        message = f"{counted(by_text, 'vœu reconnu', 'vœux reconnus')} par l'établissement et le service."
        notes.once("W_WISH_TEXT", message, "Écrivez le code stage pour lever tout doute.")


def _read_wide(table: Table, wishing: Wishing, notes: Notes) -> int:
    by_text = 0
    for cells in rows(table, notes):
        written = _written(table, cells.record)
        who = wishing.people.find(cells) if written else None
        if who is None:
            continue
        taker = _Taker(wishing, cells, who)
        for name, value in written:
            taker.take(cells, name, value)
        by_text += taker.by_text
        _keep(taker, wishing, cells)
    return by_text


def _written(table: Table, record: Record) -> list[tuple[str, object]]:
    """The wishes of a row with their fields; the value of a formula stays in its field."""
    wishes = zip(table.wish_fields, record.wishes, strict=True)
    return [(name, value) for name, value in wishes if value is not None or name in record.fields]


class _Taker:
    """The wishes of one person as they are met."""

    def __init__(self, wishing: Wishing, cells: Cells, who: Identity) -> None:
        self.who = who
        self.where = cells.where
        self.codes: list[str] = []
        self.by_text = 0
        self.failed = False
        self._catalogue = wishing.catalogue
        self._member = wishing.people.member(who)
        self._own_list = not (wishing.situations.get(who, frozenset()) & ELSEWHERE)
        self._plain = wishing.plain_for(self._member, own_list=self._own_list)
        self._taken: set[str] = set()

    def take(self, cells: Cells, name: str, value: object, text: str = "") -> None:
        """Add the wish that a cell writes (`text` where it is made of several cells)."""
        code = self._plain.get(value) or self._understood(cells, name, value, text)
        if not code:
            return
        if code in self._taken:
            message = f"« {cut(code)} » figure déjà plus haut : ce vœu ne servira pas."
            cells.note("W_WISH_DUP", name, message, "Supprimez le vœu répété.")
        self._taken.add(code)
        self.codes.append(code)  # kept, so that every wish has the rank that the person gave it

    def _understood(self, cells: Cells, name: str, value: object, text: str) -> str:
        """The code that a cell means; one of which there is nothing to say is remembered, for there are millions."""
        said, by_text = len(cells.notes.issues), self.by_text
        code = text or cells.code(name)
        self.failed = self.failed or cells.failed
        if code and self._catalogue.given:
            code = self._known(cells, name, code)
        if code and isinstance(value, str) and (said, by_text) == (len(cells.notes.issues), self.by_text):
            self._plain[value] = code
        return code

    def _known(self, cells: Cells, name: str, text: str) -> str:
        member = self._member
        des, phase = (member.des, member.phase) if member else ("", None)
        named = self._catalogue.find(text, des, phase)
        self.by_text += named.by_text and bool(named.code)
        if not named.code:
            _unknown(cells, name, text, named)
            return text
        if self._own_list and phase and not self._catalogue.is_on_list(named.code, des, phase):
            message = f"« {cut(named.code)} » n'est pas ouvert à la liste {list_name(des, phase)}."
            cells.note("W_WISH_INELIGIBLE", name, message, "Le vœu sera passé.")
        return named.code


def _unknown(cells: Cells, name: str, text: str, named: Named) -> None:
    if named.several:
        message = f"« {cut(text)} » désigne plusieurs stages : {cut(', '.join(named.several))}."
        cells.note("W_WISH_AMBIGUOUS", name, message, "Écrivez le code stage ; sinon le vœu sera passé.")
        return
    message = f"« {cut(text)} » n'est pas dans la liste des postes : ce vœu sera passé."
    cells.note("W_WISH_UNKNOWN", name, message, "Corrigez le code, ou ajoutez le stage à la liste des postes.")


def _keep(taker: _Taker, wishing: Wishing, cells: Cells) -> None:
    if taker.failed or not taker.codes:
        return
    wish_list = WishList(taker.who, tuple(taker.codes), taker.where)
    first = wishing.lists.setdefault(taker.who, wish_list)
    if first is wish_list:
        return
    at = seen_from(cells.where, first.where)
    if first.codes == wish_list.codes:
        cells.note("W_WISH_LIST_DUP", "rpps", f"Même liste de vœux que la {at}.", "Supprimez l'une des deux.")
    else:
        message = f"{cut(taker.who.shown or taker.who.rpps)} a déjà une autre liste de vœux, {at}."
        cells.note("E_WISH_LIST_DUP", "rpps", message, "Gardez la bonne.")


def _read_long(table: Table, wishing: Wishing, notes: Notes) -> int:
    """One wish a row: the rows of a person are put in the order of the ranks; a gap is harmless."""
    by_person: dict[Identity, dict[int, Cells]] = {}
    broken: set[Identity] = set()
    for cells in rows(table, notes):
        who = wishing.people.find(cells)
        if who is None:
            continue
        rank = _rank(cells)
        if rank is None or _place(by_person.setdefault(who, {}), rank, cells) is not cells:
            broken.add(who)
    return sum(_take_all(who, by_person[who], wishing) for who in by_person if who not in broken)


def _rank(cells: Cells) -> int | None:
    if cells.blank("rang_voeu"):
        cells.note("E_INT_BLANK", "rang_voeu", "Rang du vœu vide.", "Écrivez 1 pour le préféré, puis 2, 3…")
        return None
    return cells.integer("rang_voeu", "rang du vœu", _RANKS)


def _place(ranks: dict[int, Cells], rank: int, cells: Cells) -> Cells:
    first = ranks.setdefault(rank, cells)
    if first is not cells:
        message = f"Rang {rank} déjà donné ligne {first.record.row} pour la même personne."
        cells.note("E_WISH_RANK_DUP", "rang_voeu", message, "Donnez un rang différent à chaque vœu.")
    return first


def _take_all(who: Identity, ranks: dict[int, Cells], wishing: Wishing) -> int:
    ordered = [ranks[rank] for rank in sorted(ranks)]
    taker = _Taker(wishing, ordered[0], who)
    for cells in ordered:
        taker.take(cells, "code", cells.raw("code").value, _in_words(cells))
    _keep(taker, wishing, ordered[0])
    return taker.by_text


def _in_words(cells: Cells) -> str:
    """« Établissement – Service » where the row has no code."""
    if not cells.blank("code"):
        return ""
    parts = (clean(cells.raw(name).value) for name in ("etablissement", "service"))
    return " – ".join(part for part in parts if part)
