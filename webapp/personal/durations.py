"""How long each kind of data is kept: the setting, read and refused."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.wording import to_translate


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data, in French what it is, and how many months it is kept unless set otherwise."""

    name: str
    label: str
    months: int


KINDS = (
    Kind("identites", to_translate("identités, vœux et fiches de rang, après la fin du semestre"), 120),
    Kind("absences", to_translate("absences et leurs motifs, après la fin du semestre"), 24),
    Kind("fichiers", to_translate("fichiers déposés, après la fin du semestre"), 12),
    Kind("traces", to_translate("traces de ce que fait et lit le personnel"), 36),
    Kind("courriels", to_translate("courriels envoyés"), 3),
    Kind("connexions", to_translate("connexions terminées"), 1),
)

DEFAULT = " ".join(f"{kind.name}={kind.months}" for kind in KINDS)


def parse(text: str) -> dict[str, int]:
    """Months by kind from « identites=120 absences=24 »; a kind that is not named keeps its default.

    Raises ValueError, in French, for another form.
    """
    months = {kind.name: kind.months for kind in KINDS}
    for word in text.split():
        name, _, number = word.partition("=")
        if name not in months or not number.isascii() or not number.isdigit() or not 1 <= int(number) <= 1200:
            raise ValueError(f"« {word} » : écrivez une durée en mois pour {', '.join(months)} (par ex. absences=24).")
        months[name] = int(number)
    return months
