"""A campaign's own values: each with an author and a reason, of the kind that the key holds, or refused in French."""

from __future__ import annotations

import pytest

from allocation import rulesets
from allocation.overrides import OverrideError, dump_overrides, expected_words, parse_overrides, with_overrides
from allocation.rulesets import Override, Value

RULES = rulesets.load("ssipi-2025")

GOOD = """
[[override]]
key = "ich.cap"
value = 2
author = "ARS Auvergne-Rhône-Alpes"
reason = "Décision du 3 mars 2027"

[[override]]
key = "ich.phases"
value = ["APPROFONDISSEMENT"]
author = " C. Martin "
reason = "Texte national"
"""


def override(key: str, value: Value) -> Override:
    return Override(key, value, "C. Martin", "Décision du 3 mars 2027")


def table(**fields: str) -> str:
    given = {"key": '"ich.cap"', "value": "2", "author": '"C. Martin"', "reason": '"Décision"'} | fields
    return "[[override]]\n" + "\n".join(f"{name} = {value}" for name, value in given.items() if value)


def refusal(text: str) -> str:
    with pytest.raises(OverrideError) as refused:
        parse_overrides(text)
    return str(refused.value)


def refusal_of(*overrides: Override) -> str:
    with pytest.raises(OverrideError) as refused:
        with_overrides(RULES, overrides)
    return str(refused.value)


def test_an_override_wins_over_the_rule_set_and_keeps_its_author_and_reason() -> None:
    rules = with_overrides(RULES, parse_overrides(GOOD))
    assert rules.number("ich.cap") == 2
    assert rules.words("ich.phases") == ("APPROFONDISSEMENT",)
    assert rules.overrides[0] == Override("ich.cap", 2, "ARS Auvergne-Rhône-Alpes", "Décision du 3 mars 2027")
    assert rules.overrides[1].author == "C. Martin"


def test_the_other_keys_and_the_shipped_set_stay_as_they_are() -> None:
    rules = with_overrides(RULES, parse_overrides(GOOD))
    assert {key for key in RULES.settings if rules[key] != RULES[key]} == {"ich.cap", "ich.phases"}
    assert rulesets.load("ssipi-2025").overrides == ()


@pytest.mark.parametrize("name", ["key", "value", "author", "reason"])
def test_an_override_that_lacks_a_part_is_refused_by_the_name_of_that_part(name: str) -> None:
    assert f"il manque {name}" in refusal(table(**{name: ""}))


@pytest.mark.parametrize("name", ["author", "reason"])
def test_a_blank_author_or_reason_is_none(name: str) -> None:
    assert refusal(table(**{name: '"  "'})) == f"« ich.cap » : il manque {name}."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("key = [", "TOML"),
        ("", "au moins une table"),
        ("override = 3", "au moins une table"),
        ('[override]\nkey = "ich.cap"', "au moins une table"),
        (f'motif = "perdu"\n{GOOD}', "« motif » n'est pas attendu"),
        (table(auteur='"C. Martin"'), "« auteur » n'est pas attendu"),
        (table(value="2.5"), "« ich.cap » : cette valeur n'est ni un nombre entier"),
    ],
)
def test_a_file_of_another_form_is_refused(text: str, said: str) -> None:
    assert said in refusal(text)


def test_an_unknown_key_is_refused_with_those_that_look_like_it() -> None:
    assert refusal_of(override("ich.capp", 2)).startswith("la clé « ich.capp » n'existe pas : vouliez-vous ich.cap")
    assert "rang rules" in refusal_of(override("zzz", 2))


def test_a_key_that_no_rule_in_force_reads_is_refused_rather_than_without_effect() -> None:
    assert refusal_of(override("fst.max_applications", 3)) == (
        "« fst.max_applications » : aucune règle en vigueur ne la lit encore, rien ne changerait."
    )


def test_a_key_given_twice_is_refused() -> None:
    assert refusal_of(override("ich.cap", 2), override("ich.cap", 3)) == (
        "« ich.cap » est donnée deux fois : n'en gardez qu'une."
    )


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("ich.cap", "2", "un nombre entier est attendu"),
        ("ich.cap", True, "un nombre entier est attendu"),
        ("ich.cap", -1, "un nombre négatif"),
        ("ich.shared_cap", 1, "true ou false est attendu"),
        ("hf.position", ("last",), "un texte est attendu"),
        ("ich.phases", "SOCLE", "une liste de textes est attendu"),
        ("hf.position", "premier", "écrivez l'un de ces mots : last, same_seniority"),
        ("ich.phases", ("SOCLE", "THESE"), "ne prenez que parmi ces mots : SOCLE"),
        ("lists.order", ("SOCLE", "CONSOLIDATION"), "donnez une fois chacun de ces mots"),
        ("ich.deadline_summer", "15/11", "écrivez une date sous une de ces formes : mois-jour, vide"),
        ("rules.parental_effective", "20251227", "écrivez une date sous une de ces formes : année-mois-jour"),
    ],
)
def test_a_value_that_the_key_may_not_have_is_refused(key: str, value: Value, said: str) -> None:
    assert refusal_of(override(key, value)).startswith(f"« {key} » : {said}")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("lists.order", ("SOCLE", "APPROFONDISSEMENT", "CONSOLIDATION", "ANCIEN_REGIME")),
        ("ich.deadline_summer", ""),
        ("ich.deadline_winter", "06-30"),
        ("ich.phases", ()),
        ("rem.last_socle_des", ("Psychiatrie",)),
        ("surnombre.deadline_days", 0),
    ],
)
def test_a_value_that_the_key_may_have_is_taken(key: str, value: Value) -> None:
    assert with_overrides(RULES, (override(key, value),))[key] == value


@pytest.mark.parametrize("name", rulesets.names())
def test_the_shipped_rule_sets_write_what_a_campaign_may_write(name: str) -> None:
    values = rulesets.load(name).values()
    assert values
    assert {key: said for key, value in values.items() if (said := expected_words(key, value))} == {}


def test_overrides_are_read_back_as_they_were_written() -> None:
    hostile = 'dit "oui"\n[[override]]\x7f\\ é 😀'
    given = tuple(Override(f"k{n}", value, hostile, hostile) for n, value in enumerate((True, 3, hostile, ("a", "b"))))
    assert parse_overrides(dump_overrides(given)) == given
    assert dump_overrides(()) == ""
