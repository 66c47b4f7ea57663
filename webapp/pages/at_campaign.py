"""What the pages of one campaign share: the campaign itself, what the visitor may do there, the tabs that lead on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, make_response, render_template, request

from webapp.accounts import audit
from webapp.accounts.roles import Action, may
from webapp.pages import at_hand
from webapp.store import campaigns
from webapp.store.models import Campaign, PersonIdentity
from webapp.store.persons import person_of
from webapp.store.states import State
from webapp.wording import to_translate

DRAFT = frozenset({State.DRAFT})
FROZEN = frozenset({State.PUBLISHED, State.OPEN, State.CLOSED})


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a campaign as its tabs name it: shown in these states to who may do that there. `also`: blueprints
    whose pages all stand under it."""

    endpoint: str
    label: str
    action: Action
    states: frozenset[State] = FROZEN
    also: frozenset[str] = frozenset()


TABS = (
    Tab("campaigns.show", to_translate("Vue d'ensemble"), Action.SEE_CAMPAIGN),
    Tab("changes.show", to_translate("Changements"), Action.SEE_CAMPAIGN),
    Tab("plan.show", to_translate("Dates et règles"), Action.PREPARE, DRAFT | FROZEN),
    Tab("files.show", to_translate("Fichiers"), Action.PREPARE, DRAFT),
    Tab("columns.show", to_translate("Colonnes"), Action.PREPARE, DRAFT),
    Tab("rows.posts", to_translate("Stages"), Action.PREPARE, DRAFT),
    Tab("rows.interns", to_translate("Internes"), Action.PREPARE, DRAFT),
    Tab("decisions.show", to_translate("Demandes"), Action.PREPARE, DRAFT),
    Tab("order.show", to_translate("Ordre d'appel"), Action.PREPARE, DRAFT),
    Tab("checks.show", to_translate("Contrôles"), Action.PREPARE, DRAFT | FROZEN),
    Tab("wishes.show", to_translate("Mes vœux"), Action.KEEP_WISHES),
    Tab("my_rank.show", to_translate("Ma fiche de rang"), Action.KEEP_WISHES),
    Tab("proxies.show", to_translate("Ma procuration"), Action.KEEP_WISHES),
    Tab("convocations.show", to_translate("Convocations"), Action.PREPARE, frozenset({State.PUBLISHED, State.OPEN})),
    Tab("challenges.index", to_translate("Contestations"), Action.ANSWER_CHALLENGES),
    Tab("proxies_kept.index", to_translate("Procurations"), Action.RUN_DESK),
    Tab("simulation.show", to_translate("Simulation"), Action.SEE_PREVIEW, also=frozenset({"simulation", "scenarios"})),
    Tab("mock_rounds.index", to_translate("Tours à blanc"), Action.SEE_MOCK_ROUNDS, also=frozenset({"mock_rounds"})),
    Tab("live.show", to_translate("En direct"), Action.FOLLOW_DAY),
    Tab("desk_lists.index", to_translate("Bureaux"), Action.RUN_DESK),
    Tab("room.links", to_translate("Écran de salle"), Action.RUN_DESK),
    Tab("attendance.mine", to_translate("Mon stage"), Action.SEE_OWN_STAGE, frozenset({State.CLOSED})),
    Tab("attendance.index", to_translate("Suivi des stages"), Action.FOLLOW_STAGES, frozenset({State.CLOSED})),
    Tab("next_list.show", to_translate("Semestre suivant"), Action.PREPARE, frozenset({State.CLOSED})),
    Tab("documents.index", to_translate("Documents"), Action.DOWNLOAD_DOCUMENTS),
    Tab("personal.index", to_translate("Données personnelles"), Action.KEEP_PERSONAL_DATA),
)
"""In the order of the work: preparing, getting ready, the day, the semester after."""


def campaign(campaign_id: str) -> Campaign:
    """The campaign of the address, or the page that says there is none."""
    return campaigns.find(at_hand.engine(), campaign_id) or abort(404)


def published(campaign_id: str) -> Campaign:
    """The same, for a page that shows the journal: a draft has none yet."""
    found = campaign(campaign_id)
    return found if found.state in FROZEN else abort(404)


def may_here(found: Campaign, action: Action) -> bool:
    return may(at_hand.visitor(), action, found.subdivision)


def note_reading(found: Campaign, what: str) -> None:
    """Leave a trace of names, sheets or causes shown to the visitor on a page of this campaign."""
    detail = f"{what}, {found.semester}"
    audit.read(at_hand.engine(), at_hand.account_id(), found.subdivision, detail, at_hand.now())


def myself(campaign_id: str) -> PersonIdentity:
    """Who the visitor is in the campaign, on a page that is only somebody's own; for who is nobody there, a page that
    says what to do."""
    found = person_of(at_hand.engine(), campaign_id, at_hand.account_id())
    if found is None:
        page = render_template("not_in_campaign.html", campaign=campaign(campaign_id))
        abort(make_response(page, 404))
    return found


def tabs(found: Campaign) -> list[Tab]:
    """The tabs of the campaign that the visitor may open."""
    return [tab for tab in TABS if State(found.state) in tab.states and may_here(found, tab.action)]


def is_tab(tab: Tab) -> bool:
    """Whether the page under way is that of the tab, or stands under it."""
    return request.endpoint == tab.endpoint or request.blueprint in tab.also


def for_templates() -> dict[str, Callable]:
    return {"campaign_tabs": tabs, "is_tab": is_tab}
