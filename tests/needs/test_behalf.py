"""A buyer enters for a member that telephones: at the same grid, marked on each line, told to the member, who can
correct it. Brigitte works for no firm; Conrad, who does, and whoever else, finds nothing at that address."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from pooling.access.scope import NotYoursError
from pooling.access.viewer import Viewer
from pooling.journal.models import Entry
from pooling.mail.models import Letter
from pooling.needs.layout import SHEET
from pooling.needs.models import Answer, Need, Submission
from pooling.needs.rules import StaleLine, save
from tests.needs.acts import KEY, OTHER, Browse, LookAs, campaign, close, held, member, paper, undated
from tests.needs.test_workbook import counts, sent, ticks

DESK = "/needs/T1/answers/ARV/entry"
TYPED = {"what": "PAP-A4", "quantity": "4", "unit": "carton de 5"}


def enter(client: FlaskClient, key: str = KEY, **more: str) -> int:
    return client.post(f"{DESK}/lines/{key}?how=telephone", data={**TYPED, **more}).status_code


def line(viewer: LookAs) -> Need:
    (found,) = held(viewer)
    return found


def letters(system: Viewer) -> list[Letter]:
    return list(system.session.scalars(select(Letter).where(Letter.kind == "needs.behalf").order_by(Letter.recipient)))


def test_a_line_is_entered_for_the_firm_and_bears_the_buyers_name(browse: Browse, viewer: LookAs) -> None:
    assert enter(browse("brigitte")) == 200
    need = line(viewer)
    assert (need.base_wanted, need.entered_for_by, need.entered_for_how) == (Decimal(20), "Brigitte", "telephone")
    assert need.entered_for_at is not None


def test_the_page_says_loudly_for_whom_one_enters_and_every_link_stays_there(browse: Browse) -> None:
    brigitte = browse("brigitte")
    enter(brigitte)
    for page in ("", "/recap", "/paste", "/renew", "/workbook"):
        text = brigitte.get(f"{DESK}{page}?how=telephone").text
        assert 'data-behalf="ARV"' in text, page
        links = re.findall(r'(?:href|action|data-lines|data-batch|data-paste)="(/needs/T1[^"]*)"', text)
        led_away = [link for link in links if not link.startswith((DESK, "/needs/T1/answers"))]
        assert links
        assert not led_away, page


@pytest.mark.parametrize("name", ["charlie", "conrad", "adele", "alice"])
def test_nobody_else_finds_that_desk(name: str, browse: Browse, viewer: LookAs) -> None:
    client = browse(name)
    never = client.get("/nowhere/at/all")
    for answer in (client.get(DESK), client.post(f"{DESK}/lines/{KEY}", data=TYPED), client.post(f"{DESK}/submit")):
        assert (answer.status_code, answer.data) == (404, never.data)
    assert not held(viewer)


@pytest.mark.parametrize("name", ["charlie", "conrad", "adele"])
def test_the_rule_judges_it_again(name: str, viewer: LookAs, system: Viewer) -> None:
    firm = member(system)
    person = viewer(name)
    with pytest.raises((NotYoursError, LookupError)):
        save(person, campaign(person), paper(person), key=KEY, member=firm)


def test_a_firm_that_never_was_is_not_found(browse: Browse) -> None:
    assert browse("brigitte").get("/needs/T1/answers/NOBODY/entry").status_code == 404


def test_the_firm_reads_who_entered_it_and_the_journal_too(browse: Browse) -> None:
    enter(browse("brigitte"))
    alice = browse("alice")
    assert "data-entered-for" in alice.get("/needs/T1/recap").text
    assert "Brigitte" in alice.get("/needs/T1/recap").text
    journal = alice.get("/journal/").text
    assert "Brigitte" in journal
    assert 'data-verb="needs.enter"' in journal
    assert "Brigitte" not in browse("charlie").get("/journal/").text


def test_what_the_firm_changes_itself_is_its_own_again(browse: Browse, viewer: LookAs) -> None:
    enter(browse("brigitte"))
    browse("alice").post(f"/needs/T1/lines/{KEY}", data={**TYPED, "quantity": "6", "version": "1"})
    need = line(viewer)
    assert (need.wanted, need.entered_for_by, need.entered_for_at) == (Decimal(6), "", None)


def test_a_line_of_the_firms_own_is_marked_when_the_buyer_changes_it(browse: Browse, viewer: LookAs) -> None:
    alice = viewer("alice")
    save(alice, campaign(alice), paper(alice), key=KEY)
    alice.session.commit()
    enter(browse("brigitte"), version="1", quantity="9")
    assert line(viewer).entered_for_by == "Brigitte"


def test_saving_what_stands_marks_nothing(browse: Browse, viewer: LookAs) -> None:
    alice = viewer("alice")
    save(alice, campaign(alice), paper(alice, "4"), key=KEY)
    alice.session.commit()
    site = {"site": "", "version": "1"}
    assert enter(browse("brigitte"), **site) == 200
    assert line(viewer).entered_for_by == ""


def test_member_and_buyer_at_the_same_line_see_each_others_values(browse: Browse) -> None:
    brigitte, alice = browse("brigitte"), browse("alice")
    enter(brigitte)
    alice.post(f"/needs/T1/lines/{KEY}", data={**TYPED, "quantity": "6", "version": "1"})
    answer = brigitte.post(f"{DESK}/lines/{KEY}", data={**TYPED, "quantity": "7", "version": "1"})
    told = answer.get_json()
    assert answer.status_code == 409
    assert "Alice" in told["conflict"]
    assert "6" in told["conflict"]


def test_the_rule_says_so_too(viewer: LookAs, system: Viewer) -> None:
    brigitte = viewer("brigitte")
    save(brigitte, campaign(brigitte), paper(brigitte), key=KEY, member=member(brigitte))
    alice = viewer("alice")
    save(alice, campaign(alice), paper(alice, "5"), key=KEY, version=1)
    brigitte = viewer("brigitte")
    with pytest.raises(StaleLine):
        save(brigitte, campaign(brigitte), paper(brigitte, "8"), key=KEY, version=1, member=member(brigitte))


def test_the_firm_is_written_to_once_a_day_however_much_is_entered(browse: Browse, system: Viewer) -> None:
    brigitte = browse("brigitte")
    system.session.commit()
    enter(brigitte)
    enter(brigitte, OTHER)
    written = letters(system)
    assert [letter.recipient for letter in written] == ["alice@example.org", "bob@example.org"]
    for letter in written:
        assert "/needs/T1/recap" in letter.body
        assert "/answers/" not in letter.body
        assert not re.search(r"Papier|PAP-A4|carton|\b4\b|\b20\b", undated(letter.body))
        assert letter.due_at > letter.written_at


def test_submitting_and_needing_nothing_are_the_buyers_acts_too(browse: Browse, system: Viewer) -> None:
    brigitte = browse("brigitte")
    system.session.commit()
    assert brigitte.post(f"{DESK}/nothing").status_code == 303
    answer = system.session.scalars(select(Submission)).one()
    assert (answer.answer, answer.answered_by) == (Answer.NOTHING, "Brigitte")
    system.session.commit()
    assert len(letters(system)) == 2
    system.session.commit()
    assert brigitte.post(f"{DESK}/reopen").status_code == 303
    enter(brigitte)
    assert brigitte.post(f"{DESK}/submit", data={"aware": "1"}).status_code == 303
    verbs = select(Entry.verb).where(Entry.actor == "Brigitte", Entry.member_id == member(system).id)
    assert {"needs.nothing", "needs.reopen", "needs.enter", "needs.submit"} <= set(system.session.scalars(verbs))


def test_what_is_submitted_for_the_firm_the_firm_can_still_change(browse: Browse, viewer: LookAs) -> None:
    brigitte, alice = browse("brigitte"), browse("alice")
    enter(brigitte)
    brigitte.post(f"{DESK}/submit", data={"aware": "1"})
    assert alice.post("/needs/T1/reopen").status_code == 303
    assert alice.post(f"/needs/T1/lines/{KEY}", data={**TYPED, "quantity": "1", "version": "1"}).status_code == 200


def test_after_the_closing_nobody_enters_for_anybody(browse: Browse, viewer: LookAs) -> None:
    close(viewer)
    assert browse("brigitte").post(f"{DESK}/lines/{KEY}", data=TYPED).status_code == 422
    assert browse("brigitte").get(DESK).location.startswith(f"{DESK}/recap")


def test_a_look_at_that_desk_is_a_look_at_the_firms_lines(browse: Browse) -> None:
    enter(browse("brigitte"))
    browse("brigitte").get(DESK).close()
    assert "Brigitte" in browse("alice").get("/journal/looks").text


def test_a_block_is_pasted_and_undone_for_the_firm(browse: Browse, viewer: LookAs) -> None:
    brigitte = browse("brigitte")
    data = {"text": "PAP-A4\t2\ncarton", "do": "read"}
    assert brigitte.post(f"{DESK}/paste", data=data).status_code == 200
    orders = [{"key": KEY, "version": None, "values": TYPED}]
    assert brigitte.post(f"{DESK}/lines", json={"lines": orders}).get_json()["lines"][0]["state"] == "saved"
    assert line(viewer).entered_for_by == "Brigitte"
    assert brigitte.post(f"{DESK}/lines/{KEY}/remove", data={"version": "1"}).status_code == 303
    assert brigitte.post(f"{DESK}/lines/{KEY}/restore").status_code == 303
    assert line(viewer).wanted == Decimal(4)


LIST = "Réf.;Qté;Cond.\r\nPAP-A4;4;carton de 5\r\nGAN-9;2;boîte de 100\r\n"


def test_a_list_that_was_mailed_is_taken_in_for_the_firm(browse: Browse, viewer: LookAs) -> None:
    brigitte = browse("brigitte")
    answer = sent(brigitte, LIST.encode(), "liste.csv", f"{DESK}/workbook?how=mail")
    assert answer.status_code == 303
    assert answer.location.startswith(f"{DESK}/import/")
    columns = {"column0": "item", "column1": "quantity", "column2": "unit"}
    where = answer.location.partition("?")[0]
    brigitte.post(f"{where}/columns", data=columns)
    shown = brigitte.get(where)
    assert counts(shown.text) == {"new": 2}
    assert brigitte.post(f"{where}?how=mail", data={"take": ticks(shown.text)}).status_code == 303
    assert {need.entered_for_how for need in held(viewer)} == {"mail"}
    assert browse("charlie").get(where).status_code == 404


def test_the_form_of_another_firm_is_refused_at_its_desk(browse: Browse) -> None:
    form = browse("charlie").get("/needs/T1/workbook/empty.xlsx").data
    answer = sent(browse("brigitte"), form, "besoins.xlsx", f"{DESK}/workbook")
    assert answer.status_code == 422


def test_the_grid_says_so_beside_each_line_until_the_firm_changes_it(browse: Browse) -> None:
    enter(browse("brigitte"))
    alice = browse("alice")
    assert re.search(r"data-entered-for>[^<]*Brigitte", alice.get("/needs/T1").text)
    saved = alice.post(f"/needs/T1/lines/{KEY}", data={**TYPED, "quantity": "6", "version": "1"}).get_json()
    assert saved["entered_for"] == ""
    assert not re.search(r"data-entered-for>[^<]*Brigitte", alice.get("/needs/T1").text)


def test_the_form_is_downloaded_for_the_firm_with_its_lines_and_who_entered_them(browse: Browse) -> None:
    alice = browse("alice")
    empty = load_workbook(BytesIO(alice.get("/needs/T1/workbook/empty.xlsx").data))[SHEET]
    assert "Saisi pour vous par" not in [cell.value for row in empty.iter_rows() for cell in row]
    enter(browse("brigitte"))
    data = browse("brigitte").get(f"{DESK}/workbook/draft.xlsx").data
    texts = [str(cell.value) for row in load_workbook(BytesIO(data))[SHEET].iter_rows() for cell in row]
    assert "Saisi pour vous par" in texts
    assert any(text.startswith("Brigitte le ") and text.endswith("par téléphone") for text in texts)
    assert sent(browse("brigitte"), data, "besoins.xlsx", f"{DESK}/workbook").status_code == 303
    answer = sent(alice, data, "besoins.xlsx")
    assert counts(alice.get(answer.location).text) == {"same": 1}
