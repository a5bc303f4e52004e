"""Alembic's entry: every room's tables against the database of `url`."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

import pooling.journal.models
import pooling.mail.models
import pooling.needs.late_models
import pooling.orders.models  # noqa: F401 (brings every room above it)
from pooling.access import sight
from pooling.db import Base, make_engine, seen_by


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our column types as what they are in the database, so that history never needs our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


engine = make_engine(context.config.attributes["url"])
try:
    # whoever migrates is bound by the policies too, as every owner of tables is
    with seen_by(engine, lambda: sight.SYSTEM).connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
finally:
    engine.dispose()
