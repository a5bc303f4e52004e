"""The rows of a pasted block against what the group and the firm know: items, families and their fields, sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.catalogue.field_columns import KEYS
from pooling.catalogue.models import Category, Item
from pooling.catalogue.queries import items_called
from pooling.language import language
from pooling.needs.desk import Desk
from pooling.needs.paste import Block, Cell, Unsure
from pooling.needs.pasted_fields import About, of_field
from pooling.needs.pasted_names import Names
from pooling.needs.typed import SPLIT, Typed

NAMING = ("reference", "what")  # what says which thing a row is about; the likelier first
_NO_SITE = N_("“%(text)s” is not one of your delivery sites.")
_NO_FAMILY = N_("“%(text)s” is not a family of this campaign.")


@dataclass(frozen=True)
class Pasted:
    """One row of a block: its cells, the item of the catalogue that its reference or name is, the family it is of;
    `unsaid` when neither the row nor its line says that family."""

    cells: dict[str, Cell]
    item: Item | None
    family: Category | None = None
    unsaid: bool = False

    @property
    def is_clear(self) -> bool:
        return all(cell.trouble is None for cell in self.cells.values())

    @property
    def lacks_family(self) -> bool:
        """It says what is wanted, or has a value of several families, and nothing says which family it is of."""
        told = (cell.text for name, cell in self.cells.items() if name in NAMING or name.startswith(KEYS))
        return self.unsaid and any(told)

    def onto(self, typed: Typed, home: str) -> Typed:
        """The row as it becomes: what the block does not hold stays as it was."""
        values = {name: cell.value for name, cell in self.cells.items() if cell.fills is None and name not in NAMING}
        values |= {name: text for cell in self.cells.values() for name, text in (cell.fills or {}).items()}
        if pack := values.pop("pack", ""):
            values["unit"] = pack
        if not values.get("site", "-"):
            values["site"] = typed.site or home
        if not values.get("firm", "-"):
            values["firm"] = typed.firm
        if "site" in values and self.cells["site"].value:
            typed = typed.without(SPLIT)
        if self.item is None and (self.lacks_family or not values.get("family", "-")):
            values["family"] = typed.family or (self.family.path if self.family else "")
        return typed.with_texts({**values, **self._named()})

    def _named(self) -> dict[str, str]:
        if self.item is not None:
            return {"what": self.item.name, "item": self.item.code}
        told = [self.cells[name].value for name in ("what", "reference") if name in self.cells]
        return {"what": " · ".join(filter(None, told)), "item": ""} if any(told) else {}


@dataclass
class Recognising:
    """Of one block, onto lines that hold `typed` (as many as there are); `family` is that of the descriptions which
    say none."""

    desk: Desk
    block: Block
    typed: Sequence[Typed]
    family: Category | None
    families: dict[str, Category | None] = field(default_factory=dict)

    def rows(self) -> list[Pasted]:
        self.desk.look_up(self.typed)
        return [self._row(number, row) for number, row in enumerate(self.block.rows)]

    def _row(self, number: int, row: Mapping[str, Cell]) -> Pasted:
        placed = dict(row)
        if "site" in row and row["site"].value:
            placed["site"] = _site(self.desk, row["site"])
        told = row.get("family")
        if told is not None and told.value and self._family_called(told.value) is None:
            placed["family"] = replace(told, trouble=Refusal("no_such_family", _NO_FAMILY, text=told.value))
        held = self.typed[number] if number < len(self.typed) else Typed()
        about = self._about(row, held)
        for column in self.block.columns:
            if column.field.startswith(KEYS):
                cell, sign = row[column.field], self.block.signs[column.field]
                known = self.desk.field_columns
                placed[column.field] = of_field(known, column, cell, about, sign=sign, language=language())
        return Pasted(placed, about.item if _names_something(row) else None, about.family, about.unsaid)

    def _about(self, row: Mapping[str, Cell], held: Typed) -> About:
        """What the line will be about: where the block says nothing of it, what it was about."""
        item = _item(self.desk, row) if _names_something(row) else self.desk.item_meant(held)
        if item is not None:
            return About(item, item.category)
        told = (row["family"].value if "family" in row else "") or held.family
        return About(None, self._family_called(told) if told else self.family, unsaid=not told)

    def _family_called(self, text: str) -> Category | None:
        if text not in self.families:
            self.families[text] = self.desk.family_meant(text)
        return self.families[text]


def _names_something(row: Mapping[str, Cell]) -> bool:
    return any(row[name].value for name in NAMING if name in row)


def _item(desk: Desk, row: Mapping[str, Cell]) -> Item | None:
    roots = [family.id for family in desk.campaign.families]
    for name in NAMING:
        text = row[name].value if name in row else ""
        found = items_called(desk.viewer, text, roots) if text else []
        if len(found) == 1:
            return found[0]
    return None


def _site(desk: Desk, cell: Cell) -> Cell:
    wanted = normalise(cell.value)
    found = [site.code for site in desk.sites if wanted in {normalise(site.code), normalise(site.name)}]
    if len(found) == 1:
        return replace(cell, value=found[0])
    codes = tuple(found or (site.code for site in desk.sites))
    return replace(cell, trouble=Unsure(Refusal("no_such_site", _NO_SITE, text=cell.value), codes))


def names_of(desk: Desk) -> Names:
    sites = {normalise(name) for site in desk.sites for name in (site.code, site.name)}
    families = {normalise(name) for each in desk.categories for name in (each.path, each.name)}
    return Names(desk.field_columns.headings, frozenset(sites), frozenset(families))


def only_family(desk: Desk, block: Block) -> Category | None:
    """The one family that asks for all the fields which the block has columns of, if there is one."""
    headings = [desk.field_columns.headings[column.field] for column in block.columns if column.field.startswith(KEYS)]
    asking = [each for each in desk.categories if all(each.id in heading.fields for heading in headings)]
    return asking[0] if len(asking) == 1 else None
