"""Absences, decisions on stages, warnings sent."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TEXT, _MOMENT = sqlmodel.sql.sqltypes.AutoString(), sqlmodel.sql.sqltypes.UTCDateTime()
TABLES = ("absence", "stage_decision", "attendance_warning")


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("person", _TEXT, nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("cause", _TEXT, nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("batch", _TEXT, nullable=False),
        sa.Column("recorded_at", _MOMENT, nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", _MOMENT, nullable=True),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.Column("removal_reason", _TEXT, nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_absence_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_absence_recorded_by_account")),
        sa.ForeignKeyConstraint(["removed_by"], ["account.id"], name=op.f("fk_absence_removed_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_campaign_id", "absence", ["campaign_id"])
    _create_decisions()


def _create_decisions() -> None:
    op.create_table(
        "stage_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("person", _TEXT, nullable=False),
        sa.Column("validated", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cause", _TEXT, nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_stage_decision_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_stage_decision_decided_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_decision")),
    )
    op.create_index("ix_stage_decision_campaign_id", "stage_decision", ["campaign_id"])
    op.create_table(
        "attendance_warning",
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("person", _TEXT, nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_attendance_warning_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "person", name=op.f("pk_attendance_warning")),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
