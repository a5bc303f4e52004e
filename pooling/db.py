"""The database: base class, column types, engine. The same code runs on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from typing import Annotated, Any, TypeVar

from flask import has_request_context, request
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    String,
    create_engine,
    event,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

AT_ONCE = 500  # values in one IN, rows in one statement: databases take some thousands
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BUSY_SECONDS = 20
SIGHT = "sight"


class Scaled(TypeDecorator[Decimal]):
    """A decimal stored as an integer of its smallest unit: exact, and summed exactly, on both databases."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        whole = int(scaled)
        if scaled != whole:
            raise ValueError(f"{value} has more than {self.places} decimals")
        return whole

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        # PostgreSQL sums bigints as numeric, SQLite as integers; int() makes them one
        return None if value is None else Decimal(int(value)).scaleb(-self.places)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; naive in the database, aware in Python."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


Quantity = Annotated[Decimal, mapped_column(Scaled(6))]
Price = Annotated[Decimal, mapped_column(Scaled(6))]
Amount = Annotated[Decimal, mapped_column(Scaled(2))]
Code = Annotated[str, mapped_column(String(64))]
Name = Annotated[str, mapped_column(String(200))]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, dict[str, str]: JSON, dict[str, list[str]]: JSON}


def now() -> datetime:
    return datetime.now(UTC)


def make_engine(url: str) -> Engine:
    """An engine with the transaction manners of DESIGN section 6 (pysqlite's defaults lose updates)."""
    if url.startswith("sqlite"):
        return _sqlite_engine(url)
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    return _postgresql_engine(url)


def _postgresql_engine(url: str) -> Engine:
    # the driver leaves BEGIN to us, who say it in one breath with who looks
    engine = create_engine(url, pool_pre_ping=True, connect_args={"autocommit": True})
    event.listen(engine, "begin", _begin_telling)
    event.listen(engine, "before_cursor_execute", _tell_again)
    return engine


def seen_by(engine: Engine, sight: Callable[[], str]) -> Engine:
    """The engine for one session: each of its transactions tells PostgreSQL what `sight` says, at its begin and
    whenever that changes (access/sight.py). SQLite has nobody to tell."""
    return engine.execution_options(**{SIGHT: sight}) if engine.dialect.name == "postgresql" else engine


def _begin_telling(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") == "AUTOCOMMIT":
        return
    sight = options.get(SIGHT)
    connection.info[SIGHT] = words = sight() if sight else ""
    _say(connection, f"BEGIN; {words}")


def _tell_again(connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
    sight = connection.get_execution_options().get(SIGHT)
    if sight is None:
        return
    if statement.startswith("ROLLBACK TO SAVEPOINT"):
        connection.info[SIGHT] = None  # what was told since is gone with it
        return
    words = sight()
    if words != connection.info[SIGHT]:
        connection.info[SIGHT] = words
        _say(connection, words)


def _say(connection: Connection, words: str) -> None:
    driver: Any = connection.connection.dbapi_connection
    try:
        driver.execute(words, prepare=False)  # several statements in one: nothing that could be prepared
    except driver.Error as error:
        raise DBAPIError.instance(words, None, error, driver.Error, dialect=connection.dialect) from error


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(
        url, connect_args={"isolation_level": None, "timeout": BUSY_SECONDS, "check_same_thread": False}
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=FULL",
        "cache_size=-65536",
        "wal_autocheckpoint=10000",  # by default a large import would wait for the disk twice
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    reading = has_request_context() and request.method in SAFE_METHODS
    reading = reading or connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


Each = TypeVar("Each")


def batches(values: Iterable[Each], size: int = AT_ONCE) -> Iterator[list[Each]]:
    """All of them in their order, so many at a time that one statement takes them."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
