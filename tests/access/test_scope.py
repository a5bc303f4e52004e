"""The third door alone: whatever a query forgets, the session filters."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select, text

from pooling.access.scope import UnscopedReadError
from pooling.access.viewer import Viewer
from pooling.catalogue.models import Supplier
from pooling.members.models import Member, Site

LookAs = Callable[[str], Viewer]


def test_a_member_sees_only_its_own_firm(viewer: LookAs) -> None:
    assert viewer("alice").session.scalars(select(Member.code)).all() == ["ARV"]
    assert set(viewer("charlie").session.scalars(select(Site.code))) == {"GIF-1"}


def test_a_buyer_sees_every_firm(viewer: LookAs) -> None:
    assert len(viewer("brigitte").session.scalars(select(Member)).all()) == 4


def test_suppliers_are_the_groups_own_business(viewer: LookAs) -> None:
    assert viewer("alice").session.scalars(select(Supplier)).all() == []
    assert len(viewer("brigitte").session.scalars(select(Supplier)).all()) == 3


def test_a_statement_around_the_orm_is_refused(viewer: LookAs) -> None:
    with pytest.raises(UnscopedReadError):
        viewer("alice").session.execute(text("SELECT * FROM member"))
