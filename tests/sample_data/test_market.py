"""The random markets of the benchmarks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

from allocation.forms import FORMS, Role
from sample_data.market import market, write_market


def test_the_same_seed_gives_the_same_market_and_another_seed_another() -> None:
    assert market(300, 200, 20, seed=7) == market(300, 200, 20, seed=7)
    assert market(300, 200, 20, seed=7) != market(300, 200, 20, seed=8)


@pytest.mark.parametrize(("interns", "posts"), [(1, 1), (7, 3), (500, 300), (1_500, 1_100), (6_000, 4_000)])
def test_a_market_has_its_size_and_a_little_more_seats_than_interns(interns: int, posts: int) -> None:
    offered, people, lists = market(interns, posts, 10)
    assert len(people) == len(lists) == interns
    assert abs(len(offered) - posts) <= 24
    assert 1.15 * interns <= sum(post.seats for post in offered) <= 1.15 * interns + 24
    assert min(post.seats for post in offered) >= 1


def test_each_list_has_room_for_its_interns_and_many_des_come_with_size() -> None:
    offered, people, _ = market(6_000, 4_000, 10)
    seats = Counter[tuple[str, str]]()
    for post in offered:
        seats[post.des, post.phases[0]] += post.seats
    interns = Counter((one.des, one.phase) for one in people)
    assert len({des for des, _ in interns}) == 12
    assert all(seats[one] >= number for one, number in interns.items())
    assert {one.des for one in market(5_000, 3_000, 5)[1]} == {"Médecine générale"}


def test_wishes_fit_the_person_and_never_repeat() -> None:
    offered, people, lists = market(6_000, 4_000, 40)
    where = {post.code: (post.des, post.phases[0]) for post in offered}
    stages = Counter(where.values())
    assert len(where) == len(offered)
    for one, wished in zip(people, lists, strict=True):
        assert wished.identity == one.identity
        assert len(wished.codes) == len(set(wished.codes)) == min(40, stages[one.des, one.phase])
        assert {where[code] for code in wished.codes} == {(one.des, one.phase)}


def test_people_are_told_apart_and_never_tie() -> None:
    _, people, _ = market(6_000, 4_000, 5)
    assert len({one.identity.rpps for one in people}) == 6_000
    assert len({one.identity.shown for one in people}) == 6_000
    assert len({(one.des, one.phase, one.seniority, one.rank) for one in people}) == 6_000


def test_popular_posts_come_first() -> None:
    _, _, lists = market(1_000, 400, 20)
    firsts = Counter(one.codes[0] for one in lists)
    assert sum(number for _, number in firsts.most_common(40)) > 3 * 1_000 * 40 / 400


def test_a_short_list_of_posts_shortens_the_wishes() -> None:
    offered, _, lists = market(30, 6, 40)
    assert max(len(one.codes) for one in lists) < len(offered)


@pytest.mark.parametrize("wrong", [(0, 5, 5), (5, 0, 5), (5, 5, 0), (1_000_000, 5, 5)])
def test_a_market_of_nothing_is_refused(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="un marché demande"):
        market(*wrong)


def test_the_workbooks_are_in_our_templates(tmp_path: Path) -> None:
    paths = write_market(tmp_path / "new", 200, 150, wishes=12)
    offered, people, lists = market(200, 150, wishes=12)
    rows = {name: list(load_workbook(path).active.iter_rows(values_only=True)) for name, path in paths.items()}
    assert list(rows["postes"][0]) == [column.header for column in FORMS[Role.POSTS]]
    assert list(rows["internes"][0]) == [column.header for column in FORMS[Role.INTERNS]]
    assert list(rows["voeux"][0]) == ["RPPS", *(f"Vœu {rank}" for rank in range(1, 13))]
    assert [row[0] for row in rows["postes"][1:]] == [post.code for post in offered]
    assert [row[1] for row in rows["internes"][1:]] == [one.identity.rpps for one in people]
    assert [row[1:] for row in rows["voeux"][1:]] == [one.codes for one in lists]
