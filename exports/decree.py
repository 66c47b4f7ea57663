"""`arrete.pdf`: the decision by which the ARS assigns the interns, from its own text, with the list as its annex.

The annex says who goes where and nothing else: it may be published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from exports.agency import Agency, filled
from exports.documents import Opening, Result
from exports.files import replacing
from exports.labels import campaign_words, date_words, journal_mark, semester_words
from exports.minutes import ASSIGNED, sections
from exports.typesetting import pdf

_ARTICLE = re.compile(r"Article\s+\w+\.?", re.IGNORECASE)
_BLANK = "……………………"


def write_decree(result: Result, opening: Opening, agency: Agency, path: Path) -> None:
    """Write the decision and its annex. Raises `UnknownPlaceholderError` where its text asks for what nothing fills."""
    title, *blocks = _blocks(filled(agency.decree_text, _values(result, opening, agency)))
    data = {
        "document": f"Arrêté d'affectation – {campaign_words(result)}",
        "footer": journal_mark(result),
        "agency": agency.name,
        "title": title["text"],
        "blocks": blocks,
        "lists": _annex(result, opening),
    }
    with replacing(path) as temporary:
        temporary.write_bytes(pdf("arrete", data))


def _values(result: Result, opening: Opening, agency: Agency) -> dict[str, str]:
    campaign = opening["campaign"]
    return {
        "agence": agency.name,
        "ville": agency.city or _BLANK,
        "date": agency.dated or _BLANK,
        "signataire": agency.signatory or _BLANK,
        "subdivision": result["subdivision"] or _BLANK,
        "semestre": semester_words(result["semester"]),
        "debut": date_words(campaign["start"]),
        "fin": date_words(campaign["end"]),
        "affectes": str(sum(section.totals.assigned for section in sections(result, opening))),
        "regles": result["rules"]["set"],
    }


def _blocks(text: str) -> Iterator[dict[str, str]]:
    """The paragraphs, apart by blank lines: first the title, then texts, some under a line « Article … »."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]
    for place, paragraph in enumerate(paragraphs):
        head, _, rest = paragraph.partition("\n")
        if place == 0:
            yield {"heading": "", "text": " ".join(paragraph.removeprefix("#").split())}
        elif _ARTICLE.fullmatch(head.strip()):
            yield {"heading": head.strip(), "text": rest.strip()}
        else:
            yield {"heading": "", "text": paragraph}


def _annex(result: Result, opening: Opening) -> list[dict[str, object]]:
    return [
        {"name": section.name, "rows": rows}
        for section in sections(result, opening)
        if (rows := [[row.order, row.last_name, row.first_name, row.code, row.place] for row in section.rows
                     if row.status == ASSIGNED])
    ]  # fmt: skip
