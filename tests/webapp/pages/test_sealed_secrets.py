"""What an authenticator shares with us is sealed in the database."""

from __future__ import annotations

from datetime import UTC, datetime

import pyotp
import pytest
from sqlalchemy import Engine

from tests.webapp.pages.house import House
from tests.webapp.running import rang
from webapp.accounts import second_factor
from webapp.accounts.roles import Role
from webapp.store import migrate
from webapp.store.engine import open_engine, reading, writing
from webapp.store.models import SecondFactor


def kept(engine: Engine, account_id: int) -> str:
    with reading(engine) as session:
        return session.get_one(SecondFactor, account_id).secret


def test_the_database_does_not_hold_the_secret(house: House) -> None:
    account_id = house.person(Role.MANAGER, authenticator=False)
    secret = second_factor.begin(house.engine, account_id, house.key)
    assert secret not in kept(house.engine, account_id)
    assert second_factor.begin(house.engine, account_id, house.key) == secret


def test_a_copy_of_the_database_opens_nothing_elsewhere(house: House) -> None:
    account_id, now = house.person(Role.MANAGER), datetime.now(UTC)
    code = house.code_of(account_id)
    assert not second_factor.prove(house.engine, account_id, code, "un autre secret", now)
    assert second_factor.prove(house.engine, account_id, code, house.key, now)


def test_a_secret_kept_in_the_clear_is_sealed_at_the_next_start_and_still_serves(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, old, now = open_engine(url), pyotp.random_base32(), datetime.now(UTC)
    migrate.upgrade(engine)
    for name, value in {"RANG_DATABASE": url, "RANG_SECRET": "s" * 40}.items():
        monkeypatch.setenv(name, value)
    invite = ("invite", "chef@exemple.fr", "--role", "gestionnaire", "--subdivision", "Lyon")
    assert rang(*invite).exit_code == 0
    with writing(engine) as session:
        session.add(SecondFactor(account_id=1, secret=old, confirmed_at=now))
    for _ in range(2):
        assert rang(*invite).exit_code == 0
        assert old not in kept(engine, 1)
    assert second_factor.prove(engine, 1, pyotp.TOTP(old).at(now), "s" * 40, now)
    engine.dispose()
