"""Publications of large groups are worked out aside: how far they are"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("beat_at", sa.DateTime(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_publication_run_campaign_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_publication_run_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_run")),
    )
    op.create_index(op.f("ix_publication_run_campaign_id"), "publication_run", ["campaign_id"])


def downgrade() -> None:
    op.drop_table("publication_run")
