"""A campaign is created, then its dates, policies and own rules are set; what is wrong is said where it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.webapp.pages.house import HERE, House
from webapp.accounts.roles import Role
from webapp.pages.drafts import _semesters
from webapp.plan import Forecast, Plan, RoomNames, Session
from webapp.preparing import plan_form
from webapp.store import campaigns, plans

NEW = f"/subdivisions/{HERE}/campagnes/nouvelle"
FULL = {
    "rules": "national-2026", "semester_start": "2027-05-03", "semester_end": "",
    "challenges_close": "2027-03-20T18:00", "wishes_open": "2027-03-10T08:00",
    "wishes_close": "2027-04-04T23:59", "place": "Amphithéâtre A", "pace": "75",
    "desks": "2", "remote_choice": "1", "copies": "DMG@exemple.fr, chu@exemple.fr\n", "forecast": "open",
    "room_names": "numeros", "proxy_to_list": "1", "session-0-start": "2027-04-05T09:00",
    "session-0-end": "2027-04-05T12:30", "session-1-start": "2027-04-05T14:00", "session-1-end": "2027-04-05T18:00",
}  # fmt: skip


@pytest.fixture
def manager(house: House) -> FlaskClient:
    return house.signed_in(Role.MANAGER)


@pytest.fixture
def draft(engine: Engine) -> str:
    return campaigns.create_draft(engine, HERE, "2027-ete", datetime(2026, 11, 1, tzinfo=UTC), Plan())


def coming() -> str:
    return _semesters(datetime.now(UTC).date())[1]


def test_a_campaign_is_created_and_only_those_who_prepare_it_see_it(house: House, manager: FlaskClient) -> None:
    made = manager.post(NEW, data={"semester": coming(), "rules": "ssipi-2025"})
    shown = manager.get(made.location, follow_redirects=True)
    assert "Dates et règles" in shown.text
    assert "Campagne créée" in shown.text
    assert "en préparation" in manager.get("/campagnes").text
    assert "Aucune campagne" in house.signed_in(Role.UNION).get("/campagnes").text
    assert house.signed_in(Role.UNION).get(made.location).status_code == 404
    assert "campagne créée" in house.acts()


def test_a_semester_has_one_campaign_and_what_is_not_offered_is_refused(manager: FlaskClient) -> None:
    given = {"semester": coming(), "rules": "ssipi-2025"}
    manager.post(NEW, data=given)
    again = manager.post(NEW, data=given)
    assert (again.status_code, "déjà une campagne" in again.text) == (409, True)
    for wrong in ({"semester": "1999-ete"}, {"rules": "rien"}, {"start": "c-ailleurs"}, {"semester": ""}):
        assert manager.post(NEW, data=given | wrong).status_code == 422


def test_the_next_campaign_takes_the_policies_of_the_last_without_its_dates(
    manager: FlaskClient, engine: Engine, draft: str
) -> None:
    manager.post(f"/campagnes/{draft}/dates", data=FULL)
    made = manager.post(NEW, data={"semester": coming(), "rules": "ssipi-2025", "start": draft})
    if made.status_code == 409:  # the coming semester is the draft's own
        made = manager.post(NEW, data={"semester": "2027-hiver", "rules": "ssipi-2025", "start": draft})
    plan = plans.read(engine, made.location.rpartition("/")[2])
    assert (plan.place, plan.desks, plan.forecast, plan.rules) == ("Amphithéâtre A", 2, Forecast.OPEN, "ssipi-2025")
    assert (plan.sessions, plan.wishes_open, plan.semester_start) == ((), None, None)


def test_a_plan_is_kept_in_universal_time_and_shown_in_paris_time(
    manager: FlaskClient, engine: Engine, draft: str
) -> None:
    assert manager.post(f"/campagnes/{draft}/dates", data=FULL).status_code == 302
    plan = plans.read(engine, draft)
    assert plan.wishes_open == datetime(2027, 3, 10, 7, tzinfo=UTC)
    assert plan.sessions[1] == Session(
        datetime(2027, 4, 5, 12, tzinfo=UTC), datetime(2027, 4, 5, 16, tzinfo=UTC)
    )  # summer time begins in between
    assert plan.copies == ("dmg@exemple.fr", "chu@exemple.fr")
    assert (plan.room_names, plan.remote_choice, plan.proxy_to_intern) == (RoomNames.NUMBERS, True, False)
    page = manager.get(f"/campagnes/{draft}/dates").text
    for name in ("wishes_open", "session-1-start", "place"):
        assert f'value="{FULL[name]}"' in page
    assert manager.post(f"/campagnes/{draft}/dates", data=FULL).status_code == 302
    assert len(plans.versions(engine, draft)) == 1, "saving the same plan again is no change"


WRONG = {
    "wishes_open": ("hier", "n&#39;est pas une date et une heure"),
    "wishes_close": ("2027-03-09T08:00", "se fermeraient avant de s&#39;ouvrir"),
    "semester_end": ("2027-05-01", "doit suivre le premier"),
    "pace": ("-3", "de 5 à 3600"),
    "desks": ("9" * 400, "de 1 à 50"),
    "copies": ("dmg", "n&#39;est pas une adresse"),
    "forecast": ("tout", "Choisissez dans la liste"),
    "place": ("x" * 201, "200 caractères"),
    "session-0-end": ("", "complétez la ligne"),
    "session-1-start": ("2027-04-05T12:00", "se chevauchent"),
    "session-1-end": ("2027-04-05T13:00", "avant d&#39;avoir commencé"),
}


@pytest.mark.parametrize(("field", "value", "said"), [(name, *wrong) for name, wrong in WRONG.items()])
def test_what_is_wrong_is_said_and_nothing_is_saved(
    manager: FlaskClient, engine: Engine, draft: str, field: str, value: str, said: str
) -> None:
    answer = manager.post(f"/campagnes/{draft}/dates", data=FULL | {field: value})
    assert answer.status_code == 422
    assert said in answer.text
    assert "DMG@exemple.fr" in answer.text or field == "copies", "what was typed is not lost"
    assert plans.read(engine, draft) == Plan()


def test_after_publication_the_rules_stay_and_the_dates_may_change(
    manager: FlaskClient, house: House, engine: Engine, campaign_id: str
) -> None:
    assert "disabled" in manager.get(f"/campagnes/{campaign_id}/dates").text
    manager.post(f"/campagnes/{campaign_id}/dates", data=FULL)
    plan = plans.read(engine, campaign_id)
    assert (plan.rules, plan.semester_start, plan.place) == ("ssipi-2025", None, "Amphithéâtre A")
    refused = manager.post(f"/campagnes/{campaign_id}/dates/regles", data={"key": "hf.position"})
    assert refused.status_code == 409
    assert house.acts()[-1] == "dates ou règles changées"
    (version,) = plans.versions(engine, campaign_id)
    assert (version.author, version.plan) == ("Gestionnaire", plan)


def test_a_rule_is_changed_for_one_campaign_with_its_author_and_reason_then_taken_back(
    manager: FlaskClient, engine: Engine, draft: str
) -> None:
    page = f"/campagnes/{draft}/dates/regles"
    given = {"key": "inadequation.percent", "value": "110", "reason": "Décision <b>du</b> 3 mars"}
    manager.post(page, data=given)
    shown = manager.get(f"/campagnes/{draft}/dates").text
    assert "Décision &lt;b&gt;du&lt;/b&gt; 3 mars – Gestionnaire" in shown
    for wrong in ({"value": "beaucoup"}, {"reason": " "}, {"key": "rien"}, {}):
        assert manager.post(page, data=given | {"key": "hf.position"} | wrong).status_code == 422
    manager.post(f"{page}/retirer", data={"key": "inadequation.percent"})
    assert plans.read(engine, draft).overrides == ""


def test_every_field_of_the_plan_is_on_the_page(app: object, draft: str) -> None:
    asked = {field.name for field in plan_form.FIELDS} | {"overrides", "sessions"}
    assert asked == set(Plan.__dataclass_fields__)


def test_a_change_is_told_in_words(house: House) -> None:
    with house.app.test_request_context():
        after, wrong = plan_form.read(FULL, Plan())
        assert wrong == {}
        said = plan_form.changes(Plan(), after)
    assert "Vœux à partir du : – → 10 mars 2027 à 8 h 00" in said
    assert "Choix à distance, à son tour : non → oui" in said
