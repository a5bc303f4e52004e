"""Small tables for the laws, and what can be found out of them by trying everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from hypothesis import strategies as st

from pooling.algorithms.disclosure import Contribution, Frozen
from pooling.algorithms.disclosure.model import ALL_PERIODS, Key

FIRMS = ("ash", "birch", "cedar", "elm", "fir")


@st.composite
def contributions(
    draw: st.DrawFn, *, families: int = 3, periods: int = 2, largest: int = 40, firms: Sequence[str] = FIRMS
) -> list[Contribution]:
    """Any of the firms in any of the cells; the first family has two below it when there are three or more."""
    paths = [("a", "x"), ("a", "y"), ("b",), ("c",)][:families] if families > 2 else [("b",), ("c",)][:families]
    found = [
        Contribution(path, f"q{period}", firm, Decimal(amount))
        for path in paths
        for period in range(draw(st.integers(1, periods)))
        for firm in firms
        if (amount := draw(st.sampled_from((0, 0, draw(st.integers(1, largest))))))
    ]
    return found or [Contribution(paths[0], "q0", firms[0], Decimal(1))]


def leaves(frozen: Frozen) -> list[Key]:
    totals = {relation.total for relation in frozen.table.relations}
    return [key for key in frozen.table.cells if key not in totals]


def consistent(frozen: Frozen, viewer: str | None, most: int) -> Iterator[dict[Key, int]]:
    """Every table of whole numbers up to `most` a leaf that agrees with the shown figures and what a viewer knows."""
    table, bottom = frozen.table, leaves(frozen)
    sums = {key: table.amount(key) // 10**6 for key in sorted(frozen.shown)}
    for guess in _guesses(frozen, viewer, most, bottom, sums):
        whole = {key: _total(guess, key) for key in table.cells}
        if _known(frozen, whole, viewer):
            yield whole


def _guesses(
    frozen: Frozen, viewer: str | None, most: int, left: list[Key], sums: dict[Key, int]
) -> Iterator[dict[Key, int]]:
    """`sums` is what each shown figure still lacks."""
    if not left:
        yield {}
        return
    leaf, *rest = left
    lacking = [sums[key] for key in sums if _holds(key, leaf)]
    exact = [sums[key] for key in sums if _holds(key, leaf) and not any(_holds(key, other) for other in rest)]
    own = frozen.table.cells[leaf].get(viewer, 0) // 10**6 if viewer else 0
    highest = min([min(lacking, default=most), *exact])
    for value in range(highest, max([own, *exact]) - 1, -1):  # high ones first: they prove most
        remaining = {key: amount - value * _holds(key, leaf) for key, amount in sums.items()}
        for guess in _guesses(frozen, viewer, most, rest, remaining):
            yield {leaf: value} | guess


def _known(frozen: Frozen, guess: dict[Key, int], viewer: str | None) -> bool:
    """A firm alone in a cell knows what it is."""
    alone = [key for key in leaves(frozen) if viewer and set(frozen.table.cells[key]) == {viewer}]
    return all(guess[key] == frozen.table.amount(key) // 10**6 for key in alone)


def _holds(key: Key, leaf: Key) -> bool:
    return leaf.family[: len(key.family)] == key.family and key.period in {leaf.period, ALL_PERIODS}


def _total(guess: dict[Key, int], key: Key) -> int:
    return sum(amount for leaf, amount in guess.items() if _holds(key, leaf))
