"""What was measured, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bench.clock import Figure


def ratios(figures: Sequence[Figure]) -> str:
    rows = [
        (each.what, spent(each.pair.ours), spent(each.pair.bare), f"{each.pair.ratio:.2f}", _target(each))
        for each in figures
    ]
    return _table(("what", "ours", "bare", "ratio", "target"), rows)


def growth(figures: Sequence[Figure]) -> str:
    """Cost per line at each size of a series, and how many times that of the smallest."""
    rows: list[tuple[str, ...]] = []
    ordered = sorted((each for each in figures if each.series), key=lambda each: each.series)
    for series, group in groupby(ordered, key=lambda each: each.series):
        rows.extend(_grown(series, list(group)))
    return _table(("what", "size", "ours µs/line", "growth", "bare µs/line", "bare growth"), rows)


def _grown(series: str, figures: Sequence[Figure]) -> Iterator[tuple[str, ...]]:
    first = figures[0]
    ours_at_first, bare_at_first = first.pair.ours / first.units, first.pair.bare / first.units
    for each in figures:
        ours, bare = each.pair.ours / each.units, each.pair.bare / each.units
        costs = (
            f"{ours * 1e6:.2f}",
            f"×{ours / ours_at_first:.2f}",
            f"{bare * 1e6:.2f}",
            f"×{bare / bare_at_first:.2f}",
        )
        yield series, f"{each.size:,}", *costs


def _target(figure: Figure) -> str:
    if figure.target is None:
        return ""
    return f"≤ {figure.target:g}{'' if figure.pair.ratio <= figure.target else ' **missed**'}"


def spent(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.2f} ms"


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [titles, ["---", *["---:"] * (len(titles) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
