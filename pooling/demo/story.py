"""The story of the demo group as its files tell it, moved by whole weeks so that its open quarter is always now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from pooling.algorithms.category_fields import FieldKind
from pooling.catalogue.family_fields import FieldFacts
from pooling.excel import reader
from pooling.excel.reader import Book, Table, Value

TODAY = date(2026, 11, 23)  # in the story
DAY = re.compile(r"\d{2}/\d{2}/\d{4}")
QUARTER = re.compile(r"\d{4}-T\d")
ORDINALS = ("1er", "2e", "3e", "4e")


@dataclass(frozen=True)
class Quarter:
    """A campaign of the story at its new dates; `told` is its code in the files. Moments are local."""

    told: str
    code: str
    name: str
    opens_at: datetime
    closes_at: datetime
    delivery_from: date
    delivery_until: date
    families: tuple[str, ...]
    state: str


@dataclass(frozen=True)
class Scene:
    """One thing that somebody does: what `line`, `value` and `text` are depends on the `verb` (demo/scenes.py)."""

    campaign: str
    email: str
    verb: str
    member: str
    line: str = ""
    value: str = ""
    text: str = ""


class Story:
    def __init__(self, folder: Path, today: date) -> None:
        self.folder = folder
        self.shift = timedelta(weeks=round((today - TODAY).days / 7))
        self.quarters = [self._quarter(row) for row in self._rows("campaigns")]
        self.codes = {quarter.told: quarter.code for quarter in self.quarters}

    def book(self, name: str) -> Book:
        """One of the files, its dates moved and its campaigns called by their new codes."""
        (table,) = reader.read(self.folder / f"{name}.csv").sheets
        rows = [[self._told_now(cell) for cell in row] for row in table.rows]
        return Book((Table(name, rows),), "text")

    def answers(self) -> list[tuple[str, str, str]]:
        """Campaign, member and what it answered."""
        return [(self.codes[row[0]], row[1], row[2]) for row in self._rows("submissions")]

    def declared(self) -> list[tuple[str, FieldFacts]]:
        """Families by their paths, and the fields that they ask for."""
        return [
            (path, FieldFacts(label, FieldKind(kind), unit, choices.split(", "), required == "oui", apart == "oui"))
            for path, label, kind, unit, choices, required, apart in self._rows("fields")
        ]

    def scenes(self, campaign: str) -> list[Scene]:
        scenes = (Scene(self.codes[row[0]], *row[1:]) for row in self._rows("scenes"))
        return [scene for scene in scenes if scene.campaign == campaign]

    def _rows(self, name: str) -> list[list[str]]:
        (table,) = reader.read(self.folder / f"{name}.csv").sheets
        return [[str(cell or "") for cell in row] for row in table.rows[1:]]

    def _told_now(self, cell: Value) -> Value:
        if not isinstance(cell, str):
            return cell
        if DAY.fullmatch(cell):
            return f"{self._day(cell):%d/%m/%Y}"
        return self.codes.get(cell, cell)

    def _day(self, text: str) -> date:
        return _read(text, "%d/%m/%Y").date() + self.shift

    def _quarter(self, row: list[str]) -> Quarter:
        told, name, opens, closes, delivery_from, delivery_until, families, state = row
        first = self._day(delivery_from)
        number = (first.month - 1) // 3
        if QUARTER.fullmatch(told):
            code, name = f"{first.year}-T{number + 1}", f"Besoins du {ORDINALS[number]} trimestre {first.year}"
        else:
            code = f"{first.year}-{told.partition('-')[2]}"
        return Quarter(
            told=told,
            code=code,
            name=name,
            opens_at=_read(opens, "%d/%m/%Y %H:%M") + self.shift,
            closes_at=_read(closes, "%d/%m/%Y %H:%M") + self.shift,
            delivery_from=first,
            delivery_until=self._day(delivery_until),
            families=tuple(families.split(", ")),
            state=state,
        )


def _read(text: str, pattern: str) -> datetime:
    return datetime.strptime(text, pattern)  # noqa: DTZ007 (the story's own clock; the seed gives it a zone)
