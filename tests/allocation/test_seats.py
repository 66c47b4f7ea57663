"""Seats are counted by pool, and go in call order to the first wish that is open."""

from __future__ import annotations

from datetime import date

from allocation.events import MarkedAbsent
from allocation.model import Phase
from tests.allocation.factories import APPRO, GENERAL, PAEDIATRICS, SOCLE, campaign, intern, post, senior

BOTH = (Phase.SOCLE, Phase.APPROFONDISSEMENT)


def test_each_obtains_the_first_wish_with_a_seat_left() -> None:
    day = campaign(
        [post("URG"), post("PED"), post("GER")],
        [intern("PREMIER", 1), intern("SECOND", 2), intern("TROISIEME", 3)],
        {"PREMIER": "URG PED", "SECOND": "URG PED", "TROISIEME": "URG PED GER"},
    )
    assert day.posts_of("PREMIER SECOND TROISIEME") == ["URG", "PED", "GER"]
    assert day.skipped("TROISIEME") == {"URG": "ELI-01a", "PED": "ELI-01a"}
    assert [day.row(name)["wish"] for name in ("PREMIER", "SECOND", "TROISIEME")] == [1, 2, 3]


def test_a_post_of_two_seats_serves_two_people() -> None:
    day = campaign(
        [post("URG", 2)],
        [intern("PREMIER", 1), intern("SECOND", 2), intern("TROISIEME", 3)],
        dict.fromkeys(("PREMIER", "SECOND", "TROISIEME"), "URG"),
    )
    assert day.posts_of("PREMIER SECOND TROISIEME") == ["URG", "URG", None]
    assert day.seats("URG") == (2, 0)


def test_the_refusal_says_who_took_the_seats() -> None:
    day = campaign(
        [post("URG", 2)],
        [intern("PREMIER", 1), intern("SECOND", 2), intern("TROISIEME", 3)],
        dict.fromkeys(("PREMIER", "SECOND", "TROISIEME"), "URG"),
    )
    assert "n° 1, 2" in day.reason("TROISIEME", "URG")
    assert "PREMIER" not in day.reason("TROISIEME", "URG")


def test_an_exhausted_list_leaves_its_owner_unserved_and_the_call_goes_on() -> None:
    """T11: never a random post, though one is left."""
    day = campaign(
        [post("URG"), post("PED"), post("LIBRE")],
        [intern("PREMIER", 1), intern("EPUISE", 2), intern("SUIVANT", 3)],
        {"PREMIER": "URG", "EPUISE": "URG", "SUIVANT": "URG PED"},
    )
    assert day.status_of("EPUISE") == "non_affecte"
    assert day.skipped("EPUISE") == {"URG": "ELI-01a"}
    assert day.post_of("SUIVANT") == "PED"
    assert day.seats("LIBRE") == (0, 0)


def test_somebody_without_a_list_is_passed_over_and_called_again() -> None:
    day = campaign([post("URG"), post("PED")], [intern("ABSENT", 1), intern("PRESENT", 2)], {"PRESENT": "URG"})
    assert day.status_of("ABSENT") == "non_affecte"
    assert day.row("ABSENT")["channel"] is None
    assert [event.why for event in day.events if isinstance(event, MarkedAbsent)] == ["sans_liste", "sans_liste"]
    assert day.post_of("PRESENT") == "URG"


def test_an_unknown_code_is_skipped_and_the_next_wish_counts() -> None:
    day = campaign([post("URG")], [intern("DUPONT", 1)], {"DUPONT": "NULLE-PART URG"})
    assert day.post_of("DUPONT") == "URG"
    assert day.skipped("DUPONT") == {"NULLE-PART": "ELI-01b"}
    assert "Aucun stage ouvert ne porte ce code" in day.reason("DUPONT", "NULLE-PART")


def test_a_closed_post_is_open_to_nobody() -> None:
    day = campaign([post("FERME", 0)], [intern("DUPONT", 1)], {"DUPONT": "FERME"})
    assert day.skipped("DUPONT") == {"FERME": "ELI-01d"}


def test_a_post_of_another_des_or_phase_is_not_on_the_list() -> None:
    day = campaign(
        [post("APPRO", 1, Phase.APPROFONDISSEMENT), post("PEDIATRIE", des=PAEDIATRICS), post("URG")],
        [intern("DUPONT", 1)],
        {"DUPONT": "APPRO PEDIATRIE URG"},
    )
    assert day.skipped("DUPONT") == {"APPRO": "ELI-01b", "PEDIATRIE": "ELI-01b"}


def test_an_accreditation_must_cover_the_whole_semester() -> None:
    day = campaign(
        [
            post("COURT", accredited_until=date(2027, 10, 31)),
            post("JUSTE", accredited_until=date(2027, 11, 1)),
            post("MUET", accredited_until=None),
        ],
        [intern("PREMIER", 1), intern("SECOND", 2)],
        {"PREMIER": "COURT JUSTE", "SECOND": "JUSTE MUET"},
    )
    assert day.posts_of("PREMIER SECOND") == ["JUSTE", "MUET"]
    assert day.skipped("PREMIER") == {"COURT": "ELI-01b"}


def test_phases_that_share_seats_draw_on_one_pool_the_seniors_first() -> None:
    day = campaign(
        [post("S/A", 1, *BOTH), post("SOCLE")],
        [intern("JEUNE", 1), senior("ANCIEN", 900)],
        {"JEUNE": "S/A SOCLE", "ANCIEN": "S/A"},
    )
    assert day.posts_of("ANCIEN JEUNE") == ["S/A", "SOCLE"]
    assert day.seats("S/A") == (1, 0)
    assert f"900 ({APPRO})" not in day.reason("JEUNE", "S/A")
    assert f"1 ({APPRO})" in day.reason("JEUNE", "S/A")
    assert f"La liste « {SOCLE} » partage des places avec « {APPRO} »" in day.warnings


def test_lists_that_share_nothing_are_said_to_share_nothing() -> None:
    day = campaign([post("URG"), post("MED", 1, Phase.APPROFONDISSEMENT)], [intern("JEUNE", 1), senior("ANCIEN", 2)])
    assert "partage" not in day.warnings


def test_two_phases_of_one_code_are_two_pools_when_they_stand_on_two_rows() -> None:
    day = campaign(
        [post("PED", 1, Phase.SOCLE), post("PED", 1, Phase.APPROFONDISSEMENT)],
        [intern("JEUNE", 1), intern("TARD", 2), senior("ANCIEN", 3)],
        dict.fromkeys(("JEUNE", "TARD", "ANCIEN"), "PED"),
    )
    assert day.posts_of("JEUNE ANCIEN TARD") == ["PED", "PED", None]
    assert day.skipped("TARD") == {"PED": "ELI-01a"}
    assert sorted(day.opening.pool) == ["PED#1", "PED#2"]


def test_everybody_stands_once_in_the_result() -> None:
    day = campaign([post("URG")], [intern("DUPONT", 1), senior("MARTIN", 1), intern("DURAND", 2)], {"DUPONT": "URG"})
    assert sorted(row["intern"]["last_name"] for _, row in day.rows()) == ["DUPONT", "DURAND", "MARTIN"]
    assert {choices["des"] for choices in day.documents.result["lists"]} == {GENERAL}
