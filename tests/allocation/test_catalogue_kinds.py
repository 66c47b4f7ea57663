"""Each rule of the choice is shown by tests of its kind, or says why it is not in force yet.

Refusing: one case that passes and one that it refuses. Informing: the sentence where people read it. Ordering and
computing: the tests named in `SHOWN`, boundaries included.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from allocation import rulebook
from allocation.model import Candidate, Category, Mode, PastStage, Phase, Post, RequestType, Situation
from allocation.rulebook import Entry, Kind
from allocation.rules import RULES as OF_A_TURN
from allocation.run import serve_all
from allocation.why import why
from tests.allocation.asked import WHO, done, told
from tests.allocation.factories import (
    GENERAL,
    PAEDIATRICS,
    RULES,
    SOCLE,
    campaign,
    dossier,
    intern,
    past,
    post,
    request,
    senior,
    teaching,
)
from tests.allocation.stays import NATIONAL

GROUPS = frozenset(
    {
        "ORD",
        "ELI",
        "PRO",
        "SUV",
        "SNV",
        "HF",
        "ICH",
        "DOM",
        "SAM",
        "REM",
        "DIS",
        "MAT",
        "REC",
        "CESP",
        "MIL",
        "FST",
        "VAL",
    }
)
ROWS = [entry for entry in rulebook.load().values() if entry.group in GROUPS or entry.id == "AGR-08"]
IN_FORCE = [entry for entry in ROWS if entry.function]
R = RequestType

SHOWN: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("shown_by.toml").read_text(encoding="utf-8"))
"""The tests that show a rule, beside those of this file."""


def written() -> set[str]:
    """`module.test` of every test of the product."""
    found: set[str] = set()
    for path in sorted(Path(__file__).parents[1].glob("*/test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tests = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
        found |= {f"{path.stem.removeprefix('test_')}.{name}" for name in tests if name.startswith("test_")}
    return found


def test_every_rule_in_force_is_shown_by_tests_and_none_of_the_others_is() -> None:
    shown = SHOWN.keys() | REFUSING.keys() | INFORMING.keys()
    assert {entry.id for entry in IN_FORCE} - shown == set()
    assert shown - {entry.id for entry in IN_FORCE} == set()


@pytest.mark.parametrize("entry", [each for each in ROWS if not each.function], ids=lambda entry: entry.id)
def test_a_rule_that_is_not_in_force_gives_its_reason(entry: Entry) -> None:
    assert len(entry.not_yet.split()) >= 5


def test_the_tests_named_are_there() -> None:
    named = {name for names in SHOWN.values() for name in names}
    assert named - written() == set()


def test_every_refusing_rule_has_its_two_cases() -> None:
    refusing = {entry.id for entry in IN_FORCE if entry.kind is Kind.REFUSES}
    assert refusing == REFUSING.keys() == OF_A_TURN.keys()


Case = tuple[Sequence[Post], Candidate, Sequence[PastStage] | None]
SUV = Situation.SURNOMBRE_VALIDANT
FIRST = intern("PREMIER", 1)
SAME = [past(WHO, "S", phase=Phase.SOCLE)]
M = Category.MPOLY
ON_TIME, SHORT = date(2027, 11, 1), date(2027, 10, 31)

REFUSING: dict[str, tuple[Case, Case]] = {
    "ELI-01a": (([post("S", 2)], intern(WHO, 2), None), ([post("S")], intern(WHO, 2), None)),
    "ELI-01b": (
        ([post("S", 2, accredited_until=ON_TIME)], intern(WHO, 2), None),
        ([post("S", 2, accredited_until=SHORT)], intern(WHO, 2), None),
    ),
    "ELI-01c": (
        ([teaching("S", M, 2)], senior(WHO, 2), [past(WHO, "X", Category.COUPLE)]),
        ([teaching("S", M, 2)], senior(WHO, 2), [past(WHO, "X", M), past(WHO, "Y", M, semester="2026-ete")]),
    ),
    "ELI-01d": (
        ([post("S", 2, reserved="CESP")], intern(WHO, 2, Situation.CESP), None),
        ([post("S", 2, reserved="CESP")], intern(WHO, 2), None),
    ),
    "SAM-01": (([post("S", 2)], intern(WHO, 2), done(1)), ([post("S", 2)], intern(WHO, 2), SAME)),
    "SUV-03": (([post("S", 2)], intern(WHO, 2, SUV), None), ([post("S")], intern(WHO, 2, SUV), None)),
}
"""For each rule of a turn, DUPONT called after PREMIER who takes S: a case let through, and one refused."""


def asked_of(rule: str, case: Case) -> tuple[bool, str, str]:
    """Whether the rule lets S through at the turn of DUPONT, with its source and the facts used."""
    posts, candidate, history = case
    first = replace(FIRST, phase=candidate.phase, seniority=1)
    day = campaign(posts, [first, candidate], {"PREMIER": "S", WHO: "S"}, history)
    events, _ = serve_all(day.opening, day.prepared.wishes)
    (answer,) = why(day.opening, events, day.person(WHO), "S")
    (found,) = (reason for reason in answer.reasons if reason.rule == rule)
    return found.allows, found.source, found.facts


@pytest.mark.parametrize("rule", REFUSING)
def test_a_refusing_rule_lets_one_case_through_and_refuses_the_other_with_its_source_and_facts(rule: str) -> None:
    passing, refused = REFUSING[rule]
    assert asked_of(rule, passing)[0] is True
    allows, source, facts = asked_of(rule, refused)
    assert (allows, source) == (False, rulebook.load()[rule].source)
    assert facts


AWAY = [*done(5)[:2], *done(3, mode=Mode.INTER_CHU)]
LATE: dict[str, object] = {"filed": date(2027, 4, 30)}

INFORMING: dict[str, tuple[RequestType, Sequence[PastStage], dict[str, object]]] = {
    "SUV-02": (R.SURNOMBRE_VALIDANT, done(2), {"cause": "Convenances personnelles"}),
    "SUV-06": (R.SURNOMBRE_VALIDANT, [*done(2)[:1], *done(1, mode=Mode.SURNOMBRE_VALIDANT)], {"cause": "CLM"}),
    "SUV-07": (R.SURNOMBRE_NON_VALIDANT, done(2), LATE),
    "HF-01": (R.HORS_FILIERE, done(1, validated=False), {}),
    "HF-02": (R.HORS_FILIERE, done(2), LATE),
    "ICH-01": (R.INTER_CHU_SORTANT, done(1), {}),
    "ICH-02": (R.INTER_CHU_SORTANT, done(2), {}),
    "ICH-06": (R.INTER_CHU_SORTANT, done(2), LATE),
    "DOM-01": (R.DOM_TOM_SORTANT, done(1, validated=False), {}),
    "DOM-03": (R.DOM_TOM_SORTANT, AWAY, {}),
    "SAM-02": (R.MEME_STAGE, done(2), {"code": "S"} | LATE),
    "REM-01": (R.REMORDS, done(2, cause="Droit au remords"), {}),
    "REM-02": (R.REMORDS, done(5), {}),
    "REM-04": (R.REMORDS, done(2), {"pieces": "Dernier affecté : 1"}),
    "REM-06": (R.REMORDS, done(2), LATE),
    "REM-07": (R.REMORDS, done(2), {"pieces": "Dernier affecté : 1"}),
    "DIS-03": (R.DISPONIBILITE, done(2), LATE),
}
"""For each rule on a request, one that is granted against it: its kind, the history, the rest."""


@pytest.mark.parametrize("rule", INFORMING)
def test_a_rule_that_informs_is_read_at_the_opening(rule: str) -> None:
    kind, history, changes = INFORMING[rule]
    who = intern(WHO, 7, *([Situation.CESP] if rule == "REM-07" else []))
    made = request(WHO, kind, des=PAEDIATRICS if kind in (R.REMORDS, R.HORS_FILIERE) else "", **changes)
    given = dossier([post("S")], [who], history=history, requests=[made])
    rules = NATIONAL if rule == "ICH-02" else RULES
    assert f"accordée et appliquée, contre {rule} : " in told(given, rules, date(2027, 4, 4))
    assert "contre" not in told(replace(given, requests=()), rules, date(2027, 4, 4))


def test_SAM_05_the_same_code_is_the_same_stage_whatever_it_taught() -> None:
    day = campaign([post("S"), post("T")], [intern(WHO, 1)], {WHO: "S T"}, [past(WHO, "S", Category.FEMME)])
    assert (day.post_of(WHO), day.skipped(WHO)) == ("T", {"S": "SAM-01"})


def test_HF_09_the_free_stage_of_three_years_outside_general_medicine_comes_after_the_hosts() -> None:
    ward = post("NEONAT", 1, Phase.APPROFONDISSEMENT, des=PAEDIATRICS)
    guest = senior(WHO, 1, contest=2020, seniority=3)
    host = senior("HOTE", 9000, des=PAEDIATRICS)
    asking = [request(WHO, R.HORS_FILIERE, des=PAEDIATRICS)]
    day = campaign([ward], [guest, host], {WHO: "NEONAT", "HOTE": "NEONAT"}, requests=asking)
    assert day.posts_of(f"HOTE {WHO}") == ["NEONAT", None]


def test_REM_08_without_a_history_the_number_taken_over_is_the_seniority() -> None:
    asking = request(WHO, R.REMORDS, des=GENERAL, pieces="Semestres repris : 2025-hiver et 2026-ete")
    others = [intern("UN", 2, seniority=1), intern("DEUX", 3, seniority=2)]
    day = campaign([post("S")], [intern(WHO, 1, des=PAEDIATRICS, seniority=None), *others], requests=[asking])
    assert day.called(SOCLE) == ["DEUX", WHO, "UN"]
