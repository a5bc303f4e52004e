from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.members.models import Member
from pooling.needs.lines import Line
from pooling.needs.models import Need
from pooling.needs.rules import enter_many
from tests.needs.acts import Browse, LookAs, campaign, described, held, member, paper

URL = "/needs/T1/renew"


def enter_before(system: Viewer, code: str, *lines: Line, firm: str = "ARV") -> None:
    """Lines of a campaign that is over: entered as loaders do, by opening it for the moment."""
    earlier: Campaign = campaign(system, code)
    state, earlier.state = earlier.state, campaign(system, "T1").state
    whose: Member = member(system, firm)
    enter_many(system, earlier, whose, lines)
    earlier.state = state
    system.session.commit()


@pytest.fixture
def last_quarter(system: Viewer) -> None:
    enter_before(system, "T0", paper(system, "4", flex_plus=Decimal(1)), described(system, "7"))


def form(page: str, **more: str) -> dict[str, Any]:
    """What the page would send as it stands."""
    ticked = [part.split('"')[0] for part in page.split('name="line"\n             value="')[1:]]
    typed = {}
    for part in page.split('name="quantity.')[1:]:
        typed[f"quantity.{part[:32]}"] = part.split('value="')[1].split('"')[0]
    return {"line": ticked, **typed, **more}


@pytest.mark.usefixtures("last_quarter")
def test_last_quarter_is_renewed_in_two_actions_and_never_twice(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    sent = form(alice.get(URL).text)
    assert len(sent["line"]) == 2
    assert alice.post(URL, data=sent).status_code == 303
    assert [need.wanted for need in held(viewer)] == [4, 7]
    assert [(need.flex_plus, need.wanted_on) for need in held(viewer)] == [(Decimal(1), None), (Decimal(0), None)]
    assert alice.post(URL, data=sent).status_code == 303
    assert len(held(viewer)) == 2
    assert alice.get(URL).text.count('data-standing="done"') == 2


@pytest.mark.usefixtures("last_quarter")
def test_quantities_change_and_lines_stay_behind(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    sent = form(alice.get(URL).text)
    first, _second = sent["line"]
    assert alice.post(URL, data={**sent, "line": [first], f"quantity.{first}": "6"}).status_code == 303
    assert [need.wanted for need in held(viewer)] == [6]


@pytest.mark.usefixtures("last_quarter")
@pytest.mark.parametrize("typed", ["", "douze", "0", "2,5", "1.234"])
def test_one_quantity_that_cannot_be_read_enters_nothing(browse: Browse, viewer: LookAs, typed: str) -> None:
    alice = browse("alice")
    sent = form(alice.get(URL).text)
    first, _second = sent["line"]
    answer = alice.post(URL, data={**sent, f"quantity.{first}": typed})
    assert answer.status_code == 422
    assert f"why-{first}" in answer.text
    assert f'value="{typed}"' in answer.text
    assert held(viewer) == []


def test_nothing_before_is_said(browse: Browse) -> None:
    answer = browse("alice").get(URL)
    assert answer.status_code == 200
    assert 'name="line"' not in answer.text


@pytest.mark.usefixtures("last_quarter")
def test_only_their_own_lines_are_offered(browse: Browse, viewer: LookAs) -> None:
    hers = form(browse("alice").get(URL).text)
    assert 'name="line"' not in browse("charlie").get(URL).text
    browse("charlie").post(URL, data=hers)
    assert held(viewer, "charlie") == []


def test_a_year_ago_is_suggested_when_it_is_not_in_last_quarter(system: Viewer, browse: Browse) -> None:
    enter_before(system, "T0", paper(system, "4"))
    now = campaign(system, "T1")
    old = Campaign(
        code="T-4",
        name="Il y a un an",
        state=now.state,
        opens_at=now.opens_at - timedelta(days=360),
        closes_at=now.closes_at - timedelta(days=360),
        delivery_from=now.delivery_from - timedelta(days=360),
        delivery_until=now.delivery_until - timedelta(days=360),
        families=list(now.families),
    )
    system.session.add(old)
    system.session.flush()
    enter_before(system, "T-4", paper(system, "9"), described(system, "5"))
    page = browse("alice").get(URL).text
    assert "<details" in page.split("data-renew")[1]
    assert page.count('name="quantity.') == 2  # the paper once, and what only last year knew


def test_a_retired_item_or_a_family_not_collected_stays_behind(system: Viewer, browse: Browse) -> None:
    enter_before(system, "T0", paper(system, "4"), described(system, "5"))
    need = system.session.scalars(select(Need).where(Need.item_id.is_not(None))).one()
    assert need.item is not None
    need.item.active = False
    now = campaign(system, "T1")
    now.families = [family for family in now.families if family.name != "Outillage"]
    system.session.commit()
    page = browse("alice").get(URL).text
    assert 'data-standing="retired"' in page
    assert 'data-standing="elsewhere"' in page
    assert 'name="line"' not in page
