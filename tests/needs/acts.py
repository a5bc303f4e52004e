"""What the tests of this room do again and again."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.rules import advance
from pooling.catalogue.models import Category, Item, Pack
from pooling.members.models import Member
from pooling.needs import queries
from pooling.needs.lines import Line
from pooling.needs.models import Need

LookAs = Callable[[str], Viewer]
Browse = Callable[[str | None], FlaskClient]

KEY = "a" * 32
OTHER = "b" * 32
MOMENT = re.compile(r"\b\d{1,2} \w+ \d{4}( à \d\d:\d\d)?")


def undated(letter: str) -> str:
    """Without its dates: on some days of the month they hold the very figure that must not be told."""
    return MOMENT.sub("", letter)


def campaign(viewer: Viewer, code: str = "T1") -> Campaign:
    return viewer.session.scalars(select(Campaign).where(Campaign.code == code)).one()


def member(viewer: Viewer, code: str = "ARV") -> Member:
    return viewer.session.scalars(select(Member).where(Member.code == code)).one()


def item(viewer: Viewer, code: str = "PAP-A4") -> Item:
    return viewer.session.scalars(select(Item).where(Item.code == code)).one()


def pack(viewer: Viewer, name: str = "carton de 5") -> Pack:
    return viewer.session.scalars(select(Pack).where(Pack.name == name)).one()


def family(viewer: Viewer, path: str = "Outillage > Forets") -> Category:
    return viewer.session.scalars(select(Category).where(Category.path == path)).one()


def paper(viewer: Viewer, quantity: str = "2", **more: Any) -> Line:
    """Two cartons of paper."""
    return Line(item=item(viewer), pack=pack(viewer), quantity=Decimal(quantity), **more)


def described(viewer: Viewer, quantity: str = "3", designation: str = "Foret étagé Ø8-12", **more: Any) -> Line:
    """Three pieces of a thing that is not in the catalogue."""
    told: dict[str, Any] = {"category": family(viewer), "unit": "C62", **more}
    return Line(designation=designation, quantity=Decimal(quantity), **told)


def held(viewer: LookAs, who: str = "alice") -> list[Need]:
    """What stands in the database for this person's firm; nothing stays locked."""
    person = viewer(who)
    found = list(queries.lines(person, campaign(person)))
    person.session.commit()
    return found


def close(viewer: LookAs) -> None:
    """The campaign is closed: from now on only families in which a buyer's firm took part are barred."""
    system = viewer("system")
    advance(system, campaign(system), State.CLOSED)
    system.session.commit()
