"""Documents that take long are made beside the request; their progress and the archive stand in the database."""

from __future__ import annotations

import logging
import secrets
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from webapp.results import material
from webapp.results.archive import zipped
from webapp.results.material import Material
from webapp.results.offered import BY_NAME, Document
from webapp.store.engine import reading, writing
from webapp.store.models import ExportFile, ExportJob
from webapp.store.states import JobState

KEPT = timedelta(hours=24)
"""How long an archive stays."""
STALLED = timedelta(minutes=30)
"""A job that says nothing for so long was cut short with its server."""

_TOLD_EVERY = 0.5
_log = logging.getLogger(__name__)


def start(engine: Engine, campaign_id: str, account_id: int, documents: Iterable[Document], now: datetime) -> str:
    """Note that these documents are to be made, drop what has expired; the id of the job."""
    job_id = secrets.token_urlsafe(16)
    with writing(engine) as session:
        _drop_expired(session, now)
        session.add(
            ExportJob(
                id=job_id, campaign_id=campaign_id, account_id=account_id, state=JobState.RUNNING, created_at=now,
                what=" ".join(document.name for document in documents), expires_at=now + KEPT,
            )
        )  # fmt: skip
    return job_id


def run(engine: Engine, job_id: str) -> None:
    """Make the documents of a job and keep their archive. A failure is noted on the job, and logged."""
    with reading(engine) as session:
        job = session.get_one(ExportJob, job_id)
    try:
        documents = [BY_NAME[name] for name in job.what.split()]
        content = made(material.from_store(engine, job.campaign_id), documents, _teller(engine, job_id))
        with writing(engine) as session:
            session.add(ExportFile(job_id=job_id, name="documents.zip", content=content))
            session.get_one(ExportJob, job_id).state = JobState.DONE
    except Exception as error:  # noqa: BLE001 - whoever waits must be told, whatever went wrong
        _log.exception("documents could not be made")
        with writing(engine) as session:
            failed = session.get_one(ExportJob, job_id)
            failed.state, failed.error = JobState.FAILED, str(error) if isinstance(error, ValueError) else ""


def made(found: Material, documents: Iterable[Document], tell: Callable[[int, int], None]) -> bytes:
    """The archive of these documents."""
    with tempfile.TemporaryDirectory() as name:
        for document in documents:
            document.make(found, Path(name), tell)
        return zipped(Path(name))


def find(engine: Engine, job_id: str, account_id: int) -> ExportJob | None:
    """The job, for whoever asked for it and nobody else."""
    with reading(engine) as session:
        job = session.get(ExportJob, job_id)
    return job if job and job.account_id == account_id else None


def archive(engine: Engine, job_id: str) -> bytes | None:
    """What the job made; None while it is not there, or not any more."""
    with reading(engine) as session:
        kept = session.get(ExportFile, job_id)
    return kept.content if kept else None


def is_over(job: ExportJob, now: datetime) -> bool:
    """Whether nothing more will come of it."""
    return job.state != JobState.RUNNING or job.created_at + STALLED < now


def _teller(engine: Engine, job_id: str) -> Callable[[int, int], None]:
    """Writes down how much is done, now and then."""
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last < _TOLD_EVERY and done < total:
            return
        last = time.monotonic()
        with writing(engine) as session:
            job = session.get_one(ExportJob, job_id)
            job.done, job.total = done, total

    return tell


def _drop_expired(session: Session, now: datetime) -> None:
    old = session.exec(select(ExportJob.id).where(col(ExportJob.expires_at) < now)).all()
    session.execute(delete(ExportFile).where(col(ExportFile.job_id).in_(old)))
    session.execute(delete(ExportJob).where(col(ExportJob.id).in_(old)))
