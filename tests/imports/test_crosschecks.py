"""What only shows when all the lists are read together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from allocation.issues import Issue
from allocation.model import (
    Candidate,
    Category,
    Dossier,
    Identity,
    Outcome,
    Phase,
    Post,
    Request,
    RequestType,
    Situation,
    Where,
    WishList,
)
from imports.crosschecks import cross_checks
from imports.places import Places
from imports.seats import Thresholds, check_seats
from imports.table import Total
from tests.imports.tables import GENERAL, codes, interns, only, posts

S, A = Phase.SOCLE, Phase.APPROFONDISSEMENT
TABLES = [posts({"capacite": None}, file="p.xlsx"), interns({"situation": None}, file="i.xlsx")]
AT_POSTS, AT_INTERNS = Where("p.xlsx", "Postes", 2), Where("i.xlsx", "Internes", 2)


def post(code: str = "P01", seats: int = 30, *phases: Phase, **other: object) -> Post:
    plain = Post(
        code,
        GENERAL,
        phases or (S,),
        seats,
        "CHU",
        code,
        category=Category.URG,
        accredited_until=date(2030, 1, 1),
        where=AT_POSTS,
    )
    return replace(plain, **other)


def intern(number: int, phase: Phase = S, des: str = GENERAL, *situations: Situation) -> Candidate:
    return Candidate(Identity("", f"NOM{number}", "Anne"), des, phase, situations=situations, where=AT_INTERNS)


def check(dossier: Dossier, *, semester: str = "2027-ete", wishes: bool = False) -> list[Issue]:
    return cross_checks(dossier, TABLES, Places(TABLES), semester=semester, wishes_given=wishes)


def seats(offered: int, wanted: int, **other: object) -> list[str]:
    people = tuple(intern(number) for number in range(wanted))
    return codes(check(Dossier(posts=(post(seats=offered, **other),), candidates=people)))


@pytest.mark.parametrize(
    ("des", "interns_", "minimum"),
    [
        (GENERAL, 14, 16), (GENERAL, 15, 17), (GENERAL, 100, 107), (GENERAL, 101, 109), (GENERAL, 429, 460),
        (GENERAL, 430, 460), (GENERAL, 1900, 1930), ("Pédiatrie", 1900, 2033), ("Pédiatrie", 1, 3),
    ],
)  # fmt: skip
def test_the_minimum_of_posts_is_computed_in_whole_numbers(des: str, interns_: int, minimum: int) -> None:
    assert Thresholds().minimum(des, interns_) == minimum


def test_seats_below_the_interns_or_below_the_minimum_warn() -> None:
    assert seats(19, 20) == ["W_SEATS_SHORT"]
    assert seats(21, 20) == ["W_SEATS_MINIMUM"]
    assert seats(22, 20) == []


def test_those_who_do_no_stage_here_need_no_seat() -> None:
    away = (Situation.NE_CHOISIT_PAS, Situation.INTER_CHU_SORTANT, Situation.DISPONIBILITE)
    people = [intern(number, S, GENERAL, situation) for number, situation in enumerate(away)]
    assert codes(check(Dossier(posts=(post(seats=3),), candidates=(*people, intern(9))))) == []


def seats_by(thresholds: Thresholds, posts_: tuple[Post, ...], people: list[Candidate]) -> list[str]:
    dossier = Dossier(posts=posts_, candidates=tuple(people))
    return codes(check_seats(dossier, Places(TABLES), thresholds))


def test_surnombres_are_counted_or_not_as_the_rule_set_says() -> None:
    people = [intern(1), intern(2, S, GENERAL, Situation.SURNOMBRE_VALIDANT)]
    offered = (post(seats=3),)
    assert seats_by(Thresholds(), offered, people) == ["W_SEATS_MINIMUM"]
    assert seats_by(Thresholds(count_surnombre=False), offered, people) == []


def test_the_minimum_may_be_that_of_the_whole_des_each_list_still_having_seats_enough() -> None:
    people = [intern(number, S if number < 2 else A) for number in range(4)]
    uneven = (post("P01", 2, S), post("P02", 4, A))
    assert seats_by(Thresholds(), uneven, people) == ["W_SEATS_MINIMUM"]
    assert seats_by(Thresholds(by_des=True), uneven, people) == []
    assert seats_by(Thresholds(by_des=True), (post("P01", 2, S), post("P02", 3, A)), people) == ["W_SEATS_MINIMUM"]
    assert seats_by(Thresholds(by_des=True), (post("P01", 1, S), post("P02", 5, A)), people) == ["W_SEATS_SHORT"]


def test_a_pool_of_two_phases_cannot_serve_both_lists_twice() -> None:
    people = [intern(number, phase) for number, phase in enumerate((S, S, A, A))]
    found = check(Dossier(posts=(post("P01", 4, S, A),), candidates=tuple(people)))
    assert "4 postes pour 4 internes" in only(found, "W_SEATS_MINIMUM").message
    assert check(Dossier(posts=(post("P01", 6, S, A),), candidates=tuple(people))) == []


def test_seats_whose_agrement_ends_before_the_semester_does_count_for_nobody() -> None:
    ended = post("P02", 5, accredited_until=date(2027, 10, 31))
    dossier = Dossier(posts=(post(seats=19), ended), candidates=tuple(map(intern, range(20))))
    dated = replace(dossier, semester="2027-ete")
    assert codes(check_seats(dossier, Places(TABLES))) == []
    assert "19 postes pour 20 internes" in only(check_seats(dated, Places(TABLES)), "W_SEATS_SHORT").message


def test_seats_kept_for_the_military_count_for_no_civilian() -> None:
    kept = post("P02", 5, reserved_for="Militaire", reserved_seats=4)
    military = intern(99, S, GENERAL, Situation.MILITAIRE)
    found = seats_by(Thresholds(), (post(seats=20), kept), [military, *map(intern, range(20))])
    assert found == ["W_SEATS_MINIMUM"]
    shared = replace(kept, reserved_for="CESP")
    assert seats_by(Thresholds(), (post(seats=20), shared), [*map(intern, range(20))]) == []


def test_who_goes_to_another_des_is_counted_there() -> None:
    who = intern(1, S, "Pédiatrie", Situation.HORS_FILIERE)
    request = Request(who.identity, RequestType.HORS_FILIERE, Outcome.GRANTED, des=GENERAL)
    found = check(Dossier(posts=(post(seats=0),), candidates=(who,), requests=(request,), requests_given=True))
    assert GENERAL in only(found, "W_SEATS_SHORT").message


def test_a_total_that_differs_from_the_sum_read_warns_at_its_cell() -> None:
    announced = [Total("G4", "postes", 5, 0, 2), Total("G5", "postes", 7, 0, 2)]
    sheet = posts({}, {"code": "P02", "postes": "2*"}, totals=announced)
    found = cross_checks(Dossier(), [sheet], Places([sheet]), semester="", wishes_given=False)
    assert [(issue.code, issue.cell, issue.message) for issue in found] == [
        ("W_TOTAL_MISMATCH", "G5", "Le fichier annonce 7, la somme lue est 5.")
    ]


def test_an_accreditation_that_ends_before_the_semester_warns() -> None:
    short = post(accredited_until=date(2027, 10, 31))
    assert only(check(Dossier(posts=(short,))), "W_AGREMENT_ENDS").cell == "H2"
    assert check(Dossier(posts=(replace(short, accredited_until=date(2027, 11, 1)),))) == []
    assert check(Dossier(posts=(short,)), semester="") == []


def test_a_missing_accreditation_warns_at_each_blank_cell_or_once_for_the_sheet() -> None:
    blank = [
        post(code, accredited_until=None, where=replace(AT_POSTS, row=row)) for row, code in enumerate(("A", "B"), 2)
    ]
    assert [issue.cell for issue in check(Dossier(posts=tuple(blank)))] == ["H2", "H3"]
    elsewhere = tuple(replace(each, where=Where("q.xlsx", "Postes", 2)) for each in blank)
    assert only(check(Dossier(posts=elsewhere)), "W_AGREMENT_MISSING").cell == ""


def test_the_pools_of_a_stage_together_must_hold_in_its_capacity() -> None:
    pools = (post("P01", 2, S, capacity=4), post("P01", 3, A, capacity=4))
    issue = only(check(Dossier(posts=pools)), "W_CAPACITY")
    assert (issue.cell, issue.message) == ("I2", "P01 : 5 postes pour une capacité de 4.")


@pytest.mark.parametrize(
    ("one", "other"),
    [("AP-HP", "APHP"), ("CHU de Saint-Étienne", "chu st etienne"), ("Centre hospitalier de Roanne", "CH Roanne"),
     ("Hôpital Nord", "Hopital Nord"), ("Clinique Mutualiste", "Clinique Mutualist")],
)  # fmt: skip
def test_two_spellings_of_an_establishment_warn(one: str, other: str) -> None:
    found = check(Dossier(posts=(post("P01", establishment=one), post("P02", establishment=other))))
    assert one in only(found, "W_ALIAS").message


@pytest.mark.parametrize(
    ("one", "other"), [("Hôpital Nord", "Hôpital Sud"), ("Cabinet 11", "Cabinet 12"), ("CHU", "CHI")]
)
def test_two_establishments_are_not_taken_for_one(one: str, other: str) -> None:
    assert check(Dossier(posts=(post("P01", establishment=one), post("P02", establishment=other)))) == []


def test_requests_that_differ_from_the_situation_warn_at_its_cell() -> None:
    who = intern(1, S, GENERAL, Situation.CESP)
    granted = Request(who.identity, RequestType.SURNOMBRE_VALIDANT, Outcome.GRANTED)
    issue = only(check(Dossier(candidates=(who,), requests=(granted,), requests_given=True)), "W_REQUEST_DIFFERS")
    assert (issue.cell, issue.value) == ("H2", "CESP")
    same = replace(granted, type=RequestType.CESP)
    assert check(Dossier(candidates=(who,), requests=(same,), requests_given=True)) == []


def test_those_without_a_wish_list_are_counted_once() -> None:
    people = tuple(intern(number) for number in range(3))
    dossier = Dossier(candidates=people, wishes=(WishList(people[0].identity, ("P01",)),))
    assert (
        only(check(dossier, wishes=True), "W_WISH_NONE").message
        == "2 internes sans liste de vœux : NOM1 Anne, NOM2 Anne."
    )
    assert check(dossier) == []
