from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.config import Settings
from pooling.db import now
from pooling.journal.models import Entry
from pooling.language import SETTINGS
from pooling.mail.models import Letter
from pooling.mail.rules import write_letter

Browse = Callable[[str | None], FlaskClient]


@pytest.fixture
def letter(system: Viewer) -> Letter:
    letter = write_letter(system, "reset_instructions", "alice@example.org", "Mot de passe", "http://ici/reset/secret")
    system.session.commit()
    return letter


def test_an_empty_outbox_says_so(browse: Browse) -> None:
    assert 'class="empty"' in browse("brigitte").get("/members/outbox").text


def test_while_no_mail_leaves_a_letter_is_read_on_screen_and_that_is_told(
    browse: Browse, letter: Letter, system: Viewer
) -> None:
    listed = browse("brigitte").get("/members/outbox").text
    assert "alice@example.org" in listed
    assert "secret" not in listed
    page = browse("brigitte").post(f"/members/outbox/{letter.id}")
    assert 'href="http://ici/reset/secret"' in page.text
    entry = system.session.scalars(select(Entry).where(Entry.verb == "mail.read")).one()
    assert entry.actor == "Brigitte"


def test_once_mail_is_sent_nobody_reads_letters_on_screen(
    browse: Browse, letter: Letter, app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, SETTINGS, replace(settings, mail_server="mail.example"))
    assert browse("adele").post(f"/members/outbox/{letter.id}").status_code == 404
    assert f"/members/outbox/{letter.id}" not in browse("adele").get("/members/outbox").text


@pytest.mark.parametrize("name", ["alice", "conrad"])
def test_no_firms_employee_reads_letters(browse: Browse, letter: Letter, name: str) -> None:
    assert browse(name).post(f"/members/outbox/{letter.id}").status_code == 404


def test_a_letter_given_up_is_tried_again(browse: Browse, letter: Letter, system: Viewer) -> None:
    path = f"/members/outbox/{letter.id}/again"
    assert browse("adele").post(path).status_code == 422
    letter.given_up_at = now()
    system.session.commit()
    assert browse("brigitte").post(path).status_code == 404
    assert browse("adele").post(path).status_code == 303
    system.session.refresh(letter)
    assert letter.given_up_at is None


def test_what_never_arrives_is_listed_by_itself(browse: Browse, letter: Letter, system: Viewer) -> None:
    write_letter(system, "test", "bob@example.org", "Autre", "Texte")
    letter.given_up_at = now()
    system.session.commit()
    page = browse("brigitte").get("/members/outbox?failed=1").text
    assert 'data-to="alice@example.org"' in page
    assert 'data-to="bob@example.org"' not in page
    assert 'data-to="bob@example.org"' in browse("brigitte").get("/members/outbox").text
