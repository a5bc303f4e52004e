"""Firms asked in writing to move further than their lines accept, and their answers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLE = "flex_question"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("pool_key", sa.String(length=80), nullable=False),
        sa.Column("wanted", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.BigInteger(), nullable=False),
        sa.Column("move", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("agreed", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("move <> 0", name=op.f("ck_flex_question_moves")),
        sa.CheckConstraint("agreed >= 0 AND agreed <= abs(move)", name=op.f("ck_flex_question_agreed_within")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_flex_question_need_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_flex_question_campaign_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_flex_question_member_id")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_flex_question_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flex_question")),
        sa.UniqueConstraint("key", name=op.f("uq_flex_question_key")),
    )
    for columns in (["need_id"], ["member_id"], ["campaign_id", "pool_key"]):
        op.create_index(op.f(f"ix_flex_question_{'_'.join(columns)}"), TABLE, columns)


def downgrade() -> None:
    op.drop_table(TABLE)
