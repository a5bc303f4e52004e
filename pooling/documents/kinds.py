"""The one place that tells what a file is: by its content, which must agree with its name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pooling.algorithms.errors import N_, Word
from pooling.documents import jpeg, pdf, png
from pooling.documents.names import clean_name, ending
from pooling.documents.refusals import (
    APPLE,
    DRAWING,
    EMPTY,
    OFFICE,
    OLD_EXCEL,
    OTHER_KIND,
    PACKED,
    PICTURE,
    TOO_MANY_PIXELS,
    TWO_FACES,
    WRONG_NAME,
    UnfitFile,
)
from pooling.excel.guard import Limits, OtherKind
from pooling.excel.reader import weigh


class Kind(StrEnum):
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    XLSX = "xlsx"

    @property
    def is_picture(self) -> bool:
        return self in {Kind.PNG, Kind.JPEG}


@dataclass(frozen=True)
class Looks:
    """How a kind starts, which endings its names have (the first is given to a name without one), what it is
    called on the wire and in a sentence."""

    start: bytes
    endings: tuple[str, ...]
    mimetype: str
    words: Word


KINDS = {
    Kind.PDF: Looks(b"%PDF-", ("pdf",), "application/pdf", N_("a PDF document")),
    Kind.PNG: Looks(png.START, ("png",), "image/png", N_("a PNG picture")),
    Kind.JPEG: Looks(jpeg.START + b"\xff", ("jpg", "jpeg", "jpe", "jfif"), "image/jpeg", N_("a JPEG picture")),
    Kind.XLSX: Looks(
        b"PK\x03\x04",
        ("xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        N_("an Excel workbook"),
    ),
}
# a drawing of A0 scanned at 300 points an inch has 140 million
MOST_PIXELS = 150_000_000
LONGEST_SIDE = 30_000
WORKBOOK = Limits(file_size=100_000_000, allow_objects=False)
ARCHIVE_END, ARCHIVE_END_SIZE, LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
NEAR_THE_START = 1024  # readers of PDF look so far for its first words
MARKUP = (b"<script", b"<html", b"<!doctype", b"<?php", b"<svg")
OTHERS = (
    (b"\xd0\xcf\x11\xe0", OLD_EXCEL),
    (b"7z\xbc\xaf", PACKED),
    (b"Rar!", PACKED),
    (b"\x1f\x8b", PACKED),
    (b"GIF8", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"BM", PICTURE),
    (b"RIFF", PICTURE),
    (b"AC10", DRAWING),
    (b"ISO-10303-21", DRAWING),
    (b"  0\r\nSECTION", DRAWING),
    (b"  0\nSECTION", DRAWING),
)


@dataclass(frozen=True)
class Inspected:
    """`data` is what is kept of the file, `name` how it is called from now on."""

    kind: Kind
    name: str
    data: bytes


def inspect(path: Path, given: str) -> Inspected:
    """Raises UnfitFile or UnreadableFile with the reason; what it lets through is of its kind and of no other."""
    name = clean_name(given)
    data = path.read_bytes()
    try:
        kind = _kind(data)
        cleaned = _cleaned(kind, path, data)
        _must_have_one_face(kind, cleaned)
    except UnfitFile as refusal:
        raise refusal.called(name) from refusal
    return Inspected(kind, _named(kind, name), cleaned)


def _kind(data: bytes) -> Kind:
    if not data:
        raise UnfitFile(EMPTY)
    for kind, looks in KINDS.items():
        if data.startswith(looks.start):
            return kind
    if data[4:8] == b"ftyp" and data[8:11] in {b"hei", b"mif", b"hev"}:
        raise UnfitFile(APPLE)
    raise UnfitFile(next((why for start, why in OTHERS if data.startswith(start)), OTHER_KIND))


def _cleaned(kind: Kind, path: Path, data: bytes) -> bytes:
    if kind is Kind.PDF:
        return pdf.clean(data)
    if kind is Kind.XLSX:
        _must_be_workbook(path)
        return data
    picture = png.clean(data) if kind is Kind.PNG else jpeg.clean(data)
    if picture.width * picture.height > MOST_PIXELS or max(picture.width, picture.height) > LONGEST_SIDE:
        raise UnfitFile(TOO_MANY_PIXELS)
    _must_have_no_second_face(picture.tail)
    return picture.data


def _must_be_workbook(path: Path) -> None:
    """In a process of its own, as every workbook."""
    try:
        kind = weigh(path, WORKBOOK)
    except OtherKind as refusal:
        raise UnfitFile(OFFICE if refusal.values.get("kind") == N_("a text document") else PACKED) from refusal
    if kind != "xlsx":
        raise UnfitFile(OLD_EXCEL)


def _must_have_one_face(kind: Kind, data: bytes) -> None:
    """Not also a PDF or an archive for a reader that looks elsewhere than at the first bytes."""
    if kind is not Kind.PDF and b"%PDF-" in data[:NEAR_THE_START]:
        raise UnfitFile(TWO_FACES)
    end = _archive_end(data)
    if end != (len(data) if kind is Kind.XLSX else None):
        raise UnfitFile(TWO_FACES)


def _must_have_no_second_face(tail: bytes) -> None:
    """Phones add to a photo behind its end, which is cut off; but nobody adds an archive or a page by chance."""
    lowered = tail.lower()
    if ARCHIVE_END in tail or b"%pdf-" in lowered or any(mark in lowered for mark in MARKUP):
        raise UnfitFile(TWO_FACES)


def _archive_end(data: bytes) -> int | None:
    """Where an archive would end without a comment, if one ends with this file."""
    tail = data[-ARCHIVE_END_SIZE - LONGEST_COMMENT :]
    place = tail.rfind(ARCHIVE_END)
    while place >= 0:
        comment = int.from_bytes(tail[place + 20 : place + 22], "little")
        if place + ARCHIVE_END_SIZE + comment == len(tail):
            return len(data) - comment
        place = tail.rfind(ARCHIVE_END, 0, place)
    return None


def _named(kind: Kind, name: str) -> str:
    looks, last = KINDS[kind], ending(name)
    if last in looks.endings:
        return name
    if last and not last[0].isdigit() and last.isalnum() and len(last) <= 5:
        raise UnfitFile(WRONG_NAME, name=name, kind=looks.words)
    return clean_name(f"{name or 'fichier'}.{looks.endings[0]}")
