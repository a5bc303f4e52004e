"""Approval and ceiling inside a firm, a deadline that moved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COVERING = "ix_need_campaign_id_pooled_as_member_id_adjusted"
COVERING_HELD = "ix_need_campaign_id_held_pooled_as_member_id_adjusted"


def upgrade() -> None:
    op.add_column("member", _flag("needs_approval"))
    op.add_column("submission", _flag("approval"))
    op.add_column("submission", sa.Column("asked_by", sa.String(200), nullable=False, server_default=""))
    op.add_column("campaign", sa.Column("moved_at", sa.DateTime(), nullable=True))
    op.add_column("need", _flag("held"))
    op.drop_index(COVERING, table_name="need")
    op.create_index(COVERING_HELD, "need", ["campaign_id", "held", "pooled_as", "member_id", "adjusted"])
    _ceiling()
    _inner_note()


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _ceiling() -> None:
    op.create_table(
        "ceiling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.Column("set_by", sa.String(200), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_ceiling_amount_positive")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_ceiling_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceiling")),
    )
    op.create_index(op.f("ix_ceiling_member_id"), "ceiling", ["member_id"])


def _inner_note() -> None:
    op.create_table(
        "inner_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("said_by", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_inner_note_campaign_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_inner_note_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inner_note")),
    )
    op.create_index(op.f("ix_inner_note_member_id_campaign_id"), "inner_note", ["member_id", "campaign_id"])


def downgrade() -> None:
    op.drop_table("inner_note")
    op.drop_table("ceiling")
    op.drop_index(COVERING_HELD, table_name="need")
    op.create_index(COVERING, "need", ["campaign_id", "pooled_as", "member_id", "adjusted"])
    for table, column in (
        ("need", "held"),
        ("campaign", "moved_at"),
        ("submission", "asked_by"),
        ("submission", "approval"),
        ("member", "needs_approval"),
    ):
        op.drop_column(table, column)
