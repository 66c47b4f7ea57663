"""A draft at work: a campaign being prepared, the browser of who prepares it, files small and large."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from time import monotonic, sleep

from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from imports.identifiers import luhn_holds
from tests.imports.workbooks import as_xlsx
from tests.webapp.pages.house import HERE, House
from webapp.accounts.roles import Role
from webapp.plan import Plan
from webapp.store import campaigns

SAMPLES = Path(str(resources.files("sample_data")))
SAMPLE_FILES = ("postes.xlsx", "internes.xlsx", "voeux.xlsx", "historique.xlsx", "demandes.xlsx")
POST_HEADERS = ("Code stage", "Établissement", "Service", "DES", "Phases", "Catégorie", "Nombre de postes",
                "Agrément jusqu'au")  # fmt: skip
INTERN_HEADERS = ("RPPS", "Nom", "Prénom", "DES", "Phase", "Ancienneté", "Concours", "Rang", "Effectif", "Situation",
                  "Courriel")  # fmt: skip
_PATIENCE = 60


@dataclass(frozen=True)
class Preparing:
    """A campaign in preparation and the browser of its manager."""

    house: House
    browser: FlaskClient
    campaign_id: str

    @property
    def engine(self) -> Engine:
        return self.house.engine

    def path(self, page: str) -> str:
        return f"/campagnes/{self.campaign_id}/{page}"

    def drop(self, files: dict[str, bytes]) -> TestResponse:
        # Encoded here: the test client would leave its own temporary file open.
        sent = [FileStorage(io.BytesIO(content), name) for name, content in files.items()]
        mark, body = encode_multipart({"files": sent})
        kind = f'multipart/form-data; boundary="{mark}"'
        return self.browser.post(self.path("fichiers"), data=body, content_type=kind)

    def read(self, page: str, **how: object) -> TestResponse:
        """The page, once the files are read."""
        end = monotonic() + _PATIENCE
        while (answer := self.browser.get(self.path(page), **how)).status_code == 202:
            assert monotonic() < end, "the files are never read"
            sleep(0.05)
        return answer

    def post(self, page: str, **fields: str) -> TestResponse:
        return self.browser.post(self.path(page), data=fields)


def preparing(house: House, plan: Plan | None = None) -> Preparing:
    made = campaigns.create_draft(house.engine, HERE, "2027-ete", datetime.now(UTC), plan or Plan())
    return Preparing(house, house.signed_in(Role.MANAGER), made)


def samples(*names: str) -> dict[str, bytes]:
    return {Path(name).name: (SAMPLES / name).read_bytes() for name in names}


def posts(rows: Sequence[Sequence[object]] = (), **changed: object) -> bytes:
    """A post list of three stages of general medicine, or of these rows."""
    every = rows or [
        (f"42-URG-0{n}", "CHU Nord", f"Urgences {n}", "Médecine générale", "Socle", "Urgences adultes", 1, "01/11/2028")
        for n in (1, 2, 3)
    ]
    return as_xlsx([POST_HEADERS, *[_with(POST_HEADERS, row, changed) for row in every]])


def interns(rows: Sequence[Sequence[object]] = (), **changed: object) -> bytes:
    """A call list of three people, or of these rows; `changed` sets a column for all."""
    every = rows or [intern(n) for n in (1, 2, 3)]
    return as_xlsx([INTERN_HEADERS, *[_with(INTERN_HEADERS, row, changed) for row in every]])


def intern(number: int, **changed: object) -> tuple[object, ...]:
    name = last_name(number)
    row = (rpps(number), name, "Camille", "Médecine générale", "Socle", 0, 2025, 1000 + number, 9484, None,
           f"{name.lower()}@exemple.fr")  # fmt: skip
    return _with(INTERN_HEADERS, row, changed)


def last_name(number: int) -> str:
    """« NOMAAB » for 1."""
    letters = [chr(ord("A") + number // 26**power % 26) for power in (2, 1, 0)]
    return f"NOM{''.join(letters)}"


def rpps(number: int) -> str:
    digits = f"{1_010_000_000 + number}"
    return next(f"{digits}{key}" for key in range(10) if luhn_holds(f"{digits}{key}"))


def _with(headers: Sequence[str], row: Sequence[object], changed: dict[str, object]) -> tuple[object, ...]:
    return tuple(changed.get(header, value) for header, value in zip(headers, row, strict=True))


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    """What the block asks the database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
