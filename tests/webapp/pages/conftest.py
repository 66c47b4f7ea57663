from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.webapp.pages.browser import demonstration
from tests.webapp.pages.house import House
from tests.webapp.store.campaigns import crowd, put
from webapp.app import create_app, furnish
from webapp.demo import add_people, secret_of
from webapp.folder import read_result
from webapp.settings import Settings, load
from webapp.store import migrate
from webapp.store.campaigns import import_result
from webapp.store.engine import open_engine


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables, made once; tests copy the file."""
    path = tmp_path_factory.mktemp("base") / "vide.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def first_start(sample_result: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a first start of the demonstration leaves: the campaign of the summer, closed, and its people."""
    folder = tmp_path_factory.mktemp("demo")
    engine = open_engine(f"sqlite:///{folder / 'rang.sqlite'}")
    migrate.upgrade(engine)
    import_result(engine, read_result(sample_result))
    add_people(engine, secret_of(folder))
    engine.dispose()
    return folder


@pytest.fixture
def site(first_start: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a demonstration just started."""
    with demonstration(shutil.copytree(first_start, tmp_path / "demo")) as address:
        yield address


def settings_of(database: Path) -> Settings:
    return load(
        {"RANG_DATABASE": f"sqlite:///{database}", "RANG_SECRET": "s" * 40, "RANG_BASE_URL": "http://localhost"}
    )


@pytest.fixture(scope="session")
def built(empty_database: Path) -> Flask:
    """The application, put together once: its routes and templates take longer to compile than most tests to run."""
    made = create_app(settings_of(empty_database))
    leave(made)
    return made


@pytest.fixture
def settings(empty_database: Path, tmp_path: Path) -> Settings:
    return settings_of(Path(shutil.copy(empty_database, tmp_path / "rang.sqlite")))


@pytest.fixture
def app(built: Flask, settings: Settings) -> Iterator[Flask]:
    """The application, its forms accepted without their proof of origin (`test_forged_requests` has it on)."""
    as_built = dict(built.config)
    furnish(built, settings)
    built.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield built
    leave(built)
    built.config.clear()
    built.config.update(as_built)


@pytest.fixture
def unbuilt(settings: Settings) -> Iterator[Flask]:
    """An application of the test's own that has answered nothing yet: routes may still be added."""
    made = create_app(settings)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield made
    leave(made)


def leave(app: Flask) -> None:
    """Nothing works beside the requests any more."""
    at_hand = app.extensions["rang"]
    at_hand.workshop.close()
    at_hand.postman.shutdown()
    at_hand.press.shutdown()
    at_hand.engine.dispose()


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
