"""Pools of a whole campaign, nothing saved, beside the GROUP BY that no program can do without."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, select

from bench.clock import Figure, alternate
from bench.group import CAMPAIGN, CAMPAIGN_ID, ONE
from pooling.access.scope import open_session
from pooling.access.viewer import Kind
from pooling.campaigns.models import Campaign
from pooling.consolidation.queries import PoolRow, preview
from pooling.db import make_engine

TARGET = 3.0
Group = tuple[str, int, int, int]  # key, quantity in millionths, lines, members
GROUP_BY = (
    "SELECT pooled_as, SUM(adjusted), COUNT(*), COUNT(DISTINCT member_id)"
    " FROM need WHERE campaign_id = ? AND held = 0 GROUP BY pooled_as"
)


def measure(path: Path, lines: int, rounds: int, *, judged: bool) -> Figure:
    engine = make_engine(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        # the cache that our own connections have, for the bare one too
        connection.execute("PRAGMA cache_size = -65536")
        _agree(_pools(engine), _groups(connection))
        pair = alternate(lambda: _pools(engine), lambda: _groups(connection), rounds)
    engine.dispose()
    return Figure(f"consolidate {lines:,} lines", pair, TARGET if judged else None, "consolidation", lines, lines)


def _pools(engine: Engine) -> list[PoolRow]:
    viewer = open_session(engine, Kind.SYSTEM)
    with viewer.session as session:
        return preview(viewer, session.scalars(select(Campaign).where(Campaign.code == CAMPAIGN)).one())


def _groups(connection: sqlite3.Connection) -> list[Group]:
    return connection.execute(GROUP_BY, (CAMPAIGN_ID,)).fetchall()


def _agree(pools: list[PoolRow], groups: list[Group]) -> None:
    """A bench of two things that answer differently would measure nothing."""
    ours = {(pool.key, int(pool.quantity * ONE), pool.line_count, pool.member_count) for pool in pools}
    if ours != set(groups) or len(pools) != len(groups):
        raise AssertionError("the pools are not what the bare GROUP BY says")
