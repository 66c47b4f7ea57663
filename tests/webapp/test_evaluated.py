"""What an outside evaluation found, each with its smallest input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.webapp.running import everybody, rang, result_of

POSTS = "Code stage;Établissement;Service;DES;Phases;Catégorie;Nombre de postes;Réservé à"
INTERNS = "Ordre;RPPS;Nom;Prénom;DES;Phase;Ancienneté;Concours;Rang;Effectif;Situation"
REQUESTS = "RPPS;Type;Décision;DES demandé;Phase demandée;Code stage"
NAMES = {
    "10100000016": "ALPHA", "10100000024": "BRAVO", "10100000032": "CHARLIE", "10100000040": "DELTA",
}  # fmt: skip
ALPHA, BRAVO, CHARLIE, DELTA = NAMES


class Lists:
    """CSV lists in a folder, and `rang` run on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.words: list[Any] = ["--semester", "2027-ete"]

    def write(self, option: str, header: str, *rows: str) -> Path:
        path = self.folder / f"{option}.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        self.words += [f"--{option}", path]
        return path

    def posts(self, *rows: str) -> Path:
        return self.write("posts", POSTS, *rows)

    def interns(self, *rows: str) -> Path:
        return self.write("interns", INTERNS, *rows)

    def wishes(self, *rows: str) -> Path:
        return self.write("wishes", "RPPS;Vœu 1;Vœu 2", *rows)

    def allocate(self, *more: str) -> Any:
        return rang("allocate", *self.words, *more, "--out", self.folder / "out")

    def rows(self) -> dict[str, dict[str, Any]]:
        return {name.split()[0]: row for name, row in everybody(result_of(self.folder / "out")).items()}

    def warnings(self) -> str:
        return "\n".join(result_of(self.folder / "out")["warnings"])


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    return Lists(tmp_path)


def socle(order: int, rpps: str, more: str = ";;;;") -> str:
    return f"{order};{rpps};{NAMES[rpps]};Anne;Médecine générale;Socle;{more}"


U1 = "U1;CHU;Urgences;Médecine générale;Socle;Urgences adultes;1;"


def test_a_wish_keeps_the_reason_of_its_turn_and_not_that_of_the_catch_up(lists: Lists) -> None:
    lists.posts(U1, "U1;CHU;Urgences;Médecine générale;Socle;Urgences adultes;1;CESP")
    lists.interns(socle(1, ALPHA), socle(2, BRAVO), socle(3, CHARLIE, ";;;;CESP"))
    lists.wishes(f"{ALPHA};U1", f"{BRAVO};U1", f"{CHARLIE};U1")
    assert lists.allocate().exit_code == 0
    reason = lists.rows()["BRAVO"]["skipped"][0]["reason"]
    assert "n° 1" in reason
    assert "3" not in reason.split("(")[0]


def test_why_answers_for_the_turn_on_the_list_that_the_stage_is_open_to(lists: Lists) -> None:
    lists.posts(U1, "G1;CHU;Gériatrie;Gériatrie;Socle;;1;")
    lists.interns(socle(1, ALPHA), f"1;{BRAVO};BRAVO;Bob;Gériatrie;Socle;;;;;")
    lists.wishes(f"{ALPHA};U1", f"{BRAVO};U1")
    lists.write("requests", REQUESTS, f"{BRAVO};Hors-filière;Accordée;Médecine générale;Socle;")
    answer = json.loads(rang("why", *lists.words, "--intern", BRAVO, "--post", "U1", "--json").stdout)["answers"][0]
    assert answer["list"] == "Médecine générale – Socle"
    assert [reason["rule"] for reason in answer["reasons"] if not reason["allows"]] == ["ELI-01a"]


def test_the_same_site_may_be_chosen_twice_in_consolidation(lists: Lists) -> None:
    lists.posts("M1;Cabinet;Dr Martin;Médecine générale;Consolidation;Médecine générale niveau 3;1;")
    lists.interns(f"1;{ALPHA};ALPHA;Anne;Médecine générale;Consolidation;1;2023;;;")
    lists.write("history", "RPPS;Semestre;Code stage;Catégorie;Phase;Résultat",
                f"{ALPHA};2026-hiver;M1;Médecine générale niveau 3;Consolidation;Validé")  # fmt: skip
    lists.wishes(f"{ALPHA};M1")
    assert lists.allocate().exit_code == 0
    assert lists.rows()["ALPHA"]["post"] == "M1"
    assert rang("verify", lists.folder / "out").exit_code == 0


def test_same_stage_granted_without_its_code_is_an_error(lists: Lists) -> None:
    lists.posts(U1)
    lists.interns(socle(1, ALPHA))
    lists.write("requests", REQUESTS, f"{ALPHA};Même stage;Accordée;;;")
    assert lists.allocate().exit_code == 3


@pytest.mark.parametrize(
    ("kind", "said"),
    [("Droit au remords", "est tenu pour le nouveau DES"), ("Inter-CHU sortant", "exporté sans lieu")],
)
def test_a_granted_decision_without_its_object_is_said(kind: str, said: str, lists: Lists) -> None:
    lists.posts(U1)
    lists.interns(socle(1, ALPHA), socle(2, BRAVO))
    lists.write("requests", REQUESTS, f"{ALPHA};{kind};Accordée;;;")
    assert lists.allocate().exit_code == 0
    assert said in lists.warnings()


def test_a_plain_call_list_does_not_warn_of_another_order(lists: Lists) -> None:
    lists.posts(U1)
    lists.interns(socle(2, ALPHA), socle(1, BRAVO))
    assert lists.allocate().exit_code == 0
    assert "l'ordre donné n'est pas celui" not in lists.warnings()


def test_ranks_of_different_contests_compared_as_they_stand_are_said(lists: Lists) -> None:
    lists.posts(U1)
    people = (("", ALPHA, "1;2024;500;1000;"), ("", BRAVO, "1;2025;4000;10000;"))
    lists.interns(*(f"{o};{r};{NAMES[r]};Anne;Médecine générale;Socle;{more}" for o, r, more in people))
    assert lists.allocate().exit_code == 0
    assert "rangs de concours différents sont comparés tels quels" in lists.warnings()


def test_a_curriculum_supposed_for_want_of_a_contest_is_said(lists: Lists) -> None:
    lists.posts("L1;CHU;Pédiatrie;Médecine générale;Approfondissement;Santé de l'enfant;1;")
    lists.interns(f"1;{ALPHA};ALPHA;Anne;Médecine générale;Approfondissement;1;;;;")
    assert lists.allocate().exit_code == 0
    assert "Concours non donné pour 1 interne(s)" in lists.warnings()


def test_check_ends_as_allocate_would(lists: Lists) -> None:
    posts = lists.posts("semestre d'été 2027", U1)
    posts.write_text("Choix de stage, semestre d'été 2027\n" + POSTS + "\n" + U1 + "\n", encoding="utf-8")
    interns = lists.interns(socle(1, ALPHA, ";;;;Hors-filière"))
    assert rang("check", posts, interns).exit_code == 3


@pytest.mark.parametrize("damage", [{"holds": None}, {"property": "P99"}, {"detail": "autre"}])
def test_verify_says_that_the_checks_shown_were_changed(damage: dict[str, Any], lists: Lists) -> None:
    lists.posts(U1)
    lists.interns(socle(1, ALPHA))
    lists.allocate()
    path = lists.folder / "out" / "resultat.json"
    result = json.loads(path.read_text(encoding="utf-8"))
    result["checks"][0] |= damage
    path.write_text(json.dumps(result), encoding="utf-8")
    done = rang("verify", lists.folder / "out")
    assert done.exit_code == 4
    assert "contrôles" in done.stderr


def test_verify_says_that_something_was_added(lists: Lists) -> None:
    lists.posts(U1)
    lists.interns(socle(1, ALPHA))
    lists.allocate()
    path = lists.folder / "out" / "resultat.json"
    result = json.loads(path.read_text(encoding="utf-8")) | {"ajout": 1}
    path.write_text(json.dumps(result), encoding="utf-8")
    assert rang("verify", lists.folder / "out").exit_code == 4


@pytest.mark.parametrize("command", ["allocate", "template"])
def test_a_folder_that_cannot_be_written_is_wrong_use(command: str, lists: Lists, tmp_path: Path) -> None:
    lists.posts(U1)
    lists.interns(socle(1, ALPHA))
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    words = lists.words if command == "allocate" else []
    done = rang(command, *words, "--out", tmp_path / "fichier" / "dossier")
    assert done.exit_code == 2
    assert "ne peut pas être écrit" in done.stderr


def test_a_number_that_does_not_say_the_place_is_said(lists: Lists) -> None:
    lists.posts(U1)
    newcomer = f";{CHARLIE};CHARLIE;Cléo;Médecine générale;Socle;1;;;;"
    lists.interns(socle(1, ALPHA, "1;;;;"), socle(2, BRAVO, "0;;;;"), newcomer)
    assert lists.allocate().exit_code == 0
    assert "CHARLIE Cléo : sans ordre dans la liste" in lists.warnings()
    assert "appelé après le n° 1, sous le n° 3" in lists.warnings()
    assert lists.rows()["CHARLIE"]["order"] == 3


def test_a_person_and_an_order_given_twice_are_told_with_the_other_errors_of_the_row(lists: Lists) -> None:
    posts = lists.posts(U1)
    interns = lists.interns(socle(1, ALPHA, "x;;;;"), socle(1, ALPHA, ";;y;;"))
    issues = json.loads(rang("check", posts, interns, "--json").stdout)["issues"]
    assert {"E_PERSON_DUP", "E_RANK_DUP", "E_INT_TEXT"} <= {issue["code"] for issue in issues}
    assert [issue["cell"] for issue in issues if issue["code"] == "E_PERSON_DUP"] == ["B3"]
