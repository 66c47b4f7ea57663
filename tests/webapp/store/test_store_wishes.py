"""Wish lists are kept version by version: never lost, never doubled, never over somebody's newer one."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine

from allocation.prepare import receipt
from tests.webapp.store.campaigns import crowd, people, put
from webapp.store import wishes
from webapp.store.engine import writing
from webapp.store.wishes import Newer, Saved

NOW = datetime(2027, 3, 20, 18, 30, tzinfo=UTC)


def save(engine: Engine, campaign_id: str, person: str, codes: list[str], seen: int, key: str) -> Saved | Newer:
    with writing(engine) as session:
        return wishes.save(session, campaign_id, person, codes, seen=seen, key=key, account_id=None, now=NOW)


def test_each_save_is_a_version_with_its_salted_receipt(engine: Engine) -> None:
    held = crowd(2)
    campaign_id, who = put(engine, held), people(held)[0]
    first = save(engine, campaign_id, who["id"], ["STAGE1"], 0, "a")
    second = save(engine, campaign_id, who["id"], ["STAGE0", "STAGE1"], 1, "b")
    assert [first.version, second.version] == [1, 2]
    assert second.receipt == receipt(who["salt"], ["STAGE0", "STAGE1"])
    assert wishes.history(engine, campaign_id, who["id"]) == [second, first]
    assert wishes.current(engine, campaign_id) == {who["id"]: (("STAGE0", "STAGE1"), second.receipt)}
    assert wishes.stamp(engine, campaign_id) == 2


def test_the_same_save_sent_again_is_kept_once(engine: Engine) -> None:
    held = crowd(1)
    campaign_id, who = put(engine, held), people(held)[0]["id"]
    first = save(engine, campaign_id, who, ["STAGE0"], 0, "envoi")
    assert save(engine, campaign_id, who, ["STAGE0"], 0, "envoi") == first
    assert len(wishes.history(engine, campaign_id, who)) == 1


def test_a_list_changed_elsewhere_is_not_overwritten(engine: Engine) -> None:
    held = crowd(1)
    campaign_id, who = put(engine, held), people(held)[0]["id"]
    phone = save(engine, campaign_id, who, ["STAGE0"], 0, "phone")
    desk = save(engine, campaign_id, who, [], 0, "desk")
    assert desk == Newer(phone)
    assert wishes.history(engine, campaign_id, who) == [phone]


def test_two_saves_at_once_make_one_version_and_one_refusal(engine: Engine) -> None:
    held = crowd(1)
    campaign_id, who = put(engine, held), people(held)[0]["id"]
    made, start = [], Barrier(2)

    def run(key: str) -> None:
        start.wait()
        made.append(save(engine, campaign_id, who, [key], 0, key))

    threads = [Thread(target=run, args=(key,)) for key in ("x", "y")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(each).__name__ for each in made) == ["Newer", "Saved"]
    assert len(wishes.history(engine, campaign_id, who)) == 1


def test_somebody_who_is_not_there_keeps_no_list(engine: Engine) -> None:
    campaign_id = put(engine, crowd(1))
    with pytest.raises(KeyError):
        save(engine, campaign_id, "p-rien", ["STAGE0"], 0, "k")
