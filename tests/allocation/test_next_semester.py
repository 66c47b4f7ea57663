"""After a semester each person is one further, or not, by the rules; two call lists are told apart by person."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation import rulesets
from allocation.call_lists import Kind, Listed, compare
from allocation.model import Candidate, Category, Dossier, Mode, PastStage, Phase, Situation
from allocation.next_semester import Moved, move_on
from tests.allocation.factories import intern, past, senior, someone

SEED, NATIONAL = rulesets.load("ssipi-2025"), rulesets.load("national-2026")
NOW = "2027-ete"


def stage(name: str, validated: bool | None = True, **changes) -> PastStage:
    given = PastStage(someone(name), NOW, "S1", Category.NIV1, Phase.SOCLE, validated=validated)
    return replace(given, **changes)


def after(candidate: Candidate, done: PastStage | None = None, history=None, rules=SEED) -> Moved:
    key = candidate.identity.key
    found = move_on(Dossier(candidates=(candidate,), history=history), NOW, {key: done} if done else {}, rules)
    return found.moved[0]


def test_a_validated_semester_adds_one() -> None:
    moved = after(intern("A", 1, seniority=0), stage("A"))
    assert (moved.candidate.phase, moved.candidate.seniority) == (Phase.SOCLE, 1)
    assert "ORD-02" in moved.why[0]


def test_the_last_semester_of_a_phase_opens_the_next_at_zero() -> None:
    moved = after(intern("A", 1, seniority=1), stage("A"))
    assert (moved.candidate.phase, moved.candidate.seniority) == (Phase.APPROFONDISSEMENT, 0)


def test_a_phase_whose_slots_are_known_ends_when_they_are_filled_and_not_before() -> None:
    history = (past("A", "U", Category.URG, semester="2026-hiver", phase=Phase.SOCLE),)
    assert after(intern("A", 1, seniority=1), stage("A"), history).candidate.phase is Phase.APPROFONDISSEMENT
    twice = stage("A", category=Category.URG)
    assert after(intern("A", 1, seniority=1), twice, history).candidate.phase is Phase.SOCLE


@pytest.mark.parametrize(
    ("done", "added"),
    [
        (stage("A", False, cause="Maladie"), 0),
        (stage("A", False, cause="Congé maternité"), 1),
        (stage("A", False, mode=Mode.SURNOMBRE_NON_VALIDANT, cause="Grossesse pathologique"), 1),
        (stage("A", None), 0),
    ],
)
def test_a_semester_that_is_not_validated_counts_by_its_cause_and_never_ends_a_phase(done, added: int) -> None:
    moved = after(intern("A", 1, seniority=1), done)
    assert (moved.candidate.phase, moved.candidate.seniority) == (Phase.SOCLE, 1 + added)


def test_t25_a_failed_surnombre_validant_counts_by_the_seed_and_not_by_the_national_texts() -> None:
    failed = stage("A", False, mode=Mode.SURNOMBRE_VALIDANT, cause="Maladie")
    assert [
        after(intern("A", 1, seniority=0), failed, rules=rules).candidate.seniority for rules in (SEED, NATIONAL)
    ] == [
        1,
        0,
    ]


def test_a_research_year_counts_and_a_personal_leave_does_not() -> None:
    research = after(intern("A", 1, Situation.ANNEE_RECHERCHE, seniority=0))
    leave = after(intern("A", 1, Situation.DISPONIBILITE, seniority=0))
    assert (research.candidate.seniority, leave.candidate.seniority) == (1, 0)


def test_passing_situations_end_with_the_semester_and_lasting_ones_stay() -> None:
    moved = after(intern("A", 1, Situation.CESP, Situation.SURNOMBRE_VALIDANT, seniority=0, order=4), stage("A"))
    assert moved.candidate.situations == (Situation.CESP,)
    assert moved.candidate.order is None


def test_the_last_phase_over_is_the_end_of_the_des() -> None:
    three_years = senior("A", 1, contest=2020, seniority=3)
    moved = after(three_years, stage("A", phase=Phase.APPROFONDISSEMENT))
    assert moved.candidate is None
    assert "terminé" in moved.why[-1]


def test_the_history_gains_the_semester() -> None:
    found = move_on(Dossier(candidates=(intern("A", 1, seniority=0),)), NOW, {someone("A").key: stage("A")}, SEED)
    assert [each.semester for each in found.dossier.history] == [NOW]


def listed(*people: tuple[Candidate, int]) -> Listed:
    return Listed(
        [candidate for candidate, _ in people],
        {candidate.identity.key: ("Socle", number) for candidate, number in people},
    )


def test_lists_that_agree_differ_in_nothing() -> None:
    same = listed((intern("A"), 1), (intern("B"), 2))
    assert compare(same, same, {}) == []


def test_each_difference_is_told_once_with_the_reason_of_ours() -> None:
    ours = listed((intern("A"), 1), (intern("B", seniority=2), 2), (senior("C"), 3), (intern("D"), 4))
    theirs = listed((intern("B", seniority=1), 1), (intern("C"), 2), (intern("D"), 3), (intern("E"), 4))
    found = compare(ours, theirs, {someone("B").key: ["deux semestres validés"]})
    assert [(each.identity.last_name, each.kind) for each in found] == [
        ("A", Kind.MISSING),
        ("B", Kind.SENIORITY),
        ("C", Kind.PHASE),
        ("E", Kind.NEW),
    ]
    assert found[1].why == ("deux semestres validés",)


def test_who_moved_is_named_and_not_everybody_behind() -> None:
    people = [intern(name) for name in "ABCDE"]
    ours = listed(*zip(people, range(1, 6), strict=True))
    theirs = listed(*zip([people[4], *people[:4]], range(1, 6), strict=True))
    assert [(each.identity.last_name, each.kind) for each in compare(ours, theirs, {})] == [("E", Kind.PLACE)]


@given(st.permutations(range(6)))
def test_no_smaller_group_explains_the_order(order: list[int]) -> None:
    people = [intern(f"P{number}") for number in range(6)]
    ours = listed(*zip(people, range(6), strict=True))
    theirs = listed(*zip([people[place] for place in order], range(6), strict=True))
    moved = {each.identity.last_name for each in compare(ours, theirs, {})}
    rest = [place for place in order if f"P{place}" not in moved]
    assert rest == sorted(rest)
    fewer = (set(group) for size in range(len(moved)) for group in combinations(range(6), size))
    assert not any(
        sorted(left) == left for group in fewer if (left := [p for p in order if p not in group]) is not None
    )
