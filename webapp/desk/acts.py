"""The acts of the desk: what each form asks of the day, as a command of the engine. The engine alone decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask_babel import gettext as _
from sqlmodel import Session

from allocation.commands import (
    AssignOffList,
    Choose,
    ChooseSlot,
    Command,
    MarkAbsent,
    OpenCatchUp,
    Pause,
    ReleaseReserved,
    Resume,
    Return,
    ServeFromList,
    Undo,
    Wait,
)
from allocation.events import Channel
from allocation.run import Wishes
from webapp.desk import people, posts, waits
from webapp.desk.asked import Asked, Beside
from webapp.desk.forms import Form, UnreadableError
from webapp.store import sealed


def read(act: str, form: Form, wishes: Wishes) -> Asked:
    """What the form of that act asks. `wishes`: the list of the person called.

    Raises KeyError for an act that there is none of, `UnreadableError` for a form to mend.
    """
    if act in _FROM_LIST:
        asked = Asked(_FROM_LIST[act](form, wishes))
    else:
        made = _READERS[act](form)
        asked = made if isinstance(made, Asked) else Asked(made)
    return replace(asked, beside=_with_reason(form, asked.beside), occurred_at=form.past_time("occurred_at"))


def _with_reason(form: Form, beside: Beside) -> Beside:
    def both(session: Session, campaign_id: str) -> None:
        sealed.keep(session, campaign_id, form.reason)
        beside(session, campaign_id)

    return both


def _choose(form: Form) -> Command:
    code = form.required("code", _("Choisissez un stage."))
    channel: Channel = "mandataire" if form.text("channel") == "mandataire" else "direct"
    return Choose(form.list, form.person(), code, channel)


def _serve(form: Form, wishes: Wishes) -> Command:
    held = form.day.proxies.get(form.person())
    by_holder = held is not None and bool(held.holder) and held.mode == "liste" and held.person in form.day.accepted
    return ServeFromList(form.list, form.person(), wishes.codes, wishes.version, "mandataire" if by_holder else "voeux")


def _wait(form: Form) -> Asked:
    until = form.number("until", _("Écrivez le numéro d'appel après lequel rappeler la personne."), blank=0)
    at = form.time("until_time")
    if until and at:
        raise UnreadableError(_("Donnez un numéro ou une heure, pas les deux."))
    if at and at <= form.now:
        raise UnreadableError(_("Cette heure est déjà passée."))
    return Asked(Wait(form.list, form.person(), until), waits.keep(form.person(), at))


def _undo(form: Form) -> Command:
    return Undo(form.list, form.number("seq", _("Cette page n'est plus à jour. Rechargez-la.")), form.given_reason())


_FROM_LIST: Mapping[str, Callable[[Form, Wishes], Command]] = {"servir": _serve}

_READERS: Mapping[str, Callable[[Form], Command | Asked]] = {
    "choisir": _choose,
    "absent": lambda form: MarkAbsent(form.list, form.person()),
    "attendre": _wait,
    "retour": lambda form: Return(form.list, form.person()),
    "annuler": _undo,
    "pause": lambda form: Pause(form.list, form.given_reason()),
    "reprendre": lambda form: Resume(form.list),
    "rattrapage": lambda form: OpenCatchUp(form.list),
    "situation": people.amend,
    "ajouter-interne": people.add,
    "hors-liste": lambda form: AssignOffList(form.list, form.person(), form.pool().id, form.given_reason()),
    "case": lambda form: ChooseSlot(form.list, form.person(), form.text("slot")),
    "liberer": lambda form: ReleaseReserved(form.pool().id, form.given_reason()),
    "places": posts.seats,
    "ajouter-stage": posts.add,
}
"""By act, as the address names it."""
