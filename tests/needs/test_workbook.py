"""The needs form: downloaded, filled in, and given back."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select
from werkzeug.test import TestResponse

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.journal.models import Entry
from pooling.members.models import Site
from pooling.needs import rules
from pooling.needs.layout import PARTS, SHEET
from tests.needs import acts
from tests.needs.acts import KEY, OTHER, Browse, LookAs

HEADER = next(iter(part.title for part in PARTS))
COLUMN = {part.field: part.title for part in PARTS}


def form(client: FlaskClient, content: str = "draft") -> openpyxl.Workbook:
    answer = client.get(f"/needs/T1/workbook/{content}.xlsx")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.data))


def sheet_of(book: openpyxl.Workbook) -> Worksheet:
    sheet = book[SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def header_row(sheet: Worksheet) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == HEADER)


def place(sheet: Worksheet, field: str, line: int = 0) -> str:
    """The address of a field's cell in the nth line of the form."""
    header = header_row(sheet)
    cell = next(cell for cell in sheet[header] if cell.value == COLUMN[field])
    return f"{cell.column_letter}{header + 1 + line}"


def fill(sheet: Worksheet, line: int, **values: Any) -> None:
    for field, value in values.items():
        sheet[place(sheet, field, line)] = value


def given_back(client: FlaskClient, book: openpyxl.Workbook, name: str = "besoins.xlsx") -> TestResponse:
    buffer = io.BytesIO()
    book.save(buffer)
    return sent(client, buffer.getvalue(), name)


def sent(client: FlaskClient, data: bytes, name: str, url: str = "/needs/T1/workbook") -> TestResponse:
    return client.post(url, data={"file": (io.BytesIO(data), name)})


def difference(client: FlaskClient, answer: TestResponse) -> tuple[str, str, dict[str, int]]:
    """Address, page and counts of what an upload would change."""
    assert answer.status_code == 303, answer.text
    page = client.get(answer.location)
    assert page.status_code == 200
    return answer.location, page.text, counts(page.text)


def counts(page: str) -> dict[str, int]:
    told = re.search(r'id="counts"([^>]*)>', page)
    assert told is not None
    return {name: int(count) for name, count in re.findall(r'data-(\w+)="(\d+)"', told[1]) if count != "0"}


def ticks(page: str, name: str = "take", outcome: str = "") -> list[str]:
    rows = re.findall(r'<tr data-outcome="(\w+)"(.*?)</tr>', page, re.DOTALL)
    held = [row for found, row in rows if outcome in ("", found)]
    return [tick for row in held for tick in re.findall(rf'name="{name}"\s*value="([^"]+)"', row)]


@pytest.fixture
def lines(viewer: LookAs, leave: Callable[[], None]) -> None:
    """Alice's draft: two cartons of paper, three drills described."""
    alice = viewer("alice")
    campaign = acts.campaign(alice)
    site = alice.session.scalars(select(Site).where(Site.code == "ARV-2")).one()
    paper = acts.paper(
        alice, site=site, wanted_on=date(2027, 1, 15), present_price=Decimal("19.9"), remark="Au quai\nle matin"
    )
    rules.save(alice, campaign, paper, key=KEY)
    drill = acts.described(alice, flex_plus=Decimal(2), firm=False, present_supplier="=Coupe  & Cie")
    rules.save(alice, campaign, drill, key=OTHER)
    leave()


def test_the_draft_comes_back_unchanged(lines: None, browse: Browse) -> None:
    alice = browse("alice")
    _url, page, told = difference(alice, given_back(alice, form(alice)))
    assert told == {"same": 2}
    assert not ticks(page)


def test_the_same_lines_make_the_same_bytes(lines: None, browse: Browse) -> None:
    alice = browse("alice")
    first, again = (alice.get("/needs/T1/workbook/draft.xlsx").data for _ in range(2))
    assert first == again


def test_only_the_cells_to_fill_are_open(lines: None, browse: Browse) -> None:
    sheet = sheet_of(form(browse("alice")))
    assert sheet.protection.sheet
    for field in ("id", "category", "item", "designation", "unit", "last"):
        assert sheet[place(sheet, field)].protection.locked
    for field in ("pack", "quantity", "site", "present_price", "remark"):
        assert not sheet[place(sheet, field)].protection.locked
    for field in ("category", "designation", "unit"):
        assert not sheet[place(sheet, field, 2)].protection.locked
    assert sheet[place(sheet, "specification", 2)].protection.locked


def test_new_changed_and_missing_lines_are_told_apart_and_taken(lines: None, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    book = form(alice)
    sheet = sheet_of(book)
    fill(sheet, 0, quantity=5)
    fill(sheet, 1, **{part.field: None for part in PARTS})
    fill(sheet, 2, item="GAN-9", quantity=2, pack="boîte de 100", present_price="12,50 €")
    url, page, told = difference(alice, given_back(alice, book))
    assert told == {"new": 1, "changed": 1, "missing": 1}
    assert {need.wanted for need in acts.held(viewer)} == {Decimal(2), Decimal(3)}
    answer = alice.post(url, data={"take": ticks(page)})
    assert answer.status_code == 303
    held = {need.item.code if need.item else need.designation: need for need in acts.held(viewer)}
    assert held["PAP-A4"].wanted == 5
    assert held["GAN-9"].base_wanted == 200
    assert held["GAN-9"].present_price == Decimal("12.5")
    assert len(held) == 3, "a missing line is never deleted by itself"


def test_a_missing_line_goes_when_it_is_ticked(lines: None, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    book = form(alice)
    fill(sheet_of(book), 1, **{part.field: None for part in PARTS})
    url, page, _told = difference(alice, given_back(alice, book))
    alice.post(url, data={"drop": ticks(page, "drop", "missing")})
    assert [need.key for need in acts.held(viewer)] == [KEY]


def test_a_part_is_taken(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    book = form(alice, "empty")
    for line, code in enumerate(("PAP-A4", "GAN-9", "FOR-6")):
        fill(sheet_of(book), line, item=code, quantity=line + 1)
    url, page, told = difference(alice, given_back(alice, book))
    assert told == {"new": 3}
    alice.post(url, data={"take": ticks(page)[1:2]})
    assert [need.item.code for need in acts.held(viewer) if need.item] == ["GAN-9"]


def test_the_same_file_twice_enters_nothing_twice(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    book = form(alice, "empty")
    fill(sheet_of(book), 0, designation="Colle époxy", category="Outillage > Forets", unit="pièce", quantity=4)
    url, page, _told = difference(alice, given_back(alice, book))
    for _ in range(2):
        alice.post(url, data={"take": ticks(page)})
    _url, _page, told = difference(alice, given_back(alice, book))
    assert told == {"same": 1}
    assert len(acts.held(viewer)) == 1


def test_accepting_is_in_the_journal_with_the_files_hash(lines: None, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    book = form(alice)
    fill(sheet_of(book), 0, quantity=9)
    url, page, _told = difference(alice, given_back(alice, book))
    alice.post(url, data={"take": ticks(page)})
    told = viewer("system").session.scalars(select(Entry).where(Entry.verb == "needs.import")).one()
    assert told.after is not None
    assert re.fullmatch(r"[0-9a-f]{64}", told.after["sha256"])
    assert told.after["changed"] == 1
    assert told.actor == "Alice"


FAULTS = (
    ("quantity", "douze"),
    ("quantity", 0.5),
    ("quantity", -2),
    ("item", "N-EXISTE-PAS"),
    ("pack", "palette de 7"),
    ("site", "Ailleurs"),
    ("wanted_on", "bientôt"),
    ("firm", "peut-être"),
    ("present_price", "12 $"),
    ("flex_plus", -1),
)


@pytest.mark.parametrize(("field", "written"), FAULTS)
def test_a_refusal_names_its_cell(field: str, written: object, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    book = form(alice, "empty")
    sheet = sheet_of(book)
    fill(sheet, 0, **{"item": "PAP-A4", "quantity": 3, field: written})
    url, page, told = difference(alice, given_back(alice, book))
    assert told == {"refused": 1}
    assert f'data-refused-cell="{place(sheet, field)}"' in page
    assert alice.post(url, data={"take": [f"{header_row(sheet) + 1}.0"]}).status_code == 303
    assert not acts.held(viewer)


@pytest.mark.parametrize(("field", "written"), [("category", "Jardin"), ("category", None), ("unit", "brouette")])
def test_a_description_is_refused_at_its_cell(field: str, written: object, browse: Browse) -> None:
    alice = browse("alice")
    book = form(alice, "empty")
    sheet = sheet_of(book)
    told: dict[str, object] = {"designation": "Colle", "category": "Outillage", "unit": "pièce", "quantity": 3}
    fill(sheet, 0, **{**told, field: written})
    _url, page, found = difference(alice, given_back(alice, book))
    assert found == {"refused": 1}
    assert f'data-refused-cell="{place(sheet, field)}"' in page


def test_refused_rows_come_back_coloured_commented_and_are_taken_when_corrected(
    lines: None, browse: Browse, viewer: LookAs
) -> None:
    alice = browse("alice")
    book = form(alice)
    fill(sheet_of(book), 0, quantity="deux ou trois")
    url, _page, told = difference(alice, given_back(alice, book))
    assert told == {"refused": 1, "same": 1}
    returned = openpyxl.load_workbook(io.BytesIO(alice.get(f"{url}/refused.xlsx").data))
    sheet = sheet_of(returned)
    faulty, sound = sheet[place(sheet, "quantity")], sheet[place(sheet, "remark")]
    assert faulty.value == "deux ou trois"
    assert faulty.comment is not None
    assert faulty.fill.fgColor.rgb != sound.fill.fgColor.rgb
    assert sound.comment is None
    faulty.value = 4
    url, page, told = difference(alice, given_back(alice, returned))
    assert told == {"changed": 1}, "lines that are not in a part are not missing"
    alice.post(url, data={"take": ticks(page)})
    assert next(need.wanted for need in acts.held(viewer) if need.key == KEY) == 4


def test_a_change_made_meanwhile_is_shown_and_not_overwritten(lines: None, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    book = form(alice)
    fill(sheet_of(book), 0, quantity=7)
    bob = viewer("bob")
    campaign = acts.campaign(bob)
    rules.save(bob, campaign, acts.paper(bob, "11"), key=KEY, version=1)
    rules.save(bob, campaign, acts.described(bob, "6"), key=OTHER, version=1)
    bob.session.commit()
    url, page, told = difference(alice, given_back(alice, book))
    assert told == {"conflict": 1, "same": 1}, "what Alice left alone stays as Bob wrote it"
    assert "checked" not in page.split('data-outcome="conflict"')[1].split("</tr>")[0]
    alice.post(url, data={"take": ticks(page)})
    assert {need.key: need.wanted for need in acts.held(viewer)} == {KEY: 7, OTHER: 6}


def test_what_changes_while_the_page_is_read_stops_all_of_it(lines: None, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    book = form(alice)
    fill(sheet_of(book), 0, quantity=7)
    fill(sheet_of(book), 2, item="GAN-9", quantity=1)
    url, page, _told = difference(alice, given_back(alice, book))
    bob = viewer("bob")
    rules.save(bob, acts.campaign(bob), acts.paper(bob, "11"), key=KEY, version=1)
    bob.session.commit()
    answer = alice.post(url, data={"take": ticks(page)})
    assert answer.status_code == 409
    assert counts(answer.text)["conflict"] == 1
    assert {need.wanted for need in acts.held(viewer)} == {Decimal(11), Decimal(3)}


def test_a_line_deleted_meanwhile_is_entered_again_only_when_ticked(
    lines: None, browse: Browse, viewer: LookAs
) -> None:
    alice = browse("alice")
    book = form(alice)
    bob = viewer("bob")
    rules.remove(bob, acts.campaign(bob), OTHER)
    bob.session.commit()
    url, page, told = difference(alice, given_back(alice, book))
    assert told == {"deleted": 1, "same": 1}
    alice.post(url, data={"take": ticks(page, outcome="deleted")})
    assert {need.key for need in acts.held(viewer)} == {KEY, OTHER}


def test_a_row_copied_with_its_hidden_id_is_a_line_of_its_own(lines: None, browse: Browse) -> None:
    alice = browse("alice")
    book = form(alice)
    sheet = sheet_of(book)
    for part in PARTS:
        sheet[place(sheet, part.field, 2)] = sheet[place(sheet, part.field, 0)].value
    fill(sheet, 2, quantity=8)
    _url, _page, told = difference(alice, given_back(alice, book))
    assert told == {"same": 2, "new": 1}


def test_an_emptied_quantity_offers_the_line_for_deletion(lines: None, browse: Browse) -> None:
    alice = browse("alice")
    book = form(alice)
    fill(sheet_of(book), 0, quantity=None)
    _url, page, told = difference(alice, given_back(alice, book))
    assert told == {"unwanted": 1, "same": 1, "missing": 1}
    assert len(ticks(page, "drop", "missing")) == 1


def test_last_quarters_needs_are_wanted_again(browse: Browse, system: Viewer, viewer: LookAs) -> None:
    before = acts.campaign(system, "T0")
    before.state = acts.campaign(system).state
    rules.save(system, before, acts.paper(system, "3"), key=KEY, member=acts.member(system))
    system.session.commit()
    alice = browse("alice")
    book = form(alice, "previous")
    sheet = sheet_of(book)
    assert sheet[place(sheet, "last")].value == 3
    url, page, told = difference(alice, given_back(alice, book))
    assert told == {"new": 1}
    alice.post(url, data={"take": ticks(page)})
    assert [need.wanted for need in acts.held(viewer)] == [3]
    _url, _page, told = difference(alice, given_back(alice, form(alice, "previous")))
    assert told == {"same": 1}, "the same form is not entered twice"


def stamp_cell(sheet: Worksheet) -> Any:
    return next(cell for row in sheet.iter_rows(max_row=12) for cell in row if str(cell.value).startswith("FORMULAIRE"))


@pytest.mark.parametrize(
    ("part", "other"), [("/1/1/", "/9/1/"), ("/1/1/", "/1/2/"), ("/ARV/", "/GIF/"), ("/T1", "/T0")]
)
def test_another_forms_stamp_is_refused(part: str, other: str, lines: None, browse: Browse) -> None:
    alice = browse("alice")
    book = form(alice)
    cell = stamp_cell(sheet_of(book))
    cell.value = cell.value.replace(part, other)
    answer = given_back(alice, book)
    assert answer.status_code == 422
    assert 'id="fault"' in answer.text


def test_a_form_made_before_a_reopening_is_refused(
    lines: None, browse: Browse, system: Viewer, leave: Callable[[], None]
) -> None:
    alice = browse("alice")
    book = form(alice)
    system.session.scalars(select(Campaign).where(Campaign.code == "T1")).one().revision = 2
    leave()
    assert given_back(alice, book).status_code == 422


def test_a_form_that_lost_a_column_is_refused(lines: None, browse: Browse) -> None:
    alice = browse("alice")
    book = form(alice)
    sheet = sheet_of(book)
    sheet.cell(header_row(sheet), 1).value = "x"
    assert given_back(alice, book).status_code == 422


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 ...", b"PK\x03\x04 broken", b"a\nb\n", b"\x00\x01\x02"])
def test_what_is_no_list_is_refused_in_words(data: bytes, browse: Browse) -> None:
    answer = sent(browse("alice"), data, "liste.xlsx")
    assert answer.status_code == 422
    assert 'id="fault"' in answer.text


def test_no_file_is_said(browse: Browse) -> None:
    assert browse("alice").post("/needs/T1/workbook", data={}).status_code == 422


def test_more_than_two_thousand_rows_are_refused(browse: Browse) -> None:
    data = "Désignation;Quantité\n" + "Vis;2\n" * 2001
    assert sent(browse("alice"), data.encode(), "vis.csv").status_code == 422


def test_a_submitted_declaration_takes_nothing_in(lines: None, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    book = form(alice)
    fill(sheet_of(book), 0, quantity=7)
    url, page, _told = difference(alice, given_back(alice, book))
    person = viewer("alice")
    rules.submit(person, acts.campaign(person))
    person.session.commit()
    assert alice.post(url, data={"take": ticks(page)}).status_code == 409
    assert 'id="accept"' in alice.get(url).text


def test_an_import_is_its_firms_alone(lines: None, browse: Browse) -> None:
    alice = browse("alice")
    url = given_back(alice, form(alice)).location
    never = browse("charlie").get("/nowhere/at/all").data
    for who in ("charlie", "dora", "brigitte"):
        for address in (url, f"{url}/columns", f"{url}/refused.xlsx"):
            answer = browse(who).get(address)
            assert (answer.status_code, answer.data) == (404, never)
    assert browse("bob").get(url).status_code == 200


def test_a_file_put_aside_is_gone(lines: None, browse: Browse) -> None:
    alice = browse("alice")
    url = given_back(alice, form(alice)).location
    assert alice.post(f"{url}/discard").status_code == 303
    assert alice.get(url).status_code == 404


def test_the_empty_form_has_room_for_a_large_quarter(browse: Browse) -> None:
    sheet = sheet_of(form(browse("alice"), "empty"))
    assert not sheet[place(sheet, "quantity", 199)].protection.locked
    assert not sheet[place(sheet, "designation", 199)].protection.locked
