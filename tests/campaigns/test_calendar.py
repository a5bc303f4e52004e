from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from pooling.access.viewer import Viewer
from pooling.campaigns import queries

Browse = Callable[[str | None], FlaskClient]
PLAN = {
    "code": "2027-T2",
    "name": "Deuxième trimestre 2027",
    "opens_at": "2027-02-08T08:00",
    "closes_at": "2027-03-26T17:00",
    "delivery_from": "2027-04-12",
    "delivery_until": "2027-04-30",
}


def test_a_buyer_plans_a_campaign_in_the_groups_time(browse: Browse, viewer: Callable[[str], Viewer]) -> None:
    buyer = browse("brigitte")
    answer = buyer.post("/campaigns/new", data={**PLAN, "families": ["1"]})
    assert answer.status_code == 302
    made = queries.campaign(viewer("brigitte"), "2027-T2")
    # 17:00 in Paris is 16:00 UTC before the clocks change on 28 March
    assert made.closes_at.isoformat() == "2027-03-26T16:00:00+00:00"
    assert "vendredi 26 mars 2027" in buyer.get("/campaigns/2027-T2").text


def test_an_hour_that_does_not_exist_is_refused_and_nothing_typed_is_lost(browse: Browse) -> None:
    answer = browse("brigitte").post("/campaigns/new", data={**PLAN, "closes_at": "2027-03-28T02:30"})
    assert answer.status_code == 422
    assert "2027-03-28T02:30" in answer.text
    assert "2027-T2" in answer.text


def test_two_campaigns_do_not_share_a_code(browse: Browse) -> None:
    answer = browse("brigitte").post("/campaigns/new", data={**PLAN, "code": "t1"})
    assert answer.status_code == 422


def test_members_do_not_plan(browse: Browse) -> None:
    assert browse("alice").get("/campaigns/new").status_code == 404
    assert browse("alice").get("/campaigns/T2").status_code == 404
