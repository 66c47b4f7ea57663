"""Posts and interns of a draft: listed, and one changed or added by hand, with its reason, on top of the files."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.accounts import audit
from webapp.accounts.roles import Action
from webapp.pages import at_hand
from webapp.pages.at_draft import draft_of, in_preparation, note
from webapp.pages.guard import does
from webapp.preparing import row_form
from webapp.preparing.edits import edited_here
from webapp.store import edits
from webapp.store.edit_kinds import EditKind
from webapp.store.engine import writing
from webapp.store.models import Campaign
from webapp.wording import to_translate

pages = Blueprint("rows", __name__, url_prefix="/campagnes/<campaign_id>/listes")

_KINDS = {"stages": row_form.POSTS, "internes": row_form.INTERNS}
_TITLES = {"stages": to_translate("Stages"), "internes": to_translate("Internes")}
_LISTS = {"stages": "rows.posts", "internes": "rows.interns"}


@pages.get("/stages")
@does(Action.PREPARE)
def posts(campaign_id: str) -> str:
    return _index(campaign_id, "stages")


@pages.get("/internes")
@does(Action.PREPARE)
def interns(campaign_id: str) -> str:
    return _index(campaign_id, "internes")


@pages.get("/<what>/ligne")
@does(Action.PREPARE)
def edit(campaign_id: str, what: str) -> str:
    """The form of a row; a new one when the address names none."""
    kind, key = _kind(what), request.args.get("cle", "")
    found = in_preparation(campaign_id)
    old = row_form.find(kind, draft_of(found).dossier, key) if key else None
    if key and old is None:
        abort(404)
    return _form(found, what, key, kind.fields(old) if old else row_form.typed_in(kind, {}), [])


@pages.post("/<what>/ligne")
@does(Action.PREPARE, fresh=True)
def save(campaign_id: str, what: str) -> Response | tuple[str, int]:
    kind, key = _kind(what), request.form.get("cle", "")
    found = in_preparation(campaign_id)
    dossier = draft_of(found).dossier
    old = row_form.find(kind, dossier, key) if key else None
    if key and old is None:
        abort(409)
    typed, reason = row_form.typed_in(kind, request.form), request.form.get("reason", "").strip()
    wrong = row_form.problems(kind, dossier, old, typed)
    if not reason or len(reason) > row_form.LONGEST_REASON:
        wrong.append(_("Dites pourquoi, en quelques mots : le motif est gardé avec la modification."))
    if wrong:
        return _form(found, what, key, typed, wrong), 422
    changes = row_form.changed(kind, old, typed)
    if changes:
        keep_edit(found, kind.change if old else kind.addition, key, changes, reason)
        flash(_("Modification enregistrée ; les listes sont remises en ordre."), "done")
    return redirect(url_for(_LISTS[what], campaign_id=campaign_id))


@pages.get("/modifications")
@does(Action.PREPARE)
def history(campaign_id: str) -> str:
    """Every change made here, and what takes it back."""
    found = in_preparation(campaign_id)
    made = edits.of_campaign(at_hand.engine(), campaign_id)
    return render_template("edits.html", campaign=found, edits=made[::-1], words=_WORDS, labels=_labels())


@pages.post("/modifications/<int:edit_id>/annuler")
@does(Action.PREPARE, fresh=True)
def undo(campaign_id: str, edit_id: int) -> Response:
    found = in_preparation(campaign_id)
    with writing(at_hand.engine()) as session:
        edits.undo(session, campaign_id, edit_id, at_hand.account_id(), at_hand.now())
        note(session, found, audit.Act.EDIT_UNDONE, str(edit_id))
    flash(_("Modification annulée ; les listes sont remises en ordre."), "done")
    return redirect(url_for("rows.history", campaign_id=campaign_id))


def keep_edit(found: Campaign, kind: EditKind, key: str, fields: dict[str, str], reason: str) -> None:
    """Keep the change with its author and reason, and a line of the audit."""
    with writing(at_hand.engine()) as session:
        edits.add(session, found.id, kind, key, fields, reason, at_hand.account_id(), at_hand.now())
        note(session, found, audit.Act.LIST_EDITED, f"{kind.value} {key}")


_WORDS = {
    EditKind.POST: to_translate("Stage modifié"),
    EditKind.NEW_POST: to_translate("Stage ajouté"),
    EditKind.INTERN: to_translate("Interne modifié"),
    EditKind.NEW_INTERN: to_translate("Interne ajouté"),
    EditKind.REQUEST: to_translate("Demande décidée"),
    EditKind.TIE: to_translate("Égalité tranchée"),
}


def _labels() -> dict[str, str]:
    """The fields that an edit sets, in the words of the templates."""
    return {column.field: column.header for kind in _KINDS.values() for column in kind.columns} | {
        "decision": _("Décision")
    }


def _index(campaign_id: str, what: str) -> str:
    kind, found = _KINDS[what], in_preparation(campaign_id)
    words, number = request.args.get("q", ""), request.args.get("page", "1")
    lines = row_form.lines(kind, draft_of(found).dossier, words)
    pages_needed = max(1, -(-len(lines) // row_form.PAGE))
    page = min(max(int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1, 1), pages_needed)
    return render_template(
        "rows.html",
        campaign=found,
        what=what,
        title=_TITLES[what],
        kind=kind,
        address=url_for(_LISTS[what], campaign_id=campaign_id),
        words=words,
        found=len(lines),
        lines=lines[(page - 1) * row_form.PAGE : page * row_form.PAGE],
        page=page,
        pages=pages_needed,
        edited=edited_here(edits.of_campaign(at_hand.engine(), campaign_id)),
    )


def _form(found: Campaign, what: str, key: str, values: dict[str, str], wrong: list[str]) -> str:
    return render_template(
        "row.html",
        campaign=found,
        what=what,
        kind=_kind(what),
        back=url_for(_LISTS[what], campaign_id=found.id),
        key=key,
        values=values,
        reason=request.form.get("reason", ""),
        wrong=wrong,
    )


def _kind(what: str) -> row_form.Kind:
    return _KINDS.get(what) or abort(404)
