"""The links of the room's screens."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()
_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    op.create_table(
        "room_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("digest", _TEXT, nullable=False),
        sa.Column("label", _TEXT, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("revoked_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_room_link_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_room_link_created_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_room_link_digest")),
    )
    op.create_index("ix_room_link_campaign_id", "room_link", ["campaign_id"])


def downgrade() -> None:
    op.drop_table("room_link")
