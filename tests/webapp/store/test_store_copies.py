"""A copy taken at any turn holds the database as it was at that moment, and can be served or brought back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, select
from sqlmodel import SQLModel

from allocation import journal as chain
from allocation.commands import Choose
from tests.allocation.factories import SOCLE, ticking
from tests.webapp.store.campaigns import choices, crowd, put
from webapp.accounts.people import give_role
from webapp.accounts.roles import Role
from webapp.standing import standings
from webapp.store import copies, journal, migrate
from webapp.store.copies import InUseError, NotEmptyError, UnreadableCopyError
from webapp.store.engine import open_engine, writing

NOW = datetime(2027, 4, 5, 9, tzinfo=UTC)


def everything(engine: Engine) -> dict[str, list[tuple]]:
    with engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in SQLModel.metadata.sorted_tables
        }


@pytest.fixture
def empty(url: str, tmp_path: Path) -> Iterator[Engine]:
    """A second database, new: SQLite, whatever the first is."""
    engine = open_engine(f"sqlite:///{tmp_path / 'neuve.sqlite'}")
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


def test_a_copy_holds_every_row_and_says_the_turn(engine: Engine, empty: Engine, tmp_path: Path) -> None:
    where = put(engine, crowd(3))
    with writing(engine) as session:
        give_role(session, "a@exemple.fr", "A", Role.MANAGER, "Lyon", None, NOW)
    command = next(choices(crowd(3)))
    first = journal.read_opening(engine, where).list[SOCLE].calls[0].person
    journal.append(engine, where, Choose(SOCLE, first, command.code), seen=1, actor="d", clock=ticking())
    copies.back_up(engine, tmp_path / "copie.sqlite")
    copies.restore(tmp_path / "copie.sqlite", empty)
    assert everything(empty) == everything(engine)
    assert standings(empty) == standings(engine)
    assert "n° 2 à appeler" in standings(empty)[0]
    assert "2 entrées" in standings(empty)[0]


def test_the_numbers_go_on_after_a_restoration(engine: Engine, url: str, tmp_path: Path) -> None:
    with writing(engine) as session:
        give_role(session, "a@exemple.fr", "A", Role.MANAGER, "Lyon", None, NOW)
    copies.back_up(engine, tmp_path / "copie.sqlite")
    SQLModel.metadata.drop_all(engine)
    SQLModel.metadata.create_all(engine)
    copies.restore(tmp_path / "copie.sqlite", engine)
    with writing(engine) as session:
        assert give_role(session, "b@exemple.fr", "B", Role.MANAGER, "Lyon", None, NOW).id == 2


def test_a_copy_taken_while_the_day_runs_is_a_whole_journal(engine: Engine, tmp_path: Path) -> None:
    held = crowd(60)
    where, stop = put(engine, held), Event()

    def run() -> None:
        for seen, command in enumerate(choices(held), start=1):
            journal.append(engine, where, command, seen=seen, actor="d", clock=ticking())
            if stop.is_set():
                return

    desk = Thread(target=run)
    desk.start()
    lengths = []
    for number in range(3):
        copies.back_up(engine, tmp_path / f"{number}.sqlite")
        with copies.opened(tmp_path / f"{number}.sqlite") as copied:
            entries = chain.parse(journal.read_journal(copied, where))
            assert len(journal.read_day(copied, where).holds) == sum(entry["kind"] == "Chosen" for entry in entries)
            lengths.append(len(entries))
    stop.set()
    desk.join()
    assert lengths == sorted(lengths)


def test_a_database_that_holds_something_is_not_filled(engine: Engine, tmp_path: Path) -> None:
    put(engine, crowd(1))
    copies.back_up(engine, tmp_path / "copie.sqlite")
    before = everything(engine)
    with pytest.raises(NotEmptyError):
        copies.restore(tmp_path / "copie.sqlite", engine)
    assert everything(engine) == before


def test_what_is_no_copy_of_ours_is_refused(empty: Engine, tmp_path: Path) -> None:
    (tmp_path / "texte").write_text("bonjour", encoding="utf-8")
    (tmp_path / "vide").touch()
    for name in ("texte", "vide"):
        with pytest.raises(UnreadableCopyError):
            copies.restore(tmp_path / name, empty)


def test_a_copy_is_its_owners_alone_and_a_failed_one_leaves_the_former(engine: Engine, tmp_path: Path) -> None:
    copies.back_up(engine, tmp_path / "copie.sqlite")
    assert (tmp_path / "copie.sqlite").stat().st_mode & 0o077 == 0
    former = (tmp_path / "copie.sqlite").read_bytes()

    def fail(_: str) -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 (ours, from just above)
        copies.back_up(engine, tmp_path / "copie.sqlite", fail)
    assert (tmp_path / "copie.sqlite").read_bytes() == former
    assert [path.name for path in tmp_path.glob(".copie*")] == []


def test_a_copy_never_takes_the_place_of_a_database_in_service(engine: Engine, empty: Engine, tmp_path: Path) -> None:
    put(empty, crowd(3))
    before, served = everything(empty), Path(str(empty.url.database))
    with empty.connect(), pytest.raises(InUseError):
        copies.back_up(engine, served)
    empty.dispose()
    assert not served.with_name(f"{served.name}-wal").exists()
    with pytest.raises(InUseError):
        copies.back_up(empty, served)
    assert everything(empty) == before
