"""Who was told that their turn comes."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "turn_notice",
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("person", _TEXT, nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_turn_notice_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", "person", "before", name=op.f("pk_turn_notice")),
    )


def downgrade() -> None:
    op.drop_table("turn_notice")
