"""The page that tells what each file shows, written from the same values as the files."""

from __future__ import annotations

from collections import Counter

from allocation.model import Outcome, Phase
from sample_data.absences import STORIES
from sample_data.campaign import Sample
from sample_data.trainees import MEDECINE_GENERALE
from sample_data.wishes import UNKNOWN_CODE
from sample_data.wrong import FAULTS, FOLDER

_PAGE = """# Les classeurs d'exemple

Le choix du semestre d'été 2027 (`2027-ete`, du 2 mai au 1er novembre 2027) de la médecine générale à Saint-Étienne,
à sa vraie taille. Les lieux existent ; les personnes, les numéros RPPS, les postes et les rangs sont inventés.

Tout est fait par un script, et deux passages donnent les mêmes fichiers, octet pour octet :

    python -m sample_data.make            # refait les fichiers de ce dossier
    python -m sample_data.make AILLEURS   # les écrit dans un autre dossier

## Les six classeurs

| Fichier | Ce qu'il montre |
|---|---|
| `postes.xlsx` | {rows} stages et {seats} postes, tels qu'une ARS les présente : lignes de titre, en-tête sur \
deux lignes avec un nombre par phase, bandeaux de catégorie, établissements fusionnés, sous-totaux et totaux \
justes, notes en bas de page, un poste réservé à un CESP, des postes de docteurs juniors donnés pour \
information, et un onglet pour la gériatrie. |
| `internes.xlsx` | {people} internes en quatre listes : {socle} en socle et {deepening} en approfondissement de\
 médecine générale, {guests} de gériatrie et {others} qui change de DES. Quelques-uns ne sont pas au même pas \
que leur promotion : retour de disponibilité, semestre non validé, surnombre, concours de 2023. |
| `voeux.xlsx` | {lists} listes de {shortest} à {longest} vœux dans notre modèle. Une personne n'en a pas \
envoyé, une liste nomme un stage inconnu (`{unknown}`), une autre commence par un stage déjà fait. |
| `historique.xlsx` | {past} semestres effectués, état au 1er mai 2027, dont {failed} non validés et ceux d'une \
personne venue d'une autre subdivision. Certains stages ont fermé depuis. |
| `demandes.xlsx` | {requests} demandes, dont {granted} accordées, {pending} en attente et {refused} refusée : \
{types}. |
| `absences.xlsx` | {absences} absences du semestre, une fois fini, pour `rang validate` : {stories}. |

## Les classeurs fautifs

Dans `{folder}/`, une sorte d'erreur par classeur. Un code qui commence par `E_` arrête l'import, un code qui
commence par `W_` avertit.

| Fichier | Ce qu'il montre | Code | Cellule |
|---|---|---|---|
{faults}
"""


def readme(sample: Sample) -> str:
    """The page in Markdown."""
    candidates = [trainee.candidate for trainee in sample.trainees]
    lists = Counter((candidate.des, candidate.phase) for candidate in candidates)
    socle, deepening = lists[MEDECINE_GENERALE, Phase.SOCLE], lists[MEDECINE_GENERALE, Phase.APPROFONDISSEMENT]
    guests = sum(candidate.des != MEDECINE_GENERALE and candidate.order is not None for candidate in candidates)
    lengths = [len(wishes.codes) for wishes in sample.wishes]
    decisions = Counter(request.decision for request in sample.requests)
    return _PAGE.format(
        rows=len(sample.stages),
        seats=sum(sum(stage.seats.values()) for stage in sample.stages),
        people=len(candidates),
        socle=socle,
        deepening=deepening,
        guests=guests,
        others=len(candidates) - socle - deepening - guests,
        lists=len(lengths),
        shortest=min(lengths),
        longest=max(lengths),
        unknown=UNKNOWN_CODE,
        past=len(sample.history),
        failed=sum(not stage.validated for stage in sample.history),
        requests=len(sample.requests),
        granted=decisions[Outcome.GRANTED],
        pending=decisions[Outcome.PENDING],
        refused=decisions[Outcome.REFUSED],
        types=_types(sample),
        absences=len(sample.absences),
        stories=" ; ".join(story.shows for story in STORIES),
        folder=FOLDER,
        faults=_faults(),
    )


def _types(sample: Sample) -> str:
    counted = Counter(request.type.value for request in sample.requests)
    return ", ".join(f"{kind} ({number})" for kind, number in sorted(counted.items()))


def _faults() -> str:
    return "\n".join(f"| `{fault.file}` | {fault.shows} | `{fault.code}` | {fault.cell or '–'} |" for fault in FAULTS)
