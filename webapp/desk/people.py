"""People amended at the desk: a surnombre granted, somebody withdrawn or back, somebody who was forgotten."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace

from flask_babel import gettext as _
from sqlmodel import Session, col, select

from allocation.commands import AddIntern, AmendIntern
from allocation.model import Identity, Mode, Situation
from allocation.opening import NO_TURN, Person
from allocation.people import identity_commitment
from webapp.desk.asked import Asked
from webapp.desk.forms import Form, UnreadableError
from webapp.store.models import PersonIdentity
from webapp.wording import to_translate

LABEL = Situation.CESP.value

SITUATIONS: Mapping[str, str] = {
    Mode.NORMAL.value: to_translate("Choix ordinaire"),
    Mode.SURNOMBRE_VALIDANT.value: to_translate("Surnombre validant"),
    Mode.SURNOMBRE_NON_VALIDANT.value: to_translate("Surnombre non validant"),
    LABEL: to_translate("CESP : peut prendre une place réservée"),
    NO_TURN: to_translate("Retiré de la liste : ne choisit pas"),
}
"""What the desk may put somebody in, by the code of the form."""


def amend(form: Form) -> Asked:
    """The situation of somebody of the list changes, with its reason."""
    code = form.text("situation")
    if code not in SITUATIONS:
        raise UnreadableError(_("Choisissez la nouvelle situation."))
    person = form.day.opening.person[form.person()]
    call = form.day.opening.call.get((form.list, person.id))
    mode = call.mode if call else Mode.NORMAL
    command = AmendIntern(form.list, *_situated(person, mode, code), form.given_reason())
    return Asked(command, granted=command.mode if code != mode and code in _SURNOMBRES else None)


_SURNOMBRES = frozenset({Mode.SURNOMBRE_VALIDANT.value, Mode.SURNOMBRE_NON_VALIDANT.value})


def _situated(person: Person, mode: Mode, code: str) -> tuple[Person, Mode]:
    if code == LABEL:
        return replace(person, labels=person.labels | {LABEL}), mode
    if code == NO_TURN:
        return replace(person, status=NO_TURN), mode
    return replace(person, status=""), Mode(code)


def add(form: Form) -> Asked:
    """Somebody forgotten enters the list; what they did before is not known, hence not verified."""
    who = Identity(
        form.text("rpps"),
        form.required("last_name", _("Écrivez le nom de l'interne.")).upper(),
        form.required("first_name", _("Écrivez le prénom de l'interne.")),
        form.text("email").lower(),
    )
    if who.rpps and not (who.rpps.isdecimal() and len(who.rpps) == _RPPS_DIGITS):
        raise UnreadableError(_("Un numéro RPPS a onze chiffres."))
    salt = secrets.token_hex(16)
    person = Person(f"p-{secrets.token_hex(8)}", identity_commitment(salt, who), form.list)
    order = form.number("order", _("Écrivez le numéro d'appel de l'interne, encore libre sur la liste."))
    after = form.number("after", _("Écrivez le numéro après lequel l'appeler, ou 0 pour l'appeler avant tous."))
    command = AddIntern(form.list, order, person, after, Mode.NORMAL, form.given_reason())
    return Asked(command, lambda session, campaign_id: _keep(session, campaign_id, person.id, who, salt))


def _keep(session: Session, campaign_id: str, person: str, who: Identity, salt: str) -> None:
    """Raises `UnreadableError` for who is in the campaign already: nobody is called twice."""
    known = _already(session, campaign_id, who)
    if known is not None:
        name = f"{known.last_name} {known.first_name}"
        raise UnreadableError(
            _("Ce numéro RPPS ou ce courriel est déjà celui de %(name)s dans la campagne.", name=name)
        )
    session.add(
        PersonIdentity(
            campaign_id=campaign_id, person=person, rpps=who.rpps, last_name=who.last_name, first_name=who.first_name,
            salt=salt, email=who.email,
        )
    )  # fmt: skip


def _already(session: Session, campaign_id: str, who: Identity) -> PersonIdentity | None:
    same = ((col(PersonIdentity.rpps) == who.rpps) & (who.rpps != "")) | (
        (col(PersonIdentity.email) == who.email) & (who.email != "")
    )
    return session.exec(select(PersonIdentity).where(PersonIdentity.campaign_id == campaign_id, same)).first()


_RPPS_DIGITS = 11
