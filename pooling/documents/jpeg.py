"""JPEG pictures, taken apart and put together again without what tells where, when and by whom they were taken.

A phone writes the place into its photos (Exif, XMP), and more behind the end of the picture. What decides how
the picture looks stays, byte for byte: tables, scans, colour profile, and which side is up."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field

from pooling.documents.refusals import DAMAGED, UnfitFile

START = b"\xff\xd8"
END_MARKER, SCAN, JFIF, EXIF, PROFILE, ADOBE = 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# tables, frames, scans, restart interval, number of lines: what the picture is made of
BODY = frozenset({*range(0xC0, 0xC8), *range(0xC9, 0xD0), SCAN, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF})
FILLED = re.compile(rb"\xff+[^\xff]", re.DOTALL)
AFTER_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")  # stuffed bytes and restarts belong to the scan
ORIENTATION = 0x0112
MOST_SEGMENTS = 20_000  # a photo has some dozens


@dataclass
class Picture:
    """`data` is the picture alone, `tail` what stood behind its end."""

    width: int = 0
    height: int = 0
    data: bytes = b""
    tail: bytes = b""
    orientation: int = 1
    parts: list[bytes] = field(default_factory=list)


def clean(data: bytes) -> Picture:
    """Raises UnfitFile when it is not a whole picture."""
    picture, place = Picture(), len(START)
    for _segment in range(MOST_SEGMENTS):
        marker, place = _marker(data, place)
        if marker == END_MARKER:
            break
        end = place + _length(data, place)
        place = _take(picture, marker, data[place + 2 : end], data, end)
    else:
        raise UnfitFile(DAMAGED)
    if not picture.width:
        raise UnfitFile(DAMAGED)
    picture.tail = data[place:]
    picture.data = b"".join((START, *_upright(picture), *picture.parts, b"\xff", bytes((END_MARKER,))))
    return picture


def _marker(data: bytes, place: int) -> tuple[int, int]:
    """The next marker and where it ends; any number of 0xFF may stand before it."""
    found = FILLED.match(data, place)
    if found is None:
        raise UnfitFile(DAMAGED)
    return data[found.end() - 1], found.end()


def _length(data: bytes, place: int) -> int:
    length = int.from_bytes(data[place : place + 2], "big")
    if length < 2 or place + length > len(data):
        raise UnfitFile(DAMAGED)
    return length


def _take(picture: Picture, marker: int, body: bytes, data: bytes, end: int) -> int:
    """Keep a segment if the picture needs it; where the next one starts."""
    if marker in FRAMES:
        if len(body) < 6:
            raise UnfitFile(DAMAGED)
        picture.height, picture.width = struct.unpack_from(">HH", body, 1)
    if marker == EXIF and body.startswith(b"Exif\x00\x00"):
        picture.orientation = orientation(body[6:])
    stop = end
    if marker == SCAN:
        found = AFTER_SCAN.search(data, end)
        if found is None:
            raise UnfitFile(DAMAGED)
        stop = found.start()
    if _belongs(marker, body):
        picture.parts.append(b"\xff" + bytes((marker,)) + data[end - len(body) - 2 : stop])
    return stop


def _belongs(marker: int, body: bytes) -> bool:
    kept = {JFIF: b"JFIF\x00", PROFILE: b"ICC_PROFILE\x00", ADOBE: b"Adobe"}
    return marker in BODY or (marker in kept and body.startswith(kept[marker]))


def _upright(picture: Picture) -> list[bytes]:
    """An Exif segment that says which side is up and nothing else; none when it is the usual one."""
    if picture.orientation == 1:
        return []
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, ORIENTATION, 3, 1, picture.orientation, 0, 0)
    body = b"Exif\x00\x00" + tiff
    return [b"\xff" + bytes((EXIF,)) + struct.pack(">H", len(body) + 2) + body]


def orientation(tiff: bytes) -> int:
    """1 to 8 as Exif has them; 1 when it says nothing that makes sense."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    if start + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for place in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, place)
        if (tag, kind) == (ORIENTATION, 3):
            return value if 1 <= value <= 8 else 1
    return 1
