"""A mail may wait until nothing more is said of its topic."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outgoing_mail") as table:
        table.add_column(sa.Column("topic", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
        table.add_column(sa.Column("not_before", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        table.create_index("ix_outgoing_mail_topic", ["topic"])


def downgrade() -> None:
    with op.batch_alter_table("outgoing_mail") as table:
        table.drop_index("ix_outgoing_mail_topic")
        table.drop_column("not_before")
        table.drop_column("topic")
