"""Every way we know to write a statement that forgets who is looking. Each shape runs as people who may not
see Alice's line, and must come back without it or be refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, cast

import pytest
from sqlalchemy import Select, Table, delete, exists, func, insert, literal, literal_column, select, text, update
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import (
    Session,
    aliased,
    contains_eager,
    joinedload,
    load_only,
    make_transient_to_detached,
    selectinload,
    subqueryload,
)
from sqlalchemy.orm.exc import DetachedInstanceError, ObjectDeletedError

from pooling.access.edge import viewer_of
from pooling.access.scope import ForeignWriteError, NotYoursError, UnscopedReadError, in_full, one, see_as
from pooling.access.viewer import Kind, Viewer
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Category
from pooling.consolidation.models import Pool, Share
from pooling.journal.models import Entry
from pooling.members.models import Member, Site, User
from pooling.needs.models import Need, Submission
from pooling.orders.models import Delivery, OrderLine
from tests.access.stage import KEY, LINES, set_up

LookAs = Callable[[str], Viewer]
Shape = Callable[[Session], Iterable[Any]]
HERS = "loin des regards"  # the remark on Alice's lines
RAW = cast("Table", Need.__table__)
SIDE = RAW.alias()
HOW_MANY = select(func.count(Need.id)).where(Need.remark == HERS)
OF_A_CAMPAIGN = select(func.max(Need.remark)).where(Need.campaign_id == Campaign.id)
WITH = select(RAW.c.campaign_id, RAW.c.remark).cte()
UNCORRELATED = select(func.max(RAW.c.remark)).correlate(None)
RAW_SUB = select(RAW.c.id, RAW.c.remark).subquery()
RAW_CTE = select(RAW.c.id, RAW.c.remark).cte()
SUB = select(Need.campaign_id, Need.remark).subquery()
Other = aliased(Need)
FOREIGN = {"member_id": 1, "code": "X", "name": "X"}
REFUSED = (UnscopedReadError, ForeignWriteError)


def rows(statement: Any) -> Shape:
    return lambda session: session.execute(statement).unique().all()


def told(found: Iterable[Any]) -> str:
    """All that a result says, rows of objects spelled out."""
    said = []
    for row in found:
        for value in row if isinstance(row, tuple) or hasattr(row, "_mapping") else (row,):
            held = {k: v for k, v in vars(value).items() if k[0] != "_"} if hasattr(value, "__dict__") else value
            said.append(str(held))
    return " ".join(said)


def _through(*options: Any) -> Shape:
    """Her line reached from what everybody sees of the campaign."""

    def read(session: Session) -> Iterable[Any]:
        found = session.scalars(select(Share).options(*options)).unique().all()
        return [(share, share.need) for share in found]

    return read


def _lazily(session: Session) -> Iterable[Any]:
    found = session.scalars(select(Delivery)).all()
    return [(each, each.share, each.share.need if each.share else None) for each in found]


def _rest_of(session: Session) -> Iterable[Any]:
    """A row made up around her number, whose columns are then asked for."""
    ghost = Need(id=_her_number(session))
    make_transient_to_detached(ghost)
    session.add(ghost)
    return [(ghost.remark,)]


def _refreshed(session: Session) -> Iterable[Any]:
    ghost = Need(id=_her_number(session))
    make_transient_to_detached(ghost)
    session.add(ghost)
    session.refresh(ghost)
    return [(ghost.remark,)]


def _merged(session: Session) -> Iterable[Any]:
    with session.no_autoflush:
        merged = session.merge(Need(id=_her_number(session)))
        found = [(merged.remark,)]
        session.expunge(merged)
    return found


def _got_after_totals(session: Session) -> Iterable[Any]:
    """What a verb counted with wider eyes leaves nothing behind."""
    viewer: Viewer = session.info["viewer"]
    with in_full(viewer):
        session.execute(select(func.sum(Need.base_wanted))).all()
    return [(session.get(Need, _her_number(session)),)]


def _her_number(session: Session) -> int:
    viewer: Viewer = session.info["viewer"]
    with in_full(viewer):
        return session.execute(select(Need.id).where(Need.key == KEY)).scalar_one()


SELECTS: dict[str, Shape] = {
    "entity": rows(select(Need)),
    "column": rows(select(Need.remark)),
    "some columns": rows(select(Need).options(load_only(Need.remark))),
    "alias": rows(select(Other)),
    "alias column": rows(select(Other.remark)),
    "two aliases": rows(select(Need.id, Other.remark).join(Other, literal(value=True))),
    "outer join": rows(select(Campaign.code, Need.remark).outerjoin(Need, Need.campaign_id == Campaign.id)),
    "cross join": rows(select(Campaign.code, Need.remark).where(Need.campaign_id == Campaign.id)),
    "subquery": rows(select(select(Need.remark).subquery())),
    "entity of a subquery": rows(select(aliased(Need, select(Need).subquery()))),
    "subquery joined": rows(select(Campaign.code, SUB.c.remark).join(SUB, SUB.c.campaign_id == Campaign.id)),
    "cte": rows(select(select(Need.remark).cte())),
    "scalar subquery": rows(select(Campaign.code, select(func.max(Need.remark)).scalar_subquery())),
    "correlated": rows(select(OF_A_CAMPAIGN.correlate(Campaign).scalar_subquery())),
    "union": rows(select(Campaign.code).union_all(select(Need.remark))),
    "union within": rows(select(select(Campaign.code).union_all(select(Need.remark)).subquery())),
    "aggregate": rows(select(func.max(Need.remark))),
    "aggregate of a table": rows(select(func.max(literal_column("remark"))).select_from(Need)),
    "window": rows(select(func.first_value(Need.remark).over(order_by=Need.id.desc()))),
    "through a relationship": rows(select(Need.remark).join(Need.submission)),
    "eager, joined": _through(joinedload(Share.need)),
    "eager, in": _through(selectinload(Share.need)),
    "eager, by subquery": _through(subqueryload(Share.need)),
    "eager, contained": rows(select(Share).join(Share.need).options(contains_eager(Share.need))),
    "lazy": _lazily,
    "columns loaded late": _rest_of,
    "refresh": _refreshed,
    "merge": _merged,
    "get": lambda session: [(session.get(Need, _her_number(session)),)],
    "get after totals": _got_after_totals,
    "legacy query": lambda session: session.query(Need.remark).all(),
    "legacy query of entities": lambda session: session.query(Need).all(),
    "orders": rows(select(Delivery.quantity, Share.allocated).join(Share)),
    "text": rows(text("SELECT remark FROM need")),
    "statement of text": rows(select(Need).from_statement(text("SELECT * FROM need"))),
    "columns of text": rows(text("SELECT remark FROM need").columns(Need.remark)),
    "table": rows(select(RAW)),
    "table column": rows(select(RAW.c.remark)),
    "table beside an entity": rows(select(Campaign.code, RAW.c.remark).where(RAW.c.campaign_id == Campaign.id)),
    "table alias beside an entity": rows(select(Campaign.code, SIDE.c.remark).where(SIDE.c.campaign_id == Campaign.id)),
    "table alias beside its entity": rows(select(Need.id, SIDE.c.remark).outerjoin(SIDE, SIDE.c.id > 0)),
    "table alias joined": rows(select(Campaign.code, SIDE.c.remark).join(SIDE, SIDE.c.campaign_id == Campaign.id)),
    "table beside its entity": rows(select(Need.id, RAW.c.remark)),
    "table in a subquery": rows(select(Campaign.code, select(func.max(RAW.c.remark)).scalar_subquery())),
    "table in a cte": rows(select(Campaign.code, WITH.c.remark).join(WITH, WITH.c.campaign_id == Campaign.id)),
    "table uncorrelated beside its entity": rows(select(Need.id, UNCORRELATED.scalar_subquery())),
    "table in a subquery beside its entity": rows(
        select(Need.id, RAW_SUB.c.remark).outerjoin(RAW_SUB, RAW_SUB.c.id > 0)
    ),
    "table in a cte beside its entity": rows(select(Need.id, RAW_CTE.c.remark).outerjoin(RAW_CTE, RAW_CTE.c.id > 0)),
    "table in a union with its entity": rows(select(Need.remark).union_all(select(RAW.c.remark))),
    "text beside an entity": rows(select(Campaign.code, text("(SELECT max(remark) FROM need)"))),
    "literal column": rows(select(Campaign.code, literal_column("(SELECT max(remark) FROM need)"))),
    "connection": lambda session: session.connection().execute(text("SELECT remark FROM need")).all(),
    "returning of an update": rows(update(Need).values(version=Need.version).returning(Need.remark)),
    "returning of a delete": rows(delete(Need).where(Need.id < 0).returning(Need.remark)),
}
PROBES: dict[str, Select[Any]] = {
    "exists": select(Campaign.code).where(exists().where(Need.remark == HERS)),
    "exists of a select": select(Campaign.code).where(select(Need.id).where(Need.remark == HERS).exists()),
    "exists of a table": select(Campaign.code).where(select(RAW.c.id).where(RAW.c.remark == HERS).exists()),
    "in": select(Campaign.code).where(Campaign.id.in_(select(Need.campaign_id).where(Need.remark == HERS))),
    "has": select(Share.id).where(Share.need.has(Need.remark == HERS)),
    "count": select(Need.id).where(Need.remark == HERS),
    "having": select(Campaign.code).join(Need).group_by(Campaign.code).having(func.max(Need.remark) == HERS),
    "counted": select(Campaign.code).where(HOW_MANY.scalar_subquery() > 0),
}


@pytest.fixture
def staged(system: Viewer) -> None:
    set_up(system)


@pytest.mark.parametrize("actor", ["charlie", "conrad", "adele"])
def test_no_shape_of_reading_brings_her_line(actor: str, staged: None, viewer: LookAs) -> None:
    """Each shape in a session of its own; they share the stage, which none of them changes."""

    def said(shape: Shape) -> str:
        with viewer(actor).session as session:
            try:
                return told(shape(session))
            except (*REFUSED, ObjectDeletedError, InvalidRequestError, IntegrityError) as error:
                return str(error)  # what a row that is not there fails with

    found = {name: said(shape) for name, shape in SELECTS.items()}
    assert {name: words for name, words in found.items() if any(line in words for line in LINES)} == {}


@pytest.mark.parametrize("actor", ["charlie", "conrad", "adele"])
def test_no_condition_tells_whether_her_line_exists(actor: str, staged: None, viewer: LookAs) -> None:
    def found(probe: Any) -> int:
        with viewer(actor).session as session:
            try:
                return len(session.execute(probe).all())
            except REFUSED:
                return 0

    assert {name: rows for name, probe in PROBES.items() if (rows := found(probe))} == {}


@pytest.mark.parametrize(
    "statement",
    [
        update(Need).values(remark="mine"),
        update(Need).where(Need.remark == HERS).values(wanted=Decimal(1)),
        delete(Share).where(Share.member_id != 2),
        update(Submission).where(Submission.member_id != 2).values(answered_by="me"),
    ],
    ids=str,
)
def test_a_bulk_change_leaves_her_line_alone(statement: Any, staged: None, viewer: LookAs, system: Viewer) -> None:
    shares = select(func.count(Share.id))
    lines = select(Need.remark, Need.wanted, Submission.answered_by).join(Need.submission).where(Need.key == KEY)
    before = (system.session.scalar(shares), system.session.execute(lines).one())
    system.session.commit()
    charlie = viewer("charlie").session
    try:
        charlie.execute(statement)
    except REFUSED:
        charlie.rollback()
    charlie.commit()
    assert (system.session.scalar(shares), system.session.execute(lines).one()) == before


@pytest.mark.parametrize(
    ("statement", "rows"),
    [
        (insert(Site), [FOREIGN]),
        (insert(Site).values(**FOREIGN), None),
        (insert(Site).from_select([*FOREIGN], select(*map(literal, FOREIGN.values()))), None),
    ],
    ids=["rows", "values", "select"],
)
def test_a_member_inserts_nothing_for_another_firm(statement: Any, rows: Any, viewer: LookAs) -> None:
    charlie = viewer("charlie").session
    with pytest.raises(REFUSED):
        charlie.execute(statement, rows)
    assert "X" not in viewer("system").session.scalars(select(Site.code)).all()


LINE_READ = select(func.max(Need.remark)).scalar_subquery()
SIGNED = {"actor": "me", "verb": "needs.look", "subject": "x", "member_id": 2}


@pytest.mark.parametrize(
    ("statement", "rows"),
    [
        (insert(Entry), [{**SIGNED, "note": LINE_READ}]),
        (insert(Entry), [{**SIGNED, "note": Need.remark}]),
        (insert(Entry).values(**SIGNED, note=LINE_READ), None),
        (insert(Entry).values([{**SIGNED, "note": LINE_READ}]), None),
        (insert(Entry).from_select([*SIGNED, "note"], select(*map(literal, SIGNED.values()), Need.remark)), None),
        (insert(Entry).returning(Entry.note), [SIGNED]),
    ],
    ids=["rows", "rows of a column", "values", "many values", "select", "returning"],
)
def test_no_line_is_carried_off_into_ones_own_record(
    statement: Any, rows: Any, staged: None, viewer: LookAs, system: Viewer
) -> None:
    charlie = viewer("charlie").session
    with pytest.raises(REFUSED):
        charlie.execute(statement, rows)
    charlie.rollback()
    assert not system.session.scalars(select(Entry).where(Entry.actor == "me")).all()


def test_many_entries_of_plain_values_are_written_at_once(viewer: LookAs, system: Viewer) -> None:
    charlie = viewer("charlie").session
    charlie.execute(insert(Entry), [SIGNED, {**SIGNED, "subject": "y"}])
    charlie.commit()
    assert system.session.scalars(select(Entry.subject).where(Entry.actor == "me")).all() == ["x", "y"]


def test_a_member_gives_no_line_away(viewer: LookAs) -> None:
    charlie = viewer("charlie").session
    with pytest.raises(REFUSED):
        charlie.execute(update(Site).values(member_id=1))


def test_two_conflicted_buyers_are_barred_from_their_own_families_each(staged: None, viewer: LookAs) -> None:
    """Statements are compiled once; whose bars they hold is not."""
    conrad = viewer("conrad")
    everything = select(Need.remark).where(Need.remark == HERS)
    assert conrad.session.scalars(everything).all() == []
    free = see_as(conrad.barred_from())
    assert free.session.scalars(everything).all() != []
    see_as(conrad)
    assert conrad.session.scalars(everything).all() == []


def test_wider_eyes_close_even_when_something_breaks(staged: None, viewer: LookAs) -> None:
    charlie = viewer("charlie")
    with pytest.raises(ZeroDivisionError), in_full(charlie):
        raise ZeroDivisionError
    assert HERS not in told(charlie.session.execute(select(Need.remark)))


def test_what_was_counted_in_full_leaves_no_row_behind(staged: None, viewer: LookAs) -> None:
    """A row loaded with wider eyes by mistake is gone when they close."""
    charlie = viewer("charlie")
    with in_full(charlie):
        kept = charlie.session.scalars(select(Need).where(Need.key == KEY)).one()
    assert charlie.session.get(Need, kept.id) is None


@pytest.mark.parametrize("who", ["charlie", "conrad"])
def test_nor_one_that_was_expired_meanwhile(who: str, staged: None, viewer: LookAs) -> None:
    """Nothing on it says any more whose it is, nor of which family."""
    session = viewer(who).session
    with in_full(session.info["viewer"]):
        kept = session.scalars(select(Need).where(Need.key == KEY)).one()
        session.expire(kept)
    with pytest.raises(DetachedInstanceError):
        str(kept.remark)


def test_a_row_seen_by_one_viewer_is_not_handed_to_the_next(staged: None, viewer: LookAs, system: Viewer) -> None:
    """One session, two viewers: what the first loaded does not stay for the second."""
    alice = viewer("alice")
    need = alice.session.scalars(select(Need).where(Need.key == KEY)).one()
    nobody = see_as(Viewer(kind=Kind.GATEKEEPER, session=alice.session))
    assert nobody.session.scalars(select(Need.remark)).all() == []
    with pytest.raises(NotYoursError):
        one(nobody, select(Need).where(Need.id == need.id))
    assert nobody.session.get(Need, need.id) is None


def test_a_session_without_a_viewer_reads_nothing(viewer: LookAs) -> None:
    charlie = viewer("charlie").session
    del charlie.info["viewer"]
    with pytest.raises(UnscopedReadError):
        charlie.scalars(select(Category)).all()


def test_viewers_are_made_of_rows_of_the_present_alone(viewer: LookAs) -> None:
    """A person without a firm and without a role sees no firm at all."""
    gate = viewer("brigitte").session
    user = gate.scalars(select(User).where(User.name == "Brigitte")).one()
    user.roles = []
    nobody = see_as(viewer_of(user, gate))
    with gate.no_autoflush:
        assert gate.scalars(select(Member.code)).all() == []
        assert gate.scalars(select(Pool.id)).all() == []
        assert gate.scalars(select(OrderLine.id)).all() == []
    assert nobody.is_of_group is False
    gate.rollback()
