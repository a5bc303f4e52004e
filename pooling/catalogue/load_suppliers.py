"""Suppliers out of a spreadsheet, one a row."""

from __future__ import annotations

from dataclasses import dataclass

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.catalogue import checks, snapshots
from pooling.catalogue.checks import LANGUAGES
from pooling.catalogue.models import Supplier
from pooling.catalogue.snapshots import Known, Values, sorted_out
from pooling.excel.tables import Book
from pooling.journal.rules import record
from pooling.loading import Column, Reading, Report, read

SUPPLIER_CODE = ("code fournisseur", "supplier code", "Lieferantencode", "Lieferantennummer")
SUPPLIER_COLUMNS = (
    Column("code", SUPPLIER_CODE, required=True, longest=64),
    Column("name", ("fournisseur", "nom", "supplier", "name", "Lieferant"), required=True),
    Column("email", ("courriel", "e-mail", "email", "mail", "E-Mail-Adresse"), longest=254),
    Column("contact", ("contact", "interlocuteur", "contact person", "Ansprechpartner")),
    Column("telephone", ("téléphone", "tél.", "telephone", "phone", "Telefon"), longest=40),
    Column("language", ("langue", "language", "Sprache"), kind="choice", choices=LANGUAGES),
    Column("terms", ("conditions", "terms", "Konditionen"), kind="lines", longest=5000),
    Column("active", ("actif", "active", "aktiv"), kind="yes_no"),
)

_CODE_TWICE = N_("Supplier %(code)s stands in row %(first)s already: keep one of the two rows.")


@dataclass(frozen=True)
class SupplierRow:
    row: int
    code: str
    name: str
    email: str | None
    contact: str | None
    telephone: str | None
    language: str | None
    terms: str | None
    active: bool | None


def load_suppliers(viewer: Viewer, book: Book) -> Report:
    reading = read(book, SUPPLIER_COLUMNS, SupplierRow)
    known = snapshots.suppliers(viewer)
    wanted: dict[str, tuple[SupplierRow, Values]] = {}
    for row in reading.rows:
        first = wanted.get(row.code.lower())
        if first is not None:
            reading.refuse(row.row, "code", Refusal("twice", _CODE_TWICE, code=row.code, first=first[0].row))
        else:
            wanted[row.code.lower()] = row, _supplier_values(reading, row, known.get(row.code.lower()))
    report = reading.report()
    if not report.refused:
        pairs = [(known.get(code), values) for code, (_row, values) in wanted.items()]
        new, changed = sorted_out(viewer, pairs, report, "supplier", "code")
        snapshots.write(viewer, Supplier, new, changed)
        record(viewer, "catalogue.load", "catalogue:suppliers", after={"rows": report.loaded, **report.counts()})
    return report


def _supplier_values(reading: Reading[SupplierRow], row: SupplierRow, known: Known | None) -> Values:
    values: Values = dict(known.values) if known is not None else {"code": row.code, "active": True}
    for name, blank in (("email", ""), ("contact", ""), ("telephone", ""), ("language", "fr"), ("terms", "")):
        if reading.has(name) or known is None:
            values[name] = getattr(row, name) or blank
    values["name"] = row.name
    if row.active is not None:
        values["active"] = row.active
    for name, check in (("code", checks.code), ("email", checks.email)):
        try:
            check(values[name])
        except Refusal as refusal:
            reading.refuse(row.row, name, refusal)
    return values
