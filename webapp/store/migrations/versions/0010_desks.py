"""Until what time people wait, and the corrections that a second person has to confirm."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    moment = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "wait_until",
        sa.Column("campaign_id", text(), nullable=False),
        sa.Column("person", text(), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_wait_until_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", "person", name=op.f("pk_wait_until")),
    )
    op.create_table(
        "proposed_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", text(), nullable=False),
        sa.Column("list", text(), nullable=False),
        sa.Column("moves", sa.Text(), nullable=False),
        sa.Column("reason", text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", moment(), nullable=False),
        sa.Column("state", text(), nullable=False),
        sa.CheckConstraint("state IN ('proposed', 'done', 'refused')", name=op.f("ck_proposed_correction_state")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_proposed_correction_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["account.id"], name=op.f("fk_proposed_correction_proposed_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_correction")),
    )
    with op.batch_alter_table("proposed_correction") as table:
        table.create_index(op.f("ix_proposed_correction_campaign_id"), ["campaign_id"], unique=False)


def downgrade() -> None:
    op.drop_table("proposed_correction")
    op.drop_table("wait_until")
