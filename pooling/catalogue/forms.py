from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, FieldList, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, Optional

from pooling.access.viewer import Viewer
from pooling.algorithms.category_fields import Field, FieldKind
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.numbers import PRICE_PLACES, QUANTITY_PLACES
from pooling.algorithms.units import UNITS
from pooling.catalogue import queries, supply_queries
from pooling.catalogue.checks import TierPair
from pooling.catalogue.family_fields import LONGEST_LABEL, FieldFacts
from pooling.catalogue.field_queries import declared
from pooling.catalogue.models import AgreementLine, Category, Item, Pack, Supplier, Tier
from pooling.catalogue.rules import ItemFacts
from pooling.catalogue.supply import LineTerms
from pooling.catalogue.typed_fields import Input, inputs, typed_inputs
from pooling.catalogue.typed_fields import read as read_fields
from pooling.fields import NumberField, given
from pooling.language import language, sentence

TIERS = 6
FIELD_KINDS = {
    FieldKind.TEXT: N_("Text"),
    FieldKind.NUMBER: N_("A number"),
    FieldKind.CHOICE: N_("Choice from a list"),
    FieldKind.YES_NO: N_("Yes or no"),
}


class RuleForm(FlaskForm):
    """A form whose rule may still say no."""

    def carried_out(self, act: Callable[[], object]) -> bool:
        """Whether what was entered is valid and `act` took it; a refusal joins the errors of the form."""
        if not self.validate_on_submit():
            return False
        try:
            act()
        except Refusal as refusal:
            self.form_errors.append(sentence(refusal))
            return False
        return True

    @property
    def status(self) -> int:
        return 422 if self.errors else 200


def code_field(label: str, missing: str) -> StringField:
    return StringField(label, [InputRequired(missing), Length(max=64)])


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


def unit_choices() -> list[tuple[str, str]]:
    """Code and name of every unit, in the alphabet of the reader's language."""
    named = [(unit.code, f"{unit.name(language())} ({unit.code})") for unit in UNITS.values()]
    return sorted(named, key=lambda choice: choice[1].casefold())


class CategoryForm(RuleForm):
    name = StringField(_l("Name"), [InputRequired(_l("Give the family a name.")), Length(max=200)])
    above = SelectField(_l("Stands under"), [Optional()])
    policy = SelectField(
        _l("What whole packs add or take is shared"),
        [Optional()],
        choices=[
            SelectChoice("", _l("as in the family above")),
            SelectChoice("pro_rata", _l("in proportion to what each firm asked for")),
            SelectChoice("equal", _l("by the same quantity for each firm")),
            SelectChoice("need_date", _l("so that who needs it first gets it first")),
            SelectChoice("leximin", _l("so that nobody's change is larger than it must be")),
            SelectChoice("draw", _l("by lot, drawn after the closing")),
        ],
    )

    def offer(self, viewer: Viewer, family: Category | None = None) -> None:
        """Every family that this one may stand under."""
        barred = {each.id for each in queries.below(viewer, family)} if family is not None else set()
        self.known = {each.code: each for each in queries.categories(viewer) if each.id not in barred}
        top = [("", gettext("– top family –"))]
        self.above.choices = choices(top + [(code, each.path) for code, each in self.known.items()])

    def parent(self) -> Category | None:
        return self.known.get(self.above.data or "")


class ItemForm(RuleForm):
    """Beside its own fields those of the family chosen, as `typed` texts by code; their inputs are named
    `fields.` and the code."""

    name = StringField(_l("Designation"), [InputRequired(_l("Give the item a designation.")), Length(max=300)])
    category = SelectField(_l("Family"), [InputRequired(_l("Choose a family."))])
    base_unit = SelectField(_l("Base unit"), [InputRequired(_l("Choose the base unit."))])
    maker = StringField(_l("Maker"), [Length(max=200)])
    maker_reference = StringField(_l("Maker's reference"), [Length(max=200)])
    gtin = StringField(_l("GTIN"), [Length(max=40)])

    def offer(self, viewer: Viewer, item: Item | None = None) -> None:
        self.known = {each.code: each for each in queries.categories(viewer)}
        self.category.choices = choices([("", "")] + [(code, each.path) for code, each in self.known.items()])
        self.base_unit.choices = choices([("", ""), *unit_choices()])
        if item is not None and not self.is_submitted():
            self.category.data = item.category.code
        self.declared = declared(viewer)
        self.held = dict(item.fields) if item is not None else {}
        self.faults: dict[str, str] = {}

    @property
    def asked(self) -> list[Field]:
        """The fields of the family that is chosen now; one no longer asked for while it holds a value."""
        family = self.known.get(self.category.data or "")
        shown = self.declared.of(family.id) if family is not None else ()
        return [each for each in shown if each.active or self.held.get(each.code)]

    @property
    def inputs(self) -> list[Input]:
        return (
            typed_inputs(self.asked, self.texts, self.faults) if self.is_submitted() else inputs(self.asked, self.held)
        )

    @property
    def texts(self) -> dict[str, str]:
        return {each.code: request.form.get(f"fields.{each.code}", "") for each in self.asked}

    def validate(self, extra_validators: object = None) -> bool:
        valid = super().validate(extra_validators)
        self.values, self.faults = read_fields(self.asked, self.texts)
        self.form_errors += [f"{self.declared.by_code[code].label} – {why}" for code, why in self.faults.items()]
        return valid and not self.faults

    def facts(self) -> ItemFacts:
        return ItemFacts(
            name=self.name.data or "",
            category=self.known[self.category.data],
            base_unit=self.base_unit.data,
            maker=(self.maker.data or "").strip(),
            maker_reference=(self.maker_reference.data or "").strip(),
            gtin=self.gtin.data,
            fields=self.values,
        )


class NewItemForm(ItemForm):
    code = code_field(_l("Item code"), _l("Give the item a code."))


class FieldForm(RuleForm):
    """Of a field that is declared already: its kind and unit stay."""

    label = StringField(_l("Name"), [InputRequired(_l("Give the field a name.")), Length(max=LONGEST_LABEL)])
    choices = TextAreaField(_l("Values to choose from"), [Length(max=20_000)])
    required = BooleanField(_l("To be filled in before submitting"))
    apart = BooleanField(_l("Tells things apart"), default=True)

    def facts(self) -> FieldFacts:
        return FieldFacts(
            label=self.label.data or "",
            choices=(self.choices.data or "").splitlines(),
            required=bool(self.required.data),
            apart=bool(self.apart.data),
        )


class NewFieldForm(FieldForm):
    kind = SelectField(_l("Kind of field"), default=FieldKind.TEXT.value)
    unit = SelectField(_l("Unit of the number"), [Optional()])

    def offer(self) -> None:
        self.kind.choices = choices((str(kind), gettext(label)) for kind, label in FIELD_KINDS.items())
        self.unit.choices = choices([("", gettext("– none –")), *unit_choices()])

    def facts(self) -> FieldFacts:
        return replace(super().facts(), kind=FieldKind(self.kind.data), unit=self.unit.data or "")


class PackForm(RuleForm):
    name = StringField(_l("Name"), [InputRequired(_l("Name the pack, such as “carton of 5”.")), Length(max=200)])
    unit = SelectField(_l("Kind of package"), [InputRequired(_l("Choose the kind of package."))])
    content = NumberField(
        _l("Content in base units"), [InputRequired(_l("Say how many base units it holds."))], places=QUANTITY_PLACES
    )

    def offer(self) -> None:
        self.unit.choices = choices([("", ""), *unit_choices()])

    def values(self) -> tuple[str, str, Decimal]:
        return self.name.data or "", self.unit.data, given(self.content.data)


class SupplierForm(RuleForm):
    name = StringField(_l("Name"), [InputRequired(_l("Give the supplier a name.")), Length(max=200)])
    email = StringField(_l("E-mail for orders"), [Length(max=254)])
    contact = StringField(_l("Contact"), [Length(max=200)])
    telephone = StringField(_l("Telephone"), [Length(max=40)])
    language = SelectField(
        _l("Language"),
        choices=choices([("fr", _l("French")), ("en", _l("English")), ("de", _l("German"))]),
        default="fr",
    )
    terms = TextAreaField(_l("Terms"), [Length(max=5000)])

    def values(self) -> dict[str, str]:
        fields = (self.name, self.email, self.contact, self.telephone, self.language, self.terms)
        return {field.short_name: field.data or "" for field in fields}


class NewSupplierForm(SupplierForm):
    code = code_field(_l("Supplier code"), _l("Give the supplier a code."))


class AgreementForm(RuleForm):
    valid_from = DateField(_l("Valid from"), [InputRequired(_l("Say from when the prices are valid."))])
    valid_until = DateField(_l("Valid until"), [InputRequired(_l("Say until when the prices are valid."))])


class NewAgreementForm(AgreementForm):
    reference = code_field(_l("Reference"), _l("Give the agreement a reference."))
    supplier = SelectField(_l("Supplier"), [InputRequired(_l("Choose the supplier."))])

    def offer(self, viewer: Viewer) -> None:
        self.known = {each.code: each for each in supply_queries.suppliers(viewer, active_only=True)}
        self.supplier.choices = choices([("", "")] + [(code, each.name) for code, each in self.known.items()])

    def chosen(self) -> Supplier:
        return self.known[self.supplier.data]


class CopyForm(RuleForm):
    reference = code_field(_l("Reference of the copy"), _l("Give the copy its own reference."))


class LineForm(RuleForm):
    supplier_reference = StringField(_l("Supplier's reference"), [Length(max=200)])
    pack = SelectField(_l("Pack"), [Optional()])
    minimum = NumberField(_l("Minimum (base units)"), [Optional()], places=QUANTITY_PLACES)
    multiple = NumberField(_l("Multiple (base units)"), [Optional()], places=QUANTITY_PLACES)
    thresholds = FieldList(NumberField(_l("From"), places=QUANTITY_PLACES), min_entries=TIERS, label=_l("From"))
    prices = FieldList(NumberField(_l("Price"), places=PRICE_PLACES), min_entries=TIERS, label=_l("Price"))

    def offer(self, packs: Sequence[Pack]) -> None:
        self.known = {pack.name: pack for pack in packs}
        self.pack.choices = choices([("", gettext("– base unit –"))] + [(name, name) for name in self.known])

    def show(self, line: AgreementLine, tiers: Sequence[Tier]) -> None:
        """Fill a first showing with what stands."""
        self.supplier_reference.data = line.supplier_reference
        self.pack.data = line.pack.name if line.pack is not None else ""
        self.minimum.data, self.multiple.data = line.minimum, line.multiple
        for place, tier in enumerate(tiers):
            for fields, value in ((self.thresholds, tier.threshold), (self.prices, tier.unit_price)):
                if place < len(fields):
                    fields[place].data = value
                else:
                    fields.append_entry(value)

    def validate(self, extra_validators: object = None) -> bool:
        """A tier is a quantity and a price; a price alone, in the first row, is valid from nothing on."""
        super().validate(extra_validators)
        pairs = list(zip(self.thresholds, self.prices, strict=False))
        for place, (threshold, price) in enumerate(pairs):
            if price.data is None and not price.errors and (threshold.data is not None or place == 0):
                price.errors = [gettext("A price is missing here.")]
            if threshold.data is None and not threshold.errors and price.data is not None and place:
                threshold.errors = [gettext("Say from which quantity this price is valid.")]
        for fields in (self.thresholds, self.prices):
            fields.errors = [error for each in fields for error in each.errors]
        return not self.errors

    def terms(self) -> LineTerms:
        return LineTerms(
            tiers=list(self._pairs()),
            supplier_reference=self.supplier_reference.data or "",
            pack=self.known.get(self.pack.data or ""),
            minimum=self.minimum.data or Decimal(0),
            multiple=self.multiple.data or Decimal(0),
        )

    def _pairs(self) -> Sequence[TierPair]:
        return [
            (threshold.data or Decimal(0), price.data)
            for threshold, price in zip(self.thresholds, self.prices, strict=False)
            if price.data is not None
        ]


class NewLineForm(LineForm):
    item = StringField(_l("Item code"), [InputRequired(_l("Give the item's code.")), Length(max=64)])


class FileForm(FlaskForm):
    file = FileField(_l("Workbook or csv file"), [FileRequired(_l("Choose a file."))])
