"""What keeps a campaign from being opened, what somebody must answer for, and nothing where all is well."""

from __future__ import annotations

from dataclasses import replace

from allocation.issues import Issue
from allocation.model import Category, Dossier, Outcome, Phase, RequestType, Situation
from allocation.prepare import Prepared
from allocation.readiness import Check, readiness
from tests.allocation.factories import dossier, intern, opened, past, post, request

URG, NIV = post("URG"), post("NIV")


def checks(given: Dossier, *issues: Issue) -> dict[str, Check]:
    prepared = opened(given)
    found = readiness(given, prepared if isinstance(prepared, Prepared) else None, issues)
    return {check.id: check for check in found}


def broken(given: Dossier, *issues: Issue) -> dict[str, bool]:
    """The checks that do not hold, and whether each blocks."""
    return {name: check.blocks for name, check in checks(given, *issues).items() if not check.holds}


def warning(code: str, level: str = "warning") -> Issue:
    return Issue("postes.xlsx", "Socle", "E7", code, level, "", "Ce qui ne va pas.", "")


def test_a_sound_campaign_passes_every_check() -> None:
    given = dossier([URG, NIV], [intern("A", 1), intern("B", 2)])
    assert broken(given) == {}
    assert len(checks(given)) == 9


def test_somebody_without_rank_nor_order_blocks() -> None:
    given = dossier([URG, NIV], [intern("A", 1), intern("B")])
    assert broken(given) == {"ordre": True}
    assert "n° 2, B" in checks(given)["ordre"].found[0]
    assert broken(dossier([URG, NIV], [intern("A", 1, order=1), intern("B", order=2)])) == {}


def test_who_does_not_choose_needs_no_rank() -> None:
    assert broken(dossier([URG], [intern("A", 1), intern("B", None, Situation.DISPONIBILITE)])) == {}


def test_a_tie_blocks_until_a_human_settles_it() -> None:
    tied = [intern("A", 7), intern("B", 7)]
    assert broken(dossier([URG, NIV], tied)) == {"egalites": True}
    settled = [replace(each, settled=place) for place, each in enumerate(tied, start=1)]
    assert broken(dossier([URG, NIV], settled)) == {}


def test_a_pending_decision_blocks() -> None:
    waiting = request("A", RequestType.SURNOMBRE_VALIDANT, decision=Outcome.PENDING)
    given = dossier([URG], [intern("A", 1)], requests=[waiting])
    assert broken(given) == {"demandes": True}
    assert "A" in checks(given)["demandes"].found[0]


def test_an_error_in_the_files_blocks_and_names_its_cell() -> None:
    given = dossier([URG], [intern("A", 1)])
    assert broken(given, warning("E_INT_TEXT", "error")) == {"lecture": True}
    assert "postes.xlsx › Socle › E7" in checks(given, warning("E_INT_TEXT", "error"))["lecture"].found[0]


def test_an_empty_campaign_is_not_ready() -> None:
    assert broken(Dossier())["lecture"] is True
    assert broken(dossier([], [intern("A", 1)])) == {"lecture": True}
    assert checks(Dossier())["lecture"].found == ("Aucun stage n'a été lu.", "Aucun interne n'a été lu.")


def test_seats_and_agreements_are_answered_for_not_blocking() -> None:
    given = dossier([URG], [intern("A", 1)])
    for code, name in (("W_SEATS_SHORT", "minimum"), ("W_SEATS_MINIMUM", "minimum"), ("W_AGREMENT_ENDS", "agrements")):
        assert broken(given, warning(code)) == {name: False}
    assert broken(given, warning("W_TOTAL_MISMATCH")) == {}


def test_too_few_posts_for_everybody_is_told_with_the_people_and_the_posts() -> None:
    given = dossier([URG], [intern("A", 1), intern("B", 2)])
    assert broken(given) == {"maquettes": False}
    assert "URG" in checks(given)["maquettes"].found[0]


def test_a_post_that_nobody_can_take_is_told() -> None:
    given = dossier([URG, post("LOIN", 1, Phase.CONSOLIDATION)], [intern("A", 1)])
    assert broken(given) == {"stages": False}
    assert "LOIN" in checks(given)["stages"].found[0]


def test_other_findings_need_another_answer() -> None:
    one = checks(dossier([URG], [intern("A", 1), intern("B", 2)]))["maquettes"]
    more = checks(dossier([URG], [intern("A", 1), intern("B", 2), intern("C", 3)]))["maquettes"]
    same = checks(dossier([URG], [intern("A", 1), intern("B", 2)]))["maquettes"]
    assert (one.digest == same.digest, one.digest == more.digest) == (True, False)


def test_who_has_nothing_left_to_do_in_the_phase_is_not_called() -> None:
    done = [past("A", f"ANCIEN{n}", each, phase=Phase.SOCLE) for n, each in enumerate((Category.URG, Category.NIV1))]
    given = dossier([URG, NIV], [intern("A", 1), intern("B", 2)], history=done)
    assert broken(given)["eligibles"] is True
    assert "n° 1, A" in checks(given)["eligibles"].found[0]
    assert broken(dossier([URG, NIV], [intern("A", 1)], history=done[:1])).get("eligibles") is None
