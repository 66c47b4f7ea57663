"""What a new file changes against an old one."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date

import pytest

from allocation.model import Candidate, Dossier, Identity, Phase, Post, Where, WishList
from imports.diff import Change, diff

POST = Post("P01", "Médecine générale", (Phase.SOCLE,), 3, "CHU", "Urgences")
ANNE = Candidate(Identity("10100000017", "ALPHA", "Anne"), "Médecine générale", Phase.SOCLE, order=1)
BRUNO = Candidate(Identity("", "BRAVO", "Bruno"), "Médecine générale", Phase.SOCLE, order=2)
OLD = Dossier(posts=(POST,), candidates=(ANNE, BRUNO))


def test_the_same_dossier_differs_in_nothing_wherever_it_was_read() -> None:
    moved = replace(OLD, posts=(replace(POST, where=Where("autre.xlsx", "A", 9)),), candidates=(BRUNO, ANNE))
    assert diff(OLD, moved).is_empty


def test_a_post_is_followed_by_its_code_and_shows_each_field_that_changed() -> None:
    found = diff(OLD, replace(OLD, posts=(replace(POST, seats=4, head="Dr NOUVEAU"),)))
    (changed,) = found.posts.changed
    assert changed.name == "P01 (CHU – Urgences, Socle)"
    assert changed.changes == (Change("seats", "3", "4"), Change("head", "", "Dr NOUVEAU"))
    assert not found.posts.added
    assert not found.posts.removed


def test_a_post_whose_code_changed_is_followed_by_what_it_is() -> None:
    found = diff(OLD, replace(OLD, posts=(replace(POST, code="X9", establishment="chu"),)))
    assert [change.field for change in found.posts.changed[0].changes] == ["code", "establishment"]


def test_a_post_whose_phase_or_specialty_changed_is_followed_by_its_code() -> None:
    found = diff(OLD, replace(OLD, posts=(replace(POST, code="p 01", phases=(Phase.SOCLE, Phase.CONSOLIDATION)),)))
    assert [(change.field, change.new) for change in found.posts.changed[0].changes] == [
        ("code", "p 01"),
        ("phases", "Socle, Consolidation"),
    ]
    assert (found.posts.added, found.posts.removed) == ((), ())


def test_pools_of_one_code_are_told_apart_by_phase_and_reservation() -> None:
    reserved = replace(POST, reserved_for="CESP", seats=1, reserved_seats=1)
    found = diff(OLD, replace(OLD, posts=(POST, reserved)))
    assert found.posts.added == ("P01 (CHU – Urgences, Socle, CESP)",)
    assert found.posts.changed == ()


def test_people_are_followed_by_rpps_else_by_name() -> None:
    married = replace(ANNE, identity=replace(ANNE.identity, last_name="CHARLIE"))
    found = diff(OLD, replace(OLD, candidates=(married, replace(BRUNO, phase=Phase.CONSOLIDATION))))
    assert [each.changes for each in found.interns.changed] == [
        (Change("last_name", "ALPHA", "CHARLIE"),),
        (Change("phase", "Socle", "Consolidation"),),
    ]


def test_who_left_and_who_came_are_named() -> None:
    newcomer = replace(ANNE, identity=Identity("10100000025", "DELTA", "Zoé"))
    found = diff(OLD, replace(OLD, candidates=(BRUNO, newcomer)))
    assert (found.interns.added, found.interns.removed) == (("DELTA Zoé",), ("ALPHA Anne",))


def test_a_change_of_wishes_shows_both_lists() -> None:
    before, after = (WishList(ANNE.identity, codes) for codes in (("P01", "P02"), ("P02",)))
    found = diff(replace(OLD, wishes=(before,)), replace(OLD, wishes=(after,)))
    assert found.wishes.changed[0].changes == (Change("codes", "P01, P02", "P02"),)


def test_a_clerk_reads_the_fields_in_french_and_programs_by_their_names_in_the_model() -> None:
    found = diff(OLD, replace(OLD, posts=(replace(POST, seats=4, accredited_until=date(2027, 11, 1)),)))
    assert found.sentences() == [
        "Stage modifié : P01 (CHU – Urgences, Socle), Nombre de postes : « 3 » → « 4 »",
        "Stage modifié : P01 (CHU – Urgences, Socle), Agrément jusqu'au : «  » → « 01/11/2027 »",
    ]
    assert {change.field for change in found.posts.changed[0].changes} == {"seats", "accredited_until"}


@pytest.mark.parametrize("row", [Post, Candidate, WishList, Identity])
def test_every_field_that_may_change_has_a_french_name(row: type[Post | Candidate | WishList | Identity]) -> None:
    names = {field.name for field in fields(row)} - {"where", "identity"}
    shown = {Change(name, "", "").shown for name in names}
    assert len(shown) == len(names)
    assert all(text[0] == "%" or text[0].isupper() for text in shown)


def test_a_difference_is_plain_data() -> None:
    found = diff(OLD, Dossier()).as_dict()
    assert json.loads(json.dumps(found)) == found
    assert found["posts"] == {"added": [], "removed": ["P01 (CHU – Urgences, Socle)"], "changed": []}
