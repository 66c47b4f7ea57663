"""The database of the environment's settings, its tables up to date, for the commands that need it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from webapp import console
from webapp.settings import Settings, SettingsError, load

if TYPE_CHECKING:
    from sqlalchemy import Engine


def settings_or_exit() -> Settings:
    """The settings; ends the command with exit 2 where it would not be safe to start."""
    try:
        return load(os.environ)
    except SettingsError as error:
        console.complain(str(error))
        raise typer.Exit(console.WRONG_USE) from None


@contextmanager
def opened() -> Iterator[tuple[Settings, Engine]]:
    """The settings and the database, brought to the tables of this version."""
    from webapp.accounts.second_factor import seal_all
    from webapp.store import migrate
    from webapp.store.engine import open_engine

    settings = settings_or_exit()
    engine = open_engine(settings.database)
    try:
        migrate.upgrade(engine)
        seal_all(engine, settings.secret)
        yield settings, engine
    finally:
        engine.dispose()
