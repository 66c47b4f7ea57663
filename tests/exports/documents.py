"""The two documents of a small campaign, written by hand, and a large one made of it."""

from __future__ import annotations

from typing import Any

FORMULA_NAME = "=cmd|' /C calc'!A0"
SOCLE = "Médecine générale – Socle"
APPRO = "Médecine générale – Approfondissement"
HEAD = "ab" * 32
OPENING_HASH = "cd" * 32
SURNOMBRE_WORDS = ("surnombre", "Surnombre")


def intern(number: int, last_name: str, first_name: str) -> dict[str, str]:
    return {
        "id": f"p-{number:04d}",
        "rpps": f"1010000{number:04d}",
        "last_name": last_name,
        "first_name": first_name,
        "salt": "00",
    }


def call(person: dict[str, str], order: int | None = 1, **changes: Any) -> dict[str, Any]:
    """Somebody served from the first wish, unless told otherwise."""
    return {
        "order": order,
        "intern": person,
        "status": "affecte",
        "post": "42-URG-01",
        "mode": "normal",
        "channel": "voeux",
        "wish": 1,
        "skipped": [],
        "slot": "URG",
        "curriculum": "verifie",
        "catch_up": False,
    } | changes


def without_post(person: dict[str, str], order: int | None, status: str, **changes: Any) -> dict[str, Any]:
    return call(person, order, status=status, post=None, channel=None, wish=None, slot=None) | changes


def skip(post: str, reason: str, rule: str = "ELI-01a") -> dict[str, str]:
    return {"post": post, "rule": rule, "reason": reason}


def pool(number: int, code: str, service: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"pool-{number}",
        "code": code,
        "des": "Médecine générale",
        "phases": ["SOCLE"],
        "lists": [SOCLE],
        "seats": 2,
        "reserved_for": "",
        "reserved_seats": 0,
        "category": "URG",
        "category_label": "",
        "ambulatory": False,
        "accredited": True,
        "establishment": "CHU de Saint-Étienne",
        "service": service,
        "head": "Dr Łukasz WAŁĘSA",
        "town": "Saint-Étienne",
        "remarks": "",
        "capacity": None,
    } | changes


def post(number: int, code: str, taken: int, **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "lists": [SOCLE],
        "reserved": None,
        "seats": 2,
        "taken": taken,
        "supernumerary": 0,
        "pool": f"pool-{number}",
    } | changes


COMPLETE = "Complet : 2 places prises par les nos 1 et 2."


def ouverture() -> dict[str, Any]:
    pools = [
        pool(1, "42-URG-01", "Urgences adultes"),
        pool(2, "42-NIV1-03", "@MSU du Forez & associés", category="NIV1", establishment="", town="Montbrison"),
        pool(3, "42-PED-02", "Pédiatrie", lists=[APPRO], category="ENFANT", category_label="Santé de l'enfant (SE)"),
    ]
    return {
        "campaign": {
            "subdivision": "Saint-Étienne",
            "semester": "2027-ete",
            "start": "2027-05-02",
            "end": "2027-11-01",
        },
        "rules": {"set": "ssipi-2025", "overrides": [], "values": {}},
        "sources": [{"name": "postes.xlsx", "sha256": "12" * 32}, {"name": "internes.xlsx", "sha256": "34" * 32}],
        "lists": [
            {"name": SOCLE, "des": "Médecine générale", "phase": "SOCLE", "calls": []},
            {"name": APPRO, "des": "Médecine générale", "phase": "APPROFONDISSEMENT", "calls": []},
        ],
        "pools": pools,
        "people": [{"id": "p-0002", "home": APPRO}],
    }


def socle_calls() -> list[dict[str, Any]]:
    refused = [skip("42-URG-01", COMPLETE)]
    return [
        call(intern(1, FORMULA_NAME, "Zoé"), 1),
        call(intern(2, "ŁUKASIEWICZ", "Jean-Noël"), 2, curriculum="non_verifie"),
        call(intern(3, "TRẦN", "Thị"), 3, mode="surnombre_validant", channel="administration", wish=None),
        call(intern(4, "D'ALMÉIDA", "Inès"), 4, post="42-NIV1-03", slot="NIV1", wish=2, skipped=refused),
        without_post(intern(5, "MARTIN", "+Zélie"), 5, "non_affecte", skipped=refused),
        without_post(intern(6, "NŒUD", "Anaïs"), None, "ne_choisit_pas"),
        without_post(intern(7, "PÉREZ", "Øyvind"), None, "hors_subdivision", mode="inter_chu", place="Lyon"),
    ]


def resultat() -> dict[str, Any]:
    appro = [
        call(intern(8, "GARCÍA", "José"), 1, post="42-PED-02", slot="ENFANT", channel="direct", catch_up=True),
        without_post(intern(9, "ROUX", "Éloïse"), 2, "non_affecte"),
    ]
    return {
        "rules": {
            "set": "ssipi-2025",
            "overrides": [{"key": "ich.quota", "value": 110, "author": "ARS", "reason": "accord de la commission"}],
        },
        "semester": "2027-ete",
        "subdivision": "Saint-Étienne",
        "journal": {"entries": 154, "head": HEAD},
        "opening": OPENING_HASH,
        "lists": [
            {"name": SOCLE, "des": "Médecine générale", "phase": "SOCLE", "calls": socle_calls()},
            {"name": APPRO, "des": "Médecine générale", "phase": "APPROFONDISSEMENT", "calls": appro},
        ],
        "posts": [
            post(1, "42-URG-01", 2, supernumerary=1),
            post(2, "42-NIV1-03", 1),
            post(3, "42-PED-02", 1, seats=4, reserved="CESP:1", lists=[APPRO]),
        ],
        "ties": [{"list": SOCLE, "orders": [4, 5], "detail": "Même ancienneté et même rang."}],
        "warnings": ["Un surnombre validant est sans avis de la commission."],
        "checks": [
            {"property": "P1", "holds": True, "detail": "3 stages vérifiés."},
            {"property": "P3", "holds": False, "detail": "Le n° 5 préférait un poste resté libre."},
        ],
    }


def large_resultat(people: int, skipped: int = 0, lists: int = 1) -> dict[str, Any]:
    """A result with that many people, each with `skipped` refused wishes, in lists of about equal length."""
    document = resultat()
    refused = [skip("42-URG-01", f"Complet : 2 places prises par les nos {n} et {n + 1}.") for n in range(skipped)]
    document["lists"] = [
        {
            "name": f"Liste {number + 1}",
            "des": "Médecine générale",
            "phase": "SOCLE",
            "calls": [
                call(intern(order, f"NOM {order}", "Prénom"), order, skipped=[dict(item) for item in refused])
                for order in range(number * people // lists + 1, (number + 1) * people // lists + 1)
            ],
        }
        for number in range(lists)
    ]
    return document
