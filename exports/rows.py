"""The tables that the exports have in common, row by row, the same for the workbook and the CSV."""

from __future__ import annotations

from collections.abc import Iterator

from allocation.model import Mode
from exports.documents import Call, Intern, ListResult, Opening, Pool, Result
from exports.labels import CHANNELS, MODES, STATUSES, category_label, slot_label

Row = tuple[object, ...]

ASSIGNMENTS = (
    "Liste", "N° d'appel", "RPPS", "Nom", "Prénom", "Statut", "Code stage", "Établissement", "Service", "Commune",
    "Responsable", "Case de maquette", "Mode", "Vœu obtenu", "Canal", "Observations",
)  # fmt: skip
UNASSIGNED = ("Liste", "N° d'appel", "RPPS", "Nom", "Prénom", "Statut", "Vœux examinés", "Pourquoi")
SEATS_LEFT = (
    "Code stage", "Établissement", "Service", "Commune", "Catégorie", "Listes", "Réservé à", "Offerts", "Pris",
    "Surnombres", "Restants",
)  # fmt: skip
EXPLANATIONS = ("Liste", "N° d'appel", "Nom", "Prénom", "Vœu", "Code stage", "Service", "Règle", "Motif")


class Stages:
    """The stages of an opening, found by the code that a person of some list obtained or asked for."""

    def __init__(self, opening: Opening) -> None:
        pools = list(reversed(opening["pools"]))  # the first pool of a code wins
        self._by_code = {pool["code"]: pool for pool in pools}
        self._by_list = {(name, pool["code"]): pool for pool in pools for name in pool["lists"]}

    def find(self, list_name: str, code: str | None) -> Pool | None:
        """The pool of `code` that the list may use, else any pool of that code, else None."""
        if code is None:
            return None
        return self._by_list.get((list_name, code)) or self._by_code.get(code)


def calls(result: Result) -> Iterator[tuple[ListResult, Call]]:
    """Everyone, list by list in the order of the result."""
    for choice_list in result["lists"]:
        for call in choice_list["calls"]:
            yield choice_list, call


def assignment_rows(result: Result, opening: Opening) -> Iterator[Row]:
    """One row a person, served or not, under `ASSIGNMENTS`."""
    stages = Stages(opening)
    for choice_list, call in calls(result):
        name = choice_list["name"]
        yield (name, *person_cells(call), *_place(stages.find(name, call["post"]), call), *_manner(call))


def unassigned_rows(result: Result) -> Iterator[Row]:
    """One row for each person who obtained no stage here, with why in one sentence, under `UNASSIGNED`."""
    for choice_list, call in calls(result):
        if call["status"] != "affecte":
            yield (choice_list["name"], *person_cells(call), len(call["skipped"]) or None, why_unassigned(call))


def seats_left_rows(result: Result, opening: Opening) -> Iterator[Row]:
    """One row for each pool of which a regular seat is left, under `SEATS_LEFT`."""
    pools = {pool["id"]: pool for pool in opening["pools"]}
    for post in result["posts"]:
        left = post["seats"] - post["taken"]
        if left > 0:
            yield (
                *description(pools[post["pool"]]),
                ", ".join(post["lists"]),
                post["reserved"],
                post["seats"],
                post["taken"],
                post["supernumerary"],
                left,
            )


def explanation_rows(result: Result, opening: Opening) -> Iterator[Row]:
    """One row for each wish that was examined and refused, under `EXPLANATIONS`."""
    stages = Stages(opening)
    for choice_list, call in calls(result):
        name, intern = choice_list["name"], call["intern"]
        for rank, skip in enumerate(call["skipped"], 1):
            pool = stages.find(name, skip["post"])
            yield (
                name,
                call["order"],
                intern["last_name"],
                intern["first_name"],
                rank,
                skip["post"],
                shown(pool) if pool else None,
                skip["rule"],
                skip["reason"],
            )


def shown(pool: Pool) -> str:
    """Establishment and service in one line."""
    return " – ".join(part for part in (pool["establishment"], pool["service"]) if part)


def why_unassigned(call: Call, details: str = "dans l'onglet Explications") -> str:
    """Why the person obtained no stage of this subdivision, in one sentence; `details`: where the rest is said."""
    if call["status"] == "hors_subdivision":
        return f"Effectue son semestre dans une autre subdivision : {call.get('place') or 'lieu non précisé'}."
    if call["status"] == "ne_choisit_pas":
        return "Ne choisit pas ce semestre, d'après sa situation enregistrée avant le choix."
    if not call["skipped"]:
        return "Aucun vœu n'a été présenté à son tour."
    if len(call["skipped"]) == 1:
        return f"Son seul vœu n'a pas pu être satisfait. {call['skipped'][0]['reason']}"
    return f"Aucun de ses {len(call['skipped'])} vœux n'a pu être satisfait ; le détail est {details}."


def person_cells(call: Call) -> Row:
    """Call number, RPPS, names and status."""
    intern: Intern = call["intern"]
    return (
        call["order"],
        intern["rpps"],
        intern["last_name"],
        intern["first_name"],
        STATUSES[call["status"]],
    )


def _place(pool: Pool | None, call: Call) -> Row:
    if pool is None:
        return (call["post"], None, None, None, None)
    return (pool["code"], pool["establishment"], pool["service"], pool["town"], pool["head"])


def _manner(call: Call) -> Row:
    mode = Mode(call["mode"])
    unremarkable = mode is Mode.NORMAL and call["status"] != "affecte"
    return (
        slot_label(call["slot"]),
        None if unremarkable else MODES[mode],
        call["wish"],
        CHANNELS[call["channel"]] if call["channel"] else None,
        " ; ".join(remarks(call)),
    )


def remarks(call: Call) -> Iterator[str]:
    """What else is to be known of how the person was served."""
    if call["catch_up"]:
        yield "Servi au rattrapage" if call["status"] == "affecte" else "Rappelé au rattrapage"
    if call["status"] == "affecte" and call["curriculum"] == "non_verifie":
        yield "Maquette non vérifiée"
    if call["status"] == "hors_subdivision" and call.get("place"):
        yield f"Accueil : {call['place']}"


def description(pool: Pool) -> Row:
    """What a stage is: code, establishment, service, town, category."""
    return (pool["code"], pool["establishment"], pool["service"], pool["town"], category_label(pool))
