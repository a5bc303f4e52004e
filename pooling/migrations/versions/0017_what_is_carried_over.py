"""What firms make of lines carried over to them: taken or declined, once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLE = "carried_line"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("need_key", sa.String(length=32), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(need_key <> '') = taken", name=op.f("ck_carried_line_line_when_taken")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_carried_line_member_id")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_carried_line_category_id")),
        sa.ForeignKeyConstraint(["origin_id"], ["campaign.id"], name=op.f("fk_carried_line_origin_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_carried_line_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carried_line")),
        sa.UniqueConstraint("member_id", "source", name=op.f("uq_carried_line_member_id_source")),
    )
    op.create_index(op.f("ix_carried_line_campaign_id_member_id"), TABLE, ["campaign_id", "member_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
