"""What a line is understood as stands beside what its firm entered"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.add_column(sa.Column("adjusted", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("pooled_as", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("pooled_item_id", sa.Integer(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_need_campaign_id_pool_key_member_id_base_wanted"))
    op.execute("UPDATE need SET adjusted = base_wanted, pooled_as = pool_key, pooled_item_id = item_id")
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.alter_column("adjusted", existing_type=sa.BigInteger(), nullable=False)
        batch_op.alter_column("pooled_as", existing_type=sa.String(length=80), nullable=False)
        batch_op.create_check_constraint("adjusted_positive", "adjusted > 0")
        batch_op.create_foreign_key(batch_op.f("fk_need_pooled_item_id"), "item", ["pooled_item_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_need_pooled_item_id"), ["pooled_item_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_need_campaign_id_pooled_as_member_id_adjusted"),
            ["campaign_id", "pooled_as", "member_id", "adjusted"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_campaign_id_pooled_as_member_id_adjusted"))
        batch_op.drop_index(batch_op.f("ix_need_pooled_item_id"))
        batch_op.drop_constraint(batch_op.f("fk_need_pooled_item_id"), type_="foreignkey")
        batch_op.drop_constraint("adjusted_positive", type_="check")
        batch_op.drop_column("pooled_item_id")
        batch_op.drop_column("pooled_as")
        batch_op.drop_column("adjusted")
        batch_op.create_index(
            batch_op.f("ix_need_campaign_id_pool_key_member_id_base_wanted"),
            ["campaign_id", "pool_key", "member_id", "base_wanted"],
            unique=False,
        )
