"""`rang export`: what each office receives, from a campaign of the database or from a folder of `rang allocate`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from webapp import console
from webapp.folder import UnreadableFolderError, read_result, replacing

if TYPE_CHECKING:
    from exports.agency import Agency
    from webapp.results.material import Material
    from webapp.results.offered import Document

ALL = "tout"

_FILE = {"exists": True, "dir_okay": False, "readable": True, "metavar": "FICHIER"}


def command(
    source: Annotated[
        str,
        typer.Argument(
            metavar="CAMPAGNE|DOSSIER",
            help="Un dossier de rang allocate ou son archive ; ou une campagne de la base : son identifiant, ou "
            "« Saint-Étienne 2027-ete ».",
        ),
    ],
    what: Annotated[str, typer.Option("--what", help="Ce qui est demandé ; « tout » pour tout.", metavar="QUOI")],
    out: Annotated[Path, typer.Option("--out", help="Dossier où écrire.", file_okay=False, metavar="DOSSIER")],
    as_zip: Annotated[bool, typer.Option("--zip", help="En une seule archive zip.")] = False,
    template: Annotated[
        Path | None, typer.Option("--template", help="Classeur de l'ARS dont remplir les colonnes connues.", **_FILE)
    ] = None,
    texts: Annotated[
        Path | None, typer.Option("--texts", help="Textes de l'agence, pour l'arrêté et les notifications.", **_FILE)
    ] = None,
) -> None:
    """Écrit les documents de chaque bureau : affectations, hôpitaux, notifications, arrêté, statistiques…"""
    from exports.agency import UnknownPlaceholderError
    from exports.by_template import UnusableTemplateError

    documents = _asked(what)
    try:
        material = _material(source, _agency(texts), template)
        with replacing(out) as draft:
            _make(documents, material, draft)
            if as_zip:
                _zip(draft, f"{what}.zip")
            written = list(_told(draft))
    except (UnknownPlaceholderError, UnusableTemplateError) as error:
        console.complain(str(error))
        raise typer.Exit(console.WRONG_USE) from None
    console.show_list(f"Écrit dans {out}", written)


def _asked(what: str) -> Sequence[Document]:
    from webapp.results.offered import BY_NAME, DOCUMENTS

    if what == ALL:
        return DOCUMENTS
    if what in BY_NAME:
        return [BY_NAME[what]]
    console.complain(f"« {what} » n'est pas un document. Connus : {', '.join([*BY_NAME, ALL])}.")
    raise typer.Exit(console.WRONG_USE)


def _agency(texts: Path | None) -> Agency | None:
    from webapp.results.agency_file import AgencyFileError, parse_agency

    try:
        return parse_agency(texts.read_text(encoding="utf-8")) if texts else None
    except (AgencyFileError, UnicodeDecodeError) as error:
        console.complain(f"{texts} : {error}")
        raise typer.Exit(console.WRONG_USE) from None


def _material(source: str, agency: Agency | None, template: Path | None) -> Material:
    """From the folder where there is one of that name, else from the database. Raises `UnusableTemplateError`."""
    from dataclasses import replace

    from webapp.results.template_headers import readable

    content = readable(template.name, template.read_bytes()) if template else None
    found = _from_folder(Path(source)) if Path(source).exists() else _from_database(source)
    return replace(found, agency=agency or found.agency, template=content)


def _from_folder(path: Path) -> Material:
    from webapp.results.collect import from_files
    from webapp.results.material import Material

    try:
        return Material(from_files(read_result(path)))
    except UnreadableFolderError as error:
        console.complain(str(error))
        raise typer.Exit(console.WRONG_USE) from None


def _from_database(source: str) -> Material:
    from webapp.commands.database import opened
    from webapp.results.material import from_store
    from webapp.store import campaigns

    if " " not in source.strip() and not source.startswith("c-"):
        _unknown(source)
    with opened() as (_, engine):
        found = campaigns.named(engine, source)
        if found is None:
            _unknown(source)
        try:
            return from_store(engine, found.id)
        except KeyError:
            console.complain(f"La campagne « {source} » n'est pas encore publiée : il n'y a rien à exporter.")
            raise typer.Exit(console.WRONG_USE) from None


def _unknown(source: str) -> NoReturn:
    console.complain(
        f"« {source} » n'est ni un dossier, ni une campagne de la base. Écrivez par exemple « Saint-Étienne 2027-ete »."
    )
    raise typer.Exit(console.WRONG_USE)


def _make(documents: Sequence[Document], material: Material, folder: Path) -> None:
    with console.progress() as bar:
        whole = bar.add_task("Documents", total=len(documents))
        for document in documents:
            task = bar.add_task(document.label, total=1)
            document.make(
                material, folder, lambda done, total, task=task: bar.update(task, completed=done, total=total)
            )
            bar.remove_task(task)
            bar.advance(whole)


def _zip(folder: Path, name: str) -> None:
    """The files of the folder, and its folders, as one archive in their place."""
    import shutil

    from webapp.results.archive import zipped

    content = zipped(folder)
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (folder / name).write_bytes(content)


def _told(folder: Path) -> Iterator[str]:
    """Each file, those of an inner folder counted together."""
    places = Counter(path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file())
    for name in sorted(places):
        yield f"{name}/ : {places[name]} fichiers" if (folder / name).is_dir() else name
