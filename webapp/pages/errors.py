"""Errors in the users' words: what happened, what to do."""

from __future__ import annotations

from flask import Flask, render_template
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from webapp.wording import to_translate

WORDS = {
    400: (
        to_translate("Demande illisible"),
        to_translate("Ce qui a été envoyé n'a pas pu être lu. Revenez en arrière et recommencez."),
    ),
    403: (
        to_translate("Cette page ne vous est pas ouverte"),
        to_translate(
            "Votre rôle n'y donne pas accès. Si vous pensez qu'il le devrait, parlez-en à la gestionnaire de votre "
            "subdivision, à l'ARS."
        ),
    ),
    404: (
        to_translate("Page introuvable"),
        to_translate("Cette adresse ne mène à rien. Elle a peut-être été mal recopiée."),
    ),
    405: (
        to_translate("Demande impossible"),
        to_translate("Cette adresse ne se demande pas ainsi. Repartez de l'accueil."),
    ),
    409: (
        to_translate("Trop tard pour cela"),
        to_translate("La campagne a avancé entre-temps et cet acte n'y est plus possible. Revenez à la campagne."),
    ),
    413: (to_translate("Envoi trop lourd"), to_translate("Ce qui a été envoyé dépasse la taille permise.")),
    429: (
        to_translate("Trop d'essais"),
        to_translate(
            "Par prudence, les essais sont arrêtés pour un quart d'heure. Revenez ensuite : rien n'est perdu."
        ),
    ),
    500: (
        to_translate("Une erreur de notre part"),
        to_translate(
            "Votre demande n'a pas abouti et rien n'a été enregistré à moitié. L'erreur est notée ; recommencez "
            "dans un instant."
        ),
    ),
}
_EXPIRED = (
    to_translate("Page trop ancienne"),
    to_translate("Cette page était ouverte depuis trop longtemps. Revenez en arrière et rechargez-la."),
)


def attach(app: Flask) -> None:
    app.register_error_handler(HTTPException, _show)


def _show(error: HTTPException) -> tuple[str, int] | HTTPException:
    """The page of an error; the others (redirections) pass as they are."""
    code = error.code or 500
    if code < 400:
        return error
    title, text = _EXPIRED if isinstance(error, CSRFError) else WORDS.get(code, WORDS[400 if code < 500 else 500])
    return render_template("error.html", code=code, title=_(title), text=_(text)), code
