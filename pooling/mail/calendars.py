"""Deadlines as an iCalendar file (RFC 5545), which people's calendars take in and later move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

LONGEST_LINE = 75  # octets


@dataclass(frozen=True)
class Deadline:
    """`uid` stays the same for good; of two files, calendars believe the one with the greater `sequence`."""

    uid: str
    sequence: int
    at: datetime
    title: str
    url: str


def calendar(deadlines: Sequence[Deadline], stamped_at: datetime) -> str:
    """One file for all of them; an alarm rings the day before."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pooling//deadlines//FR", "METHOD:PUBLISH"]
    for deadline in deadlines:
        lines += _event(deadline, stamped_at)
    folded = [part for line in [*lines, "END:VCALENDAR"] for part in _folded(line)]
    return "\r\n".join(folded) + "\r\n"


def _event(deadline: Deadline, stamped_at: datetime) -> list[str]:
    title = _escaped(deadline.title)
    return [
        "BEGIN:VEVENT",
        f"UID:{deadline.uid}",
        f"SEQUENCE:{deadline.sequence}",
        f"DTSTAMP:{_utc(stamped_at)}",
        f"DTSTART:{_utc(deadline.at)}",
        f"SUMMARY:{title}",
        f"URL:{deadline.url}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P1D",
        f"DESCRIPTION:{title}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> Iterator[str]:
    """In pieces of 75 octets, no character cut in two; all but the first begin with a space."""
    part = ""
    for character in line:
        if len((part + character).encode()) > LONGEST_LINE:
            yield part
            part = " "
        part += character
    yield part
