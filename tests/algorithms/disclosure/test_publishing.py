"""Nothing hidden can be found out: by sums, from any firm's place, or beside an earlier publication."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pooling.algorithms.disclosure import Contribution, Frozen, Rule, draw_up, publish
from pooling.algorithms.disclosure.knowledge import knowledge_of, slack
from pooling.algorithms.disclosure.model import ALL_PERIODS, Key, Table
from pooling.algorithms.disclosure.publishing import is_safe
from tests.algorithms.disclosure.tables import FIRMS, consistent, contributions

RULE = Rule()
HIDDEN = "n.c."


def shown(frozen: Frozen) -> dict[Key, Decimal | str]:
    return {
        Key(figure.family, figure.period): HIDDEN if figure.amount is None else figure.amount
        for figure in frozen.figures()
    }


def amounts(family: str, period: str, *given: int) -> list[Contribution]:
    """Of the fixed firms, in their order."""
    return [Contribution((family,), period, firm, Decimal(amount)) for firm, amount in zip(FIRMS, given, strict=False)]


def test_a_single_hidden_part_takes_another_with_it() -> None:
    table = draw_up(amounts("a", "q", 90, 5, 5) + amounts("b", "q", 40, 35, 25) + amounts("c", "q", 50, 40, 60, 50))
    assert shown(publish(table)) == {
        Key((), "q"): 400,
        Key(("a",), "q"): HIDDEN,
        Key(("b",), "q"): HIDDEN,
        Key(("c",), "q"): 200,
    }


def test_two_single_firms_beside_each_other_do_not_hide_each_other() -> None:
    """Each would read the other off the sum."""
    table = draw_up(
        amounts("a", "q", 10)
        + amounts("b", "q", 0, 20)
        + amounts("c", "q", 30, 30, 30, 30)
        + amounts("d", "q", 50, 50, 50, 50)
    )
    hidden = {key.family for key, amount in shown(publish(table)).items() if amount == HIDDEN}
    assert hidden == {("a",), ("b",), ("c",)}


def test_hidden_cells_of_one_firm_do_not_tell_its_sum() -> None:
    """Either could be anything up to 33, but together they are 30 of ash and the 3 that birch knows."""
    table = draw_up(amounts("a", "q", 10, 1) + amounts("b", "q", 20, 2) + amounts("c", "q", 90, 90, 90, 90))
    assert {key.family for key, amount in shown(publish(table)).items() if amount == HIDDEN} == {("a",), ("b",), ("c",)}
    everything = frozenset(table.cells)
    assert not is_safe(Frozen(table, everything - {Key(("a",), "q"), Key(("b",), "q")}), RULE)


def test_the_solver_keeps_its_banner_to_itself(capfd: pytest.CaptureFixture[str]) -> None:
    """A command's --json goes to the same place."""
    publish(draw_up(amounts("a", "q", 90, 5, 5) + amounts("b", "q", 40, 35, 25)))
    assert capfd.readouterr() == ("", "")


def test_hiding_too_little_is_noticed() -> None:
    table = draw_up(amounts("a", "q", 90, 5, 5) + amounts("b", "q", 40, 35, 25))
    everything = frozenset(table.cells)
    assert not is_safe(Frozen(table, everything), RULE)
    assert not is_safe(Frozen(table, everything - {Key(("a",), "q")}), RULE)
    assert is_safe(Frozen(table, everything - {Key(("a",), "q"), Key(("b",), "q")}), RULE)


@given(contributions(families=4, periods=3))
def test_what_is_published_passes_an_audit_of_its_own(given: list[Contribution]) -> None:
    table = draw_up(given)
    frozen = publish(table)
    assert is_safe(frozen, RULE)
    assert all(RULE.passes(table.cells[key]) for key in frozen.shown)


@given(contributions(families=3, periods=3), st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(given: list[Contribution], chance: random.Random) -> None:
    shuffled = list(given)
    chance.shuffle(shuffled)
    assert publish(draw_up(shuffled)).figures() == publish(draw_up(given)).figures()


def exposed_by_trying(frozen: Frozen, viewer: str | None) -> list[Key]:
    """Sensitive cells that can lie nowhere high enough, over every table that agrees with what is seen."""
    known = knowledge_of(frozen.table)
    smallest = min(amount for parts in known.parts for amount in parts.values())
    needed = {}
    for key, number in known.newest.items():
        parts = frozen.table.cells[key]
        need = slack(known.parts[number], RULE, viewer, smallest) * known.unit
        if key not in frozen.shown and not RULE.passes(parts) and need:
            needed[key] = frozen.table.amount(key) + need
    most = max([*needed.values(), *map(frozen.table.amount, frozen.table.cells)]) // 10**6
    for guess in consistent(frozen, viewer, most):
        if not needed:
            break
        for key in [key for key, level in needed.items() if guess[key] * 10**6 >= level]:
            del needed[key]
    return sorted(needed)


@settings(max_examples=12)
@given(contributions(families=2, periods=2, largest=3, firms=FIRMS[:4]))
def test_trying_every_table_finds_no_hidden_cell_out(given: list[Contribution]) -> None:
    frozen = publish(draw_up(given))
    for viewer in (None, *FIRMS[:4]):
        assert exposed_by_trying(frozen, viewer) == []


@settings(max_examples=12)
@given(contributions(families=2, periods=2, largest=3, firms=FIRMS[:4]), st.data())
def test_the_audit_never_passes_what_trying_finds_out(given: list[Contribution], data: st.DataObject) -> None:
    """Whatever is hidden."""
    table = draw_up(given)
    frozen = Frozen(table, frozenset(data.draw(st.sets(st.sampled_from(sorted(table.cells))))))
    if any(exposed_by_trying(frozen, viewer) for viewer in (None, *FIRMS[:4])):
        assert not is_safe(frozen, RULE)


def random_table(seed: int) -> Table:
    chance = random.Random(seed)
    return draw_up(
        Contribution((family,), period, firm, Decimal(chance.randint(1, 60)))
        for family in "ab"
        for period in ("q1", "q2")
        for firm in FIRMS
        if chance.random() < 0.75
    )


def fewest_hidden(table: Table) -> int:
    keys = sorted(table.cells)
    return next(
        count
        for count in range(len(keys) + 1)
        for hidden in combinations(keys, count)
        if is_safe(Frozen(table, frozenset(keys) - set(hidden)), RULE)
    )


def test_little_more_is_hidden_than_must_be() -> None:
    """Against every choice there is, on twenty tables of nine cells."""
    tables = [random_table(seed) for seed in range(20)]
    ours = [len(table.cells) - len(publish(table).shown) for table in tables]
    best = [fewest_hidden(table) for table in tables]
    print(f"hidden {sum(ours)}, at best {sum(best)}")
    assert sum(ours) <= sum(best) * 1.1


# beside earlier publications

FIRST = amounts("a", "q1", 40, 35, 25, 30) + amounts("b", "q1", 30, 35, 45, 30) + amounts("c", "q1", 30, 35, 45, 30)


def test_published_again_the_same_is_shown_again() -> None:
    before = publish(draw_up(FIRST))
    assert publish(draw_up(FIRST), earlier=[before]).figures() == before.figures()
    assert {figure.amount is None for figure in before.figures()} == {False}


def test_one_firm_s_amendment_is_not_seen_in_the_difference() -> None:
    before = publish(draw_up(FIRST))
    amended = [*FIRST, Contribution(("a",), "q1", "ash", Decimal(7))]
    after = shown(publish(draw_up(amended), earlier=[before]))
    assert after[Key(("a",), "q1")] == HIDDEN
    assert after[Key((), "q1")] == HIDDEN
    assert after[Key(("b",), "q1")] == 140


def test_amendments_of_enough_firms_may_be_seen() -> None:
    before = publish(draw_up(FIRST))
    amended = FIRST + amounts("a", "q1", 7, 6, 8, 5)
    assert shown(publish(draw_up(amended), earlier=[before]))[Key(("a",), "q1")] == 156


def test_what_was_hidden_and_has_not_changed_stays_hidden() -> None:
    """Shown now, it would give back what was hidden beside it then."""
    table = draw_up(amounts("a", "q", 90, 5, 5) + amounts("b", "q", 40, 35, 25) + amounts("c", "q", 50, 40, 60, 50))
    before = publish(table)
    later = draw_up(
        amounts("a", "q", 90, 50, 55, 60) + amounts("b", "q", 40, 35, 25) + amounts("c", "q", 50, 40, 60, 50)
    )
    assert shown(publish(later, earlier=[before]))[Key(("b",), "q")] == HIDDEN


def test_a_new_quarter_is_not_read_off_the_sum_of_all() -> None:
    first = FIRST + [Contribution(each.family, "q2", each.firm, each.amount) for each in FIRST]
    before = publish(draw_up(first))
    later = publish(draw_up([*first, *amounts("a", "q3", 90, 5, 5)]), earlier=[before])
    assert shown(before)[Key(("a",), ALL_PERIODS)] == 260
    assert shown(later)[Key(("a",), "q3")] == HIDDEN
    assert shown(later)[Key(("a",), ALL_PERIODS)] == HIDDEN


@settings(max_examples=50)
@given(contributions(families=3, periods=2), contributions(families=3, periods=2), st.data())
def test_whatever_a_later_publication_newly_shows_passes_the_audit_beside_the_earlier(
    one: list[Contribution], two: list[Contribution], data: st.DataObject
) -> None:
    before = publish(draw_up(one))
    kept = [each for each in one if data.draw(st.booleans())]
    table = draw_up(kept + two[: data.draw(st.integers(0, 4))] or one)
    after = publish(table, earlier=[before])
    new = [key for key in after.shown if key not in before.shown or before.table.cells[key] != table.cells[key]]
    assert not new or is_safe(after, RULE, [before])


@pytest.mark.parametrize("minimum", [2, 4, 6])
def test_the_group_s_own_numbers_count(minimum: int) -> None:
    table = draw_up(amounts("a", "q", 10, 10, 10, 10))
    assert bool(publish(table, Rule(minimum=minimum)).shown) == (minimum <= 4)
    assert bool(publish(table, Rule(percent=Decimal(250))).shown) is False


def test_a_quarter_in_which_nobody_asked_is_not_read_off_a_sum_that_stayed_the_same() -> None:
    both = FIRST + [Contribution(each.family, "q2", each.firm, each.amount) for each in FIRST]
    before = publish(draw_up(both))
    later = publish(draw_up([*both, *amounts("b", "q3", 20, 25, 35, 30)]), earlier=[before])
    assert shown(later)[Key(("a",), "q3")] == HIDDEN
    assert shown(later)[Key(("a",), ALL_PERIODS)] == HIDDEN


def test_eight_quarters_published_one_after_another_hide_little_more_than_all_at_once() -> None:
    given = list(year(random.Random(1)))
    earlier: list[Frozen] = []
    for quarter in range(8):
        table = draw_up(each for each in given if each.period <= f"q{quarter}")
        frozen = publish(table, earlier=earlier)
        assert is_safe(frozen, RULE, earlier)
        assert len(frozen.shown) >= len(publish(table).shown) * 0.9
        earlier.append(frozen)


def year(chance: random.Random) -> Iterator[Contribution]:
    """Twelve families of two trees, twenty firms, some families of few; one family comes in late."""
    for family in range(12):
        for firm in range(20):
            if chance.random() < family / 12:
                for quarter in range(2 if family == 3 else 0, 8):
                    path = (f"tree-{family % 2}", f"family-{family}")
                    yield Contribution(path, f"q{quarter}", f"firm-{firm}", Decimal(chance.randint(1, 300)))
