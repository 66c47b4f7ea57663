"""Whatever the format, the encoding, the order of the columns and the spellings, the same dossier comes back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocation.forms import Role
from allocation.model import Candidate, Phase, Post
from imports.headers import known_headers
from imports.reading import Input, read
from tests.imports.workbooks import Rows, as_csv, as_ods, as_xls, as_xlsx

GENERAL, RHEUMATOLOGY = "Médecine générale", "Rhumatologie"
DES = {GENERAL: (GENERAL, "MG", "D.E.S. de médecine générale", "MEDECINE GENERALE"),
       RHEUMATOLOGY: (RHEUMATOLOGY, "rhumatologie ", "DES Rhumatologie")}  # fmt: skip
PHASES = {Phase.SOCLE: ("Socle", "PS", "phase socle", "Phase 1"), Phase.APPROFONDISSEMENT: ("Appro", "PA2", "phase 2 ")}
PLACES = ("CHU de Saint-Étienne", "Hôpital Nord – cœur", "L’Horme « EHPAD »", 'Clinique ; "du Parc"')
NAMES = ("DUPONT", "D'HÉROUVELLE", "de La Tourrette", "N’DONGALA", "LE GOFF-MARTIN")
NUMBERS = ("{}", "{} postes", " {}\xa0", "{} (dont 1 FST)", "{}*")
ORDERS = ("{}", "{}e", " {} ")


def _text_writers() -> list[Callable[[Rows], bytes]]:
    def writer(encoding: str, delimiter: str) -> Callable[[Rows], bytes]:
        return lambda rows: as_csv(rows, encoding=encoding, delimiter=delimiter)

    return [writer(*how) for how in product(("utf-8", "utf-8-sig", "cp1252", "utf-16"), ";,\t|")]


WRITERS = [as_xlsx, as_xls, as_ods, *_text_writers()]
POSTS = st.tuples(
    st.sampled_from(PLACES), st.sampled_from(sorted(DES)), st.sampled_from(list(PHASES)), st.integers(0, 60)
)
PEOPLE = st.tuples(st.sampled_from(NAMES), st.sampled_from(sorted(DES)), st.sampled_from(list(PHASES)))


@st.composite
def files(draw: st.DrawFn, role: Role, records: list[dict[str, str]]) -> bytes:
    """The records as a file: columns in any order under any of their headers, blank rows anywhere."""
    fields = draw(st.permutations(sorted(records[0])))
    spellings = {
        field: sorted(text for text, known in known_headers(role).items() if known == field) for field in fields
    }
    rows: list[list[object]] = [[draw(st.sampled_from(spellings[field])) for field in fields]]
    for record in records:
        rows += [[]] * draw(st.integers(0, 2)) + [[record[field] for field in fields]]
    return draw(st.sampled_from(WRITERS))(rows)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.lists(POSTS, min_size=1, max_size=5))
def test_a_post_list_gives_the_same_posts(data: st.DataObject, wanted: list[tuple[str, str, Phase, int]]) -> None:
    records = [
        {
            "code": f"P-{number:02}",
            "etablissement": place,
            "service": f"Service {number}",
            "des": data.draw(st.sampled_from(DES[des])),
            "phase": data.draw(st.sampled_from(PHASES[phase])),
            "postes": data.draw(st.sampled_from(NUMBERS)).format(seats),
        }
        for number, (place, des, phase, seats) in enumerate(wanted)
    ]
    reading = read([Input("liste", data.draw(files(Role.POSTS, records)), frozenset({Role.POSTS}))])
    assert [issue for issue in reading.issues if issue.level == "error"] == []
    assert reading.dossier.posts == tuple(
        Post(f"P-{number:02}", des, (phase,), seats, place, f"Service {number}")
        for number, (place, des, phase, seats) in enumerate(wanted)
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.lists(PEOPLE, min_size=1, max_size=5))
def test_a_call_list_gives_the_same_people(data: st.DataObject, wanted: list[tuple[str, str, Phase]]) -> None:
    records = [
        {
            "ordre": data.draw(st.sampled_from(ORDERS)).format(number),
            "nom": last,
            "prenom": f"Zoé-{'abcde'[number - 1]}",
            "des": data.draw(st.sampled_from(DES[des])),
            "phase": data.draw(st.sampled_from(PHASES[phase])),
            "anciennete": str(9 - number),
        }
        for number, (last, des, phase) in enumerate(wanted, start=1)
    ]
    reading = read([Input("liste", data.draw(files(Role.INTERNS, records)), frozenset({Role.INTERNS}))])
    assert [issue for issue in reading.issues if issue.level == "error"] == []
    found: list[Candidate] = list(reading.dossier.candidates)
    assert [(each.identity.last_name, each.des, each.phase, each.order, each.seniority) for each in found] == [
        (last, des, phase, number, 9 - number) for number, (last, des, phase) in enumerate(wanted, start=1)
    ]
    assert [each.identity.first_name for each in found] == [record["prenom"] for record in records]
