from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.journal.models import Entry
from pooling.members.models import User

Browse = Callable[[str | None], FlaskClient]


def number(system: Viewer, name: str) -> int:
    found = system.session.scalars(select(User.id).where(User.email == f"{name}@example.org")).one()
    system.session.commit()
    return found


def test_who_is_shut_out_is_out_at_once_and_may_come_back(browse: Browse, system: Viewer) -> None:
    adele, bob = browse("adele"), browse("bob")
    path = f"/members/people/{number(system, 'bob')}/active"
    assert bob.get("/members/mine").status_code == 200
    assert adele.post(path, data={"active": "0"}).status_code == 303
    assert bob.get("/members/mine").status_code == 302
    assert adele.post(path, data={"active": "1"}).status_code == 303
    assert bob.get("/members/mine").status_code == 302  # the old cookie stays dead
    verbs = system.session.scalars(select(Entry.verb).where(Entry.verb == "members.edit_person")).all()
    assert len(verbs) == 2


def test_nobody_shuts_out_the_last_administrator(browse: Browse, system: Viewer) -> None:
    mine = number(system, "adele")
    assert browse("adele").post(f"/members/people/{mine}/active", data={"active": "0"}).status_code == 422
    answer = browse("adele").post(f"/members/people/{mine}", data={"name": "Adèle", "roles": ["buyer"]})
    assert answer.status_code == 422


def test_roles_change_with_the_employer_in_mind(browse: Browse, system: Viewer) -> None:
    path = f"/members/people/{number(system, 'bob')}"
    assert browse("adele").get(path).status_code == 200
    answer = browse("adele").post(path, data={"name": "Bob Tissot", "roles": ["entry", "approver"]})
    assert answer.status_code == 303
    assert browse("adele").post(path, data={"name": "Bob", "roles": ["administrator"]}).status_code == 422
    entry = system.session.scalars(select(Entry).where(Entry.verb == "members.edit_person")).one()
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["roles"], entry.after["roles"]) == (["entry"], ["approver", "entry"])


def test_the_groups_own_staff_is_listed(browse: Browse) -> None:
    text = browse("brigitte").get("/members/staff").text
    assert 'data-person="adele@example.org"' in text
    assert "alice@example.org" not in text


def test_the_language_is_chosen_and_leads_back(browse: Browse) -> None:
    client = browse("alice")
    answer = client.post("/members/language", data={"language": "en", "next": "/members/mine"})
    assert answer.headers["Location"] == "/members/mine"
    assert '<html lang="en"' in client.get("/members/mine").text
    client.post("/members/language", data={"language": "xx"})
    assert '<html lang="en"' in client.get("/members/mine").text
