from __future__ import annotations

from decimal import Decimal
from typing import Any

from pooling.excel.tables import Book, Table
from pooling.needs import queries
from pooling.needs.loads import load_needs
from tests.needs.acts import LookAs, campaign, member

HEADERS = [
    "campagne",
    "adhérent",
    "article",
    "désignation",
    "famille",
    "quantité",
    "unité",
    "site",
    "ferme",
    "prix actuel",
]


def book(*rows: list[Any]) -> Book:
    return Book(sheets=(Table("Besoins", [[*HEADERS], *rows]),))


def test_units_packs_sites_and_families_are_known_by_name(viewer: LookAs) -> None:
    system = viewer("system")
    report = load_needs(
        system,
        campaign(system),
        book(
            ["T1", "ARV", "PAP-A4", None, None, "2", "Carton de 5", "ARV-2", "oui", "21,50"],
            ["T1", "Ateliers de l'Arve", None, "Foret étagé", "forets", "3", "pièces", None, "non", None],
            ["T0", "ARV", "PAP-A4", None, None, "9", "RM", None, "oui", None],
        ),
    )
    assert report.refused == []
    assert report.loaded == 2
    assert len(report.notes) == 1
    paper, drill = queries.lines(system, campaign(system), member(system).id)
    assert (paper.base_wanted, paper.present_price) == (Decimal(10), Decimal("21.5"))
    assert paper.site is not None
    assert paper.site.code == "ARV-2"
    assert (drill.unit, drill.category.path, drill.firm) == ("C62", "Outillage > Forets", False)


def test_every_wrong_row_is_told_with_its_place_and_none_is_entered(viewer: LookAs) -> None:
    system = viewer("system")
    report = load_needs(
        system,
        campaign(system),
        book(
            ["T1", "ARV", "PAP-A4", None, None, 2, "carton de 5", None, "oui", None],
            ["T1", "XXX", "PAP-A4", None, None, 2, "RM", None, "oui", None],
            ["T1", "ARV", "PAP-A5", None, None, 2, "RM", None, "oui", None],
            ["T1", "ARV", "PAP-A4", None, None, Decimal("2.5"), "RM", None, "oui", None],
            ["T1", "ARV", None, "Foret étagé", "Jardin", 2, "C62", None, "oui", None],
            ["T1", "ARV", "PAP-A4", None, None, 2, "sac", None, "oui", None],
            ["T1", "ARV", "PAP-A4", None, None, 2, "RM", "GIF-1", "oui", None],
        ),
    )
    assert [(error.row, error.column) for error in report.refused] == [
        (3, "B"), (4, "C"), (5, "F"), (6, "E"), (7, "G"), (8, "H"),
    ]  # fmt: skip
    assert report.loaded == 0
    assert queries.lines(system, campaign(system), member(system).id) == []
