"""A forgotten password, from the page to the mail server and back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security import recoverable, views
from sqlalchemy import Engine, select

from pooling.access.viewer import Viewer
from pooling.config import Settings
from pooling.language import SETTINGS
from pooling.mail.dispatcher import send_once
from pooling.mail.models import Letter
from pooling.mail.postman import SmtpPostman
from pooling.members import signin
from pooling.members.signin import RESETS_PER_HOUR
from tests.cast import PASSWORD
from tests.mail import office

Browse = Callable[[str | None], FlaskClient]
NEW = "trois-petits-copeaux"


class Box:
    """What a mail server received."""

    def __init__(self) -> None:
        self.mails: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def post_office() -> Iterator[tuple[Box, int]]:
    box = Box()
    with office.post_office(box) as port:
        yield box, port


def ask(client: FlaskClient, email: str = "alice@example.org") -> str:
    answer = client.post("/reset", data={"email": email})
    assert answer.status_code == 200
    return str(answer.text)


def letters(viewer: Viewer, kind: str = "reset_instructions") -> list[Letter]:
    found = list(viewer.session.scalars(select(Letter).where(Letter.kind == kind)))
    viewer.session.commit()  # a read holds SQLite's one write lock until then
    return found


def plain(page: str) -> str:
    """Without the token that differs each time."""
    return re.sub(r'(csrf_token"[^>]*value=|X-CSRFToken": )"[^"]*"', "", page)


def link_in(body: str) -> str:
    found = re.search(r"http://[^/\s]+(/reset/\S+)", body)
    assert found
    return found.group(1)


def test_the_mail_arrives_and_its_link_sets_the_password(
    browse: Browse, app: Flask, engine: Engine, settings: Settings, post_office: tuple[Box, int]
) -> None:
    box, port = post_office
    client = browse(None)
    ask(client)
    here = replace(settings, mail_server="127.0.0.1", mail_port=port)
    assert send_once(app, engine, lambda: SmtpPostman(app, here)).sent == 1
    [mail] = box.mails
    assert mail["To"] == "alice@example.org"
    assert settings.group_name in mail["From"]
    path = link_in(mail.get_content())
    assert client.get(path).status_code == 200
    answer = client.post(path, data={"password": NEW, "password_confirm": NEW})
    assert answer.status_code == 302
    assert browse(None).post("/login", data={"email": "alice@example.org", "password": PASSWORD}).status_code == 200
    assert browse(None).post("/login", data={"email": "alice@example.org", "password": NEW}).status_code == 302


def test_a_link_opens_once(browse: Browse, system: Viewer) -> None:
    client = browse(None)
    ask(client)
    path = link_in(letters(system)[0].body)
    client.post(path, data={"password": NEW, "password_confirm": NEW})
    assert client.get(path).status_code == 302
    assert letters(system, "reset_notice")[0].recipient == "alice@example.org"


def test_a_short_password_is_refused_on_the_page(browse: Browse, system: Viewer) -> None:
    client = browse(None)
    ask(client)
    path = link_in(letters(system)[0].body)
    answer = client.post(path, data={"password": "court", "password_confirm": "court"})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text


def test_an_unknown_address_gets_the_same_page_and_no_letter(browse: Browse, system: Viewer) -> None:
    known = ask(browse(None))
    unknown = ask(browse(None), "nobody@example.org")
    assert plain(known).replace("alice@", "") == plain(unknown).replace("nobody@", "")
    assert len(letters(system)) == 1


def test_a_mailbox_is_not_flooded(browse: Browse, system: Viewer) -> None:
    for _ in range(RESETS_PER_HOUR + 2):
        ask(browse(None))
    assert len(letters(system)) == RESETS_PER_HOUR


def test_the_link_bears_the_groups_own_name_whatever_the_request_says(
    browse: Browse, app: Flask, system: Viewer, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setitem(app.extensions, SETTINGS, replace(settings, server_name="achats.example", secure_cookies=True))
    browse(None).post("/reset", data={"email": "alice@example.org"}, headers={"Host": "evil.example"})
    [letter] = letters(system)
    assert "https://achats.example/reset/" in letter.body
    assert "evil" not in letter.body


def test_a_reset_ends_the_delay_of_failed_tries(browse: Browse, system: Viewer) -> None:
    client = browse(None)
    for _ in range(6):
        client.post("/login", data={"email": "alice@example.org", "password": "faux"})
    ask(client)
    path = link_in(letters(system)[0].body)
    client.post(path, data={"password": NEW, "password_confirm": NEW})
    assert client.post("/login", data={"email": "alice@example.org", "password": NEW}).status_code == 302


def test_changing_the_password_asks_for_the_present_one(browse: Browse, system: Viewer) -> None:
    client = browse("alice")
    data = {"password": "pas le bon", "new_password": NEW, "new_password_confirm": NEW}
    assert 'aria-invalid="true"' in client.post("/change", data=data).text
    assert client.post("/change", data={**data, "password": PASSWORD}).status_code == 302
    assert client.get("/members/mine").status_code == 200
    assert len(letters(system, "change_notice")) == 1


def test_an_unknown_address_costs_as_many_hashes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has an account is not told by how long the answer takes."""
    spent: Counter[str] = Counter()

    def counted(name: str, hashing: Callable[[str], str]) -> Callable[[str], str]:
        def hashed(text: str) -> str:
            spent[name] += 1
            return hashing(text)

        return hashed

    for module, name in (
        (signin, "hash_password"),
        (signin, "hash_data"),
        (views, "hash_password"),
        (recoverable, "hash_data"),
    ):
        monkeypatch.setattr(module, name, counted(name, getattr(module, name)))
    app.test_client().post("/reset", data={"email": "alice@example.org"})
    known = dict(spent)
    spent.clear()
    app.test_client().post("/reset", data={"email": "nobody@example.org"})
    assert known == dict(spent) == {"hash_password": 1, "hash_data": 1}
