"""A line that was moved bears the key of its pool, which may be another firm's words: its own firm never reads them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.consolidation import moving, queries
from pooling.consolidation.models import Pool, Share
from pooling.consolidation.rules import consolidate
from pooling.members.models import Member
from pooling.needs.models import Need
from tests.consolidation.entering import Wish, campaign_coded, close, enter
from tests.consolidation.test_judging import DRILLS

LookAs = Callable[[str], Viewer]
Browse = Callable[[str | None], FlaskClient]
PAGES = (
    "/needs/", "/needs/T1", "/needs/T1/recap", "/needs/T1/workbook", "/consolidation/shares/T1",
    "/consolidation/questions", "/consolidation/totals", "/journal/", "/journal/looks",
)  # fmt: skip


@pytest.fixture
def moved(viewer: LookAs, leave: Callable[[], None]) -> None:
    """Charlie's drill joins the pool of Alice's words."""
    system = viewer("system")
    wishes = (
        Wish("ARV", "foret quinconce zirconium", "10", family=DRILLS),
        Wish("GIF", "foret du Giffre", "4", family=DRILLS),
    )
    enter(system, *wishes)
    campaign = close(system)
    consolidate(system, campaign)
    target = system.session.scalars(select(Pool).where(Pool.designation.contains("zirconium"))).one()
    other = system.session.scalars(select(Pool).where(Pool.id != target.id)).one()
    moving.move(system, campaign, queries.shares_of(system, other), target)
    assert (
        "zirconium"
        in system.session.scalars(select(Need.pooled_as).join(Need.member).where(Member.code == "GIF")).one()
    )
    leave()


@pytest.mark.usefixtures("moved")
@pytest.mark.parametrize("page", PAGES)
def test_its_firm_reads_its_own_words_alone(browse: Browse, page: str) -> None:
    answer = browse("charlie").get(page)
    assert answer.status_code in {200, 302}
    assert b"zirconium" not in answer.data


@pytest.mark.usefixtures("moved")
def test_its_share_is_told_by_its_own_words(browse: Browse) -> None:
    assert "foret du Giffre" in browse("charlie").get("/consolidation/shares/T1").text


@pytest.mark.usefixtures("moved")
def test_the_key_of_lines_that_were_split_off_says_nothing_of_a_firm(browse: Browse, viewer: LookAs) -> None:
    """Conrad works for a rival, and reads the keys of pools in the pools' page."""
    system = viewer("system")
    share = system.session.scalars(select(Share).join(Share.need).join(Need.member).where(Member.code == "ARV")).one()
    key = moving.split(system, campaign_coded(system, "T1"), [share])
    need = share.need
    system.session.commit()
    assert key in browse("conrad").get("/consolidation/T1").text
    assert need.key not in key
    assert f"{need.member_id}." not in key
