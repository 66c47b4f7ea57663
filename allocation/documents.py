"""`ouverture.json`: the frozen opening as a document, and back. The document holds no name, no RPPS and no cause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from allocation.canonical import Json
from allocation.curriculum import Couple, Curriculum, Slot
from allocation.model import Category, Mode, Phase, Source
from allocation.opening import Call, ChoiceList, Opening, Person, Pool, Tie
from allocation.rulesets import Override, RuleSet, Setting, Value
from allocation.semester import Semester

FORMAT = "rang-utile/ouverture/1"

Document = Mapping[str, Any]


def opening_document(opening: Opening) -> dict[str, Json]:
    """The opening as plain JSON values; its canonical bytes are what entry 0 of the journal binds."""
    semester = opening.semester
    nonce: dict[str, Json] = {"nonce": opening.nonce} if opening.nonce else {}
    return nonce | {
        "format": FORMAT,
        "campaign": {
            "subdivision": opening.subdivision,
            "semester": semester.name,
            "start": semester.start.isoformat(),
            "end": semester.end.isoformat(),
        },
        "rules": rules_document(opening.rules) | {"values": dict(opening.rules.values())},
        "sources": [{"name": source.name, "sha256": source.sha256} for source in opening.sources],
        "lists": [_list_document(choices) for choices in opening.lists],
        "pools": [pool_document(pool) for pool in opening.pools],
        "people": [person_document(person) for person in sorted(opening.people, key=lambda person: person.id)],
        "curricula": [_curriculum_document(curriculum) for curriculum in opening.curricula],
        "ties": [tie_document(tie) for tie in opening.ties],
    }


def rules_document(rules: RuleSet) -> dict[str, Json]:
    """Which rule set, with which overrides."""
    overrides = [{"key": o.key, "value": o.value, "author": o.author, "reason": o.reason} for o in rules.overrides]
    return {"set": rules.name, "overrides": overrides}


def tie_document(tie: Tie) -> dict[str, Json]:
    return {"list": tie.list, "orders": list(tie.orders), "detail": tie.detail}


def _list_document(choices: ChoiceList) -> dict[str, Json]:
    calls = [
        {"order": c.order, "person": c.person, "mode": c.mode.value, "catch_up_only": c.catch_up_only}
        for c in choices.calls
    ]
    return {"name": choices.name, "des": choices.des, "phase": choices.phase.value, "calls": calls}


def pool_document(pool: Pool) -> dict[str, Json]:
    """A pool as the opening, or the entry that amends it, writes it."""
    return {
        "id": pool.id,
        "code": pool.code,
        "des": pool.des,
        "phases": [phase.value for phase in pool.phases],
        "lists": list(pool.lists),
        "seats": pool.seats,
        "reserved_for": pool.reserved_for,
        "reserved_seats": pool.reserved_seats,
        "category": pool.category.value,
        "category_label": pool.category_label,
        "ambulatory": pool.ambulatory,
        "accredited": pool.accredited,
        "establishment": pool.establishment,
        "service": pool.service,
        "head": pool.head,
        "town": pool.town,
        "capacity": pool.capacity,
        "remarks": pool.remarks,
    }


def person_document(person: Person) -> dict[str, Json]:
    """A person as the opening, or the entry that adds or amends them, writes it."""
    return {
        "id": person.id,
        "commitment": person.commitment,
        "home": person.home,
        "status": person.status,
        "curriculum": person.curriculum,
        "missing": None if person.missing is None else [slot.name for slot in person.missing],
        "done": None if person.done is None else sorted(person.done),
        "again": sorted(person.again),
        "labels": sorted(person.labels),
        "with_msu": person.with_msu,
        "away": person.away.value if person.away else None,
        "place": person.place,
    }


def _curriculum_document(curriculum: Curriculum) -> dict[str, Json]:
    couple = curriculum.couple
    return {
        "name": curriculum.name,
        "title": curriculum.title,
        "des": curriculum.des,
        "contest_from": curriculum.contest_from,
        "source": curriculum.source,
        "phases": {
            phase.value: [
                {
                    "slot": slot.name,
                    "accepts": sorted(slot.accepts),
                    "after": sorted(slot.after),
                    "again": slot.again,
                }
                for slot in slots
            ]
            for phase, slots in curriculum.phases.items()
        },
        "couple": None
        if couple is None
        else {"category": couple.category.value, "replaces": list(couple.replaces), "by": list(couple.by)},
        "general_practice": curriculum.general_practice,
    }


def opening_from(document: Document) -> Opening:
    """The opening that a document describes. Raises KeyError, TypeError or ValueError when it is not one."""
    if document["format"] != FORMAT:
        raise ValueError(f"unknown format: {document['format']}")
    campaign = document["campaign"]
    curricula = tuple(_curriculum_from(item) for item in document["curricula"])
    by_name = {curriculum.name: curriculum for curriculum in curricula}
    return Opening(
        subdivision=campaign["subdivision"],
        semester=Semester(
            campaign["semester"], date.fromisoformat(campaign["start"]), date.fromisoformat(campaign["end"])
        ),
        rules=_rules_from(document["rules"]),
        lists=tuple(_list_from(item) for item in document["lists"]),
        pools=tuple(pool_from(item) for item in document["pools"]),
        people=tuple(person_from(item, by_name) for item in document["people"]),
        curricula=curricula,
        ties=tuple(Tie(item["list"], tuple(item["orders"]), item["detail"]) for item in document["ties"]),
        sources=tuple(Source(item["name"], item["sha256"]) for item in document["sources"]),
        nonce=document.get("nonce", ""),
    )


def _rules_from(item: Document) -> RuleSet:
    settings = {key: Setting(_value(value), "", "", "") for key, value in item["values"].items()}
    overrides = tuple(Override(o["key"], _value(o["value"]), o["author"], o["reason"]) for o in item["overrides"])
    return RuleSet(item["set"], "", settings, overrides)


def _value(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value


def _list_from(item: Document) -> ChoiceList:
    calls = tuple(Call(c["order"], c["person"], Mode(c["mode"]), c["catch_up_only"]) for c in item["calls"])
    return ChoiceList(item["name"], item["des"], Phase(item["phase"]), calls)


def pool_from(item: Document) -> Pool:
    """The pool that a document describes. Raises KeyError, TypeError or ValueError when it is not one."""
    return Pool(
        id=item["id"],
        code=item["code"],
        des=item["des"],
        phases=tuple(Phase(phase) for phase in item["phases"]),
        lists=tuple(item["lists"]),
        seats=item["seats"],
        reserved_for=item["reserved_for"],
        reserved_seats=item["reserved_seats"],
        category=Category(item["category"]),
        category_label=item["category_label"],
        accredited=item["accredited"],
        establishment=item["establishment"],
        service=item["service"],
        head=item["head"],
        town=item["town"],
        capacity=item["capacity"],
        remarks=item["remarks"],
    )


def person_from(item: Document, curricula: Mapping[str, Curriculum]) -> Person:
    """The person that a document describes, with the curricula by name. Raises KeyError, TypeError or ValueError."""
    missing = item["missing"]
    return Person(
        id=item["id"],
        commitment=item["commitment"],
        home=item["home"],
        status=item["status"],
        curriculum=item["curriculum"],
        missing=None if missing is None else tuple(curricula[item["curriculum"]].slot(name) for name in missing),
        done=None if item["done"] is None else frozenset(item["done"]),
        again=frozenset(item["again"]),
        labels=frozenset(item["labels"]),
        with_msu=item["with_msu"],
        away=Mode(item["away"]) if item["away"] else None,
        place=item["place"],
    )


def _curriculum_from(item: Document) -> Curriculum:
    couple = item["couple"]
    return Curriculum(
        name=item["name"],
        title=item["title"],
        des=item["des"],
        contest_from=item["contest_from"],
        source=item["source"],
        phases={
            Phase(phase): tuple(
                Slot(slot["slot"], frozenset(slot["accepts"]), frozenset(slot["after"]), slot["again"])
                for slot in slots
            )
            for phase, slots in item["phases"].items()
        },
        couple=None
        if couple is None
        else Couple(Category(couple["category"]), tuple(couple["replaces"]), tuple(couple["by"])),
        general_practice=item["general_practice"],
    )
