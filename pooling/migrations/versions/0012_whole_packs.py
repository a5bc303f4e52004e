"""How pools are bought, and what is left of their packs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NUMBERS = ("asked", "surplus", "content", "minimum", "multiple")
WORDS = ("policy", "way")


def upgrade() -> None:
    op.create_table(
        "seed",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_seed_campaign_id")),
        sa.PrimaryKeyConstraint("campaign_id", "revision", name=op.f("pk_seed")),
    )
    with op.batch_alter_table("pool", schema=None) as batch_op:
        for name in NUMBERS:
            batch_op.add_column(sa.Column(name, sa.BigInteger(), nullable=True))
        for name in WORDS:
            batch_op.add_column(sa.Column(name, sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("pack_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE pool SET asked = quantity, surplus = 0, content = 1000000, minimum = 0, multiple = 0,"
        " policy = 'pro_rata', way = 'fits'"
    )
    with op.batch_alter_table("pool", schema=None) as batch_op:
        for name in NUMBERS:
            batch_op.alter_column(name, existing_type=sa.BigInteger(), nullable=False)
        for name in WORDS:
            batch_op.alter_column(name, existing_type=sa.String(length=20), nullable=False)
        batch_op.create_check_constraint("content_positive", "content > 0")
        batch_op.create_check_constraint("surplus_within", "surplus >= 0 AND surplus <= quantity")
        batch_op.create_foreign_key(batch_op.f("fk_pool_pack_id"), "pack", ["pack_id"], ["id"])
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carried", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.alter_column("carried", existing_type=sa.BigInteger(), server_default=None)
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.alter_column("share_id", existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column("member_id", existing_type=sa.Integer(), nullable=True)
        batch_op.create_check_constraint("a_share_or_stock", "(share_id IS NULL) = (member_id IS NULL)")


def downgrade() -> None:
    op.execute("DELETE FROM delivery WHERE share_id IS NULL")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_constraint("a_share_or_stock", type_="check")
        batch_op.alter_column("member_id", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("share_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.drop_column("carried")
    with op.batch_alter_table("pool", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_pool_pack_id"), type_="foreignkey")
        batch_op.drop_constraint("surplus_within", type_="check")
        batch_op.drop_constraint("content_positive", type_="check")
        batch_op.drop_column("pack_id")
        for name in (*NUMBERS, *WORDS):
            batch_op.drop_column(name)
    op.drop_table("seed")
