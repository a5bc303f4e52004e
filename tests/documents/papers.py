"""Small files of the kinds that can be attached, honest and hostile, made here."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Mapping

from pooling.excel.archive import pack, unpack
from pooling.excel.writer import render
from tests.excel.books import order

# 16 × 8 pixels, brown on the left and white on the right
PHOTO = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWG"
    "kJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk"
    "pKSkpKSkpKSkpKSkpKT/wAARCAAIABADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAIG/8QAFBABAAAAAAAAAAAA"
    "AAAAAAAAAP/EABUBAQEAAAAAAAAAAAAAAAAAAAID/8QAFxEBAAMAAAAAAAAAAAAAAAAAAAIDQf/aAAwDAQACEQMRAD8AtowR"
    "q05v/9k="
)  # fmt: skip
GPS = b"\x00\x00\x00\x31\x00\x00\x00\x01\x2f\x00\x00\x2f GPS 46.0606N 6.5801E"


def pdf(body: bytes = b"", *, head: bytes = b"%PDF-1.7\n", end: bytes = b"\n%%EOF\n", title: str = "") -> bytes:
    """One empty page; `body` stands between its objects."""
    parts = [
        head,
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>\nendobj\n",
        f"% {title}\n".encode(),
        body,
    ]
    data = b"".join(parts)
    places = [data.index(b"%d 0 obj" % number) for number in (1, 2, 3)]
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data
        + b"xref\n0 4\n0000000000 65535 f \n"
        + rows
        + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d" % len(data)
        + end
    )


def packed_objects(text: bytes, dictionary: bytes = b"/Filter /FlateDecode", *, level: int = 9) -> bytes:
    """An object stream that holds `text`."""
    data = zlib.compress(text, level) if b"FlateDecode" in dictionary else text
    return b"4 0 obj\n<< /Type /ObjStm /N 1 /First 4 %s /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        dictionary,
        len(data),
        data,
    )


def chunk(name: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*more: bytes, width: int = 2, height: int = 2, colour: int = 2, pixels: bytes | None = None) -> bytes:
    """White; `more` are chunks before the picture."""
    rows = zlib.compress(b"\x00" + b"\xff" * 6 + b"\x00" + b"\xff" * 6) if pixels is None else pixels
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", rows) + chunk(b"IEND")


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes((marker,)) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int = 6, order: str = ">") -> bytes:
    """What a phone writes: which side is up, and where it was."""
    start = b"MM" if order == ">" else b"II"
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    entries += struct.pack(f"{order}HHII", 0x8825, 4, 1, 38)
    return b"Exif\x00\x00" + start + struct.pack(f"{order}HIH", 42, 8, 2) + entries + bytes(4) + GPS


def photo(*segments: bytes, tail: bytes = b"") -> bytes:
    """The picture with these segments right after its start."""
    return PHOTO[:2] + b"".join(segments) + PHOTO[2:] + tail


def workbook(more: Mapping[str, bytes] | None = None) -> bytes:
    """With further parts."""
    return pack({**unpack(render(order())), **(more or {})})
