"""What a form of the desk says, read field by field; what cannot be read is told in the user's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from allocation.opening import Pool
from allocation.state import Day
from webapp.schedule import PARIS
from webapp.store.sealed import LONGEST, Sealed, seal


class UnreadableError(Exception):
    """A form cannot be read; the message says what to mend."""


@dataclass(frozen=True)
class Form:
    """A form sent from the desk of the list `list`, on that day. `reason`: what was typed as a reason, sealed."""

    day: Day
    list: str
    fields: Mapping[str, str]
    now: datetime
    reason: Sealed = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", seal(self.fields.get("reason", "")))

    def text(self, name: str) -> str:
        """What was typed, spaces tidied; "" when nothing was."""
        return " ".join(self.fields.get(name, "").split())[:LONGEST]

    def required(self, name: str, sentence: str) -> str:
        """What was typed; the sentence tells who left it empty."""
        found = self.text(name)
        if not found:
            raise UnreadableError(sentence)
        return found

    def given_reason(self) -> str:
        """What the journal holds of the reason, which must be given."""
        self.required("reason", _("Écrivez le motif : il est gardé avec l'acte, hors du journal public."))
        return self.reason.token

    def number(self, name: str, sentence: str, blank: int | None = None) -> int:
        """A whole number from 0 on; `blank` is what an empty field means, None where it must be filled."""
        typed = self.text(name)
        if not typed and blank is not None:
            return blank
        if not typed.isdecimal() or len(typed) > _DIGITS:
            raise UnreadableError(sentence)
        return int(typed)

    def person(self) -> str:
        """Somebody of the campaign: by random id where the page fills it in, by call number of the list where typed."""
        if "who" in self.fields:
            return self._numbered(self.number("who", _("Écrivez le numéro d'appel de l'interne.")))
        found = self.text("person")
        if found not in self.day.opening.person:
            raise UnreadableError(_("Cette page n'est plus à jour. Rechargez-la."))
        return found

    def _numbered(self, order: int) -> str:
        calls = self.day.opening.list[self.list].calls
        found = next((call.person for call in calls if call.order == order), None)
        if found is None:
            raise UnreadableError(_("Personne n'a le n° %(n)s sur cette liste.", n=order))
        return found

    def pool(self) -> Pool:
        """A stage of the campaign."""
        found = self.day.opening.pool.get(self.text("pool"))
        if found is None:
            raise UnreadableError(_("Aucun stage de la campagne ne porte ce code : choisissez-le dans la liste."))
        return found

    def time(self, name: str, day: date | None = None) -> datetime | None:
        """A time of that day, today without one, as Paris reads it; None when none was typed."""
        typed = self.text(name)
        if not typed:
            return None
        try:
            at = datetime.strptime(typed, "%H:%M").time()  # noqa: DTZ007 (only the time is kept)
        except ValueError:
            raise UnreadableError(_("Écrivez l'heure comme 14:30.")) from None
        return datetime.combine(day or self._today, at, PARIS).astimezone(self.now.tzinfo)

    def past_time(self, name: str) -> datetime | None:
        """A time that has come, of the day when the paper was written; None when none was typed."""
        at = self.time(name, self._paper_day())
        if at is not None and at > self.now + _SLACK:
            raise UnreadableError(_("L'heure notée n'est pas encore passée."))
        return at

    @property
    def _today(self) -> date:
        return self.now.astimezone(PARIS).date()

    def _paper_day(self) -> date | None:
        """The day given with turns noted on paper; None for today."""
        try:
            day = date.fromisoformat(self.fields.get("paper", ""))
        except ValueError:
            return None
        if not 0 <= (self._today - day).days <= _LATE:
            raise UnreadableError(_("Le jour noté sur le papier est aujourd'hui ou l'un des derniers jours."))
        return day


_DIGITS = 6
_LATE = 31
"""Days after which no paper is entered any more."""
_SLACK = timedelta(minutes=1)
"""Two clocks differ a little."""
