"""What interns contest of their rank, and the answers."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("person", _TEXT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("about", _TEXT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("outcome", _TEXT, nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint("about IN ('rang', 'historique', 'situation', 'autre')", name=op.f("ck_challenge_about")),
        sa.CheckConstraint("outcome IN ('en_attente', 'acceptee', 'refusee')", name=op.f("ck_challenge_outcome")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_challenge_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_challenge_account_id_account")),
        sa.ForeignKeyConstraint(["answered_by"], ["account.id"], name=op.f("fk_challenge_answered_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
    )
    op.create_index("ix_challenge_campaign_id", "challenge", ["campaign_id"])


def downgrade() -> None:
    op.drop_table("challenge")
