"""`python -m bench`: prints ratios as Markdown on stdout, progress on stderr."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import consolidation, disclosure, imports, matching, neighbours, pages, search, sharing, workbooks
from bench.clock import Figure, say
from bench.group import Scale, build
from bench.table import growth, ratios, spent

KINDS = ("consolidation", "workbooks", "pages", "sharing", "disclosure", "matching", "imports", "search", "neighbours")
GROUPS = (10_000, 100_000, 1_000_000)
JUDGED_GROUP = 100_000
ORDERS = (2_000, 20_000, 100_000)
JUDGED_ORDER = 20_000
IMPORTED = 500  # workbooks
CATALOGUES = (5_000, 50_000)
JUDGED_CATALOGUE = 50_000
PHASE = 15  # seconds of people at work, with and without each hostile file
POOLS = (50, 500, 5_000)  # needs of one pool
CAMPAIGNS = (500, 5_000)  # pools of twenty needs
FAMILIES = (12, 50)
QUARTERS = 8
LONG = 100_000  # an order from here on takes seconds a run: three rounds tell enough


@dataclass(frozen=True)
class Choice:
    """What to measure; `size` replaces all sizes by one."""

    kinds: Sequence[str]
    rounds: int
    size: int | None

    def sizes(self, usual: Sequence[int]) -> Sequence[int]:
        return (self.size,) if self.size else usual


def main(arguments: Sequence[str] | None = None) -> None:
    choice = _choice(arguments)
    if "matching" in choice.kinds:
        print(f"{matching.table()}\n")
    figures = list(_figures(choice))
    print(f"{ratios(figures)}\n\n{growth(figures)}")


def _choice(arguments: Sequence[str] | None) -> Choice:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", choices=KINDS, help="one of the benches")
    parser.add_argument("kind", nargs="?", choices=KINDS, help="the same, said shorter")
    parser.add_argument("--rounds", type=int, default=7, help="how often both sides take their turn (7)")
    parser.add_argument(
        "--size", type=int, help="lines (or workbooks, or seconds of a phase), instead of the usual sizes"
    )
    given = parser.parse_args(arguments)
    only = given.kind or given.only
    return Choice((only,) if only else KINDS, given.rounds, given.size)


def _figures(choice: Choice) -> Iterator[Figure]:
    for figure in _measured(choice):
        pair = figure.pair
        say(f"{figure.what}: {spent(pair.ours)} against {spent(pair.bare)}, ratio {pair.ratio:.2f}")
        yield figure


def _measured(choice: Choice) -> Iterator[Figure]:
    if {"consolidation", "pages"} & set(choice.kinds):
        yield from _on_groups(choice)
    if "workbooks" in choice.kinds:
        yield from _on_orders(choice)
    if "matching" in choice.kinds:
        yield from matching.measure(choice.size)
    if "sharing" in choice.kinds:
        yield from sharing.figures(choice.sizes(POOLS), choice.sizes(CAMPAIGNS), choice.rounds)
    if "disclosure" in choice.kinds:
        for families in choice.sizes(FAMILIES):
            yield disclosure.measure(families, QUARTERS, choice.rounds)
    yield from _of_needs(choice)


def _of_needs(choice: Choice) -> Iterator[Figure]:
    if "imports" in choice.kinds:
        for forms in choice.sizes((IMPORTED,)):
            yield from imports.measure(forms, judged=forms == IMPORTED)
    if "search" in choice.kinds:
        for items in choice.sizes(CATALOGUES):
            yield from search.measure(items, choice.rounds, judged=items == JUDGED_CATALOGUE)
    if "neighbours" in choice.kinds:
        yield from neighbours.measure(choice.size or PHASE)


def _on_groups(choice: Choice) -> Iterator[Figure]:
    for lines in choice.sizes(GROUPS):
        with tempfile.TemporaryDirectory(prefix="pooling-bench-") as folder:
            say(f"… writing a group of {lines:,} lines")
            path = build(Path(folder) / "group.db", Scale(lines))
            judged = lines == JUDGED_GROUP
            if "consolidation" in choice.kinds:
                yield consolidation.measure(path, lines, choice.rounds, judged=judged)
            if "pages" in choice.kinds:
                yield from pages.measure(path, lines, choice.rounds, judged=judged)


def _on_orders(choice: Choice) -> Iterator[Figure]:
    for whole in (False, True):
        for lines in choice.sizes(ORDERS):
            say(f"… making an order of {lines:,} lines")
            rounds = min(choice.rounds, 3) if lines >= LONG else choice.rounds
            yield workbooks.measure(lines, rounds, whole=whole, judged=lines == JUDGED_ORDER)


if __name__ == "__main__":
    main()
