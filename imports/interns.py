"""Call lists: one candidate a row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from allocation.decisions import clash
from allocation.issues import cut
from allocation.model import Candidate, Identity, Mode, Phase, Situation
from imports import identifiers, integers, names
from imports.context import Assumed, read_des, read_phases
from imports.labels import mode_of, situations_of
from imports.parsed import Parsed, refused
from imports.people import Member
from imports.table import Table
from imports.values import Cells, Notes, rows
from imports.wording import counted, did_you_mean

_RANKS = integers.Bounds(low=1, high=200_000)
_SENIORITY = integers.Bounds(high=40)
_YEAR = re.compile(r"\b(19[89]\d|20\d\d)\b")
_CELLS_SHOWN = 10
_RANK_CODES = {"E_INT_TEXT", "E_INT_NEG", "E_INT_DECIMAL", "E_INT_RANGE"}


@dataclass(frozen=True, slots=True)
class _Ranks:
    """What a row says of the order: the explicit call order, or what it is computed from."""

    order: int | None
    rank: int | None
    cohort_size: int | None
    position: Fraction | None


def read_interns(table: Table, assumed: Assumed, notes: Notes) -> list[Member]:
    """The rows of one sheet; those in error have no candidate."""
    every = list(rows(table, notes))
    _say_blank_rpps([cells for cells in every if cells.has("rpps") and cells.blank("rpps")], notes)
    return [_member(cells, assumed) for cells in every]


def _say_blank_rpps(blank: list[Cells], notes: Notes) -> None:
    """Said once for the sheet, with the cells."""
    if not blank:
        return
    places = [cells.place("rpps") for cells in blank]
    shown = ", ".join(places[:_CELLS_SHOWN]) + (", …" if len(places) > _CELLS_SHOWN else "")
    message = (
        f"{counted(len(blank), 'interne')} sans numéro RPPS ({shown}) : les vœux ne s'y rattachent que par le nom."
    )
    notes.once("W_RPPS_BLANK", message, "Complétez le numéro RPPS.", cell=places[0])


def _member(cells: Cells, assumed: Assumed) -> Member:
    rpps = cells.identifier("rpps", identifiers.rpps)
    email = cells.identifier("courriel", identifiers.email)
    last, first = _names(cells)
    usual = cells.name("nom_usage", "nom d'usage") if not cells.blank("nom_usage") else ""
    identity = Identity(rpps, names.both_names(last, usual), first, email)
    des = read_des(cells, assumed)
    phase = _phase(cells, assumed)
    ranks = _ranks(cells)
    candidate = _candidate(cells, identity, des, phase, ranks) if phase else None
    return Member(identity, None if cells.failed else candidate, last, ranks.order, des, phase, cells.where)


def _candidate(cells: Cells, identity: Identity, des: str, phase: Phase, ranks: _Ranks) -> Candidate:
    return Candidate(
        identity=identity,
        des=des,
        phase=phase,
        seniority=cells.integer("anciennete", "ancienneté", _SENIORITY),
        order=ranks.order,
        contest=_contest(cells),
        rank=ranks.rank,
        cohort_size=ranks.cohort_size,
        position=ranks.position,
        situations=_situations(cells),
        mode=read_mode(cells),
        where=cells.where,
    )


def _names(cells: Cells) -> tuple[str, str]:
    field = "nom_prenom" if not cells.blank("nom_prenom") else "nom"
    if field == "nom" and cells.has("prenom"):
        return cells.name("nom", "nom"), cells.name("prenom", "prénom")
    text = cells.name(field if cells.has(field) else "nom_prenom", "nom")
    both = names.split(text) if text else None
    if text and both is None:
        message = f"« {cut(text)} » : rien ne distingue le nom du prénom."
        cells.note("E_NAME_SPLIT", field, message, "Écrivez le nom en capitales, ou séparez les deux colonnes.")
    return (both.last, both.first) if both else (text, "")


def _phase(cells: Cells, assumed: Assumed) -> Phase | None:
    phases = read_phases(cells, assumed)
    if len(phases) > 1:
        cells.note("E_PHASE_UNKNOWN", "phase", "Un interne n'est que dans une phase.", "Écrivez la phase en cours.")
    return phases[0] if phases else None


def order_field(table: Table) -> str:
    """The column of the call order: `Ordre`, else a `Rang` beside which nothing speaks of the contest; or ""."""
    if "ordre" in table.columns:
        return "ordre"
    of_contest = "classement" not in table.columns and {"concours", "effectif"} & set(table.columns)
    return "rang" if "rang" in table.columns and not of_contest else ""


def _ranks(cells: Cells) -> _Ranks:
    order = order_field(cells.table)
    contest = "classement" if cells.has("classement") else "rang"
    rank, size = _rank_and_size(cells, contest) if contest != order else (None, None)
    position = cells.keep("pourcentage", _position(cells)) if cells.usable("pourcentage") else None
    return _Ranks(_rank(cells, order, "ordre d'appel") if order else None, rank, size, position)


def _position(cells: Cells) -> Parsed[Fraction]:
    return integers.position(cells.raw("pourcentage").value)


def _rank_and_size(cells: Cells, field: str) -> tuple[int | None, int | None]:
    pair = integers.ratio(cells.raw(field).value)
    rank, size = pair or (_rank(cells, field, "rang"), _rank(cells, "effectif", "effectif"))
    if rank and size and rank > size:
        message = f"Rang {rank} dans une promotion de {size}."
        cells.note("E_RANK_INVALID", field, message, "Corrigez le rang ou l'effectif.")
    return rank, size


def _rank(cells: Cells, field: str, what: str) -> int | None:
    if not cells.usable(field):
        return None
    found = integers.integer(cells.raw(field).value, what, _RANKS)
    if found.code in _RANK_CODES:
        found = refused("E_RANK_INVALID", found.message, "Écrivez un nombre entier à partir de 1.")
    return cells.keep(field, found)


def _contest(cells: Cells) -> int | None:
    text = cells.text("concours")
    match = _YEAR.search(text)
    if text and not match:
        message = f"« {cut(text)} » n'est pas une année de concours."
        cells.note("E_CONTEST_INVALID", "concours", message, "Écrivez l'année sur quatre chiffres.")
    return int(match[1]) if match else None


def _situations(cells: Cells) -> tuple[Situation, ...]:
    raw = cells.raw("situation").value
    said = situations_of(raw if isinstance(raw, str) and cells.text("situation") else cells.text("situation"))
    for piece in said.unknown:
        _unknown_situation(cells, piece)
    known = tuple(dict.fromkeys((*said.known, *_from_remarks(cells, said.known))))
    if both := clash(known):
        message = f"{' et '.join(both)} : les deux se contredisent."
        cells.note("E_SITUATION_CONFLICT", "situation", message, "Gardez celle qui a été décidée.")
    return known


def _unknown_situation(cells: Cells, piece: str) -> None:
    fix = did_you_mean(piece, Situation, f"Écrivez l'une de : {', '.join(Situation)}.")
    cells.note("E_SITUATION_UNKNOWN", "situation", f"« {cut(piece)} » n'est pas une situation connue.", fix)


def _from_remarks(cells: Cells, known: tuple[Situation, ...]) -> tuple[Situation, ...]:
    """A situation written among the remarks counts and is shown; any other remark stays a remark."""
    found = situations_of(cells.text("observations")).known
    for situation in found:
        if situation not in known:
            message = f"« {situation} » lu dans les observations."
            cells.note("W_SITUATION_REMARK", "observations", message, "Écrivez-le dans la colonne Situation.")
    return found


def read_mode(cells: Cells) -> Mode | None:
    """How a stage was obtained, None when blank or unknown (an error)."""
    text = cells.text("mode")
    mode = mode_of(text) if text else None
    if text and mode is None:
        fix = did_you_mean(text, [*Mode, "Normal", "Hors-filière"], f"Écrivez l'un de : {', '.join(Mode)}.")
        cells.note("E_MODE_UNKNOWN", "mode", f"« {cut(text)} » n'est pas un mode connu.", fix)
    return mode
