"""The pages and addresses of a line's files: taken, told, handed out whole to those who may."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from pooling.campaigns.models import State
from pooling.documents.shelf import shelf
from pooling.journal.models import Entry
from pooling.language import settings
from pooling.needs import rules
from pooling.needs.models import Attachment, Need
from tests.documents.papers import GPS, exif, pdf, photo, segment, workbook
from tests.needs.acts import KEY, OTHER, Browse, LookAs, campaign, close, described, member

FILES = f"/needs/T1/lines/{KEY}/files"
JSON = {"Accept": "application/json"}


@pytest.fixture
def alice(viewer: LookAs, browse: Browse, leave: object) -> FlaskClient:
    """With a line."""
    person = viewer("alice")
    rules.save(person, campaign(person), described(person), key=KEY)
    person.session.commit()
    return browse("alice")


def send(
    client: FlaskClient, data: bytes, name: str = "Plan.pdf", *, where: str = FILES, **more: object
) -> TestResponse:
    return client.post(where, data={"file": (BytesIO(data), name)}, content_type="multipart/form-data", **more)


def held(viewer: LookAs, who: str = "alice") -> list[Attachment]:
    person = viewer(who)
    found = list(person.session.scalars(select(Attachment).order_by(Attachment.id)))
    person.session.commit()
    return found


def fetched(client: FlaskClient, where: str, **more: Any) -> TestResponse:
    """A file, and no longer open."""
    return client.get(where, buffered=True, **more)


def file_of(viewer: LookAs) -> str:
    return f"/needs/T1/files/{held(viewer)[-1].key}"


def test_a_drawing_comes_back_as_it_was_given(alice: FlaskClient, viewer: LookAs) -> None:
    assert send(alice, pdf(), "Plan n° 3, étage.pdf").status_code == 303
    answer = fetched(alice, file_of(viewer))
    assert answer.data == pdf()
    assert answer.mimetype == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert "Plan%20n%C2%B0%203%2C%20%C3%A9tage.pdf" in disposition


@pytest.mark.parametrize(
    ("data", "name", "shown"), [(photo(), "IMG.jpg", "inline"), (workbook(), "fiche.xlsx", "attachment")]
)
def test_pictures_alone_are_shown_in_the_browser(
    alice: FlaskClient, viewer: LookAs, data: bytes, name: str, shown: str
) -> None:
    send(alice, data, name)
    assert fetched(alice, file_of(viewer)).headers["Content-Disposition"].startswith(shown)


def test_a_file_is_no_page_of_ours(alice: FlaskClient, viewer: LookAs) -> None:
    send(alice, photo(), "IMG.jpg")
    headers = fetched(alice, file_of(viewer)).headers
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_photo_no_longer_tells_where(alice: FlaskClient, viewer: LookAs) -> None:
    send(alice, photo(segment(0xE1, exif())), "IMG.jpg")
    assert GPS not in fetched(alice, file_of(viewer)).data


def test_parts_and_heads_tell_no_more_than_the_whole(alice: FlaskClient, browse: Browse, viewer: LookAs) -> None:
    send(alice, pdf())
    where = file_of(viewer)
    part = fetched(alice, where, headers={"Range": "bytes=0-3", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert (part.status_code, part.data) == (200, pdf())
    assert not {"ETag", "Last-Modified", "Accept-Ranges"} & set(part.headers.keys())
    charlie = browse("charlie")
    charlie.get("/needs/")  # his session's cookie is renewed
    never = charlie.head(f"/needs/T1/files/{'0' * 32}")
    for method in ("HEAD", "GET"):
        his = charlie.open(where, method=method, headers={"Range": "bytes=0-3"})
        assert his.status_code == 404
        assert his.headers == never.headers


@pytest.mark.parametrize("who", ["charlie", "dora", "conrad", "adele"])
def test_what_is_not_yours_never_existed(alice: FlaskClient, browse: Browse, viewer: LookAs, who: str) -> None:
    send(alice, pdf())
    where = file_of(viewer)
    stranger = browse(who)
    never = stranger.get("/nowhere").data
    for method, path in (
        ("GET", where),
        ("GET", f"/needs/T1/files/{'0' * 32}"),
        ("GET", FILES),
        ("POST", FILES),
        ("POST", f"{FILES}/again"),
        ("POST", f"{where}/remove"),
        ("POST", f"{where}/restore"),
    ):
        answer = stranger.open(path, method=method)
        assert (answer.status_code, answer.data) == (404, never), path
    assert send(stranger, pdf()).data == never


def test_nothing_of_a_strangers_file_reaches_the_disk(alice: FlaskClient, browse: Browse, app: Flask) -> None:
    folder = shelf(settings()).folder
    before = set(folder.iterdir()) if folder.is_dir() else set()
    send(browse("charlie"), pdf())
    assert (set(folder.iterdir()) if folder.is_dir() else set()) == before


def test_a_file_of_another_campaign_is_not_here(alice: FlaskClient, viewer: LookAs) -> None:
    send(alice, pdf())
    assert alice.get(file_of(viewer).replace("T1", "T0")).status_code == 404


def test_a_buyer_who_opens_a_file_is_read_of_by_its_firm(alice: FlaskClient, browse: Browse, viewer: LookAs) -> None:
    send(alice, pdf())
    where = file_of(viewer)
    answer = fetched(browse("brigitte"), where)
    assert answer.data == pdf()
    fetched(alice, where)
    looks = viewer("system").session.scalars(select(Entry).where(Entry.verb == "needs.look")).all()
    assert [(each.actor, each.subject) for each in looks] == [("Brigitte", f"attachment:{where[-32:]}")]
    viewer("system").session.commit()
    assert "dont 1 fichier" in alice.get("/journal/looks").text


def test_several_files_at_once_the_good_ones_stay(alice: FlaskClient, viewer: LookAs) -> None:
    sent = {"file": [(BytesIO(pdf()), "Plan.pdf"), (BytesIO(b"MZ"), "virus.exe"), (BytesIO(photo()), "IMG.jpg")]}
    answer = alice.post(FILES, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert "virus.exe" in answer.text
    assert [each.name for each in held(viewer)] == ["Plan.pdf", "IMG.jpg"]


def test_nothing_chosen_is_said(alice: FlaskClient) -> None:
    assert alice.post(FILES, data={}, content_type="multipart/form-data").status_code == 422


def test_a_refused_file_leaves_nothing_behind(alice: FlaskClient, viewer: LookAs, app: Flask) -> None:
    folder = shelf(settings()).folder
    send(alice, pdf())
    before = set(folder.iterdir())
    assert send(alice, pdf(), "encore.pdf").status_code == 422  # the same content
    assert send(alice, b"hello").status_code == 422
    assert set(folder.iterdir()) == before


def test_taking_off_is_undone(alice: FlaskClient, viewer: LookAs) -> None:
    send(alice, pdf())
    where = file_of(viewer)
    page = alice.post(f"{where}/remove", follow_redirects=True).text
    assert f"{where}/restore" in page
    assert fetched(alice, where).status_code == 404
    alice.post(f"{where}/restore")
    assert fetched(alice, where).data == pdf()


def test_javascript_is_answered_in_its_own_words(alice: FlaskClient, viewer: LookAs) -> None:
    told = send(alice, pdf(), headers=JSON).json
    assert told is not None
    assert told["count"] == 1
    assert "Plan.pdf" in told["html"]
    refused = send(alice, b"MZ", "virus.exe", headers=JSON)
    assert refused.status_code == 422
    assert "virus.exe" in (refused.json or {})["refused"]
    taken_off = alice.post(f"{file_of(viewer)}/remove", headers=JSON).json
    assert (taken_off or {})["count"] == 0


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>.pdf", "a'b\"c.pdf", "très " * 40 + ".pdf"])
def test_a_name_is_text_wherever_it_stands(alice: FlaskClient, name: str) -> None:
    send(alice, pdf(), name)
    page = alice.get(FILES).text
    assert "<img src=x" not in page
    assert alice.get(FILES).status_code == 200


def test_a_body_that_is_too_large_is_refused_in_words(alice: FlaskClient, viewer: LookAs) -> None:
    answer = alice.post(FILES, data=bytes(11_000_000), content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "10 Mo" in answer.text
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="Plan.pdf"\r\n\r\n'
    body = head + pdf() + bytes(10_100_000) + b"\r\n--x--\r\n"
    answer = alice.post(FILES, data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 422
    assert "Plan.pdf" in answer.text
    assert not held(viewer)


def test_after_closing_the_files_are_there_to_read(alice: FlaskClient, viewer: LookAs) -> None:
    send(alice, pdf())
    where = file_of(viewer)
    close(viewer)
    viewer("system").session.commit()
    page = alice.get(FILES).text
    assert where in page
    assert 'type="file"' not in page
    assert send(alice, photo(), "IMG.jpg").status_code == 422


def test_the_recap_and_the_buyers_pages_show_them(alice: FlaskClient, browse: Browse, viewer: LookAs) -> None:
    send(alice, pdf())
    where = file_of(viewer)
    assert where in alice.get("/needs/T1/recap").text
    assert where in browse("brigitte").get("/needs/T1/answers/ARV").text
    assert where not in browse("charlie").get("/needs/T1/recap").text


def test_a_drawing_is_offered_when_the_line_is_repeated(alice: FlaskClient, viewer: LookAs) -> None:
    send(alice, pdf())
    person = viewer("alice")
    rules.save(person, campaign(person), described(person), key=OTHER)
    person.session.commit()
    again = FILES.replace(KEY, OTHER)
    assert "Plan.pdf" in alice.get(again).text
    first = held(viewer)[0]
    assert alice.post(f"{again}/again", data={"file": first.key}).status_code == 303
    assert [each.need_key for each in held(viewer)] == [KEY, OTHER]


def test_a_line_renewed_takes_its_drawing_along_unless_unticked(
    alice: FlaskClient, browse: Browse, viewer: LookAs
) -> None:
    system = viewer("system")
    before = campaign(system, "T0")
    before.state = State.OPEN
    rules.save(system, before, described(system), key=OTHER, member=member(system))
    before.state = State.SETTLED
    stored = shelf(settings()).store(BytesIO(pdf()), "Plan.pdf", 10_000)
    need = system.session.scalars(select(Need).where(Need.key == OTHER)).one()
    told = {"name": stored.name, "kind": stored.kind, "size": stored.size, "sha256": stored.sha256}
    place = {"campaign_id": before.id, "member_id": need.member_id, "category_id": need.category_id}
    system.session.add(Attachment(key=stored.key, need_key=OTHER, added_by="Alice", **told, **place))
    system.session.commit()
    page = alice.get("/needs/T1/renew").text
    new = rules.derived_key("renew", "T1", OTHER)
    assert f'name="files" value="{new}" checked' in page
    renewed = {"line": new, f"quantity.{new}": "3"}
    assert alice.post("/needs/T1/renew", data={**renewed, "files": new}).status_code == 303
    assert [(each.need_key, each.name) for each in held(viewer)] == [(OTHER, "Plan.pdf"), (new, "Plan.pdf")]


def test_a_row_whose_file_was_lost_says_so(alice: FlaskClient, viewer: LookAs, app: Flask) -> None:
    send(alice, pdf())
    where = file_of(viewer)
    shelf(settings()).drop(where[-32:])
    answer = alice.get(where)
    assert answer.status_code == 422
    assert "Plan.pdf" in answer.text
