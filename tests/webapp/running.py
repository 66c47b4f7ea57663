"""The command as people run it, and the sample campaign as arguments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from webapp.cli import app

SAMPLES = Path(__file__).parents[2] / "sample_data"
FAULTY = SAMPLES / "fautifs"


def rang(*words: object) -> Any:
    """Run `rang` with these words, standard output and error apart."""
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


def sample_arguments() -> list[str]:
    names = {
        "posts": "postes.xlsx",
        "interns": "internes.xlsx",
        "wishes": "voeux.xlsx",
        "history": "historique.xlsx",
        "requests": "demandes.xlsx",
    }
    return [word for option, name in names.items() for word in (f"--{option}", str(SAMPLES / name))]


def result_of(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "resultat.json").read_text(encoding="utf-8"))
    return document


def everybody(result: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The rows of the result by « NOM Prénom »."""
    return {
        f"{row['intern']['last_name']} {row['intern']['first_name']}": row | {"list": choices["name"]}
        for choices in result["lists"]
        for row in choices["calls"]
    }
