"""The demo group's own files, which every loader must take whole, and take again without changing anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pooling import demo
from pooling.access.viewer import Viewer
from pooling.catalogue import queries, rules
from pooling.catalogue.field_queries import declared
from pooling.catalogue.models import Agreement, AgreementLine, Item, Pack, Supplier, Tier
from pooling.demo.seed import declare
from pooling.demo.story import TODAY, Story
from pooling.excel.reader import read
from pooling.journal.models import Entry

DEMO = Path(demo.__file__).parent
LOADERS = (
    ("catalogue.csv", rules.load_catalogue),
    ("suppliers.csv", rules.load_suppliers),
    ("agreements.csv", rules.load_agreements),
)


def load_all(viewer: Viewer) -> list[int]:
    if not declared(viewer).rows:
        declare(viewer, Story(DEMO, TODAY).declared())
    loaded = []
    for name, load in LOADERS:
        report = load(viewer, read(DEMO / name))
        assert [error.sentence() for error in report.refused] == []
        assert [note.sentence() for note in report.notes] == []
        loaded.append(report.new)
    return loaded


def count(viewer: Viewer, model: type) -> int:
    return viewer.session.scalar(select(func.count()).select_from(model)) or 0


def test_every_row_of_the_demo_is_taken(system: Viewer) -> None:
    before = {model: count(system, model) for model in (Item, Pack, Supplier, Agreement, AgreementLine, Tier)}
    load_all(system)
    rows = {name: sum(map(bool, read(DEMO / name).sheets[0].rows)) - 1 for name, _ in LOADERS}
    assert count(system, Supplier) - before[Supplier] == rows["suppliers.csv"]
    assert count(system, Tier) - before[Tier] == rows["agreements.csv"]
    assert count(system, Item) - before[Item] > 450
    paper = queries.item(system, "BUR-101")
    assert paper.category.path == "Bureau > Papier"
    assert [str(pack.content.normalize()) for pack in queries.packs_of(system, paper)] == ["5", "2E+2"]


def test_a_second_load_changes_nothing_and_says_so(system: Viewer) -> None:
    load_all(system)
    for name, load in LOADERS:
        report = load(system, read(DEMO / name))
        assert report.nothing_changed
        assert report.loaded > 0
        assert report.same > 0


@pytest.mark.parametrize("clerk", ["brigitte", "adele", "conrad"])
def test_buyers_and_administrators_load_as_the_system_does(viewer: Callable[[str], Viewer], clerk: str) -> None:
    assert all(load_all(viewer(clerk)))


def test_a_load_leaves_one_entry_with_its_counts(system: Viewer) -> None:
    load_all(system)
    entries = system.session.scalars(select(Entry).where(Entry.verb == "catalogue.load")).all()
    assert [entry.subject for entry in entries] == ["catalogue:items", "catalogue:suppliers", "catalogue:agreements"]
    assert all(entry.after and entry.after["rows"] for entry in entries)
    assert not system.session.scalars(select(Entry).where(Entry.verb == "catalogue.load_row")).all()
