"""The French words of the exports for what the documents hold as codes."""

from __future__ import annotations

from datetime import date

from allocation.model import Category, Mode
from allocation.semester import semester
from exports.documents import Campaign, Override, Pool, Result

MODES = {
    Mode.NORMAL: "Normal",
    Mode.SURNOMBRE_VALIDANT: "Surnombre validant",
    Mode.SURNOMBRE_NON_VALIDANT: "Surnombre non validant",
    Mode.HORS_FILIERE: "Hors-filière",
    Mode.INTER_CHU: "Inter-CHU",
    Mode.DOM_TOM: "DOM-TOM",
    Mode.HORS_LISTE: "Hors liste",
}
STATUSES = {
    "affecte": "Affecté",
    "non_affecte": "Non affecté",
    "ne_choisit_pas": "Ne choisit pas",
    "hors_subdivision": "Hors subdivision",
}
CHANNELS = {
    "voeux": "Liste de vœux",
    "direct": "Choix en séance",
    "mandataire": "Mandataire",
    "administration": "Administration",
}

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def slot_label(slot: str | None) -> str:
    """The words for a slot of the curriculum; a slot that is not of general medicine is shown as it is."""
    return Category(slot).label if slot in set(Category) else slot or ""


def category_label(pool: Pool) -> str:
    """The category as the list of posts wrote it, else in our own words."""
    return pool["category_label"] or slot_label(pool["category"])


def semester_words(name: str) -> str:
    """`2027-ete` → "semestre d'été 2027"; `2027-hiver` → "semestre d'hiver 2027-2028"."""
    return f"semestre d'{semester(name).label}"


def campaign_words(result: Result) -> str:
    """Subdivision, where it is known, and semester: what stands in the titles."""
    return ", ".join(part for part in (result["subdivision"], semester_words(result["semester"])) if part)


def journal_mark(result: Result) -> str:
    """What each page of a document shows of the journal that it was made from: the start of the head's hash."""
    return result["journal"]["head"][:12]


def date_words(iso: str) -> str:
    """`2027-11-01` → "1er novembre 2027"."""
    day = date.fromisoformat(iso)
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"


def dates_words(campaign: Campaign) -> str:
    return f"du {date_words(campaign['start'])} au {date_words(campaign['end'])}"


def override_line(override: Override) -> str:
    """What the campaign changed in its rule set, with the reason and who decided it where they are given."""
    reason = override.get("reason", "")
    author = override.get("author", "")
    told = ", ".join(part for part in (reason, f"par {author}" if author else "") if part)
    change = f"{override['key']} = {_setting(override['value'])}"
    return f"{change} ({told})" if told else change


def _setting(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
