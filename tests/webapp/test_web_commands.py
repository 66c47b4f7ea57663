"""The commands beside the pages: the first person, the first campaign, and what they refuse."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.webapp.running import rang
from webapp.accounts import people
from webapp.accounts.roles import Role
from webapp.app import create_app
from webapp.demo import INTERNS
from webapp.settings import load
from webapp.store import campaigns
from webapp.store.engine import open_engine
from webapp.store.persons import person_of


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    given = {"RANG_DATABASE": f"sqlite:///{tmp_path}/rang.sqlite", "RANG_SECRET": "s" * 40}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return given


def test_the_first_manager_comes_in_by_the_link_that_the_command_writes(
    environ: dict[str, str], sample_result: Path
) -> None:
    assert rang("publish", sample_result).exit_code == 0
    done = rang("invite", "Chef@ars.exemple.fr", "--role", "gestionnaire", "--subdivision", "Saint-Étienne")
    assert done.exit_code == 0, done.output
    app = create_app(load(environ))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post(done.stdout.strip().removeprefix("http://127.0.0.1:8000"))
    assert client.get("/campagnes").location == "/second-facteur/installation"
    app.extensions["rang"].engine.dispose()


def test_a_result_is_put_online_once(environ: dict[str, str], sample_result: Path) -> None:
    assert rang("publish", sample_result).exit_code == 0
    again = rang("publish", sample_result)
    assert (again.exit_code, "déjà une campagne" in again.stderr) == (2, True)


def test_a_result_that_was_touched_is_not_put_online(
    environ: dict[str, str], sample_result: Path, tmp_path: Path
) -> None:
    touched = shutil.copytree(sample_result, tmp_path / "touche")
    journal = touched / "journal.jsonl"
    journal.write_bytes(journal.read_bytes()[:-1])
    assert rang("publish", touched).exit_code == 4


def test_nothing_starts_without_a_secret(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RANG_SECRET", "court")
    for words in (["serve"], ["invite", "a@b.fr", "--role", "interne", "--subdivision", "Lyon"]):
        done = rang(*words)
        assert (done.exit_code, "RANG_SECRET" in done.stderr) == (2, True)


def test_an_address_that_is_none_is_refused(environ: dict[str, str]) -> None:
    assert rang("invite", "chef", "--role", "gestionnaire", "--subdivision", "Lyon").exit_code == 2


def test_the_demonstration_is_for_this_machine_only() -> None:
    assert rang("serve", "--demo", "--host", "0.0.0.0").exit_code == 2  # noqa: S104 (what is refused)


def served(folder: Path, port: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "webapp", "serve", "--demo", "--check", "--port", str(port), "--folder", folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_the_demonstration_is_made_once_names_an_account_of_each_role_and_ends_for_a_script(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        taken = served(tmp_path / "demo", port)
    assert (taken.returncode, "--port" in taken.stderr) == (2, True)
    done = served(tmp_path / "demo", port)
    assert done.returncode == 0, done.stderr
    assert "Le site répond (200)" in done.stdout
    assert "Préparation" not in done.stdout, "the first start made it, though its port was taken"
    for role in Role:
        assert f"{role.value}@exemple.fr" in done.stdout
    engine = open_engine(f"sqlite:///{tmp_path / 'demo' / 'rang.sqlite'}")
    states = {found.semester: found.state for found in campaigns.everywhere(engine)}
    assert states == {"2027-ete": "published", "2026-hiver": "closed"}
    for email in INTERNS:
        account = people.find(engine, email)
        assert all(person_of(engine, found.id, account.id) for found in campaigns.everywhere(engine))
    engine.dispose()


def test_the_other_commands_start_without_the_libraries_of_the_web() -> None:
    listing = "import sys, webapp.cli; print(*sorted({'sqlalchemy', 'flask', 'uvicorn', 'argon2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_copy_is_written_brought_back_elsewhere_and_says_where_it_stands(
    environ: dict[str, str], sample_result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Aucune campagne" in rang("status").stdout
    rang("publish", sample_result)
    copy = tmp_path / "copie.sqlite"
    done = rang("backup", copy)
    assert (done.exit_code, "choix clos" in done.stdout) == (0, True)
    monkeypatch.setenv("RANG_DATABASE", f"sqlite:///{tmp_path}/ailleurs.sqlite")
    back = rang("restore", copy)
    assert (back.exit_code, back.stdout.splitlines()[-1]) == (0, rang("status").stdout.strip())
    again = rang("restore", copy)
    assert (again.exit_code, "n'est pas vide" in again.stderr) == (2, True)
    itself = rang("backup", tmp_path / "ailleurs.sqlite")
    assert (itself.exit_code, "donnez un autre nom" in itself.stderr) == (2, True)
    nowhere = rang("backup", tmp_path / "absent" / "copie.sqlite")
    assert (nowhere.exit_code, "choisissez un autre endroit" in nowhere.stderr) == (2, True)
