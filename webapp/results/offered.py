"""The documents that can be asked for: under what name, for which roles, and what makes each.

One table, for the command and for the pages. To add a document is to add a line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from webapp.accounts.roles import Role
from webapp.results.material import Material
from webapp.wording import to_translate

Tick = Callable[[int, int], None]
"""Called with how much is done, out of how much."""
Make = Callable[[Material, Path, Tick], object]
"""Writes its files in the folder."""

_STAFF = frozenset({Role.MANAGER})
_FACULTY = _STAFF | {Role.COORDINATOR}
_NAMELESS = _FACULTY | {Role.UNION}
_EVERYBODY = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Document:
    """`name` as `--what` writes it; `named`: it names people, so that reading it leaves a trace; `long`: it may take
    more than a few seconds; `early`: everybody may have it before the campaign is closed."""

    name: str
    label: str
    roles: frozenset[Role]
    make: Make
    named: bool = True
    long: bool = False
    early: bool = False


def _assignments(material: Material, folder: Path, _: Tick) -> None:
    from exports.assignments import write_assignments
    from exports.tabular import assignments_csv
    from webapp.folder import TABLE, WORKBOOK

    result, opening = material.collected.result, material.collected.standing
    write_assignments(result, opening, folder / WORKBOOK)
    (folder / TABLE).write_bytes(assignments_csv(result, opening))
    if material.template is not None:
        _by_template(material, folder)


def _by_template(material: Material, folder: Path) -> None:
    from exports.by_template import write_by_template
    from exports.records import records
    from webapp.results.template_headers import recognise

    rows = records(material.collected.result, material.collected.standing, material.contacts)
    write_by_template(material.template or b"", recognise, rows, folder / "affectations-modele.xlsx")


def _hospitals(material: Material, folder: Path, _: Tick) -> None:
    from exports.offices import write_hospitals

    result, opening = material.collected.result, material.collected.standing
    write_hospitals(result, opening, material.contacts, _inside(folder, "hopitaux"))


def _faculty(material: Material, folder: Path, _: Tick) -> None:
    from exports.offices import write_faculty

    result, opening = material.collected.result, material.collected.standing
    write_faculty(result, opening, material.contacts, folder / "faculte.xlsx")


def _notices(material: Material, folder: Path, tick: Tick) -> None:
    from exports.notices import Notified, write_each_notice, write_notices

    found = material.collected
    made_from = Notified(found.result, found.standing, found.entries, material.agency, material.sheets)
    people = sum(len(choices["calls"]) for choices in found.result["lists"])
    write_each_notice(made_from, _inside(folder, "notifications"), lambda done: tick(done, people + 1))
    write_notices(made_from, folder / "notifications.pdf")


def _decree(material: Material, folder: Path, _: Tick) -> None:
    from exports.decree import write_decree

    write_decree(material.collected.result, material.collected.standing, material.agency, folder / "arrete.pdf")


def _slips(material: Material, folder: Path, _: Tick) -> None:
    from exports.slips import write_slips

    write_slips(material.collected.result, material.collected.standing, folder / "bulletins.pdf")


def _attendance_sheet(material: Material, folder: Path, _: Tick) -> None:
    from exports.slips import write_attendance_sheet

    write_attendance_sheet(material.collected.result, material.collected.standing, folder / "emargement.pdf")


def _minutes(material: Material, folder: Path, _: Tick) -> None:
    from exports.day_minutes import write_day_minutes
    from exports.minutes import write_minutes

    found = material.collected
    write_minutes(found.result, found.standing, folder)
    write_day_minutes(found.result, found.standing, found.entries, found.typed, folder)


def _seats_left(material: Material, folder: Path, _: Tick) -> None:
    from exports.seats_left import write_seats_left

    write_seats_left(material.collected.result, material.collected.standing, folder / "postes-restants.xlsx")


def _post_list(material: Material, folder: Path, _: Tick) -> None:
    from exports.post_list import write_post_list

    path = folder / "liste-postes.pdf"
    write_post_list(material.collected.result, material.collected.standing, material.before, path)


def _statistics(material: Material, folder: Path, _: Tick) -> None:
    from exports.statistics import write_statistics

    result, opening = material.collected.result, material.collected.standing
    write_statistics(result, opening, material.closings, folder / "statistiques.xlsx")


def _continuity(material: Material, folder: Path, _: Tick) -> None:
    from exports.continuity import write_continuity

    found = material.collected
    write_continuity(found.result, found.standing, material.day, datetime.now(UTC), folder / "continuite.pdf")


def _inside(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


DOCUMENTS = (
    Document("affectations", to_translate("Affectations, dans l'ordre d'appel"), _STAFF, _assignments),
    Document("hopitaux", to_translate("Un classeur par hôpital"), _STAFF, _hospitals),
    Document("facultes", to_translate("Le classeur de la faculté"), _FACULTY, _faculty),
    Document("notices", to_translate("Une notification par interne"), _STAFF, _notices, long=True),
    Document("arrete", to_translate("Arrêté d'affectation et son annexe"), _STAFF, _decree),
    Document("bulletins", to_translate("Bulletins de choix à signer"), _STAFF, _slips),
    Document("continuity", to_translate("Pour continuer sur papier : tours et places restants"), _STAFF, _continuity),
    Document("emargement", to_translate("Feuille d'émargement"), _STAFF, _attendance_sheet),
    Document("proces-verbal", to_translate("Procès-verbal, public et de séance"), _STAFF, _minutes),
    Document("postes-restants", to_translate("Postes restés sans interne"), _FACULTY, _seats_left, named=False),
    Document(
        "liste-postes", to_translate("Liste des postes à imprimer"), _EVERYBODY, _post_list, named=False, early=True
    ),
    Document("statistiques", to_translate("Statistiques du semestre"), _NAMELESS, _statistics, named=False),
)
"""In the order in which they are shown. Surnombres stand in those of the staff, the faculty and the person alone."""

BY_NAME = {document.name: document for document in DOCUMENTS}
