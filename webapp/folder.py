"""A folder of results: written whole or not at all, and read back from a folder or a zip archive."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OPENING = "ouverture.json"
JOURNAL = "journal.jsonl"
RESULT = "resultat.json"
WORKBOOK = "affectations.xlsx"
TABLE = "affectations.csv"
REPORT = "rapport-import.xlsx"

_UNPACKED = 2 * 1024**3


class UnwritableFolderError(Exception):
    """Nothing can be written there; the French sentence says so."""


class UnreadableFolderError(Exception):
    """Nothing to verify there; the French sentence says what is missing."""


def writable(folder: Path) -> Path:
    """The folder, made where it was not there yet. Raises `UnwritableFolderError` where nothing can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise UnwritableFolderError(f"« {folder} » ne peut pas être écrit : choisissez un autre dossier.") from error


@contextmanager
def replacing(folder: Path, stale: str = "") -> Iterator[Path]:
    """A draft folder whose files, its own folders' too, take the place of those in `folder` once the block ends well,
    and vanish otherwise.

    Files of the pattern `stale` that the draft does not hold any more leave with the ones replaced.
    """
    draft = Path(tempfile.mkdtemp(prefix=".en-cours-", dir=writable(folder)))
    try:
        yield draft
        made = {path.relative_to(draft): path for path in sorted(draft.rglob("*")) if path.is_file()}
        for old in folder.glob(stale) if stale else ():
            if old.relative_to(folder) not in made:
                old.unlink()
        for place, path in made.items():
            (folder / place).parent.mkdir(exist_ok=True)
            path.replace(folder / place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def read_result(path: Path) -> dict[str, bytes]:
    """The files of a result by name, from a folder or a zip archive. Raises `UnreadableFolderError`."""
    if path.is_dir():
        return {file.name: file.read_bytes() for file in path.iterdir() if file.is_file()}
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _UNPACKED:
                raise UnreadableFolderError(f"« {path.name} » est trop grand une fois décompressé.")
            return {Path(name).name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableFolderError(f"« {path} » n'est ni un dossier ni une archive zip lisible.") from error
