"""A load that breaks at its last row leaves nothing of the rows before it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select

from pooling.access.viewer import Viewer
from pooling.catalogue.models import Agreement, Item, Supplier
from pooling.journal.models import Entry
from pooling.members.models import Member, Site

Browse = Callable[[str | None], FlaskClient]
LOADS = {
    "/members/load": (
        "code;name;site code;site name\n" + "".join(f"N{n};Neuf {n};N{n}-1;Quai {n}\n" for n in range(9))
    ),
    "/catalogue/load/suppliers": "code fournisseur;nom\n" + "".join(f"S{n};Neuf {n}\n" for n in range(9)),
}
COUNTED = (Member, Site, Supplier, Item, Agreement, Entry)


def counts(viewer: Viewer) -> list[int | None]:
    found = [viewer.session.scalar(select(func.count()).select_from(each)) for each in COUNTED]
    viewer.session.commit()
    return found


class Broken(Exception):  # noqa: N818
    """The power goes."""


@pytest.mark.parametrize("where", LOADS)
def test_nothing_of_it_stays(where: str, app: Flask, browse: Browse, engine: Engine, system: Viewer) -> None:
    before = counts(system)

    def break_late(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("INSERT INTO entry"):  # the journal comes last
            raise Broken

    event.listen(engine, "after_cursor_execute", break_late)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        data = {"file": (BytesIO(LOADS[where].encode()), "liste.csv")}
        assert browse("adele").post(where, data=data).status_code == 500
    finally:
        app.config["PROPAGATE_EXCEPTIONS"] = True
        event.remove(engine, "after_cursor_execute", break_late)
    assert counts(system) == before
    data = {"file": (BytesIO(LOADS[where].encode()), "liste.csv")}
    answer = browse("adele").post(where, data=data)
    assert answer.status_code in (200, 303), answer.text
    assert counts(system) != before
