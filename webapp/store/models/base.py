"""What every table shares: how constraints are named, how a code is held to its list."""

from collections.abc import Sequence

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def one_of(column: str, codes: Sequence[str]) -> CheckConstraint:
    """The column holds one of these codes."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(code)) for code in codes)})", name=column)
