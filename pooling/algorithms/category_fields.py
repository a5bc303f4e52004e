"""What a family asks of its items and needs besides their name: its fields, and how their values are judged and told.

The rules, with a worked table: docs/algorithms/category-fields.md. A value is kept as a text that has one spelling:
a number as a plain decimal in the field's unit, a choice as the group writes it, yes or no. A blank is no value.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.number_format import format_number
from pooling.algorithms.numbers import QUANTITY_PLACES, Sign, parse
from pooling.algorithms.units import NotConvertible, Unit, convert, unit_coded, unit_named

YES, NO = "yes", "no"
YES_NO: Mapping[str, Sequence[str]] = {
    YES: ("oui", "o", "yes", "y", "ja", "j", "vrai", "true", "x", "1"),
    NO: ("non", "n", "no", "nein", "faux", "false", "0", "-"),
}
YES_NO_TOLD = {"fr": ("oui", "non"), "de": ("ja", "nein")}
LONGEST = 200

# Ø6 and 6 are typed for the same diameter; what follows the number is its unit
_MEASURE = re.compile(r"(?:[øØ⌀∅]\s*)?([^\w]*\d[\d\s.,'’]*?)\s*([^\d\s.,'’].*)?")
# in a normalised text: 8-12 and 3/4 are neither 8 nor 12, 3 nor 4
_NUMBER = re.compile(r"\d+(?:[-/:'.]\d+)*")

_NOT_OFFERED = N_("“%(text)s” is not one of the values of “%(label)s”: %(offered)s.")
_NOT_YES_NO = N_("“%(text)s” is neither yes nor no.")
_LONG = N_("This text has %(length)s characters: at most %(longest)s are kept, so shorten it.")
_NO_UNIT = N_("“%(unit)s” is not a unit we know: write “%(label)s” in %(wanted)s.")
_OTHER_UNIT = N_("“%(text)s” cannot be told exactly in %(wanted)s: write “%(label)s” in %(wanted)s.")


class FieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class Field:
    """One field of a family. `unit` is the Rec 20 code of a number, or blank. `retired` choices are no longer
    offered and still read. `apart`: two lines that differ in it are not the same thing."""

    code: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    unit: str = ""
    choices: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    required: bool = False
    apart: bool = True
    active: bool = True

    @property
    def symbol(self) -> str:
        """What stands beside its number."""
        unit = unit_coded(self.unit)
        return unit.short() if unit else ""

    @property
    def title(self) -> str:
        """`Diamètre (mm)`: the head of a column."""
        return f"{self.label} ({self.symbol})" if self.symbol else self.label

    def shown(self, text: str, language: str = "fr") -> str:
        """What stands in an input, as it is read: yes and no in words."""
        return told(self, text, language) if self.kind is FieldKind.YES_NO and text in YES_NO else text


def judge(field: Field, text: str, *, decimal_sign: Sign | None = None, typed: bool = True) -> str:
    """The value that a text means, or a Refusal; blank stays blank. Numbers as `numbers.parse` reads them."""
    plain = " ".join(text.split())
    if not plain:
        return ""
    if field.kind is FieldKind.NUMBER:
        return _number(field, plain, decimal_sign, typed)
    if field.kind is FieldKind.CHOICE:
        return _choice(field, plain)
    if field.kind is FieldKind.YES_NO:
        return _yes_no(plain)
    if len(plain) > LONGEST:
        raise Refusal("too_long", _LONG, length=len(plain), longest=LONGEST)
    return plain


def number_value(value: Decimal) -> str:
    """The one spelling of a number."""
    return f"{value.normalize() if value else Decimal(0):f}"


def _number(field: Field, text: str, sign: Sign | None, typed: bool) -> str:
    found = _MEASURE.fullmatch(text)
    unit = unit_coded(field.unit)
    if found is None or found[2] is None or unit is None:
        bare = found[1] if found is not None and found[2] is None else text
        return number_value(parse(bare, places=QUANTITY_PLACES, decimal_sign=sign, typed=typed))
    if re.match(r"[^\W\d_]|[µ°]", found[2]) is None:
        parse(text, places=QUANTITY_PLACES)  # a fraction, a percentage: its own refusal says it best
    number = parse(found[1], places=QUANTITY_PLACES, decimal_sign=sign, typed=typed)
    return number_value(_converted(field, text, number, found[2], unit))


def _converted(field: Field, text: str, number: Decimal, written: str, unit: Unit) -> Decimal:
    source = unit_named(written)
    if source is None:
        raise Refusal("no_unit", _NO_UNIT, unit=written, label=field.label, wanted=field.symbol)
    try:
        return convert(number, source, unit)
    except NotConvertible as reason:
        raise Refusal("other_unit", _OTHER_UNIT, text=text, label=field.label, wanted=field.symbol) from reason


def _choice(field: Field, text: str) -> str:
    wanted = normalise(text)
    for choice in (*field.choices, *field.retired):
        if normalise(choice) == wanted:
            return choice
    offered = ", ".join(field.choices)
    raise Refusal("not_offered", _NOT_OFFERED, text=text, label=field.label, offered=offered)


def _yes_no(text: str) -> str:
    wanted = text if text == "-" else normalise(text)
    for value, spellings in YES_NO.items():
        if wanted in spellings:
            return value
    raise Refusal("not_yes_no", _NOT_YES_NO, text=text)


def told(field: Field, value: str, language: str = "fr") -> str:
    """A value as it is read: `6,8 mm`, `oui`."""
    if field.kind is FieldKind.NUMBER:
        number = format_number(Decimal(value), locale=language)
        return f"{number} {field.symbol}" if field.symbol else number
    if field.kind is FieldKind.YES_NO:
        return YES_NO_TOLD.get(language, (YES, NO))[value == NO]
    return value


def written(field: Field, value: str, language: str = "fr") -> str:
    """A value as an input holds it: the unit stands beside."""
    is_number = field.kind is FieldKind.NUMBER and value
    return format_number(Decimal(value), locale=language) if is_number else value


def in_words(fields: Iterable[Field], values: Mapping[str, str], language: str = "fr", beside: str = "") -> str:
    """`Ø 6 mm, nuance 4325`: every value that there is, those left out that the text `beside` says already."""
    said = normalise(beside)
    parts = [
        _part(field, values[field.code], language)
        for field in fields
        if values.get(field.code) and not (said and _says(said, field, values[field.code]))
    ]
    return ", ".join([*parts[:1], *map(_within, parts[1:])])


def beside(text: str, words: str) -> str:
    """A designation followed by its values in words."""
    return f"{text} – {words}" if words else text


def _part(field: Field, value: str, language: str) -> str:
    if field.kind is FieldKind.YES_NO:
        colon = "\u00a0:" if language == "fr" else ":"
        return f"{field.label}{colon} {told(field, value, language)}"
    return f"{field.label} {told(field, value, language)}"


def _within(part: str) -> str:
    """In the middle of a sentence a label begins small, unless it is an abbreviation."""
    return part[:1].lower() + part[1:] if part[1:2].islower() else part


def _says(said: str, field: Field, value: str) -> bool:
    """Whether a normalised text holds the value; a yes or no is never read out of one."""
    if field.kind is FieldKind.YES_NO:
        return False
    if field.kind is FieldKind.NUMBER:
        return value in _NUMBER.findall(said)
    return f" {normalise(value)} " in f" {said} "


def search_words(fields: Iterable[Field], values: Mapping[str, str]) -> str:
    """What an item is found by besides its name: `6.8 mm 6.8mm 4325`. A yes or no is no word to search."""
    words = []
    for field in fields:
        value = values.get(field.code)
        if value and field.kind is not FieldKind.YES_NO:
            words.append(told(field, value))
            if field.symbol:
                words.append(f"{value}{field.symbol}")
    return normalise(" ".join(words)) if words else ""


def pooled_with(key: str, values: Mapping[str, str], alike: Iterable[str] = ()) -> str:
    """A pool key that takes in the values; those of `alike` codes tell nothing apart, nor do blanks, so that a
    line without any keeps its key."""
    if not values:
        return key
    telling = values.keys() - set(alike)
    parts = [f"{code}={normalise(values[code])}" for code in sorted(telling) if values[code]]
    return "\t".join([key, *parts])


def open_fields(fields: Iterable[Field], of_item: Mapping[str, str]) -> list[Field]:
    """Those that are asked of a need: the ones its item does not answer itself."""
    return [field for field in fields if not of_item.get(field.code)]


def lacking(fields: Iterable[Field], values: Mapping[str, str]) -> list[Field]:
    """The required fields that have no value."""
    return [field for field in fields if field.active and field.required and not values.get(field.code)]
