"""The simulation: what the whole choice would come to, told as the campaign's policy allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlmodel import select

from allocation.commands import Choose, Close, Command, MarkAbsent, OpenCatchUp
from allocation.model import Situation
from tests.allocation.factories import SOCLE, Campaign, campaign, intern, post, wishes
from tests.webapp.pages.house import HERE, House
from tests.webapp.store.campaigns import put
from webapp.accounts.roles import Role
from webapp.plan import Plan
from webapp.store import campaigns, journal, plans
from webapp.store import wishes as kept
from webapp.store.engine import writing
from webapp.store.models import Account, MockRound
from webapp.store.models import Campaign as CampaignRow

NOW = datetime(2027, 4, 1, 10, tzinfo=UTC)
NAMES = [f"N{number:02d}" for number in range(1, 13)]


@pytest.fixture
def held() -> Campaign:
    """Twelve people, all of whom want A first, then B: five find A, six B, the last nothing."""
    return campaign(
        [post("A", 5), post("B", 6), post("C", 2)], [intern(name, number) for number, name in enumerate(NAMES, 1)]
    )


@pytest.fixture
def campaign_id(engine: Engine, held: Campaign) -> str:
    where = put(engine, held)
    with writing(engine) as session:
        for name in NAMES:
            kept.save(
                session, where, held.person(name), ["A", "B"], seen=0, key="k", account_id=None, now=NOW
            )  # fmt: skip
    return where


@pytest.fixture
def union(house: House) -> FlaskClient:
    return house.signed_in(Role.UNION)


def name_wishes(engine: Engine, campaign_id: str) -> None:
    with writing(engine) as session:
        plans.save(session, campaign_id, replace(Plan(), wishes_named=True))


def put_another(engine: Engine, held: Campaign) -> str:
    """A second campaign: the first becomes that of the semester before."""
    with writing(engine) as session:
        session.exec(select(CampaignRow)).one().semester = "2026-hiver"
    return put(engine, held)


def choose(engine: Engine, campaign_id: str, person: str, code: str) -> None:
    record(engine, campaign_id, Choose(SOCLE, person, code))


def record(engine: Engine, campaign_id: str, command: Command) -> None:
    seen, _ = journal.head(engine, campaign_id)
    made = journal.append(engine, campaign_id, command, seen=seen, actor="u-1", clock=lambda: NOW)
    assert isinstance(made, tuple), made


def cells(page: str, row: str) -> str:
    """The row of a table that starts with that title, its tags left out."""
    start = page.index(f'scope="row">{row}</th>')
    return "|".join(part.partition("<")[0].strip() for part in page[start : page.index("</tr>", start)].split(">"))


def test_the_overview_counts_what_each_wish_gives_and_hides_the_few(union: FlaskClient, campaign_id: str) -> None:
    page = union.get(f"/campagnes/{campaign_id}/simulation").text
    row = cells(page, SOCLE)
    # The only one without a stage is hidden, and the smallest other count that would give them away.
    assert row.count("masqué") == 2
    assert "<dd><small>masqué</small></dd>" in page
    assert "|6|" in row
    assert "|12|" in row
    assert not any(name in page for name in NAMES)
    assert "<title id=" in page
    assert "<desc id=" in page


def test_where_wishes_are_named_every_count_is_told(union: FlaskClient, engine: Engine, campaign_id: str) -> None:
    name_wishes(engine, campaign_id)
    page = union.get(f"/campagnes/{campaign_id}/simulation").text
    assert "masqué" not in page
    assert "|5|" in cells(page, SOCLE)
    assert "|6|" in cells(page, SOCLE)


def test_posts_tell_who_wants_them_and_when_they_close_five_turns_wide(union: FlaskClient, campaign_id: str) -> None:
    page = union.get(f"/campagnes/{campaign_id}/simulation/stages").text
    assert "|12|" in cells(page, "A")
    assert "du tour 1 au tour 5, sur 12" in cells(page, "A")
    assert "du tour 6 au tour 12, sur 12" in cells(page, "B")
    assert "reste ouvert" in cells(page, "C")
    assert "0 stage" in union.get(f"/campagnes/{campaign_id}/simulation/stages?q=introuvable").text


def test_wanted_by_fewer_than_five_is_not_counted_aloud(union: FlaskClient, engine: Engine, held: Campaign) -> None:
    where = put(engine, held)
    with writing(engine) as session:
        kept.save(session, where, held.person("N01"), ["C"], seen=0, key="k", account_id=None, now=NOW)
    assert "moins de 5" in cells(union.get(f"/campagnes/{where}/simulation/stages").text, "C")
    name_wishes(engine, where)
    assert "|1|" in cells(union.get(f"/campagnes/{where}/simulation/stages").text, "C")


def test_by_call_number_only_recorded_choices_show_unless_wishes_are_named(
    union: FlaskClient, engine: Engine, campaign_id: str, held: Campaign
) -> None:
    choose(engine, campaign_id, held.person("N01"), "C")
    secret = union.get(f"/campagnes/{campaign_id}/simulation/appels").text
    assert "|C|" in cells(secret, "1")
    assert "à venir" in cells(secret, "2")
    assert "|A|" not in secret
    name_wishes(engine, campaign_id)
    named = union.get(f"/campagnes/{campaign_id}/simulation/appels").text
    assert "N02 Camille" in cells(named, "2")
    assert "|A|" in cells(named, "2")
    assert "vœu 1" in cells(named, "2")
    assert "sans stage" in cells(named, "12") or "vœu 2" in cells(named, "12")


def test_reading_named_wishes_leaves_a_trace(
    house: House, union: FlaskClient, engine: Engine, campaign_id: str
) -> None:
    union.get(f"/campagnes/{campaign_id}/simulation/appels")
    assert "données personnelles lues" not in house.acts()
    name_wishes(engine, campaign_id)
    union.get(f"/campagnes/{campaign_id}/simulation/appels")
    assert "données personnelles lues" in house.acts()


def test_the_list_to_print_shows_the_seats_left_now(
    union: FlaskClient, engine: Engine, campaign_id: str, held: Campaign
) -> None:
    before = union.get(f"/campagnes/{campaign_id}/simulation/liste").text
    assert "Places offertes" in before
    assert "☐☐☐☐☐</span> 5 places" in before
    choose(engine, campaign_id, held.person("N01"), "A")
    after = union.get(f"/campagnes/{campaign_id}/simulation/liste").text
    assert "Places restantes" in after
    assert "4 places" in after


def test_a_closed_campaign_shows_what_came_of_it(union: FlaskClient, engine: Engine) -> None:
    held = campaign([post("A")], [intern("UN", 1), intern("DEUX", 2)])
    where = put(engine, held)
    choose(engine, where, held.person("UN"), "A")
    for command in (MarkAbsent(SOCLE, held.person("DEUX")), OpenCatchUp(SOCLE), MarkAbsent(SOCLE, held.person("DEUX"))):
        record(engine, where, command)
    record(engine, where, Close())
    with writing(engine) as session:
        kept.save(session, where, held.person("DEUX"), ["A"], seen=0, key="k", account_id=None, now=NOW)
    page = union.get(f"/campagnes/{where}/simulation").text
    assert "Le choix est clos" in page
    assert "Maquettes" not in page


def test_a_campaign_without_anybody_or_any_list_shows_empty_pages(union: FlaskClient, engine: Engine) -> None:
    where = put(engine, campaign([post("A", 0)], [intern("PARTI", 1, Situation.DISPONIBILITE)]))
    for page in ("simulation", "simulation/stages", "simulation/appels", "simulation/liste"):
        assert union.get(f"/campagnes/{where}/{page}").status_code == 200
    assert "Personne n'a de tour" in union.get(f"/campagnes/{where}/simulation").text
    taken = union.post(f"/campagnes/{where}/tours-a-blanc").location
    assert union.get(taken).status_code == 200
    made = scenario(union, where)
    assert union.get(made).status_code == 200


def test_a_draft_has_no_simulation_yet(house: House, engine: Engine) -> None:
    draft = campaigns.create_draft(engine, HERE, "2027-hiver", NOW, Plan())
    manager = house.signed_in(Role.MANAGER)
    for page in ("simulation", "simulation/stages", "simulation/scenarios", "tours-a-blanc"):
        assert manager.get(f"/campagnes/{draft}/{page}").status_code == 404


def test_a_page_asks_the_database_as_often_for_many_people_as_for_few(
    union: FlaskClient, engine: Engine, campaign_id: str
) -> None:
    big = campaign([post("A", 40)], [intern(f"G{number}", number) for number in range(1, 41)])
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *found: asked.append(found[2]))
    counts = []
    for where in (campaign_id, put_another(engine, big)):
        asked.clear()
        union.get(f"/campagnes/{where}/simulation/stages")
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


# Scenarios


def scenario(browser: FlaskClient, campaign_id: str, name: str = "Deux places de plus") -> str:
    return browser.post(f"/campagnes/{campaign_id}/simulation/scenarios", data={"name": name}).location


def test_a_scenario_is_saved_and_shared_between_union_and_managers(
    house: House, union: FlaskClient, campaign_id: str
) -> None:
    where = scenario(union, campaign_id)
    union.post(where, data={"post": "A", "seats": "11"})
    manager = house.signed_in(Role.MANAGER)
    assert "Deux places de plus" in manager.get(f"/campagnes/{campaign_id}/simulation/scenarios").text
    page = manager.get(where).text
    assert "5 places aujourd’hui" in page
    assert "≈ 10" in cells(page, "Premier vœu obtenu")
    assert "Un vœu mieux placé : 6 internes" in page
    assert house.signed_in(Role.UNION, "Lyon", "lyon@exemple.fr").get(where).status_code == 403


def test_a_gain_of_few_people_is_hidden_and_named_where_the_policy_names(
    union: FlaskClient, engine: Engine, campaign_id: str
) -> None:
    where = scenario(union, campaign_id)
    union.post(where, data={"post": "A", "seats": "6"})
    page = union.get(where).text
    assert "Un vœu mieux placé : moins de 5 internes" in page
    assert "N06" not in page
    name_wishes(engine, campaign_id)
    page = union.get(where).text
    assert "N06 Camille" in page
    assert "Un vœu mieux placé : 1 interne\n" in page


def test_what_is_typed_wrong_is_told_and_changes_nothing(union: FlaskClient, campaign_id: str) -> None:
    where = scenario(union, campaign_id)
    for post_typed, seats in (("Z", "2"), ("A", "-1"), ("A", "beaucoup"), ("A", "٣"), ("A", "1000"), ("", "")):
        answer = union.post(where, data={"post": post_typed, "seats": seats})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    assert "Rien n'est changé encore" in union.get(where).text
    assert union.post(f"/campagnes/{campaign_id}/simulation/scenarios", data={"name": " "}).status_code == 422
    assert union.post(f"/campagnes/{campaign_id}/simulation/scenarios", data={"name": "x" * 81}).status_code == 422


def test_a_post_put_back_or_set_to_its_own_seats_is_no_change(union: FlaskClient, campaign_id: str) -> None:
    where = scenario(union, campaign_id)
    union.post(where, data={"post": "A", "seats": "0"})
    assert "fermé" in union.get(where).text
    union.post(f"{where}/remettre", data={"post": "A"})
    assert "Rien n'est changé encore" in union.get(where).text
    union.post(where, data={"post": "A", "seats": "5"})
    assert "Rien n'est changé encore" in union.get(where).text


def test_a_scenario_is_removed_and_that_of_another_campaign_is_not_there(
    union: FlaskClient, engine: Engine, campaign_id: str, held: Campaign
) -> None:
    where = scenario(union, campaign_id)
    other = put_another(engine, held)
    assert union.get(where.replace(campaign_id, other)).status_code == 404
    assert union.post(f"{where.replace(campaign_id, other)}/supprimer").status_code == 404
    union.post(f"{where}/supprimer")
    assert union.get(where).status_code == 404
    assert "Aucun scénario" in union.get(f"/campagnes/{campaign_id}/simulation/scenarios").text


# Mock rounds


def main(page: str) -> str:
    """What the page says of the round, without what greets the visitor."""
    return page[page.index("<h1>") : page.index("</main>")]


def test_a_mock_round_stays_as_it_was_and_each_reads_their_own_line(
    house: House, engine: Engine, union: FlaskClient, campaign_id: str, held: Campaign
) -> None:
    where = union.post(f"/campagnes/{campaign_id}/tours-a-blanc").location
    first = union.get(where).text
    assert not any(name in first for name in NAMES)
    account = house.person(Role.INTERN, email="n01@exemple.fr")
    with writing(engine) as session:
        session.get_one(Account, account).rpps = wishes("N01", "").identity.rpps
    own = house.browser_of(account)
    assert "Votre ligne" in own.get(where).text
    assert "vœu 1" in own.get(where).text
    choose(engine, campaign_id, held.person("N01"), "C")
    assert main(union.get(where).text) == main(first)
    assert "vœu 1" in own.get(where).text
    assert "Votre ligne" not in house.signed_in(Role.OBSERVER).get(where).text


def test_a_mock_round_that_was_touched_is_not_shown(union: FlaskClient, engine: Engine, campaign_id: str) -> None:
    where = union.post(f"/campagnes/{campaign_id}/tours-a-blanc").location
    number = int(where.rpartition("/")[2])
    with writing(engine) as session:
        row = session.get_one(MockRound, number)
        row.content = row.content.replace(b'"wish":1', b'"wish":2', 1)
    shown = union.get(where, follow_redirects=True).text
    assert "a été modifié dans la base" in shown
    assert "Preuve" not in shown


def test_only_who_sees_the_simulation_takes_a_mock_round(house: House, campaign_id: str) -> None:
    assert house.signed_in(Role.INTERN).post(f"/campagnes/{campaign_id}/tours-a-blanc").status_code == 403
    page = house.signed_in(Role.OBSERVER).get(f"/campagnes/{campaign_id}/tours-a-blanc").text
    assert "Faire un tour à blanc" not in page
