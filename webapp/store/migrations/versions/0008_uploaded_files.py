"""The files that a campaign is prepared with, and how their columns were settled."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "uploaded_file",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("sha256", _TEXT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("roles", _TEXT, nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("replaces", _TEXT, nullable=False),
        sa.Column("uploaded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_uploaded_file_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["account.id"], name=op.f("fk_uploaded_file_uploaded_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploaded_file")),
    )
    op.create_index("ix_uploaded_file_campaign_id", "uploaded_file", ["campaign_id"])
    op.create_table(
        "campaign_mapping",
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_mapping_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_campaign_mapping")),
    )


def downgrade() -> None:
    op.drop_table("campaign_mapping")
    op.drop_table("uploaded_file")
