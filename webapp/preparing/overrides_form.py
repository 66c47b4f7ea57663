"""A campaign's own values for its rule set, as a form gives them one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_babel import gettext as _

from allocation import rulesets
from allocation.overrides import OverrideError, dump_overrides, may_be_set, parse_overrides, with_overrides
from allocation.rulesets import Override, RuleSet, Value
from webapp.plan import Plan

LONGEST = 500
_YES, _NO = frozenset({"oui", "true", "1"}), frozenset({"non", "false", "0"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A key of the rule set as the form offers it: what it means, the value that holds without an override."""

    key: str
    title: str
    value: str


def rules_of(plan: Plan) -> RuleSet:
    """The rule set of the campaign, its overrides on top. Raises `OverrideError` or KeyError where it has none."""
    rules = rulesets.load(plan.rules)
    return with_overrides(rules, parse_overrides(plan.overrides)) if plan.overrides else rules


def offered(plan: Plan) -> list[Rule]:
    """The keys that may be set and are not yet."""
    rules = rules_of(plan)
    taken = {override.key for override in rules.overrides}
    return [
        Rule(key, rules.settings[key].title, shown(rules[key])) for key in may_be_set(rules) if key not in taken
    ]  # fmt: skip


def shown(value: Value) -> str:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def with_one_more(plan: Plan, key: str, text: str, author: str, reason: str) -> Plan:
    """The plan with that override on top. Raises `OverrideError`, whose French sentence says what is wrong."""
    rules = rules_of(plan)
    if not reason.strip() or len(reason) > LONGEST or len(text) > LONGEST:
        raise OverrideError(_("Dites pourquoi, en quelques mots : le motif est gardé avec la valeur."))
    if key not in rules.settings:
        raise OverrideError(_("Choisissez une règle dans la liste."))
    override = Override(key, _typed(rules.settings[key].value, text.strip()), author, reason.strip())
    return replace(plan, overrides=dump_overrides(with_overrides(rules, (override,)).overrides))


def without(plan: Plan, key: str) -> Plan:
    """The plan without the override of that key."""
    kept = [override for override in rules_of(plan).overrides if override.key != key]
    return replace(plan, overrides=dump_overrides(kept))


def _typed(like: Value, text: str) -> Value:
    """The text as a value of the same kind; as it stands where it cannot be one, for the rule set to refuse."""
    if isinstance(like, bool):
        return True if text.casefold() in _YES else False if text.casefold() in _NO else text
    if isinstance(like, int):
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text
    if isinstance(like, tuple):
        return tuple(word.strip() for word in text.split(",") if word.strip())
    return text
