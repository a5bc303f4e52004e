"""Which mails about deadlines a person wants."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.journal.models import Entry
from pooling.members.models import User

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]


def last_day_only(viewer: LookAs) -> set[str]:
    system = viewer("system")
    found = set(system.session.scalars(select(User.name).where(User.only_last_day)))
    system.session.commit()
    return found


def test_a_person_chooses_for_itself_and_back(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    assert last_day_only(viewer) == set()
    assert alice.post("/members/mine/mails", data={"mails": "last_day"}).location == "/members/mine"
    assert last_day_only(viewer) == {"Alice"}
    [ticked] = re.findall(r"<input[^>]*checked[^>]*>", alice.get("/members/mine").text)
    assert 'value="last_day"' in ticked
    alice.post("/members/mine/mails", data={"mails": "all"})
    assert last_day_only(viewer) == set()
    system = viewer("system")
    assert len(system.session.scalars(select(Entry).where(Entry.verb == "members.choose_mails")).all()) == 2


def test_none_at_all_is_no_choice(browse: Browse, viewer: LookAs) -> None:
    assert browse("alice").post("/members/mine/mails", data={"mails": "none"}).status_code == 422
    assert browse("alice").post("/members/mine/mails").status_code == 422
    assert last_day_only(viewer) == set()


@pytest.mark.parametrize("who", ["brigitte", "adele"])
def test_the_groups_staff_gets_no_such_mail(browse: Browse, who: str) -> None:
    assert browse(who).post("/members/mine/mails", data={"mails": "all"}).status_code == 404
