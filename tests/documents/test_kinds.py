"""Told by content, named by it, and nothing that is two things at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pooling.algorithms.errors import Refusal
from pooling.documents import jpeg, pdf, refusals
from pooling.documents.kinds import Inspected, Kind, inspect
from pooling.documents.png import clean as screenshot
from pooling.documents.refusals import UnfitFile
from pooling.excel.archive import pack
from pooling.excel.guard import Encrypted, HasLinks, HasMacros, HasObjects, Suspicious
from tests.documents import papers
from tests.documents.papers import GPS, chunk, exif, packed_objects, photo, png, segment, workbook


@pytest.fixture
def looked_at(tmp_path: Path) -> Path:
    return tmp_path / "sent"


def look(path: Path, data: bytes, name: str) -> Inspected:
    path.write_bytes(data)
    return inspect(path, name)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (papers.pdf(), "Plan support.pdf", Kind.PDF),
        (png(), "schéma.PNG", Kind.PNG),
        (photo(), "photo.jpeg", Kind.JPEG),
        (workbook(), "fiche technique.xlsx", Kind.XLSX),
    ],
)
def test_each_kind_is_taken_under_its_name(looked_at: Path, data: bytes, name: str, kind: Kind) -> None:
    found = look(looked_at, data, name)
    assert (found.kind, found.name) == (kind, name)
    assert found.data == data


def test_a_name_without_an_ending_gets_one(looked_at: Path) -> None:
    assert look(looked_at, photo(), "image").name == "image.jpg"
    assert look(looked_at, papers.pdf(), "plan 12.04.2026").name == "plan 12.04.2026.pdf"
    assert look(looked_at, papers.pdf(), "").name == "fichier.pdf"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (png(), "plan.pdf"),
        (papers.pdf(), "plan.png"),
        (papers.pdf(), "plan.pdf.exe"),
        (papers.pdf(), "plan.html"),
        (workbook(), "macros.xlsm"),
        (photo(), "photo.png"),
    ],
)
def test_a_name_that_lies_is_refused(looked_at: Path, data: bytes, name: str) -> None:
    with pytest.raises(UnfitFile) as refused:
        look(looked_at, data, name)
    assert refused.value.message == refusals.WRONG_NAME
    assert name in str(refused.value)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", refusals.EMPTY),
        (b"MZ\x90\x00", refusals.OTHER_KIND),
        (b"<html><script>alert(1)</script>", refusals.OTHER_KIND),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', refusals.OTHER_KIND),
        (b"\n" + papers.pdf(), refusals.OTHER_KIND),
        (b"GIF89a/*<html>*/", refusals.PICTURE),
        (b"II*\x00" + bytes(50), refusals.PICTURE),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", refusals.APPLE),
        (b"AC1032" + bytes(50), refusals.DRAWING),
        (b"\xd0\xcf\x11\xe0" + bytes(600), refusals.OLD_EXCEL),
        (b"Rar!\x1a\x07", refusals.PACKED),
    ],
)
def test_other_kinds_are_told_what_to_do(looked_at: Path, data: bytes, why: str) -> None:
    with pytest.raises(UnfitFile) as refused:
        look(looked_at, data, "dessin")
    assert refused.value.message == why


# --- two faces ---


def test_a_picture_with_an_archive_or_a_page_behind_it_is_refused(looked_at: Path) -> None:
    for tail in (workbook(), b"<html><script>", b"<?php system($_GET[0]);", papers.pdf()):
        for data in (photo(tail=tail), png() + tail):
            with pytest.raises(UnfitFile) as refused:
                look(looked_at, data, "")
            assert refused.value.message == refusals.TWO_FACES


def test_a_document_with_an_archive_inside_is_refused(looked_at: Path) -> None:
    book = workbook()
    comment = b"\n%%EOF\n"
    both = papers.pdf(end=b"\n%%EOF\n") + book[:-2] + len(comment + b"startxref").to_bytes(2, "little")
    with pytest.raises(UnfitFile) as refused:
        look(looked_at, both + b"startxref" + comment, "plan.pdf")
    assert refused.value.message == refusals.TWO_FACES


@pytest.mark.parametrize(
    "data",
    [
        workbook()[:30] + b"%PDF-1.7" + workbook()[38:],
        workbook()[:-2] + b"\x09\x00<script/>",
        workbook() + b"\x00",
    ],
    ids=["pdf in its first part", "a comment", "a tail"],
)
def test_a_workbook_that_is_something_else_too_is_refused(looked_at: Path, data: bytes) -> None:
    with pytest.raises(Refusal):
        look(looked_at, data, "fiche.xlsx")


# --- workbooks, by the guard that looks at every upload ---


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ("xl/vbaProject.bin", HasMacros),
        ("xl/externalLinks/externalLink1.xml", HasLinks),
        ("xl/embeddings/oleObject1.bin", HasObjects),
        ("xl/activeX/activeX1.xml", HasObjects),
        ("xl/macrosheets/sheet1.xml", HasObjects),
        ("xl/connections.xml", HasObjects),
    ],
)
def test_a_workbook_with_something_alive_in_it_is_refused(looked_at: Path, part: str, why: type[Refusal]) -> None:
    with pytest.raises(why):
        look(looked_at, workbook({part: b"<x/>"}), "fiche.xlsx")


def test_a_workbook_with_a_dtd_is_refused(looked_at: Path) -> None:
    with pytest.raises(Suspicious):
        look(looked_at, workbook({"xl/x.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "fiche.xlsx")


def test_a_protected_workbook_is_refused(looked_at: Path) -> None:
    locked = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises((UnfitFile, Encrypted)):
        look(looked_at, locked, "fiche.xlsx")


def test_other_archives_are_no_workbooks(looked_at: Path) -> None:
    for parts, why in (({"word/document.xml": b"<x/>"}, refusals.OFFICE), ({"readme": b"x"}, refusals.PACKED)):
        with pytest.raises(UnfitFile) as refused:
            look(looked_at, pack(parts), "fiche.xlsx")
        assert refused.value.message == why


# --- PDF ---


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"4 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj\n", refusals.ACTIVE),
        (b"4 0 obj << /S /J#61va#53cript /JS (x) >> endobj\n", refusals.ACTIVE),
        (b"4 0 obj << /S /Launch /F (cmd.exe) >> endobj\n", refusals.ACTIVE),
        (b"4 0 obj << /S /GoToR /F (\\\\\\\\host\\\\share) >> endobj\n", refusals.ACTIVE),
        (b"4 0 obj << /S /SubmitForm /F (http://x) >> endobj\n", refusals.ACTIVE),
        (b"4 0 obj << /XFA 5 0 R >> endobj\n", refusals.ACTIVE),
        (b"4 0 obj << /Type /EmbeddedFile >> endobj\n", refusals.HOLDS_FILES),
        (b"4 0 obj << /Encrypt 5 0 R >> endobj\n", refusals.ENCRYPTED),
        (packed_objects(b"5 0 << /S /JavaScript /JS (x) >>"), refusals.ACTIVE),
        (packed_objects(b"% " + b"x" * 65_520 + b"\n5 0 << /S /J#61vaScript >>"), refusals.ACTIVE),
        (packed_objects(b"5 0 << /S /Launch >>", b""), refusals.ACTIVE),
        (packed_objects(b"352030203c3c202f53202f4c61756e6368203e3e>", b"/Filter /ASCIIHexDecode"), refusals.ODD),
        (packed_objects(b"\x00" * 130_000_000, level=1), refusals.ODD),
    ],
    ids=range(13),
)
def test_a_document_that_does_something_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(UnfitFile) as refused:
        pdf.clean(papers.pdf(body))
    assert refused.value.message == why


@pytest.mark.parametrize(
    "data",
    [
        papers.pdf(end=b"\n"),
        papers.pdf() + b"<html>",
        papers.pdf(head=b"%PDF-\n"),
        b"%PDF-1.7\n%%EOF",
        papers.pdf()[:200],
    ],
    ids=["no end", "a tail", "no version", "nothing inside", "cut off"],
)
def test_a_document_that_is_not_whole_is_refused(data: bytes) -> None:
    with pytest.raises(UnfitFile) as refused:
        pdf.clean(data)
    assert refused.value.message == refusals.DAMAGED


def test_links_and_packed_objects_are_no_harm() -> None:
    for body in (
        b"4 0 obj << /S /URI /URI (https://example.org/fiche) >> endobj\n",
        b"4 0 obj << /OpenAction [3 0 R /Fit] >> endobj\n",
        packed_objects(b"5 0 << /Title (JavaScript pour les nuls) >>"),
        b"4 0 obj << /Length 8 >>\nstream\nnot zlib\nendstream\nendobj\n",
    ):
        assert pdf.clean(papers.pdf(body))


def test_a_photo_inside_a_document_no_longer_tells_where() -> None:
    taken = photo(segment(0xE1, exif()))
    data = papers.pdf(b"4 0 obj << /Filter /DCTDecode >>\nstream\n%s\nendstream\nendobj\n" % taken)
    cleaned = pdf.clean(data)
    assert GPS in data
    assert GPS not in cleaned
    assert len(cleaned) == len(data)
    assert cleaned.startswith(data[: data.index(b"Exif")])


# --- pictures ---


def test_a_photo_no_longer_tells_where_but_still_which_side_is_up() -> None:
    for order in "<>":
        data = photo(segment(0xE1, exif(6, order)), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + GPS))
        picture = jpeg.clean(data + b"MotionPhoto" + GPS)
        assert GPS not in picture.data
        assert (picture.width, picture.height, picture.orientation) == (16, 8, 6)
        assert jpeg.clean(picture.data).orientation == 6
        assert jpeg.clean(picture.data).data == picture.data


def test_nothing_is_told_by_comments_and_makers_notes() -> None:
    data = photo(segment(0xFE, GPS), segment(0xED, b"Photoshop 3.0\x00" + GPS), segment(0xEB, GPS))
    assert jpeg.clean(data).data == photo()


def test_a_screenshot_no_longer_tells_who_took_it() -> None:
    texts = (chunk(b"tEXt", b"Author\x00" + GPS), chunk(b"eXIf", GPS), chunk(b"zTXt", GPS), chunk(b"tIME", bytes(7)))
    data = png(*texts) + b"rest of the picture before it was cropped"
    assert screenshot(data).data == png()


@pytest.mark.parametrize(
    "data",
    [
        papers.PHOTO[:-2],
        papers.PHOTO[:200],
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xe1\xff\xff",
        photo(segment(0xC0, b"\x08")),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IEND"),
        png()[:-20],
        png().replace(b"IDAT", b"iDAT"),
        png(pixels=b"not packed"),
        png(colour=5),
        png(width=0),
    ],
    ids=range(11),
)
def test_a_picture_that_is_not_whole_is_refused(looked_at: Path, data: bytes) -> None:
    with pytest.raises(UnfitFile) as refused:
        look(looked_at, data, "")
    assert refused.value.message == refusals.DAMAGED


def test_a_picture_that_would_fill_the_memory_is_refused(looked_at: Path) -> None:
    place = papers.PHOTO.index(b"\xff\xc0") + 5
    huge = papers.PHOTO[:place] + b"\xff\xff\xff\xff" + papers.PHOTO[place + 4 :]
    for data in (png(width=60_000, height=60_000), png(width=40_000, height=1), huge):
        with pytest.raises(UnfitFile) as refused:
            look(looked_at, data, "")
        assert refused.value.message == refusals.TOO_MANY_PIXELS
