"""Who a row speaks of: by RPPS, else by call order, else by name; what is not exact is shown, never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from allocation.issues import cut
from allocation.model import Candidate, Identity, Phase, Where
from imports import identifiers, integers, names
from imports.labels import phases_of
from imports.reference import des_of
from imports.values import Cells
from imports.wording import clean, fold

_UNKNOWN_FIX = "Vérifiez le numéro RPPS et le nom, ou ajoutez la personne à la liste d'appel."


@dataclass(frozen=True, slots=True)
class Member:
    """A row of the call list. `candidate` None: the row has errors, but other files may still name the person.

    `birth_name` is the family name alone, where that of the identity shows the one in use beside it.
    """

    identity: Identity
    candidate: Candidate | None
    birth_name: str = ""
    order: int | None = None
    des: str = ""
    phase: Phase | None = None
    where: Where = field(default=Where())


@dataclass(frozen=True, slots=True)
class Written:
    """What a row says of a person, raw."""

    rpps: str
    order: str
    last: str
    first: str
    both: str

    @property
    def name(self) -> str:
        return self.both or f"{self.last} {self.first}".strip()


class People:
    """The call list, to be searched. Without one (`given` False) everybody is taken at the word of the row."""

    def __init__(self, members: Iterable[Member], *, given: bool) -> None:
        self.given = given
        self._by_rpps: dict[str, Member] = {}
        self._by_order: dict[int, list[Member]] = defaultdict(list)
        self._by_name: dict[str, list[Member]] = defaultdict(list)
        self._by_last: dict[str, list[Member]] = defaultdict(list)
        self._by_identity: dict[Identity, Member] = {}
        self._found: dict[tuple[str, str, Written], Identity | None] = {}
        for member in members:
            self._add(member)

    def _add(self, member: Member) -> None:
        who = member.identity
        self._by_identity.setdefault(who, member)
        if who.rpps:
            self._by_rpps.setdefault(who.rpps, member)
        if member.order is not None:
            self._by_order[member.order].append(member)
        first = fold(who.first_name)
        for last in names.spellings(who.last_name):
            self._by_last[last].append(member)
            for key in dict.fromkeys((f"{last} {first}", f"{first} {last}")):
                self._by_name[key].append(member)

    def member(self, identity: Identity) -> Member | None:
        return self._by_identity.get(identity)

    def find(self, cells: Cells) -> Identity | None:
        """The person of a row, None when it cannot be told; what is doubtful is noted the first time it is met."""
        written = _written(cells)
        key = (cells.table.file, cells.table.sheet, written)
        if key not in self._found:
            self._found[key] = self._search(cells, written)
        elif self._found[key] is None:
            cells.failed = True
        return self._found[key]

    def _search(self, cells: Cells, written: Written) -> Identity | None:
        rpps = identifiers.rpps(written.rpps)
        if rpps.value is None and rpps.code:
            cells.keep("rpps", rpps)
            return None
        if not self.given:
            return _at_its_word(cells, written, rpps.value or "")
        if rpps.value in self._by_rpps:
            return self._checked(cells, written, self._by_rpps[rpps.value or ""])
        if written.order and not rpps.value:
            return self._ordered(cells, written)
        return self._named(cells, written, rpps.value or "")

    def _checked(self, cells: Cells, written: Written, member: Member) -> Identity:
        """Found by RPPS: a name that is not that of the list is shown."""
        if written.name and not _is_called(member, written):
            message = f"Même RPPS que {cut(member.identity.shown)}, mais écrit « {cut(written.name)} »."
            cells.note("W_MATCH_NAME", _name_field(cells), message, "Vérifiez le numéro RPPS.")
        return member.identity

    def _ordered(self, cells: Cells, written: Written) -> Identity | None:
        number = cells.integer("ordre", "ordre", integers.Bounds(low=1))
        same = [member for member in self._by_order.get(number or 0, []) if _is_in_context(member, cells)]
        if written.name:
            named = [member for member in same if _is_called(member, written)]
            if same and not named:
                called = cut(same[0].identity.shown)
                message = f"L'ordre {number} est celui de {called}, la ligne dit « {cut(written.name)} »."
                cells.note("E_PERSON_MISMATCH", "ordre", message, "Corrigez l'ordre ou le nom.")
                return None
            same = named
        return self._only(cells, written, same)

    def _named(self, cells: Cells, written: Written, rpps: str) -> Identity | None:
        same = [member for member in self._called(written) if not (rpps and member.identity.rpps)]
        if len(same) == 1 and not _is_exact(same[0], written):
            message = f"« {cut(written.name)} » reconnu comme {cut(same[0].identity.shown)}."
            cells.note("W_MATCH_NAME", _name_field(cells), message, "Vérifiez qu'il s'agit de la même personne.")
        return self._only(cells, written, same)

    def _called(self, written: Written) -> list[Member]:
        if written.last and not written.first and not written.both:
            return _once(self._by_last.get(fold(written.last), []))
        keys = [f"{last} {fold(written.first)}" for last in names.spellings(written.last)] + [fold(written.name)]
        return _once(member for key in keys for member in self._by_name.get(key, []))

    def _only(self, cells: Cells, written: Written, same: list[Member]) -> Identity | None:
        if len(same) == 1:
            return same[0].identity
        field = _name_field(cells)
        if same:
            message = f"Plusieurs personnes répondent à « {cut(written.name or written.order)} »."
            cells.note("E_PERSON_AMBIGUOUS", field, message, "Indiquez le numéro RPPS.")
        else:
            shown = cut(written.name or written.rpps or written.order)
            message = f"« {shown} » n'est pas sur la liste d'appel : ligne ignorée."
            cells.note("W_PERSON_UNKNOWN", field, message, _UNKNOWN_FIX)
        return None


def _written(cells: Cells) -> Written:
    rpps, order, last, first, both = (
        clean(cells.raw(field).value) for field in ("rpps", "ordre", "nom", "prenom", "nom_prenom")
    )
    return Written(rpps, order, last, first, both)


def _name_field(cells: Cells) -> str:
    return next((field for field in ("nom", "nom_prenom", "rpps", "ordre") if not cells.blank(field)), "rpps")


def _at_its_word(cells: Cells, written: Written, rpps: str) -> Identity | None:
    whole = names.split(written.both) if written.both else names.FullName(written.last, written.first)
    last, first = (whole.last, whole.first) if whole else (written.both, "")
    if rpps or last:
        return Identity(rpps, last, first)
    if written.order:
        return Identity("", f"n° {written.order}", "")
    cells.note("E_NAME_MISSING", _name_field(cells), "Rien ne dit de qui parle la ligne.", "Indiquez le RPPS.")
    return None


def _is_in_context(member: Member, cells: Cells) -> bool:
    """Whether the list that a title or a band names, if any, is that of the person."""
    des, phase = (cells.record.context.get(key, "") for key in ("des", "phase"))
    same_des = not des or des_of(des).value in (None, member.des)
    return same_des and (not phase or member.phase in (phases_of(phase).value or (member.phase,)))


def _is_called(member: Member, written: Written) -> bool:
    own = names.spellings(member.identity.last_name)
    if not written.both:
        same_last = bool(set(own) & set(names.spellings(written.last)))
        return same_last and fold(written.first) in ("", fold(member.identity.first_name))
    first = fold(member.identity.first_name)
    return fold(written.both) in {key for last in own for key in (f"{last} {first}", f"{first} {last}")}


def _is_exact(member: Member, written: Written) -> bool:
    """Whether the name is written as on the call list, with one family name or with both."""
    first = member.identity.first_name.casefold()
    lasts = [last.casefold() for last in (member.identity.last_name, member.birth_name) if last]
    if written.both:
        return any(written.both.casefold() in (f"{last} {first}", f"{first} {last}") for last in lasts)
    return written.last.casefold() in lasts and written.first.casefold() == first


def _once(members: Iterable[Member]) -> list[Member]:
    return list({id(member): member for member in members}.values())
