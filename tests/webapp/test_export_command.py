"""`rang export`: every document of every office, from a folder or from the database."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from tests.exports.reading import pages, table
from tests.webapp.running import FAULTY, rang, result_of
from webapp.results.offered import DOCUMENTS
from webapp.results.template_headers import recognise

LIGHT = [document.name for document in DOCUMENTS if not document.long]


@pytest.fixture
def database(tmp_path: Path, sample_result: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample campaign, published in a database that the settings name."""
    monkeypatch.setenv("RANG_DATABASE", f"sqlite:///{tmp_path}/rang.sqlite")
    monkeypatch.setenv("RANG_SECRET", "s" * 40)
    monkeypatch.setenv("RANG_BASE_URL", "http://localhost")
    done = rang("publish", sample_result)
    assert done.exit_code == 0, done.output
    return tmp_path


def written(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("what", LIGHT)
def test_each_document_is_written_alone(sample_result: Path, tmp_path: Path, what: str) -> None:
    done = rang("export", sample_result, "--what", what, "--out", tmp_path / "sortie")
    assert done.exit_code == 0, done.output
    assert written(tmp_path / "sortie")
    assert "Écrit dans" in done.stdout


def test_all_of_them_are_written_at_once_with_a_notice_for_everybody(sample_result: Path, tmp_path: Path) -> None:
    assert rang("export", sample_result, "--what", "tout", "--out", tmp_path).exit_code == 0
    found = written(tmp_path)
    assert {
        "affectations.xlsx", "affectations.csv", "faculte.xlsx", "arrete.pdf", "bulletins.pdf", "emargement.pdf",
        "proces-verbal.pdf", "proces-verbal-seance.pdf", "postes-restants.xlsx", "liste-postes.pdf",
        "statistiques.xlsx", "notifications.pdf",
    } <= found  # fmt: skip
    everybody = sum(len(choices["calls"]) for choices in result_of(sample_result)["lists"])
    assert sum(name.startswith("notifications/") for name in found) == everybody
    assert sum(name.startswith("hopitaux/") for name in found) > 10


def test_one_archive_holds_the_same_files(sample_result: Path, tmp_path: Path) -> None:
    assert rang("export", sample_result, "--what", "hopitaux", "--zip", "--out", tmp_path / "z").exit_code == 0
    rang("export", sample_result, "--what", "hopitaux", "--out", tmp_path / "f")
    assert written(tmp_path / "z") == {"hopitaux.zip"}
    with ZipFile(tmp_path / "z" / "hopitaux.zip") as archive:
        assert set(archive.namelist()) == written(tmp_path / "f")


@pytest.mark.parametrize("name", ["Saint-Étienne 2027-ete", "id"])
def test_a_campaign_of_the_database_gives_what_its_folder_gives(database: Path, sample_result: Path, name: str) -> None:
    from webapp.commands.database import opened
    from webapp.store.campaigns import of_subdivisions

    with opened() as (_, engine):
        (campaign,) = of_subdivisions(engine, ["Saint-Étienne"])
    source = campaign.id if name == "id" else name
    for where, what in ((source, "base"), (sample_result, "dossier")):
        assert rang("export", where, "--what", "statistiques", "--out", database / what).exit_code == 0
    books = [load_workbook(database / what / "statistiques.xlsx") for what in ("base", "dossier")]
    assert [table(sheet) for sheet in books[0]] == [table(sheet) for sheet in books[1]]


def test_what_nobody_knows_is_told_with_what_is_known(database: Path, sample_result: Path) -> None:
    done = rang("export", sample_result, "--what", "tarot", "--out", database / "x")
    assert (done.exit_code, "statistiques" in done.stderr) == (2, True)
    for source in ("nulle-part", "Lyon 2027-ete", "c-rien"):
        done = rang("export", source, "--what", "tout", "--out", database / "x")
        assert (done.exit_code, "Saint-Étienne 2027-ete" in done.stderr) == (2, True), source
    assert rang("export", database, "--what", "tout", "--out", database / "x").exit_code == 2
    assert not (database / "x").exists()


def test_the_agency_s_words_and_text_are_used(sample_result: Path, tmp_path: Path) -> None:
    texts = tmp_path / "textes.toml"
    texts.write_text('agence = "ARS du Forez"\nville = "Feurs"\narrete = """# Décision\n\nPar {agence}."""', "utf-8")
    assert rang("export", sample_result, "--what", "arrete", "--texts", texts, "--out", tmp_path).exit_code == 0
    assert "Par ARS du Forez." in pages(tmp_path / "arrete.pdf")[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("agence = ", "TOML"),
        ('tampon = "x"', "clé inconnue : tampon"),
        ("agence = 3", "entre guillemets"),
        ('arrete = "Vu {grimoire}"', "{grimoire}"),
    ],
)
def test_words_that_cannot_be_used_say_why(sample_result: Path, tmp_path: Path, content: str, said: str) -> None:
    texts = tmp_path / "textes.toml"
    texts.write_text(content, "utf-8")
    done = rang("export", sample_result, "--what", "arrete", "--texts", texts, "--out", tmp_path / "out")
    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "out" / "arrete.pdf").exists()


def test_the_agency_s_workbook_is_filled_in_its_own_order(sample_result: Path, tmp_path: Path) -> None:
    book = Workbook()
    for column, header in enumerate(("Ville", "Discipline", "N° RPPS", "NOM", "Prénom", "Établissement d'accueil"), 1):
        book.worksheets[0].cell(1, column, header)
    book.save(tmp_path / "modele.xlsx")
    done = rang(
        "export", sample_result, "--what", "affectations", "--template", tmp_path / "modele.xlsx", "--out", tmp_path
    )
    assert done.exit_code == 0, done.output
    rows = table(load_workbook(tmp_path / "affectations-modele.xlsx").worksheets[0])
    ours = table(load_workbook(tmp_path / "affectations.xlsx").worksheets[0])
    assert [(row["N° RPPS"], row["Ville"], row["NOM"]) for row in rows] == [
        (row["RPPS"], row["Commune"], row["Nom"]) for row in ours
    ]


@pytest.mark.parametrize("name", ["un-pdf-renomme.xlsx", "page-web.xls", "vide.xlsx"])
def test_a_template_that_is_no_workbook_is_refused(sample_result: Path, tmp_path: Path, name: str) -> None:
    arguments = ("--what", "affectations", "--template", FAULTY / name, "--out", tmp_path)
    done = rang("export", sample_result, *arguments)
    assert done.exit_code == 2, done.output
    assert written(tmp_path) == set()


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("N° RPPS", "rpps"), ("Spécialité", "des"), ("E-mail", "courriel"), ("Chef de service", "responsable"),
        ("Date de fin", "fin"), ("N° d'appel", "ordre"), ("Matricule paie", None), ("Nb postes", None),
    ],
)  # fmt: skip
def test_the_headers_that_the_imports_know_are_known_here(header: str, field: str | None) -> None:
    assert recognise(header) == field
