"""The two lists of the ARS: the posts by category, and who is called, laid out as they are sent round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from allocation.model import Candidate, Category, Phase
from sample_data import paper
from sample_data.campaign import Sample
from sample_data.files import empty_book, save
from sample_data.paper import Value
from sample_data.stages import Stage
from sample_data.trainees import GERIATRIE, MEDECINE_GENERALE, Trainee

BANDS = {
    Category.URG: "URGENCES ADULTES",
    Category.NIV1: "STAGE PRATICIEN NIVEAU 1 (ambulatoire)",
    Category.MPOLY: "MÉDECINE ADULTE POLYVALENTE (gériatrie, médecine interne, endocrinologie, aval des urgences…)",
    Category.COUPLE: "STAGE COUPLÉ PÉDIATRIE / GYNÉCOLOGIE (hospitalier ou ambulatoire)",
    Category.LIBRE: "STAGE LIBRE",
    Category.SASPAS: "SASPAS (praticien niveau 2)",
    Category.MG3: "MÉDECINE GÉNÉRALE NIVEAU 3 (docteurs juniors)",
}
PHASES = {"PS": Phase.SOCLE, "PA": Phase.APPROFONDISSEMENT, "DJ": Phase.CONSOLIDATION}

POST_HEADERS = (
    "N° stage", "Établissement", "Service / maître de stage", "Responsable", "Commune", "Postes offerts au choix",
    "", "", "Réservé à", "Agrément jusqu'au", "Capacité", "Observations",
)  # fmt: skip
_FIRST_SEATS = POST_HEADERS.index("Postes offerts au choix") + 1
_POST_WIDTHS = (14, 34, 44, 24, 24, 6, 6, 6, 11, 13, 10, 40)
_POST_NOTES = (
    "(1) Un des deux postes est réservé à un signataire d'un contrat d'engagement de service public (CESP).",
    "NB : PS, phase socle ; PA, phase d'approfondissement ; DJ, docteur junior, pour information.",
    "Fait à Lyon, le 12 mars 2027. Pour la directrice générale et par délégation.",
)

CALL_HEADERS = (
    "N° d'ordre", "RPPS", "NOM", "Prénom", "DES", "Phase", "Ancienneté", "Année ECN/EDN", "Rang", "Effectif",
    "Situation", "Courriel",
)  # fmt: skip
_CALL_WIDTHS = (10, 14, 24, 18, 22, 19, 12, 14, 9, 10, 26, 42)


def write_posts(sample: Sample, path: Path) -> Path:
    """The post list: one sheet a DES."""
    book = empty_book()
    medicine = book.create_sheet("DES Médecine générale")
    _post_sheet(medicine, "DES de médecine générale", sample.general_medicine, _POST_NOTES)
    guests = book.create_sheet("DES Gériatrie")
    _post_sheet(guests, "DES de gériatrie", sample.geriatrics, _POST_NOTES[-1:])
    return save(book, path)


def write_interns(sample: Sample, path: Path) -> Path:
    """The call lists: one sheet a list, and one for those who come from elsewhere."""
    book = empty_book()
    for name, title, rows in _call_lists(sample.trainees):
        _call_sheet(book.create_sheet(name), title, rows)
    return save(book, path)


def seats(stages: Iterable[Stage]) -> tuple[int, ...]:
    """The seats of the stages by phase, in the order of the columns."""
    stages = tuple(stages)
    return tuple(sum(stage.seats.get(phase, 0) for stage in stages) for phase in PHASES.values())


def _post_sheet(sheet: Worksheet, title: str, stages: Sequence[Stage], notes: Sequence[str]) -> None:
    width = len(POST_HEADERS)
    paper.titles(
        sheet,
        (paper.TITLE, f"{title} – liste des terrains de stage", "Commission de répartition du 9 mars 2027"),
        width,
    )
    _post_header(sheet, row=5)
    row = 7
    for category, group in groupby(stages, key=lambda stage: stage.category):
        row = _post_group(sheet, row, category, tuple(group))
    paper.total(sheet, row, _sums(f"Total {title}", stages))
    paper.notes(sheet, row + 2, notes)
    paper.widths(sheet, _POST_WIDTHS)
    paper.printed(sheet, (5, 6))


def _post_header(sheet: Worksheet, row: int) -> None:
    below = [""] * (_FIRST_SEATS - 1) + list(PHASES) + [""] * (len(POST_HEADERS) - _FIRST_SEATS - 2)
    paper.header(sheet, row + 1, below)
    paper.header(sheet, row, POST_HEADERS, height=2)
    sheet.merge_cells(start_row=row, end_row=row, start_column=_FIRST_SEATS, end_column=_FIRST_SEATS + len(PHASES) - 1)


def _post_group(sheet: Worksheet, row: int, category: Category, stages: Sequence[Stage]) -> int:
    """The rows of one category, between its band and its subtotal; returns the row after."""
    if category not in BANDS:
        return _post_rows(sheet, row, stages)
    paper.band(sheet, row, BANDS[category], len(POST_HEADERS))
    row = _post_rows(sheet, row + 1, stages)
    paper.total(sheet, row, _sums(f"Sous-total {category.label}", stages))
    return row + 1


def _post_rows(sheet: Worksheet, row: int, stages: Sequence[Stage]) -> int:
    """One row a stage; the establishment is written once over neighbouring rows. Returns the row after."""
    for _, run in groupby(stages, key=lambda stage: stage.establishment):
        first = row
        for stage in run:
            paper.line(sheet, row, _post_values(stage))
            row += 1
        if row - first > 1:
            sheet.merge_cells(start_row=first, end_row=row - 1, start_column=2, end_column=2)
    return row


def _post_values(stage: Stage) -> tuple[Value, ...]:
    return (
        stage.code,
        stage.establishment,
        stage.service,
        stage.head,
        stage.town,
        *(stage.seats.get(phase) for phase in PHASES.values()),
        stage.reserved or None,
        stage.accredited_until,
        stage.capacity,
        stage.remarks or None,
    )


def _sums(label: str, stages: Iterable[Stage]) -> tuple[Value, ...]:
    blanks = (None,) * (len(POST_HEADERS) - _FIRST_SEATS - len(PHASES) + 1)
    return (label, *(None,) * (_FIRST_SEATS - 2), *seats(stages), *blanks)


def _call_lists(trainees: Sequence[Trainee]) -> tuple[tuple[str, str, list[Candidate]], ...]:
    people = [trainee.candidate for trainee in trainees]
    medicine = [one for one in people if one.des == MEDECINE_GENERALE]
    return (
        ("Socle", "DES de médecine générale – phase socle", [one for one in medicine if one.phase is Phase.SOCLE]),
        (
            "Approfondissement",
            "DES de médecine générale – phase d'approfondissement",
            [one for one in medicine if one.phase is Phase.APPROFONDISSEMENT],
        ),
        ("Gériatrie", "DES de gériatrie – phase d'approfondissement", [one for one in people if one.des == GERIATRIE]),
        (
            "Autres DES",
            "Internes venant d'un autre DES",
            [one for one in people if one.des not in (MEDECINE_GENERALE, GERIATRIE)],
        ),
    )


def _call_sheet(sheet: Worksheet, title: str, candidates: Sequence[Candidate]) -> None:
    paper.titles(sheet, (paper.TITLE, f"{title} – liste d'appel"), len(CALL_HEADERS))
    paper.header(sheet, 4, CALL_HEADERS)
    for row, candidate in enumerate(candidates, 5):
        paper.line(sheet, row, _call_values(candidate))
    paper.notes(sheet, len(candidates) + 6, ("Liste arrêtée le 19 mars 2027.",))
    paper.widths(sheet, _CALL_WIDTHS)
    paper.printed(sheet, (4, 4))


def _call_values(candidate: Candidate) -> tuple[Value, ...]:
    identity = candidate.identity
    return (
        candidate.order,
        identity.rpps,
        identity.last_name,
        identity.first_name,
        candidate.des,
        candidate.phase.label,
        candidate.seniority,
        candidate.contest,
        candidate.rank,
        candidate.cohort_size,
        " ; ".join(candidate.situations) or None,
        identity.email,
    )
