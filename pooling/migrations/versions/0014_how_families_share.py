"""How what whole packs add or take is shared, family by family"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.add_column(sa.Column("policy", sa.String(length=20), nullable=False, server_default=""))
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.alter_column("policy", existing_type=sa.String(length=20), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.drop_column("policy")
