"""Errors in the users' words: what happened, what to do."""

from __future__ import annotations

from flask import Flask, current_app, render_template
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, NotFound

from webapp.store.journal import NoJournalError
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


_UNREACHABLE = (
    to_translate("La base de données ne répond pas"),
    to_translate(
        "Rien n'a été enregistré, et rien de ce qui l'était n'est perdu. Revenez en arrière, ce que vous aviez tapé y "
        "est, et renvoyez-le dans un instant. Si cela dure, prévenez la personne qui tient le serveur ; le choix peut "
        "continuer sur le dossier de papier."
    ),
)
_FULL = (
    to_translate("Le disque du serveur est plein"),
    to_translate(
        "Rien n'a été enregistré, et rien de ce qui l'était n'est perdu. Prévenez la personne qui tient le serveur : "
        "dès qu'il y a de la place, revenez en arrière et renvoyez ce que vous aviez tapé."
    ),
)
_FULL_MARKS = ("disk is full", "No space left", "disk full")
"""What SQLite and PostgreSQL say of a full disk."""


def attach(app: Flask) -> None:
    app.register_error_handler(HTTPException, _show)
    app.register_error_handler(OperationalError, _database)
    # What lives of the journal is not there yet in a draft.
    app.register_error_handler(NoJournalError, lambda _: _show(NotFound()))


def _database(error: OperationalError) -> tuple[str, int]:
    """The page of a database that cannot be written or reached, made without asking it anything."""
    current_app.logger.error("database: %s", error.orig)
    title, text = _FULL if any(mark in str(error.orig) for mark in _FULL_MARKS) else _UNREACHABLE
    return render_template("database.html", title=_(title), text=_(text)), 503


def _show(error: HTTPException) -> tuple[str, int] | HTTPException:
    """The page of an error; the others (redirections) pass as they are."""
    code = error.code or 500
    if code < 400:
        return error
    title, text = _EXPIRED if isinstance(error, CSRFError) else WORDS.get(code, WORDS[400 if code < 500 else 500])
    return render_template("error.html", code=code, title=_(title), text=_(text)), code
