"""Many people at once, on a real server: nothing is lost, and nobody is turned away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from pooling.access.viewer import Viewer
from pooling.needs.models import Need, Submission
from tests.needs.crowd import Browse, cookie, save

PEOPLE = ("alice", "bob", "charlie", "dora")
SAVES = 200
AT_ONCE = 16


def test_two_hundred_saves_at_once_lose_none(port: int, browse: Browse, viewer: Callable[[str], Viewer]) -> None:
    """The first saves of a firm also make its declaration, once."""
    cookies = [cookie(browse, name) for name in PEOPLE]
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        said = Counter(crowd.map(lambda number: save(port, cookies[number % 4], number), range(SAVES)))
    assert said == {200: SAVES}
    session = viewer("system").session
    assert session.scalar(select(func.count(Need.id))) == SAVES
    assert session.scalar(select(func.count(Submission.id))) == 3
    total = session.scalar(select(func.sum(Need.wanted)))
    assert total == sum(range(1, SAVES + 1))
