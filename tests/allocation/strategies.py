"""Small campaigns at random: posts of several DES, phases, pools and reservations, people in every situation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from allocation.model import (
    Candidate,
    Category,
    Dossier,
    Identity,
    Mode,
    Outcome,
    PastStage,
    Phase,
    Post,
    Request,
    RequestType,
    Situation,
    WishList,
)
from tests.allocation.factories import GENERAL, PAEDIATRICS, intern, past, post, request

NAMES = ("ABEILLE", "BOUVREUIL", "CIGOGNE", "DAUPHIN", "ECUREUIL", "FAUVETTE", "GIRAFE", "HERMINE", "ISARD")
CODES = ("URG-1", "URG-2", "PED-1", "PED-2", "MED-1", "MED-2", "SAS-1", "LIB-1")
CAUSE = "Grossesse pathologique gémellaire"
DES = st.sampled_from((GENERAL, GENERAL, PAEDIATRICS))
PHASES = st.sampled_from((Phase.SOCLE, Phase.APPROFONDISSEMENT, Phase.APPROFONDISSEMENT, Phase.CONSOLIDATION))
SHARED = (Phase.SOCLE, Phase.APPROFONDISSEMENT)
CATEGORIES = st.sampled_from(tuple(Category))
ACCREDITED = st.sampled_from((None, None, date(2030, 1, 1), date(2027, 6, 30)))
RESERVATIONS = st.sampled_from(("", "", "", "CESP", "CESP:1", "Militaire", "Dr EXEMPLE"))
ONE_OF_THESE = st.sampled_from((None,) * 8 + tuple(kind for kind in RequestType if kind is not RequestType.MEME_STAGE))
STATUSES = st.sampled_from(((), (), (), (Situation.CESP,), (Situation.MILITAIRE,)))
DECISIONS = st.sampled_from((Outcome.GRANTED, Outcome.GRANTED, Outcome.PENDING, Outcome.REFUSED))


@st.composite
def posts(draw: st.DrawFn, codes: tuple[str, ...] = CODES) -> list[Post]:
    """A few stages; some have a second row, reserved to CESP holders or of another phase."""
    made: list[Post] = []
    for code in draw(st.lists(st.sampled_from(codes), min_size=1, max_size=6, unique=True)):
        category = draw(CATEGORIES)
        phases = draw(st.one_of(st.just(SHARED), PHASES.map(lambda phase: (phase,))))
        reserved = draw(RESERVATIONS)
        seats = draw(st.integers(1 if ":" in reserved else 0, 3))
        one = post(
            code, seats, *phases, reserved=reserved, des=draw(DES), category=category,
            category_label=category.label if draw(st.booleans()) else "", accredited_until=draw(ACCREDITED),
        )  # fmt: skip
        made.append(one)
        if draw(st.integers(0, 4)) == 0 and not reserved:
            made.append(replace(one, seats=1, reserved_for="CESP", reserved_seats=1))
    return made


@st.composite
def people(draw: st.DrawFn) -> list[Candidate]:
    """A few interns, some tied, all with an order or none; CESP and military ones too."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=len(NAMES), unique=True))
    ordered = draw(st.booleans())
    return [
        intern(
            name, draw(st.integers(1, 6)), *draw(STATUSES),
            des=draw(DES), phase=draw(PHASES), seniority=draw(st.integers(0, 5)), order=number if ordered else None,
            contest=draw(st.sampled_from((2020, 2023, 2024, 2025, None))),
        )
        for number, name in enumerate(names, start=1)
    ]  # fmt: skip


@st.composite
def requests(draw: st.DrawFn, interns: list[Candidate]) -> list[Request]:
    """At most one dossier a person, besides a derogation for the same stage."""
    made: list[Request] = []
    for one in interns:
        name, kind = one.identity.last_name, draw(ONE_OF_THESE)
        if kind:
            made.append(request(name, kind, draw(DECISIONS), des=draw(DES), subdivision="Océan Indien", cause=CAUSE))
        if draw(st.integers(0, 5)) == 0:
            made.append(request(name, RequestType.MEME_STAGE, draw(DECISIONS), code=draw(st.sampled_from(CODES))))
    return made


@st.composite
def histories(draw: st.DrawFn, interns: list[Candidate]) -> list[PastStage] | None:
    if draw(st.booleans()):
        return None
    names = st.sampled_from([one.identity.last_name for one in interns])
    stage = st.builds(
        past, names, st.sampled_from((*CODES, "DISPARU")), CATEGORIES,
        phase=st.sampled_from((None, Phase.SOCLE, Phase.APPROFONDISSEMENT)), cause=st.just(CAUSE),
        validated=st.sampled_from((True, True, False, None)),
        mode=st.sampled_from((Mode.NORMAL, Mode.SURNOMBRE_NON_VALIDANT)),
    )  # fmt: skip
    return draw(st.lists(stage, max_size=10))


@st.composite
def wish_lists(draw: st.DrawFn, interns: list[Candidate]) -> list[WishList]:
    codes = st.lists(st.sampled_from((*CODES, "INCONNU")), min_size=0, max_size=6, unique=True)
    return [WishList(one.identity, tuple(draw(codes))) for one in interns if draw(st.integers(0, 5))]


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """A whole campaign that opens: nobody is in two situations that pull apart."""
    interns = draw(people())
    asked = draw(requests(interns))
    return Dossier(
        posts=tuple(draw(posts())),
        candidates=tuple(interns),
        wishes=tuple(draw(wish_lists(interns))),
        history=None if (history := draw(histories(interns))) is None else tuple(history),
        requests=tuple(asked),
        requests_given=bool(asked),
    )


@st.composite
def busy_dossiers(draw: st.DrawFn) -> Dossier:
    """Two lists of one DES, ties likely, posts that most may take: a day on which much can be chosen."""
    seats = st.integers(1, 3)
    offered = [post(code, draw(seats), *SHARED, reserved=draw(st.sampled_from(("", "", "CESP")))) for code in CODES[:3]]
    category = draw(st.sampled_from((Category.MPOLY, Category.LIBRE, Category.COUPLE, Category.OTHER)))
    offered.append(post(CODES[3], draw(seats), *SHARED, category=category, category_label=category.label))
    offered.append(post(CODES[4], draw(seats), Phase.SOCLE))
    held = st.sampled_from(((), (), (Situation.CESP,), (Situation.SURNOMBRE_VALIDANT,)))
    interns = [
        intern(name, draw(st.integers(1, 4)), *draw(held), phase=Phase.SOCLE if draw(st.booleans()) else SHARED[1])
        for name in NAMES[: draw(st.integers(3, 7))]
    ]
    history = draw(st.sampled_from((None, (), (past("ABEILLE", "URG-1", Category.COUPLE),))))
    return Dossier(tuple(offered), tuple(interns), tuple(draw(wish_lists(interns))), history)


def secrets_of(given: Dossier) -> set[str]:
    """Every text of a dossier that tells who somebody is or why they were away."""
    identities: set[Identity] = {candidate.identity for candidate in given.candidates}
    named = {text for who in identities for text in (who.rpps, who.last_name, who.first_name)}
    causes = {stage.cause for stage in given.history or ()} | {request.cause for request in given.requests}
    return {text for text in named | causes if text}
