"""Entries as a page shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext, pgettext

from pooling.algorithms.units import unit_coded
from pooling.journal.looks import FILE
from pooling.journal.names import FieldWords, Words
from pooling.journal.queries import Looked, Row
from pooling.journal.sentences import field_told, subject_told, verb_told
from pooling.language import day, language, price, quantity

LONGEST_VALUE = 300
OF_FAMILY = "fields"  # where an entry holds the values of its family's fields, by their codes
SPLIT = "split"
FLEXIBLE = ("flex_minus", "flex_plus")  # nothing when 0
# codes as parts/states.html calls them: a context and a message id
STATES = ("draft", "open", "closed", "consolidated", "in_consultation", "awarded", "ordered", "delivered")
CODES: dict[str, dict[str, tuple[str, str]]] = {
    "state": {code: ("campaign", code.replace("_", " ").capitalize()) for code in (*STATES, "settled", "cancelled")},
    "answer": {
        "draft": ("submission", "In progress"),
        "awaiting": ("submission", "To approve"),
        "submitted": ("submission", "Submitted"),
        "nothing": ("submission", "Nothing this time"),
    },
}


@dataclass(frozen=True)
class Change:
    """One value of an entry; None where there was none."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Told:
    at: datetime
    actor: str
    verb: str
    sentence: str
    subject: str
    firm: str | None
    campaign: str | None
    changes: list[Change]
    note: str


@dataclass
class Visit:
    """All looks of one person at one firm's lines on one day; `times` of the first and the last."""

    day: date
    actor: str
    firm: str | None
    first: datetime
    last: datetime
    count: int = 0
    files: int = 0  # of these, files of lines that were opened
    campaigns: Counter[str] = field(default_factory=Counter)


def tell(rows: Iterable[Row], firms: Mapping[int, str], words: Words) -> list[Told]:
    return [
        Told(
            at=row.at,
            actor=row.actor if row.user_id is not None else gettext("The program"),
            verb=row.verb,
            sentence=verb_told(row.verb),
            subject=_about(row) or subject_told(row.subject),
            firm=firms.get(row.member_id) if row.member_id is not None else None,
            campaign=row.campaign,
            changes=changes(row.before, row.after, words, row.member_id),
            note=row.note,
        )
        for row in rows
    ]


def changes(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, words: Words, member_id: int | None = None
) -> list[Change]:
    """What differs; of something new or deleted, all that it held, the fields of its family each by itself."""
    old, new = before or {}, after or {}
    found: list[Change] = []
    for name in dict.fromkeys((*old, *new)):
        if name == OF_FAMILY:
            found += _fields_changed(old.get(name) or {}, new.get(name) or {}, words.field)
        else:
            told = [_value(name, each.get(name), words, member_id) for each in (old, new)]
            found.append(Change(field_told(name), *told))
    return [change for change in found if change.before != change.after]


def _fields_changed(old: Mapping[str, str], new: Mapping[str, str], words: FieldWords) -> Iterator[Change]:
    for code in dict.fromkeys((*old, *new)):
        told = [words(code, each[code]) if each.get(code) else None for each in (old, new)]
        name = next((each[0] for each in told if each), "")
        yield Change(name, *(_shortened(each[1]) if each else None for each in told))


def visits(looked: Iterable[Looked], firms: Mapping[int, str], zone: ZoneInfo) -> list[Visit]:
    """By day of the group's zone, person and firm; newest day first, as the looks come."""
    known: dict[tuple[date, str, int | None], Visit] = {}
    for look in looked:
        on = look.at.astimezone(zone).date()
        key = (on, look.actor, look.member_id)
        if key not in known:
            firm = firms.get(look.member_id) if look.member_id is not None else None
            known[key] = Visit(on, look.actor, firm, first=look.at, last=look.at)
        visit = known[key]
        visit.first = min(visit.first, look.at)
        visit.count += 1
        visit.files += look.subject.startswith(FILE)
        if look.campaign:
            visit.campaigns[look.campaign] += 1
    return list(known.values())


def _about(row: Row) -> str:
    """The line that an entry is about, in the words of whoever entered it."""
    if not row.subject.startswith(("need:", "late:")):
        return ""
    held = row.after or row.before or {}
    return _shortened(str(held.get("designation") or held.get("item") or ""))


def _value(name: str, value: Any, words: Words, member_id: int | None) -> str | None:
    if value is None or value in ("", []) or (name in FLEXIBLE and value == "0"):
        return None
    if name in READ:
        return _shortened(READ[name](value))
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    code = CODES.get(name, {}).get(str(value))
    if code is not None:
        return str(pgettext(*code))
    if isinstance(value, list):
        return _shortened(", ".join(map(str, value)))
    if isinstance(value, dict):
        told = ((_called(name, key, words, member_id), each) for key, each in value.items())
        return _shortened(
            ", ".join(f"{key}: {_number(each, quantity) if name == SPLIT else each}" for key, each in told)
        )
    return _shortened(_called(name, str(value), words, member_id))


def _called(name: str, code: str, words: Words, member_id: int | None) -> str:
    """A code of a family or of a firm's site as people call it; any other text as it is."""
    if name == "category":
        return words.families.get(code, code)
    return words.sites.get((member_id or 0, code), code) if name in {"site", SPLIT} else code


def _unit(code: str) -> str:
    unit = unit_coded(code)
    return unit.name(language()) if unit else code


def _number(text: Any, write: Callable[[Decimal], str]) -> str:
    try:
        return write(Decimal(str(text)))
    except ArithmeticError:
        return str(text)


def _firm(value: Any) -> str:
    return str(gettext("firm") if value else gettext("estimated"))


# values that are not told as they are kept
READ: Mapping[str, Callable[[Any], str]] = {
    "unit": lambda code: _unit(str(code)),
    "own_pack": lambda code: _unit(str(code)),
    "firm": _firm,
    "wanted_on": lambda text: day(date.fromisoformat(text)),
    "present_price": lambda text: _number(text, price),
    **dict.fromkeys(("quantity", "base_quantity", "own_content", *FLEXIBLE), lambda text: _number(text, quantity)),
}


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
