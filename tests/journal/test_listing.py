from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.scope import see_as
from pooling.access.viewer import Viewer
from pooling.catalogue.models import Category
from pooling.journal import looks, names, queries, telling
from pooling.journal.models import Entry
from pooling.journal.views import listing
from pooling.members.models import Member

Enter = Callable[[str], Viewer]
Browse = Callable[[str | None], FlaskClient]
Write = Callable[..., None]


@pytest.fixture
def write(system: Viewer) -> Write:
    """`write("needs.enter", "ARV", …)`: an entry about a firm, committed; None is about the group."""
    firms = {each.code: each.id for each in system.session.scalars(select(Member))}
    family = system.session.scalars(select(Category.id).where(Category.path == "Bureau")).one()

    def add(verb: str, firm: str | None, *, actor: str = "Alice", lined: bool = True, **told: Any) -> None:
        entry = Entry(verb=verb, actor=actor, subject=told.pop("subject", "need:0123"), **told)
        if firm is not None:
            entry.member_id = firms[firm]
            entry.category_id = family if lined and verb != looks.VERB else None
        system.session.add(entry)
        system.session.commit()

    return add


def fetch(client: FlaskClient, address: str) -> str:
    with client.get(address) as answer:
        assert answer.status_code == 200
        return answer.get_data(as_text=True)


def test_nobody_is_sent_to_sign_in(browse: Browse) -> None:
    assert browse(None).get("/journal/").status_code == 302
    assert browse(None).get("/journal/looks").status_code == 302


@pytest.mark.parametrize("who", ["alice", "brigitte", "adele"])
@pytest.mark.parametrize("page", ["/journal/", "/journal/looks"])
def test_an_empty_journal_says_so(browse: Browse, who: str, page: str) -> None:
    assert "empty" in fetch(browse(who), page)


def test_a_member_reads_its_own_firm_and_no_other(browse: Browse, write: Write) -> None:
    write("needs.enter", "ARV", after={"designation": "Cales de précision", "quantity": "12"})
    write("needs.enter", "GIF", actor="Charlie", after={"designation": "Graisse secrète"})
    write("consolidation.consolidate", None, actor="Brigitte", after={"pools": 3})
    for who in ("alice", "bob"):
        page = fetch(browse(who), "/journal/")
        assert "Cales de précision" in page
        assert "Graisse secrète" not in page
        assert page.count("data-verb=") == 1
    assert "data-verb" not in fetch(browse("dora"), "/journal/")


def test_alice_reads_that_brigitte_looked_and_learns_of_no_other_look(browse: Browse, write: Write) -> None:
    write(looks.VERB, "ARV", actor="Brigitte", campaign="T1", subject="pool:1")
    write(looks.VERB, "ARV", actor="Brigitte", campaign="T1", subject="pool:2")
    write(looks.VERB, "GIF", actor="Conrad", campaign="T1", subject="pool:1")
    page = fetch(browse("alice"), "/journal/looks")
    assert page.count("data-visit") == 1
    assert "Brigitte" in page
    assert "Conrad" not in page
    assert "data-visit" not in fetch(browse("dora"), "/journal/looks")


def test_looks_are_told_by_person_day_and_firm(viewer: Enter, write: Write) -> None:
    first, second = datetime(2026, 3, 1, 8, tzinfo=UTC), datetime(2026, 3, 2, 8, tzinfo=UTC)
    for at, actor in ((first, "Brigitte"), (first, "Brigitte"), (second, "Brigitte"), (second, "Conrad")):
        write(looks.VERB, "ARV", actor=actor, at=at)
    alice = viewer("alice")
    visits = telling.visits(queries.looks(alice), {}, ZoneInfo("Europe/Paris"))
    assert sorted((visit.day.day, visit.actor, visit.count) for visit in visits) == [
        (1, "Brigitte", 2),
        (2, "Brigitte", 1),
        (2, "Conrad", 1),
    ]


def test_a_buyer_reads_what_all_firms_did_and_that_is_a_look(browse: Browse, viewer: Enter, write: Write) -> None:
    write("needs.enter", "ARV", after={"quantity": "12"})
    write("needs.enter", "GIF", actor="Charlie", after={"quantity": "7"})
    assert fetch(browse("brigitte"), "/journal/").count("data-verb=") == 2
    assert len(queries.looks(viewer("brigitte"))) == 2


def test_an_administrator_reads_the_groups_entries_without_lines(browse: Browse, write: Write) -> None:
    write("needs.enter", "ARV", after={"designation": "Graisse secrète"})
    write("members.create", None, actor="Adele", subject="member:MOL")
    page = fetch(browse("adele"), "/journal/")
    assert page.count("data-verb=") == 1
    assert "MOL" in page
    assert "Graisse" not in page


def test_a_conflicted_buyer_reads_no_line_of_barred_families(write: Write, viewer: Enter) -> None:
    write("needs.enter", "ARV", after={"designation": "Graisse secrète"})
    conrad = viewer("conrad")
    family = conrad.session.scalars(select(Category.id).where(Category.path == "Bureau")).one()
    barred = see_as(conrad.barred_from(family))
    assert [row for row in queries.entries(barred) if row.category_id == family] == []


def test_nor_how_many_lines_of_theirs_a_rival_took_in(browse: Browse, viewer: Enter, write: Write) -> None:
    for firm, count in (("ARV", 4321), ("GIF", 1234)):
        write("needs.import", firm, lined=False, after={"lines": count, "sha256": f"ab{count}"}, note=f"Note {count}")
    barred = see_as(viewer("conrad").barred_from(1))
    told = {row.member_id == barred.member_id: (row.after, row.note) for row in queries.entries(barred)}
    assert told == {True: ({"lines": 1234, "sha256": "ab1234"}, "Note 1234"), False: (None, "")}
    assert "4321" in browse("brigitte").get("/journal/").text.replace("\u202f", "")


def test_before_and_after_are_shown_where_they_differ(browse: Browse, write: Write) -> None:
    write("needs.change", "ARV", before={"quantity": "12", "unit": "RM"}, after={"quantity": "15", "unit": "RM"})
    page = fetch(browse("alice"), "/journal/")
    assert page.count("<del>") == page.count("<ins>") == 1
    assert "12</del>" in page
    assert "15</ins>" in page


def test_what_a_person_wrote_is_text(browse: Browse, write: Write) -> None:
    write("needs.enter", "ARV", after={"designation": "<script>alert(1)</script>"}, note="<b>")
    page = fetch(browse("alice"), "/journal/")
    assert "<script>alert" not in page
    assert "<b>" not in page


def test_filters_narrow_what_is_shown(browse: Browse, write: Write) -> None:
    write("needs.enter", "ARV", campaign="T0", at=datetime(2026, 1, 10, 9, tzinfo=UTC))
    write("needs.change", "ARV", campaign="T1", at=datetime(2026, 4, 10, 22, 30, tzinfo=UTC))
    alice = browse("alice")
    for query, count in (
        ("verb=needs.enter", 1),
        ("campaign=T1", 1),
        ("since=2026-04-11", 1),  # half past midnight in Paris
        ("until=2026-04-10", 1),
        ("since=2026-01-10&until=2026-04-11", 2),
        ("since=&until=&verb=&campaign=", 2),
        ("since=0001-01-01&until=9999-12-31", 2),
    ):
        assert fetch(alice, f"/journal/?{query}").count("data-verb=") == count, query


@pytest.mark.parametrize("query", ["since=yesterday", "since=2026-02-01&until=2026-01-01"])
@pytest.mark.parametrize("page", ["/journal/", "/journal/looks"])
def test_filters_that_make_no_sense_are_refused_where_they_stand(browse: Browse, page: str, query: str) -> None:
    answer = browse("alice").get(f"{page}{'&' if '?' in page else '?'}{query}")
    assert answer.status_code == 422
    assert "field-error" in answer.text


def test_long_journals_come_in_pages(browse: Browse, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    for number in range(3):
        write("needs.enter", "ARV", after={"designation": f"Ligne {number}"})
    alice = browse("alice")
    assert "Ligne 2" in fetch(alice, "/journal/")
    assert "Ligne 0" in fetch(alice, "/journal/?page=2")
    assert "Ligne 0" in fetch(alice, "/journal/?page=99")


def test_the_group_reads_firms_by_name_once_the_application_says_them(
    app: Flask, browse: Browse, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, names.FIRMS, lambda _viewer, members: dict.fromkeys(members, "Ateliers Test"))
    write("needs.enter", "ARV")
    write(looks.VERB, "ARV", actor="Brigitte")
    assert "Ateliers Test" in fetch(browse("brigitte"), "/journal/")
    assert "Ateliers Test" in fetch(browse("brigitte"), "/journal/looks")


def test_a_family_is_told_by_the_name_it_has_now(browse: Browse, write: Write, system: Viewer) -> None:
    family = system.session.scalars(select(Category).where(Category.path == "EPI > Gants")).one()
    write("needs.change", "ARV", after={"category": family.code})
    assert "EPI &gt; Gants" in fetch(browse("alice"), "/journal/")
    family.path = "EPI > Protection des mains"
    system.session.commit()
    assert "EPI &gt; Protection des mains" in fetch(browse("alice"), "/journal/")
