"""What a member may know of its shares"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WORDS = ("policy", "way")


def upgrade() -> None:
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked", sa.BigInteger(), nullable=True))
        for name in WORDS:
            batch_op.add_column(sa.Column(name, sa.String(length=20), nullable=True))
    op.execute("UPDATE share SET asked = (SELECT adjusted FROM need WHERE need.id = share.need_id)")
    op.execute("UPDATE share SET policy = (SELECT policy FROM pool WHERE pool.id = share.pool_id)")
    op.execute("UPDATE share SET way = (SELECT way FROM pool WHERE pool.id = share.pool_id)")
    with op.batch_alter_table("share", schema=None) as batch_op:
        batch_op.alter_column("asked", existing_type=sa.BigInteger(), nullable=False)
        for name in WORDS:
            batch_op.alter_column(name, existing_type=sa.String(length=20), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("share", schema=None) as batch_op:
        for name in ("asked", *WORDS):
            batch_op.drop_column(name)
