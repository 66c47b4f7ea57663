"""A copy of the whole database in one SQLite file, true to one moment, while the day goes on; and back.

The copy of either database is a SQLite file: a laptop can serve it as it is when the server is lost.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, Row, Table, func, insert, select
from sqlmodel import SQLModel

from webapp.store import migrate
from webapp.store.engine import WRITE, open_engine

_ROWS = 500


class NotEmptyError(Exception):
    """The database to fill holds something already."""


class InUseError(Exception):
    """A database stands where the copy should go: putting a file in its place would lose what is recorded there."""


class UnreadableCopyError(Exception):
    """The file is no copy of ours."""


def back_up(engine: Engine, path: Path, progress: Callable[[str], None] = lambda _: None) -> None:
    """Write the copy at `path`, in the place of an older one once it is whole. `progress` is told each table.

    Readable by its owner alone: it holds all that the database holds. Raises `InUseError`, nothing then written.
    """
    if _is_in_use(path, engine):
        raise InUseError(str(path))
    draft = path.with_name(f".{path.name}.en-cours")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    try:
        target = open_engine(f"sqlite:///{draft}")
        migrate.upgrade(target)
        with _still(engine) as source, _filling(target) as sink:
            _copy(source, sink, progress)
        _in_one_file(target)
        draft.replace(path)
    finally:
        for left in draft.parent.glob(f"{draft.name}*"):
            left.unlink()


def _is_in_use(path: Path, engine: Engine) -> bool:
    """Whether it is the database itself, or one that is served or was not closed: its last entries stand beside it."""
    own = Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None
    itself = own is not None and path.exists() and path.samefile(own)
    return itself or path.with_name(f"{path.name}-wal").exists()


def restore(path: Path, engine: Engine, progress: Callable[[str], None] = lambda _: None) -> None:
    """Fill the database, whose tables are there and empty, with the copy, which may be of an older version.

    Raises `UnreadableCopyError` or `NotEmptyError`, nothing then changed.
    """
    with opened(path) as copied, copied.connect() as source, _filling(engine) as sink:
        if any(sink.execute(select(func.count()).select_from(table)).scalar() for table in _tables()):
            raise NotEmptyError(str(path))
        _copy(source, sink, progress)
        if engine.dialect.name == "postgresql":
            _go_on_counting(sink)


@contextmanager
def opened(path: Path) -> Iterator[Engine]:
    """The copy, brought beside to the tables of this version; the file itself stays as it was.

    Raises `UnreadableCopyError`.
    """
    with tempfile.TemporaryDirectory(prefix="rang-copie-") as folder:
        beside = Path(folder) / "copie.sqlite"
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as raw:
                raw.execute("SELECT 1 FROM alembic_version")
                with closing(sqlite3.connect(beside)) as taken:
                    raw.backup(taken)
        except sqlite3.DatabaseError as error:
            raise UnreadableCopyError(str(path)) from error
        engine = open_engine(f"sqlite:///{beside}")
        migrate.upgrade(engine)
        yield engine
        engine.dispose()


def _tables() -> list[Table]:
    """Those named by others first."""
    return list(SQLModel.metadata.sorted_tables)


def _still(engine: Engine) -> Connection:
    """A connection that sees the database as it is at its first look, whatever is recorded meanwhile."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ").connect()
    return engine.connect()


def _filling(engine: Engine):
    return engine.execution_options(**{WRITE: True}).begin()


def _copy(source: Connection, sink: Connection, progress: Callable[[str], None]) -> None:
    for table in _tables():
        progress(table.name)
        found = source.execution_options(yield_per=_ROWS).execute(select(table))
        for rows in found.partitions():
            sink.execute(insert(table), _as_values(rows))


def _as_values(rows: Iterable[Row]) -> list[dict]:
    return [dict(row._mapping) for row in rows]


def _in_one_file(target: Engine) -> None:
    """Out of the write-ahead mode: what was copied stands in the one file that is carried away."""
    with target.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA journal_mode=DELETE")
    target.dispose()


def _go_on_counting(sink: Connection) -> None:
    """PostgreSQL numbers the next rows after those that were brought in."""
    for table in _tables():
        if table.autoincrement_column is not None:
            name, column = table.name, table.autoincrement_column.name
            sink.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{name}', '{column}'), "  # noqa: S608 (our own names)
                f'COALESCE((SELECT MAX({column}) FROM "{name}"), 0) + 1, false)'
            )
