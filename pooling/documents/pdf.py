"""PDF documents: whole, readable by everybody, and doing nothing of their own when opened.

Whatever acts in a PDF bears a name, and stands in the file as it is or, when the file packs its objects, inside a
packed stream: so the names are looked for in both. Names may be written with escapes (`/J#61vaScript`) and are
found however spelled. What readers do with them is their own business: this keeps out what no drawing needs."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice

from pooling.documents.refusals import ACTIVE, DAMAGED, ENCRYPTED, HOLDS_FILES, ODD, UnfitFile

HEAD = re.compile(rb"%PDF-[12]\.\d")
ENDED_WITHIN = 2048
MOST_STREAMS = 100_000
MOST_PHOTOS = 10_000
UNPACKED = 120_000_000  # of all streams together: a large drawing of lines unpacks to half of it
STEP = 65_536
LONGEST = 96  # bytes that a name may take: what straddles two steps is found in the second
STREAM = re.compile(rb"(?<!end)stream[ \t]*(?:\r\n|\n|\r)?")
SPACE = b"\x00\t\n\x0c\r "


def _spelled(*names: str) -> bytes:
    """Any of these words, each letter as itself or as #xx."""
    each = ("".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in name) for name in names)
    return f"(?:{'|'.join(each)})".encode()


# every pattern starts with the slash of a name: a fixed first byte is looked for ten times faster
ENCRYPTION = re.compile(b"/" + _spelled("Encrypt"))
FORBIDDEN = re.compile(
    b"/(?=[EROJLSIGX#])(?:(?P<files>" + _spelled("EmbeddedFile", "RichMedia") + b")|"
    b"(?P<acts>" + _spelled("JavaScript", "OnInstantiate", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE") +
    # three letters stand in a picture by chance, with what follows them in a form they do not
    b"|" + _spelled("XFA") + rb"[\x00-\x20]*(?:\[|\d+[\x00-\x20]+\d+[\x00-\x20]+R)))"
)  # fmt: skip
PACKS_OBJECTS = re.compile(b"/" + _spelled("ObjStm", "XRef"))
# ways of packing that this does not undo
OPAQUE = re.compile(b"/" + _spelled("ASCIIHexDecode", "ASCII85Decode", "LZWDecode", "RunLengthDecode"))
# the head of Exif and of XMP inside a photo that stands in the document as it was taken
TOLD_BY_PHOTOS = re.compile(rb"\xff\xe1(..)(?:Exif\x00\x00|http://ns\.adobe\.com/xap/1\.0/\x00)", re.DOTALL)


def clean(data: bytes) -> bytes:
    """The same document, its photos silent about where they were taken. Raises UnfitFile."""
    end = data[-ENDED_WITHIN:].rstrip(SPACE)
    if not HEAD.match(data) or not end.endswith(b"%%EOF") or b"startxref" not in end:
        raise UnfitFile(DAMAGED)
    if ENCRYPTION.search(data):
        raise UnfitFile(ENCRYPTED)
    _judge(data)
    if PACKS_OBJECTS.search(data):
        if OPAQUE.search(data):
            raise UnfitFile(ODD)
        for text in _unpacked(data):
            _judge(text)
    return _silenced(data)


def _judge(text: bytes) -> None:
    found = FORBIDDEN.search(text)
    if found:
        raise UnfitFile(HOLDS_FILES if found["files"] else ACTIVE)


def _unpacked(data: bytes) -> Iterator[bytes]:
    """All that is packed, piece by piece; raises UnfitFile when there is too much of it to look at."""
    left = UNPACKED
    for number, found in enumerate(STREAM.finditer(data)):
        if number >= MOST_STREAMS:
            raise UnfitFile(ODD)
        for piece in _inflated(data, found.end()):
            left -= len(piece)
            if left < 0:
                raise UnfitFile(ODD)
            yield piece


def _inflated(data: bytes, place: int) -> Iterator[bytes]:
    """As far as it can be: readers too show what they got of a stream that breaks off."""
    inflating, before, fed = zlib.decompressobj(), b"", b""
    while not inflating.eof:
        if not fed:
            fed, place = data[place : place + STEP], place + STEP
        try:
            piece = inflating.decompress(fed, STEP)
        except zlib.error:
            return
        if not piece and (not fed or not inflating.unconsumed_tail) and place >= len(data):
            return
        fed = inflating.unconsumed_tail
        yield before + piece
        before = piece[-LONGEST:]


def _silenced(data: bytes) -> bytes:
    """Overwritten in place: every part of the document stays where its index says."""
    found = list(islice(TOLD_BY_PHOTOS.finditer(data), MOST_PHOTOS + 1))
    if not found:
        return data
    if len(found) > MOST_PHOTOS:
        raise UnfitFile(ODD)
    told = bytearray(data)
    for each in found:
        start, end = each.start() + 4, each.start() + 2 + int.from_bytes(each[1], "big")
        if start < end <= len(told):
            told[start:end] = bytes(end - start)
    return bytes(told)
