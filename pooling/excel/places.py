"""Says where in a sheet, the way Excel does."""

from collections.abc import Sequence
from itertools import groupby

SHOWN = 5


def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def places(cells: Sequence[tuple[int, int]]) -> str:
    """`B7, C9, … (12)` from zero-based (row, column) pairs."""
    return _some([f"{column_letters(column)}{row + 1}" for row, column in cells])


def row_ranges(numbers: Sequence[int]) -> str:
    """`3, 5–9` from row numbers in order."""
    ranges = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        ranges.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
    return _some(ranges)


def _some(words: list[str]) -> str:
    if len(words) <= SHOWN:
        return ", ".join(words)
    return f"{', '.join(words[:SHOWN])}, … ({len(words)})"
