"""Campaigns prepared here: states, plans, rank sheets, wish lists, sealed texts; who is whom by address or RPPS."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TEXT = sqlmodel.sql.sqltypes.AutoString()
TABLES = ("campaign_plan", "rank_sheet", "wish_version", "sealed_text")


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.add_column(sa.Column("rpps", _TEXT, nullable=False, server_default=""))
        table.create_index("ix_account_rpps", ["rpps"])
    with op.batch_alter_table("person_identity") as table:
        table.add_column(sa.Column("email", _TEXT, nullable=False, server_default=""))
        table.create_index("ix_person_identity_email", ["email"])
    with op.batch_alter_table("campaign") as table:
        table.add_column(sa.Column("rehearsal", _TEXT, nullable=False, server_default=""))
    _hold_campaign("state IN ('draft', 'published', 'open', 'closed')", ["subdivision", "semester", "rehearsal"])
    _create_plan_and_sheets()
    _create_wishes_and_texts()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("UPDATE campaign SET state = 'open' WHERE state IN ('draft', 'published')")
    _hold_campaign("state IN ('open', 'closed')", ["subdivision", "semester"])
    with op.batch_alter_table("campaign") as table:
        table.drop_column("rehearsal")
    with op.batch_alter_table("person_identity") as table:
        table.drop_index("ix_person_identity_email")
        table.drop_column("email")
    with op.batch_alter_table("account") as table:
        table.drop_index("ix_account_rpps")
        table.drop_column("rpps")


def _hold_campaign(states: str, unique: list[str]) -> None:
    """Put the constraints of a campaign in the place of those that it has."""
    former = "uq_campaign_subdivision_semester" + ("" if len(unique) > 2 else "_rehearsal")
    with op.batch_alter_table("campaign") as table:
        table.drop_constraint(op.f("ck_campaign_state"), type_="check")
        table.drop_constraint(op.f(former), type_="unique")
        table.create_check_constraint(op.f("ck_campaign_state"), states)
        table.create_unique_constraint(op.f(f"uq_campaign_{'_'.join(unique)}"), unique)


def _create_plan_and_sheets() -> None:
    op.create_table(
        "campaign_plan",
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_plan_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_campaign_plan")),
    )
    op.create_table(
        "rank_sheet",
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("person", _TEXT, nullable=False),
        sa.Column("list", _TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_rank_sheet_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", "person", "list", name=op.f("pk_rank_sheet")),
    )


def _create_wishes_and_texts() -> None:
    op.create_table(
        "wish_version",
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("person", _TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("receipt", _TEXT, nullable=False),
        sa.Column("key", _TEXT, nullable=False),
        sa.Column("saved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_wish_version_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["saved_by"], ["account.id"], name=op.f("fk_wish_version_saved_by_account")),
        sa.PrimaryKeyConstraint("campaign_id", "person", "version", name=op.f("pk_wish_version")),
        sa.UniqueConstraint("campaign_id", "person", "key", name=op.f("uq_wish_version_campaign_id_person_key")),
    )
    op.create_table(
        "sealed_text",
        sa.Column("campaign_id", _TEXT, nullable=False),
        sa.Column("token", _TEXT, nullable=False),
        sa.Column("salt", _TEXT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_sealed_text_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", "token", name=op.f("pk_sealed_text")),
    )
