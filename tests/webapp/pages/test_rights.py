"""Every route, every role, the right subdivision and the wrong one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.webapp.pages.house import ELSEWHERE, HERE, House
from webapp.accounts.roles import RIGHTS, Action, Role, Visitor, may
from webapp.app import create_app
from webapp.pages import guard
from webapp.settings import Settings

ALL = set(Role)
OPENED_TO = {
    "campaigns.show": ALL,
    "campaigns.download_journal": {Role.MANAGER},
    "campaigns.download_opening": {Role.MANAGER},
    "campaigns.download_masked": {Role.UNION},
    "drafts.new": {Role.MANAGER},
    "drafts.create": {Role.MANAGER},
    "plan.show": {Role.MANAGER},
    "plan.save": {Role.MANAGER},
    "plan.add_override": {Role.MANAGER},
    "plan.remove_override": {Role.MANAGER},
    "attendance.index": {Role.MANAGER, Role.COORDINATOR, Role.HOSPITAL},
    "attendance.show": {Role.MANAGER, Role.COORDINATOR, Role.HOSPITAL},
    "attendance.add": {Role.MANAGER, Role.HOSPITAL},
    "attendance.remove": {Role.MANAGER, Role.HOSPITAL},
    "attendance.decide": {Role.COORDINATOR},
    "attendance.import_absences": {Role.MANAGER, Role.HOSPITAL},
    "attendance.undo_import": {Role.MANAGER, Role.HOSPITAL},
    "attendance.workbook": {Role.MANAGER, Role.COORDINATOR},
    "attendance.mine": {Role.INTERN},
    "convocations.show": {Role.MANAGER},
    "my_turn.show": {Role.INTERN},
    "my_turn.choose": {Role.INTERN},
    "next_list.show": {Role.MANAGER},
    "next_list.download": {Role.MANAGER},
    "next_list.compare": {Role.MANAGER},
    "personal.index": {Role.MANAGER},
    "personal.export": {Role.MANAGER},
    "personal.erase": {Role.MANAGER},
    "convocations.send": {Role.MANAGER},
    "documents.index": ALL,
    "documents.download": ALL,
    "documents.download_hospital": ALL,
    "documents.download_own_notice": {Role.INTERN},
    "documents.prepare": ALL,
    "documents.progress": ALL,
    "documents.archive": ALL,
    "offices.show": {Role.MANAGER},
    "offices.save_words": {Role.MANAGER},
    "offices.bind": {Role.MANAGER},
    "offices.unbind": {Role.MANAGER},
    "offices.import_closings": {Role.MANAGER},
    "files.show": {Role.MANAGER},
    "files.add": {Role.MANAGER},
    "files.compare": {Role.MANAGER},
    "files.accept": {Role.MANAGER},
    "files.give_up": {Role.MANAGER},
    "files.aim": {Role.MANAGER},
    "files.remove": {Role.MANAGER},
    "files.download_report": {Role.MANAGER},
    "columns.show": {Role.MANAGER},
    "columns.save": {Role.MANAGER},
    "wishes.show": {Role.INTERN},
    "wishes.change": {Role.INTERN},
    "wishes.save": {Role.INTERN},
    "outlook.show": {Role.INTERN},
    "my_rank.show": {Role.INTERN},
    "my_rank.contest": {Role.INTERN},
    "challenges.index": {Role.MANAGER},
    "challenges.answer": {Role.MANAGER},
    "proxies.show": {Role.INTERN},
    "proxies.ask": {Role.INTERN},
    "proxies.search": {Role.INTERN},
    "proxies.give": {Role.INTERN},
    "proxies.cancel": {Role.INTERN},
    "proxies.accept": {Role.INTERN},
    "proxy_turn.show": {Role.INTERN},
    "proxy_turn.act": {Role.INTERN},
    "proxies_kept.index": {Role.MANAGER},
    "proxies_kept.record": {Role.MANAGER},
    "proxies_kept.download": {Role.MANAGER},
    "wish_versions.index": {Role.INTERN},
    "wish_versions.show": {Role.INTERN},
    "wish_versions.restore": {Role.INTERN},
    "wish_versions.download": {Role.INTERN},
    "wish_versions.bring_in": {Role.INTERN},
    "wish_versions.read": {Role.INTERN},
    "wish_versions.replace": {Role.INTERN},
    "desk_lists.index": {Role.MANAGER},
    "desk_lists.open_day": {Role.MANAGER},
    "desk_lists.resume": {Role.MANAGER},
    "desk_lists.pause": {Role.MANAGER},
    "desk_lists.check": {Role.MANAGER},
    "desk_lists.close": {Role.MANAGER},
    "desk.show": {Role.MANAGER},
    "desk.weigh": {Role.MANAGER},
    "desk.more": {Role.MANAGER},
    "desk.do": {Role.MANAGER},
    "corrections.index": {Role.MANAGER},
    "corrections.weigh": {Role.MANAGER},
    "corrections.correct": {Role.MANAGER},
    "corrections.confirm": {Role.MANAGER},
    "corrections.refuse": {Role.MANAGER},
    "live.show": ALL,
    "room.show": {Role.MANAGER},
    "room.part": {Role.MANAGER},
    "room.links": {Role.MANAGER},
    "room.make_link": {Role.MANAGER},
    "room.revoke_link": {Role.MANAGER},
    "live.mine": ALL,
    "live.changes": ALL,
    "rows.posts": {Role.MANAGER},
    "rows.interns": {Role.MANAGER},
    "rows.edit": {Role.MANAGER},
    "rows.save": {Role.MANAGER},
    "rows.history": {Role.MANAGER},
    "rows.undo": {Role.MANAGER},
    "decisions.show": {Role.MANAGER},
    "decisions.decide": {Role.MANAGER},
    "simulation.show": {Role.MANAGER, Role.UNION},
    "simulation.posts": {Role.MANAGER, Role.UNION},
    "simulation.calls": {Role.MANAGER, Role.UNION},
    "simulation.printable": {Role.MANAGER, Role.UNION},
    "scenarios.index": {Role.MANAGER, Role.UNION},
    "scenarios.create": {Role.MANAGER, Role.UNION},
    "scenarios.show": {Role.MANAGER, Role.UNION},
    "scenarios.change": {Role.MANAGER, Role.UNION},
    "scenarios.put_back": {Role.MANAGER, Role.UNION},
    "scenarios.remove": {Role.MANAGER, Role.UNION},
    "mock_rounds.index": ALL - {Role.HOSPITAL},
    "mock_rounds.take": {Role.MANAGER, Role.UNION},
    "mock_rounds.show": ALL - {Role.HOSPITAL},
    "order.show": {Role.MANAGER},
    "order.sheet": {Role.MANAGER},
    "order.settle": {Role.MANAGER},
    "changes.show": ALL,
    "changes.mark": ALL,
    "checks.show": {Role.MANAGER},
    "checks.acknowledge": {Role.MANAGER},
    "checks.publish": {Role.MANAGER},
    "checks.invite": {Role.MANAGER},
    "people.index": {Role.MANAGER},
    "people.invite": {Role.MANAGER},
    "people.take_role": {Role.MANAGER},
    "people.end_sessions": {Role.MANAGER},
    "traces.index": {Role.MANAGER},
    "traces.download": {Role.MANAGER},
    "appearance.form": {Role.MANAGER},
    "appearance.save": {Role.MANAGER},
}
"""Who may reach what is of a subdivision, said once more by hand: the table of rights must agree."""

OPEN_TO_STRANGERS = {
    "appearance.colours", "appearance.logo", "openid.come_back", "openid.start", "preferences.set_language",
    "preferences.set_scheme", "public.diary", "public.printed", "public.index", "public.show", "public.workbook",
    "room.changes_by_link", "room.part_by_link", "room.show_by_link",
    "sign_in.ask_link", "sign_in.form", "sign_in.home", "sign_in.show_link", "sign_in.use_link",
    "sign_in.use_password", "static",
}  # fmt: skip


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        yield from ((rule, method) for method in sorted(rule.methods - {"HEAD", "OPTIONS"}))


def address(rule: Rule, campaign_id: str) -> str:
    values = {
        "number": 0, "act": "absent", "correction_id": 999,
        "campaign_id": campaign_id, "subdivision": HERE, "account_id": 999, "role": "interne", "session_id": 999,
        "link_id": 999,
        "scenario_id": 999, "round_id": 999,
        "secret": "rien", "filename": "style.css", "place": "saint-etienne", "semester_name": "2027-ete",
        "version": "0", "scheme": "clair", "key": "psc",
        "person": "p-rien", "absence_id": 999, "batch": "rien",
        "file_id": "f-rien",
        "kind": "csv", "name": "liste-postes", "job_id": "rien",
        "what": "stages", "edit_id": 999,
        "paper_id": "rien",
    }  # fmt: skip
    _, path = rule.build({name: values[name] for name in rule.arguments})
    return path


def reaches(browser: FlaskClient, method: str, path: str) -> bool:
    """Whether the view itself answered: neither 403 nor a way to the door."""
    answer = browser.open(path, method=method)
    assert answer.status_code < 500
    return answer.status_code != 403 and answer.location not in {"/connexion", "/second-facteur"}


@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_what_is_its_own_and_nothing_else(house: House, campaign_id: str, role: Role) -> None:
    here, elsewhere = house.signed_in(role), house.signed_in(role, ELSEWHERE, "ailleurs@exemple.fr")
    bound = [(rule, method) for rule, method in routes(house.app) if rule.endpoint in OPENED_TO]
    assert len(bound) == len(OPENED_TO)
    for rule, method in bound:
        path = address(rule, campaign_id)
        assert reaches(here, method, path) == (role in OPENED_TO[rule.endpoint]), (role, path)
        assert not reaches(elsewhere, method, path), (role, path)


def test_every_route_of_a_subdivision_is_in_the_table_above(app: Flask) -> None:
    bound = {rule.endpoint for rule, _ in routes(app) if rule.arguments & {"campaign_id", "subdivision"}}
    assert bound == set(OPENED_TO)


def test_a_stranger_reaches_the_door_and_nothing_else(house: House, client: FlaskClient, campaign_id: str) -> None:
    for rule, method in routes(house.app):
        with client.open(address(rule, campaign_id), method=method) as answer:
            turned_away = answer.status_code == 302 and answer.location == "/connexion"
            assert turned_away or rule.endpoint in OPEN_TO_STRANGERS, rule


def test_a_stranger_cannot_tell_a_campaign_that_exists_from_one_that_does_not(
    client: FlaskClient, campaign_id: str
) -> None:
    answers = [client.get(f"/campagnes/{name}") for name in (campaign_id, "c-rien")]
    assert {(answer.status_code, answer.location) for answer in answers} == {(302, "/connexion")}


def test_somebody_half_signed_in_reaches_the_second_factor_and_nothing_else(house: House, campaign_id: str) -> None:
    browser = house.browser_of(house.person(Role.MANAGER), proven=False)
    for rule, method in routes(house.app):
        if rule.endpoint in OPENED_TO or rule.endpoint.startswith("me."):
            answer = browser.open(address(rule, campaign_id), method=method)
            assert answer.location == "/second-facteur", rule


def test_a_route_that_declares_no_action_keeps_the_application_from_starting(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach = guard.attach

    def with_a_forgotten_route(app: Flask) -> None:
        app.add_url_rule("/oubli", "oubli", lambda: "")
        attach(app)

    monkeypatch.setattr(guard, "attach", with_a_forgotten_route)
    with pytest.raises(LookupError, match="/oubli"):
        create_app(settings)


def test_every_role_has_a_line_in_the_table_and_nobody_is_without_a_session() -> None:
    assert set(RIGHTS) == ALL
    for role in Role:
        assert not may(Visitor(held=((role, HERE),)), Action.SEE_CAMPAIGN, HERE)


def test_roles_do_not_add_up_across_subdivisions(house: House, campaign_id: str) -> None:
    account_id = house.person(Role.INTERN, HERE, "deux@exemple.fr")
    house.person(Role.MANAGER, ELSEWHERE, "deux@exemple.fr")
    browser = house.browser_of(account_id)
    assert browser.get(f"/subdivisions/{ELSEWHERE}/personnes").status_code == 200
    assert browser.get(f"/subdivisions/{HERE}/personnes").status_code == 403
    assert browser.get(f"/campagnes/{campaign_id}/journal.jsonl").status_code == 403


STAFF_ACTS = {
    Action.PREPARE, Action.ANSWER_CHALLENGES, Action.RUN_DESK, Action.EXPORT_RESULTS, Action.RECORD_ABSENCES,
    Action.DECIDE_VALIDATION, Action.KEEP_PERSONAL_DATA, Action.MANAGE_PEOPLE, Action.SET_THEME,
}  # fmt: skip
CHANGES_NOTHING = {"next_list.compare"}
"""Forms of the staff after which everything is as before."""


def test_every_act_of_the_staff_asks_for_a_fresh_proof(app: Flask) -> None:
    acts = {
        rule.endpoint
        for rule, method in routes(app)
        if method == "POST" and guard.action_of(app, rule.endpoint) in STAFF_ACTS
    }
    assert len(acts) > 30
    assert {name for name in acts if not app.view_functions[name].fresh} == CHANGES_NOTHING
