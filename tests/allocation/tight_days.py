"""Random days at the tightest: few seats, every kind of turn, people whom the rules tell apart and others not."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from allocation import curriculum
from allocation.model import Category, Mode, Phase
from allocation.opening import Call, ChoiceList, Opening, Person, Pool
from allocation.run import Wishes
from tests.allocation.factories import GENERAL, RULES, SUMMER

Campaign = tuple[Opening, dict[str, Wishes]]

LISTS = ("Socle", "Approfondissement", "Gériatrie")
CODES = ("A", "B", "C", "D")
UNKNOWN = "Z"
CATEGORIES = (Category.URG, Category.NIV1, Category.COUPLE, Category.OTHER)
AT_HOME = (Mode.NORMAL, Mode.NORMAL, Mode.NORMAL, Mode.SURNOMBRE_VALIDANT, Mode.SURNOMBRE_NON_VALIDANT, Mode.INTER_CHU)
FOLLOWED = next(known for known in curriculum.shipped() if known.couple)
DAYS = st.integers(0, 2**32).map(lambda seed: drawn(Random(seed)))  # noqa: S311 - a test, not a secret


def drawn(chance: Random) -> Campaign:
    """A day at the tightest: few seats, every kind of turn, people whom the rules tell apart and others not."""
    people = [_person(chance, number) for number in range(chance.randint(0, 16))]
    calls = _calls(chance, people)
    opening = Opening(
        subdivision="Saint-Étienne",
        semester=SUMMER,
        rules=RULES,
        lists=tuple(ChoiceList(name, GENERAL, Phase.SOCLE, tuple(calls[name])) for name in LISTS),
        pools=tuple(_pool(chance, number) for number in range(chance.randint(1, 6))),
        people=tuple(people),
        curricula=(FOLLOWED,),
    )
    return opening, {one.id: _wishes(chance) for one in people if chance.random() < 0.9}


def _person(chance: Random, number: int) -> Person:
    """Somebody whose past is known or not, holder of a CESP or not."""
    known = chance.random() < 0.6
    return Person(
        id=f"p-{number}",
        commitment="",
        home=chance.choice(LISTS),
        curriculum=FOLLOWED.name,
        missing=FOLLOWED.phases[chance.choice((Phase.SOCLE, Phase.APPROFONDISSEMENT))] if known else None,
        done=frozenset(chance.sample(CODES, chance.randint(0, 2))) if known else None,
        again=frozenset(chance.sample(CODES, chance.randint(0, 1))),
        labels=frozenset({"CESP"} if chance.random() < 0.3 else ()),
    )


def _pool(chance: Random, number: int) -> Pool:
    """A few seats, some of them reserved; a code may stand for several pools, and lists share them."""
    code, seats = chance.choice(CODES), chance.randint(0, 3)
    reserved = chance.randint(0, seats) if chance.random() < 0.4 else 0
    return Pool(
        id=f"{code}#{number}",
        code=code,
        des=GENERAL,
        phases=(Phase.SOCLE,),
        lists=tuple(chance.sample(LISTS, chance.randint(1, 3))),
        seats=seats,
        reserved_for="CESP" if reserved else "",
        reserved_seats=reserved,
        category=chance.choice(CATEGORIES),
        category_label="",
        accredited=chance.choice((True, True, None, False)),
        establishment="CHU",
        service=f"Service {code}",
    )


def _calls(chance: Random, people: list[Person]) -> dict[str, list[Call]]:
    """Everybody on their own list; some of them first as hors-filière on another one, called before it or after."""
    rows: dict[str, list[tuple[str, Mode, bool]]] = {name: [] for name in LISTS}
    for one in chance.sample(people, len(people)):
        host = chance.choice(LISTS) if chance.random() < 0.3 else one.home
        rows[one.home].append((one.id, chance.choice(AT_HOME), host != one.home))
        if host != one.home:
            rows[host].append((one.id, Mode.HORS_FILIERE, False))
    return {name: [Call(order, *row) for order, row in enumerate(found, start=1)] for name, found in rows.items()}


def _wishes(chance: Random) -> Wishes:
    return Wishes(tuple(chance.choices((*CODES, UNKNOWN), k=chance.randint(0, 6))), "reçu")
