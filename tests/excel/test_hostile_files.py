"""Files made to hurt, built here, and the odd ones of the corpus: each ends as a Book or as a sentence."""

import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from pooling.excel import reader
from pooling.excel.archive import pack, unpack
from pooling.excel.guard import (
    REFUSALS,
    Damaged,
    Empty,
    Encrypted,
    FileTooLarge,
    HasLinks,
    HasMacros,
    Limits,
    OtherKind,
    Suspicious,
    TooManyCells,
    TooSlow,
    UnpacksTooLarge,
    UnreadableFile,
)
from pooling.excel.reader import Book, read
from pooling.excel.writer import render
from tests.excel.books import order, read_bytes
from tests.thirdparty import DATA

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
CORPUS = DATA / "corpus"


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    return unpack(render(order()))


@pytest.fixture(autouse=True, scope="module")
def _no_worker_left() -> Iterator[None]:
    yield
    reader.close_workers()


def altered(parts: dict[str, bytes], **changes: bytes) -> bytes:
    names = {"sheet": SHEET, "strings": STRINGS, "macro": "xl/vbaProject.bin", "link": "xl/externalLinks/link1.xml"}
    return pack({**parts, **{names[key]: data for key, data in changes.items()}})


def test_the_untouched_workbook_is_read(parts: dict[str, bytes], tmp_path: Path) -> None:
    assert read_bytes(tmp_path, altered(parts)).sheets


def test_a_bomb_is_not_unpacked(parts: dict[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(UnpacksTooLarge, match="more than 20 MB"):
        read_bytes(tmp_path, altered(parts, strings=b" " * 30_000_000))
    with pytest.raises(Suspicious):
        read_bytes(tmp_path, altered(parts, strings=b" " * 15_000_000))


def test_the_bound_of_a_bomb_is_a_setting(parts: dict[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(UnpacksTooLarge):
        read_bytes(tmp_path, altered(parts), limits=Limits(unpacked_size=10_000))


def test_a_bomb_that_lies_about_its_size_is_damaged(parts: dict[str, bytes], tmp_path: Path) -> None:
    data = bytearray(altered(parts, macro=b"\x00" * 3_000_000))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/vbaProject.bin"))
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    with pytest.raises(UnreadableFile):
        read_bytes(tmp_path, bytes(data))


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    ],
)
def test_a_document_type_is_refused_in_any_part(doctype: bytes, parts: dict[str, bytes], tmp_path: Path) -> None:
    for name in ("xl/workbook.xml", SHEET, STRINGS, "docProps/core.xml", "xl/_rels/workbook.xml.rels"):
        with pytest.raises(Suspicious):
            read_bytes(tmp_path, pack({**parts, name: doctype + parts[name]}))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"])
def test_an_encoding_that_hides_a_document_type_is_refused(
    encoding: str, parts: dict[str, bytes], tmp_path: Path
) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}'?>" + parts[SHEET].decode()
    with pytest.raises(Suspicious):
        read_bytes(tmp_path, altered(parts, sheet=text.encode(encoding if encoding != "utf-7" else "utf-8")))


def test_a_huge_declared_dimension_is_not_believed(parts: dict[str, bytes], tmp_path: Path) -> None:
    sheet = parts[SHEET].replace(b'ref="A1:F9"', b'ref="A1:XFD1048576"').replace(b'ref="A1:F8"', b'ref="A1:XFD1048576"')
    assert len(read_bytes(tmp_path, altered(parts, sheet=sheet)).sheets[0].rows) == 8


@pytest.mark.parametrize("place", ["A1048576", "XFD5", "ZZZ5", "A99999999999"])
def test_a_cell_out_in_the_wild_is_refused(place: str, parts: dict[str, bytes], tmp_path: Path) -> None:
    row = place.lstrip("ABCDEFXZ")
    wild = f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
    with pytest.raises(UnreadableFile) as refusal:
        read_bytes(tmp_path, altered(parts, sheet=parts[SHEET].replace(b"</sheetData>", wild)))
    assert refusal.value.code in {TooManyCells.CODE, Damaged.CODE, TooSlow.CODE}


def test_a_short_dimension_hides_no_row(parts: dict[str, bytes], tmp_path: Path) -> None:
    sheet = parts[SHEET].replace(b'<dimension ref="A1:F', b'<dimension ref="A1:A1" x="')
    assert len(read_bytes(tmp_path, altered(parts, sheet=sheet)).sheets[0].rows) == 8


def test_macros_and_links_are_refused_unless_allowed(parts: dict[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(HasMacros):
        read_bytes(tmp_path, altered(parts, macro=b"x"))
    with pytest.raises(HasLinks):
        read_bytes(tmp_path, altered(parts, link=b"<x/>"))
    allowed = Limits(allow_macros=True, allow_links=True)
    assert read_bytes(tmp_path, altered(parts, macro=b"x", link=b"<x/>"), limits=allowed).sheets


def test_twin_parts_are_refused(tmp_path: Path) -> None:
    buffer = BytesIO(render(order()))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("XL/worksheets/sheet1.xml", b"<x/>")
    with pytest.raises(Suspicious):
        read_bytes(tmp_path, buffer.getvalue())


def test_too_many_parts_are_refused(parts: dict[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(Suspicious):
        read_bytes(tmp_path, pack({**parts, **{f"x{number}": b"" for number in range(2_001)}}))


def test_other_things_are_named(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    cases: list[tuple[bytes, type[UnreadableFile]]] = [
        (b"", Empty),
        (b"%PDF-1.7 ...", OtherKind),
        (b"<html><table><tr><td>1</td></tr></table></html>", OtherKind),
        (pack({"word/document.xml": b"<x/>"}), OtherKind),
        (ole + "EncryptedPackage".encode("utf-16-le"), Encrypted),
        (ole, Damaged),
        (b"PK\x03\x04 and no more", Damaged),
        (os.urandom(3_000) + b"\x00\x01\x02", UnreadableFile),
    ]
    for data, kind in cases:
        with pytest.raises(kind):
            read_bytes(tmp_path, data)
    with pytest.raises(FileTooLarge, match=r"0\.1 MB"):
        read_bytes(tmp_path, b"a;b\n" * 30_000, limits=Limits(file_size=50_000))


def test_too_many_lines_of_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TooManyCells):
        read_bytes(tmp_path, b"a;b\n" * 101, limits=Limits(rows=100))


def test_a_refusal_says_how_to_mend_it() -> None:
    values = {"size": 1, "limit": 1, "sheet": "s", "rows": 1, "columns": 1, "kind": "x"}
    for kind in REFUSALS.values():
        assert str(kind(**values)).endswith(".")
    assert len(REFUSALS) == len({kind.SENTENCE for kind in REFUSALS.values()})


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits but the clock")
def test_a_reader_that_hangs_or_dies_is_a_sentence_and_the_next_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.close_workers()
    for misdeed in ("while True: pass", "import time; time.sleep(60)", "import os; os.abort()", "x = bytearray(9**12)"):
        with monkeypatch.context() as patch:
            patch.setattr(reader, "BOOT", misdeed)
            with pytest.raises(UnreadableFile):
                read_bytes(tmp_path, b"a;b\n", limits=Limits(cpu_seconds=1, wall_seconds=0.3))
    assert read_bytes(tmp_path, b"a;b\n1;2\n").sheets[0].rows == [["a", "b"], ["1", "2"]]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits but the clock")
def test_a_worker_killed_while_idle_is_replaced(tmp_path: Path) -> None:
    read_bytes(tmp_path, b"a;b\n")
    for worker in reader._idle:
        os.kill(worker.process.pid, signal.SIGKILL)
        worker.process.wait()
    assert read_bytes(tmp_path, b"a;b\n").sheets


def test_the_answer_of_a_worker_cannot_run_code_here(tmp_path: Path) -> None:
    worker = reader.Worker()
    worker.close()
    script = (
        "import pickle, struct, sys, os\n"
        "class Evil:\n    def __reduce__(self): return (os.mkdir, (sys.argv[1],))\n"
        "data = pickle.dumps(Evil())\n"
        "sys.stdout.buffer.write(struct.pack('>Q', len(data)) + data); sys.stdout.buffer.flush(); sys.stdin.read()\n"
    )
    worker.process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "evil")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with pytest.raises(Damaged):
        worker.ask(tmp_path / "x", Limits())
    assert not (tmp_path / "evil").exists()


def test_a_worker_sees_no_secret_of_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "never-tell")
    worker = reader.Worker()
    environment = Path(f"/proc/{worker.process.pid}/environ")
    try:
        if not environment.exists():
            pytest.skip("no /proc here to look into the process")
        assert b"never-tell" not in environment.read_bytes()
    finally:
        worker.close()


@pytest.mark.data
def test_every_file_of_the_corpus_ends_as_a_book_or_a_sentence() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of odd files is not beside this checkout")
    limits = Limits(cpu_seconds=5, wall_seconds=10)
    ends = {path.name: _end(path, limits) for path in sorted(CORPUS.iterdir())}
    assert sum(end == "book" for end in ends.values()) >= 0.75 * len(ends)
    assert {end for name, end in ends.items() if "pwtest" in name} == {"encrypted"}
    assert next(end for name, end in ends.items() if "oleloop" in name) == "too-slow"
    assert {"nothing", "no sentence"}.isdisjoint(ends.values())
    assert {end for name, end in ends.items() if "entity" in name} == {"suspicious"}


def _end(path: Path, limits: Limits) -> str:
    try:
        return "book" if isinstance(read(path, limits), Book) else "nothing"
    except UnreadableFile as refusal:
        return refusal.code if str(refusal).endswith(".") else "no sentence"
