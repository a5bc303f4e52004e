"""What waits on the desk, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from flask.testing import FlaskClient

from pooling.access.viewer import Viewer
from pooling.consolidation import judging
from pooling.consolidation import queue_queries as queue
from pooling.consolidation.models import Verdict
from pooling.consolidation.queue_queries import Part
from pooling.needs.models import Attachment
from tests.consolidation.desk import on_the_desk, ones
from tests.consolidation.entering import Wish, campaign_coded, close, enter
from tests.consolidation.test_judging import DRILLS, item

LookAs = Callable[[str], Viewer]
WISHES = (
    Wish("ARV", "foret d6", "10", price="2.5", family=DRILLS),
    Wish("GIF", "Foret D6", "4", price="3", family=DRILLS),
    Wish("SOE", "huile", "1", price="90", family=DRILLS),
    Wish("MOL", "chiffons", "100", family=DRILLS),
    Wish("MOL", "FOR-6", "2", price="20", family=DRILLS),
)
WAITING = (Verdict.WAITING,)


def test_the_most_money_comes_first(system: Viewer) -> None:
    enter(system, *WISHES)
    campaign = close(system)
    on_the_desk(system, campaign)
    told = [(each.lead.need.designation, each.lines, each.firms, each.value, each.priced) for each in
            queue.queue(system, campaign, WAITING)]  # fmt: skip
    assert told == [
        ("huile", 1, 1, Decimal(90), 1),
        ("foret d6", 2, 2, Decimal(37), 2),
        ("chiffons", 1, 1, Decimal(0), 0),
    ]
    assert queue.count(system, campaign, WAITING) == 3


def test_progress_accounts_for_every_line(system: Viewer) -> None:
    enter(system, *WISHES)
    campaign = close(system)
    desk = on_the_desk(system, campaign)
    judging.settle(system, campaign, desk[:2], item(system), ones(desk))
    judging.keep_apart(system, campaign, desk[3:4])
    enter(system, Wish("MOL", "seau", "1", price="7", family=DRILLS))
    told = {state: part for state, part in queue.progress(system, campaign).items() if part.lines}
    assert told == {
        "named": Part(1, Decimal(40)),
        "same": Part(2, Decimal(37)),
        "waiting": Part(1, Decimal(90)),
        "apart": Part(1, Decimal(0)),
        "unread": Part(1, Decimal(7)),
    }


def test_a_buyer_who_works_for_a_firm_sees_no_rivals_topic(viewer: LookAs) -> None:
    system = viewer("system")
    enter(system, *WISHES)
    campaign = close(system)
    on_the_desk(system, campaign)
    conrad = viewer("conrad")
    told = [(each.lead.need.designation, each.lines) for each in
            queue.queue(conrad, campaign_coded(conrad, "T1"), WAITING)]  # fmt: skip
    assert told == [("Foret D6", 1)]


def test_a_drawing_of_a_line_opens_from_the_desk(system: Viewer, browse: Callable[[str | None], FlaskClient]) -> None:
    (need,) = enter(system, WISHES[0])
    on_the_desk(system, close(system))
    place = {"campaign_id": need.campaign_id, "member_id": need.member_id, "category_id": need.category_id}
    told = {"name": "plan 4471-B.pdf", "kind": "pdf", "size": 1200, "sha256": "0" * 64, "added_by": "Alice"}
    system.session.add(Attachment(key="a" * 32, need_key=need.key, **place, **told))
    system.session.commit()
    page = browse("brigitte").get("/consolidation/T1/desk").text
    assert "plan 4471-B.pdf" in page
    assert f'href="/needs/T1/files/{"a" * 32}"' in page
