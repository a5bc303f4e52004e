"""`pooling campaign publish`: the totals members read, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from pooling.access.scope import open_session
from pooling.access.viewer import Kind
from pooling.db import make_engine
from tests.cli.conftest import Command
from tests.consolidation.publications import FIRMS, ask_all, settle_in
from tests.consolidation.publications import group as consolidated
from tests.consolidation.test_publishing import EVEN


@pytest.fixture
def grouped(app: Flask, group: Path, database_url: str) -> None:
    """The lines of T1, from enough firms to be published."""
    engine = make_engine(database_url)
    system = open_session(engine, Kind.SYSTEM)
    with app.app_context(), system.session as session:
        settle_in(system)
        ask_all(system, EVEN)
        consolidated(system)
        session.commit()
    engine.dispose()


@pytest.mark.usefixtures("grouped")
def test_it_reports_what_members_may_see_and_nothing_else(pooling: Command) -> None:
    said = pooling("campaign", "publish", "T1", "--json")
    assert said.status == 0
    figures = {(each["path"], each["item_code"], each["period"]): each["amount"] for each in said.json["figures"]}
    assert figures["Bureau", "", "2026-3"] == figures["Bureau > Papier", "PAP-A4", "2026-3"] == "400"
    assert not [word for word in ("ARV", "GIF", "MOL", *FIRMS, "minimum", "percent") if word in said.out]


@pytest.mark.usefixtures("grouped")
def test_what_is_published_already_is_refused(pooling: Command) -> None:
    assert pooling("campaign", "publish", "T1").status == 0
    again = pooling("campaign", "publish", "T1")
    assert (again.status, again.out) == (1, "")
    assert pooling("campaign", "publish", "T2").status == 1
