"""Coming in through an identity provider that really answers; every forged answer is refused with a page."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from sqlmodel import select
from werkzeug.test import TestResponse

from tests.webapp.pages.house import House
from tests.webapp.pages.identity_provider import CLIENT, SECRET, Provider, running
from webapp.accounts.roles import Role
from webapp.app import create_app
from webapp.settings import Settings, SettingsError, load
from webapp.store.engine import reading, writing
from webapp.store.models import Account

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

RPPS = "10001234567"
ANA = {"email": "Interne@exemple.fr", "email_verified": True}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as found:
        yield found


@pytest.fixture
def settings(settings: Settings, provider: Provider) -> Settings:
    given = {"RANG_DATABASE": settings.database, "RANG_SECRET": settings.secret, "RANG_BASE_URL": settings.base_url}
    for who in ("PSC", "STAFF"):
        given |= {f"RANG_OIDC_{who}_ID": CLIENT, f"RANG_OIDC_{who}_SECRET": SECRET}
        given[f"RANG_OIDC_{who}_DISCOVERY"] = f"{provider.address}/.well-known/openid-configuration"
    return load(given)


@pytest.fixture
def app(unbuilt: Flask) -> Flask:
    """With this test's providers, which an application reads when it is put together."""
    return unbuilt


def agreed(client: FlaskClient, key: str) -> str:
    """The path to which the provider sends the browser back."""
    sent = urlsplit(client.get(f"/connexion/openid/{key}").location)
    connection = HTTPConnection(sent.netloc)
    connection.request("GET", f"{sent.path}?{sent.query}")
    back = connection.getresponse().headers["Location"]
    connection.close()
    assert back.startswith(f"http://localhost/connexion/openid/{key}/retour?")
    return back.removeprefix("http://localhost")


def came_back(client: FlaskClient, key: str = "agents") -> TestResponse:
    return client.get(agreed(client, key))


def is_in(client: FlaskClient) -> bool:
    return client.get("/campagnes").status_code == 200


def test_somebody_known_by_their_verified_address_comes_in(
    house: House, client: FlaskClient, provider: Provider
) -> None:
    house.person(Role.INTERN)
    provider.user = ANA
    assert "Se connecter avec ProConnect" in client.get("/connexion").text
    assert came_back(client).location == "/campagnes"
    assert is_in(client)


def test_the_request_carries_state_nonce_proof_key_and_the_level_asked_for(
    client: FlaskClient, provider: Provider
) -> None:
    sent = urlsplit(client.get("/connexion/openid/psc", headers={"Host": "pirate.example"}).location)
    asked = {name: values[0] for name, values in parse_qs(sent.query).items()}
    assert asked["redirect_uri"] == "http://localhost/connexion/openid/psc/retour"
    assert (asked["scope"], asked["acr_values"]) == ("openid scope_all", "eidas1")
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 20


def test_pro_sante_connect_finds_by_rpps(house: House, client: FlaskClient, provider: Provider) -> None:
    account_id = house.person(Role.INTERN)
    with writing(house.engine) as session:
        session.get_one(Account, account_id).rpps = RPPS
    provider.claims, provider.user = {"acr": "eidas1"}, {"SubjectNameID": f"8{RPPS}", "email": "autre@exemple.fr"}
    assert came_back(client, "psc").location == "/campagnes"


def test_an_rpps_is_noted_for_who_was_known_by_address_only(
    house: House, client: FlaskClient, provider: Provider
) -> None:
    account_id = house.person(Role.INTERN)
    provider.claims, provider.user = {"acr": "eidas1"}, {"SubjectNameID": f"8{RPPS}"} | ANA
    came_back(client, "psc")
    with reading(house.engine) as session:
        assert session.get_one(Account, account_id).rpps == RPPS
    provider.user = {"SubjectNameID": "810009999999"} | ANA
    assert came_back(house.app.test_client(), "psc").status_code == 403, "the address is now another RPPS's"


@pytest.mark.parametrize(
    "told",
    [
        {"email": "personne@exemple.fr", "email_verified": True},
        {"email": "interne@exemple.fr", "email_verified": False},
        {"email": "interne@exemple.fr", "email_verified": "true"},
        {"email": "interne@exemple.fr"},
        {"email": ["interne@exemple.fr"], "email_verified": True},
        {"SubjectNameID": f"8{RPPS}"},
        {},
    ],
)
def test_who_is_not_known_makes_no_account(
    house: House, client: FlaskClient, provider: Provider, told: dict[str, object]
) -> None:
    account_id = house.person(Role.INTERN)
    with writing(house.engine) as session:
        session.get_one(Account, account_id).rpps = RPPS
    provider.user = told
    refused = came_back(client)
    assert (refused.status_code, "Aucun compte" in refused.text) == (403, True)
    with reading(house.engine) as session:
        assert len(session.exec(select(Account)).all()) == 1
    assert not is_in(client)


def test_the_second_factor_is_still_asked_of_the_staff(house: House, client: FlaskClient, provider: Provider) -> None:
    house.person(Role.MANAGER)
    provider.user = {"email": "gestionnaire@exemple.fr", "email_verified": True}
    came_back(client)
    assert client.get("/campagnes").location == "/second-facteur"


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "autre"},
        {"nonce": None},
        {"iss": "https://pirate.example"},
        {"aud": "autre"},
        {"aud": "autre", "azp": CLIENT},
        {"aud": None},
        {"exp": 1},
        {"sub": "un autre"},
    ],
    ids=str,
)
def test_a_forged_token_is_refused_with_a_page(
    house: House, client: FlaskClient, provider: Provider, lie: dict[str, object]
) -> None:
    house.person(Role.INTERN)
    provider.user, provider.lies = ANA, lie
    refused = came_back(client)
    assert (refused.status_code, "pas pu être vérifiée" in refused.text) == (403, True)
    assert not is_in(client)


def test_a_token_signed_by_somebody_else_is_refused(house: House, client: FlaskClient, provider: Provider) -> None:
    house.person(Role.INTERN)
    provider.user, provider.signs_with = ANA, RSAKey.generate_key(2048, {"kid": "1"})
    assert came_back(client).status_code == 403
    assert not is_in(client)


def test_a_level_of_proof_lower_than_asked_is_refused(house: House, client: FlaskClient, provider: Provider) -> None:
    house.person(Role.INTERN)
    provider.user, provider.claims = ANA, {"acr": "faible"}
    assert came_back(client, "psc").status_code == 403


def test_an_answer_serves_once_and_only_in_the_browser_that_asked(
    house: House, client: FlaskClient, provider: Provider
) -> None:
    house.person(Role.INTERN)
    provider.user = ANA
    path, victim = agreed(client, "agents"), house.app.test_client()
    assert victim.get(path).status_code == 403, "an attacker's answer does not sign the victim in"
    assert client.get(path).status_code == 302
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("query", ["", "?state=x", "?code=x&state=x", "?error=access_denied&error_description=<b>"])
def test_whatever_comes_back_there_is_a_page(client: FlaskClient, query: str) -> None:
    client.get("/connexion/openid/agents")
    refused = client.get(f"/connexion/openid/agents/retour{query}")
    assert refused.status_code == 403
    assert "<b>" not in refused.text


def test_a_provider_that_is_not_set_leads_nowhere(client: FlaskClient) -> None:
    assert client.get("/connexion/openid/rien").status_code == 404


def test_a_provider_that_does_not_answer_keeps_nobody_out(settings: Settings) -> None:
    with running() as gone:
        address = gone.address
    environ = {
        "RANG_DATABASE": settings.database, "RANG_SECRET": "s" * 40, "RANG_OIDC_STAFF_ID": CLIENT,
        "RANG_OIDC_STAFF_SECRET": SECRET, "RANG_OIDC_STAFF_DISCOVERY": address,
    }  # fmt: skip
    app: Flask = create_app(load(environ))
    answer = app.test_client().get("/connexion/openid/agents")
    assert (answer.status_code, "ne répond pas" in answer.text) == (502, True)
    app.extensions["rang"].engine.dispose()


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"RANG_OIDC_PSC_ID": "x"}, "RANG_OIDC_PSC_DISCOVERY"),
        ({f"RANG_OIDC_STAFF_{part}": "http://pirate.example" for part in ("DISCOVERY", "ID", "SECRET")}, "https"),
    ],
)
def test_half_a_provider_or_one_in_the_clear_keeps_the_site_from_starting(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load({"RANG_SECRET": "s" * 40} | given)
