"""Zip archives that are the same bytes for the same content, wherever and whenever they are made."""

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]+')
LONGEST_NAME = 120  # leaves room for the folder a person unpacks into


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """One flat archive, sorted by name; names are made safe for Windows, and kept apart."""
    safe: dict[str, bytes] = {}
    taken: set[str] = set()
    for name in sorted(files):
        unique = _apart(safe_name(name), taken)
        taken.add(unique.lower())
        safe[unique] = files[name]
    return pack(dict(sorted(safe.items())))


def safe_name(name: str) -> str:
    """A file name that Windows, macOS and Linux all take, its extension kept."""
    name = FORBIDDEN.sub("-", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if dot and len(extension) <= 5:
        name = f"{stem[: LONGEST_NAME - len(extension) - 1].rstrip(' .')}.{extension}"
    name = name[:LONGEST_NAME].strip(" ") or "-"
    return f"_{name}" if RESERVED.fullmatch(name) else name


def _apart(name: str, taken: set[str]) -> str:
    stem, dot, extension = name.rpartition(".") if "." in name else (name, "", "")
    number, candidate = 1, name
    while candidate.lower() in taken:
        number += 1
        candidate = f"{stem} ({number}){dot}{extension}"
    return candidate


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts in the order given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in parts.items():
            part = zipfile.ZipInfo(name, EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0  # else it tells the system it was made on
            archive.writestr(part, data)
    return buffer.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """Of an archive we made ourselves."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {part.filename: archive.read(part) for part in archive.infolist()}
