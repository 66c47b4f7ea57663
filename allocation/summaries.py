"""What happened, in one French line by call number: no name and no cause, so a surnombre granted is not told."""

from __future__ import annotations

from allocation.events import (
    WHOLE,
    Called,
    CatchUpOpened,
    Chosen,
    Closed,
    Corrected,
    Event,
    InternAdded,
    InternAmended,
    MarkedAbsent,
    OffListAssigned,
    Opened,
    Paused,
    PostAmended,
    ProxyAccepted,
    ProxyCancelled,
    ProxyGiven,
    ReservedReleased,
    Resumed,
    Returned,
    SlotChosen,
    TieResolved,
    Undone,
    Waited,
    Why,
)


def summary(event: Event) -> str:
    """The line of an event."""
    return _of_a_turn(event) or _of_the_round(event) or _of_what_was_frozen(event)


_WHYS: dict[Why, str] = {
    "sans_liste": "sans liste de vœux",
    "liste_epuisee": "plus aucun vœu ouvert",
    "absent": "absent",
}


def _of_a_turn(event: Event) -> str:
    match event:
        case Chosen():
            return f"N° {event.order} : {event.pool}."
        case MarkedAbsent():
            return f"N° {event.order} : {_WHYS[event.why]}."
        case Waited():
            return f"N° {event.order} : attend {f'le n° {event.until}' if event.until else 'son rappel'}."
        case Returned():
            return f"N° {event.order} : de retour, appelé ensuite."
        case Called():
            return f"N° {event.order} : appelé."
        case Undone():
            return f"N° {event.order} : dernier tour annulé (entrée {event.seq})."
    return ""


def _of_the_round(event: Event) -> str:
    match event:
        case Opened():
            return "Ouverture de la campagne."
        case Paused():
            return "Pause de la campagne." if event.list == WHOLE else f"Pause : {event.list}."
        case Resumed():
            return "Reprise de la campagne." if event.list == WHOLE else f"Reprise : {event.list}."
        case CatchUpOpened():
            return f"Rattrapage : {event.people} à rappeler."
        case Closed():
            return f"Clôture : {event.served} affectés, {event.unserved} sans affectation."
        case ProxyGiven():
            return "Procuration donnée."
        case ProxyAccepted():
            return "Procuration acceptée."
        case ProxyCancelled():
            return "Procuration annulée."
    return ""


def _of_what_was_frozen(event: Event) -> str:
    match event:
        case Corrected():
            told = (f"N° {each.order} : {each.after or 'rappelé'}" for each in event.changes)
            return f"Correction. {' ; '.join(told)}."
        case PostAmended():
            return f"{event.pool['id']} : {event.pool['seats']} place(s) désormais."
        case ReservedReleased():
            return f"{event.pool} : places réservées ouvertes à tous."
        case InternAdded():
            return f"N° {event.order} : ajouté à la liste, après le n° {event.after}."
        case InternAmended():
            return f"N° {event.order} : situation modifiée."
        case OffListAssigned():
            return f"Affectation hors liste : {event.pool}."
        case TieResolved():
            return f"Ex æquo départagés : {', '.join(map(str, event.orders))}."
        case SlotChosen():
            return "Case de maquette choisie."
    return ""
