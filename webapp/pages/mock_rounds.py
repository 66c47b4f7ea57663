"""Mock rounds (tours à blanc): the outcome of a day that did not happen, dated and frozen, read back by everybody."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import forecast
from webapp.accounts.roles import Action
from webapp.pages import at_hand
from webapp.pages.at_campaign import may_here, published
from webapp.pages.guard import does
from webapp.pages.simulation import are_named, names_of, outcome_of
from webapp.simulation import figures
from webapp.simulation.frozen import MockRound
from webapp.store import journal, mock_rounds
from webapp.store.engine import writing
from webapp.store.persons import person_of

pages = Blueprint("mock_rounds", __name__, url_prefix="/campagnes/<campaign_id>/tours-a-blanc")


@pages.get("")
@does(Action.SEE_MOCK_ROUNDS)
def index(campaign_id: str) -> str:
    found = published(campaign_id)
    return render_template(
        "mock_rounds.html",
        campaign=found,
        rounds=mock_rounds.of_campaign(at_hand.engine(), campaign_id),
        may_take=may_here(found, Action.SEE_PREVIEW),
    )


@pages.post("")
@does(Action.SEE_PREVIEW)
def take(campaign_id: str) -> Response:
    found, engine = published(campaign_id), at_hand.engine()
    now = forecast.forecast(engine, campaign_id)
    frozen = MockRound(now.day.entries, now.head, now.stamp, are_named(found), outcome_of(found, now))
    with writing(engine) as session:
        made = mock_rounds.take(session, campaign_id, frozen, at_hand.account_id(), at_hand.now())
    flash(_("Le tour à blanc est figé : chacun peut le relire ici."), "done")
    return redirect(url_for("mock_rounds.show", campaign_id=campaign_id, round_id=made))


@pages.get("/<int:round_id>")
@does(Action.SEE_MOCK_ROUNDS)
def show(campaign_id: str, round_id: int) -> str | Response:
    found, engine = published(campaign_id), at_hand.engine()
    try:
        taken, frozen = mock_rounds.find(engine, campaign_id, round_id) or abort(404)
    except mock_rounds.AlteredRoundError:
        flash(_("Ce tour à blanc a été modifié dans la base depuis qu'il est figé : il n'est pas montré."), "error")
        return redirect(url_for("mock_rounds.index", campaign_id=campaign_id))
    named = frozen.named and may_here(found, Action.SEE_PREVIEW)
    me = person_of(engine, campaign_id, at_hand.account_id())
    pools = journal.read_day(engine, campaign_id).opening.pool
    return render_template(
        "mock_round.html",
        campaign=found,
        taken=taken,
        frozen=frozen,
        mine=[line for line in frozen.outcome.lines if me and line.person == me.person],
        counted=figures.wishes_obtained(frozen.outcome.lines, named),
        posts=[
            (pools[post.pool], post, figures.span(post, named))
            for post in frozen.outcome.posts
            if not pools[post.pool].closed
        ],
        count=figures.count,
        named=named,
        names=names_of(found) if named else {},
        pool=pools,
    )
