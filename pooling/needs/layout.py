"""The needs form: its columns, and the stamp that says for whom and when it was made."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.catalogue.declared import Declared
from pooling.catalogue.field_columns import FieldColumns
from pooling.catalogue.models import Category
from pooling.excel.spec import Kind

FORMAT = 1  # grows when a form made before can no longer be read
SHEET = "Besoins"
STAMP = re.compile(r"FORMULAIRE-BESOINS/(\d{1,6})/(\d{1,6})/(entier|partiel)(?:-([0-9a-f]{8}))?/([^/]+)/(.+)")
STAMPED_ROWS = 20  # the stamp stands in the heading


@dataclass(frozen=True)
class Part:
    """A column of the form; `field` is that of a Line where it has one. `filled`: the member types in it
    on every row, else on new rows alone, or never (`shown`)."""

    field: str
    title: str
    kind: Kind = "text"
    width: float | None = None
    filled: bool = True
    shown: bool = False


PARTS = (
    Part("id", "Identifiant", "code", 12, filled=False, shown=True),
    Part("category", "Famille", width=20, filled=False),
    Part("item", "Code article", "code", 13, filled=False),
    Part("designation", "Désignation", width=38, filled=False),
    Part("specification", "Spécification", width=18, filled=False, shown=True),
    Part("unit", "Unité", width=11, filled=False),
    Part("pack", "Conditionnement", width=19),
    Part("last", "Trimestre précédent", "quantity", 12, filled=False, shown=True),
    Part("quantity", "Quantité", "quantity", 11),
    Part("flex_minus", "Peut céder (−)", "quantity", 11),
    Part("flex_plus", "Peut prendre (+)", "quantity", 11),
    Part("firm", "Ferme ou estimé", width=11),
    Part("site", "Site de livraison", width=20),
    Part("wanted_on", "Souhaité le", "date", 13),
    Part("present_price", "Prix unitaire HT actuel", "price", 13),
    Part("present_supplier", "Fournisseur actuel", width=20),
    Part("remark", "Remarque", width=26),
)
# only in the form of a firm for which somebody entered lines; nobody reads it back
ENTERED_FOR = Part("entered_for", "Saisi pour vous par", width=24, filled=False, shown=True)
HEARD = {"telephone": "par téléphone", "mail": "par courriel", "paper": "sur papier", "late": "reporté"}
BEFORE_FIELDS = "specification"  # the columns of the families' fields stand after it
AMOUNT = "Montant HT"  # computed by the workbook itself
TITLES = {normalise(part.title): part.field for part in PARTS}
FIRM, ESTIMATED = "ferme", "estimé"
SPLIT = "réparti"  # how the cell of the site begins when a line has several; it is filled in on screen alone

_OTHER_FORMAT = N_("This form was made by an older version of the program: download it again and copy your lines over.")
_OTHER_CAMPAIGN = N_(
    "This form is of campaign %(theirs)s, and this is campaign %(ours)s: download the form of this one."
)
_OLDER = N_("The campaign was reopened after this form was made: download it again and copy your lines over.")
_OTHER_FIRM = N_("This form was not made for your firm: download your own.")
_LOST_FIELD = N_(
    "The column “%(title)s” of this form is no longer asked for under that name: download the form again and copy"
    " your lines over."
)
_LOST_COLUMN = N_("The column “%(title)s” of the form is missing: download it again and copy your lines over.")


@dataclass(frozen=True)
class Stamp:
    """`whole`: the form held all lines of the draft, so that a missing one means something. `fields`: the mark of
    its columns of fields, blank when it has none."""

    campaign: str
    revision: int
    member: str
    whole: bool = True
    format: int = FORMAT
    fields: str = ""

    def text(self) -> str:
        extent = ("entier" if self.whole else "partiel") + (f"-{self.fields}" if self.fields else "")
        return f"FORMULAIRE-BESOINS/{self.format}/{self.revision}/{extent}/{self.member}/{self.campaign}"

    def check(self, expected: Stamp) -> None:
        """Raises Refusal with the reason when this is not the form to fill in now."""
        if self.format != expected.format:
            raise Refusal("other_format", _OTHER_FORMAT)
        if self.member != expected.member:
            raise Refusal("other_firm", _OTHER_FIRM)
        if self.campaign != expected.campaign:
            raise Refusal("other_campaign", _OTHER_CAMPAIGN, theirs=self.campaign, ours=expected.campaign)
        if self.revision != expected.revision:
            raise Refusal("older_revision", _OLDER)


def stamp_in(text: str) -> Stamp | None:
    found = STAMP.fullmatch(text.strip())
    if found is None:
        return None
    form, revision, extent, fields, member, campaign = found.groups()
    return Stamp(campaign, int(revision), member, whole=extent == "entier", format=int(form), fields=fields or "")


def form_columns(known: Declared, families: Iterable[Category]) -> FieldColumns:
    """The columns of the fields that these families ask for."""
    return FieldColumns(
        known, [family.id for family in families], [AMOUNT, *(part.title for part in (*PARTS, ENTERED_FOR))]
    )


def fields_mark(columns: FieldColumns) -> str:
    """By which a form with the same columns of fields is known again."""
    told = "\x1f".join(f"{heading.title}\x1e{sorted(heading.codes)}" for heading in columns.headings.values())
    return hashlib.sha256(told.encode()).hexdigest()[:8] if told else ""


def lost_field(title: str) -> Refusal:
    return Refusal("lost_field", _LOST_FIELD, title=title)


def lost_column(field: str) -> Refusal:
    title = next(part.title for part in PARTS if part.field == field)
    return Refusal("lost_column", _LOST_COLUMN, title=title)
