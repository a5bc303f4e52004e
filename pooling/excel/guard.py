"""Looks at a file before any reader does, and refuses what no honest workbook needs."""

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from pooling.algorithms.errors import N_, Refusal


@dataclass(frozen=True)
class Limits:
    """Bounds for one file; sizes in bytes, times in seconds."""

    file_size: int = 10_000_000
    unpacked_size: int = 20_000_000
    parts: int = 2_000
    ratio: int = 250  # of one packed part above 1 MB
    rows: int = 100_000
    columns: int = 1_000
    cells: int = 3_000_000  # rows times columns, for readers that hold the whole rectangle
    cpu_seconds: int = 15
    wall_seconds: float = 30.0
    memory: int = 1_000_000_000
    allow_macros: bool = False
    allow_links: bool = False
    allow_objects: bool = True  # other files and controls inside: nothing of them is read


class UnreadableFile(Refusal):
    """The file was not read; nothing of it was kept. Subclasses say why, in a sentence to translate."""

    CODE: ClassVar[str] = "unreadable"
    SENTENCE: ClassVar[str] = N_("This file cannot be read. Open it in Excel, save it again as .xlsx, and send that.")

    def __init__(self, **values: Any) -> None:
        super().__init__(self.CODE, self.SENTENCE, **values)


class Damaged(UnreadableFile):
    CODE = "damaged"
    SENTENCE = N_("This file is damaged or incomplete. Open it in Excel, save it again as .xlsx, and send that.")


class Missing(UnreadableFile):
    CODE = "missing"
    SENTENCE = N_("There is no file of that name, or it may not be opened.")


class Empty(UnreadableFile):
    CODE = "empty"
    SENTENCE = N_("This file is empty.")


class FileTooLarge(UnreadableFile):
    CODE = "too-large"
    SENTENCE = N_("This file weighs %(size)s MB and the limit is %(limit)s MB. Remove pictures or split it.")


class UnpacksTooLarge(UnreadableFile):
    CODE = "unpacks-too-large"
    SENTENCE = N_("This workbook unpacks to more than %(limit)s MB. Keep only the sheet to send in it.")


class TooManyCells(UnreadableFile):
    CODE = "too-many-cells"
    SENTENCE = N_(
        "Sheet %(sheet)s reaches beyond row %(rows)s or column %(columns)s. "
        "Copy the table alone into a new workbook and send that."
    )


class Suspicious(UnreadableFile):
    CODE = "suspicious"
    SENTENCE = N_(
        "This workbook is built in a way Excel never does, and was not opened. "
        "Copy the table into a new workbook and send that."
    )


class Encrypted(UnreadableFile):
    CODE = "encrypted"
    SENTENCE = N_("This workbook is protected by a password. Remove the password in Excel and send it again.")


class HasMacros(UnreadableFile):
    CODE = "macros"
    SENTENCE = N_("This workbook contains macros. Save it as .xlsx, without macros, and send that.")


class HasLinks(UnreadableFile):
    CODE = "links"
    SENTENCE = N_(
        "This workbook takes values from other files. Break the links in Excel (Data, Edit Links) and send it again."
    )


class HasObjects(UnreadableFile):
    CODE = "objects"
    SENTENCE = N_(
        "This workbook has other files, controls or data connections inside. "
        "Copy the tables into a new workbook and send that."
    )


class TooSlow(UnreadableFile):
    CODE = "too-slow"
    SENTENCE = N_("This file takes too long or too much memory to read. Copy the table into a new workbook.")


class TooBusy(UnreadableFile):
    CODE = "too-busy"
    SENTENCE = N_("Many files are being read just now: wait a moment, then send this one again.")


class OtherKind(UnreadableFile):
    CODE = "other-kind"
    SENTENCE = N_("This is not a spreadsheet but %(kind)s. Send an .xlsx, .xls, .ods or .csv file.")


class NotText(UnreadableFile):
    CODE = "not-text"
    SENTENCE = N_("This file is neither a workbook nor a text table. Send an .xlsx, .xls, .ods or .csv file.")


KINDS: tuple[type[UnreadableFile], ...] = (UnreadableFile, *UnreadableFile.__subclasses__())
REFUSALS = {kind.CODE: kind for kind in KINDS}
OTHER_KINDS = [
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"\x1f\x8b", N_("a packed file")),
    (b"7z\xbc\xaf", N_("a packed file")),
    (b"Rar!", N_("a packed file")),
    (b"{\\rtf", N_("a text document")),
    (b"ID;P", N_("a SYLK file")),
]
ALLOWED_ENCODINGS = re.compile(rb"utf-?8|us-ascii|ascii|iso-8859-\d+|windows-125\d", re.IGNORECASE)
DECLARED_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
OBJECTS = ("xl/embeddings/", "xl/activex/", "xl/macrosheets/", "xl/connections", "customui/")
WIDE_START = (b"\xfe\xff", b"\xff\xfe", b"\x00<", b"<\x00", b"\x00\x00", b"+/v")


def kind_of(path: Path, limits: Limits) -> str:
    """xlsx, xlsb, ods, xls or text, told by content; raises UnreadableFile for anything else."""
    head, size = _head(path)
    if size == 0:
        raise Empty
    if size > limits.file_size:
        raise FileTooLarge(size=_megabytes(size), limit=_megabytes(limits.file_size))
    if head.startswith(b"PK\x03\x04"):
        return check_zip(path, limits)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return check_ole(path, limits)
    _refuse_other_kinds(head)
    return "text"


def _head(path: Path) -> tuple[bytes, int]:
    try:
        with path.open("rb") as file:
            return file.read(4096), path.stat().st_size
    except OSError as error:
        raise Missing from error


def _refuse_other_kinds(head: bytes) -> None:
    for start, kind in OTHER_KINDS:
        if head.startswith(start):
            raise OtherKind(kind=kind)
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<meta")):
        raise OtherKind(kind=N_("a web page"))
    if text.startswith((b"<?xml", b"<!doctype", b"+adw")):
        raise OtherKind(kind=N_("an XML document"))


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".removesuffix(".0")


def check_ole(path: Path, limits: Limits) -> str:
    """'xls' for the old container of Excel; encrypted .xlsx files come in the same container."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data:
        raise Encrypted
    if "_VBA_PROJECT".encode("utf-16-le") in data and not limits.allow_macros:
        raise HasMacros
    if "WordDocument".encode("utf-16-le") in data:
        raise OtherKind(kind=N_("a text document"))
    return "xls"


def check_zip(path: Path, limits: Limits) -> str:
    """'xlsx', 'xlsb' or 'ods' once every part was weighed and every XML part looked at."""
    try:
        with zipfile.ZipFile(path) as archive:
            _weigh(archive.infolist(), limits)
            kind = _kind_of_zip(archive)
            for part in archive.infolist():
                _look_at_xml(archive, part)
    except UnreadableFile:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError) as error:
        raise Damaged from error
    except (NotImplementedError, RuntimeError) as error:  # a compression or encryption zipfile does not know
        raise Suspicious from error
    except Exception as error:  # zlib.error and lzma.LZMAError share no parent
        raise Damaged from error
    _refuse_macros_and_links(archive.namelist(), limits)
    return kind


def _weigh(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(parts) > limits.parts:
        raise Suspicious
    if sum(part.file_size for part in parts) > limits.unpacked_size:
        raise UnpacksTooLarge(limit=_megabytes(limits.unpacked_size))
    if any(part.file_size > 1_000_000 and part.file_size > limits.ratio * part.compress_size for part in parts):
        raise Suspicious
    if len({part.filename.lower() for part in parts}) < len(parts):  # readers differ on which twin they take
        raise Suspicious
    if any(part.flag_bits & 1 for part in parts):
        raise Encrypted


def _kind_of_zip(archive: zipfile.ZipFile) -> str:
    names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
    if "content.xml" in names:
        return _kind_of_opendocument(archive)
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise OtherKind(kind=N_("a text document"))
    if "[content_types].xml" in names and any(name.startswith(("xl/", "workbook")) for name in names):
        return "xlsx"
    raise OtherKind(kind=N_("a packed file"))


def _kind_of_opendocument(archive: zipfile.ZipFile) -> str:
    if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Encrypted
    if "mimetype" in archive.namelist() and b"spreadsheet" not in archive.read("mimetype"):
        raise OtherKind(kind=N_("a text document"))
    return "ods"


def _look_at_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A DTD can name other files and grow without bound; a wide encoding can hide one from this very look."""
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    data = archive.read(part)
    declared = DECLARED_ENCODING.match(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    if data.startswith(WIDE_START) or (declared and not ALLOWED_ENCODINGS.fullmatch(declared[1])):
        raise Suspicious
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Suspicious


def _refuse_macros_and_links(names: list[str], limits: Limits) -> None:
    lowered = [name.lower() for name in names]
    if not limits.allow_macros and any(
        name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in lowered
    ):
        raise HasMacros
    if not limits.allow_links and any(name.startswith("xl/externallinks/") for name in lowered):
        raise HasLinks
    if not limits.allow_objects and any(name.startswith(OBJECTS) for name in lowered):
        raise HasObjects
