"""The papers of proxies: a signed document, or the reason of who recorded one for somebody."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "proxy_paper",
        sa.Column("id", _TEXT, nullable=False),
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("person", _TEXT, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("reason", _TEXT, nullable=False),
        sa.Column("added_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_proxy_paper_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_proxy_paper_added_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy_paper")),
    )
    op.create_index("ix_proxy_paper_campaign_id", "proxy_paper", ["campaign_id"])


def downgrade() -> None:
    op.drop_table("proxy_paper")
