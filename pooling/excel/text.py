"""Reads text tables (csv, tsv, txt) whatever separator and encoding the exporting program chose."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pooling.excel.guard import Limits, NotText, TooManyCells
from pooling.excel.tables import Book, Note, Row, Table

MARKS = [  # the longer first: UTF-32's mark begins like UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
EIGHT_BIT = ("cp1252", "iso8859-15", "mac_roman", "latin-1")
USUAL = re.compile(r"[àâäçéèêëîïôöùûüÿæœÀÂÇÉÈÊËÎÏÔÖÙÛÜÆŒß’‘“”«»°€–—…²³µ·ñáíóúØø×±®™\xa0]")
# a half or a currency sign glued to letters is an œ or a € read with the wrong table, and the reverse
MISREAD = re.compile(r"[A-Za-z][½¼¾¤]|[½¼¾][a-z]|\d ?[¤Û]|(?<![A-Za-z])œ(?![a-z])|[\x80-\x9f]")
SEPARATORS = {";": 0.15, "\t": 0.15, "|": 0.05, ",": 0.0}  # a comma is as often a decimal mark
SAMPLE = 100  # records looked at to guess the separator
END = "\x00end"  # a record no file holds: a file with NUL is refused before
LARGEST_CELL = 1_000_000


def read_text(path: Path, limits: Limits) -> Book:
    text = decode(path.read_bytes())
    if "\x00" in text or _mostly_control(text):
        raise NotText
    separator, text = _declared_separator(text)
    separator = separator or guess_separator(text)
    rows, notes = _records(text, separator, limits)
    return Book((Table(path.stem, rows, notes=notes),), "text")


def decode(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    for encoding in (*_wide_encoding(data), "utf-8"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _decode_eight_bit(data)


def _wide_encoding(data: bytes) -> tuple[str, ...]:
    """Tells UTF-16 and UTF-32 without a mark by where the zero bytes of plain letters stand."""
    zeros = [data[offset:4000:4].count(0) for offset in range(4)]
    quarter = max(1, len(data[:4000]) // 4)
    pattern = "".join("0" if count > 0.6 * quarter else "." for count in zeros)
    found = {"000.": "utf-32-be", ".000": "utf-32-le", "0.0.": "utf-16-be", ".0.0": "utf-16-le"}
    return (found[pattern],) if pattern in found else ()


def _decode_eight_bit(data: bytes) -> str:
    readings = []
    for encoding in EIGHT_BIT:
        try:
            readings.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return max(readings, key=_plausibility)  # the first of equals: Windows before the rarer ones


def _plausibility(text: str) -> int:
    foreign = sum(not character.isascii() for character in text[:200_000])
    usual = len(USUAL.findall(text, 0, 200_000))
    return 2 * usual - foreign - 3 * len(MISREAD.findall(text, 0, 200_000))


def _mostly_control(text: str) -> bool:
    sample = text[:10_000]
    odd = sum(character < " " and character not in "\t\r\n\f\x1a" for character in sample)
    return odd * 20 > len(sample)


def _declared_separator(text: str) -> tuple[str, str]:
    """Excel's own first line `sep=;`, which it does not count as a row."""
    found = re.match(r'"?sep=(.)"?(\r\n|\r|\n|$)', text, re.IGNORECASE)
    return (found[1], text[found.end() :]) if found else ("", text)


def guess_separator(text: str) -> str:
    return max(SEPARATORS, key=lambda separator: _fitness(text, separator))


def _fitness(text: str, separator: str) -> float:
    """The share of records that have the usual number of columns, when that is more than one."""
    widths: list[int] = []
    for record in _parse(text[:200_000], separator):
        if record:
            widths.append(len(record))
        if len(widths) == SAMPLE:
            break
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return 0.0
    return counts.most_common(1)[0][1] / len(widths) + SEPARATORS[separator]


def _parse(text: str, separator: str, quoting: int = csv.QUOTE_MINIMAL) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST_CELL)
    lines = io.StringIO(text, newline="")
    try:
        yield from csv.reader(lines, delimiter=separator, quoting=quoting)  # type: ignore[arg-type]
    except csv.Error as error:
        raise NotText from error


def _records(text: str, separator: str, limits: Limits) -> tuple[list[Row], tuple[Note, ...]]:
    """A quote left open would swallow the rest in silence: a last line of our own tells whether one did."""
    text += "" if text.endswith(("\n", "\r")) or not text else "\n"
    rows = _bounded(_parse(text + END, separator), limits)
    if rows and rows[-1] == [END]:
        return rows[:-1], ()
    return _bounded(_parse(text, separator, csv.QUOTE_NONE), limits), (Note("unclosed-quote"),)


def _bounded(records: Iterator[list[str]], limits: Limits) -> list[Row]:
    rows: list[Row] = []
    for record in records:
        row: Row = [cell or None for cell in record]
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
        if len(rows) > limits.rows + 1 or len(row) > limits.columns:
            raise TooManyCells(sheet="1", rows=limits.rows, columns=limits.columns)
    return rows
