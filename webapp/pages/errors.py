"""Errors in the users' words: what happened, what to do."""

from __future__ import annotations

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

WORDS = {
    400: ("Demande illisible", "Ce qui a été envoyé n'a pas pu être lu. Revenez en arrière et recommencez."),
    403: (
        "Cette page ne vous est pas ouverte",
        "Votre rôle n'y donne pas accès. Si vous pensez qu'il le devrait, parlez-en à la gestionnaire de votre "
        "subdivision, à l'ARS.",
    ),
    404: ("Page introuvable", "Cette adresse ne mène à rien. Elle a peut-être été mal recopiée."),
    405: ("Demande impossible", "Cette adresse ne se demande pas ainsi. Repartez de l'accueil."),
    413: ("Envoi trop lourd", "Ce qui a été envoyé dépasse la taille permise."),
    429: (
        "Trop d'essais",
        "Par prudence, les essais sont arrêtés pour un quart d'heure. Revenez ensuite : rien n'est perdu.",
    ),
    500: (
        "Une erreur de notre part",
        "Votre demande n'a pas abouti et rien n'a été enregistré à moitié. L'erreur est notée ; recommencez dans un "
        "instant.",
    ),
}
_EXPIRED = ("Page trop ancienne", "Cette page était ouverte depuis trop longtemps. Revenez en arrière et rechargez-la.")


def attach(app: Flask) -> None:
    app.register_error_handler(HTTPException, _show)


def _show(error: HTTPException) -> tuple[str, int] | HTTPException:
    """The page of an error; the others (redirections) pass as they are."""
    code = error.code or 500
    if code < 400:
        return error
    title, text = _EXPIRED if isinstance(error, CSRFError) else WORDS.get(code, WORDS[400 if code < 500 else 500])
    return render_template("error.html", code=code, title=title, text=text), code
