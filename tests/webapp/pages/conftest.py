from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.webapp.pages.house import House
from tests.webapp.store.campaigns import crowd, put
from webapp.app import create_app
from webapp.settings import Settings, load
from webapp.store import migrate
from webapp.store.engine import open_engine


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables, made once; tests copy the file."""
    path = tmp_path_factory.mktemp("base") / "vide.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def settings(empty_database: Path, tmp_path: Path) -> Settings:
    path = shutil.copy(empty_database, tmp_path / "rang.sqlite")
    return load({"RANG_DATABASE": f"sqlite:///{path}", "RANG_SECRET": "s" * 40, "RANG_BASE_URL": "http://localhost"})


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application, its forms accepted without their proof of origin (`test_forged_requests` has it on)."""
    made = create_app(settings)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield made
    made.extensions["rang"].workshop.close()
    made.extensions["rang"].postman.shutdown()
    made.extensions["rang"].press.shutdown()
    made.extensions["rang"].engine.dispose()


@pytest.fixture
def engine(app: Flask) -> Engine:
    return app.extensions["rang"].engine


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def house(app: Flask, engine: Engine) -> House:
    return House(app, engine)


@pytest.fixture
def campaign_id(engine: Engine) -> str:
    """A campaign of Saint-Étienne with three posts, at its opening."""
    return put(engine, crowd(3))
