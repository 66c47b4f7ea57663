"""`rang check`: the import report alone, and what changed since an earlier version of the files."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from allocation.forms import Role
from allocation.issues import Issue, errors
from imports.chosen import withdrawn
from imports.diff import Difference, diff
from imports.mapping import dump_mapping, learn
from imports.places import Places
from imports.reading import Reading, counts
from imports.tables import unsettled
from webapp import console
from webapp.campaign import opening_errors
from webapp.folder import REPORT, RESULT, writable
from webapp.inputs import read_files, report_of

_OLD = "Version d'avant, à comparer ; ou dossier de résultat, dont les stages choisis doivent rester."


@dataclass(frozen=True, slots=True)
class _Checked:
    """What was read, everything that is wrong with it, and what changed (None: nothing to compare with)."""

    reading: Reading
    issues: tuple[Issue, ...]
    changed: Difference | None


def command(
    files: Annotated[
        list[Path],
        typer.Argument(exists=True, dir_okay=False, metavar="FICHIER…", help="Classeurs ou CSV à contrôler."),
    ],
    against: Annotated[
        list[Path] | None, typer.Option("--against", exists=True, metavar="ANCIEN", help=_OLD)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Le rapport en JSON, sur la sortie standard.")] = False,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", exists=True, dir_okay=False, help="Correspondance des colonnes.")
    ] = None,
    save_mapping: Annotated[
        Path | None,
        typer.Option(
            "--save-mapping", dir_okay=False, metavar="FICHIER",
            help="Y écrit la correspondance comprise, à corriger puis à redonner avec --mapping.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", file_okay=False, help=f"Dossier où écrire {REPORT} : les onglets, cellules marquées."),
    ] = None,
    rewrite: Annotated[
        Path | None,
        typer.Option("--rewrite", file_okay=False, help="Dossier où réécrire, dans nos modèles, ce qui a été compris."),
    ] = None,
) -> None:  # fmt: skip
    """Contrôle des fichiers sans rien affecter : ce qui a été compris, ce qui est à corriger."""
    checked = _check(files, against or [], mapping)
    if save_mapping:
        writable(save_mapping.parent)
        save_mapping.write_text(_mapping_of(checked.reading), encoding="utf-8")
    if out:
        report_of(checked.reading, checked.issues[len(checked.reading.issues) :]).write_alone(out)
    rewritten = _rewritten(checked, rewrite) if rewrite else []
    if as_json:
        console.print_json(_document(checked))
    else:
        _tell(checked, [*filter(None, (save_mapping, out and out / REPORT)), *rewritten])
    raise typer.Exit(console.INPUT_ERRORS if errors(checked.issues) else console.DONE)


def _check(files: list[Path], against: list[Path], mapping: Path | None) -> _Checked:
    reading = read_files([(path, None) for path in files], mapping)
    results = [path for path in against if path.is_dir()]
    taken_back = [
        issue for path in results for issue in withdrawn(reading.dossier, _chosen(path), Places(reading.tables))
    ]
    before = [(path, None) for path in against if not path.is_dir()]
    changed = diff(read_files(before, mapping).dossier, reading.dossier) if before else None
    return _Checked(reading, (*reading.issues, *taken_back, *opening_errors(reading)), changed)


def _chosen(folder: Path) -> dict[str, int]:
    """Seats taken by stage code in a folder of results; 0 where a stage was chosen in surnombre only."""
    try:
        posts = json.loads((folder / RESULT).read_text(encoding="utf-8"))["posts"]
        return _taken((post["code"], post["taken"], post["supernumerary"]) for post in posts)
    except (OSError, ValueError, KeyError, TypeError):
        console.complain(f"{folder} n'est pas un dossier de résultat : {RESULT} y manque ou n'est pas lisible.")
        raise typer.Exit(console.WRONG_USE) from None


def _taken(pools: Iterable[tuple[str, int, int]]) -> dict[str, int]:
    seats: dict[str, int] = {}
    for code, taken, added in pools:
        if taken or added:
            seats[code] = seats.get(code, 0) + taken
    return seats


def _mapping_of(reading: Reading) -> str:
    """What was understood, and the headers that were not, for a human to correct."""
    known = learn(reading.tables)
    left: dict[Role, list[str]] = defaultdict(list)
    for book in reading.books:
        for role, headers in unsettled(book, known).items():
            left[role] += headers
    return dump_mapping(known, left)


def _document(checked: _Checked) -> dict[str, object]:
    issues = [issue.as_dict() for issue in checked.issues]
    document: dict[str, object] = {**counts(checked.reading), "issues": issues}
    return document if checked.changed is None else document | {"changes": checked.changed.as_dict()}


def _rewritten(checked: _Checked, folder: Path) -> list[Path]:
    """The lists in our templates; none while something is wrong, since a row in error would be missing there."""
    from exports.filled import write_filled

    if errors(checked.issues):
        return []
    return write_filled(checked.reading.dossier, writable(folder))


def _tell(checked: _Checked, written: list[Path]) -> None:
    console.show_issues(checked.issues, next((path for path in written if path.name == REPORT), None))
    read = counts(checked.reading)
    console.say(
        f"Lu sans erreur : {read['posts']} stages pour {read['seats']} postes, {read['interns']} internes, "
        f"{read['wishes']} listes de vœux."
    )
    if checked.changed is not None:
        console.show_list("Changements depuis la version d'avant", checked.changed.sentences())
        if checked.changed.is_empty:
            console.say("Aucun changement depuis la version d'avant.")
    for path in written:
        console.say(f"Écrit : {path}")
    if errors(checked.issues):
        console.complain(f"{len(errors(checked.issues))} erreur(s) à corriger avant d'affecter.")
