"""All that is held on one person: every row of every table that names them, and their lines of the journals.

The tables are found by their columns: one that is added with `campaign_id` and `person`, or a key to an account, is
exported and erased without anybody having to think of it.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

from sqlalchemy import Column, ColumnElement, Engine, Table, and_, select
from sqlmodel import Session, SQLModel

from webapp.store import journal
from webapp.store.engine import reading
from webapp.store.models import Account
from webapp.store.persons import everywhere

Rows = list[dict[str, Any]]

SECRET = frozenset({"password_hash", "digest", "secret", "code", "salt"})
"""Columns that protect the person, and would harm them in a file."""


def tables_of_people() -> list[Table]:
    """The tables of which a row speaks of one person of a campaign."""
    return [
        table for table in SQLModel.metadata.sorted_tables if {"campaign_id", "person"} <= set(table.columns.keys())
    ]


def columns_of_accounts() -> list[Column[Any]]:
    """Every column that names an account."""
    return [
        column
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == Account.__tablename__ for key in column.foreign_keys)
    ]


def of_account(engine: Engine, account_id: int) -> dict[str, Rows]:
    """What is held on the holder of an account and on who they are in each campaign, by table; under `acts`, what they
    recorded and when: what it says is of others."""
    with reading(engine) as session:
        found = {Account.__tablename__: _rows(session, _table(Account), _table(Account).c.id == account_id)}
        for column in columns_of_accounts():
            rows = _rows(session, column.table, column == account_id)
            if column.name.endswith("_by"):
                _add(found, "acts", [_act(column, row) for row in rows])
            else:
                _add(found, column.table.name, rows)
    for own in everywhere(engine, account_id):
        for name, rows in of_person(engine, own.campaign_id, own.person).items():
            _add(found, name, rows)
    return {name: rows for name, rows in found.items() if rows}


def _act(column: Column[Any], row: Mapping[str, Any]) -> dict[str, Any]:
    when = {name: value for name, value in row.items() if name == "campaign_id" or name.endswith("_at")}
    return {"table": column.table.name, "column": column.name, **when}


def _add(found: dict[str, Rows], name: str, rows: Rows) -> None:
    """Put the rows with those of the table already found, each once."""
    kept = found.setdefault(name, [])
    kept += [row for row in rows if row not in kept]


def of_person(engine: Engine, campaign_id: str, person: str) -> dict[str, Rows]:
    """What is held on a person of a campaign, by table; under `journal`, the lines that speak of them."""
    with reading(engine) as session:
        found = {
            table.name: _rows(session, table, and_(table.c.campaign_id == campaign_id, table.c.person == person))
            for table in tables_of_people()
        }
    lines = [entry for entry in journal.read_entries(engine, campaign_id) if person in json.dumps(entry)]
    return {name: rows for name, rows in (found | {"journal": lines}).items() if rows}


def archive(found: Mapping[str, Rows]) -> bytes:
    """A zip with one JSON file, readable by a human and by a program."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("donnees.json", json.dumps(found, ensure_ascii=False, indent=2, default=_plain))
    return written.getvalue()


def _table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]


def _rows(session: Session, table: Table, which: ColumnElement[bool]) -> Rows:
    found: Iterable[Any] = session.execute(select(table).where(which)).mappings()
    return [{name: value for name, value in row.items() if name not in SECRET} for row in found]


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return f"({len(value)} octets)" if isinstance(value, bytes) else str(value)
