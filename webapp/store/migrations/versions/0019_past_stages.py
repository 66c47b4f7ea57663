"""The past semesters of each person, as known at the publication."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "past_stage",
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("person", _TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("semester", _TEXT, nullable=False),
        sa.Column("code", _TEXT, nullable=False),
        sa.Column("category", _TEXT, nullable=False),
        sa.Column("phase", _TEXT, nullable=False),
        sa.Column("validated", sa.Boolean(), nullable=True),
        sa.Column("absence_days", sa.Integer(), nullable=False),
        sa.Column("cause", _TEXT, nullable=False),
        sa.Column("mode", _TEXT, nullable=False),
        sa.Column("subdivision", _TEXT, nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_past_stage_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", "person", "number", name=op.f("pk_past_stage")),
    )


def downgrade() -> None:
    op.drop_table("past_stage")
