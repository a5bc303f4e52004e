"""Lines that a buyer entered for a member, and those that came after the closing"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entered_for_by", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("entered_for_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("entered_for_how", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("amendment", sa.Integer(), nullable=True))
    op.execute(sa.text("UPDATE need SET entered_for_by = '', entered_for_how = '', amendment = 0"))
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.alter_column("entered_for_by", existing_type=sa.String(length=200), nullable=False)
        batch_op.alter_column("entered_for_how", existing_type=sa.String(length=20), nullable=False)
        batch_op.alter_column("amendment", existing_type=sa.Integer(), nullable=False)
    op.create_table(
        "late_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("need_key", sa.String(length=32), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=True),
        sa.Column("base", sa.JSON(), nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("carried_to_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_late_line_campaign_id")),
        sa.ForeignKeyConstraint(["carried_to_id"], ["campaign.id"], name=op.f("fk_late_line_carried_to_id")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_late_line_category_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_late_line_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_line")),
        sa.UniqueConstraint("key", "member_id", name=op.f("uq_late_line_key_member_id")),
    )
    with op.batch_alter_table("late_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_late_line_campaign_id_state"), ["campaign_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_late_line_member_id"), ["member_id"], unique=False)


def downgrade() -> None:
    op.drop_table("late_line")
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_column("amendment")
        batch_op.drop_column("entered_for_how")
        batch_op.drop_column("entered_for_at")
        batch_op.drop_column("entered_for_by")
