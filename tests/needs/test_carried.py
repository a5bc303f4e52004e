"""What is carried over is offered by the next campaign of its family: taken or declined in one action, once, and never
in silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.algorithms.sharing import Policy, Way
from pooling.campaigns.models import State
from pooling.consolidation import buying, packing
from pooling.consolidation.models import Pool
from pooling.consolidation.rules import consolidate
from pooling.db import now
from pooling.journal.models import Entry
from pooling.mail.models import Letter
from pooling.needs import carried, late, queries, waiting
from pooling.needs.late_models import CarriedLine, LateLine
from pooling.needs.models import Need
from pooling.needs.reminders import remind, review
from pooling.needs.waiting import Offer, rest_of
from tests.consolidation.entering import Wish, close, enter
from tests.consolidation.test_packing import sold_in
from tests.needs.acts import OTHER, Browse, LookAs, campaign, item, member, pack, paper, undated

T2 = "/needs/T2/carried"
D = Decimal


@pytest.fixture
def rest(viewer: LookAs, leave: Callable[[], None]) -> None:
    """7 and 6 reams asked, pallets of 200: everything waits for the next quarter, which is open now."""
    system = viewer("system")
    sold_in(system, "palette de 200")
    enter(system, Wish("ARV", "PAP-A4", "7", price="4"), Wish("GIF", "PAP-A4", "6"))
    consolidate(system, close(system))
    pool = system.session.scalars(select(Pool)).one()
    bought = packing.packings(system, [pool])[pool.id]
    buying.buy(system, campaign(system), pool, bought, Policy.PRO_RATA, Way.CARRY_OVER)
    close(system, state=State.ORDERED)
    follow(system)
    leave()


def follow(system: Viewer) -> None:
    spring = campaign(system, "T2")
    spring.state, spring.opens_at, spring.closes_at = State.OPEN, now() - timedelta(days=1), now() + timedelta(days=9)
    system.session.commit()


def offers(viewer: LookAs, who: str = "alice") -> list[Offer]:
    person = viewer(who)
    found = waiting.offers(person, campaign(person, "T2"), person.firm)
    person.session.commit()
    return found


def lines(viewer: LookAs) -> list[Need]:
    alice = viewer("alice")
    found = list(queries.lines(alice, campaign(alice, "T2"), alice.firm))
    alice.session.commit()
    return found


@pytest.mark.usefixtures("rest")
def test_the_grid_offers_it_with_its_source_and_enters_nothing_by_itself(browse: Browse, viewer: LookAs) -> None:
    page = browse("alice").get("/needs/T2").text
    assert "7 ramettes" in page
    assert "Trimestre T1" in page
    assert "6 ramettes" not in page
    assert not lines(viewer)
    assert "reportée" in browse("alice").get("/needs/").text
    assert "reportée" in browse("alice").get("/needs/T2/recap").text


@pytest.mark.usefixtures("rest")
def test_it_is_taken_in_one_action_and_never_twice(browse: Browse, viewer: LookAs) -> None:
    (offer,) = offers(viewer)
    for _ in range(2):
        assert browse("alice").post(T2, data={"do": "take", "source": offer.source}).status_code == 303
    (line,) = lines(viewer)
    assert (line.wanted, line.item_id is not None, line.present_price, line.wanted_on) == (D(7), True, D(4), None)
    assert not offers(viewer)
    assert "reportée de Trimestre T1" in browse("alice").get("/needs/T2").text
    assert "reportée de Trimestre T1" in browse("alice").get("/needs/T2/recap").text


@pytest.mark.usefixtures("rest")
def test_it_is_declined_in_one_action_and_that_can_be_undone(browse: Browse, viewer: LookAs) -> None:
    (offer,) = offers(viewer)
    browse("alice").post(T2, data={"do": "decline", "source": offer.source})
    assert not offers(viewer)
    assert not lines(viewer)
    assert "data-declined" in browse("alice").get("/needs/T2").text
    browse("alice").post(T2, data={"do": "back"})
    assert [each.source for each in offers(viewer)] == [offer.source]


@pytest.mark.usefixtures("rest")
def test_a_line_that_was_taken_and_deleted_is_not_offered_again(browse: Browse, viewer: LookAs) -> None:
    (offer,) = offers(viewer)
    browse("alice").post(T2, data={"do": "take", "source": offer.source})
    browse("alice").post(f"/needs/T2/lines/{offer.key}/remove").close()
    assert not offers(viewer)


@pytest.mark.usefixtures("rest")
def test_the_database_knows_each_source_once(viewer: LookAs) -> None:
    system = viewer("system")
    firm, now_open, origin = member(system).id, campaign(system, "T2").id, campaign(system).id
    for _ in range(2):
        row = CarriedLine(member_id=firm, category_id=item(system).category_id, source="share:x", taken=False)
        row.origin_id, row.campaign_id, row.decided_by, row.need_key = origin, now_open, "Alice", ""
        system.session.add(row)
    with pytest.raises(IntegrityError):
        system.session.flush()
    system.session.rollback()


@pytest.mark.usefixtures("rest")
def test_another_firms_rest_is_neither_seen_nor_taken(browse: Browse, viewer: LookAs) -> None:
    (hers,) = offers(viewer)
    (his,) = offers(viewer, "charlie")
    assert (his.line.quantity, hers.source != his.source) == (D(6), True)
    browse("charlie").post(T2, data={"do": "take", "source": hers.source})
    browse("charlie").post(T2, data={"do": "decline", "source": hers.source})
    assert [each.source for each in offers(viewer)] == [hers.source]


@pytest.mark.usefixtures("rest")
def test_nothing_is_offered_while_the_shares_may_still_change(viewer: LookAs) -> None:
    system = viewer("system")
    close(system, state=State.AWARDED)
    assert not offers(viewer)


@pytest.mark.usefixtures("rest")
def test_a_campaign_without_the_family_does_not_offer_it(viewer: LookAs) -> None:
    later = campaign(viewer("system"), "T2")
    later.families = [each for each in later.families if each.name != "Bureau"]
    assert not offers(viewer)


@pytest.mark.usefixtures("rest")
def test_what_left_the_catalogue_is_told_and_waits(browse: Browse, viewer: LookAs) -> None:
    (offer,) = offers(viewer)
    system = viewer("system")
    item(system).active = False
    system.session.commit()
    page = browse("alice").post(T2, data={"do": "take", "source": offer.source}, follow_redirects=True).text
    assert "n’est plus au catalogue" in page
    assert len(offers(viewer)) == 1


def test_a_late_line_is_offered_taken_and_told_to_the_buyer(browse: Browse, viewer: LookAs) -> None:
    carried_late(viewer)
    assert not lines(viewer)
    (offer,) = offers(viewer)
    browse("alice").post(T2, data={"do": "take", "source": offer.source})
    assert [(line.key, line.wanted) for line in lines(viewer)] == [(OTHER, D(9))]
    request = viewer("system").session.scalars(select(LateLine)).one()
    assert request.carried_to is not None
    assert request.carried_to.code == "T2"


def carried_late(viewer: LookAs) -> None:
    system = viewer("system")
    close(system)
    follow(system)
    alice = viewer("alice")
    late.ask(alice, campaign(alice), paper(alice, "9"), key=OTHER, reason="oubli")
    brigitte = viewer("brigitte")
    late.carry(brigitte, brigitte.session.scalars(select(LateLine)).one())
    brigitte.session.commit()


def test_a_late_line_that_was_declined_is_told_to_the_buyer_and_can_come_back(browse: Browse, viewer: LookAs) -> None:
    carried_late(viewer)
    (offer,) = offers(viewer)
    browse("alice").post(T2, data={"do": "decline", "source": offer.source})
    assert "n’en a plus besoin" in browse("brigitte").get("/needs/T1/late/requests").text
    browse("alice").post(T2, data={"do": "back"})
    assert len(offers(viewer)) == 1


@pytest.mark.usefixtures("rest")
def test_a_buyer_takes_it_for_a_firm_that_telephones(browse: Browse, viewer: LookAs) -> None:
    (offer,) = offers(viewer)
    where = "/needs/T2/answers/ARV/entry/carried?how=telephone"
    assert browse("brigitte").post(where, data={"do": "take", "source": offer.source}).status_code == 303
    assert lines(viewer)[0].entered_for_by == "Brigitte"


@pytest.mark.usefixtures("rest")
def test_a_closed_campaign_takes_nothing_in(viewer: LookAs) -> None:
    (offer,) = offers(viewer)
    campaign(viewer("system"), "T2").state = State.CLOSED
    alice = viewer("alice")
    with pytest.raises(Refusal):
        carried.decline(alice, campaign(alice, "T2"), alice.firm, [offer.source])


@pytest.mark.usefixtures("rest")
def test_it_is_in_the_record(browse: Browse, viewer: LookAs) -> None:
    (offer,) = offers(viewer)
    for verb in ("decline", "back", "take"):
        browse("alice").post(T2, data={"do": verb, "source": offer.source})
    verbs = viewer("alice").session.scalars(
        select(Entry.verb).where(Entry.verb.like("needs.%carried")).order_by(Entry.id)
    )
    assert list(verbs) == ["needs.decline_carried", "needs.put_back_carried", "needs.take_carried"]


def test_the_rest_comes_in_its_own_pack_where_that_is_even_and_else_in_base_units(system: Viewer) -> None:
    (need,) = enter(system, Wish("ARV", "PAP-A4", "4", pack="carton de 5", price="20"))
    even, odd = rest_of(need, D(10)), rest_of(need, D(7))
    assert (even.quantity, even.pack, even.present_price) == (D(2), pack(system), D(20))
    assert (odd.quantity, odd.pack, odd.present_price, odd.item) == (D(7), None, None, item(system))


def test_the_rest_of_a_description_is_what_it_was_understood_as_when_its_unit_does_not_come_out(
    system: Viewer,
) -> None:
    (need,) = enter(system, Wish("ARV", "papier blanc, le carton", "3", unit="XCT"))
    need.pooled_item, need.adjusted = item(system), D(15)
    assert (rest_of(need, D(5)).quantity, rest_of(need, D(5)).designation) == (D(1), "papier blanc, le carton")
    assert (rest_of(need, D(4)).quantity, rest_of(need, D(4)).item) == (D(4), item(system))


@pytest.mark.usefixtures("rest")
def test_the_mail_of_the_opening_tells_it_to_those_firms_alone_without_saying_what(viewer: LookAs) -> None:
    system = viewer("system")
    remind(system)
    told = opening_mails(system)
    assert {who: SAID in body for who, body in told.items()} == {
        **dict.fromkeys(("alice", "bob", "charlie", "conrad"), True),
        "dora": False,
    }
    assert "/needs/T2#carried" in told["alice"]
    assert "#carried" not in told["dora"]
    assert not re.search(r"ramette|palette|Papier|\b[67]\b|€|Trimestre T1", undated(told["alice"]))


@pytest.mark.usefixtures("rest")
def test_the_mail_says_nothing_of_what_was_decided_before_it_left(browse: Browse, viewer: LookAs) -> None:
    system = viewer("system")
    remind(system)
    system.session.commit()
    (offer,) = offers(viewer)
    browse("alice").post(T2, data={"do": "decline", "source": offer.source})
    system = viewer("system")
    for letter in system.session.scalars(select(Letter).where(Letter.kind == "needs.opened")):
        assert review(system, letter)
    told = opening_mails(system)
    assert SAID not in told["alice"]
    assert SAID in told["charlie"]


@pytest.mark.usefixtures("rest")
def test_the_mails_of_other_campaigns_and_later_ones_do_not_tell_it(viewer: LookAs) -> None:
    system = viewer("system")
    spring, winter = campaign(system, "T2"), campaign(system, "T0")
    winter.state, winter.opens_at, winter.closes_at = (
        State.OPEN,
        now() - timedelta(days=200),
        now() + timedelta(days=200),
    )
    remind(system, spring.closes_at - timedelta(days=1))
    bodies = [letter.body for letter in system.session.scalars(select(Letter))]
    assert bodies
    assert not [body for body in bodies if SAID in body]


SAID = "reporté d’une campagne précédente"


def opening_mails(system: Viewer) -> dict[str, str]:
    """Body by first name."""
    found = system.session.scalars(select(Letter).where(Letter.kind == "needs.opened"))
    return {letter.recipient.partition("@")[0]: letter.body for letter in found}
