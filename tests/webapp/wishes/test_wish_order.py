"""What the buttons do to a list, whatever is pressed on whatever list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.wishes.order import Act, changed

LIST = ("A", "B", "C", "D")


@pytest.mark.parametrize(
    ("act", "code", "rank", "expected"),
    [
        (Act.ADD, "E", 1, "ABCDE"),
        (Act.ADD, "B", 1, "ABCD"),
        (Act.REMOVE, "B", 1, "ACD"),
        (Act.REMOVE, "Z", 1, "ABCD"),
        (Act.UP, "C", 1, "ACBD"),
        (Act.UP, "A", 1, "ABCD"),
        (Act.DOWN, "A", 1, "BACD"),
        (Act.DOWN, "D", 1, "ABCD"),
        (Act.PLACE, "D", 1, "DABC"),
        (Act.PLACE, "A", 3, "BCAD"),
        (Act.PLACE, "A", 99, "BCDA"),
        (Act.PLACE, "D", -5, "DABC"),
    ],
)
def test_an_act_changes_the_list_as_its_button_says(act: Act, code: str, rank: int, expected: str) -> None:
    assert changed(LIST, act, code, rank) == tuple(expected)


@given(st.lists(st.text(max_size=2), unique=True), st.sampled_from(Act), st.text(max_size=2), st.integers())
def test_no_wish_is_ever_lost_or_doubled(codes: list[str], act: Act, code: str, rank: int) -> None:
    after = changed(codes, act, code, rank)
    assert len(set(after)) == len(after)
    assert set(after) | {code} == set(codes) | {code}
    assert [each for each in after if each != code] == [each for each in codes if each != code]
