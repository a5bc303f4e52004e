from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.app import create_app
from pooling.config import Settings
from pooling.journal.models import Entry
from pooling.members import throttle
from pooling.members.models import SignInAttempt, User
from pooling.members.passwords import hashed
from tests.cast import PASSWORD

Browse = Callable[[str | None], FlaskClient]
WRONG = "pas-le-bon-mot"


def sign_in(client: FlaskClient, name: str, password: str, address: str = "192.0.2.1") -> int:
    answer = client.post(
        "/login",
        data={"email": f"{name}@example.org", "password": password},
        environ_base={"REMOTE_ADDR": address},
    )
    return answer.status_code


def plain(page: str) -> str:
    """Without the token that differs each time."""
    return re.sub(r'(csrf_token"[^>]*value=|X-CSRFToken": )"[^"]*"', "", page)


def test_guessing_a_password_costs_time_and_memory(settings: Settings) -> None:
    """Where a group runs; here it is cheap."""
    with create_app(settings).app_context():
        assert hashed(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,")


def test_a_person_signs_in_and_the_journal_says_so(browse: Browse, system: Viewer) -> None:
    client = browse(None)
    answer = client.post("/login", data={"email": "Alice@Example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/members/mine").status_code == 200
    entry = system.session.scalars(select(Entry).where(Entry.verb == "members.sign_in")).one()
    assert entry.actor == "Alice"


def test_the_page_opens_and_keeps_where_one_was_going(browse: Browse) -> None:
    page = browse(None).get("/login?next=/members/mine")
    assert page.status_code == 200
    assert 'value="/members/mine"' in page.text
    assert browse(None).post("/login", data={}).status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browse: Browse) -> None:
    wrong = browse(None).post("/login", data={"email": "alice@example.org", "password": WRONG})
    unknown = browse(None).post("/login", data={"email": "nobody@example.org", "password": WRONG})
    assert wrong.status_code == unknown.status_code == 200
    assert plain(wrong.text).replace("alice@", "") == plain(unknown.text).replace("nobody@", "")


def test_the_librarys_sentences_are_french(browse: Browse, app: Flask) -> None:
    answer = browse(None).post("/login", data={"email": "alice@example.org", "password": WRONG})
    assert "Échec" in answer.text
    assert "Authentication failed" not in answer.text


def test_sign_in_leads_only_to_this_site(browse: Browse) -> None:
    data = {"email": "alice@example.org", "password": PASSWORD, "next": "https://elsewhere.example/"}
    answer = browse(None).post("/login", data=data)
    assert "elsewhere" not in answer.headers.get("Location", "")


def test_after_five_failures_even_the_right_password_waits(browse: Browse, system: Viewer) -> None:
    client = browse(None)
    for _ in range(throttle.FREE_PER_ACCOUNT):
        assert sign_in(client, "alice", WRONG) == 200
    answer = client.post("/login", data={"email": "alice@example.org", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "data-wait" in answer.text
    assert len(system.session.scalars(select(SignInAttempt)).all()) == throttle.FREE_PER_ACCOUNT


def test_others_are_not_delayed_by_one_accounts_failures(browse: Browse) -> None:
    client = browse(None)
    for _ in range(throttle.FREE_PER_ACCOUNT):
        sign_in(client, "alice", WRONG)
    assert sign_in(client, "bob", PASSWORD) == 302


def test_a_stranger_does_not_lock_out_who_is_known_from_another_address(browse: Browse) -> None:
    assert sign_in(browse(None), "alice", PASSWORD, "192.0.2.7") == 302
    for _ in range(throttle.FREE_PER_ACCOUNT):
        sign_in(browse(None), "alice", WRONG, "198.51.100.9")
    assert sign_in(browse(None), "alice", PASSWORD, "198.51.100.9") == 429
    assert sign_in(browse(None), "alice", PASSWORD, "192.0.2.7") == 302


def test_an_office_where_one_guesses_stays_open_to_those_known_there(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "FREE_PER_ADDRESS", 3)
    assert sign_in(browse(None), "alice", PASSWORD) == 302
    for number in range(3):
        sign_in(browse(None), f"guess{number}", WRONG)
    assert sign_in(browse(None), "bob", PASSWORD) == 429
    assert sign_in(browse(None), "alice", PASSWORD) == 302
    assert sign_in(browse(None), "bob", PASSWORD, "203.0.113.5") == 302


def test_the_delay_doubles_and_ends() -> None:
    delays = [throttle.delay(failures, 5) for failures in range(40)]
    assert delays[4] == timedelta(0)
    assert delays == sorted(delays)
    assert delays[6] == 2 * delays[5]
    assert max(delays) == throttle.LONGEST


def test_addresses_of_one_customer_count_as_one() -> None:
    assert throttle.network_of("2001:db8:1:2::5") == throttle.network_of("2001:db8:1:2:ffff::9")
    assert throttle.network_of("2001:db8:1:3::5") != throttle.network_of("2001:db8:1:2::5")
    assert throttle.network_of("not an address") == "not an address"


def test_what_was_typed_is_not_kept(browse: Browse, system: Viewer) -> None:
    sign_in(browse(None), "alice", WRONG)
    attempt = system.session.scalars(select(SignInAttempt)).one()
    assert "alice" not in attempt.account
    assert "192.0.2.1" not in attempt.address


def test_who_was_shut_out_does_not_come_in(browse: Browse, system: Viewer) -> None:
    system.session.scalars(select(User).where(User.email == "bob@example.org")).one().active = False
    system.session.commit()
    assert sign_in(browse(None), "bob", PASSWORD) == 200
    assert browse("bob").get("/members/mine").status_code == 302
