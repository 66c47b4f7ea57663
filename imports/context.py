"""What a row does not say itself: the DES and the phase, from a title or a band, or from the rest of the dossier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from allocation.forms import Role
from allocation.model import Phase
from imports.headers import PHASE_COLUMNS
from imports.labels import phases_of
from imports.parsed import Parsed
from imports.reference import GENERAL_MEDICINE, des_of
from imports.table import Record, Table
from imports.values import Cells
from imports.wording import clean, fold

Value = TypeVar("Value")
_OLD_REGIME = "ar"


@dataclass(frozen=True, slots=True)
class Assumed:
    """The only DES and the only phase that posts and interns name; "" and None where there are none or several."""

    des: str = ""
    phase: Phase | None = None


def only_ones(tables: Iterable[Table]) -> Assumed:
    """What may stand, with a warning, where a list says nothing."""
    all_des: set[str] = set()
    phases: set[Phase] = set()
    for table in tables:
        if table.role in (Role.POSTS, Role.INTERNS) and not table.summary:
            phases |= {phase for field, phase in PHASE_COLUMNS.items() if field in table.columns}
            for record in table.records:
                all_des.add(des_of(_said(record, "des")).value or "")
                phases |= set(phases_of(_said(record, "phase")).value or ())
    all_des.discard("")
    return Assumed(all_des.pop() if len(all_des) == 1 else "", phases.pop() if len(phases) == 1 else None)


def _said(record: Record, field: str) -> str:
    written = clean(record.fields[field].value) if field in record.fields else ""
    return written or record.context.get(field, "")


def read_des(cells: Cells, assumed: Assumed) -> str:
    """The DES of a row, as its label: its cell, else the context, else the only one of the dossier; "" is an error."""
    text = cells.text("des")
    if text:
        return cells.keep("des", des_of(text)) or ""
    if _speaks_of_old_regime(cells):
        return GENERAL_MEDICINE
    around = cells.record.context.get("des", "")
    if around:
        return _from_context(cells, des_of(around), around) or ""
    if assumed.des:
        fix = "Ajoutez une colonne DES si d'autres sont concernés."
        cells.notes.once("W_DES_ASSUMED", f"DES non écrit : « {assumed.des} », le seul du dossier, est pris.", fix)
        return assumed.des
    _missing(cells, "E_DES_MISSING", "des", "Rien ne dit le DES.", "Ajoutez une colonne DES ou complétez la cellule.")
    return ""


def read_phases(cells: Cells, assumed: Assumed) -> tuple[Phase, ...]:
    """The phases of a row, found as its DES is; () is an error."""
    text = cells.text("phase")
    if text:
        return _written_phases(cells, text)
    if _speaks_of_old_regime(cells):
        return (Phase.ANCIEN_REGIME,)
    around = cells.record.context.get("phase", "")
    if around:
        return _from_context(cells, phases_of(around), around) or ()
    if assumed.phase:
        fix = "Ajoutez une colonne Phase si d'autres sont concernées."
        shown = assumed.phase.label
        cells.notes.once("W_PHASE_ASSUMED", f"Phase non écrite : « {shown} », la seule du dossier, est prise.", fix)
        return (assumed.phase,)
    _missing(cells, "E_PHASE_MISSING", "phase", "Rien ne dit la phase.", "Ajoutez une colonne Phase ou complétez-la.")
    return ()


def _written_phases(cells: Cells, text: str) -> tuple[Phase, ...]:
    """The phases of a cell; that several share their seats is said once for all the rows that write it so."""
    found = phases_of(text)
    if found.code != "W_PHASE_MULTI":
        return cells.keep("phase", found) or ()
    cells.notes.once(found.code, found.message, found.fix, text, cell=cells.place("phase"))
    return found.value or ()


def _speaks_of_old_regime(cells: Cells) -> bool:
    """The letters AR above a general-medicine list mean « ancien régime », elsewhere anesthésie-réanimation."""
    around = cells.record.context
    if _OLD_REGIME not in (fold(around.get("des", "")), fold(around.get("phase", ""))):
        return False
    titles = " ".join(fold(title) for title in (*cells.table.titles, cells.table.sheet))
    return fold(GENERAL_MEDICINE) in titles


def _from_context(cells: Cells, parsed: Parsed[Value], text: str) -> Value | None:
    """A title or a band is said once for all the rows under it."""
    if parsed.code:
        cells.notes.once(parsed.code, parsed.message, parsed.fix, text)
        cells.failed = cells.failed or parsed.code.startswith("E_")
    return parsed.value


def _missing(cells: Cells, code: str, field: str, message: str, fix: str) -> None:
    if cells.has(field):
        cells.note(code, field, message, fix)
    else:
        cells.notes.once(code, message, fix)
        cells.failed = True
