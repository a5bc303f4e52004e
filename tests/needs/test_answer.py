from __future__ import annotations

from decimal import Decimal

import pytest

from pooling.algorithms.errors import Refusal
from pooling.needs import queries, recap_queries, rules
from tests.needs.acts import KEY, Browse, LookAs, campaign, member, paper


def test_a_submitted_declaration_is_closed_until_it_is_reopened(viewer: LookAs) -> None:
    alice = viewer("alice")
    one = campaign(alice)
    rules.save(alice, one, paper(alice), key=KEY)
    answer = rules.submit(alice, one)
    assert (answer.answer, answer.answered_by) == ("submitted", "Alice")
    for change in (
        lambda: rules.save(alice, one, paper(alice, "3"), key=KEY, version=1),
        lambda: rules.remove(alice, one, KEY, 1),
        lambda: rules.submit(alice, one),
        lambda: rules.say_nothing(alice, one),
    ):
        with pytest.raises(Refusal) as refused:
            change()
        assert refused.value.code == "answered"
    rules.reopen(alice, one)
    assert rules.save(alice, one, paper(alice, "3"), key=KEY, version=1).version == 2


def test_nothing_to_submit_is_said_so(viewer: LookAs) -> None:
    alice = viewer("alice")
    with pytest.raises(Refusal) as refused:
        rules.submit(alice, campaign(alice))
    assert refused.value.code == "no_line"


def test_nothing_this_quarter_is_an_answer_only_without_lines(viewer: LookAs) -> None:
    alice = viewer("alice")
    one = campaign(alice)
    rules.save(alice, one, paper(alice), key=KEY)
    with pytest.raises(Refusal) as refused:
        rules.say_nothing(alice, one)
    assert refused.value.code == "lines_exist"
    rules.remove(alice, one, KEY, 1)
    assert rules.say_nothing(alice, one).answer == "nothing"


def test_a_draft_cannot_be_reopened(viewer: LookAs) -> None:
    alice = viewer("alice")
    with pytest.raises(Refusal):
        rules.reopen(alice, campaign(alice))


def test_a_load_turns_nothing_back_into_a_draft(viewer: LookAs) -> None:
    alice = viewer("alice")
    rules.say_nothing(alice, campaign(alice))
    system = viewer("system")
    rules.enter_many(system, campaign(system), member(system), [paper(system)])
    answer = queries.submission(system, campaign(system), member(system).id)
    assert answer is not None
    assert answer.answer == "draft"


def test_progress_counts_every_member_once(viewer: LookAs) -> None:
    alice = viewer("alice")
    rules.save(alice, campaign(alice), paper(alice), key=KEY)
    dora = viewer("dora")
    rules.say_nothing(dora, campaign(dora))
    brigitte = viewer("brigitte")
    told = {row.member.code: (row.state, row.line_count) for row in queries.progress(brigitte, campaign(brigitte))}
    assert told == {"ARV": ("draft", 1), "SOE": ("nothing", 0), "GIF": ("not_started", 0), "MOL": ("not_started", 0)}


def test_a_conflicted_buyer_counts_no_lines_of_families_his_firm_takes_part_in(viewer: LookAs) -> None:
    charlie = viewer("charlie")
    rules.save(charlie, campaign(charlie), paper(charlie), key="c" * 32)
    alice = viewer("alice")
    rules.save(alice, campaign(alice), paper(alice), key=KEY)
    conrad = viewer("conrad")
    told = {row.member.code: (row.state, row.line_count) for row in queries.progress(conrad, campaign(conrad))}
    assert told["ARV"] == ("draft", 0)
    assert told["GIF"] == ("draft", 1)


def test_recaps_add_up_at_present_prices(viewer: LookAs) -> None:
    alice = viewer("alice")
    one = campaign(alice)
    rules.save(alice, one, paper(alice, "2", present_price=Decimal("21.50")), key=KEY)
    rules.save(alice, one, paper(alice, "1"), key="d" * 32)
    (recap,) = recap_queries.recaps(alice, [one])
    assert (recap.line_count, recap.unpriced, recap.amount) == (2, 1, Decimal("43"))


def test_to_be_refused_is_not_to_start(browse: Browse, viewer: LookAs) -> None:
    assert browse("charlie").post("/needs/T1/submit").status_code in (303, 422)
    system = viewer("system")
    assert queries.submission(system, campaign(system), member(system, "GIF").id) is None
