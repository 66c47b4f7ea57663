"""The audit log of a subdivision: who did or looked at what; read, filtered and taken away by its managers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from exports.tabular import table_csv
from webapp.accounts import audit
from webapp.accounts.roles import Action
from webapp.pages import at_hand, readable, words
from webapp.pages.answers import file_answer
from webapp.pages.guard import does
from webapp.store.traces import Wanted, traces

pages = Blueprint("traces", __name__, url_prefix="/subdivisions/<subdivision>/traces")

SHOWN, EXPORTED = 100, 100_000
"""Lines of a page, and of a file at most."""

_PARIS = ZoneInfo("Europe/Paris")
_YEARS = range(2000, 3000)


@pages.get("")
@does(Action.READ_AUDIT)
def index(subdivision: str) -> str:
    before = request.args.get("before", type=readable.number)
    found = traces(at_hand.engine(), subdivision, _wanted(), SHOWN + 1, before)
    asked = {name: value for name in ("who", "act", "since", "until") if (value := request.args.get(name))}
    return render_template(
        "traces.html",
        subdivision=subdivision,
        traces=found[:SHOWN],
        older=found[SHOWN - 1].id if len(found) > SHOWN else None,
        acts=[act.value for act in audit.Act],
        asked=asked,
    )


@pages.get("/traces.csv")
@does(Action.READ_AUDIT)
def download(subdivision: str) -> Response:
    found = traces(at_hand.engine(), subdivision, _wanted(), EXPORTED)
    at_hand.note(audit.Act.PERSONAL_DATA_EXPORTED, subdivision, "traces")
    rows = [(words.moment(line.at), line.actor, line.act, line.subject, line.detail) for line in found]
    content = table_csv((_("Quand"), _("Qui"), _("Acte"), _("Sur qui"), _("Détail")), rows)
    return file_answer(content, "traces.csv")


def _wanted() -> Wanted:
    """The filters of the address; what cannot be read as a date filters nothing."""
    until = _midnight("until")
    return Wanted(
        who=request.args.get("who", "").strip(),
        act=request.args.get("act", ""),
        since=_midnight("since"),
        until=until + timedelta(days=1) if until else None,
    )


def _midnight(name: str) -> datetime | None:
    day = request.args.get(name, type=date.fromisoformat)
    return datetime.combine(day, time(), _PARIS) if day and day.year in _YEARS else None
