"""Two lines are one when only case, accents, spaces or ordinary punctuation tell them apart."""

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pooling.algorithms.grouping import Group, Line, group, item_key, normalise, text_key, wordless

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "grouping.md"
WORKED = re.findall(r"^\| `(.+?)` \| `(.+?)` \| (one|two) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

quantities = st.decimals(min_value=0, max_value=10**9, places=6)
lines = st.builds(
    Line,
    key=st.sampled_from(["item:1", "item:2", "text:gants\tpaire"]),
    member=st.integers(1, 5),
    quantity=quantities,
    ref=st.integers(1, 10**6),
)
wordings = st.text(st.sampled_from("aéÉŒ²½①19 \u202f,.;:-+/x×*'\"%_#°()\n"), max_size=14) | st.text(max_size=12)


def test_the_worked_table_is_long_enough_to_be_worth_reading() -> None:
    assert len(WORKED) >= 30


@pytest.mark.parametrize(("left", "right", "judged"), WORKED)
def test_the_worked_table_of_the_page_holds(left: str, right: str, judged: str) -> None:
    assert (normalise(left) == normalise(right)) == (judged == "one")


@given(wordings)
@example("%\x1b0")
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(wordings)
def test_case_and_outer_spaces_never_matter(text: str) -> None:
    assert normalise(f" \u202f{text}\n") == normalise(text)


@given(wordings)
def test_a_key_holds_no_tab_and_no_line_break(text: str) -> None:
    assert not re.search(r"[\t\r\n]", normalise(text))


def test_nothing_but_punctuation_keeps_its_own_key() -> None:
    keys = {text_key(text, "") for text in ("???", "---", "!!!", "%", "…", "")}
    assert len(keys) == 6


def test_the_two_halves_of_a_key_do_not_run_into_one_another() -> None:
    assert text_key("gants paire", "") != text_key("gants", "paire")


def test_an_item_is_never_taken_for_a_description() -> None:
    assert item_key(12) != text_key("12", "")


def test_a_group_holds_the_exact_total_and_counts_each_member_once() -> None:
    three = [
        Line("item:1", member=7, quantity=Decimal("0.1"), ref=3),
        Line("item:1", member=8, quantity=Decimal("0.2"), ref=10),
        Line("item:1", member=7, quantity=Decimal("1000000000"), ref=2),
    ]
    assert group(three) == [Group("item:1", Decimal("1000000000.3"), 3, 2, (2, 3, 10))]


def test_no_line_makes_no_group() -> None:
    assert group([]) == []


@given(st.lists(lines, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(entered: list[Line], chance: random.Random) -> None:
    shuffled = chance.sample(entered, len(entered))
    assert group(shuffled) == group(entered)


@given(st.lists(lines, max_size=30))
def test_nothing_is_lost_and_nothing_is_added(entered: list[Line]) -> None:
    groups = group(entered)
    assert sum((each.total for each in groups), Decimal(0)) == sum((line.quantity for line in entered), Decimal(0))
    assert sum(each.line_count for each in groups) == len(entered)
    assert sorted(ref for each in groups for ref in each.refs) == sorted(line.ref for line in entered)


def test_a_key_told_without_words_keeps_items_and_hides_descriptions() -> None:
    assert wordless(item_key(7)) == "item:7"
    hidden = wordless(text_key("Broche quinconce", "C62"))
    assert "quinconce" not in hidden
    assert hidden == wordless(text_key("BROCHE  quinconce", "c62"))
