"""What the families of these texts ask for, and what else a block may name."""

from __future__ import annotations

from pooling.algorithms.category_fields import FieldKind
from pooling.algorithms.grouping import normalise
from pooling.catalogue.declared import Declared
from pooling.catalogue.field_columns import FieldColumns
from pooling.catalogue.models import Category, CategoryField
from pooling.needs.pasted_names import Names

FAMILIES = {
    path: Category(id=number, path=path, name=path.split(" > ")[-1], code=str(number))
    for number, path in enumerate(("Outillage > Forets", "EPI > Gants", "Vêtements", "Huiles", "Bâches"), start=1)
}


def _field(family: str, code: str, label: str, kind: FieldKind, unit: str = "", *choices: str) -> CategoryField:
    return CategoryField(
        category_id=FAMILIES[family].id,
        code=code,
        label=label,
        kind=kind,
        unit=unit,
        choices={"offered": [*choices]} if choices else {},
        required=False,
        apart=True,
        active=True,
    )


_ROWS = (
    _field("Outillage > Forets", "diametre", "Diamètre", FieldKind.NUMBER, "MMT"),
    _field("Outillage > Forets", "nuance", "Nuance", FieldKind.CHOICE, "", "4325", "4315", "GC 1125"),
    _field("Outillage > Forets", "revetu", "Revêtu", FieldKind.YES_NO),
    _field("Outillage > Forets", "fiche-de-securite", "Fiche de sécurité", FieldKind.YES_NO),
    _field("EPI > Gants", "taille", "Taille", FieldKind.CHOICE, "", "8", "9", "10"),
    _field("Vêtements", "taille-2", "Taille", FieldKind.CHOICE, "", "S", "M", "L", "XL"),
    _field("Bâches", "longueur", "Longueur", FieldKind.NUMBER, "MTR"),
    _field("Bâches", "largeur", "Largeur", FieldKind.NUMBER, "MTR"),
    _field("Huiles", "visc-40", "Viscosité à 40 °C", FieldKind.NUMBER),
    _field("Huiles", "visc-100", "Viscosité à 100 °C", FieldKind.NUMBER),
)
KNOWN = FieldColumns(
    Declared(_ROWS, dict.fromkeys(family.id for family in FAMILIES.values())), [each.id for each in FAMILIES.values()]
)
NAMES = Names(
    KNOWN.headings,
    sites=frozenset(map(normalise, ("ARV-1", "ARV-2", "Atelier du bas"))),
    families=frozenset(normalise(name) for each in FAMILIES.values() for name in (each.path, each.name)),
)
