"""Two people's versions of one line, input by input."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from pooling.language import day, language
from pooling.needs.desk import Desk
from pooling.needs.packing import OWN
from pooling.needs.typed import OF_FAMILY, SPLIT, Typed
from pooling.needs.unit_words import unit_name

# an item and its description, family and unit belong together: who takes one takes all
TOGETHER = {"what": ("item", "family", "unit", OWN), "unit": (OWN,)}


@dataclass(frozen=True)
class Difference:
    """One input in which mine and theirs differ, both as people read them; `untouched` by me, so that
    theirs is the likelier choice."""

    name: str
    label: str
    mine: str
    theirs: str
    untouched: bool


@dataclass(frozen=True)
class Conflict:
    differences: list[Difference]
    by: str
    at: str


def labels() -> dict[str, str]:
    return {
        "what": gettext("Item or description"),
        "family": gettext("Family"),
        "quantity": gettext("Quantity"),
        "unit": gettext("Unit or pack"),
        "price": gettext("Present price excl. VAT"),
        "supplier": gettext("Present supplier"),
        "wanted_on": gettext("Wanted on"),
        "site": gettext("Delivery site"),
        "firm": gettext("Firm or estimated"),
        "remark": gettext("Remark"),
        "flex_plus": gettext("Can take more"),
        "flex_minus": gettext("Can give up"),
    }


def differences(desk: Desk, mine: Typed, theirs: Typed, base: Typed | None) -> list[Difference]:
    return [
        Difference(
            name,
            label,
            _shown(desk, mine, name),
            _shown(desk, theirs, name),
            untouched=base is not None and _said(base, name) == _said(mine, name),
        )
        for name, label in {**labels(), **_field_labels(desk, mine, theirs)}.items()
        if _said(mine, name) != _said(theirs, name)
    ]


def _field_labels(desk: Desk, *typed: Typed) -> dict[str, str]:
    """Of the fields of families in which one of these rows has a value."""
    held = {code for each in typed for code in each.group(OF_FAMILY)}
    return {f"{OF_FAMILY}.{code}": field.title for code, field in desk.declared.by_code.items() if code in held}


def _said(typed: Typed, name: str) -> object:
    """What an input says; where the goods go, the site and the split say together."""
    text = typed.texts.get(name, "")
    return (text, typed.group(SPLIT)) if name == "site" else text


def _shown(desk: Desk, typed: Typed, name: str) -> str:
    value = typed.texts.get(name, "")
    if name == "site":
        return _shown_site(desk, typed)
    if name == "firm":
        return str(gettext("estimated") if value == "0" else gettext("firm"))
    if name == "wanted_on" and value:
        return str(day(date.fromisoformat(value)))
    if name.startswith(f"{OF_FAMILY}."):
        return desk.declared.by_code[name.removeprefix(f"{OF_FAMILY}.")].shown(value, language())
    if name == "unit" and typed.item and not value:
        item = desk.items.get(typed.item)
        return unit_name(item.base_unit) if item else ""
    return value


def _shown_site(desk: Desk, typed: Typed) -> str:
    names = {site.code: site.name for site in desk.sites}
    split = typed.group(SPLIT)
    if split:
        return " · ".join(f"{names.get(code, code)} : {text}" for code, text in split.items())
    return names.get(typed.site, typed.site)
