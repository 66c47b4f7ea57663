"""Who is called when: seniority in the phase, then the rank; the places apart; what no criterion settles."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.model import Candidate, Phase, RequestType, Situation
from allocation.prepare import Prepared
from tests.allocation.factories import (
    APPRO,
    PAEDIATRICS,
    PAEDIATRICS_SOCLE,
    SOCLE,
    campaign,
    dossier,
    intern,
    opened,
    overridden,
    post,
    request,
    senior,
)

URG = post("URG")


def test_seniority_comes_first_then_the_rank() -> None:
    """T01."""
    day = campaign([URG], [intern("A", 900, seniority=2), intern("B", 10, seniority=1), intern("C", 300, seniority=2)])
    assert day.called(SOCLE) == ["C", "A", "B"]


def test_the_order_of_the_rows_does_not_matter() -> None:
    people = [intern(f"N{number:02d}", rank=100 - number, seniority=number % 2) for number in range(12)]
    expected = campaign([URG], people).called(SOCLE)
    for seed in range(5):
        shuffled = random.Random(seed).sample(people, len(people))  # noqa: S311 - a shuffle, no secret
        assert campaign([URG], shuffled).called(SOCLE) == expected


def test_the_given_order_wins_and_a_difference_is_said() -> None:
    day = campaign([URG], [intern("A", 900, order=1), intern("B", 10, order=2)])
    assert day.called(SOCLE) == ["A", "B"]
    assert "l'ordre donné l'emporte" in day.warnings


def test_a_given_order_that_is_the_computed_one_is_not_said() -> None:
    day = campaign([URG], [intern("A", 10, order=4), intern("B", 900, order=9)])
    assert [call.order for call in day.opening.list[SOCLE].calls] == [4, 9]
    assert "l'ordre donné" not in day.warnings


def test_a_tie_that_a_human_settled_is_no_tie_any_more_and_the_sheet_says_so() -> None:
    people = [intern("A", 10, settled=2), intern("B", 10, settled=1), intern("C", 3)]
    day = campaign([URG], people)
    assert day.called(SOCLE) == ["C", "B", "A"]
    assert day.opening.ties == ()
    sheets = opened(dossier([URG], people)).sheets.values()
    lines = [line.text for (sheet,) in sheets if sheet.number == 2 for line in sheet.lines]
    assert "À égalité avec le n° 3 : l'ordre a été tranché par l'ARS, avec son motif." in lines


@pytest.mark.parametrize("places", [(1, None, None), (1, 2, None), (1, 1, 2)])
def test_a_tie_is_open_until_everybody_in_it_has_a_place(places: tuple[int | None, ...]) -> None:
    people = [intern(name, 10, settled=place) for name, place in zip("ABC", places, strict=True)]
    (tie,) = campaign([URG], people).opening.ties
    assert tie.orders == (1, 2, 3)


def test_a_tie_is_named_and_its_order_is_provisional_whatever_the_rows() -> None:
    people = [intern("A", 10), intern("B", 10), intern("C", 3)]
    day, turned = campaign([URG], people), campaign([URG], people[::-1])
    assert day.called(SOCLE) == turned.called(SOCLE)
    for each in (day, turned):
        (tie,) = each.documents.result["ties"]
        assert (tie["list"], tie["orders"]) == (SOCLE, [2, 3])
        assert f"{SOCLE}, n° 2, 3" in each.warnings


def test_people_without_any_rank_are_tied_after_those_who_have_one() -> None:
    day = campaign([URG], [intern("SANS"), intern("RIEN"), intern("RANG", 9000)])
    assert day.called(SOCLE)[0] == "RANG"
    assert [tie["orders"] for tie in day.documents.result["ties"]] == [[2, 3]]


def test_those_whom_a_given_order_leaves_tied_are_named_too() -> None:
    day = campaign(
        [post("NEONAT", des=PAEDIATRICS)],
        [
            intern("HOTE", 5, order=1, des=PAEDIATRICS),
            intern("INVITE", 10, Situation.HORS_FILIERE),
            intern("AUTRE", 10, Situation.HORS_FILIERE),
        ],
        requests=[request(name, RequestType.HORS_FILIERE, des=PAEDIATRICS) for name in ("INVITE", "AUTRE")],
    )
    assert (PAEDIATRICS_SOCLE, [2, 3]) in [(tie["list"], tie["orders"]) for tie in day.documents.result["ties"]]


def test_ranks_of_two_kinds_of_contest_compare_by_share_of_the_promotion() -> None:
    day = campaign(
        [URG],
        [
            intern("ECN", 5000, contest=2023, cohort_size=10000),
            intern("EN", 200, contest=2025, cohort_size=300),
            intern("EN-BON", 100, contest=2025, cohort_size=300),
        ],
    )
    assert day.called(SOCLE) == ["EN-BON", "ECN", "EN"]


def test_shares_compare_exactly() -> None:
    day = campaign(
        [URG],
        [
            intern("TIERS", 1, contest=2023, cohort_size=3),
            intern("PRESQUE", 333333333333333, contest=2025, cohort_size=1000000000000000),
        ],
    )
    assert day.called(SOCLE) == ["PRESQUE", "TIERS"]


def test_a_printed_share_compares_with_a_computed_one() -> None:
    day = campaign(
        [URG],
        [
            intern("IMPRIME", contest=2024, position=Fraction("0.2")),
            intern("CALCULE", 90, contest=2024, cohort_size=100),
        ],
    )
    assert day.called(SOCLE) == ["IMPRIME", "CALCULE"]


COMPARED_RAW = "ils sont comparés tels quels (clé rank.mode)"


def of_two_contests(**second: object) -> list[Candidate]:
    first = intern("ECN", 5000, contest=2023, cohort_size=10000)
    return [first, intern("EN", 200, **({"contest": 2025} | second))]


def test_ranks_of_two_kinds_of_contest_without_every_size_are_compared_raw_and_it_is_said() -> None:
    day = campaign([URG], of_two_contests())
    assert day.called(SOCLE) == ["EN", "ECN"]
    assert f"l'effectif de la promotion manque pour 1 interne(s) ; {COMPARED_RAW}" in day.warnings


@pytest.mark.parametrize("second", [{"cohort_size": 300}, {"seniority": 1}, {"contest": 2022}])
def test_ranks_that_compare_are_not_said_to_be_raw(second: dict[str, object]) -> None:
    assert COMPARED_RAW not in campaign([URG], of_two_contests(**second)).warnings


def test_a_given_order_settles_what_ranks_cannot() -> None:
    ordered = [replace(one, order=number) for number, one in enumerate(of_two_contests(), start=1)]
    assert COMPARED_RAW not in campaign([URG], ordered).warnings


def test_a_campaign_that_wants_percentages_hears_of_each_size_that_is_missing() -> None:
    people = [intern("UN", 1), intern("DEUX", 2), intern("SEUL", 3, seniority=2)]
    assert (
        f"manque pour 2 interne(s) ; {COMPARED_RAW}"
        in campaign([URG], people, rules=overridden(rank__mode="percentage")).warnings
    )


@pytest.mark.parametrize(("mode", "expected"), [("raw", ["EN", "ECN"]), ("percentage", ["ECN", "EN"])])
def test_a_campaign_may_say_how_ranks_compare(mode: str, expected: list[str]) -> None:
    people = [intern("ECN", 5000, contest=2023, cohort_size=10000), intern("EN", 200, contest=2025, cohort_size=300)]
    assert campaign([URG], people, rules=overridden(rank__mode=mode)).called(SOCLE) == expected


RANKS = st.integers(1, 90).flatmap(lambda size: st.tuples(st.integers(1, size), st.just(size)))


@given(st.lists(RANKS, min_size=2, max_size=6), st.integers(1, 400))
def test_T07_local_ranks_are_brought_pro_rata_to_the_promotion_now_followed(
    ranks: list[tuple[int, int]], followed: int
) -> None:
    """Whatever the size of the promotion followed, which is one for all those of the same seniority."""
    given_ = {f"N{number}": rank for number, rank in enumerate(ranks)}
    people = [intern(name, rank, contest=2023, cohort_size=size) for name, (rank, size) in given_.items()]
    prepared = opened(dossier([URG], people), overridden(rank__mode="local"))
    assert isinstance(prepared, Prepared)
    (choices,) = prepared.opening.lists
    called = [prepared.register.identities[call.person].last_name for call in choices.calls]
    local = {name: Fraction(rank, size) * followed for name, (rank, size) in given_.items()}
    assert [local[name] for name in called] == sorted(local.values())


def test_a_local_rank_is_told_on_the_rank_sheet_and_needs_every_size() -> None:
    local = overridden(rank__mode="local")
    day = campaign([URG], of_two_contests(cohort_size=300), rules=local)
    assert [line.text for line in day.prepared.sheets[day.person("EN")][0].lines if line.rule == "ORD-10"] == [
        "Rang local aux épreuves de 2025 : 200, soit 66,67 % de la promotion ; "
        "à ancienneté égale, ramené au prorata de la promotion suivie."
    ]
    assert COMPARED_RAW in campaign([URG], of_two_contests(), rules=local).warnings


def test_a_seniority_above_the_length_of_the_phase_is_read_as_a_total_and_said() -> None:
    day = campaign(
        [post("MED", 1, Phase.APPROFONDISSEMENT)],
        [senior("TOTAL", 1, seniority=5), senior("DANS-LA-PHASE", 2, seniority=4)],
    )
    assert day.called(APPRO) == ["DANS-LA-PHASE", "TOTAL"]
    assert "TOTAL Camille : ancienneté 5" in day.warnings
    assert "soit 3 dans la phase" in day.warnings


def test_a_seniority_too_small_for_a_total_is_kept_as_written() -> None:
    day = campaign(
        [post("MG3", 1, Phase.CONSOLIDATION)],
        [
            intern("REPETE", 2, seniority=3, phase=Phase.CONSOLIDATION),
            intern("NEUF", 1, seniority=0, phase=Phase.CONSOLIDATION),
        ],
    )
    assert day.called("Médecine générale – Consolidation") == ["REPETE", "NEUF"]


def remords(name: str, rank: int, **changes: object) -> Candidate:
    return intern(name, rank, Situation.REMORDS, **changes)


def test_a_remords_is_called_just_after_the_cohort_of_the_new_des() -> None:
    """T41: one semester taken over, hence seniority 1."""
    day = campaign(
        [post("NEONAT", 2, des=PAEDIATRICS)],
        [
            remords("REVENU", 1, seniority=1),
            intern("ANCIEN", 300, seniority=2, des=PAEDIATRICS),
            intern("EGAL", 9000, seniority=1, des=PAEDIATRICS),
            intern("JEUNE", 2, seniority=0, des=PAEDIATRICS),
        ],
        {"REVENU": "NEONAT"},
        requests=[request("REVENU", RequestType.REMORDS, des=PAEDIATRICS)],
    )
    assert day.called(PAEDIATRICS_SOCLE) == ["ANCIEN", "EGAL", "REVENU", "JEUNE"]
    assert day.post_of("REVENU") == "NEONAT"


def test_a_remords_by_rank_where_the_campaign_says_so() -> None:
    day = campaign(
        [post("NEONAT", des=PAEDIATRICS)],
        [remords("REVENU", 1, seniority=1), intern("EGAL", 9000, seniority=1, des=PAEDIATRICS)],
        requests=[request("REVENU", RequestType.REMORDS, des=PAEDIATRICS)],
        rules=overridden(rem__position="rank"),
    )
    assert day.called(PAEDIATRICS_SOCLE) == ["REVENU", "EGAL"]


def test_the_order_of_the_old_list_does_not_follow_a_remords() -> None:
    day = campaign(
        [post("NEONAT", des=PAEDIATRICS)],
        [
            remords("REVENU", 1, seniority=0, order=1),
            intern("PREMIER", 10, seniority=1, order=1, des=PAEDIATRICS),
            intern("SECOND", 20, seniority=0, order=2, des=PAEDIATRICS),
        ],
        requests=[request("REVENU", RequestType.REMORDS, des=PAEDIATRICS)],
    )
    assert day.called(PAEDIATRICS_SOCLE) == ["PREMIER", "SECOND", "REVENU"]
    numbers = [call.order for call in day.opening.list[PAEDIATRICS_SOCLE].calls]
    assert numbers == sorted(set(numbers))


def test_those_from_another_subdivision_are_called_after_the_home_interns() -> None:
    day = campaign(
        [URG],
        [
            intern("ENTRANT", 1, Situation.INTER_CHU_ENTRANT, seniority=2),
            intern("ILES", 2, Situation.DOM_TOM_ENTRANT, seniority=1),
            intern("ICI", 9000, seniority=0),
        ],
    )
    assert day.called(SOCLE) == ["ICI", "ENTRANT", "ILES"]


def test_those_from_another_subdivision_stay_last_beside_a_given_order() -> None:
    day = campaign(
        [URG],
        [
            intern("ENTRANT", 1, Situation.INTER_CHU_ENTRANT),
            intern("COMPUTED-FIRST", 10, order=2),
            intern("COMPUTED-LAST", 20, order=1),
        ],
    )
    assert day.called(SOCLE) == ["COMPUTED-LAST", "COMPUTED-FIRST", "ENTRANT"]


def test_those_from_another_subdivision_follow_their_seniority_where_the_campaign_says_so() -> None:
    day = campaign(
        [URG],
        [
            intern("ENTRANT", 1, Situation.INTER_CHU_ENTRANT, seniority=1),
            intern("EGAL", 9000, seniority=1),
            intern("JEUNE", 2, seniority=0),
        ],
        rules=overridden(ich__incoming_position="same_seniority"),
    )
    assert day.called(SOCLE) == ["EGAL", "ENTRANT", "JEUNE"]


def test_an_intern_without_a_given_order_follows_whoever_precedes_as_computed() -> None:
    day = campaign([URG], [intern("A", 1, order=2), intern("NOUVEAU", 5), intern("B", 10, order=1)])
    assert day.called(SOCLE) == ["B", "A", "NOUVEAU"]
