"""How far a campaign has come."""

from enum import StrEnum


class State(StrEnum):
    """A draft is being prepared; once published its opening is frozen; it is open while the day goes on."""

    DRAFT = "draft"
    PUBLISHED = "published"
    OPEN = "open"
    CLOSED = "closed"
