"""A block of cells as spreadsheet programs put it on the clipboard: tabs, line ends, and cells in quotes."""

from __future__ import annotations

import re

from pooling.algorithms.errors import N_, Refusal

MOST_SIGNS = 500_000
ROWS_READ = 1_000  # titles, sums and empty rows too
MOST_COLUMNS = 100

_TOO_LARGE = N_("This block is too large to be read at once: copy fewer rows and columns, in several steps.")
_END = re.compile(r"\r\n|\n|\r")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r|\n|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")
_UNSEEN = str.maketrans(dict.fromkeys("\x00\ufeff\u200b\u200e\u200f\u2060"))


def cells(text: str) -> list[list[str]]:
    """The rows of a block, all of one width, without the empty ones around. A cell that begins with a quote
    that closes nowhere is a cell that begins with a quote: `"nu` is a way to write a steel grade. Raises Refusal for a
    block that would keep the server busy."""
    if len(text) > MOST_SIGNS:
        raise Refusal("too_large", _TOO_LARGE)
    rows = [[_tidy(cell) for cell in row] for row in _rows(text.translate(_UNSEEN))]
    while rows and not any(rows[-1]):
        rows.pop()
    while rows and not any(rows[0]):
        rows.pop(0)
    if len(rows) > ROWS_READ or any(any(row[MOST_COLUMNS:]) for row in rows):
        raise Refusal("too_large", _TOO_LARGE)
    width = min(max(map(len, rows), default=0), MOST_COLUMNS)
    return [row[:width] + [""] * (width - len(row)) for row in rows]


def _rows(text: str) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        quoted = _QUOTED.match(text, at)
        found = quoted or _PLAIN.match(text, at)
        if found is None:  # the plain pattern fits everywhere, if only nothing
            return rows
        rows[-1].append(quoted[1].replace('""', '"') if quoted else found[0])
        at = found.end()
        if at >= len(text):
            return rows
        if text[at] == "\t":
            at += 1
            continue
        end = _END.match(text, at)
        at = end.end() if end else at + 1
        rows.append([])


def _tidy(cell: str) -> str:
    """On one line, as an input holds it."""
    return re.sub(r"\s*[\r\n\v\f]+\s*|\t", " ", cell).strip()
