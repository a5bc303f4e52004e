"""What is read of the fields of families, and of the values that items have in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import JSON, ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from pooling.access.scope import in_full, one
from pooling.access.viewer import Viewer
from pooling.catalogue.declared import Declared
from pooling.catalogue.models import Category, CategoryField, Item
from pooling.catalogue.queries import path_key
from pooling.db import Base

Values = ColumnElement[dict[str, str]] | InstrumentedAttribute[dict[str, str]]


_FIELDS = (
    select(CategoryField).options(joinedload(CategoryField.category)).order_by(CategoryField.position, CategoryField.id)
)


def declared(viewer: Viewer) -> Declared:
    """Every field of every family, in the order of the tree and, in a family, in its own."""
    found = viewer.session.scalars(_FIELDS).all()
    rows = sorted(found, key=lambda row: path_key(row.category.path))
    if not rows:
        return Declared((), {})
    tree = viewer.session.execute(select(Category.id, Category.parent_id))
    return Declared(rows, {number: above for number, above in tree})  # noqa: C416 (rows are typed)


def family_field(viewer: Viewer, family: Category, code: str) -> CategoryField:
    """A field that the family itself declares."""
    return one(viewer, select(CategoryField).where(CategoryField.code == code, CategoryField.category_id == family.id))


def own_fields(viewer: Viewer, family: Category) -> list[CategoryField]:
    statement = select(CategoryField).where(CategoryField.category_id == family.id)
    return list(viewer.session.scalars(statement.order_by(CategoryField.position, CategoryField.id)))


def field_codes(viewer: Viewer) -> set[str]:
    return set(viewer.session.scalars(select(CategoryField.code)))


def value_in(column: Values, code: str) -> ColumnElement[str]:
    """The value of one field as a text, NULL where there is none."""
    text: ColumnElement[str] = column[code].as_string()
    return text


def has_values(viewer: Viewer, code: str) -> bool:
    """Whether anything, of any firm, has a value in this field. It answers yes or no alone."""
    with in_full(viewer) as everything:
        return any(
            everything.session.scalar(select(1).where(value_in(column, code).is_not(None)).limit(1)) is not None
            for column in _holders()
        )


def _holders() -> Iterator[ColumnElement[dict[str, str]]]:
    """The columns that hold values by code. Later rooms are found by their columns: they cannot be imported here."""
    for table in Base.metadata.tables.values():
        column = table.columns.get("fields")
        if column is not None and isinstance(column.type, JSON):
            yield column


def values_present(viewer: Viewer, code: str, families: Sequence[int]) -> list[str]:
    """The values that active items of these families have in a field."""
    statement = select(value_in(Item.fields, code)).where(Item.active, Item.category_id.in_(families))
    return [value for value in viewer.session.scalars(statement.distinct()) if value]
