"""A made-up group in a SQLite file: firms, items and one open campaign full of needs, the same every time."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import JSON

from pooling.algorithms.grouping import item_key, normalise
from pooling.campaigns.models import State
from pooling.db import Base
from pooling.members.sittings import hashed as token_hash
from pooling.migrations import upgrade

CAMPAIGN = "B1"
CAMPAIGN_ID = 1
NEXT = "B2"
NEXT_ID = 2
ONE = 10**6  # how a quantity of 1 is stored
UNITS = ("C62", "KGM", "LTR", "XBX", "RM")
FAMILIES = 10
PAGES = (40, 200)  # lines of the first firms; a page of the grid shows 200
Row = dict[str, Any]


@dataclass(frozen=True)
class Scale:
    """How many needs, by how many firms, over how many items. The first firms enter as many lines as
    `chosen` says, for the pages; the others share what remains evenly."""

    lines: int
    members: int = 500
    items: int = 5_000
    chosen: tuple[int, ...] = PAGES

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
    """The number, in cookies, of the person who enters for a firm."""
    return f"bench-{member}"


def cookie_of(member: int) -> str:
    """What the session's cookie says of that person, whose sitting has the same name."""
    return f"{user_of(member)}.{user_of(member)}"


def code_of(member: int) -> str:
    return f"F{member:04}"


def build(path: Path, scale: Scale, seed: int = 2) -> Path:
    """Write the group's database."""
    upgrade(f"sqlite:///{path}")
    chance = random.Random(seed)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        for table, rows in chain(_people(scale), _catalogue(scale), _campaign(scale, chance)):
            _insert(connection, table, rows)
    return path


def open_next(path: Path) -> Path:
    """A second campaign of the same families, in which nobody has answered yet."""
    with closing(sqlite3.connect(path)) as connection, connection:
        present = datetime.now(UTC) + timedelta(days=1)
        opened = _open_campaign(present) | {"id": NEXT_ID, "code": NEXT, "name": "Trimestre suivant"}
        _insert(connection, "campaign", [opened])
        families = ({"campaign_id": NEXT_ID, "category_id": number} for number in range(1, FAMILIES + 1))
        _insert(connection, "campaign_category", families)
    return path


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """All rows of a table hold the same columns; the model's own defaults stand in the others."""
    rows = iter(rows)
    defaults = _defaults(table)
    first = defaults | next(rows)
    names = ", ".join(f'"{name}"' for name in first)
    values = ", ".join(f":{name}" for name in first)
    connection.executemany(
        f'INSERT INTO "{table}" ({names}) VALUES ({values})', chain([first], (defaults | row for row in rows))
    )


def _defaults(table: str) -> Row:
    """As SQLite stores them; a default that is computed is an empty document or the present moment."""
    columns = [column for column in Base.metadata.tables[table].columns if column.default is not None]
    return {column.name: "{}" if isinstance(column.type, JSON) else _stored(column.default) for column in columns}


def _stored(default: Any) -> object:
    if not default.is_scalar:
        return _stamp(datetime.now(UTC))
    value = default.arg
    return int(value) if isinstance(value, Decimal) else str(value) if isinstance(value, StrEnum) else value


def _people(scale: Scale) -> Iterator[tuple[str, Iterable[Row]]]:
    numbers = range(1, scale.members + 1)
    yield "member", ({"id": n, "code": code_of(n), "name": f"Atelier {n:04}"} for n in numbers)
    yield "site", (_site(n, dock) for n in numbers for dock in (1, 2))
    yield "role", [{"id": 1, "name": "entry"}, {"id": 2, "name": "approver"}]
    yield "user", (_user(n) for n in numbers)
    yield "sitting", (_sitting(n) for n in numbers)
    yield "user_role", ({"user_id": n, "role_id": role} for n in numbers for role in (1, 2))
    yield "charter", [{"id": 1, "version": 1, "text": "Chacun garde pour soi ce qu'il voit."}]
    yield "charter_acceptance", ({"id": n, "charter_id": 1, "user_id": n, "member_id": n} for n in numbers)


def _site(member: int, dock: int) -> Row:
    number = 2 * member + dock - 2
    return {"id": number, "member_id": member, "code": f"Q{dock}", "name": f"Quai {dock}", "city": "Cluses"}


def _user(member: int) -> Row:
    names = {"email": f"p{member}@example.org", "name": f"Personne {member}"}
    return {"id": member, **names, "fs_uniquifier": user_of(member), "member_id": member}


def _sitting(member: int) -> Row:
    return {"id": member, "key": user_of(member), "token_hash": token_hash(user_of(member)), "user_id": member}


def _catalogue(scale: Scale) -> Iterator[tuple[str, Iterable[Row]]]:
    yield "category", (_category(n) for n in range(1, FAMILIES + 1))
    yield "item", (_item(n) for n in range(1, scale.items + 1))
    yield "pack", (_pack(n) for n in range(1, scale.items + 1, 2))


def _category(number: int) -> Row:
    name = f"Famille {number:02}"
    return {"id": number, "code": f"FAM{number:02}", "name": name, "path": name, "root_id": number}


def _item(number: int) -> Row:
    name = f"Article de mécanique no {number}, qualité {number % 7}"
    search = normalise(f"{name} A{number:05} R-{number}")
    names = {"code": f"A{number:05}", "name": name, "maker_reference": f"R-{number}", "search": search}
    return {"id": number, **names, "category_id": number % FAMILIES + 1, "base_unit": _unit(number)}


def _pack(number: int) -> Row:
    """Every other item has one, of ten."""
    return {"id": number, "item_id": number, "name": "lot de 10", "unit": "XPK", "content": 10 * ONE}


def _unit(item: int) -> str:
    return UNITS[item % len(UNITS)]


def _campaign(scale: Scale, chance: random.Random) -> Iterator[tuple[str, Iterable[Row]]]:
    yield "campaign", [_open_campaign(datetime.now(UTC))]
    yield "campaign_category", ({"campaign_id": CAMPAIGN_ID, "category_id": n} for n in range(1, FAMILIES + 1))
    yield "submission", ({"id": n, "campaign_id": CAMPAIGN_ID, "member_id": n} for n in range(1, scale.members + 1))
    yield "need", (_need(number, member, scale, chance) for number, member in enumerate(scale.owners(), 1))


def _open_campaign(present: datetime) -> Row:
    closes = present + timedelta(days=10)
    delivery = {
        "delivery_from": closes.date().isoformat(),
        "delivery_until": (closes.date() + timedelta(30)).isoformat(),
    }
    dates = {"opens_at": _stamp(present - timedelta(days=10)), "closes_at": _stamp(closes), **delivery}
    return {"id": CAMPAIGN_ID, "code": CAMPAIGN, "name": "Trimestre", **dates, "state": State.OPEN.value}


def _need(number: int, member: int, scale: Scale, chance: random.Random) -> Row:
    item, count = chance.randrange(1, scale.items + 1), chance.randrange(1, 500)
    packed = item % 2 == 1 and count % 3 == 0
    base = count * ONE * (10 if packed else 1)
    return {
        "id": number,
        "key": key_of(number),
        "submission_id": member,
        "campaign_id": CAMPAIGN_ID,
        "member_id": member,
        "category_id": item % FAMILIES + 1,
        "item_id": item,
        "pack_id": item if packed else None,
        "site_id": 2 * member,
        "wanted": count * ONE,
        "unit": _unit(item),
        "base_wanted": base,
        "pool_key": item_key(item),
        "adjusted": base,
        "pooled_as": item_key(item),
        "pooled_item_id": item,
        "present_price": chance.randrange(1, 99_999) * 10_000,
        "present_supplier": f"Fournisseur {item % 40}",
    }


def key_of(need: int) -> str:
    return f"{need:032x}"


def _stamp(moment: datetime) -> str:
    """As SQLAlchemy writes moments into SQLite."""
    return moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
