"""What a form of the desk asks, once read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from allocation.commands import Command
from allocation.model import Mode

Beside = Callable[[Session, str], None]
"""What is kept with the entries, in their transaction, for the campaign of that id."""


def nothing(_session: Session, _campaign_id: str) -> None:
    """Most acts leave nothing beside the journal."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The command, what else is kept with its entries, when it happened if not now, the surnombre that it grants."""

    command: Command
    beside: Beside = nothing
    occurred_at: datetime | None = None
    granted: Mode | None = None
