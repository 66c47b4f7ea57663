"""What an intern would get, told as the campaign's policy allows and no further."""

from __future__ import annotations

import pytest

from tests.webapp.pages.house import House
from tests.webapp.pages.interns import as_intern, plan
from webapp.plan import Forecast


def told(house: House, campaign_id: str, policy: Forecast, name: str, *lists: tuple[str, list[str]]) -> str:
    plan(house, campaign_id, forecast=policy)
    here = f"/campagnes/{campaign_id}/mes-voeux"
    for who, codes in lists:
        sent = {"codes": codes, "seen": 0, "key": "k"}
        assert as_intern(house, campaign_id, who).post(f"{here}/enregistrer", json=sent).status_code == 200
    page = as_intern(house, campaign_id, name).get(f"{here}/aujourdhui").text
    part = as_intern(house, campaign_id, name).get(f"{here}/aujourdhui?partie=1").text
    assert "<html" not in part
    return page


TAKEN = (("INTERNE0", ["STAGE1"]), ("INTERNE1", ["STAGE1", "STAGE2"]))


def test_an_open_policy_names_the_post(house: House, campaign_id: str) -> None:
    page = told(house, campaign_id, Forecast.OPEN, "INTERNE1", *TAKEN)
    assert "votre vœu n° 2" in page
    assert "STAGE2" in page


def test_a_policy_of_classes_names_no_post_but_says_what_is_likely(house: House, campaign_id: str) -> None:
    page = told(house, campaign_id, Forecast.CLASSES, "INTERNE0", *TAKEN)
    assert "restera presque sûrement" in page
    assert "vous auriez" not in page
    assert "Aucun de vos vœux" not in page


def test_a_policy_that_says_nothing_says_why(house: House, campaign_id: str) -> None:
    page = told(house, campaign_id, Forecast.OFF, "INTERNE1", *TAKEN)
    assert "ne pas montrer" in page
    assert "probablement" not in page


@pytest.mark.parametrize("policy", [Forecast.OPEN, Forecast.CLASSES])
def test_only_a_list_of_which_nothing_is_likely_to_be_left_warns(
    house: House, campaign_id: str, policy: Forecast
) -> None:
    before = [(name, ["STAGE1"]) for name in ("INTERNE0", "INTERNE1")]
    page = told(house, campaign_id, policy, "INTERNE2", *before, ("INTERNE2", ["STAGE1"]))
    assert "Aucun de vos vœux ne restera probablement" in page
    other = as_intern(house, campaign_id, "INTERNE0").get(f"/campagnes/{campaign_id}/mes-voeux/aujourdhui").text
    assert "Aucun de vos vœux" not in other


def test_an_empty_list_gives_nothing(house: House, campaign_id: str) -> None:
    assert "Votre liste est vide" in told(house, campaign_id, Forecast.OPEN, "INTERNE0")
