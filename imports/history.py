"""Past semesters: one stage a row."""

from __future__ import annotations

from allocation.issues import cut
from allocation.model import Category, Identity, Mode, PastStage, Phase
from imports.dates import is_numbered_semester, semester_of
from imports.integers import Bounds
from imports.interns import read_mode
from imports.labels import category_of, cause_of, phases_of, result_of, unknown_category
from imports.people import People
from imports.places import seen_from
from imports.reference import GENERAL_MEDICINE, subdivision_of
from imports.table import Table
from imports.values import Cells, Notes, rows

_DAYS = Bounds(high=366)
_SEMESTER_FIX = "Écrivez par exemple 2026-hiver ou été 2026."


def read_history(table: Table, people: People, notes: Notes) -> list[PastStage]:
    """The semesters of one sheet, those in error left out."""
    found: dict[tuple[Identity, str], PastStage] = {}
    kept: list[PastStage] = []
    for cells in rows(table, notes):
        who = people.find(cells)
        stage = _stage(cells, who, people) if who else None
        if stage is None or cells.failed:
            continue
        first = found.setdefault((stage.identity, stage.semester), stage)
        if first is not stage:
            _say_repeated(cells, stage, first)
        if first is stage or first != stage:
            kept.append(stage)
    return kept


def _stage(cells: Cells, who: Identity, people: People) -> PastStage:
    return PastStage(
        identity=who,
        semester=_semester(cells),
        code=cells.code() or _in_words(cells),
        category=_category(cells, people, who),
        phase=_phase(cells),
        validated=_result(cells),
        absence_days=cells.integer("jours_absence", "jours d'absence", _DAYS) or 0,
        cause=read_cause(cells, "W_CAUSE_UNKNOWN"),
        mode=read_mode(cells) or Mode.NORMAL,
        subdivision=read_subdivision(cells),
        where=cells.where,
    )


def _semester(cells: Cells) -> str:
    raw = cells.raw("semestre").value
    if not cells.text("semestre"):
        if cells.blank("semestre"):
            cells.note("E_SEMESTER_INVALID", "semestre", "Semestre vide.", _SEMESTER_FIX)
        return ""
    semester = semester_of(raw)
    if not semester:
        cells.note("E_SEMESTER_INVALID", "semestre", f"« {cut(raw)} » n'est pas un semestre.", _SEMESTER_FIX)
    elif is_numbered_semester(raw):
        cells.note("W_SEMESTER_READ", "semestre", f"« {cut(raw)} » lu {semester}.", _SEMESTER_FIX)
    return semester


def _in_words(cells: Cells) -> str:
    """« Établissement – Service » where the row has no code."""
    parts = (cells.text("etablissement"), cells.text("service"))
    return " – ".join(part for part in parts if part)


def _category(cells: Cells, people: People, who: Identity) -> Category:
    text = cells.text("categorie")
    category = category_of(text) if text else None
    member = people.member(who)
    if text and category is None and member and member.des == GENERAL_MEDICINE:
        cells.keep("categorie", unknown_category(text))
    return category or Category.OTHER


def _phase(cells: Cells) -> Phase | None:
    text = cells.text("phase")
    phases = cells.keep("phase", phases_of(text)) if text else None
    if phases and len(phases) > 1:
        cells.note("E_PHASE_UNKNOWN", "phase", "Un semestre n'est que d'une phase.", "Écrivez la phase d'alors.")
    return phases[0] if phases else None


def _result(cells: Cells) -> bool | None:
    text = cells.text("resultat")
    result = result_of(text) if text else None
    if text and result is None:
        cells.note(
            "E_RESULT_UNKNOWN", "resultat", f"« {cut(text)} » : résultat inconnu.", "Écrivez Validé ou Non validé."
        )
    return result


def read_cause(cells: Cells, code_of_unknown: str) -> str:
    """The cause as the forms write it; an unknown one is noted under the code given and kept as written."""
    text = cells.text("motif")
    cause = cause_of(text) if text else ""
    if cause is None:
        fix = "Écrivez l'un des motifs de la liste, ou « Autre »."
        cells.note(code_of_unknown, "motif", f"« {cut(text)} » n'est pas un motif connu.", fix)
    return cause or text


def read_subdivision(cells: Cells) -> str:
    """The label of a subdivision; an unknown one is kept as written, with a warning."""
    text = cells.text("subdivision")
    label = subdivision_of(text) if text else ""
    if text and not label:
        message = f"« {cut(text)} » n'est pas une subdivision connue."
        cells.note("W_SUBDIVISION_UNKNOWN", "subdivision", message, "Écrivez le nom de la subdivision.")
    return label or text


def _say_repeated(cells: Cells, stage: PastStage, first: PastStage) -> None:
    again = "compté une fois" if first == stage else "les deux lignes sont gardées"
    message = f"Semestre {stage.semester} déjà donné {seen_from(cells.where, first.where)} : {again}."
    cells.note("W_HISTORY_DUP", "semestre", message, "Supprimez la ligne en trop.")
