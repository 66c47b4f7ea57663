"""After the publication, whoever a change concerns reads it with its author and reason; nobody else does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from allocation.commands import AddIntern, AmendIntern, AmendPost, Command
from allocation.model import Mode
from allocation.opening import Person
from tests.webapp.pages.house import House
from tests.webapp.pages.preparing import Preparing, counted_queries, intern, interns, last_name, posts, preparing
from webapp.accounts.actors import actor_of
from webapp.accounts.roles import Role
from webapp.store import journal, persons, sealed
from webapp.store.engine import writing
from webapp.store.models import WishVersion

SOCLE, APPRO = "Médecine générale – Socle", "Médecine générale – Approfondissement"
NEW = "Ce qui a changé depuis votre dernière lecture"
WHY = "Courrier du <CHU>"


def row(number: int, phase: str = "Socle", seats: int = 3) -> tuple[object, ...]:
    code = f"42-URG-{number:02d}"
    return (code, "CHU Nord", f"Urgences {number}", "Médecine générale", phase, "Urgences adultes", seats, "01/11/2028")


@pytest.fixture
def published(house: House) -> Preparing:
    """Two lists, of the socle and of the approfondissement, published; the first interns of each have an account."""
    made = preparing(house)
    people = [intern(1), intern(2), intern(3, Phase="Approfondissement"), intern(4, Phase="Approfondissement")]
    stages = posts([row(1), row(2), row(3, "Approfondissement"), row(4, "Approfondissement")])
    made.drop({"postes.xlsx": stages, "internes.xlsx": interns(people)})
    page = made.read("controles").text
    made.post("controles/publier", draft=page.partition('name="draft" value="')[2].partition('"')[0])
    assert made.read("controles").status_code == 200
    return made


def reader(published: Preparing, number: int) -> FlaskClient:
    return published.house.signed_in(Role.INTERN, email=f"{last_name(number).lower()}@exemple.fr")


def person(published: Preparing, number: int) -> str:
    rows = persons.identities(published.engine, published.campaign_id).items()
    return next(key for key, one in rows if one.last_name == last_name(number))


def record(published: Preparing, command: Command, reason: str = WHY) -> None:
    engine, where = published.engine, published.campaign_id
    kept = sealed.seal(reason)
    manager = published.house.person(Role.MANAGER)
    added = journal.append(
        engine, where, replace(command, reason=kept.token), seen=journal.head(engine, where)[0],
        actor=actor_of(manager), clock=lambda: datetime.now(UTC),
        beside=lambda session: sealed.keep(session, where, kept),
    )  # fmt: skip
    assert isinstance(added, tuple), added


def opening(published: Preparing):
    return journal.read_moment(published.engine, published.campaign_id).day.opening


def home(published: Preparing, browser: FlaskClient) -> str:
    return browser.get(f"/campagnes/{published.campaign_id}").text


def test_nothing_is_said_to_have_changed_right_after_the_publication(published: Preparing) -> None:
    assert NEW not in home(published, published.browser)
    assert "Rien n'a changé" in published.read("avenants").text


def test_a_changed_post_is_told_to_those_who_may_choose_it_until_they_have_read_it(published: Preparing) -> None:
    record(published, AmendPost(replace(opening(published).pool["42-URG-01"], seats=1)))
    concerned, other = reader(published, 1), reader(published, 3)
    page = home(published, concerned)
    assert NEW in page
    assert "42-URG-01 : 1 place(s) désormais." in page
    assert "Gestionnaire : « Courrier du &lt;CHU&gt; »" in page
    assert NEW not in home(published, other)
    for role in (Role.UNION, Role.COORDINATOR, Role.MANAGER):
        assert "42-URG-01" in published.house.signed_in(role).get(published.path("avenants")).text
    concerned.post(published.path("avenants"), data={"entries": "99999999"})
    assert NEW not in home(published, concerned)
    assert "42-URG-01 : 1 place" in concerned.get(published.path("avenants")).text
    record(published, AmendPost(replace(opening(published).pool["42-URG-02"], seats=0)))
    again = home(published, concerned)
    assert "42-URG-02 : 0 place" in again
    assert "42-URG-01 : 1 place" not in again.partition('class="totals"')[0]


def test_a_stage_of_ones_wishes_is_marked(published: Preparing) -> None:
    with writing(published.engine) as session:
        session.add(
            WishVersion(
                campaign_id=published.campaign_id, person=person(published, 1), version=1, receipt="r", key="k",
                codes=json.dumps(["42-URG-02"]), saved_at=datetime.now(UTC),
            )
        )  # fmt: skip
    for code in ("42-URG-01", "42-URG-02"):
        record(published, AmendPost(replace(opening(published).pool[code], seats=2)))
    page = home(published, reader(published, 1))
    assert page.count("dans vos vœux") == 1


def test_the_situation_of_somebody_is_told_to_them_and_the_staff_alone(published: Preparing) -> None:
    one = person(published, 1)
    record(published, AmendIntern(SOCLE, opening(published).person[one], Mode.SURNOMBRE_NON_VALIDANT), "Grossesse")
    assert "Grossesse" in home(published, reader(published, 1))
    assert "Grossesse" in published.read("avenants").text
    neighbour = reader(published, 2)
    union = published.house.signed_in(Role.UNION)
    for browser in (neighbour, union, reader(published, 3)):
        for page in ("", "avenants"):
            text = browser.get(published.path(page).rstrip("/")).text
            assert "Grossesse" not in text
            assert "situation modifiée" not in text


def test_somebody_added_is_told_to_their_list(published: Preparing) -> None:
    new = Person("p-0123456789abcdef", "0" * 64, SOCLE)
    record(published, AddIntern(SOCLE, 9, new, 1))
    assert "ajouté à la liste" in home(published, reader(published, 2))
    assert "ajouté à la liste" not in home(published, reader(published, 4))


def test_dates_that_change_after_the_publication_are_told_to_everybody(published: Preparing) -> None:
    given = {"rules": "ssipi-2025", "pace": "60", "desks": "1", "forecast": "classes", "room_names": "noms",
             "place": "Amphithéâtre B", "copies": "dmg@exemple.fr", "public_page": "1", "proxy_to_intern": "1",
             "proxy_to_list": "1"}  # fmt: skip
    assert published.post("dates", **given).status_code == 302
    page = home(published, reader(published, 3))
    assert "Lieu : – → Amphithéâtre B" in page
    assert "dmg@exemple.fr" not in page
    assert "dmg@exemple.fr" in home(published, published.browser)


def test_a_mark_that_is_none_changes_nothing_and_a_draft_has_no_changes(published: Preparing) -> None:
    record(published, AmendPost(replace(opening(published).pool["42-URG-01"], seats=1)))
    browser = reader(published, 1)
    for entries in ("", "-1", "x", "9" * 30):
        browser.post(published.path("avenants"), data={"entries": entries})
    assert NEW in home(published, browser)


def test_many_changes_ask_the_database_no_more(published: Preparing) -> None:
    browser = reader(published, 1)
    for seats in range(12):
        record(published, AmendPost(replace(opening(published).pool["42-URG-01"], seats=seats)))
    home(published, browser)
    with counted_queries(published.engine) as asked:
        page = home(published, browser)
    assert "Et 2 autres" in page
    assert len(asked) <= 16
