"""Who is called on which list, how, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from allocation.counted import Counted, seniority_of
from allocation.decisions import INCOMING, NO_TURN, OUTGOING, Decided
from allocation.issues import Issue
from allocation.model import Candidate, Mode, PastStage, Phase, RequestType, Situation
from allocation.opening import ELSEWHERE, Call, ChoiceList, Tie
from allocation.opening import NO_TURN as STATUS_NO_TURN
from allocation.ranking import GUEST, HOME, Order, Standing, order
from allocation.ranking import INCOMING as FROM_ELSEWHERE
from allocation.ranksheet import RankSheet, rank_sheet
from allocation.rulesets import RuleSet


@dataclass(frozen=True, slots=True)
class ListKey:
    """What a list is for: a DES, a phase, and whether it is that of the military interns."""

    des: str
    phase: Phase
    military: bool = False

    @property
    def name(self) -> str:
        return f"{self.des} – {self.phase.label}{' – militaires' if self.military else ''}"


@dataclass(frozen=True, slots=True)
class Entrant:
    """Somebody of the call list, placed: own list, host list of a hors-filière, status of those without a turn."""

    person: str
    candidate: Candidate
    decided: Decided
    home: ListKey
    host: ListKey | None
    status: str
    seniority: Counted

    @property
    def mode(self) -> Mode:
        """How the person chooses on their own list."""
        held = self.decided.situations
        for situation, mode in _MODES:
            if situation in held:
                return mode
        return Mode.NORMAL

    @property
    def incoming(self) -> bool:
        return bool(self.decided.situations & INCOMING)

    @property
    def order(self) -> int | None:
        """The order that the ARS gave on the own list; that of a list left by a remords says nothing here."""
        stayed = (self.candidate.des, self.candidate.phase) == (self.home.des, self.home.phase)
        return self.candidate.order if stayed else None


_MODES = (
    (Situation.SURNOMBRE_VALIDANT, Mode.SURNOMBRE_VALIDANT),
    (Situation.SURNOMBRE_NON_VALIDANT, Mode.SURNOMBRE_NON_VALIDANT),
    (Situation.INTER_CHU_ENTRANT, Mode.INTER_CHU),
    (Situation.DOM_TOM_ENTRANT, Mode.DOM_TOM),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Everybody placed, the errors that forbid the opening, and what a human should know."""

    entrants: tuple[Entrant, ...]
    errors: tuple[Issue, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of everybody, by person's key: decisions, random id, past stages where a history was given; and
    the semester chosen for, as `2027-ete`."""

    decided: Mapping[str, Decided]
    ids: Mapping[str, str]
    history: Mapping[str, Sequence[PastStage]]
    semester: str


def place(candidates: Iterable[Candidate], known: Known, military: set[ListKey], rules: RuleSet) -> Placed:
    """Put each person on a list. `military`: the lists of military interns that have posts."""
    found: list[Entrant] = []
    errors: list[Issue] = []
    warnings: list[str] = []
    for candidate in candidates:
        key = candidate.identity.key
        decided = known.decided[key]
        home = _home(candidate, decided, military)
        counted = seniority_of(candidate, home.phase, known.history.get(key, ()), decided, known.semester, rules)
        state, said = _status(candidate, decided, home)
        asked = _asked(candidate, decided)
        errors += _without_object(candidate, decided, asked)
        host = None if asked == home else asked
        found.append(Entrant(known.ids[key], candidate, decided, home, host, state, counted))
        warnings += [note for note in (*counted.doubts, said, *_left_out(candidate, decided)) if note]
    missing, unsaid = _without_seniority(found)
    return Placed(tuple(found), (*errors, *missing), (*warnings, *unsaid))


def _without_seniority(entrants: Iterable[Entrant]) -> tuple[list[Issue], list[str]]:
    """Who must be ranked by a seniority that nothing gives: an error beside people who have one, else all are equal."""
    by_list: dict[ListKey, list[Entrant]] = {}
    for entrant in entrants:
        if not entrant.status and entrant.candidate.order is None:
            by_list.setdefault(entrant.home, []).append(entrant)
    errors: list[Issue] = []
    warnings: list[str] = []
    for key, people in by_list.items():
        blank = [entrant.candidate for entrant in people if not entrant.seniority.known]
        if blank and len(blank) < len(people):
            errors += [_no_seniority(candidate) for candidate in blank]
        elif blank:
            warnings.append(f"{key.name} : aucune ancienneté donnée, tous sont classés comme de même ancienneté.")
    return errors, warnings


def _home(candidate: Candidate, decided: Decided, military: set[ListKey]) -> ListKey:
    """The person's own list: that of the new DES after a remords, that of the military where it exists."""
    request = decided.granted.get(RequestType.REMORDS)
    key = ListKey((request and request.des) or candidate.des, (request and request.phase) or candidate.phase)
    own = ListKey(key.des, key.phase, military=True)
    return own if Situation.MILITAIRE in decided.situations and own in military else key


def _asked(candidate: Candidate, decided: Decided) -> ListKey | None:
    """The list that a hors-filière asks for; one's own is no other."""
    request = decided.granted.get(RequestType.HORS_FILIERE)
    if request is None or not request.des:
        return None
    return ListKey(request.des, request.phase or candidate.phase)


def _status(candidate: Candidate, decided: Decided, home: ListKey) -> tuple[str, str]:
    """The status of somebody without a turn ("" for the others), and what to say about it."""
    held = decided.situations
    if held & NO_TURN:
        return STATUS_NO_TURN, ""
    if held & OUTGOING:
        return ELSEWHERE, ""
    if Situation.MILITAIRE in held and not home.military:
        return (
            STATUS_NO_TURN,
            f"{candidate.identity.shown} : militaire, sans liste ni poste réservé ; n'est pas appelé.",
        )
    return "", ""


def _no_seniority(candidate: Candidate) -> Issue:
    what, fix = (
        "ni ordre d'appel, ni ancienneté, ni historique.",
        "Indiquez l'ancienneté dans la phase, ou l'ordre d'appel.",
    )
    return _error(candidate, "E_SENIORITY_MISSING", what, fix)


def _without_object(candidate: Candidate, decided: Decided, asked: ListKey | None) -> list[Issue]:
    """The errors of granted decisions that nothing can apply, for want of what they are about."""
    lacking = []
    if asked is None and Situation.HORS_FILIERE in decided.situations:
        lacking.append(("E_REQUEST_DES_MISSING", "hors-filière accordé sans DES demandé.", "Indiquez le DES demandé"))
    if RequestType.MEME_STAGE in decided.granted and not decided.again:
        lacking.append(("E_REQUEST_CODE_MISSING", "même stage accordé sans code stage.", "Indiquez le code du stage"))
    return [_error(candidate, code, what, f"{fix} au fichier des demandes.") for code, what, fix in lacking]


def _left_out(candidate: Candidate, decided: Decided) -> Iterator[str]:
    """What a granted decision does not say, and how it was taken."""
    shown, held = candidate.identity.shown, decided.granted
    remords = held.get(RequestType.REMORDS)
    if Situation.REMORDS in decided.situations and not (remords and remords.des):
        yield f"{shown} : droit au remords sans DES demandé ; {candidate.des} est tenu pour le nouveau DES."
    for kind in (RequestType.INTER_CHU_SORTANT, RequestType.DOM_TOM_SORTANT):
        if kind.situation in decided.situations and not (kind in held and held[kind].subdivision):
            yield f"{shown} : {kind.value} sans subdivision demandée ; exporté sans lieu."
    hors_filiere = held.get(RequestType.HORS_FILIERE)
    if hors_filiere and hors_filiere.des == candidate.des:
        yield f"{shown} : hors-filière demandé vers son propre DES ; appelé à son rang, comme les autres."


def _error(candidate: Candidate, code: str, what: str, fix: str) -> Issue:
    where, shown = candidate.where, candidate.identity.shown
    cell = f"A{where.row}" if where.row else ""
    return Issue(where.file, where.sheet, cell, code, "error", shown, f"{shown} : {what}", fix)


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists in the order in which they are called, the ties left open, the differences to say, and by person id
    the rank sheets, that of the host list first."""

    lists: tuple[ChoiceList, ...]
    ties: tuple[Tie, ...]
    warnings: tuple[str, ...]
    sheets: Mapping[str, tuple[RankSheet, ...]]


def build_lists(entrants: Sequence[Entrant], rules: RuleSet) -> Lists:
    """Order everybody on their lists."""
    by_list: dict[ListKey, list[Entrant]] = {}
    for entrant in entrants:
        for key in (entrant.home, *((entrant.host,) if entrant.host and entrant.host != entrant.home else ())):
            by_list.setdefault(key, []).append(entrant)
    built = [_build(key, by_list[key], rules) for key in sorted(by_list, key=_called_when(rules))]
    sheets: dict[str, tuple[RankSheet, ...]] = {}
    for one in built:
        for person, (sheet,) in one.sheets.items():
            earlier = sheets.get(person, ())
            sheets[person] = (*earlier, sheet)
    return Lists(
        tuple(choices for one in built for choices in one.lists),
        tuple(tie for one in built for tie in one.ties),
        tuple(warning for one in built for warning in one.warnings),
        sheets,
    )


def _called_when(rules: RuleSet) -> Callable[[ListKey], tuple[str, int, bool]]:
    phases = rules.words("lists.order")
    return lambda key: (key.des, phases.index(key.phase.value), key.military)


def _build(key: ListKey, entrants: Iterable[Entrant], rules: RuleSet) -> Lists:
    called = {entrant.candidate.identity.key: entrant for entrant in entrants if not entrant.status}
    standings = {name: _standing(entrant, key, rules) for name, entrant in called.items()}
    ranked = order(standings.values(), rules)
    numbers = _numbers([called[name] for name in ranked.keys], key)
    calls = tuple(_call(called[name], numbers[name], key) for name in ranked.keys)
    ties = tuple(
        Tie(
            key.name,
            tuple(numbers[name] for name in group),
            "Même ancienneté et même rang : ordre provisoire, à trancher.",
        )
        for group in ranked.tied
    )
    sheets = {
        called[name].person: (rank_sheet(key.name, standings[name], ranked, numbers, rules, called[name].seniority),)
        for name in ranked.keys
    }
    choices = ChoiceList(key.name, key.des, key.phase, calls)
    said = (
        *_compared_raw(key, ranked),
        *_moved(key, ranked.moved, numbers),
        *_numbered_apart(key, [called[name] for name in ranked.keys], numbers),
    )
    return Lists((choices,), ties, said, sheets)


def _standing(entrant: Entrant, key: ListKey, rules: RuleSet) -> Standing:
    candidate = entrant.candidate
    guest = entrant.host == key and entrant.home != key
    apart = (guest and rules.text("hf.position") == "same_seniority") or (
        entrant.incoming and rules.text("ich.incoming_position") == "same_seniority"
    )
    block = GUEST if guest else FROM_ELSEWHERE if entrant.incoming else HOME
    remords = Situation.REMORDS in entrant.decided.situations and rules.text("rem.position") == "after_cohort"
    return Standing(
        key=candidate.identity.key,
        seniority=entrant.seniority.value,
        block=HOME if apart else block,
        after_cohort=apart or remords,
        guest=guest,
        rank=candidate.rank,
        position=candidate.share,
        contest=candidate.contest,
        explicit=None if guest else entrant.order,
        settled=candidate.settled,
    )


def _numbers(ranked: Sequence[Entrant], key: ListKey) -> dict[str, int]:
    """The number shown to each: the ARS's own, which people know, and the next free ones for those who have none.

    Where nobody has an order, the position.
    """
    numbers = {
        entrant.candidate.identity.key: entrant.order
        for entrant in ranked
        if entrant.home == key and entrant.order is not None
    }
    others = (entrant for entrant in ranked if entrant.candidate.identity.key not in numbers)
    last = max(numbers.values(), default=0)
    return numbers | {other.candidate.identity.key: last + n for n, other in enumerate(others, start=1)}


def _call(entrant: Entrant, number: int, key: ListKey) -> Call:
    if entrant.host == key and entrant.home != key:
        return Call(number, entrant.person, Mode.HORS_FILIERE)
    return Call(number, entrant.person, entrant.mode, catch_up_only=entrant.host is not None)


def _compared_raw(key: ListKey, ranked: Order) -> tuple[str, ...]:
    if ranked.across and not ranked.unsized:
        return (
            f"{key.name} : à ancienneté égale, des rangs de concours différents sont comparés tels quels "
            "(clé rank.mode).",
        )
    if not ranked.unsized:
        return ()
    return (
        f"{key.name} : à ancienneté égale, des rangs devraient se comparer en pourcentage, mais l'effectif de la "
        f"promotion manque pour {len(ranked.unsized)} interne(s) ; ils sont comparés tels quels (clé rank.mode).",
    )


def _numbered_apart(key: ListKey, ranked: Sequence[Entrant], numbers: Mapping[str, int]) -> Iterator[str]:
    """Who is called between people whose order the ARS gave, without one: their number does not say their place."""
    given = any(entrant.home == key and entrant.order is not None for entrant in ranked)
    for place, entrant in enumerate(ranked):
        if given and entrant.home == key and entrant.order is None:
            where = f"après le n° {numbers[ranked[place - 1].candidate.identity.key]}" if place else "en premier"
            yield (
                f"{entrant.candidate.identity.shown} : sans ordre dans la liste {key.name} ; "
                f"appelé {where}, sous le n° {numbers[entrant.candidate.identity.key]}."
            )


def _moved(key: ListKey, moved: Sequence[str], numbers: Mapping[str, int]) -> tuple[str, ...]:
    if not moved:
        return ()
    shown = ", ".join(str(numbers[k]) for k in moved[:10]) + (", …" if len(moved) > 10 else "")
    return (
        f"{key.name} : l'ordre donné n'est pas celui que l'ancienneté et le rang donneraient "
        f"({len(moved)} places, n° {shown}) ; l'ordre donné l'emporte.",
    )
