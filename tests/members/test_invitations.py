from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Role, Viewer
from pooling.algorithms.errors import Refusal
from pooling.db import now
from pooling.mail.models import Letter
from pooling.members import invitations, queries
from pooling.members.models import Invitation, User

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
NEWCOMER = {"name": "Émile Nouveau", "email": "Emile@Example.org", "firm": "ARV", "roles": ["entry"]}
ENTER = {"name": "Émile Nouveau", "password": "un-long-mot-de-passe", "password_confirm": "un-long-mot-de-passe"}


def invited(browse: Browse, **changes: object) -> str:
    """The path of the link that the page showed."""
    answer = browse("adele").post("/members/invite", data={**NEWCOMER, **changes})
    assert answer.status_code == 200, answer.text
    found = re.search(r'value="http://[^/]+(/members/invitation/[^"]+)"', answer.text)
    assert found
    return found.group(1)


def test_a_link_makes_a_user_who_is_signed_in(browse: Browse, system: Viewer) -> None:
    path = invited(browse)
    client = browse(None)
    assert "Émile" in client.get(path).text
    assert client.post(path, data=ENTER).status_code == 303
    # the charter comes first
    assert "/members/charter" in client.get("/members/mine").headers["Location"]
    user = system.session.scalars(select(User).where(User.email == "emile@example.org")).one()
    assert user.member is not None
    assert user.member.code == "ARV"
    assert [role.name for role in user.roles] == ["entry"]


def test_the_mail_holds_the_link_and_the_database_only_its_hash(browse: Browse, system: Viewer) -> None:
    token = invited(browse).rpartition("/")[2]
    letter = system.session.scalars(select(Letter)).one()
    assert token in letter.body
    assert letter.recipient == "emile@example.org"
    assert system.session.scalars(select(Invitation.token_hash)).one() == invitations.token_hash(token)


def test_a_link_opens_once(browse: Browse) -> None:
    path = invited(browse)
    browse(None).post(path, data=ENTER)
    assert browse(None).get(path).status_code == 410
    assert browse(None).post(path, data=ENTER).status_code == 410


def test_an_old_link_no_longer_opens(browse: Browse, system: Viewer) -> None:
    path = invited(browse)
    system.session.scalars(select(Invitation)).one().expires_at = now() - timedelta(minutes=1)
    system.session.commit()
    assert browse(None).get(path).status_code == 410


def test_sending_again_ends_the_first_link(browse: Browse, system: Viewer) -> None:
    path = invited(browse)
    number = system.session.scalars(select(Invitation.id)).one()
    system.session.commit()
    assert browse("adele").post(f"/members/invitations/{number}/again").status_code == 200
    assert browse(None).get(path).status_code == 410


def test_a_revoked_link_no_longer_opens(browse: Browse, system: Viewer) -> None:
    path = invited(browse)
    number = system.session.scalars(select(Invitation.id)).one()
    system.session.commit()
    assert browse("adele").post(f"/members/invitations/{number}/revoke").status_code == 303
    assert browse(None).get(path).status_code == 410
    assert browse("adele").post(f"/members/invitations/{number}/again").status_code == 422


def test_inviting_twice_leaves_one_link(browse: Browse, viewer: LookAs) -> None:
    first = invited(browse)
    invited(browse)
    assert browse(None).get(first).status_code == 410
    adele = viewer("adele")
    assert len(queries.invitations(adele, queries.member(adele, "ARV"))) == 1


def test_a_made_up_link_opens_nothing(browse: Browse) -> None:
    assert browse(None).get("/members/invitation/abc").status_code == 410


def test_who_is_signed_in_is_told_so(browse: Browse) -> None:
    assert browse("bob").get(invited(browse)).status_code == 200


@pytest.mark.parametrize("password", ["court", ""])
def test_a_poor_password_is_refused_and_the_name_stays(browse: Browse, password: str) -> None:
    data = {"name": "Autre Nom", "password": password, "password_confirm": password}
    answer = browse(None).post(invited(browse), data=data)
    assert answer.status_code == 422
    assert "Autre Nom" in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "alice@example.org"},
        {"email": "no address"},
        {"roles": []},
        {"firm": "", "roles": ["entry"]},
        {"firm": "ARV", "roles": ["administrator"]},
        {"firm": "NOPE"},
        {"name": " "},
    ],
)
def test_bad_invitations_are_refused(browse: Browse, wrong: dict[str, object]) -> None:
    assert browse("adele").post("/members/invite", data={**NEWCOMER, **wrong}).status_code == 422


@pytest.mark.parametrize("name", ["alice", "brigitte", "conrad"])
def test_only_administrators_invite(browse: Browse, name: str) -> None:
    assert browse(name).get("/members/invite").status_code == 404
    assert browse(name).post("/members/invite", data=NEWCOMER).status_code == 404


def test_the_first_administrator_is_invited_from_the_command_line(system: Viewer) -> None:
    invitation, token = invitations.invite(system, "chef@example.org", "Chef", None, [Role.ADMINISTRATOR])
    assert invitations.opened(system, token) is invitation
    with pytest.raises(Refusal):
        invitations.invite(system, "adele@example.org", "Adèle", None, [Role.ADMINISTRATOR])
