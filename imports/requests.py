"""Requests and the decisions on them: one a row."""

from __future__ import annotations

from allocation.issues import cut
from allocation.model import Identity, Outcome, Phase, Request, RequestType
from imports.history import read_subdivision
from imports.labels import outcome_of, phases_of, request_type
from imports.people import People
from imports.reference import des_of
from imports.table import Table
from imports.values import Cells, Notes, rows
from imports.wording import did_you_mean


def read_requests(table: Table, people: People, notes: Notes) -> list[Request]:
    """The requests of one sheet, those in error left out; those that wait are said."""
    found = []
    for cells in rows(table, notes):
        who = people.find(cells)
        request = _request(cells, who) if who else None
        if request and not cells.failed:
            _say_pending(cells, request)
            found.append(request)
    return found


def _request(cells: Cells, who: Identity) -> Request | None:
    kind = _type(cells)
    decision = _decision(cells)
    des = cells.text("des")
    request = Request(
        identity=who,
        type=kind or RequestType.CESP,
        decision=decision or Outcome.PENDING,
        filed=cells.day("deposee"),
        des=(cells.keep("des", des_of(des)) or "") if des else "",
        phase=_phase(cells),
        subdivision=read_subdivision(cells),
        cause=cells.text("motif"),
        code=cells.code(),
        pieces=cells.text("pieces"),
        where=cells.where,
    )
    return request if kind and decision else None


def _type(cells: Cells) -> RequestType | None:
    text = cells.text("type")
    kind = request_type(text) if text else None
    if kind is None:
        shown = f"« {cut(text)} » n'est pas un type de demande." if text else "Type de demande vide."
        fix = did_you_mean(text, RequestType, f"Écrivez l'un de : {', '.join(RequestType)}.")
        cells.note("E_REQUEST_TYPE", "type", shown, fix)
    return kind


def _decision(cells: Cells) -> Outcome | None:
    text = cells.text("decision")
    decision = outcome_of(text)
    if decision is None:
        message = f"« {cut(text)} » n'est pas une décision."
        cells.note("E_DECISION_UNKNOWN", "decision", message, f"Écrivez {', '.join(Outcome)}, ou rien.")
    return decision


def _phase(cells: Cells) -> Phase | None:
    text = cells.text("phase")
    phases = cells.keep("phase", phases_of(text)) if text else None
    if phases and len(phases) > 1:
        cells.note("E_PHASE_UNKNOWN", "phase", "Une demande vise une seule phase.", "Écrivez la phase demandée.")
    return phases[0] if phases else None


def _say_pending(cells: Cells, request: Request) -> None:
    if request.decision is Outcome.PENDING:
        message = f"{request.type} : la décision n'est pas prise, la demande n'est pas appliquée."
        cells.note("W_REQUEST_PENDING", "decision", message, "Écrivez Accordée ou Refusée.")
