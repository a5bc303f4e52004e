"""Where somebody is signed in: what a cookie is worth, and for how long."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select

from pooling.access.edge import ENGINE
from pooling.access.scope import ForeignWriteError
from pooling.access.viewer import Viewer
from pooling.db import now
from pooling.journal.models import Entry
from pooling.mail.models import Letter
from pooling.members import people, queries, sittings
from pooling.members.models import Sitting, User
from tests.cast import PASSWORD, cookie_of

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
NEW = "trois-petits-copeaux"
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/129.0.0.0 Mobile Safari/537.36"


def sign_in(app: Flask, name: str = "alice", password: str = PASSWORD, **form: str) -> FlaskClient:
    client = app.test_client()
    data = {"email": f"{name}@example.org", "password": password, **form}
    assert client.post("/login", data=data, headers={"User-Agent": ANDROID}).status_code == 302
    return client


def copy_of(client: FlaskClient, *names: str) -> FlaskClient:
    """Another browser with the same cookies."""
    thief = client.application.test_client()
    for name in names:
        cookie = client.get_cookie(name)
        assert cookie is not None
        thief.set_cookie(name, cookie.value)
    return thief


def is_in(client: FlaskClient) -> bool:
    return client.get("/members/charter").status_code == 200


def own(viewer: Viewer, name: str = "alice") -> list[Sitting]:
    statement = select(Sitting).join(User, User.id == Sitting.user_id).where(User.email == f"{name}@example.org")
    found = list(viewer.session.scalars(statement.order_by(Sitting.id).execution_options(populate_existing=True)))
    viewer.session.commit()  # a read holds SQLite's one write lock until then
    return found


def living(viewer: Viewer, name: str = "alice") -> set[str]:
    return {sitting.key for sitting in own(viewer, name) if sitting.ended_at is None}


def set_seen(viewer: Viewer, key: str, ago: timedelta) -> None:
    viewer.session.scalars(select(Sitting).where(Sitting.key == key)).one().seen_at = now() - ago
    viewer.session.commit()


def test_a_password_begins_a_sitting(app: Flask, system: Viewer) -> None:
    assert is_in(sign_in(app))
    sitting = own(system)[-1]
    assert (sitting.browser, sitting.remembered, sitting.ended_at) == ("Chrome, Android", False, None)
    assert sitting.token_hash not in str(sitting.key)


def test_a_copied_cookie_is_worth_nothing_after_the_sign_out(app: Flask) -> None:
    alice = sign_in(app)
    thief = copy_of(alice, "pooling")
    assert is_in(thief)
    assert alice.post("/logout").status_code == 302
    assert not is_in(alice)
    assert not is_in(thief)
    assert thief.post("/members/sittings/end").status_code == 401


def test_a_copied_cookie_that_remembers_is_worth_nothing_either(app: Flask, system: Viewer) -> None:
    alice = sign_in(app, remember="y")
    assert own(system)[-1].remembered
    thief = copy_of(alice, "remember_token")
    assert is_in(thief)
    alice.post("/logout")
    assert not is_in(thief)
    assert not is_in(copy_of(thief, "remember_token"))


def test_a_browser_that_was_closed_comes_back_to_its_sitting(app: Flask, system: Viewer) -> None:
    closed = sign_in(app, remember="y")
    back = copy_of(closed, "remember_token")
    assert is_in(back)
    assert len(own(system)) == 3
    back.post("/logout")
    assert not is_in(closed)


def test_one_sign_out_leaves_the_other_browsers(app: Flask) -> None:
    desk, phone = sign_in(app), sign_in(app)
    desk.post("/logout")
    assert is_in(phone)


@pytest.mark.parametrize(
    "said", ["cast-alice", "cast-alice.", "cast-alice.made-up", "cast-bob.alice-desk", ".alice-desk", "alice-desk", ""]
)
def test_a_cookie_names_a_person_and_a_sitting_of_hers(app: Flask, said: str) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": said, "_fresh": True})
    assert not is_in(client)


def test_a_new_password_ends_the_others_and_not_this_one(app: Flask, browse: Browse, system: Viewer) -> None:
    here, elsewhere = sign_in(app, remember="y"), browse("alice")
    stolen = copy_of(here, "pooling", "remember_token")
    form = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    assert here.post("/change", data=form).status_code == 302
    assert is_in(here)
    assert is_in(copy_of(here, "remember_token"))
    assert not is_in(elsewhere)
    assert not is_in(stolen)
    assert living(system) == {own(system)[-1].key}
    assert len(living(system, "bob")) == 2


def test_a_password_reset_by_mail_ends_them_all(app: Flask, browse: Browse, system: Viewer) -> None:
    alice = browse("alice")
    browse(None).post("/reset", data={"email": "alice@example.org"})
    letter = system.session.scalars(select(Letter).where(Letter.kind == "reset_instructions")).one()
    system.session.commit()
    link = re.search(r"https?://\S+", letter.body)
    assert link
    path = urlsplit(link[0]).path
    assert browse(None).post(path, data={"password": NEW, "password_confirm": NEW}).status_code == 302
    assert not is_in(alice)
    assert not living(system)


def test_who_is_shut_out_sits_nowhere_even_when_let_in_again(
    browse: Browse, viewer: LookAs, system: Viewer, leave: Callable[[], None]
) -> None:
    adele = viewer("adele")
    bob = adele.session.scalars(select(User).where(User.email == "bob@example.org")).one()
    people.set_active(adele, bob, active=False)
    people.set_active(adele, bob, active=True)
    leave()
    assert not is_in(browse("bob"))
    assert not living(system, "bob")
    assert len(living(system, "alice")) == 2


def test_a_sitting_ends_after_thirty_days_away(browse: Browse, system: Viewer) -> None:
    set_seen(system, "alice-desk", sittings.UNSEEN_FOR - timedelta(hours=1))
    assert is_in(browse("alice"))
    set_seen(system, "alice-desk", sittings.UNSEEN_FOR + timedelta(seconds=1))
    assert not is_in(browse("alice"))


def test_a_sign_in_forgets_those_long_over(app: Flask, system: Viewer) -> None:
    set_seen(system, "alice-desk", sittings.UNSEEN_FOR + timedelta(days=1))
    set_seen(system, "bob-desk", sittings.UNSEEN_FOR + timedelta(days=1))
    sign_in(app)
    assert "alice-desk" not in {sitting.key for sitting in own(system)}
    assert "bob-desk" in {sitting.key for sitting in own(system, "bob")}


@contextmanager
def told(engine: Engine) -> Iterator[list[str]]:
    """The statements that this engine is given meanwhile."""
    statements: list[str] = []

    def heard(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    yield statements
    event.remove(engine, "before_cursor_execute", heard)


def test_being_seen_is_noted_once_an_hour_after_the_answer(app: Flask, browse: Browse, system: Viewer) -> None:
    set_seen(system, "alice-desk", sittings.NOTED_EVERY + timedelta(minutes=1))
    before = own(system)[0].seen_at
    with told(app.extensions[ENGINE]) as statements:
        browse("alice").get("/members/charter").close()
        browse("alice").get("/members/charter").close()
    assert own(system)[0].seen_at > before
    assert len([each for each in statements if each.startswith("UPDATE")]) == 1


def test_who_sits_is_asked_with_who_it_is(app: Flask, browse: Browse) -> None:
    with told(app.extensions[ENGINE]) as statements:
        assert is_in(browse("alice"))
    assert len([each for each in statements if "sitting" in each]) == 1
    assert len([each for each in statements if "fs_uniquifier" in each]) == 1


def test_the_page_lists_ones_own_and_tells_this_one(browse: Browse) -> None:
    page = browse("alice").get("/members/sittings").text
    assert re.findall(r'data-sitting="([^"]+)"', page) == ["alice-phone", "alice-desk"]
    assert re.search(r'data-sitting="alice-desk"\s+data-here', page)
    assert "/members/sittings/alice-phone/end" in page
    assert "/members/sittings/alice-desk/end" not in page
    assert cookie_of("alice") not in page


def test_another_browser_is_signed_out_from_here(browse: Browse, app: Flask, system: Viewer) -> None:
    phone = sign_in(app)
    key = own(system)[-1].key
    alice = browse("alice")
    assert alice.post(f"/members/sittings/{key}/end").status_code == 303
    assert not is_in(phone)
    assert is_in(alice)
    assert alice.post(f"/members/sittings/{key}/end").status_code == 404
    entry = system.session.scalars(select(Entry).where(Entry.verb == "members.end_sitting")).one()
    assert entry.actor == "Alice"


def test_all_others_are_signed_out_from_here(browse: Browse, app: Flask, system: Viewer) -> None:
    phone, alice = sign_in(app), browse("alice")
    assert alice.post("/members/sittings/end").status_code == 303
    assert not is_in(phone)
    assert is_in(alice)
    assert living(system) == {"alice-desk"}
    assert len(living(system, "bob")) == 2
    alice.post("/members/sittings/end")
    assert len(system.session.scalars(select(Entry).where(Entry.verb == "members.end_other_sittings")).all()) == 1


@pytest.mark.parametrize("name", ["bob", "charlie", "brigitte", "adele"])
def test_nobody_sees_or_ends_anothers(name: str, browse: Browse, viewer: LookAs, system: Viewer) -> None:
    answer = browse(name).post("/members/sittings/alice-phone/end")
    assert answer.status_code == 404
    assert "alice-phone" in living(system)
    other = viewer(name)
    assert {sitting.key for sitting in queries.sittings(other, sittings.oldest())} == {f"{name}-desk", f"{name}-phone"}
    assert set(other.session.scalars(select(Sitting.user_id))) == {other.user_id}


@pytest.mark.parametrize("name", ["bob", "brigitte", "adele"])
def test_nobody_writes_a_sitting_for_another(name: str, viewer: LookAs) -> None:
    alice, other = viewer("alice"), viewer(name)
    other.session.add(Sitting(key="x", token_hash="x", user_id=alice.user_id))
    with pytest.raises(ForeignWriteError):
        other.session.flush()
    other.session.rollback()


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/129.0 Safari/537.36 Edg/129.0", "Edge, Windows"),
        (ANDROID, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) Version/17.6 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.6 Safari/605.1.15", "Safari, macOS"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_by_its_family(agent: str, name: str) -> None:
    assert sittings.browser(agent) == name


@given(st.text())
def test_whatever_a_browser_says_its_name_is_short(agent: str) -> None:
    assert len(sittings.browser(agent)) <= 40
