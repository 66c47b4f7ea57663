"""A full disk and a lost database are told in clear words; what was acknowledged stays, and the day goes on after."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.webapp.databases import cluster, database_in, programs
from tests.webapp.pages.desk import Desk
from tests.webapp.pages.house import House
from tests.webapp.store.campaigns import crowd, put
from webapp.accounts.roles import Role
from webapp.app import create_app
from webapp.settings import load
from webapp.store import migrate


def house_on(url: str) -> House:
    app = create_app(load({"RANG_DATABASE": url, "RANG_SECRET": "s" * 40, "RANG_BASE_URL": "http://localhost"}))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    migrate.upgrade(app.extensions["rang"].engine)
    return House(app, app.extensions["rang"].engine)


def closed(house: House) -> None:
    house.app.extensions["rang"].workshop.close()
    house.app.extensions["rang"].postman.shutdown()
    house.engine.dispose()


def desk_of(house: House) -> Desk:
    return Desk(house.signed_in(Role.MANAGER), house.engine, put(house.engine, crowd(40)))


def test_a_full_disk_is_named_and_the_day_goes_on_once_there_is_room(tmp_path: Path) -> None:
    house = house_on(f"sqlite:///{tmp_path}/rang.sqlite")
    desk, full = desk_of(house), [True]
    desk.send("choisir", code="STAGE0")
    before = desk.kinds()

    def limit(connection, *_: object) -> None:
        """The file may not grow any more: what SQLite then says is what it says of a full disk."""
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() if full[0] else 1_000_000
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    event.listen(house.engine, "begin", limit)
    answers = [desk.send("choisir", code=f"STAGE{number}") for number in range(1, 30)]
    refused = [answer for answer in answers if answer.status_code == 503]
    assert refused, "the file never was full"
    assert "Le disque du serveur est plein" in refused[0].text
    recorded = len(answers) - len(refused)
    assert len(desk.kinds()) == len(before) + recorded
    full[0] = False
    assert desk.send("choisir", code="STAGE39").status_code == 200
    assert len(desk.kinds()) == len(before) + recorded + 1
    closed(house)


@pytest.fixture
def own_cluster() -> Iterator[str]:
    with cluster() as place:
        yield place


def test_a_database_that_stops_is_told_and_taken_up_again_by_itself(own_cluster: str) -> None:
    house = house_on(database_in(own_cluster))
    desk = desk_of(house)
    desk.send("choisir", code="STAGE0")
    kept = desk.kinds()
    address = f"{desk.address}/choisir"
    form = {"seen": str(desk.day().entries), "person": desk.called(), "code": "STAGE1"}
    folder = Path(own_cluster.removeprefix("host="))
    _control(folder, "stop", "-m", "immediate")
    lost = desk.browser.post(address, data=form)
    assert (lost.status_code, "ne répond pas" in lost.text) == (503, True)
    _control(
        folder, "start", "-l", str(folder / "log"), "-o", f"-c listen_addresses='' -c unix_socket_directories={folder}"
    )
    assert desk.kinds() == kept
    assert desk.browser.post(address, data=form).status_code == 303
    assert len(desk.kinds()) == len(kept) + 1
    closed(house)


def _control(folder: Path, *words: str) -> None:
    switch = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*switch, str(programs() / "pg_ctl"), "-D", str(folder / "data"), "-w", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir())
