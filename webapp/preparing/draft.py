"""A campaign in preparation: its files read, its lists ordered, everything that is wrong; made once for each state."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from allocation import rulesets
from allocation.issues import Issue, errors
from allocation.model import Dossier
from allocation.prepare import Prepared, prepare
from allocation.readiness import Check, readiness
from allocation.rulesets import RuleSet
from allocation.semester import Semester, semester
from imports.mapping import Mapping as Columns
from imports.mapping import load_mapping
from imports.reading import Input, Reading, Recognised, counts, recognise, understand
from webapp.campaign import random_id, random_salt
from webapp.inputs import thresholds
from webapp.plan import Plan, as_json
from webapp.preparing.edits import Amended, still_true
from webapp.preparing.overrides_form import rules_of
from webapp.store.edits import Edit
from webapp.store.uploads import Upload


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a draft depends on. `mapping`: the TOML of what was settled about columns; `edits` those in force."""

    subdivision: str
    semester: str
    plan: Plan
    files: tuple[Upload, ...]
    mapping: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def files_key(self) -> str:
        """The same for two recipes whose files are recognised alike."""
        return _digest([[each.name, each.sha256] for each in self.files], self.mapping)

    @property
    def key(self) -> str:
        """The same for two recipes of the same draft."""
        edits = [edit.id for edit in self.edits]
        return _digest(self.subdivision, self.semester, as_json(self.plan), self.files_key, edits)

    @property
    def term(self) -> Semester:
        return semester(self.semester, self.plan.semester_start, self.plan.semester_end)

    @property
    def rules(self) -> RuleSet:
        return rules_of(self.plan)


@dataclass(frozen=True, slots=True)
class Draft:
    """What came of a recipe. `issues` are all there are; `prepared` None: errors keep the lists from being ordered."""

    recipe: Recipe
    reading: Reading
    issues: tuple[Issue, ...]
    counts: Mapping[str, int]
    prepared: Prepared | None
    checks: tuple[Check, ...]

    @property
    def dossier(self) -> Dossier:
        return self.reading.dossier


def columns_of(recipe: Recipe) -> Columns:
    return load_mapping(recipe.mapping) if recipe.mapping else Columns()


def recognised(recipe: Recipe, contents: Mapping[str, bytes], tell: Callable[[str], None]) -> Recognised:
    """The lists in the files. `contents` by id; `tell` hears the name of each file before it is opened."""
    inputs = [Input(each.name, contents[each.id]) for each in recipe.files]
    return recognise(inputs, columns_of(recipe), tell)


def make(recipe: Recipe, found: Recognised) -> Draft:
    """Read the values, then order the lists where no error forbids it."""
    amended = Amended(recipe.edits)
    reading = understand(
        found, semester=recipe.semester, subdivision=recipe.subdivision, rules=thresholds(recipe.rules),
        amended=amended,
    )  # fmt: skip
    issues = (*still_true(reading.issues, reading.dossier), *amended.issues)
    prepared = _prepared(reading.dossier, recipe) if not errors(issues) and reading.dossier.candidates else ()
    if isinstance(prepared, Prepared):
        checks = readiness(reading.dossier, prepared, issues)
        return Draft(recipe, reading, issues, counts(reading), prepared, checks)
    issues = (*issues, *prepared)
    return Draft(recipe, reading, issues, counts(reading), None, readiness(reading.dossier, None, issues))


def _prepared(dossier: Dossier, recipe: Recipe) -> Prepared | tuple[Issue, ...]:
    return prepare(
        dossier,
        recipe.term,
        recipe.subdivision,
        recipe.rules,
        random_id,
        random_salt,
        rulesets.others(recipe.rules.name),
        recipe.plan.choice_date,
    )


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
