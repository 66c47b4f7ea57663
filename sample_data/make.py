"""Make the sample workbooks: `python -m sample_data.make [FOLDER]`, by default beside this script."""

from __future__ import annotations

import sys
from pathlib import Path

from sample_data.campaign import sample
from sample_data.lists import write_interns, write_posts
from sample_data.readme import readme
from sample_data.returns import write_absences, write_history, write_requests, write_wishes
from sample_data.wrong import FOLDER, write_wrong

HERE = Path(__file__).parent

_BOOKS = {
    "postes.xlsx": write_posts,
    "internes.xlsx": write_interns,
    "voeux.xlsx": write_wishes,
    "historique.xlsx": write_history,
    "demandes.xlsx": write_requests,
    "absences.xlsx": write_absences,
}


def make(folder: Path) -> list[Path]:
    """Write every workbook and the page that describes them; the folder is created where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    campaign = sample()
    written = [write(campaign, folder / name) for name, write in _BOOKS.items()]
    page = folder / "README.md"
    page.write_text(readme(campaign), encoding="utf-8", newline="\n")
    return [*written, *write_wrong(campaign, folder / FOLDER), page]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    sys.stdout.write(f"{len(make(folder))} fichiers écrits dans {folder}\n")


if __name__ == "__main__":
    main()
