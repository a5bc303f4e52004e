"""What a buyer says of a line on the desk, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import State
from pooling.catalogue.models import Category, Item
from pooling.catalogue.rules import ItemFacts
from pooling.consolidation import judging, learning, queries
from pooling.consolidation.models import Alias, Judgement, Verdict
from pooling.journal.models import Entry
from pooling.needs.models import Need
from tests.consolidation.desk import of_firm, on_the_desk, ones
from tests.consolidation.entering import Wish, campaign_coded, close, enter

LookAs = Callable[[str], Viewer]
DRILLS = "Outillage > Forets"
WISHES = (
    Wish("ARV", "foret carb. d6", "10", family=DRILLS),
    Wish("GIF", "Forets carbure 6 mm", "4", unit="XBX", family=DRILLS),
    Wish("SOE", "FOR-6", "2", family=DRILLS),
)


def item(viewer: Viewer, code: str = "FOR-6") -> Item:
    return viewer.session.scalars(select(Item).where(Item.code == code)).one()


@pytest.fixture
def desk(system: Viewer) -> list[Judgement]:
    enter(system, *WISHES)
    return on_the_desk(system, close(system))


def pooled(viewer: Viewer) -> dict[str, tuple[Decimal, int]]:
    rows = queries.preview(viewer, campaign_coded(viewer, "T1"))
    return {row.designation: (row.quantity, row.member_count) for row in rows}


def test_lines_that_are_the_same_item_pool_with_those_that_name_it(system: Viewer, desk: list[Judgement]) -> None:
    contents = {desk[0].id: Decimal(1), desk[1].id: Decimal(5)}
    judging.settle(system, campaign_coded(system, "T1"), desk, item(system), contents)
    assert pooled(system) == {"Foret carbure Ø6": (Decimal(10 + 4 * 5 + 2), 3)}


def test_what_the_firm_entered_stays_as_it_is(system: Viewer, desk: list[Judgement]) -> None:
    need = desk[1].need
    before = (need.designation, need.wanted, need.unit, need.item_id, need.version, need.changed_at)
    judging.settle(system, campaign_coded(system, "T1"), desk, item(system), ones(desk))
    system.session.refresh(need)
    assert (need.designation, need.wanted, need.unit, need.item_id, need.version, need.changed_at) == before


def test_without_its_content_a_line_stops_alone(system: Viewer, desk: list[Judgement]) -> None:
    with pytest.raises(judging.NoContent) as refusal:
        judging.settle(system, campaign_coded(system, "T1"), desk, item(system), {desk[0].id: Decimal(1)})
    assert refusal.value.judgement is desk[1]
    assert {each.verdict for each in desk} == {Verdict.WAITING}


def test_undone_everything_is_as_it_was(system: Viewer, desk: list[Judgement]) -> None:
    before = pooled(system)
    campaign = campaign_coded(system, "T1")
    judging.settle(system, campaign, desk[:1], item(system), ones(desk))
    judging.keep_apart(system, campaign, desk[1:])
    judging.settle(system, campaign, desk[1:], item(system, "FOR-68"), ones(desk))
    for _step in range(3):
        judging.undo(system, campaign)
    assert pooled(system) == before
    assert {each.verdict for each in desk} == {Verdict.WAITING}
    assert not system.session.scalars(select(Alias).where(Alias.dropped_at.is_(None))).all()
    with pytest.raises(Refusal) as refusal:
        judging.undo(system, campaign)
    assert refusal.value.code == "no_step"


def test_a_step_back_returns_to_the_item_that_was_chosen_before(system: Viewer, desk: list[Judgement]) -> None:
    campaign = campaign_coded(system, "T1")
    judging.settle(system, campaign, desk[:1], item(system), ones(desk))
    judging.settle(system, campaign, desk[:1], item(system, "FOR-68"), ones(desk))
    judging.undo(system, campaign)
    assert pooled(system)["Foret carbure Ø6"] == (Decimal(12), 2)


def test_a_new_item_is_made_of_a_line_and_goes_out_of_use_when_undone(system: Viewer, desk: list[Judgement]) -> None:
    campaign = campaign_coded(system, "T1")
    family = system.session.scalars(select(Category).where(Category.path == DRILLS)).one()
    facts = ItemFacts("Foret étagé Ø6", family, "C62")
    judging.make_of(system, campaign, desk[:1], "FOR-E6", facts)
    assert pooled(system)["Foret étagé Ø6"] == (Decimal(10), 1)
    judging.undo(system, campaign)
    assert not item(system, "FOR-E6").active
    assert "Foret étagé Ø6" not in pooled(system)


def test_what_a_box_of_a_new_item_holds_is_never_guessed(system: Viewer, desk: list[Judgement]) -> None:
    """The second line counts boxes."""
    family = system.session.scalars(select(Category).where(Category.path == DRILLS)).one()
    with pytest.raises(judging.NoContent):
        judging.make_of(
            system, campaign_coded(system, "T1"), desk, "FOR-E6", ItemFacts("Foret étagé Ø6", family, "C62")
        )


def test_a_yes_is_remembered_and_a_no_too(system: Viewer, desk: list[Judgement]) -> None:
    campaign = campaign_coded(system, "T1")
    judging.settle(system, campaign, desk[:1], item(system), ones(desk))
    judging.keep_apart(system, campaign, desk[1:])
    told = {(each.item.code, each.words, each.same) for each in system.session.scalars(select(Alias))}
    assert told == {
        ("FOR-6", "foret carb d6", True),
        ("FOR-6", "forets carbure 6 mm", False),
        ("FOR-68", "forets carbure 6 mm", False),
    }


def test_the_contrary_of_what_was_learned_replaces_it(system: Viewer, desk: list[Judgement]) -> None:
    learning.learn(system, desk[:1], item(system), same=False)
    learning.learn(system, desk[:1], item(system), same=True)
    standing = system.session.scalars(select(Alias).where(Alias.dropped_at.is_(None))).all()
    assert [each.same for each in standing] == [True]


def test_words_are_one_item_at_most_and_undo_brings_the_earlier_one_back(system: Viewer, desk: list[Judgement]) -> None:
    campaign = campaign_coded(system, "T1")
    judging.settle(system, campaign, desk[:1], item(system), ones(desk))
    judging.settle(system, campaign, desk[:1], item(system, "FOR-68"), ones(desk))
    standing = select(Alias).where(Alias.dropped_at.is_(None), Alias.same)
    assert [each.item.code for each in system.session.scalars(standing)] == ["FOR-68"]
    judging.undo(system, campaign)
    assert [each.item.code for each in system.session.scalars(standing)] == ["FOR-6"]


def test_the_same_yes_twice_is_learned_once(system: Viewer, desk: list[Judgement]) -> None:
    assert learning.learn(system, desk[:1], item(system), same=True).new
    assert not learning.learn(system, desk[:1], item(system), same=True).new


def test_a_buyer_who_works_for_a_rival_finds_no_line_and_learns_no_words(viewer: LookAs) -> None:
    system = viewer("system")
    enter(system, *WISHES, Wish("GIF", "Chiffons", "1", family=DRILLS))
    desk = on_the_desk(system, close(system))
    judging.settle(system, campaign_coded(system, "T1"), of_firm(system, desk, "ARV"), item(system), ones(desk))
    conrad = viewer("conrad")
    seen = conrad.session.scalars(select(Judgement)).all()
    assert {each.member_id for each in seen} == {conrad.member_id}
    assert not conrad.session.scalars(select(Alias)).all()
    told = [entry.after for entry in conrad.session.scalars(select(Entry).where(Entry.verb.like("consolidation.%")))]
    assert "carb" not in str(told)


def test_one_buyers_step_is_not_undone_by_another(viewer: LookAs) -> None:
    system = viewer("system")
    enter(system, *WISHES)
    desk = on_the_desk(system, close(system))
    judging.settle(system, campaign_coded(system, "T1"), desk, item(system), ones(desk))
    brigitte = viewer("brigitte")
    with pytest.raises(Refusal):
        judging.undo(brigitte, campaign_coded(brigitte, "T1"))


def test_a_line_that_its_firm_deletes_leaves_the_desk(system: Viewer, desk: list[Judgement]) -> None:
    gone = desk[0].need_id
    system.session.delete(desk[0].need)
    system.session.flush()
    system.session.expire_all()
    assert not system.session.scalars(select(Judgement).where(Judgement.need_id == gone)).all()


def test_a_campaign_that_went_to_suppliers_is_no_longer_judged(system: Viewer, desk: list[Judgement]) -> None:
    campaign = close(system, state=State.AWARDED)
    with pytest.raises(Refusal) as refusal:
        judging.keep_apart(system, campaign, desk)
    assert refusal.value.code == "not_judgeable"


def test_a_line_put_back_waits_again_under_its_own_words(system: Viewer, desk: list[Judgement]) -> None:
    campaign = campaign_coded(system, "T1")
    before = pooled(system)
    judging.settle(system, campaign, desk, item(system), ones(desk))
    judging.put_back(system, campaign, desk)
    assert pooled(system) == before
    needs = system.session.scalars(select(Need).where(Need.item_id.is_(None))).all()
    assert all(need.pooled_item_id is None for need in needs)
