"""What the database holds of a campaign gives the documents that its folder gives."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete

from allocation.commands import AmendPost
from tests.allocation.factories import ticking
from tests.webapp.store.campaigns import choices, crowd, put
from webapp.folder import UnreadableFolderError, read_result
from webapp.results.collect import ERASED, from_files, from_store
from webapp.store.campaigns import import_result
from webapp.store.engine import writing
from webapp.store.journal import append
from webapp.store.models import PersonIdentity


def test_the_database_and_the_folder_give_the_same_documents(engine: Engine, sample_result: Path) -> None:
    files = read_result(sample_result)
    folder, store = from_files(files), from_store(engine, import_result(engine, files))
    assert store.opening == folder.opening
    assert store.entries == folder.entries
    said_by_the_import = {"warnings"}
    for key in folder.result.keys() - said_by_the_import:
        assert store.result[key] == folder.result[key], key
    assert set(store.result["warnings"]) <= set(folder.result["warnings"])


def test_a_day_under_way_is_collected_as_it_stands(engine: Engine) -> None:
    held = crowd(3)
    where = put(engine, held)
    append(engine, where, next(choices(held)), seen=1, actor="pupitre", clock=ticking())
    found = from_store(engine, where)
    (rows,) = (choices["calls"] for choices in found.result["lists"] if choices["calls"])
    assert [row["post"] for row in rows] == ["STAGE0", None, None]
    assert found.result["journal"]["entries"] == len(found.entries) == 2


def test_somebody_erased_is_shown_as_erased(engine: Engine) -> None:
    where = put(engine, crowd(1))
    with writing(engine) as session:
        session.execute(delete(PersonIdentity))
    (row,) = (row for choices in from_store(engine, where).result["lists"] for row in choices["calls"])
    assert (row["intern"]["last_name"], row["intern"]["rpps"], row["intern"]["salt"]) == (ERASED, "", "")


def test_an_unknown_campaign_is_said(engine: Engine) -> None:
    with pytest.raises(KeyError):
        from_store(engine, "c-rien")


@pytest.mark.parametrize("name", ["ouverture.json", "journal.jsonl", "resultat.json"])
def test_a_folder_without_one_of_the_documents_is_refused(sample_result: Path, name: str) -> None:
    files = read_result(sample_result)
    for content in (None, b"{", b"\xff"):
        spoilt = {other: data for other, data in files.items() if other != name}
        spoilt |= {} if content is None else {name: content}
        with pytest.raises(UnreadableFolderError):
            from_files(spoilt)


def test_the_documents_can_be_written_again(engine: Engine, sample_result: Path) -> None:
    found = from_store(engine, import_result(engine, read_result(sample_result)))
    assert json.loads(json.dumps(found.result)) == found.result


def test_a_post_added_during_the_day_stands_in_what_the_documents_are_made_from(engine: Engine) -> None:
    held = crowd(2)
    where = put(engine, held)
    added = replace(held.opening.pools[0], id="NEUF", code="NEUF", service="Service ouvert en séance")
    append(engine, where, AmendPost(added, "?motif"), seen=1, actor="pupitre", clock=ticking())
    found = from_store(engine, where)
    assert "NEUF" not in {pool["code"] for pool in found.opening["pools"]}
    assert "NEUF" in {pool["code"] for pool in found.standing["pools"]} & {
        post["code"] for post in found.result["posts"]
    }
