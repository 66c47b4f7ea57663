"""What each office receives: made at once where it is quick, beside the request where it is not."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from exports.file_names import file_stem
from exports.notices import Notified, notice_of
from webapp.accounts import audit
from webapp.accounts.roles import Action, Role, roles_in
from webapp.pages import at_hand
from webapp.pages.answers import file_answer
from webapp.pages.at_campaign import campaign, may_here, myself
from webapp.pages.guard import does
from webapp.results import hospital, jobs, material
from webapp.results.archive import zipped
from webapp.results.material import Material
from webapp.results.offered import DOCUMENTS, Document
from webapp.store import offices
from webapp.store.models import Campaign
from webapp.store.states import JobState, State

pages = Blueprint("documents", __name__, url_prefix="/campagnes/<campaign_id>/documents")

_ALL = "tout"


@pages.get("")
@does(Action.DOWNLOAD_DOCUMENTS)
def index(campaign_id: str) -> str:
    found = _frozen(campaign_id)
    mine = offices.establishments_of(at_hand.engine(), at_hand.account_id(), found.subdivision)
    return render_template(
        "documents.html", campaign=found, documents=list(_offered(found)), closed=found.state == State.CLOSED,
        establishments=mine if _holds(found, Role.HOSPITAL) else None, manages=may_here(found, Action.EXPORT_RESULTS),
        has_stage=may_here(found, Action.SEE_OWN_STAGE),
    )  # fmt: skip


@pages.get("/<name>")
@does(Action.DOWNLOAD_DOCUMENTS)
def download(campaign_id: str, name: str) -> AnyResponse:
    found = _frozen(campaign_id)
    document = next((each for each in _offered(found) if each.name == name), None) or abort(404)
    if document.long:
        abort(404)
    try:
        content, file_name = _made(_material(found), document)
    except ValueError as error:
        flash(str(error), "error")
        return redirect(url_for(".index", campaign_id=campaign_id))
    _note(found, document.name, named=document.named)
    return file_answer(content, file_name)


@pages.get("/mon-hopital")
@does(Action.DOWNLOAD_DOCUMENTS)
def download_hospital(campaign_id: str) -> Response:
    found, asked = _frozen(campaign_id), request.args.get("etablissement", "")
    mine = offices.establishments_of(at_hand.engine(), at_hand.account_id(), found.subdivision)
    if found.state != State.CLOSED or not _holds(found, Role.HOSPITAL) or asked not in mine:
        abort(404)
    _note(found, f"hôpital {asked}", named=True)
    return file_answer(hospital.workbook(_material(found), asked), f"{file_stem(asked)}.xlsx")


@pages.get("/ma-notification")
@does(Action.SEE_OWN_STAGE)
def download_own_notice(campaign_id: str) -> Response:
    found, who = _frozen(campaign_id), myself(campaign_id)
    if found.state != State.CLOSED:
        abort(404)
    gathered = _material(found)
    kept = gathered.collected
    made_from = Notified(kept.result, kept.standing, kept.entries, gathered.agency, gathered.sheets)
    return file_answer(notice_of(made_from, who.person) or abort(404), "notification.pdf")


@pages.post("/preparer")
@does(Action.DOWNLOAD_DOCUMENTS)
def prepare(campaign_id: str) -> AnyResponse:
    found, what = _frozen(campaign_id), request.form.get("what", "")
    documents = [each for each in _offered(found) if what in {each.name, _ALL}]
    if not documents:
        abort(404)
    _note(found, what, named=any(each.named for each in documents))
    job_id = jobs.start(at_hand.engine(), campaign_id, at_hand.account_id(), documents, at_hand.now())
    at_hand.work(jobs.run, job_id)
    return redirect(url_for(".progress", campaign_id=campaign_id, job_id=job_id))


@pages.get("/travaux/<job_id>")
@does(Action.DOWNLOAD_DOCUMENTS)
def progress(campaign_id: str, job_id: str) -> tuple[str, int]:
    found = _frozen(campaign_id)
    job = jobs.find(at_hand.engine(), job_id, at_hand.account_id())
    if job is None or job.campaign_id != campaign_id:
        abort(404)
    over = jobs.is_over(job, at_hand.now())
    page = render_template(
        "documents_job.html", campaign=found, job=job, over=over, done=job.state == JobState.DONE,
        kept=jobs.KEPT.total_seconds() // 3600,
    )  # fmt: skip
    return page, 200 if over else 202


@pages.get("/travaux/<job_id>/archive")
@does(Action.DOWNLOAD_DOCUMENTS)
def archive(campaign_id: str, job_id: str) -> Response:
    found = _frozen(campaign_id)
    job = jobs.find(at_hand.engine(), job_id, at_hand.account_id())
    content = jobs.archive(at_hand.engine(), job_id) if job and job.campaign_id == campaign_id else None
    return file_answer(content or abort(404), f"documents-{file_stem(found.subdivision)}-{found.semester}.zip")


def _frozen(campaign_id: str) -> Campaign:
    """The campaign, once its opening is frozen; 404 before."""
    found = campaign(campaign_id)
    return abort(404) if found.state == State.DRAFT else found


def _holds(found: Campaign, role: Role) -> bool:
    return role in roles_in(at_hand.visitor(), found.subdivision)


def _offered(found: Campaign) -> Iterator[Document]:
    """Those of the visitor's roles; but for the managers, a result is shown once the campaign is closed."""
    roles = set(roles_in(at_hand.visitor(), found.subdivision))
    for document in DOCUMENTS:
        early = Role.MANAGER in roles or document.early or found.state == State.CLOSED
        if roles & document.roles and early:
            yield document


def _material(found: Campaign) -> Material:
    return material.from_store(at_hand.engine(), found.id)


def _made(gathered: Material, document: Document) -> tuple[bytes, str]:
    """The one file of the document and its name, or the archive of its several files."""
    with tempfile.TemporaryDirectory() as name:
        document.make(gathered, Path(name), lambda *_: None)
        files = [path for path in Path(name).rglob("*") if path.is_file()]
        if len(files) == 1:
            return files[0].read_bytes(), files[0].name
        return zipped(Path(name)), f"{document.name}.zip"


def _note(found: Campaign, what: str, *, named: bool) -> None:
    """Leave a trace of a document that names people."""
    if named:
        at_hand.note(audit.Act.PERSONAL_DATA_EXPORTED, found.subdivision, f"{what}, {found.semester}")
