"""Settings: one list, documented, and a refusal to start where it would not be safe."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from webapp.settings import SETTINGS, Settings, SettingsError, load

SAFE = {"RANG_SECRET": "x" * 32}
DOCUMENTED = Path(__file__).parents[2] / "docs" / "reglages.md"


def test_the_documentation_names_each_setting_with_its_default_and_its_words() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*) \|$", DOCUMENTED.read_text("utf-8"), re.MULTILINE)
    assert rows == [(item.name, f"`{item.default}`" if item.default else "–", item.help) for item in SETTINGS]


def test_each_setting_is_a_field_and_each_field_a_setting() -> None:
    assert [f"RANG_{field.name.upper()}" for field in fields(Settings)] == [setting.name for setting in SETTINGS]


def test_the_defaults_are_enough_beside_a_secret() -> None:
    settings = load(SAFE)
    assert (settings.session_hours, settings.demo, settings.https) == (12, False, False)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"RANG_SECRET": ""}, "RANG_SECRET"),
        ({"RANG_SECRET": "changez-moi"}, "RANG_SECRET"),
        ({"RANG_BASE_URL": "http://rang.exemple.fr"}, "https"),
        ({"RANG_BASE_URL": "rang.exemple.fr"}, "RANG_BASE_URL"),
        ({"RANG_BASE_URL": "https://rang.exemple.fr", "RANG_DEMO": "1"}, "RANG_DEMO"),
        ({"RANG_DEMO": "oui"}, "RANG_DEMO"),
        ({"RANG_SESSION_HOURS": "1000"}, "RANG_SESSION_HOURS"),
        ({"RANG_SESSION_HOURS": "²"}, "RANG_SESSION_HOURS"),
        ({"RANG_MAIL_SMTP": "mail.exemple.fr:587"}, "RANG_MAIL_SMTP"),
    ],
)
def test_what_would_not_be_safe_is_refused_and_named(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load(SAFE | given)
