"""Entries as a page shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext, pgettext

from pooling.algorithms.units import unit_coded
from pooling.journal.looks import FILE
from pooling.journal.queries import Looked, Row
from pooling.journal.sentences import field_told, subject_told, verb_told
from pooling.language import language

LONGEST_VALUE = 300
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


def tell(rows: Iterable[Row], firms: Mapping[int, str]) -> list[Told]:
    return [
        Told(
            at=row.at,
            actor=row.actor if row.user_id is not None else gettext("The program"),
            verb=row.verb,
            sentence=verb_told(row.verb),
            subject=_about(row) or subject_told(row.subject),
            firm=firms.get(row.member_id) if row.member_id is not None else None,
            campaign=row.campaign,
            changes=changes(row.before, row.after),
            note=row.note,
        )
        for row in rows
    ]


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    """What differs; of something new or deleted, all that it held."""
    names = [*(before or {}), *(name for name in after or {} if name not in (before or {}))]
    found = []
    for name in names:
        old, new = _value(name, (before or {}).get(name)), _value(name, (after or {}).get(name))
        if old != new:
            found.append(Change(field_told(name), old, new))
    return found


def visits(looked: Iterable[Looked], firms: Mapping[int, str], zone: ZoneInfo) -> list[Visit]:
    """By day of the group's zone, person and firm; newest day first, as the looks come."""
    known: dict[tuple[date, str, int | None], Visit] = {}
    for look in looked:
        day = look.at.astimezone(zone).date()
        key = (day, look.actor, look.member_id)
        if key not in known:
            firm = firms.get(look.member_id) if look.member_id is not None else None
            known[key] = Visit(day, look.actor, firm, first=look.at, last=look.at)
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


def _value(name: str, value: Any) -> str | None:
    if value is None or value in ("", []):
        return None
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    code = CODES.get(name, {}).get(str(value))
    if code is not None:
        return str(pgettext(*code))
    if isinstance(value, list):
        return _shortened(", ".join(map(str, value)))
    if isinstance(value, dict):
        return _shortened(", ".join(f"{key}: {each}" for key, each in value.items()))
    unit = unit_coded(str(value)) if name in {"unit", "own_pack"} else None
    return unit.name(language()) if unit else _shortened(str(value))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
