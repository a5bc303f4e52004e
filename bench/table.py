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
    for series, group in groupby((each for each in figures if each.series), key=lambda each: each.series):
        rows.extend(_grown(series, list(group)))
    return _table(("what", "lines", "ours µs/line", "growth", "bare µs/line", "bare growth"), rows)


def _grown(series: str, figures: Sequence[Figure]) -> Iterator[tuple[str, ...]]:
    first = figures[0]
    for each in figures:
        yield (
            series,
            f"{each.lines:,}",
            f"{each.pair.ours / each.lines * 1e6:.2f}",
            f"×{each.pair.ours / each.lines / (first.pair.ours / first.lines):.2f}",
            f"{each.pair.bare / each.lines * 1e6:.2f}",
            f"×{each.pair.bare / each.lines / (first.pair.bare / first.lines):.2f}",
        )


def _target(figure: Figure) -> str:
    if figure.target is None:
        return ""
    return f"≤ {figure.target:g}{'' if figure.pair.ratio <= figure.target else ' **missed**'}"


def spent(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.2f} ms"


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [titles, ["---", *["---:"] * (len(titles) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
