"""Why a campaign was reopened or cancelled is read by those whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from pooling.access.viewer import Viewer
from pooling.campaigns import queries, rules
from pooling.db import now

Browse = Callable[[str | None], FlaskClient]
WHY = "Le fournisseur <ajoute> un palier"
SHOWN = "Le fournisseur &lt;ajoute&gt; un palier"


@pytest.fixture
def reopened(system: Viewer) -> None:
    campaign = queries.campaign(system, "T1")
    rules.close(system, campaign)
    rules.reopen(system, campaign, now() + timedelta(days=3), f"  {WHY} ")
    system.session.commit()


@pytest.mark.parametrize("path", ["/needs/", "/needs/T1/recap"])
def test_members_read_why_a_campaign_is_open_again(browse: Browse, reopened: None, path: str) -> None:
    assert SHOWN in browse("charlie").get(path).text


def test_buyers_read_it_too_until_it_is_closed_and_reopened_for_another(
    browse: Browse, reopened: None, system: Viewer
) -> None:
    assert SHOWN in browse("brigitte").get("/campaigns/T1").text
    campaign = queries.campaign(system, "T1")
    rules.close(system, campaign)
    rules.reopen(system, campaign, now() + timedelta(days=3), "Autre chose")
    system.session.commit()
    page = browse("brigitte").get("/campaigns/T1").text
    assert SHOWN not in page
    assert "Autre chose" in page


@pytest.mark.parametrize("path", ["/needs/", "/needs/T1/recap"])
def test_members_read_why_a_campaign_is_cancelled(browse: Browse, path: str) -> None:
    browse("brigitte").post("/campaigns/T1/cancel", data={"reason": WHY})
    assert SHOWN in browse("alice").get(path).text
