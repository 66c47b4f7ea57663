"""Posts amended at the desk: seats given or withdrawn, a stage added."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _

from allocation.commands import AmendPost
from allocation.model import Category
from allocation.opening import Pool
from webapp.desk.asked import Asked
from webapp.desk.forms import Form, UnreadableError


def seats(form: Form) -> Asked:
    """The number of seats of a stage changes; 0 withdraws it. Its reserved seats stay within what is left."""
    pool, offered = form.pool(), _seats(form)
    reserved = min(pool.reserved_seats, offered)
    changed = replace(pool, seats=offered, reserved_seats=reserved, reserved_for=pool.reserved_for if reserved else "")
    return Asked(AmendPost(changed, form.given_reason()))


def add(form: Form) -> Asked:
    """A stage that the opening did not have, open to the list of the desk."""
    code = form.required("code", _("Écrivez le code du stage."))
    if code in form.day.opening.by_code:
        raise UnreadableError(_("Un stage porte déjà ce code : changez plutôt son nombre de places."))
    choices = form.day.opening.list[form.list]
    pool = Pool(
        id=code,
        code=code,
        des=choices.des,
        phases=(choices.phase,),
        lists=(form.list,),
        seats=_seats(form),
        reserved_for="",
        reserved_seats=0,
        category=_category(form.text("category")),
        category_label="",
        accredited=True,
        establishment=form.required("establishment", _("Écrivez l'établissement.")),
        service=form.required("service", _("Écrivez le service.")),
    )
    return Asked(AmendPost(pool, form.given_reason()))


def _seats(form: Form) -> int:
    return form.number("seats", _("Écrivez le nombre de places, 0 pour retirer le stage."))


def _category(code: str) -> Category:
    try:
        return Category(code)
    except ValueError:
        raise UnreadableError(_("Choisissez ce que le stage enseigne.")) from None
