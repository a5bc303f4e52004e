"""What members may know: why they get what they get, and the totals that are published"""

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
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_publication_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("campaign_id", "revision", name=op.f("uq_publication_campaign_id_revision")),
    )
    op.create_table(
        "publication_basis",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("tables", sa.JSON(), nullable=False),
        _of_publication("publication_basis"),
        sa.PrimaryKeyConstraint("publication_id", name=op.f("pk_publication_basis")),
    )
    op.create_table(
        "published_total",
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("item_code", sa.String(length=64), nullable=False),
        sa.Column("item_name", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        _of_publication("published_total"),
        sa.PrimaryKeyConstraint("publication_id", "place", name=op.f("pk_published_total")),
    )


def _of_publication(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["publication_id"], ["publication.id"], name=op.f(f"fk_{table}_publication_id"))


def downgrade() -> None:
    for table in ("published_total", "publication_basis", "publication"):
        op.drop_table(table)
    with op.batch_alter_table("share", schema=None) as batch_op:
        for name in ("asked", *WORDS):
            batch_op.drop_column(name)
