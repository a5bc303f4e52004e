"""What somebody tries from a browser: sessions, addresses, fields that no form has, keys of other firms."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.members.models import Site, User
from pooling.needs.models import Need
from tests.access.stage import KEY, set_up
from tests.cast import PASSWORD

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
LINE = {"what": "Colle", "family": "Bureau > Papier", "quantity": "3", "unit": "pièce"}
NEW = "c" * 32
TOKEN = re.compile(r"[\w-]{40,}\.[\w-]{6}\.[\w-]{20,}")
ELSEWHERE = ("https://evil.example/", "//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)")


def sign_in(client: FlaskClient, password: str = PASSWORD, **query: str) -> str | None:
    form = {"email": "alice@example.org", "password": password}
    return client.post("/login", data=form, query_string=query).location


def is_in(client: FlaskClient) -> bool:
    return client.get("/needs/").status_code == 200


def test_a_session_given_before_signing_in_opens_nothing(app: Flask, browse: Browse) -> None:
    """Session fixation: the cookie a stranger planted is not the one that signs in."""
    stranger = app.test_client()
    stranger.get("/login")
    planted = stranger.get_cookie("pooling")
    victim = app.test_client()
    if planted is not None:
        victim.set_cookie("pooling", planted.value)
    sign_in(victim)
    assert is_in(victim)
    assert not is_in(stranger)


def test_a_new_password_ends_the_sessions_elsewhere(app: Flask) -> None:
    here, elsewhere = app.test_client(), app.test_client()
    sign_in(here)
    sign_in(elsewhere)
    other = "un autre mot de passe"
    form = {"password": PASSWORD, "new_password": other, "new_password_confirm": other}
    assert here.post("/change", data=form).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)


@pytest.mark.parametrize("where", ELSEWHERE)
def test_no_way_in_leads_elsewhere(where: str, app: Flask, browse: Browse) -> None:
    said = [
        sign_in(app.test_client(), next=where),
        browse("alice").get("/login", query_string={"next": where}).location,
        browse("alice").post("/members/language", data={"language": "fr", "next": where}).location,
        browse("alice").post("/members/charter", data={"version": "1", "next": where}).location,
        browse("alice").post("/logout", query_string={"next": where}).location,
    ]
    assert not [each for each in said if each and (urlsplit(each).netloc or not each.startswith("/"))]
    assert not [each for each in said if each and (each.startswith("//") or "\\" in each)]


def test_signing_out_takes_more_than_a_link(app: Flask, browse: Browse) -> None:
    """A picture on another site must not end somebody's session."""
    alice = browse("alice")
    alice.get("/logout")
    assert is_in(alice)


@pytest.fixture
def staged(system: Viewer) -> None:
    set_up(system)


FORGED = {
    "member_id": "1", "member": "ARV", "id": "1", "submission_id": "1", "campaign_id": "2", "version": "99",
    "pool_key": "item:1", "base_wanted": "1000000", "category_id": "1", "item_id": "1", "pack_id": "1", "site_id": "1",
    "pooled_as": "item:1", "adjusted": "1000000", "pooled_item_id": "1",
}  # fmt: skip


@pytest.mark.usefixtures("staged")
def test_fields_that_no_form_has_change_nothing(browse: Browse, viewer: LookAs) -> None:
    forged = {name: value for name, value in FORGED.items() if name != "version"}
    answer = browse("charlie").post(f"/needs/T1/lines/{NEW}", data={**LINE, **forged})
    assert answer.status_code == 200, answer.text
    need = viewer("system").session.scalars(select(Need).where(Need.key == NEW)).one()
    assert need.member.code == "GIF"
    assert need.submission.campaign.code == "T1"
    assert need.submission.member_id == need.member_id
    assert (str(need.base_wanted.normalize()), need.item_id, need.pack_id) == ("3", None, None)
    assert (str(need.adjusted.normalize()), need.pooled_item_id) == ("3", None)
    assert need.site is None or need.site.member_id == need.member_id


@pytest.mark.usefixtures("staged")
def test_her_key_is_nobodys_for_another_firm(browse: Browse, viewer: LookAs) -> None:
    """Under her key a rival enters a line of his own, as under any key nobody ever used."""
    charlie = browse("charlie")
    never = charlie.post(f"/needs/T1/lines/{'e' * 32}", data={**LINE, "version": "1"})
    hers = charlie.post(f"/needs/T1/lines/{KEY}", data={**LINE, "version": "1"})
    assert (never.status_code, never.data) == (hers.status_code, hers.data)
    for verb in ("remove", "restore"):
        never = charlie.post(f"/needs/T1/lines/{'e' * 32}/{verb}")
        hers = charlie.post(f"/needs/T1/lines/{KEY}/{verb}")
        assert (never.status_code, never.data) == (hers.status_code, hers.data) == (404, never.data)
    taken = charlie.post(f"/needs/T1/lines/{NEW}", data={**LINE, "take": ["what", "remark"]})
    assert "loin des regards" not in taken.text
    session = viewer("system").session
    assert session.scalars(select(Need.remark).where(Need.key == KEY)).all() == ["loin des regards"]


@pytest.mark.usefixtures("staged")
@pytest.mark.parametrize(
    "forged",
    [{"site": "ARV-1"}, {"family": "no such family"}, {"item": "PAP-A4", "what": "", "unit": "boîte de 100"}],
    ids=["site of another firm", "family outside", "pack of another item"],
)
def test_what_belongs_elsewhere_is_refused(forged: dict[str, str], browse: Browse, viewer: LookAs) -> None:
    answer = browse("charlie").post(f"/needs/T1/lines/{NEW}", data={**LINE, **forged})
    assert answer.status_code == 422
    assert "Ateliers" not in answer.text
    unknown = {name: "nothing-such" if name == "site" else value for name, value in forged.items()}
    if "site" in forged:
        same = browse("charlie").post(f"/needs/T1/lines/{NEW}", data={**LINE, **unknown})
        assert same.data == answer.data.replace(b"ARV-1", b"nothing-such")
    assert viewer("system").session.scalars(select(Need.id).where(Need.key == NEW)).all() == []


def test_nobody_learns_who_has_an_account(app: Flask) -> None:
    """Signing in and asking for a new password answer alike, to the byte."""
    for where, more in (("/login", {"password": "not the password"}), ("/reset", {})):
        answers = []
        for email in ("alice@example.org", "nobody@example.org"):
            answer = app.test_client().post(where, data={"email": email, **more})
            text = TOKEN.sub("", answer.text.replace(email, ""))
            answers.append((answer.status_code, answer.location, text))
        assert answers[0] == answers[1], where


def test_a_person_shut_out_is_out_at_once(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    assert is_in(alice)
    system = viewer("system")
    system.session.scalars(select(User).where(User.name == "Alice")).one().active = False
    system.session.commit()
    assert not is_in(alice)


def test_no_file_taken_out_stays_in_a_cache(browse: Browse, staged: None) -> None:
    paths = ("/members/workbook", "/catalogue/export/catalogue.xlsx")
    answers = [browse("adele").get(path) for path in paths]
    answers += [browse("brigitte").get(path) for path in ("/orders/archive/T3", "/catalogue/export/agreements.xlsx")]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_a_form_posts_no_firm_into_another(browse: Browse, viewer: LookAs) -> None:
    """A member's role has no door to firms and sites, whatever it sends."""
    system = viewer("system").session
    before = system.scalars(select(Site.code)).all()
    system.commit()
    for path in ("/members/ARV/sites/new", "/members/GIF/sites/new", "/members/ARV/edit"):
        answer = browse("charlie").post(path, data={"code": "X", "name": "X"})
        assert answer.status_code == 404
    assert system.scalars(select(Site.code)).all() == before
