"""Hors-filière: last on the host list, then the catch-up of their own."""

from __future__ import annotations

from allocation.model import Candidate, Category, Mode, Outcome, Phase, Request, RequestType, Situation
from tests.allocation.factories import (
    GENERAL,
    PAEDIATRICS,
    PAEDIATRICS_SOCLE,
    campaign,
    dossier,
    errors_of,
    intern,
    overridden,
    past,
    post,
    request,
    teaching,
)

HF = RequestType.HORS_FILIERE


def guest(name: str, rank: int, **changes: object) -> Candidate:
    return intern(name, rank, Situation.HORS_FILIERE, **changes)


def towards_paediatrics(*names: str) -> list[Request]:
    return [request(name, HF, des=PAEDIATRICS) for name in names]


def resident(name: str, rank: int, **changes: object) -> Candidate:
    return intern(name, rank, **({"des": PAEDIATRICS} | changes))


WARD = post("NEONAT", 1, des=PAEDIATRICS)


def test_hors_filiere_are_called_after_the_whole_host_list_by_rank() -> None:
    """T31."""
    day = campaign(
        [WARD],
        [guest("RANG700", 700, seniority=3), guest("RANG200", 200, seniority=3), resident("HOTE", 9000, seniority=0)],
        requests=towards_paediatrics("RANG700", "RANG200"),
    )
    assert day.called(PAEDIATRICS_SOCLE) == ["HOTE", "RANG200", "RANG700"]


def test_a_guest_takes_a_seat_that_the_hosts_left() -> None:
    day = campaign(
        [post("NEONAT", 2, des=PAEDIATRICS)],
        [guest("INVITE", 1), resident("HOTE", 9000)],
        {"INVITE": "NEONAT", "HOTE": "NEONAT"},
        requests=towards_paediatrics("INVITE"),
    )
    assert day.posts_of("HOTE INVITE") == ["NEONAT", "NEONAT"]
    assert day.mode_of("INVITE") is Mode.HORS_FILIERE
    assert day.seats("NEONAT") == (2, 0)


def test_a_guest_left_without_a_seat_goes_to_the_catch_up_of_their_own_list() -> None:
    day = campaign(
        [WARD, post("URG", 2)],
        [guest("INVITE", 1), resident("HOTE", 9000), intern("CHEZ-SOI", 50)],
        {"INVITE": "NEONAT URG", "HOTE": "NEONAT", "CHEZ-SOI": "URG"},
        requests=towards_paediatrics("INVITE"),
    )
    assert day.posts_of("HOTE CHEZ-SOI INVITE") == ["NEONAT", "URG", "URG"]
    assert day.mode_of("INVITE") is Mode.NORMAL
    assert day.row("INVITE")["catch_up"] is True


def test_the_own_list_does_not_wait_for_its_guest_elsewhere() -> None:
    day = campaign(
        [WARD, post("URG")],
        [guest("INVITE", 1), resident("HOTE", 9000), intern("CHEZ-SOI", 50)],
        {"INVITE": "NEONAT URG", "HOTE": "NEONAT", "CHEZ-SOI": "URG"},
        requests=towards_paediatrics("INVITE"),
    )
    assert day.posts_of("CHEZ-SOI INVITE") == ["URG", None]
    assert day.status_of("INVITE") == "non_affecte"


def test_the_slots_of_the_own_curriculum_are_not_asked_elsewhere_but_already_done_is() -> None:
    day = campaign(
        [
            post("DEJA", des=PAEDIATRICS, category=Category.ENFANT),
            post("NEONAT", des=PAEDIATRICS, category=Category.ENFANT),
        ],
        [guest("INVITE", 1)],
        {"INVITE": "DEJA NEONAT"},
        history=[past("INVITE", "DEJA", Category.ENFANT, phase=Phase.SOCLE)],
        requests=towards_paediatrics("INVITE"),
    )
    assert day.post_of("INVITE") == "NEONAT"
    assert day.skipped("INVITE") == {"DEJA": "SAM-01"}
    assert day.slot_of("INVITE") is None


def test_a_guest_keeps_the_same_phase() -> None:
    day = campaign(
        [post("GRANDS", 1, Phase.APPROFONDISSEMENT, des=PAEDIATRICS), WARD],
        [guest("INVITE", 1)],
        {"INVITE": "GRANDS NEONAT"},
        requests=towards_paediatrics("INVITE"),
    )
    assert day.skipped("INVITE") == {"GRANDS": "ELI-01b"}
    assert day.post_of("INVITE") == "NEONAT"


def test_the_national_variant_places_a_guest_after_those_of_the_same_seniority() -> None:
    day = campaign(
        [WARD],
        [
            guest("INVITE", 1, seniority=1),
            resident("ANCIEN", 500, seniority=2),
            resident("EGAL", 9000, seniority=1),
            resident("JEUNE", 2, seniority=0),
        ],
        requests=towards_paediatrics("INVITE"),
        rules=overridden(hf__position="same_seniority"),
    )
    assert day.called(PAEDIATRICS_SOCLE) == ["ANCIEN", "EGAL", "INVITE", "JEUNE"]


def test_guests_stay_last_when_the_host_list_has_an_order_of_its_own() -> None:
    day = campaign(
        [WARD],
        [
            guest("INVITE", 1, order=1),
            resident("COMPUTED-FIRST", 10, order=2),
            resident("COMPUTED-LAST", 20, order=1),
        ],
        requests=towards_paediatrics("INVITE"),
    )
    assert day.called(PAEDIATRICS_SOCLE) == ["COMPUTED-LAST", "COMPUTED-FIRST", "INVITE"]
    assert [call.order for call in day.opening.list[PAEDIATRICS_SOCLE].calls] == [1, 2, 3]


def test_a_hors_filiere_without_the_des_asked_is_an_error() -> None:
    without_file = dossier([WARD], [guest("INVITE", 1)])
    assert errors_of(without_file) == [("E_REQUEST_DES_MISSING", "INVITE Camille")]
    without_des = dossier([WARD], [guest("INVITE", 1)], requests=[request("INVITE", HF)])
    assert errors_of(without_des) == [("E_REQUEST_DES_MISSING", "INVITE Camille")]


def test_a_hors_filiere_towards_the_own_list_is_an_ordinary_turn() -> None:
    day = campaign(
        [post("URG")],
        [guest("INVITE", 1), intern("CHEZ-SOI", 50)],
        {"INVITE": "URG", "CHEZ-SOI": "URG"},
        requests=[request("INVITE", HF, des=GENERAL)],
    )
    assert day.posts_of("INVITE CHEZ-SOI") == ["URG", None]


def test_a_refused_hors_filiere_chooses_at_home() -> None:
    day = campaign(
        [WARD, post("URG")],
        [guest("INVITE", 1)],
        {"INVITE": "NEONAT URG"},
        requests=[request("INVITE", HF, Outcome.REFUSED, des=PAEDIATRICS)],
    )
    assert day.post_of("INVITE") == "URG"
    assert day.mode_of("INVITE") is Mode.NORMAL


def test_a_guest_stands_once_in_the_result_on_the_list_that_served() -> None:
    day = campaign(
        [WARD, teaching("URG", Category.URG, 1, Phase.SOCLE)],
        [guest("INVITE", 1), intern("CHEZ-SOI", 2)],
        {"INVITE": "NEONAT", "CHEZ-SOI": "URG"},
        requests=towards_paediatrics("INVITE"),
    )
    assert [name for name, row in day.rows() if row["intern"]["last_name"] == "INVITE"] == [PAEDIATRICS_SOCLE]
