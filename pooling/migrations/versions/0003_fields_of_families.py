"""Fields that families ask of items and needs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0005"
branch_labels = None
depends_on = None

HOLDERS = ("item", "need", "pool")


def upgrade() -> None:
    op.create_table(
        "category_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=3), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("apart", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('text', 'number', 'choice', 'yes_no')", name=op.f("ck_category_field_kind_known")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_category_field_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category_field")),
        sa.UniqueConstraint("code", name=op.f("uq_category_field_code")),
    )
    op.create_index(op.f("ix_category_field_category_id"), "category_field", ["category_id"])
    for table in HOLDERS:
        op.add_column(table, sa.Column("fields", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    for table in HOLDERS:
        op.drop_column(table, "fields")
    op.drop_table("category_field")
