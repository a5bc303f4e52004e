from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from pooling.access.scope import NotYoursError
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import State
from pooling.journal.models import Entry
from pooling.members.models import Site
from pooling.needs import queries, rules
from pooling.needs.lines import LineRefusal
from pooling.needs.models import Need
from pooling.needs.told import told
from tests.needs.acts import KEY, LookAs, campaign, described, family, item, member, pack, paper


def test_packs_are_kept_as_typed_and_counted_in_base_units(viewer: LookAs) -> None:
    alice = viewer("alice")
    need = rules.save(alice, campaign(alice), paper(alice, "2"), key=KEY)
    assert (need.wanted, need.base_wanted, need.unit) == (Decimal(2), Decimal(10), "RM")
    assert need.pool_key == f"item:{need.item_id}"
    assert need.member_id == alice.member_id


def test_the_first_line_starts_the_declaration(viewer: LookAs) -> None:
    alice = viewer("alice")
    assert queries.submission(alice, campaign(alice)) is None
    rules.save(alice, campaign(alice), paper(alice), key=KEY)
    begun = queries.submission(alice, campaign(alice))
    assert begun is not None
    assert begun.answer == "draft"


def test_the_same_line_sent_twice_is_entered_once(viewer: LookAs) -> None:
    alice = viewer("alice")
    first = rules.save(alice, campaign(alice), paper(alice), key=KEY)
    again = rules.save(alice, campaign(alice), paper(alice), key=KEY)
    assert first is again
    assert again.version == 1
    assert len(queries.lines(alice, campaign(alice))) == 1


def test_a_browser_that_never_got_the_first_answer_goes_on(viewer: LookAs) -> None:
    alice = viewer("alice")
    rules.save(alice, campaign(alice), paper(alice, "2"), key=KEY)
    need = rules.save(alice, campaign(alice), paper(alice, "3"), key=KEY)
    assert (need.wanted, need.version) == (Decimal(3), 2)


def test_bob_and_alice_edit_the_same_line_and_the_second_is_told(viewer: LookAs) -> None:
    alice = viewer("alice")
    rules.save(alice, campaign(alice), paper(alice, "2"), key=KEY)
    bob = viewer("bob")
    rules.save(bob, campaign(bob), paper(bob, "7"), key=KEY, version=1)
    alice = viewer("alice")
    with pytest.raises(rules.StaleLine) as told:
        rules.save(alice, campaign(alice), paper(alice, "4"), key=KEY, version=1)
    assert told.value.need is not None
    assert told.value.need.wanted == Decimal(7)
    assert told.value.line is not None
    assert told.value.line.quantity == Decimal(4)


def test_a_colleague_who_deleted_the_line_is_told_of(viewer: LookAs) -> None:
    alice = viewer("alice")
    rules.save(alice, campaign(alice), paper(alice), key=KEY)
    bob = viewer("bob")
    rules.remove(bob, campaign(bob), KEY, 1)
    alice = viewer("alice")
    with pytest.raises(rules.StaleLine) as told:
        rules.save(alice, campaign(alice), paper(alice, "4"), key=KEY, version=1)
    assert told.value.need is None


def test_charlie_meets_alices_line_as_if_it_never_existed(viewer: LookAs) -> None:
    alice = viewer("alice")
    rules.save(alice, campaign(alice), paper(alice), key=KEY)
    charlie = viewer("charlie")
    for key in (KEY, "c" * 32):
        with pytest.raises(NotYoursError):
            queries.need(charlie, key)
        with pytest.raises(NotYoursError):
            rules.save(charlie, campaign(charlie), paper(charlie, "9"), key=key, version=1)
        with pytest.raises(NotYoursError):
            rules.remove(charlie, campaign(charlie), key, 1)
    # a new line under a key that happens to be taken elsewhere is simply his own
    assert rules.save(charlie, campaign(charlie), paper(charlie, "9"), key=KEY).member_id == charlie.member_id
    alice = viewer("alice")
    assert [need.wanted for need in queries.lines(alice, campaign(alice))] == [Decimal(2)]


def test_a_person_never_writes_for_another_firm(viewer: LookAs) -> None:
    other = member(viewer("alice"))
    charlie = viewer("charlie")
    with pytest.raises(NotYoursError):
        rules.save(charlie, campaign(charlie), paper(charlie), key=KEY, member=other)


def test_after_the_deadline_nothing_is_saved(viewer: LookAs) -> None:
    system = viewer("system")
    campaign(system).closes_at = datetime.now(UTC) - timedelta(minutes=1)
    alice = viewer("alice")
    with pytest.raises(Refusal) as refused:
        rules.save(alice, campaign(alice), paper(alice), key=KEY)
    assert refused.value.code == "not_answerable"


def test_a_program_loads_until_the_campaign_is_frozen(viewer: LookAs) -> None:
    system = viewer("system")
    rules.save(system, campaign(system, "T2"), paper(system), key=KEY, member=member(system))
    with pytest.raises(Refusal):
        rules.save(system, campaign(system, "T0"), paper(system), key="d" * 32, member=member(system))


@pytest.mark.parametrize(
    ("quantity", "code"),
    [("0", "not_positive"), ("-1", "not_positive"), ("2.5", "whole"), ("1000000000", "too_large")],
)
def test_a_quantity_that_cannot_be_is_refused(viewer: LookAs, quantity: str, code: str) -> None:
    alice = viewer("alice")
    for line in (paper(alice, quantity), described(alice, quantity)):
        with pytest.raises(LineRefusal) as refused:
            rules.save(alice, campaign(alice), line, key=KEY)
        assert (refused.value.field, refused.value.code) == ("quantity", code)


def test_kilograms_are_cut_and_keep_six_decimals(viewer: LookAs) -> None:
    alice = viewer("alice")
    need = rules.save(alice, campaign(alice), described(alice, "0.000001", unit="KGM"), key=KEY)
    assert need.base_wanted == Decimal("0.000001")
    with pytest.raises(LineRefusal) as refused:
        rules.save(alice, campaign(alice), described(alice, "0.0000001", unit="KGM"), key=KEY, version=1)
    assert refused.value.code == "too_many_places"


def test_a_line_names_something_in_a_family_of_the_campaign(viewer: LookAs) -> None:
    alice = viewer("alice")
    with pytest.raises(LineRefusal) as refused:
        rules.save(alice, campaign(alice), described(alice, designation="  "), key=KEY)
    assert refused.value.field == "item"
    with pytest.raises(LineRefusal) as refused:
        rules.save(alice, campaign(alice), described(alice, category=None), key=KEY)
    assert refused.value.field == "category"
    system = viewer("system")
    one = campaign(system)
    one.families = [each for each in one.families if each.path != "Bureau"]
    alice = viewer("alice")
    with pytest.raises(LineRefusal) as refused:
        rules.save(alice, campaign(alice), paper(alice), key=KEY)
    assert refused.value.code == "family_not_collected"


def test_the_pack_is_of_the_item_and_the_site_of_the_firm(viewer: LookAs) -> None:
    brigitte = viewer("brigitte")
    theirs = brigitte.session.scalars(select(Site).where(Site.code == "GIF-1")).one()
    alice = viewer("alice")
    wrong = rules.Line(item=item(alice), pack=pack(alice, "boîte de 100"), quantity=Decimal(1))
    with pytest.raises(LineRefusal) as refused:
        rules.save(alice, campaign(alice), wrong, key=KEY)
    assert refused.value.field == "unit"
    with pytest.raises(LineRefusal) as refused:
        rules.save(alice, campaign(alice), paper(alice, site=theirs), key=KEY)
    assert refused.value.field == "site"


def test_every_verb_is_told_with_before_and_after(viewer: LookAs) -> None:
    alice = viewer("alice")
    one = campaign(alice)
    rules.save(alice, one, paper(alice, "2"), key=KEY)
    rules.save(alice, one, paper(alice, "3", wanted_on=date(2027, 1, 8)), key=KEY, version=1)
    rules.remove(alice, one, KEY, 2)
    entries = alice.session.scalars(select(Entry).where(Entry.subject == f"need:{KEY}").order_by(Entry.id)).all()
    assert [entry.verb for entry in entries] == ["needs.enter", "needs.change", "needs.remove"]
    assert entries[1].before is not None
    assert entries[1].after is not None
    assert (entries[1].before["quantity"], entries[1].after["quantity"]) == ("2", "3")
    assert {entry.member_id for entry in entries} == {alice.member_id}
    assert {entry.category_id for entry in entries} == {item(alice).category_id}


def test_a_deleted_line_comes_back_as_it_was(viewer: LookAs) -> None:
    alice = viewer("alice")
    one = campaign(alice)
    site = queries.sites_of(alice, alice.firm)[1]
    line = paper(alice, "3", site=site, wanted_on=date(2027, 1, 8), present_price=Decimal("21.5"), remark="au calme")
    before = told(rules.save(alice, one, line, key=KEY))
    rules.remove(alice, one, KEY, 1)
    assert queries.lines(alice, one) == []
    assert told(rules.restore(alice, one, KEY)) == before
    with pytest.raises(NotYoursError):
        rules.restore(alice, one, KEY)


def test_long_descriptions_pool_too(viewer: LookAs) -> None:
    alice = viewer("alice")
    one = campaign(alice)
    long = "Plaquette de tournage " * 200
    first = rules.save(alice, one, described(alice, designation=long), key=KEY)
    second = rules.save(alice, one, described(alice, designation=long.upper()), key="d" * 32)
    assert first.pool_key == second.pool_key
    assert len(first.pool_key) <= 80


def test_a_unit_that_is_no_code_is_for_loaders_only(viewer: LookAs) -> None:
    system = viewer("system")
    line = described(system, "2.5", unit="brouettes")
    with pytest.raises(LineRefusal):
        rules.enter_many(system, campaign(system), member(system), [line])
    assert rules.enter_many(system, campaign(system), member(system), [line], units_as_typed=True) == 1
    assert system.session.scalars(select(Need.unit)).all() == ["brouettes"]


def test_a_load_of_many_lines_is_one_entry_of_the_journal(viewer: LookAs) -> None:
    system = viewer("system")
    entered = rules.enter_many(system, campaign(system), member(system), [paper(system), described(system)] * 500)
    assert entered == 1000
    entries = system.session.scalars(select(Entry).where(Entry.verb == "needs.load")).all()
    assert [entry.after for entry in entries] == [{"lines": 1000}]
    alice = viewer("alice")
    assert len(queries.lines(alice, campaign(alice))) == 1000
    assert {need.version for need in queries.lines(alice, campaign(alice))} == {1}


def test_a_closed_campaign_is_seen_closed_by_the_very_next_save(viewer: LookAs) -> None:
    alice = viewer("alice")
    held = campaign(alice)
    alice.session.commit()
    system = viewer("system")
    campaign(system).state = State.CLOSED
    system.session.commit()
    with pytest.raises(Refusal):
        rules.save(alice, held, paper(alice), key=KEY)


def test_families_are_whole_trees(viewer: LookAs) -> None:
    alice = viewer("alice")
    assert family(alice) in queries.categories_of(alice, campaign(alice))


def test_a_buyer_of_no_firm_enters_for_a_member_that_sent_a_letter(viewer: LookAs) -> None:
    brigitte = viewer("brigitte")
    need = rules.save(brigitte, campaign(brigitte), paper(brigitte), key=KEY, member=member(brigitte))
    assert need.member_id == member(brigitte).id
    conrad = viewer("conrad")
    with pytest.raises(NotYoursError):
        rules.save(conrad, campaign(conrad), paper(conrad), key=KEY, member=member(conrad))
