"""A line may go to several docks, has its place among the others, and may state a pack of its own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.add_column(sa.Column("own_pack", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("own_content", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("is_split", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("position", sa.BigInteger(), nullable=True))
    op.execute(sa.text("UPDATE need SET own_pack = '', is_split = :no").bindparams(no=False))
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.alter_column("own_pack", existing_type=sa.String(length=60), nullable=False)
        batch_op.alter_column("is_split", existing_type=sa.Boolean(), nullable=False)
        batch_op.create_check_constraint("own_content_positive", "own_content > 0")
    op.create_table(
        "need_site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_need_site_quantity_positive")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_need_site_category_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_need_site_member_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_site_need_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_need_site_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_site")),
        sa.UniqueConstraint("need_id", "site_id", name=op.f("uq_need_site_need_id_site_id")),
    )
    with op.batch_alter_table("need_site", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_site_member_id"), ["member_id"], unique=False)


def downgrade() -> None:
    op.drop_table("need_site")
    with op.batch_alter_table("need", schema=None) as batch_op:
        batch_op.drop_constraint("own_content_positive", type_="check")
        batch_op.drop_column("position")
        batch_op.drop_column("is_split")
        batch_op.drop_column("own_content")
        batch_op.drop_column("own_pack")
