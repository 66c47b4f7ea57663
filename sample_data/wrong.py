"""Small workbooks with one kind of error each: what a clerk may send, and what the import report must say of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from allocation.forms import Role
from allocation.model import Candidate, Phase, Post
from exports.filled import intern_row, post_row
from sample_data.campaign import Sample
from sample_data.files import empty_book, save
from sample_data.paper import Value
from sample_data.returns import add_form
from sample_data.stages import Stage
from sample_data.trainees import MEDECINE_GENERALE
from sample_data.unreadable import WEB_PAGE, pdf

SIZE = 12
"""Rows of each small list."""

FOLDER = "fautifs"
_LAST = SIZE + 1
"""Row of the last person: leaving that one out makes no gap in the call order, which would be a second remark."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One workbook: the list it holds, how it is spoilt, the code and the cell to be reported, and the same in French.

    `role` None: no list can be read. `cell` "": the whole sheet or file.
    """

    file: str
    code: str
    shows: str
    role: Role | None = None
    cell: str = ""
    spoil: Callable[[Worksheet], None] | None = None


def _put(cell: str, value: Value) -> Callable[[Worksheet], None]:
    def spoil(sheet: Worksheet) -> None:
        sheet[cell] = value

    return spoil


def _repeat(source: str, target: str) -> Callable[[Worksheet], None]:
    def spoil(sheet: Worksheet) -> None:
        sheet[target] = sheet[source].value

    return spoil


def _without_seats(sheet: Worksheet) -> None:
    sheet.delete_cols(9)


def _strike_row_8(sheet: Worksheet) -> None:
    for cell in sheet[8]:
        cell.font = Font(strike=True)


FAULTS: tuple[Fault, ...] = (
    Fault("colonne-manquante.xlsx", "E_COL_MISSING", "une liste de postes sans la colonne « Nombre de postes »",
          Role.POSTS, "A1", _without_seats),
    Fault("nombre-illisible.xlsx", "E_INT_TEXT", "un nombre de postes écrit « deux »",
          Role.POSTS, "I5", _put("I5", "deux")),
    Fault("formule-sans-valeur.xlsx", "E_FORMULA_NO_VALUE", "une formule sans résultat enregistré",
          Role.POSTS, "I6", _put("I6", "=2+1")),
    Fault("date-impossible.xlsx", "E_DATE_INVALID", "un agrément qui finit le 31 février",
          Role.POSTS, "K5", _put("K5", "31/02/2028")),
    Fault("code-en-double.xlsx", "E_CODE_DUP", "deux stages différents sous le même code",
          Role.POSTS, "A10", _repeat("A4", "A10")),
    Fault("ligne-barree.xlsx", "W_STRIKE", "un stage barré : il n'est pas lu",
          Role.POSTS, "A8", _strike_row_8),
    Fault("ordre-en-double.xlsx", "E_RANK_DUP", "deux internes au même numéro d'ordre",
          Role.INTERNS, f"A{_LAST}", _repeat(f"A{_LAST - 1}", f"A{_LAST}")),
    Fault("rpps-en-double.xlsx", "E_PERSON_DUP", "deux internes avec le même numéro RPPS",
          Role.INTERNS, f"B{_LAST}", _repeat("B4", f"B{_LAST}")),
    Fault("phase-inconnue.xlsx", "E_PHASE_UNKNOWN", "une « Phase 4 » qui n'existe pas",
          Role.INTERNS, f"F{_LAST}", _put(f"F{_LAST}", "Phase 4")),
    Fault("situations-contradictoires.xlsx", "E_SITUATION_CONFLICT", "les deux surnombres pour une personne",
          Role.INTERNS, f"K{_LAST}", _put(f"K{_LAST}", "Surnombre validant ; Surnombre non validant")),
    Fault("voeux-stage-inconnu.xlsx", "W_WISH_UNKNOWN", "un vœu pour un stage inconnu : il est passé",
          Role.WISHES, "D5", _put("D5", "42-URG-77")),
    Fault("vide.xlsx", "E_FILE_EMPTY", "un classeur sans aucune valeur"),
    Fault("un-pdf-renomme.xlsx", "E_FILE_TYPE", "un PDF dont on a changé l'extension"),
    Fault("page-web.xls", "E_FILE_TYPE", "une page web enregistrée sous le nom d'un tableur"),
)  # fmt: skip


def write_wrong(sample: Sample, folder: Path) -> list[Path]:
    """Write the workbooks of `FAULTS` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for fault in FAULTS:
        if fault.role is not None:
            save(spoilt(sample, fault), folder / fault.file)
    save(Workbook(), folder / "vide.xlsx")
    (folder / "un-pdf-renomme.xlsx").write_bytes(pdf("Liste des postes, été 2027"))
    (folder / "page-web.xls").write_bytes(WEB_PAGE.encode())
    return [folder / fault.file for fault in FAULTS]


def spoilt(sample: Sample, fault: Fault) -> Workbook:
    """The workbook of a fault that has a role: the sound lists, and the error in the one of its role."""
    if fault.role is None or fault.spoil is None:
        raise ValueError(f"{fault.file} n'est pas un classeur de liste")
    book = sound(sample, fault.role)
    fault.spoil(book[fault.role.label])
    return book


def sound(sample: Sample, role: Role) -> Workbook:
    """The lists without any error: the one of `role` alone, or all three where wishes have to be matched."""
    book = empty_book()
    stages, candidates = _few(sample)
    rows: dict[Role, list[tuple[Value, ...]]] = {
        Role.POSTS: [post_row(_post(stage)) for stage in stages],
        Role.INTERNS: [intern_row(candidate) for candidate in candidates],
        Role.WISHES: [_wish_row(place, candidate, stages) for place, candidate in enumerate(candidates)],
    }
    for one in rows if role is Role.WISHES else (role,):
        add_form(book, one, rows[one])
    return book


def _few(sample: Sample) -> tuple[Sequence[Stage], Sequence[Candidate]]:
    """The first stages of the socle, and the first to choose among them."""
    stages = [stage for stage in sample.general_medicine if stage.open_to(Phase.SOCLE)]
    people = [trainee.candidate for trainee in sample.trainees if trainee.candidate.phase is Phase.SOCLE]
    return stages[:SIZE], people[:SIZE]


def _post(stage: Stage) -> Post:
    return Post(
        code=stage.code,
        des=MEDECINE_GENERALE,
        phases=(Phase.SOCLE,),
        seats=stage.seats[Phase.SOCLE],
        establishment=stage.establishment,
        service=stage.service,
        head=stage.head,
        town=stage.town,
        category=stage.category,
        accredited_until=stage.accredited_until,
        capacity=stage.capacity,
    )


def _wish_row(place: int, candidate: Candidate, stages: Sequence[Stage]) -> tuple[Value, ...]:
    """Six stages, beginning with another one for each person."""
    codes = [stages[(place + step) % len(stages)].code for step in range(6)]
    return (candidate.identity.rpps, *codes)
