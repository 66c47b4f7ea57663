"""The two documents that every export is made from, as `json.loads` gives them."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Override(TypedDict):
    """A campaign's own value for a key of the rule set, with who set it and why."""

    key: str
    value: object
    author: NotRequired[str]
    reason: NotRequired[str]


class Rules(TypedDict):
    """The rule set by its name, and what the campaign changed in it."""

    set: str
    overrides: list[Override]


class Journal(TypedDict):
    """Number of entries, and the hash of the last one (64 hexadecimal digits)."""

    entries: int
    head: str


class Intern(TypedDict):
    """Who was called; `rpps` is "" when it was not given."""

    id: str
    rpps: str
    last_name: str
    first_name: str


class Skip(TypedDict):
    """A wish that was refused: the stage code, the rule that refused and its French sentence."""

    post: str
    rule: str
    reason: str


class Call(TypedDict):
    """One person of a list and what they obtained. `order` None: no turn."""

    order: int | None
    intern: Intern
    status: str
    post: str | None
    mode: str
    channel: str | None
    wish: int | None
    skipped: list[Skip]
    slot: str | None
    curriculum: str
    catch_up: bool
    place: NotRequired[str]


class ListResult(TypedDict):
    """One list of choice, people in call order."""

    name: str
    des: str
    phase: str
    calls: list[Call]


class PostResult(TypedDict):
    """What became of one pool; `seats` are offered, `taken` are regular, `supernumerary` stand beside them."""

    code: str
    lists: list[str]
    reserved: str | None
    seats: int
    taken: int
    supernumerary: int
    pool: str


class Tie(TypedDict):
    """Call orders of one list that the last criterion did not separate."""

    list: str
    orders: list[int]
    detail: str


class Check(TypedDict):
    """One named property of the result, and whether it holds."""

    property: str
    holds: bool
    detail: str


class Result(TypedDict):
    """`resultat.json`. `opening` is the SHA-256 of `ouverture.json`."""

    rules: Rules
    semester: str
    subdivision: str
    journal: Journal
    opening: str
    lists: list[ListResult]
    posts: list[PostResult]
    ties: list[Tie]
    warnings: list[str]
    checks: list[Check]


class Campaign(TypedDict):
    """`start` and `end` are ISO dates, both included; `semester` as `2027-ete`."""

    subdivision: str
    semester: str
    start: str
    end: str


class SourceFile(TypedDict):
    """A file that was read, and the SHA-256 of its bytes."""

    name: str
    sha256: str


class Pool(TypedDict):
    """One pool of seats of the opening; the same code may stand in several pools."""

    id: str
    code: str
    lists: list[str]
    seats: int
    category: str
    category_label: str
    establishment: str
    service: str
    head: str
    town: str


class Person(TypedDict):
    """Somebody of the opening: the name of their own list."""

    id: str
    home: str


class OpenedList(TypedDict):
    """A list of choice as it opened."""

    name: str
    des: str
    phase: str


class Opening(TypedDict):
    """What the exports use of `ouverture.json`."""

    campaign: Campaign
    people: list[Person]
    lists: list[OpenedList]
    sources: list[SourceFile]
    pools: list[Pool]
