"""The files of a campaign: dropped, read, compared, accepted; what is wrong with them, cell by cell."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as WerkzeugResponse

from allocation.forms import Role
from imports.diff import diff
from imports.limits import KINDS
from webapp.accounts import audit
from webapp.accounts.roles import Action
from webapp.folder import REPORT
from webapp.inputs import report_of
from webapp.pages import at_hand
from webapp.pages.at_draft import draft_of, in_preparation, note, recipe_of
from webapp.pages.guard import does
from webapp.preparing import report
from webapp.preparing.draft import Draft
from webapp.store import uploads
from webapp.store.engine import writing
from webapp.store.models import Campaign
from webapp.store.uploads import Upload

pages = Blueprint("files", __name__, url_prefix="/campagnes/<campaign_id>/fichiers")

MOST = 20 * 1024 * 1024
"""Bytes that one drop may weigh."""
MOST_FILES = 30
LONGEST_NAME = 120
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("")
@does(Action.PREPARE)
def show(campaign_id: str) -> str:
    found = in_preparation(campaign_id)
    files = uploads.of_campaign(at_hand.engine(), campaign_id)
    accepted, proposed = _parted(files)
    draft = draft_of(found, recipe_of(found, accepted)) if accepted else None
    if draft:
        _note_roles(draft)
    asked = report.wanted(request.args)
    return render_template(
        "files.html",
        campaign=found,
        files=accepted,
        proposed=proposed,
        draft=draft,
        kinds=KINDS,
        labels={role.value: role.label for role in Role},
        asked=asked,
        report=report.shown(draft.issues, asked) if draft else None,
    )


@pages.post("")
@does(Action.PREPARE, fresh=True, largest=MOST)
def add(campaign_id: str) -> WerkzeugResponse:
    found, known = in_preparation(campaign_id), uploads.of_campaign(at_hand.engine(), campaign_id)
    sent = [each for each in request.files.getlist("files") if each.filename]
    if not sent or len(sent) + len(known) > MOST_FILES:
        flash(
            _("Choisissez un fichier au moins ; une campagne en tient %(most)s au plus.", most=MOST_FILES), "error"
        )  # fmt: skip
        return _back(found)
    files = _named_apart(sent)
    now, author = at_hand.now(), at_hand.account_id()
    with writing(at_hand.engine()) as session:
        uploads.remove(session, campaign_id, _proposed_again(files, known))
        uploads.add(session, campaign_id, files.items(), known, author, now)
        note(session, found, audit.Act.FILES_ADDED, ", ".join(files))
    proposed = any(each.accepted for each in known)
    flash(ngettext("%(num)s fichier reçu.", "%(num)s fichiers reçus.", len(files)), "done")
    return redirect(url_for("files.compare", campaign_id=campaign_id)) if proposed else _back(found)


@pages.get("/a-accepter")
@does(Action.PREPARE)
def compare(campaign_id: str) -> str | WerkzeugResponse:
    """What the proposed files would change."""
    found = in_preparation(campaign_id)
    accepted, proposed = _parted(uploads.of_campaign(at_hand.engine(), campaign_id))
    if not proposed:
        return _back(found)
    before = draft_of(found, recipe_of(found, accepted))
    after = draft_of(found, recipe_of(found, _with(accepted, proposed)))
    _note_roles(after)
    asked = report.wanted(request.args)
    return render_template(
        "files_compared.html",
        campaign=found,
        accepted=accepted,
        proposed=proposed,
        changes=diff(before.dossier, after.dossier),
        before=before,
        draft=after,
        asked=asked,
        report=report.shown(after.issues, asked),
    )


@pages.post("/a-accepter")
@does(Action.PREPARE, fresh=True)
def accept(campaign_id: str) -> WerkzeugResponse:
    found = in_preparation(campaign_id)
    proposed = _parted(uploads.of_campaign(at_hand.engine(), campaign_id))[1]
    with writing(at_hand.engine()) as session:
        uploads.accept(session, campaign_id)
        note(session, found, audit.Act.FILES_ACCEPTED, ", ".join(each.name for each in proposed))
    flash(_("Les nouveaux fichiers comptent désormais."), "done")
    return _back(found)


@pages.post("/a-accepter/renoncer")
@does(Action.PREPARE, fresh=True)
def give_up(campaign_id: str) -> WerkzeugResponse:
    found = in_preparation(campaign_id)
    proposed = _parted(uploads.of_campaign(at_hand.engine(), campaign_id))[1]
    with writing(at_hand.engine()) as session:
        uploads.remove(session, campaign_id, [each.id for each in proposed])
    flash(_("Rien n'a changé : les fichiers proposés sont oubliés."), "done")
    return _back(found)


@pages.post("/<file_id>/place")
@does(Action.PREPARE, fresh=True)
def aim(campaign_id: str, file_id: str) -> WerkzeugResponse:
    """Say which accepted file a proposed one takes the place of."""
    in_preparation(campaign_id)
    accepted, proposed = _parted(uploads.of_campaign(at_hand.engine(), campaign_id))
    replaces = request.form.get("replaces", "")
    if file_id in {each.id for each in proposed} and replaces in {"", *(each.id for each in accepted)}:
        with writing(at_hand.engine()) as session:
            uploads.aim(session, file_id, replaces)
    return redirect(url_for("files.compare", campaign_id=campaign_id))


@pages.post("/<file_id>/retirer")
@does(Action.PREPARE, fresh=True)
def remove(campaign_id: str, file_id: str) -> WerkzeugResponse:
    found = in_preparation(campaign_id)
    files = uploads.of_campaign(at_hand.engine(), campaign_id)
    gone = next((each for each in files if each.id == file_id), None)
    if gone:
        with writing(at_hand.engine()) as session:
            uploads.remove(session, campaign_id, [file_id])
            note(session, found, audit.Act.FILE_REMOVED, f"{gone.name} ({gone.sha256})")
        flash(_("« %(name)s » est retiré.", name=gone.name), "done")
    return _back(found)


@pages.get(f"/{REPORT}")
@does(Action.PREPARE)
def download_report(campaign_id: str) -> Response:
    """The problems, and the sheets concerned with their cells marked."""
    draft = draft_of(in_preparation(campaign_id))
    with tempfile.TemporaryDirectory() as folder:
        report_of(replace(draft.reading, issues=draft.issues)).write(Path(folder))
        content = (Path(folder) / REPORT).read_bytes()
    return Response(content, mimetype=_WORKBOOK, headers={"Content-Disposition": f'attachment; filename="{REPORT}"'})


def _parted(files: Iterable[Upload]) -> tuple[list[Upload], list[Upload]]:
    """Those that count, and those that are proposed."""
    every = list(files)
    return [each for each in every if each.accepted], [each for each in every if not each.accepted]


def _with(accepted: Iterable[Upload], proposed: list[Upload]) -> list[Upload]:
    """The files as they would be."""
    replaced = {each.replaces for each in proposed}
    return [*(each for each in accepted if each.id not in replaced), *proposed]


def _named_apart(sent: Iterable[FileStorage]) -> dict[str, bytes]:
    """The files by name, without folder; a name met twice is told apart, since issues name their file."""
    files: dict[str, bytes] = {}
    for each in sent:
        bare = PurePosixPath((each.filename or "").replace("\\", "/")).name
        plain = "".join(letter for letter in bare if letter.isprintable())[-LONGEST_NAME:] or "fichier"
        stem, dot, kind = plain.rpartition(".")
        numbered = (f"{stem or kind} ({n}){dot}{kind}" if stem else f"{plain} ({n})" for n in range(2, MOST_FILES + 2))
        name = plain if plain not in files else next(other for other in numbered if other not in files)
        files[name] = each.read()
    return files


def _proposed_again(files: Iterable[str], known: Iterable[Upload]) -> list[str]:
    """The proposed files whose name comes again: the last one sent is the one meant."""
    names = set(files)
    return [each.id for each in known if not each.accepted and each.name in names]


def _note_roles(draft: Draft) -> None:
    """Keep what was found in each file, once."""
    found = {each.name: {table.role.value for table in draft.reading.tables if table.file == each.name}
             for each in draft.recipe.files}  # fmt: skip
    fresh = {each.id: found[each.name] for each in draft.recipe.files if found[each.name] - set(each.roles)}
    if fresh:
        with writing(at_hand.engine()) as session:
            uploads.note_roles(session, fresh)


def _back(found: Campaign) -> WerkzeugResponse:
    return redirect(url_for("files.show", campaign_id=found.id))
