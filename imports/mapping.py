"""What a clerk settles once for all: which column is which field, which sheet is what. Kept as a small TOML file."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass
from types import MappingProxyType

from openpyxl.utils import column_index_from_string

from allocation.forms import Role
from imports.headers import ASIDE, FIELDS, is_field
from imports.table import Table
from imports.words import normalise

_LETTER = re.compile(r"colonne ([a-z]{1,3})")
_IGNORED = "ignorer"
_ROLES = {normalise(role.label): role for role in Role}
_ROLE_NAMES = {role: name for name, role in _ROLES.items()}
_INTRODUCTION = """\
# Correspondance entre vos tableurs et les champs lus ; à relire, à corriger, puis à redonner avec --mapping.
# [onglets."Nom"] : contenu = "postes", "internes", "voeux", "historique", "demandes", "absences" ou "ignorer" ;
#   entete = numéro de la ligne d'en-tête (0 : il n'y en a pas).
# [colonnes.postes] : "en-tête lu" ou "colonne H" = champ ; "ignorer" laisse la colonne de côté.
#   Les lignes en commentaire sont les en-têtes non reconnus : retirez le # et écrivez le champ.
"""


class MappingError(ValueError):
    """The file cannot be used; the message says so in French."""


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """A column, told by its normalised header or as « colonne h », fills `field` (`ASIDE`: none) in lists of `role`."""

    role: Role
    header: str
    field: str

    @property
    def letter_index(self) -> int | None:
        """The column, counted from 0, where the rule tells it by its letter."""
        found = _LETTER.fullmatch(self.header)
        return column_index_from_string(found[1]) - 1 if found else None


@dataclass(frozen=True, slots=True)
class SheetRule:
    """A sheet holds a list of `role` (None: nothing to read). `header_row` from 1; 0: no header; None: to be found."""

    sheet: str
    role: Role | None
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """All that was settled; it wins over what would be recognised."""

    columns: tuple[ColumnRule, ...] = ()
    sheets: tuple[SheetRule, ...] = ()

    def field_of(self, role: Role, header: str) -> str:
        """The field settled for a normalised header, "" when nothing is."""
        return next((rule.field for rule in self.columns if rule.role is role and rule.header == header), "")

    def lettered(self, role: Role) -> dict[int, str]:
        """The field settled for columns told by their letter."""
        rules = [rule for rule in self.columns if rule.role is role]
        return {rule.letter_index: rule.field for rule in rules if rule.letter_index is not None}

    def sheet_rule(self, name: str) -> SheetRule | None:
        """What is settled for a sheet; spaces around its name, accents and case do not matter."""
        return next((rule for rule in self.sheets if normalise(rule.sheet) == normalise(name)), None)


def learn(tables: Iterable[Table]) -> Mapping:
    """What was understood, in the form in which a clerk can correct it and give it again."""
    known = [table for table in tables if not table.summary]
    columns = {
        (table.role, normalise(header) or f"colonne {table.columns[field].lower()}"): field
        for table in reversed(known)
        for field, header in table.headers.items()
    }
    named = Counter(normalise(table.sheet) for table in known)
    alone = [table for table in known if named[normalise(table.sheet)] == 1]
    sheets = tuple(SheetRule(table.sheet, table.role, table.header_row) for table in alone)
    return Mapping(tuple(ColumnRule(role, header, field) for (role, header), field in sorted(columns.items())), sheets)


def dump_mapping(mapping: Mapping, unsettled: Mapping_[Role, Sequence[str]] = MappingProxyType({})) -> str:
    """The mapping as TOML, with the explanation of its form; `unsettled` headers are left as comments to fill in."""
    lines = [_INTRODUCTION]
    for rule in mapping.sheets:
        lines += [
            f"[onglets.{_quoted(rule.sheet)}]",
            f'contenu = "{_ROLE_NAMES[rule.role] if rule.role else _IGNORED}"',
        ]
        lines += [f"entete = {rule.header_row}", ""] if rule.header_row is not None else [""]
    for role in Role:
        rules = [rule for rule in mapping.columns if rule.role is role]
        left = dict.fromkeys(normalise(header) for header in unsettled.get(role, ()))
        lines += [f"[colonnes.{_ROLE_NAMES[role]}]"] if rules or left else []
        lines += [f"{_quoted(rule.header)} = {_quoted(_shown(rule.field))}" for rule in rules]
        lines += [f'# {_quoted(header)} = ""' for header in left if header]
        lines += [""] if rules or left else []
    return "\n".join(lines)


def load_mapping(text: str) -> Mapping:
    """The mapping that a TOML text holds. Raises `MappingError` where it cannot be used, saying what to correct."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"Le fichier de correspondance n'est pas un fichier TOML lisible ({error}).") from error
    unknown = sorted(set(content) - {"onglets", "colonnes"})
    if unknown:
        raise MappingError(f"Rubrique « {unknown[0]} » inconnue : seules « onglets » et « colonnes » sont attendues.")
    sheets = tuple(_sheet_rule(name, rule) for name, rule in _table(content, "onglets").items())
    columns = _table(content, "colonnes")
    return Mapping(tuple(rule for name in columns for rule in _column_rules(name, _table(columns, name))), sheets)


def _shown(field: str) -> str:
    return _IGNORED if field == ASIDE else field


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(letter if letter.isprintable() else f"\\U{ord(letter):08X}" for letter in escaped) + '"'


def _table(content: dict[str, object], key: str) -> dict[str, object]:
    found = content.get(key, {})
    if not isinstance(found, dict):
        raise MappingError(f"« {key} » doit être une rubrique : écrivez-la entre crochets.")
    return found


def _role(name: str) -> Role:
    role = _ROLES.get(normalise(name))
    if role is None:
        raise MappingError(f"Contenu « {name} » inconnu : écrivez {', '.join(_ROLES)} ou {_IGNORED}.")
    return role


def _sheet_rule(name: str, rule: object) -> SheetRule:
    if not isinstance(rule, dict) or not set(rule) <= {"contenu", "entete"}:
        raise MappingError(f"Onglet « {name} » : seuls « contenu » et « entete » sont attendus.")
    row = rule.get("entete")
    if row is not None and (not isinstance(row, int) or isinstance(row, bool) or row < 0):
        raise MappingError(f"Onglet « {name} » : « entete » est un numéro de ligne (0 : sans en-tête).")
    content = str(rule.get("contenu", ""))
    return SheetRule(name, None if normalise(content) == _IGNORED else _role(content), row)


def _column_rules(name: str, rules: dict[str, object]) -> list[ColumnRule]:
    role = _role(name)
    settled = [ColumnRule(role, normalise(header), _field(role, header, str(field))) for header, field in rules.items()]
    for rule in settled:
        if not rule.header:
            raise MappingError(f"Colonnes de « {name} » : un en-tête est vide.")
    return settled


def _field(role: Role, header: str, field: str) -> str:
    if field == _IGNORED:
        return ASIDE
    if not is_field(role, field):
        allowed = ", ".join(sorted(FIELDS[role]))
        raise MappingError(f"Colonne « {header} » : champ « {field} » inconnu. Champs possibles : {allowed}.")
    return field
