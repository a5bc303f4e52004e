"""Totals for members: what is frozen, what stays out, and what an amendment afterwards cannot do."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select

from pooling import language
from pooling.access.scope import ForeignWriteError
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import State
from pooling.catalogue.models import Item
from pooling.consolidation import publication_queries as queries
from pooling.consolidation.frozen import Kept
from pooling.consolidation.models import PublicationBasis
from pooling.consolidation.publishing import publish
from pooling.consolidation.rules import consolidate
from pooling.journal.models import Entry
from pooling.members.models import Member
from pooling.needs.models import Need
from tests.consolidation.entering import campaign_coded, close
from tests.consolidation.publications import ask, ask_all, group, published, read, rows, settle_in

LookAs = Callable[[str], Viewer]
D = Decimal
EVEN = {"ARV": "100", "GIF": "90", "MOL": "80", "F1": "70", "F2": "60"}
PAPER, GLOVES, DRILLS = "Bureau > Papier", "EPI > Gants", "Outillage > Forets"
Q2, Q3 = "2026-2", "2026-3"


@pytest.fixture
def group_of_nine(system: Viewer) -> Viewer:
    settle_in(system)
    return system


def test_what_many_firms_ask_is_shown_with_its_sums(group_of_nine: Viewer) -> None:
    ask_all(group_of_nine, EVEN)
    totals = published(group_of_nine)
    assert totals[PAPER, Q3] == totals["Bureau", Q3] == D(400)
    assert totals["", Q3] == D(1200)


def test_two_firms_are_not_shown_nor_given_back_by_a_sum(group_of_nine: Viewer) -> None:
    ask(group_of_nine, "PAP-A4", EVEN)
    ask(group_of_nine, "FOR-6", EVEN)
    ask(group_of_nine, "GAN-9", {"ARV": "50", "GIF": "50"})
    totals = published(group_of_nine)
    assert totals["EPI", Q3] is None
    hidden = [top for top in ("", "Bureau", "EPI", "Outillage") if totals[top, Q3] is None]
    assert len(hidden) >= 2  # or the sum less the others would be theirs


def test_what_nobody_asks_reads_like_what_is_hidden(group_of_nine: Viewer) -> None:
    ask(group_of_nine, "PAP-A4", EVEN)
    ask(group_of_nine, "FOR-6", EVEN)
    totals = published(group_of_nine)
    assert totals["EPI", Q3] is None
    assert (GLOVES, Q3) not in totals  # a row in which nothing is shown is not there


@pytest.mark.parametrize(("third", "shown"), [("SOE", False), ("MOL", True)])
def test_sister_firms_are_one(group_of_nine: Viewer, third: str, shown: bool) -> None:
    ask_all(group_of_nine, {"ARV": "40", "GIF": "35", third: "25"})
    assert (published(group_of_nine)["Bureau", Q3] is not None) is shown


def test_one_firm_that_dominates_is_not_shown(group_of_nine: Viewer) -> None:
    ask(group_of_nine, "PAP-A4", {"ARV": "90", "GIF": "5", "MOL": "5"})
    assert published(group_of_nine)["Bureau", Q3] is None


def test_an_item_is_shown_by_itself_where_it_passes(group_of_nine: Viewer) -> None:
    ask_all(group_of_nine, EVEN)
    ask(group_of_nine, "FOR-68", {"ARV": "30", "GIF": "28", "MOL": "26", "F1": "24"})
    found = [each for each in rows(group_of_nine, publish(group_of_nine, group(group_of_nine))) if each.item_code]
    drills = {each for each in found if each.path == DRILLS}
    assert {(each.item_code, each.amount, each.quantity, each.unit) for each in drills} == {
        ("FOR-6", D(400), D(400), "C62"),
        ("FOR-68", D(108), D(108), "C62"),
    }


def test_an_item_of_one_firm_is_not_even_named(group_of_nine: Viewer) -> None:
    ask_all(group_of_nine, EVEN)
    ask(group_of_nine, "FOR-68", {"ARV": "30"})
    found = rows(group_of_nine, publish(group_of_nine, group(group_of_nine)))
    assert not [each for each in found if each.item_code.startswith("FOR")]  # the other one would give it back


def test_a_quantity_that_would_tell_is_left_out_beside_its_amount(group_of_nine: Viewer) -> None:
    """Lines without a price count in it: here one firm's, larger than all others together."""
    ask_all(group_of_nine, EVEN)
    ask(group_of_nine, "PAP-A4", {"F3": "100000"})
    dear = group_of_nine.session.scalars(select(Need).where(Need.wanted == D(100000))).one()
    dear.present_price = None
    found = [each for each in rows(group_of_nine, publish(group_of_nine, group(group_of_nine))) if each.item_code]
    assert {(each.item_code, each.amount, each.quantity) for each in found} == {
        ("PAP-A4", D(400), None),
        ("GAN-9", D(400), D(400)),
        ("FOR-6", D(400), D(400)),
    }


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.CLOSED, State.CANCELLED])
def test_nothing_is_published_before_the_lines_are_grouped(group_of_nine: Viewer, state: State) -> None:
    ask(group_of_nine, "PAP-A4", EVEN)
    with pytest.raises(Refusal, match="grouped"):
        publish(group_of_nine, close(group_of_nine, state=state))


def test_another_campaign_that_is_still_open_is_in_no_total(group_of_nine: Viewer) -> None:
    ask_all(group_of_nine, EVEN, campaign="T0")
    ask_all(group_of_nine, EVEN)
    totals = published(group_of_nine, "T0")
    assert {period for _path, period in totals} == {Q2}
    assert totals["Bureau", Q2] == D(400)


def test_an_amendment_changes_nothing_that_was_published(group_of_nine: Viewer) -> None:
    ask_all(group_of_nine, EVEN)
    first = publish(group_of_nine, group(group_of_nine))
    before = read(group_of_nine, first)
    _amend(group_of_nine, "100", "135")
    campaign = campaign_coded(group_of_nine, "T1")
    with pytest.raises(Refusal, match="group them anew"):
        publish(group_of_nine, campaign)
    campaign.revision += 1
    consolidate(group_of_nine, campaign)
    second = publish(group_of_nine, campaign)
    assert read(group_of_nine, first) == before
    # what one firm changed would be the difference of the two
    assert read(group_of_nine, second)["Bureau", Q3] is None


def test_firms_that_have_become_sisters_since_are_one_in_what_was_published_too(group_of_nine: Viewer) -> None:
    """Else a change of one of them would look like a change of three."""
    ask_all(group_of_nine, EVEN)
    publish(group_of_nine, group(group_of_nine))
    for firm in group_of_nine.session.scalars(select(Member).where(Member.code.in_(["F1", "F2"]))):
        firm.company_group = "Les deux F"
    _amend(group_of_nine, "70", "95")
    campaign = campaign_coded(group_of_nine, "T1")
    consolidate(group_of_nine, campaign)
    assert read(group_of_nine, publish(group_of_nine, campaign))["Bureau", Q3] is None


def test_the_next_quarter_joins_what_was_published(group_of_nine: Viewer) -> None:
    ask_all(group_of_nine, EVEN, campaign="T0")
    published(group_of_nine, "T0")
    ask_all(group_of_nine, EVEN)
    totals = published(group_of_nine)
    assert (totals["Bureau", Q2], totals["Bureau", Q3], totals["Bureau", ""]) == (D(400), D(400), D(800))


def test_the_same_grouping_is_published_once(group_of_nine: Viewer) -> None:
    ask_all(group_of_nine, EVEN)
    campaign = group(group_of_nine)
    publish(group_of_nine, campaign)
    with pytest.raises(Refusal, match="already"):
        publish(group_of_nine, campaign)


def test_the_groups_own_parameters_count(group_of_nine: Viewer, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    stricter = language.settings().__class__(**{**vars(language.settings()), "disclosure_minimum": 6})
    monkeypatch.setitem(app.extensions, language.SETTINGS, stricter)
    ask_all(group_of_nine, EVEN)
    assert published(group_of_nine)["Bureau", Q3] is None


@pytest.mark.parametrize("who", ["alice", "charlie", "brigitte", "conrad", "adele"])
def test_nobody_reads_whose_amounts_they_are(group_of_nine: Viewer, viewer: LookAs, who: str) -> None:
    ask_all(group_of_nine, EVEN)
    publish(group_of_nine, group(group_of_nine))
    held = group_of_nine.session.scalars(select(PublicationBasis)).one()
    assert Kept.unpacked(held.tables).packed() == held.tables
    reader = viewer(who)
    assert queries.bases(reader) == []
    assert reader.session.get(PublicationBasis, held.publication_id) is None
    reader.session.add(PublicationBasis(publication_id=99, minimum=1, percent=0, tables={}))
    with pytest.raises(ForeignWriteError):
        reader.session.flush()
    reader.session.rollback()


def test_a_conflicted_buyer_may_publish_and_still_reads_no_basis(group_of_nine: Viewer, viewer: LookAs) -> None:
    ask_all(group_of_nine, EVEN)
    group(group_of_nine)
    conrad = viewer("conrad")
    publication = publish(conrad, campaign_coded(conrad, "T1"))
    assert read(conrad, publication)["Bureau", Q3] == D(400)
    assert queries.bases(conrad) == []
    assert not [row for row in conrad.session.identity_map.values() if isinstance(row, PublicationBasis)]


def test_publishing_is_in_the_journal_without_a_figure(group_of_nine: Viewer) -> None:
    ask_all(group_of_nine, EVEN)
    published(group_of_nine)
    entry = group_of_nine.session.scalars(select(Entry).where(Entry.verb == "consolidation.publish")).one()
    assert (entry.subject, entry.after) == ("campaign:T1", {"revision": 1})


def _amend(system: Viewer, before: str, after: str) -> None:
    paper = select(Need).join(Need.item).where(Item.code == "PAP-A4", Need.adjusted == D(before))
    need = system.session.scalars(paper).one()
    need.wanted = need.base_wanted = need.adjusted = D(after)
    system.session.flush()
