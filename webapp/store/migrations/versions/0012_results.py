"""Documents of the offices: closing ranks, hospitals' accounts, the agency's words, files being made."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TEXT, _MOMENT = sqlmodel.sql.sqltypes.AutoString(), sqlmodel.sql.sqltypes.UTCDateTime()
TABLES = ("closing_rank", "hospital_account", "agency_text", "export_job", "export_file")


def upgrade() -> None:
    op.create_table(
        "closing_rank",
        *(sa.Column(name, _TEXT, nullable=False) for name in ("subdivision", "semester", "code", "list")),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("of", sa.Integer(), nullable=False),
        sa.Column("catch_up", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("subdivision", "semester", "code", "list", name=op.f("pk_closing_rank")),
    )
    op.create_table(
        "hospital_account",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("subdivision", _TEXT, nullable=False),
        sa.Column("establishment", _TEXT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_hospital_account_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", "subdivision", "establishment", name=op.f("pk_hospital_account")),
    )
    op.create_table(
        "agency_text",
        sa.Column("subdivision", _TEXT, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subdivision", name=op.f("pk_agency_text")),
    )
    _create_jobs()


def _create_jobs() -> None:
    op.create_table(
        "export_job",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("what", _TEXT, nullable=False),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("error", _TEXT, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('running', 'done', 'failed')", name=op.f("ck_export_job_state")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_export_job_account_id_account")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_export_job_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_job")),
    )
    op.create_index("ix_export_job_campaign_id", "export_job", ["campaign_id"])
    op.create_table(
        "export_file",
        sa.Column("job_id", _TEXT, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["export_job.id"], name=op.f("fk_export_file_job_id_export_job")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_export_file")),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
