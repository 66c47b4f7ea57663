"""Looking ahead at the desk: kept up with the journal rather than begun again at each turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock

from sqlalchemy import Engine

from allocation import journal as chain
from allocation.lookahead import Advice, LookAhead, Shortage
from allocation.lookahead import told as sentence
from webapp.store import journal
from webapp.store.journal import Moment

SHOWN = 8
"""How many groups of people who cannot all be served are told."""


@dataclass(frozen=True, slots=True)
class Told:
    """What looking ahead says at a turn: which posts, by pool id, leave everybody else as well off, which do not, and
    in words, the first of those who cannot be served already, whatever is chosen; `more` of them are not told."""

    safe: frozenset[str] = frozenset()
    risky: frozenset[str] = frozenset()
    already: tuple[str, ...] = ()
    more: int = 0


@dataclass(slots=True)
class _Memory:
    """A look-ahead and how far in the journal it is; one thread at a time may use it."""

    lock: Lock = field(default_factory=Lock)
    entries: int = 0
    head: str = ""
    found: LookAhead | None = None


@lru_cache(maxsize=16)
def _memory(_engine: Engine, _campaign_id: str) -> _Memory:
    return _Memory()


def told(engine: Engine, campaign_id: str, moment: Moment, person: str) -> Told:
    """The advice for the person called at that moment."""
    memory = _memory(engine, campaign_id)
    with memory.lock:
        found = _at(memory, engine, campaign_id, moment)
        advice = _advice(found, person)
        shortages = found.shortages()
    already = tuple(sentence(moment.day.opening, shortage) for shortage in shortages[:SHOWN])
    return Told(frozenset(advice.safe), frozenset(advice.risky), already, len(shortages) - len(already))


def left_without(engine: Engine, campaign_id: str, moment: Moment, person: str, pool: str) -> Shortage | None:
    """Who would be left short by the person called taking that pool."""
    memory = _memory(engine, campaign_id)
    with memory.lock:
        found = _at(memory, engine, campaign_id, moment)
        try:
            return found.left_without(person, pool)
        except KeyError:
            return None


def _advice(found: LookAhead, person: str) -> Advice:
    try:
        return found.advice(person)
    except KeyError:
        # Somebody called who is not looked ahead for: nothing is said rather than something wrong.
        return Advice((), ())


def _at(memory: _Memory, engine: Engine, campaign_id: str, moment: Moment) -> LookAhead:
    """The look-ahead of that moment: followed from where it stood, or begun again where it cannot be."""
    if memory.found is None or not _followed(memory, memory.found, _since(memory, engine, campaign_id, moment)):
        memory.found = LookAhead(moment.day)
    memory.entries, memory.head = moment.entries, moment.head
    return memory.found


def _since(memory: _Memory, engine: Engine, campaign_id: str, moment: Moment) -> Sequence[chain.Entry]:
    """What was recorded since, the last entry known first; empty where the journal is not the one that was followed."""
    if not memory.entries or memory.entries > moment.entries:
        return ()
    if memory.head == moment.head:
        return [{"hash": memory.head}]
    return journal.read_entries(engine, campaign_id, memory.entries - 1)[: moment.entries - memory.entries + 1]


def _followed(memory: _Memory, found: LookAhead, entries: Sequence[chain.Entry]) -> bool:
    if not entries or entries[0]["hash"] != memory.head:
        return False
    return all(found.follow(event) for event in chain.events(entries[1:]))
