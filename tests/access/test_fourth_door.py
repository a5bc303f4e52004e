"""The fourth door alone, as a role that owns nothing: SQL that no other door judges finds what its viewer may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from pooling import db
from pooling.access import sight
from pooling.access.scope import Shared, in_full, open_session, see_as
from pooling.access.viewer import Kind, Viewer
from pooling.db import Base, make_engine, seen_by
from pooling.journal.models import Entry
from pooling.journal.rules import record
from pooling.mail.models import Letter
from pooling.mail.rules import write_letter
from tests.access.rows import Made, Row, make, values
from tests.conftest import Copy, person

LookAs = Callable[[str], Viewer]
PEOPLE = ("alice", "charlie", "dora", "brigitte", "conrad", "adele")
LOOKERS = (*PEOPLE, "gatekeeper", "system", "nobody")
FIRM = {"alice": "ARV", "charlie": "GIF", "dora": "SOE", "conrad": "GIF"}
ALL = {"system"}
CLEAN_TEAM = ALL | {"brigitte", "conrad"}
GROUP = CLEAN_TEAM | {"adele"}
GATE = GROUP | {"gatekeeper"}
# who sees every row, of which audience; conrad's firm takes part in the family "barred"
EVERY = {
    "Firm": GATE, "FirmRecord": GATE, "FirmSecret": CLEAN_TEAM, "FirmPrivate": ALL, "Line": CLEAN_TEAM,
    "Record": CLEAN_TEAM, "GroupOnly": GROUP, "Sealed": ALL, "GateOnly": GATE, "Personal": ALL | {"gatekeeper"},
    "of both": GATE,
}  # fmt: skip
OWN = {"Firm", "FirmRecord", "FirmSecret", "FirmPrivate", "Line", "Record", "of both"}
BY_FAMILY = {"Line", "Record"}
WRITTEN_UNSEEN = {"GateOnly", "Record"}


def sees(looker: str, row: Row) -> bool:
    if row.audience in OWN and row.firm == FIRM.get(looker, "nobody's"):
        return True
    if row.audience == "Personal" and row.person == looker:
        return True
    barred = looker == "conrad" and row.family == "barred" and row.audience in BY_FAMILY
    return looker in EVERY[row.audience] and not barred


@pytest.fixture
def made(engine: Engine, copied: Copy | None) -> Made:
    """A few rows in every table that is not everybody's."""
    if copied is None:
        pytest.skip("only PostgreSQL has a fourth door")
    return make(copied.url)


@pytest.fixture
def passing_by(made: Made, copied: Copy) -> Iterator[Engine]:
    """A superuser's."""
    engine = make_engine(copied.url)
    yield engine
    engine.dispose()


@pytest.fixture
def told(engine: Engine, made: Made) -> Callable[[str], str]:
    """What the database is told of somebody of the cast."""

    def of(looker: str) -> str:
        if looker == "nobody":
            return ""
        if looker in PEOPLE:
            viewer = person(engine, looker)
            viewer.session.close()
        else:
            viewer = open_session(engine, Kind(looker))
        return sight.told(viewer.barred_from(made.barred) if looker == "conrad" else viewer)

    return of


Told = Callable[[str], str]


@contextmanager
def as_(engine: Engine, words: str) -> Iterator[Connection]:
    """A connection as a session has it, and SQL goes around the session."""
    with seen_by(engine, lambda: words).connect() as connection:
        yield connection


@pytest.mark.parametrize("looker", LOOKERS)
def test_of_every_table_each_sees_its_own(engine: Engine, made: Made, told: Told, looker: str) -> None:
    with as_(engine, told(looker)) as connection:
        found = {row for row in made.rows if connection.execute(text(row.find)).all()}
    assert found == {row for row in made.rows if sees(looker, row)}


@pytest.mark.parametrize("looker", LOOKERS[:-1])
def test_the_third_door_alone_says_the_same(
    app: Flask, engine: Engine, passing_by: Engine, made: Made, told: Told, looker: str
) -> None:
    """Where no policy is asked, of a superuser, the session shows the same rows of every table but what all share."""
    viewer = person(passing_by, looker) if looker in PEOPLE else open_session(passing_by, Kind(looker))
    viewer = see_as(viewer.barred_from(made.barred)) if looker == "conrad" else viewer
    with viewer.session as session, as_(engine, told(looker)) as connection:
        for mapped in (each for each in Base.registry.mappers if not issubclass(each.class_, Shared)):
            key = mapped.primary_key[0]
            third = session.scalars(select(getattr(mapped.class_, mapped.get_property_by_column(key).key))).all()
            fourth = connection.scalars(text(f'SELECT {key.name} FROM "{key.table}"')).all()
            assert sorted(third) == sorted(fourth), mapped


def test_the_tables_of_all_rooms_are_there(made: Made) -> None:
    assert {"need", "share", "order", "entry", "letter", "sitting", "user_role"} <= {row.table for row in made.rows}


@pytest.mark.parametrize("looker", LOOKERS)
def test_nobody_writes_into_rows_of_others(engine: Engine, made: Made, told: Told, looker: str) -> None:
    with as_(engine, told(looker)) as connection:
        reached = [
            (row, verb)
            for row in made.rows
            if not sees(looker, row)
            for verb, statement in (("UPDATE", row.touch), ("DELETE", row.delete))
            if done(connection, statement) != 0
        ]
        entered = [
            row
            for row in made.rows
            if not (sees(looker, row) or (row.audience in WRITTEN_UNSEEN and looker != "nobody"))
            and done(connection, row.made_in.insert().values(values(row, made))) != "refused"
            and not (looker == "conrad" and row.audience == "Line")  # a buyer writes lines that it may not read
        ]
    assert (reached, entered) == ([], [])


@pytest.mark.parametrize("looker", ["alice", "charlie"])
def test_no_firm_gives_its_rows_to_another(engine: Engine, made: Made, told: Told, looker: str) -> None:
    with as_(engine, told(looker)) as connection:
        given = [
            row
            for row in made.rows
            if row.has_firm and row.audience != "Record" and sees(looker, row)
            and done(connection, row.give_to(made.firms["MOL"])) != "refused"
        ]  # fmt: skip
    assert given == []


def done(connection: Connection, statement: Any) -> int | str:
    """How many rows it reached; nothing of it stays."""
    attempt = connection.begin_nested()
    try:
        return connection.execute(text(statement) if isinstance(statement, str) else statement).rowcount
    except DBAPIError as error:
        return "refused" if "row-level security" in str(error) else f"{error.orig}"
    finally:
        attempt.rollback()


def test_what_all_share_members_lock_but_do_not_change(engine: Engine, told: Told) -> None:
    with as_(engine, told("alice")) as connection:
        assert connection.execute(text("SELECT 1 FROM campaign WHERE code = 'T1' FOR SHARE")).all()
        assert done(connection, "UPDATE campaign SET name = 'x'") == "refused"
        assert done(connection, "INSERT INTO role (name) VALUES ('king')") == "refused"
        assert done(connection, "DELETE FROM pack") == 0
    with as_(engine, told("brigitte")) as connection:
        assert done(connection, "UPDATE campaign SET name = 'x' WHERE code = 'T1'") == 1
        assert done(connection, "DELETE FROM pack") != 0


def test_a_session_of_a_member_finds_by_any_sql_only_its_own(made: Made, viewer: LookAs) -> None:
    session = viewer("alice").session
    around = Session.connection(session)
    assert set(around.scalars(text("SELECT member_id FROM need"))) == {made.firms["ARV"]}
    with in_full(session.info["viewer"]):
        assert len(set(around.scalars(text("SELECT member_id FROM need")))) > 1
    assert set(around.scalars(text("SELECT member_id FROM need"))) == {made.firms["ARV"]}


def test_what_was_told_within_a_savepoint_ends_with_it(engine: Engine, made: Made, told: Told) -> None:
    words = [told("alice")]
    count = text("SELECT count(DISTINCT member_id) FROM need")
    with seen_by(engine, lambda: words[-1]).connect() as connection:
        assert connection.scalar(count) == 1
        savepoint = connection.begin_nested()
        words.append(sight.SYSTEM)
        assert connection.scalar(count) > 1
        words.pop()
        savepoint.rollback()
        assert connection.scalar(count) == 1
        savepoint = connection.begin_nested()
        words.append(sight.SYSTEM)
        assert connection.scalar(count) > 1
        savepoint.rollback()
        assert connection.scalar(count) > 1  # told again, for it still looks


@pytest.mark.parametrize("end", ["commit", "rollback", "close", "fail"])
def test_nothing_goes_from_one_use_of_a_connection_to_the_next(
    engine: Engine, made: Made, database_url: str, end: str
) -> None:
    alone = make_engine(database_url)
    count, process = text("SELECT count(*) FROM need"), text("SELECT pg_backend_pid()")
    with as_(alone, sight.SYSTEM) as connection:
        before = connection.scalar(process)
        assert connection.scalar(count)
        if end == "fail":
            with pytest.raises(DBAPIError):
                connection.execute(text("SELECT 1 / 0"))
        else:
            getattr(connection, end)()
    with alone.connect() as connection:
        assert (connection.scalar(process), connection.scalar(count)) == (before, 0)
    alone.dispose()


def test_a_transaction_that_goes_on_after_a_commit_is_told_again(viewer: LookAs, made: Made) -> None:
    session = viewer("alice").session
    for _each in range(3):
        around = Session.connection(session)
        assert set(around.scalars(text("SELECT member_id FROM need"))) == {made.firms["ARV"]}
        session.commit()


def test_no_select_tells_the_database_something_else(engine: Engine, made: Made, told: Told) -> None:
    """What one might slip into a statement: it is a function, and taken from this role."""
    widen = "SELECT count(*) FROM need, set_config('pooling.sees', 'system', true)"
    with as_(engine, told("alice")) as connection, pytest.raises(DBAPIError, match="permission denied"):
        connection.execute(text(widen))


def test_the_role_of_the_service_opens_no_door(engine: Engine, made: Made) -> None:
    for statement in (
        "ALTER TABLE need DISABLE ROW LEVEL SECURITY", "DROP POLICY line ON need", "TRUNCATE entry",
        "CREATE TABLE copied AS SELECT * FROM need", "SET ROLE pooling_owner",
    ):  # fmt: skip
        with (
            as_(engine, sight.SYSTEM) as connection,
            pytest.raises(DBAPIError, match=r"must be owner|permission denied"),
        ):
            connection.execute(text(statement))


@pytest.mark.parametrize("name", ["alice", "adele"])
def test_who_acts_writes_letters_and_the_record_without_reading_them(viewer: LookAs, made: Made, name: str) -> None:
    acting = viewer(name)
    letters = [write_letter(acting, "x", "x@example.org", subject, "") for subject in "abc"]
    entries = [record(acting, "x.x", subject, member_id=firm) for subject, firm in zip("ab", (None, 2), strict=True)]
    acting.session.commit()
    assert [each.id for each in letters] == sorted(each.id for each in letters)
    there = viewer("system").session
    assert there.scalars(select(Letter.subject).where(Letter.kind == "x").order_by(Letter.id)).all() == ["a", "b", "c"]
    assert there.scalars(select(Entry.subject).where(Entry.id.in_([each.id for each in entries]))).all() == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("alice", "/needs/"),
        ("alice", "/needs/T1"),
        ("brigitte", "/needs/T1/answers"),
    ],
)
def test_a_page_tells_once_more_than_a_transaction_begins(
    browse: Callable[[str | None], FlaskClient], made: Made, monkeypatch: pytest.MonkeyPatch, name: str, page: str
) -> None:
    """Begun for the gatekeeper, who looks who it is; then for that person."""
    said: list[str] = []
    say = db._say

    def overheard(connection: Connection, words: str) -> None:
        said.append(words)
        say(connection, words)

    monkeypatch.setattr(db, "_say", overheard)
    assert browse(name).get(page).status_code == 200
    assert [words.startswith("BEGIN") for words in said] == [True, False]
