"""The main job: a reading becomes an opening, a day, a journal, a checked result, and the files of each office."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from secrets import token_hex
from typing import Any

from rich.progress import Progress

from allocation import journal
from allocation.canonical import canonical, digest
from allocation.checks import Check, check
from allocation.documents import opening_document
from allocation.events import Opened
from allocation.issues import Issue
from allocation.notices import notices
from allocation.prepare import Prepared
from allocation.result import result_document
from allocation.rulesets import others
from allocation.run import serve_all
from webapp.campaign import Campaign
from webapp.folder import JOURNAL, OPENING, RESULT, TABLE, WORKBOOK, replacing
from webapp.minutes import set_minutes

ACTOR = "rang allocate"


class BrokenResultError(Exception):
    """A property of the result does not hold: a fault of ours, told with the people concerned."""

    def __init__(self, checks: Sequence[Check]) -> None:
        super().__init__("broken properties")
        self.lines = [f"{check.property} : {check.detail}" for check in checks if not check.holds]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out: the documents as they were written, the issues of the import, and what the run has to say."""

    opening: Mapping[str, Any]
    result: Mapping[str, Any]
    issues: Sequence[Issue]
    notes: Sequence[str]


def produce(campaign: Campaign, folder: Path, bar: Progress) -> Outcome:
    """Serve everybody and write the folder. Raises `BrokenResultError`, nothing then written."""
    prepared, report = campaign.prepared, campaign.report
    opening = opening_document(prepared.opening)
    opening_bytes = canonical(opening)
    entries, result = _served(prepared, digest(opening_bytes), bar)
    checks = check(opening, entries, result)
    if not all(found.holds for found in checks):
        raise BrokenResultError(checks)
    result["checks"] = [found.as_dict() for found in checks]
    notes = result["warnings"]
    result["warnings"] = [*_sentences(report.issues), *notes]
    with replacing(folder, stale="proces-verbal*.pdf") as draft:
        (draft / OPENING).write_bytes(opening_bytes)
        (draft / JOURNAL).write_bytes(b"".join(journal.line(entry) + b"\n" for entry in entries))
        (draft / RESULT).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
        _write_exports(draft, result, opening, bar)
        report.write(draft)
    return Outcome(opening, result, report.issues, notes)


def _sentences(issues: Sequence[Issue]) -> list[str]:
    return [f"{issue.place} : {issue.message}" for issue in issues]


def _served(prepared: Prepared, opening_hash: str, bar: Progress) -> tuple[list[journal.Entry], dict[str, Any]]:
    opening = prepared.opening
    task = bar.add_task("Service des listes", total=sum(len(choices.calls) for choices in opening.lists))
    events, day = serve_all(opening, prepared.wishes, lambda done: bar.update(task, completed=done))
    told = [Opened(opening_hash), *events]
    entries = list(journal.write(told, ACTOR, lambda: datetime.now(UTC), partial(token_hex, 16)))
    summary: dict[str, Any] = {"entries": len(entries), "head": entries[-1]["hash"]}
    result = result_document(opening, prepared.register, told, summary, opening_hash)
    return entries, result | {"warnings": [*prepared.warnings, *notices(day, others(opening.rules.name))]}


def _write_exports(draft: Path, result: Mapping[str, Any], opening: Mapping[str, Any], bar: Progress) -> None:
    """The minutes are set by a process of their own: beside the workbook, and with memory that ends with it."""
    from exports.assignments import write_assignments
    from exports.tabular import assignments_csv

    task = bar.add_task("Écriture des fichiers", total=3)
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as beside:
        minutes = beside.submit(set_minutes, draft)
        (draft / TABLE).write_bytes(assignments_csv(result, opening))
        bar.advance(task)
        write_assignments(result, opening, draft / WORKBOOK)
        bar.advance(task)
        minutes.result()
        bar.advance(task)
