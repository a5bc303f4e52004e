"""PNG pictures, put together again from the chunks that make the picture: no texts, no dates, no place."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pooling.documents.refusals import DAMAGED, UnfitFile

START = b"\x89PNG\r\n\x1a\n"
KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"pHYs"}
)
MOST_CHUNKS = 50_000  # programs cut the picture into pieces of 8 kB at the smallest
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}  # of each colour type


@dataclass(frozen=True)
class Picture:
    """`data` is the picture alone, `tail` what stood behind its end."""

    width: int
    height: int
    data: bytes
    tail: bytes


def clean(data: bytes) -> Picture:
    """Raises UnfitFile when it is not a whole picture."""
    kept, place = [START], len(START)
    names: list[bytes] = []
    for name, whole, place in _chunks(data):  # noqa: B007 - the last place is where the tail begins
        names.append(name)
        if name in KEPT:
            kept.append(whole)
    if names[:1] != [b"IHDR"] or names[-1] != b"IEND" or names.count(b"IHDR") > 1 or b"IDAT" not in names:
        raise UnfitFile(DAMAGED)
    width, height = _size(kept[1])
    _must_inflate(kept)
    return Picture(width, height, b"".join(kept), data[place:])


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Each chunk's name, its bytes, and where it ends; up to the one that ends the picture."""
    place, name = len(START), b""
    left = MOST_CHUNKS
    while name != b"IEND":
        left -= 1
        if not left or place + 12 > len(data):
            raise UnfitFile(DAMAGED)
        (length,) = struct.unpack_from(">I", data, place)
        end = place + 12 + length
        name = data[place + 4 : place + 8]
        if end > len(data) or struct.unpack_from(">I", data, end - 4)[0] != zlib.crc32(data[place + 4 : end - 4]):
            raise UnfitFile(DAMAGED)
        yield name, data[place:end], end
        place = end


def _size(header: bytes) -> tuple[int, int]:
    if len(header) != 25:
        raise UnfitFile(DAMAGED)
    width, height, depth, colour, packing, filters, lacing = struct.unpack_from(">IIBBBBB", header, 8)
    if depth not in DEPTHS.get(colour, ()) or packing or filters or lacing > 1 or not (width and height):
        raise UnfitFile(DAMAGED)
    return width, height


def _must_inflate(kept: list[bytes]) -> None:
    """The first bytes of the picture can be read; all of it would take seconds for a large one."""
    first = next(chunk for chunk in kept if chunk[4:8] == b"IDAT")
    try:
        zlib.decompressobj().decompress(first[8:-4], 4096)
    except zlib.error as error:
        raise UnfitFile(DAMAGED) from error
