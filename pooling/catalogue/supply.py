"""The verbs of suppliers and of their agreements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.catalogue import checks, queries, supply_queries
from pooling.catalogue.checks import TierPair
from pooling.catalogue.models import Agreement, AgreementLine, Item, Pack, Supplier, Tier
from pooling.journal.rules import record

FIELDS = ("name", "email", "contact", "telephone", "language", "terms")

_ITEM_TWICE = N_("This agreement already prices item %(code)s: change that line instead.")
_FOREIGN_PACK = N_("“%(pack)s” is not a pack of item %(code)s: choose one of its own.")
_LINE_USED = N_("Awards were made at the price of %(code)s: the line must stay. End the agreement's validity instead.")


@dataclass(frozen=True)
class LineTerms:
    """What an agreement says of one item; minimum and multiple in base units, prices per base unit."""

    tiers: Sequence[TierPair]
    supplier_reference: str = ""
    pack: Pack | None = None
    minimum: Decimal = Decimal(0)
    multiple: Decimal = Decimal(0)


def make_supplier(
    viewer: Viewer,
    code: str,
    name: str,
    *,
    email: str = "",
    contact: str = "",
    telephone: str = "",
    language: str = "fr",
    terms: str = "",
) -> Supplier:
    code = checks.code(code)
    if queries.code_taken(viewer, Supplier.code, code):
        raise Refusal("code_taken", N_("There is already a supplier %(code)s: choose another code."), code=code)
    supplier = Supplier(code=code)
    _fill(supplier, name=name, email=email, contact=contact, telephone=telephone, language=language, terms=terms)
    viewer.session.add(supplier)
    viewer.session.flush()
    record(viewer, "catalogue.make_supplier", f"supplier:{code}", after=told_supplier(supplier))
    return supplier


def edit_supplier(viewer: Viewer, supplier: Supplier, **values: str) -> None:
    """Change the values given of FIELDS."""
    before = told_supplier(supplier)
    _fill(supplier, **values)
    viewer.session.flush()
    if before != told_supplier(supplier):
        after = told_supplier(supplier)
        record(viewer, "catalogue.edit_supplier", f"supplier:{supplier.code}", before=before, after=after)


def _fill(supplier: Supplier, **values: str) -> None:
    for name, value in values.items():
        setattr(supplier, name, value.strip())
    checks.name(supplier.name)
    checks.email(supplier.email)


def switch_supplier(viewer: Viewer, supplier: Supplier, *, active: bool) -> None:
    """A supplier who no longer delivers keeps his orders; his prices are no longer proposed."""
    if supplier.active != active:
        supplier.active = active
        viewer.session.flush()
        verb = "catalogue.activate" if active else "catalogue.deactivate"
        record(viewer, verb, f"supplier:{supplier.code}", before={"active": not active}, after={"active": active})


def told_supplier(supplier: Supplier) -> dict[str, Any]:
    return {name: getattr(supplier, name) for name in FIELDS}


def make_agreement(
    viewer: Viewer, reference: str, supplier: Supplier, valid_from: date, valid_until: date
) -> Agreement:
    reference = checks.code(reference)
    if queries.code_taken(viewer, Agreement.reference, reference):
        message = N_("There is already an agreement %(reference)s: choose another reference.")
        raise Refusal("reference_taken", message, reference=reference)
    check_validity(valid_from, valid_until)
    agreement = Agreement(reference=reference, supplier=supplier, valid_from=valid_from, valid_until=valid_until)
    viewer.session.add(agreement)
    viewer.session.flush()
    record(viewer, "catalogue.make_agreement", f"agreement:{reference}", after=told_agreement(agreement))
    return agreement


def edit_agreement(viewer: Viewer, agreement: Agreement, valid_from: date, valid_until: date) -> None:
    check_validity(valid_from, valid_until)
    before = told_agreement(agreement)
    agreement.valid_from, agreement.valid_until = valid_from, valid_until
    viewer.session.flush()
    if before != told_agreement(agreement):
        after = told_agreement(agreement)
        record(viewer, "catalogue.edit_agreement", f"agreement:{agreement.reference}", before=before, after=after)


def check_validity(valid_from: date, valid_until: date) -> None:
    if valid_from > valid_until:
        raise Refusal("validity", N_("The agreement ends before it begins: check the two dates."))


def copy_agreement(viewer: Viewer, agreement: Agreement, reference: str) -> Agreement:
    """The same lines and prices for the following year, to be changed from there."""
    begins, ends = (_year_later(day) for day in (agreement.valid_from, agreement.valid_until))
    copy = make_agreement(viewer, reference, agreement.supplier, begins, ends)
    for line, tiers in supply_queries.lines_of(viewer, agreement):
        new = AgreementLine(
            agreement=copy, item=line.item, pack=line.pack, supplier_reference=line.supplier_reference,
            minimum=line.minimum, multiple=line.multiple,
        )  # fmt: skip
        viewer.session.add(new)
        viewer.session.add_all(Tier(line=new, threshold=tier.threshold, unit_price=tier.unit_price) for tier in tiers)
    viewer.session.flush()
    record(viewer, "catalogue.copy_agreement", f"agreement:{copy.reference}", after={"of": agreement.reference})
    return copy


def _year_later(day: date) -> date:
    """The same day of the next year; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def add_line(viewer: Viewer, agreement: Agreement, item: Item, terms: LineTerms) -> AgreementLine:
    if any(line.item_id == item.id for line, _ in supply_queries.lines_of(viewer, agreement)):
        raise Refusal("item_twice", _ITEM_TWICE, code=item.code)
    check_terms(item, terms)
    line = AgreementLine(agreement=agreement, item=item)
    _fill_line(viewer, line, terms)
    _record_line(viewer, "add_line", line, after=told_terms(terms))
    return line


def edit_line(viewer: Viewer, line: AgreementLine, tiers: Sequence[Tier], terms: LineTerms) -> None:
    check_terms(line.item, terms)
    before = told_terms(terms_of(line, tiers))
    if before == told_terms(terms):
        return
    for tier in tiers:
        viewer.session.delete(tier)
    viewer.session.flush()
    _fill_line(viewer, line, terms)
    _record_line(viewer, "edit_line", line, before=before, after=told_terms(terms))


def remove_line(viewer: Viewer, line: AgreementLine, tiers: Sequence[Tier]) -> None:
    if queries.used(viewer, "agreement_line.id", [line.id]):
        raise Refusal("line_used", _LINE_USED, code=line.item.code)
    for each in (*tiers, line):
        viewer.session.delete(each)
        viewer.session.flush()
    _record_line(viewer, "remove_line", line, before=told_terms(terms_of(line, tiers)))


def check_terms(item: Item, terms: LineTerms) -> None:
    checks.tiers(terms.tiers)
    checks.not_negative(terms.minimum)
    checks.not_negative(terms.multiple)
    if terms.pack is not None and terms.pack.item_id != item.id:
        raise Refusal("foreign_pack", _FOREIGN_PACK, pack=terms.pack.name, code=item.code)


def _fill_line(viewer: Viewer, line: AgreementLine, terms: LineTerms) -> None:
    line.supplier_reference, line.pack = terms.supplier_reference.strip(), terms.pack
    line.minimum, line.multiple = terms.minimum, terms.multiple
    viewer.session.add(line)
    viewer.session.add_all(Tier(line=line, threshold=start, unit_price=price) for start, price in terms.tiers)
    viewer.session.flush()


def terms_of(line: AgreementLine, tiers: Sequence[Tier]) -> LineTerms:
    return LineTerms(
        [(tier.threshold, tier.unit_price) for tier in tiers],
        line.supplier_reference, line.pack, line.minimum, line.multiple,
    )  # fmt: skip


def told_terms(terms: LineTerms) -> dict[str, Any]:
    return {
        "supplier_reference": terms.supplier_reference,
        "pack": terms.pack.name if terms.pack is not None else None,
        "minimum": plain(terms.minimum),
        "multiple": plain(terms.multiple),
        "tiers": [[plain(start), plain(price)] for start, price in terms.tiers],
    }


def plain(value: Decimal) -> str:
    """A decimal without idle zeros: the database gives six places, a file as many as were typed."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def told_agreement(agreement: Agreement) -> dict[str, Any]:
    return {
        "supplier": agreement.supplier.code,
        "valid": f"{agreement.valid_from.isoformat()}/{agreement.valid_until.isoformat()}",
    }


def _record_line(viewer: Viewer, verb: str, line: AgreementLine, **told: Any) -> None:
    subject = f"agreement:{line.agreement.reference}"
    record(viewer, f"catalogue.{verb}", subject, note=line.item.code, **told)
