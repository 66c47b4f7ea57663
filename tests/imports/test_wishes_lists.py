"""Wish lists, wide and long: what is kept, what is skipped, and each message at its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from allocation.forms import Role
from allocation.issues import Issue
from allocation.model import Category, Identity, Phase, Post, Situation
from imports.catalogue import Catalogue
from imports.people import Member, People
from imports.reading import Input
from imports.reading import read as read_all
from imports.values import Notes
from imports.wishes import Wishing, read_wishes
from tests.imports.tables import GENERAL, codes, only, table
from tests.imports.workbooks import as_xlsx, part_of, rezipped

ANNE = Identity("10100000017", "ALPHA", "Anne")
BRUNO = Identity("10100000025", "BRAVO", "Bruno")
CALLED = [Member(who, None, des=GENERAL, phase=Phase.SOCLE) for who in (ANNE, BRUNO)]


def post(code: str, phase: Phase = Phase.SOCLE, service: str = "Urgences") -> Post:
    return Post(code, GENERAL, (phase,), 2, "CHU de Saint-Étienne", service, category=Category.URG)


POSTS = [
    post("P01"),
    post("P02", service="Gériatrie"),
    post("P03", Phase.APPROFONDISSEMENT, "Pédiatrie"),
    post("P04", Phase.APPROFONDISSEMENT, "Gériatrie"),
]


def read(
    rows: Sequence[Mapping[str, object]],
    *,
    posts: Sequence[Post] = tuple(POSTS),
    called: Sequence[Member] = tuple(CALLED),
    situation: Situation | None = None,
    long_wishes: bool = False,
) -> tuple[dict[str, tuple[str, ...]], list[Issue]]:
    """The codes of each person by family name, and what was found."""
    found = table(Role.WISHES, rows, long_wishes=long_wishes)
    notes = Notes(found.file, found.sheet)
    situations = {ANNE: frozenset({situation})} if situation else {}
    wishing = Wishing(People(called, given=bool(called)), Catalogue(posts), situations)
    read_wishes(found, wishing, notes)
    return {who.last_name or who.rpps: wishes.codes for who, wishes in wishing.lists.items()}, notes.issues


def wide(*wishes: object, who: Identity = ANNE) -> dict[str, object]:
    return {"rpps": who.rpps} | {f"voeu_{rank}": wish for rank, wish in enumerate(wishes, start=1)}


def long(rank: object, code: object, who: Identity = ANNE) -> dict[str, object]:
    return {"rpps": who.rpps, "rang_voeu": rank, "code": code}


def test_wishes_are_kept_in_order_and_gaps_do_not_matter() -> None:
    assert read([wide("P02", None, "P01")]) == ({"ALPHA": ("P02", "P01")}, [])


def test_the_tenth_wish_comes_after_the_second() -> None:
    row = {"rpps": ANNE.rpps, "voeu_10": "P02", "voeu_2": "P01"}
    assert read([row])[0] == {"ALPHA": ("P01", "P02")}


def test_a_wish_that_is_a_formula_is_read_by_its_result_and_said_to_be_one() -> None:
    data = as_xlsx([["RPPS", "Vœu 1", "Vœu 2"], [ANNE.rpps, "P01", "P02"], [ANNE.rpps, None, None]])
    xml = part_of(data, "xl/worksheets/sheet1.xml")
    cell = re.search(r'<c r="C2".*?</c>', xml)
    assert cell is not None
    computed = xml.replace(cell[0], '<c r="C2" t="str"><f>B9</f><v>P02</v></c>')
    reading = read_all([Input("voeux.xlsx", rezipped(data, {"xl/worksheets/sheet1.xml": computed}))])
    assert [wishes.codes for wishes in reading.dossier.wishes] == [("P01", "P02")]
    assert [(issue.code, issue.cell) for issue in reading.issues] == [("W_FORMULA_VALUE", "C2")]
    lost = xml.replace(cell[0], '<c r="C2"><f>B9</f></c>')
    reading = read_all([Input("voeux.xlsx", rezipped(data, {"xl/worksheets/sheet1.xml": lost}))])
    assert [(issue.code, issue.cell) for issue in reading.issues] == [("E_FORMULA_NO_VALUE", "C2")]
    assert reading.dossier.wishes == ()


def test_the_same_doubt_is_told_at_every_cell_that_raises_it() -> None:
    found, issues = read([wide("P01", "P99", None), wide("P99", "P01", "P99", who=BRUNO)])
    assert [issue.cell for issue in issues if issue.code == "W_WISH_UNKNOWN"] == ["C2", "B3", "D3"]
    assert found == {"ALPHA": ("P01", "P99"), "BRAVO": ("P99", "P01", "P99")}


def test_a_row_without_a_wish_is_no_wish_list() -> None:
    assert read([wide(None, None), wide("P01", who=BRUNO)]) == ({"BRAVO": ("P01",)}, [])


def test_codes_are_known_whatever_their_case_and_a_label_after_them() -> None:
    assert read([wide("p01", "P02 – CHU, Gériatrie")]) == ({"ALPHA": ("P01", "P02")}, [])


def test_a_post_may_be_named_by_establishment_and_service() -> None:
    found, issues = read([wide("CHU de Saint-Etienne – Urgences", "CHU de Saint-Étienne – Gériatrie")])
    assert found == {"ALPHA": ("P01", "P02")}
    assert only(issues, "W_WISH_TEXT").message.startswith("2 vœux")


def test_words_that_fit_several_posts_of_no_list_of_one_s_own_are_ambiguous() -> None:
    posts = [post("P01"), post("P02")]
    _, issues = read([wide("CHU de Saint-Étienne – Urgences")], posts=posts)
    assert only(issues, "W_WISH_AMBIGUOUS").cell == "B2"


def test_an_unknown_post_warns_and_stays_as_written() -> None:
    found, issues = read([wide("P99", "P01")])
    assert found == {"ALPHA": ("P99", "P01")}
    issue = only(issues, "W_WISH_UNKNOWN")
    assert (issue.cell, issue.value, issue.level) == ("B2", "P99", "warning")


def test_without_a_post_list_no_post_is_unknown() -> None:
    assert read([wide("P99")], posts=[]) == ({"ALPHA": ("P99",)}, [])


def test_a_post_wished_twice_warns_and_every_wish_keeps_its_rank() -> None:
    found, issues = read([wide("P01", "P02", "P01")])
    assert found == {"ALPHA": ("P01", "P02", "P01")}
    assert only(issues, "W_WISH_DUP").cell == "D2"


def test_a_post_of_another_list_warns_except_for_those_who_choose_elsewhere() -> None:
    assert only(read([wide("P03")])[1], "W_WISH_INELIGIBLE").cell == "B2"
    assert read([wide("P03")], situation=Situation.HORS_FILIERE)[1] == []


def test_a_list_of_somebody_who_is_not_called_is_left_out() -> None:
    found, issues = read([{"rpps": "10100000041", "voeu_1": "P01"}])
    assert found == {}
    assert codes(issues) == ["W_PERSON_UNKNOWN"]


def test_without_a_call_list_every_wish_list_counts() -> None:
    assert read([wide("P01")], called=[]) == ({ANNE.rpps: ("P01",)}, [])


def test_two_lists_of_one_person_are_an_error_unless_they_are_the_same() -> None:
    found, issues = read([wide("P01"), wide("P02"), wide("P01")])
    assert found == {"ALPHA": ("P01",)}
    assert [(issue.code, issue.cell) for issue in issues] == [("E_WISH_LIST_DUP", "A3"), ("W_WISH_LIST_DUP", "A4")]


def test_long_lists_are_put_in_the_order_of_their_ranks() -> None:
    rows = [long(9, "P02"), long(2, "P02", BRUNO), long(1, "P01"), long(1, "P01", BRUNO)]
    assert read(rows, long_wishes=True) == ({"ALPHA": ("P01", "P02"), "BRAVO": ("P01", "P02")}, [])


def test_a_rank_given_twice_is_an_error_and_the_list_is_left_out() -> None:
    found, issues = read([long(1, "P01"), long(1, "P02"), long(1, "P01", BRUNO)], long_wishes=True)
    assert found == {"BRAVO": ("P01",)}
    assert only(issues, "E_WISH_RANK_DUP").cell == "B3"


def test_a_rank_that_is_none_is_an_error_at_its_cell() -> None:
    found, issues = read([long(None, "P01"), long("premier", "P02", BRUNO)], long_wishes=True)
    assert found == {}
    assert [(issue.code, issue.cell) for issue in issues] == [("E_INT_BLANK", "B2"), ("E_INT_TEXT", "B3")]


def test_a_long_wish_may_be_named_in_two_columns() -> None:
    row = {"rpps": ANNE.rpps, "rang_voeu": 1, "etablissement": "CHU de Saint-Étienne", "service": "Urgences"}
    assert read([row], long_wishes=True)[0] == {"ALPHA": ("P01",)}
