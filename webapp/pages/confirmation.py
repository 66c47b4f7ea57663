"""The page where one proves again who one is before a sensitive page."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts.roles import Action
from webapp.pages import guard, proof
from webapp.pages.guard import does

pages = Blueprint("proof", __name__)


@pages.get("/confirmation")
@does(Action.USE_OWN_ACCOUNT)
def form() -> str | Response:
    return guard.next_page() if proof.is_fresh() else _ask()


@pages.post("/confirmation")
@does(Action.USE_OWN_ACCOUNT)
def give() -> str | Response:
    return guard.next_page() if proof.given(request.form.get(proof.CODE, "")) else _ask()


def _ask() -> str:
    return proof.page(url_for("proof.give"), fields=[], lost=[])
