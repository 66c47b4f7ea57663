"""A private PostgreSQL cluster for the tests: no port, no password, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine

_numbers = count(1)


def programs() -> Path:
    """Where PostgreSQL's programs are. Without them the test is skipped, but fails on the build server."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("PostgreSQL is not installed")
    return found[-1].parent


@contextmanager
def cluster() -> Iterator[str]:
    """The start of an URL of a fresh cluster, reached by a Unix socket; `database_in` completes it."""
    folder = Path(tempfile.mkdtemp(prefix="rang-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, control = folder / "data", programs() / "pg_ctl"
    _run(programs() / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    _run(control, "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield f"host={folder}"
    finally:
        _run(control, "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def database_in(place: str) -> str:
    """The URL of a new, empty database of the cluster."""
    name = f"essai_{os.getpid()}_{next(_numbers)}"
    admin = create_engine(f"postgresql+psycopg://postgres@/postgres?{place}", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    admin.dispose()
    return f"postgresql+psycopg://postgres@/{name}?{place}"


def _run(*command: object) -> None:
    # PostgreSQL refuses to run as root.
    switch = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*switch, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")
