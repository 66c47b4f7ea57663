"""How far a campaign has come."""

from enum import StrEnum


class State(StrEnum):
    """A draft is being prepared; once published its opening is frozen; it is open while the day goes on."""

    DRAFT = "draft"
    PUBLISHED = "published"
    OPEN = "open"
    CLOSED = "closed"


class JobState(StrEnum):
    """How far files that are made beside the request have come."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
