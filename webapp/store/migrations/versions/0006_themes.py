"""The name, colour and logo that an ARS gives the site."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "theme",
        sa.Column("subdivision", _TEXT, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("colour", _TEXT, nullable=False),
        sa.Column("logo_kind", _TEXT, nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=False),
        sa.Column("version", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("subdivision", name=op.f("pk_theme")),
        sa.UniqueConstraint("version", name=op.f("uq_theme_version")),
    )


def downgrade() -> None:
    op.drop_table("theme")
