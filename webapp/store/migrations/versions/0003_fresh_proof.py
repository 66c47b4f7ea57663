"""When a connection last proved who holds it, and the codes sent by mail to prove it."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("web_session") as table:
        table.add_column(sa.Column("proven_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    op.create_table(
        "mailed_code",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["web_session.id"], name=op.f("fk_mailed_code_session_id_web_session")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_mailed_code")),
    )


def downgrade() -> None:
    op.drop_table("mailed_code")
    with op.batch_alter_table("web_session") as table:
        table.drop_column("proven_at")
