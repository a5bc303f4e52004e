"""A row of the entry grid as it is typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace

from pooling.needs.packing import OWN

SPLIT = "split"  # `split.SITE`: how much goes to this dock
OF_FAMILY = "x"  # `x.CODE`: the value of a field of the family
# what a new line is given, or says nothing without the rest
QUIET = frozenset({"item", "family", "unit", "site", "firm", OWN})


@dataclass(frozen=True)
class Typed:
    """The texts of one row. `item` is the code of the item picked; it holds while `what` is its name. `more`
    are the texts of inputs that not every line has, by group and name (`split.QUAI-1`); a blank one is none."""

    item: str = ""
    what: str = ""
    family: str = ""
    quantity: str = ""
    unit: str = ""
    site: str = ""
    wanted_on: str = ""
    firm: str = "1"
    price: str = ""
    supplier: str = ""
    remark: str = ""
    flex_minus: str = ""
    flex_plus: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def sent(cls, form: Mapping[str, str]) -> Typed:
        """From inputs named after the fields; what else has a dot in its name is one of `more`."""
        given = {name: str(form.get(name, default)).strip() for name, default in PLAIN.items()}
        more = {name: text for name, value in form.items() if "." in name and (text := str(value).strip())}
        return cls(**given, more=more)

    @property
    def texts(self) -> dict[str, str]:
        """All of them by the names of their inputs."""
        return {**{name: getattr(self, name) for name in PLAIN}, **self.more}

    @property
    def is_blank(self) -> bool:
        return not any(text for name, text in self.texts.items() if name not in QUIET)

    def group(self, name: str) -> dict[str, str]:
        """The texts of a group by their names in it."""
        start = f"{name}."
        return {key.removeprefix(start): text for key, text in self.more.items() if key.startswith(start)}

    def with_texts(self, texts: Mapping[str, str]) -> Typed:
        """Other texts under these names, which may be of either kind."""
        more = {**self.more, **{name: text for name, text in texts.items() if name not in PLAIN}}
        plain = {name: text for name, text in texts.items() if name in PLAIN}
        return replace(self, **plain, more={name: text for name, text in more.items() if text})

    def without(self, group: str) -> Typed:
        return replace(self, more={name: text for name, text in self.more.items() if not name.startswith(f"{group}.")})


PLAIN: dict[str, str] = {each.name: str(each.default) for each in fields(Typed) if each.name != "more"}


def rows_sent(keys: Iterable[str], form: Mapping[str, str]) -> dict[str, Typed]:
    """By key, in the order of the page; inputs are named by the key of their row, a dot and their field."""
    by_row: dict[str, dict[str, str]] = {key: {} for key in keys}
    for name, value in form.items():
        key, _, field = name.partition(".")
        if key in by_row:
            by_row[key][field] = value
    return {key: Typed.sent(row) for key, row in by_row.items()}
