"""What may be changed on top of the files of a campaign."""

from enum import StrEnum


class EditKind(StrEnum):
    """A post or an intern changed or added, a request decided, a tie settled."""

    POST = "post"
    NEW_POST = "new_post"
    INTERN = "intern"
    NEW_INTERN = "new_intern"
    REQUEST = "request"
    TIE = "tie"
