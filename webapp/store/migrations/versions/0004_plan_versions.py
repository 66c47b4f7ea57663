"""The plans that a campaign has had."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "plan_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_plan_version_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name=op.f("fk_plan_version_saved_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
    )
    op.create_index("ix_plan_version_campaign_id", "plan_version", ["campaign_id"])


def downgrade() -> None:
    op.drop_table("plan_version")
