"""Run by Alembic with the connection that `webapp.store.migrate` gives it."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from webapp.store import models

assert models.Account.metadata is SQLModel.metadata  # noqa: S101 (the import is what fills the metadata)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
