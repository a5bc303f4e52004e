"""Families with fields, for the tests of every room."""

from __future__ import annotations

from pooling.access.viewer import Viewer
from pooling.algorithms.category_fields import FieldKind
from pooling.catalogue import queries
from pooling.catalogue.family_fields import FieldFacts, add_field
from pooling.catalogue.models import Category, CategoryField

DIAMETER = FieldFacts("Diamètre", FieldKind.NUMBER, "MMT", required=True)
GRADE = FieldFacts("Nuance", FieldKind.CHOICE, choices=("4325", "4315", "GC 1125"))
COATED = FieldFacts("Revêtu", FieldKind.YES_NO)
SIZE = FieldFacts("Taille", FieldKind.CHOICE, choices=("8", "9", "10"), required=True)
SHEET = FieldFacts("Fiche technique", FieldKind.YES_NO, apart=False)


def family(viewer: Viewer, path: str) -> Category:
    found = queries.path_owner(viewer, path)
    assert found is not None
    return found


def declare(viewer: Viewer, path: str, *facts: FieldFacts) -> list[CategoryField]:
    return [add_field(viewer, family(viewer, path), each) for each in facts]


def tooling(viewer: Viewer) -> None:
    """Outillage: diameter (asked before submitting), whether a data sheet is wanted; below it, Forets: grade,
    coated."""
    declare(viewer, "Outillage", DIAMETER, SHEET)
    declare(viewer, "Outillage > Forets", GRADE, COATED)
    viewer.session.commit()
