"""Changes made on top of the files of a campaign."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()
_KINDS = "kind IN ('post', 'new_post', 'intern', 'new_intern', 'request', 'tie')"


def upgrade() -> None:
    op.create_table(
        "campaign_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("key", _TEXT, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reason", _TEXT, nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("undone_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(_KINDS, name=op.f("ck_campaign_edit_kind")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_edit_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_campaign_edit_made_by_account")),
        sa.ForeignKeyConstraint(["undone_by"], ["account.id"], name=op.f("fk_campaign_edit_undone_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_edit")),
    )
    op.create_index("ix_campaign_edit_campaign_id", "campaign_edit", ["campaign_id"])


def downgrade() -> None:
    op.drop_table("campaign_edit")
