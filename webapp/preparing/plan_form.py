"""The plan of a campaign as a form: its fields in words, read back with what is wrong, and told where it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import to_user_timezone, to_utc

from allocation import rulesets
from webapp.accounts.people import normal_email
from webapp.pages.words import day, moment
from webapp.plan import Forecast, Plan, RoomNames, Session
from webapp.wording import to_translate

LONGEST = 200
MOST_SESSIONS = 12
_BLANK_SESSIONS = 2
_LOCAL = "%Y-%m-%dT%H:%M"


class Kind(StrEnum):
    """How a field is asked for."""

    MOMENT = "moment"
    DAY = "day"
    FLAG = "flag"
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"
    ADDRESSES = "addresses"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the plan: what it is called, how it is asked for, what it means. `frozen`: part of the opening, hence
    set for good once the campaign is published. `bounds`: of a number, both included."""

    name: str
    label: str
    kind: Kind
    help: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    bounds: tuple[int, int] = (0, 0)
    frozen: bool = False


_FORECASTS = {
    Forecast.OPEN: to_translate("le stage, et à quelle condition"),
    Forecast.CLASSES: to_translate("des chances seulement : probable, possible, peu probable"),
    Forecast.OFF: to_translate("rien"),
}
_ROOM = {RoomNames.NAMES: to_translate("par leur nom"), RoomNames.NUMBERS: to_translate("par leur numéro d'appel")}

GROUPS: tuple[tuple[str, tuple[Field, ...]], ...] = (
    (
        to_translate("Semestre et règles"),
        (
            Field("rules", to_translate("Jeu de règles"), Kind.CHOICE, frozen=True),
            Field(
                "semester_start", to_translate("Premier jour du semestre"), Kind.DAY,
                to_translate("Vide : le 2 mai ou le 2 novembre."), frozen=True,
            ),
            Field(
                "semester_end", to_translate("Dernier jour du semestre"), Kind.DAY,
                to_translate("Vide : le 1er novembre ou le 1er mai."), frozen=True,
            ),
        ),
    ),
    (
        to_translate("Avant le choix"),
        (
            Field(
                "challenges_close", to_translate("Contestations du rang jusqu'au"), Kind.MOMENT,
                to_translate("Passé ce moment, les internes ne peuvent plus contester leur place."),
            ),
            Field(
                "wishes_open", to_translate("Vœux à partir du"), Kind.MOMENT, to_translate("Vide : dès la publication.")
            ),
            Field("wishes_close", to_translate("Vœux jusqu'au"), Kind.MOMENT, to_translate("Vide : jusqu'au tour.")),
        ),
    ),
    (
        to_translate("Jour du choix"),
        (
            Field("place", to_translate("Lieu"), Kind.TEXT),
            Field("pace", to_translate("Durée prévue d'un tour, en secondes"), Kind.NUMBER,
                  to_translate("Sert aux convocations, puis laisse place au rythme réel."), bounds=(5, 3600)),
            Field("desks", to_translate("Nombre de bureaux"), Kind.NUMBER,
                  to_translate("À partir de deux, une correction demande l'accord d'une seconde personne."),
                  bounds=(1, 50)),
            Field("remote_choice", to_translate("Choix à distance, à son tour"), Kind.FLAG),
            Field("copies", to_translate("Copie des surnombres accordés au bureau"), Kind.ADDRESSES,
                  to_translate("Adresses séparées par des virgules ou des retours à la ligne : DMG, CHU, syndicat…")),
        ),
    ),
    (
        to_translate("Qui voit quoi"),
        (
            Field("forecast", to_translate("Ce que dit « ce que j'aurais maintenant »"), Kind.CHOICE,
                  to_translate("Le stage lui-même laisse deviner les vœux de ceux qui précèdent."), _FORECASTS),
            Field("room_names", to_translate("Internes sur l'écran de la salle"), Kind.CHOICE, "", _ROOM),
            Field("public_page", to_translate("Page publique des dates et des postes"), Kind.FLAG,
                  to_translate("Ouverte à tous, sans connexion ; aucun nom n'y figure.")),
            Field("wishes_named", to_translate("Le syndicat voit les vœux avec les noms"), Kind.FLAG),
        ),
    ),
    (
        to_translate("Procurations"),
        (
            Field("proxy_to_intern", to_translate("À un autre interne"), Kind.FLAG),
            Field("proxy_to_list", to_translate("À sa liste de vœux seule"), Kind.FLAG),
            Field("proxy_document", to_translate("Un document signé est demandé"), Kind.FLAG),
        ),
    ),
)  # fmt: skip
"""Every field but the overrides of the rule set and the sessions, which have their own part of the page."""

FIELDS = tuple(each for _title, fields in GROUPS for each in fields)


def choices_of(asked: Field) -> Mapping[str, str]:
    """What may be chosen, in words; the rule sets bear their own titles."""
    if asked.name == "rules":
        return {name: rulesets.load(name).title for name in rulesets.names()}
    return {str(key): _(label) for key, label in asked.choices.items()}


def filled(plan: Plan) -> dict[str, str]:
    """The plan as the form shows it, by field."""
    shown = {asked.name: _WRITTEN[asked.kind](getattr(plan, asked.name)) for asked in FIELDS}
    for number, session in enumerate(plan.sessions):
        shown |= {f"session-{number}-start": _local(session.start), f"session-{number}-end": _local(session.end)}
    return shown


def session_rows(plan: Plan) -> range:
    """The numbers of the rows of sessions to show: those there are, and some to fill in."""
    return range(min(len(plan.sessions) + _BLANK_SESSIONS, MOST_SESSIONS))


def read(form: Mapping[str, str], before: Plan, *, frozen: bool = False) -> tuple[Plan, dict[str, str]]:
    """The plan that the form gives, and by field what is wrong with it, in French.

    `frozen`: the campaign is published; what its opening holds stays as it was.
    """
    wrong: dict[str, str] = {}
    values: dict[str, Any] = {}
    for asked in FIELDS:
        if not (frozen and asked.frozen):
            try:
                values[asked.name] = _READ[asked.kind](asked, form.get(asked.name, "").strip())
            except ValueError as error:
                wrong[asked.name] = str(error)
    try:
        values["sessions"] = tuple(sorted(_sessions(form), key=lambda session: session.start))
    except ValueError as error:
        wrong["sessions"] = str(error)
    plan = replace(before, **values)
    return plan, wrong | {name: said for name, said in _together(plan) if name not in wrong}


def changes(old: Plan, new: Plan) -> list[str]:
    """One sentence a field that differs, for those whom it concerns."""
    said = [
        _("%(what)s : %(old)s → %(new)s", what=_(asked.label), old=shown(asked, old), new=shown(asked, new))
        for asked in FIELDS
        if getattr(old, asked.name) != getattr(new, asked.name)
    ]
    if old.sessions != new.sessions:
        said.append(_("Séances du choix : %(new)s", new=" ; ".join(map(_session, new.sessions)) or _("aucune date")))
    return said


def shown(asked: Field, plan: Plan) -> str:
    """The value of a field as a page tells it."""
    value = getattr(plan, asked.name)
    if asked.kind is Kind.CHOICE:
        return choices_of(asked)[str(value)]
    if asked.kind is Kind.FLAG:
        return _("oui") if value else _("non")
    if asked.kind in _TOLD and value:
        return _TOLD[asked.kind](value)
    return _WRITTEN[asked.kind](value).replace("\n", ", ") or "–"


def _session(session: Session) -> str:
    return _("du %(start)s au %(end)s", start=moment(session.start), end=moment(session.end))


def _together(plan: Plan) -> Iterator[tuple[str, str]]:
    """What two dates say against each other."""
    if plan.wishes_open and plan.wishes_close and plan.wishes_close <= plan.wishes_open:
        yield "wishes_close", _("Les vœux se fermeraient avant de s'ouvrir.")
    if plan.semester_start and plan.semester_end and plan.semester_end <= plan.semester_start:
        yield "semester_end", _("Le dernier jour du semestre doit suivre le premier.")
    if any(session.end <= session.start for session in plan.sessions):
        yield "sessions", _("Une séance finit avant d'avoir commencé.")
    if any(later.start < earlier.end for earlier, later in zip(plan.sessions, plan.sessions[1:], strict=False)):
        yield "sessions", _("Deux séances se chevauchent.")


def _sessions(form: Mapping[str, str]) -> Iterator[Session]:
    for number in range(MOST_SESSIONS):
        start, end = (form.get(f"session-{number}-{side}", "").strip() for side in ("start", "end"))
        if bool(start) != bool(end):
            raise ValueError(_("Une séance a un début et une fin : complétez la ligne ou videz-la."))
        if start:
            yield Session(_moment_of(start), _moment_of(end))


def _moment_of(text: str) -> datetime:
    """A moment typed in Paris time, in UTC."""
    try:
        return to_utc(datetime.strptime(text, _LOCAL)).replace(tzinfo=UTC)  # noqa: DTZ007 (the zone is the site's)
    except (ValueError, OverflowError):
        raise ValueError(_("« %(text)s » n'est pas une date et une heure.", text=text[:LONGEST])) from None


def _moment(_asked: Field, text: str) -> datetime | None:
    return _moment_of(text) if text else None


def _day(_asked: Field, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(_("« %(text)s » n'est pas une date.", text=text[:LONGEST])) from None


def _number(asked: Field, text: str) -> int:
    low, high = asked.bounds
    if not (text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high):
        raise ValueError(_("Écrivez un nombre entier, de %(low)s à %(high)s.", low=low, high=high))
    return int(text)


def _flag(_asked: Field, text: str) -> bool:
    return bool(text)


def _text(_asked: Field, text: str) -> str:
    if len(text) > LONGEST or not text.isprintable():
        raise ValueError(_("Écrivez une ligne, de %(most)s caractères au plus.", most=LONGEST))
    return text


def _choice(asked: Field, text: str) -> str:
    if text not in choices_of(asked):
        raise ValueError(_("Choisissez dans la liste."))
    return _ENUMS[asked.name](text)


def _addresses(_asked: Field, text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normal_email(each) for each in text.replace(",", "\n").splitlines() if each.strip()))


def _local(value: datetime | None) -> str:
    return to_user_timezone(value).strftime(_LOCAL) if value else ""


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""


def _lines(values: Iterable[str]) -> str:
    return "\n".join(values)


_ENUMS: Mapping[str, Callable[[str], str]] = {"forecast": Forecast, "room_names": RoomNames, "rules": str}
_TOLD: Mapping[Kind, Callable[[Any], str]] = {Kind.MOMENT: moment, Kind.DAY: day}
_READ: Mapping[Kind, Callable[[Field, str], Any]] = {
    Kind.MOMENT: _moment,
    Kind.DAY: _day,
    Kind.FLAG: _flag,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.ADDRESSES: _addresses,
}
_WRITTEN: Mapping[Kind, Callable[[Any], str]] = {
    Kind.MOMENT: _local,
    Kind.DAY: _iso,
    Kind.FLAG: lambda value: "1" if value else "",
    Kind.NUMBER: str,
    Kind.TEXT: str,
    Kind.CHOICE: str,
    Kind.ADDRESSES: _lines,
}
