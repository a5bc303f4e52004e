"""What an entry of the catalogue must satisfy, whether it was typed on a screen or stands in a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from stdnum import ean

from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.units import unit_coded, whole_only

TierPair = tuple[Decimal, Decimal]  # threshold in base units, price per base unit
LANGUAGES = {"fr": ("français", "french", "französisch"), "en": ("anglais", "english", "englisch"),
             "de": ("allemand", "german", "deutsch")}  # fmt: skip
_CODE = re.compile(r"[^\s/?#%\\]{1,64}")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")

_BAD_CODE = N_("“%(code)s” cannot be a code: up to 64 letters, digits, points or hyphens, without spaces or slashes.")
_BAD_GTIN = N_("“%(gtin)s” is not a valid GTIN: check its digits (8, 12, 13 or 14 of them), or leave it blank.")
_BAD_UNIT = N_("“%(unit)s” is not a unit we know: choose a UN/ECE code, such as C62 (piece), KGM, LTR, XBX (box).")
_HALF_PIECE = N_("A pack cannot hold %(content)s %(unit)s: give a whole number, or another base unit.")
_TIERS_RISE = N_("Price tiers must start at rising quantities: %(before)s is followed by %(after)s.")
_BAD_EMAIL = N_("“%(email)s” is not a mail address. Write it like commandes@fournisseur.fr.")


def code(text: str) -> str:
    """A code as it stands in addresses and files."""
    if not _CODE.fullmatch(text.strip()):
        raise Refusal("code", _BAD_CODE, code=text.strip()[:80])
    return text.strip()


def name(text: str, longest: int = 200) -> str:
    plain = " ".join(text.split())
    if not plain:
        raise Refusal("no_name", N_("A name is missing here."))
    if len(plain) > longest:
        raise Refusal("name_long", N_("The name is too long: at most %(longest)s characters."), longest=longest)
    return plain


def path(text: str) -> tuple[str, ...]:
    """The names of a family from the top: `Bureau > Papier`."""
    names = tuple(" ".join(part.split()) for part in text.split(">"))
    if not all(names):
        raise Refusal("path", N_("“%(path)s” is not a family. Write it like Bureau > Papier."), path=text)
    if max(map(len, names)) > 200 or len(" > ".join(names)) > 600:
        raise Refusal("path_long", N_("The names of this family are too long together: shorten one of them."))
    return names


def gtin(text: str | None) -> str | None:
    """The digits alone; None when there are none."""
    digits = re.sub(r"[\s.-]", "", text or "")
    if not digits:
        return None
    if not ean.is_valid(digits):
        raise Refusal("gtin", _BAD_GTIN, gtin=text)
    return digits


def unit(text: str) -> str:
    if unit_coded(text) is None:
        raise Refusal("unit", _BAD_UNIT, unit=text)
    return text


def content(value: Decimal, base_unit: str) -> Decimal:
    """How many base units a pack holds."""
    if value <= 0:
        raise Refusal("content", N_("A pack must hold more than nothing."))
    base = unit_coded(base_unit)
    if base is not None and whole_only(base) and value != value.to_integral_value():
        raise Refusal("half_piece", _HALF_PIECE, content=value, unit=base.code)
    return value


def tiers(pairs: Sequence[TierPair]) -> Sequence[TierPair]:
    if not pairs:
        raise Refusal("no_tier", N_("Give at least one price."))
    for (before, _), (after, _) in pairwise(pairs):
        if after <= before:
            raise Refusal("tiers_rise", _TIERS_RISE, before=before, after=after)
    for threshold, unit_price in pairs:
        not_negative(threshold)
        not_negative(unit_price)
    return pairs


def not_negative(value: Decimal | None) -> Decimal:
    if value is not None and value < 0:
        raise Refusal("negative", N_("%(value)s is below zero: give zero or more."), value=value)
    return value or Decimal(0)


def email(text: str) -> str:
    if text and (len(text) > 254 or not _EMAIL.fullmatch(text)):
        raise Refusal("email", _BAD_EMAIL, email=text[:80])
    return text
