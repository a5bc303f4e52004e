from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.journal.models import Entry
from pooling.members import queries

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
FIRM = {"code": "nov", "name": "Nouvelle Décolleteuse", "siren": "356 000 000", "company_group": ""}
SITE = {"code": "NOV-1", "name": "Quai", "siret": "35600000049837", "postcode": "74300", "city": "Cluses"}


def test_the_list_is_searched_by_any_words(browse: Browse) -> None:
    text = browse("brigitte").get("/members/?q=arve+groupe").text
    assert 'data-member="ARV"' in text
    assert 'data-member="SOE"' in text
    assert 'data-member="GIF"' not in text
    assert "data-member" not in browse("brigitte").get("/members/?q=%25").text


def test_a_firm_and_its_site_are_entered(browse: Browse, viewer: LookAs) -> None:
    adele = browse("adele")
    assert adele.post("/members/new", data=FIRM).headers["Location"] == "/members/NOV"
    # a SIRET of La Poste has a check sum of its own
    assert adele.post("/members/NOV/sites/new", data=SITE).status_code == 303
    system = viewer("system")
    member = queries.member(system, "NOV")
    assert member.siren == "356000000"
    assert [site.siret for site in queries.sites(system, member.id)] == ["35600000049837"]
    verbs = system.session.scalars(select(Entry.verb).where(Entry.member_id == member.id)).all()
    assert sorted(verbs) == ["members.create", "members.create_site"]


@pytest.mark.parametrize(
    "wrong",
    [{"code": "arv"}, {"code": "été"}, {"code": "A B"}, {"siren": "356000001"}, {"siren": "732829320"}, {"name": ""}],
)
def test_a_wrong_firm_is_refused_and_what_was_typed_stays(browse: Browse, wrong: dict[str, str]) -> None:
    answer = browse("adele").post("/members/new", data={**FIRM, "company_group": "Groupe Neuf", **wrong})
    assert answer.status_code == 422
    assert "Groupe Neuf" in answer.text


@pytest.mark.parametrize("wrong", [{"siret": "55210055400013"}, {"siret": "123"}, {"code": "ARV-1"}, {"name": " "}])
def test_a_wrong_site_is_refused(browse: Browse, wrong: dict[str, str]) -> None:
    site = {"code": "ARV-9", "name": "Quai", **wrong}
    assert browse("adele").post("/members/ARV/sites/new", data=site).status_code == 422


def test_a_siren_that_its_sites_deny_is_refused(browse: Browse) -> None:
    adele = browse("adele")
    adele.post("/members/new", data=FIRM)
    adele.post("/members/NOV/sites/new", data=SITE)
    assert adele.post("/members/NOV/edit", data={**FIRM, "siren": "404833048"}).status_code == 422
    assert adele.post("/members/NOV/edit", data={**FIRM, "siren": "542065479"}).status_code == 422


def test_saving_without_a_change_leaves_no_trace(browse: Browse, system: Viewer) -> None:
    same = {"name": "Ateliers de l'Arve", "siren": "732829320", "company_group": "Groupe Arve"}
    assert browse("adele").post("/members/ARV/edit", data=same).status_code == 302
    assert not system.session.scalars(select(Entry).where(Entry.verb == "members.edit")).all()


def test_a_site_is_closed_and_opened_again(browse: Browse, viewer: LookAs) -> None:
    for active in ("0", "1"):
        assert browse("adele").post("/members/ARV/sites/ARV-1/active", data={"active": active}).status_code == 303
        system = viewer("system")
        site = queries.site(system, queries.member(system, "ARV").id, "ARV-1")
        assert site.active is (active == "1")
        system.session.close()


def test_a_site_is_changed(browse: Browse) -> None:
    adele = browse("adele")
    assert "Quai" in adele.get("/members/ARV/sites/ARV-1").text
    assert adele.post("/members/ARV/sites/ARV-1", data={"name": "Grand quai"}).status_code == 303
    assert "Grand quai" in adele.get("/members/ARV").text
    assert adele.get("/members/GIF/sites/ARV-1").status_code == 404


def test_the_people_of_a_firm_that_leaves_no_longer_come_in(browse: Browse) -> None:
    adele, alice = browse("adele"), browse("alice")
    assert adele.post("/members/ARV/leave").status_code == 303
    assert alice.get("/members/mine").status_code == 302
    assert adele.post("/members/ARV/return").status_code == 303
    assert alice.get("/members/mine").status_code == 302


def test_buyers_read_and_change_nothing(browse: Browse) -> None:
    buyer = browse("brigitte")
    assert 'data-site="ARV-1"' in buyer.get("/members/ARV").text
    assert "/members/ARV/edit" not in buyer.get("/members/ARV").text
    for path in ("/members/new", "/members/ARV/edit", "/members/ARV/sites/new", "/members/people/1", "/members/load"):
        assert buyer.get(path).status_code == 404


def test_a_member_sees_its_own_firm_alone(browse: Browse) -> None:
    text = browse("alice").get("/members/mine").text
    assert 'data-site="ARV-2"' in text
    assert 'data-person="bob@example.org"' in text
    assert "charlie" not in text
    assert "Groupe Arve" not in text
    for path in ("/members/", "/members/ARV", "/members/GIF", "/members/staff", "/members/outbox"):
        assert browse("alice").get(path).status_code == 404
    assert browse("brigitte").get("/members/mine").status_code == 404


def test_an_unknown_firm_is_not_there(browse: Browse) -> None:
    assert browse("adele").get("/members/NOPE").status_code == 404
