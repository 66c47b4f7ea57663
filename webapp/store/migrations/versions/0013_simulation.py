"""Scenarios and mock rounds."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()
_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("seats", sa.Text(), nullable=False),
        sa.Column("saved_at", _MOMENT, nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_scenario_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name=op.f("fk_scenario_saved_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
    )
    op.create_index("ix_scenario_campaign_id", "scenario", ["campaign_id"])
    op.create_table(
        "mock_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("taken_at", _MOMENT, nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=False),
        sa.Column("hash", _TEXT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_mock_round_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["taken_by"], ["account.id"], name=op.f("fk_mock_round_taken_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mock_round")),
    )
    op.create_index("ix_mock_round_campaign_id", "mock_round", ["campaign_id"])


def downgrade() -> None:
    op.drop_table("mock_round")
    op.drop_table("scenario")
