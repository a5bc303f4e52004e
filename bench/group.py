"""A made-up group in a SQLite file: firms, items and one open campaign full of needs, the same every time."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from pooling.algorithms.grouping import item_key, normalise
from pooling.db import Base
from pooling.migrations import upgrade

CAMPAIGN = "B1"
CAMPAIGN_ID = 1
ONE = 10**6  # how a quantity of 1 is stored
UNITS = ("C62", "KGM", "LTR", "XBX", "RM")
FAMILIES = 10
Row = dict[str, Any]


@dataclass(frozen=True)
class Scale:
    """How many needs, by how many firms, over how many items. The first firms enter as many lines as
    `chosen` says, for the pages; the others share what remains evenly."""

    lines: int
    members: int = 500
    items: int = 5_000
    chosen: tuple[int, ...] = (40, 400)

    def __post_init__(self) -> None:
        if self.members <= len(self.chosen) or self.lines < sum(self.chosen):
            raise ValueError(f"{self.lines} lines of {self.members} firms are too few for pages of {self.chosen} lines")

    def owners(self) -> Iterator[int]:
        """The firm of each line, in the order entered."""
        own = [number for number, count in enumerate(self.chosen, 1) for _ in range(count)]
        others = range(len(self.chosen) + 1, self.members + 1)
        rest = (others[place % len(others)] for place in range(self.lines - len(own)))
        return chain(own, rest)


def user_of(member: int) -> str:
    """What the session's cookie holds of the person who enters for a firm."""
    return f"bench-{member}"


def build(path: Path, scale: Scale, seed: int = 2) -> Path:
    """Write the group's database."""
    upgrade(f"sqlite:///{path}")
    chance = random.Random(seed)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        for table, rows in chain(_people(scale), _catalogue(scale), _campaign(scale, chance)):
            _insert(connection, table, rows)
    return path


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Each row holds the table's columns or those without a server's or a NULL default."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    columns = [column.name for column in Base.metadata.tables[table].columns if column.name in first]
    values = ", ".join(f":{name}" for name in columns)
    connection.executemany(
        f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({values})',  # the names are the schema's
        chain([first], rows),
    )


def _people(scale: Scale) -> Iterator[tuple[str, Iterable[Row]]]:
    numbers = range(1, scale.members + 1)
    present = _stamp(datetime.now(UTC))
    yield "member", ({"id": n, "code": f"F{n:04}", "name": f"Atelier {n:04}", "active": True} for n in numbers)
    yield "site", (_site(n, dock) for n in numbers for dock in (1, 2))
    yield "role", [{"id": 1, "name": "entry"}, {"id": 2, "name": "approver"}, {"id": 3, "name": "buyer"}]
    yield "user", ({"id": n, **_user(n)} for n in numbers)
    yield "user_role", ({"user_id": n, "role_id": role} for n in numbers for role in (1, 2))
    yield "charter", [{"id": 1, "version": 1, "text": "Chacun garde pour soi ce qu'il voit.", "published_at": present}]
    yield (
        "charter_acceptance",
        ({"id": n, "charter_id": 1, "user_id": n, "member_id": n, "accepted_at": present} for n in numbers),
    )


def _site(member: int, dock: int) -> Row:
    texts = dict.fromkeys(("street", "postcode", "opening_hours"), "")
    number = 2 * member + dock - 2
    return {"id": number, "member_id": member, "code": f"Q{dock}", "name": f"Quai {dock}", "city": "Cluses"} | {
        **texts,
        "active": True,
    }


def _user(member: int) -> Row:
    return {
        "email": f"p{member}@example.org",
        "name": f"Personne {member}",
        "active": True,
        "fs_uniquifier": user_of(member),
        "member_id": member,
    }


def _catalogue(scale: Scale) -> Iterator[tuple[str, Iterable[Row]]]:
    yield "category", (_category(n) for n in range(1, FAMILIES + 1))
    yield "item", (_item(n) for n in range(1, scale.items + 1))
    yield "pack", (_pack(n) for n in range(1, scale.items + 1, 2))


def _category(number: int) -> Row:
    name = f"Famille {number:02}"
    return {"id": number, "code": f"FAM{number:02}", "name": name, "path": name, "root_id": number, "active": True}


def _item(number: int) -> Row:
    name = f"Article de mécanique no {number}, qualité {number % 7}"
    row = {"id": number, "code": f"A{number:05}", "name": name, "maker": "", "maker_reference": f"R-{number}"}
    return row | {
        "category_id": number % FAMILIES + 1,
        "base_unit": _unit(number),
        "search": normalise(f"{name} A{number:05} R-{number}"),
        "active": True,
    }


def _pack(number: int) -> Row:
    """Every other item has one, of ten."""
    return {"id": number, "item_id": number, "name": "lot de 10", "unit": "XPK", "content": 10 * ONE, "active": True}


def _unit(item: int) -> str:
    return UNITS[item % len(UNITS)]


def _campaign(scale: Scale, chance: random.Random) -> Iterator[tuple[str, Iterable[Row]]]:
    present = datetime.now(UTC)
    opens, closes = present - timedelta(days=10), present + timedelta(days=10)
    window = {"delivery_from": closes.date().isoformat(), "delivery_until": (closes.date() + timedelta(30)).isoformat()}
    dates = {"opens_at": _stamp(opens), "closes_at": _stamp(closes), **window}
    counters = {"state": "open", "revision": 1, "version": 1}
    yield "campaign", [{"id": CAMPAIGN_ID, "code": CAMPAIGN, "name": "Trimestre", **dates, **counters}]
    yield "campaign_category", ({"campaign_id": CAMPAIGN_ID, "category_id": n} for n in range(1, FAMILIES + 1))
    yield "submission", (_submission(n, _stamp(present)) for n in range(1, scale.members + 1))
    yield "need", _needs(scale, chance, _stamp(present))


def _submission(member: int, present: str) -> Row:
    row = {"id": member, "campaign_id": CAMPAIGN_ID, "member_id": member, "answer": "draft", "started_at": present}
    return {**row, "answered_by": "", "version": 1}


def _needs(scale: Scale, chance: random.Random, present: str) -> Iterator[Row]:
    for number, member in enumerate(scale.owners(), 1):
        item, quantity = chance.randrange(1, scale.items + 1), chance.randrange(1, 500)
        packed = item % 2 == 1 and quantity % 3 == 0
        yield {
            "id": number,
            "key": f"{number:032x}",
            "submission_id": member,
            "campaign_id": CAMPAIGN_ID,
            "member_id": member,
            "category_id": item % FAMILIES + 1,
            "item_id": item,
            "pack_id": item if packed else None,
            "site_id": 2 * member,
            "designation": "",
            "wanted": quantity * ONE,
            "unit": _unit(item),
            "base_wanted": quantity * ONE * (10 if packed else 1),
            "pool_key": item_key(item),
            "firm": True,
            "flex_minus": 0,
            "flex_plus": 0,
            "present_price": chance.randrange(1, 99_999) * 10_000,
            "present_supplier": f"Fournisseur {item % 40}",
            "remark": "",
            "changed_at": present,
            "version": 1,
        }


def _stamp(moment: datetime) -> str:
    """As SQLAlchemy writes moments into SQLite."""
    return moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
