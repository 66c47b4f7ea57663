"""What a page needs to follow the day: the stream with its pass, the way out beside it, how far the page has come."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from webapp.live import passes, stream
from webapp.pages import at_hand


@dataclass(frozen=True, slots=True)
class Followed:
    """Read by `live.js` from the data of `live_state.html`. `seen`: the last sequence number that the page shows."""

    stream: str
    changes: str
    seen: int


def followed(campaign_id: str, entries: int, person: str = "") -> Followed:
    """For the visitor, on a page that shows so many entries of the journal; `person`: who they are in the campaign."""
    given = passes.Pass(campaign_id, person, at_hand.session_id())
    return with_pass(given, entries, url_for("live.changes", campaign_id=campaign_id))


def with_pass(given: passes.Pass, entries: int, changes: str) -> Followed:
    """For whoever holds that pass, with the address of the changes that is theirs."""
    signed = passes.sign(at_hand.settings().secret, given)
    return Followed(f"{stream.PATH}{given.campaign_id}?passe={signed}", changes, entries - 1)
