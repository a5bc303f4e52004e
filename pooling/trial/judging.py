"""What each row of a list says: a line to take, or every reason why not. Nothing is converted or rounded,
but a price that a spreadsheet divided out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from pooling.algorithms.dates import Order, parse_date
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.numbers import PRICE_PLACES, QUANTITY_PLACES, Sign, column_sign, from_cell, parse_money
from pooling.excel.reader import Row, Value
from pooling.trial.reading import CALLED, Listing, cell_of, is_blank
from pooling.trial.rows import Place, Reading, Refused, Remark, Taken
from pooling.trial.totals import TotalRows

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONGEST = {"member": 200, "supplier": 200, "category": 200, "site": 200, "unit": 60, "period": 200}


def judge(listings: Iterable[Listing], present_currency: str) -> Reading:
    """Every row of every list taken or refused; the currency most rows name is kept, or `present_currency`
    when none names one."""
    reading = Reading()
    several = list(listings)
    for listing in several:
        reading.remarks += listing.remarks
        _Judge(listing, reading, alone=len(several) == 1).judge_all()
    _keep_one_currency(reading, present_currency)
    reading.refused.sort(
        key=lambda refused: ([each.name for each in several].index(refused.place.sheet), refused.place.number)
    )
    return reading


@dataclass
class _Doubts:
    """What is wrong with the row in hand (it is refused), and what is merely worth saying."""

    reasons: list[Refusal] = field(default_factory=list)
    remarks: list[Refusal] = field(default_factory=list)


class _Judge:
    def __init__(self, listing: Listing, reading: Reading, *, alone: bool) -> None:
        self.listing = listing
        self.reading = reading
        self.totals = TotalRows(listing)
        self.signs = {name: column_sign(listing.column(name)) for name in ("quantity", "unit_price")}
        self.dates = _order_of(listing.column("date"))
        # a workbook with a sheet per firm names the firm on the tab
        self.only_member = "" if alone else listing.name

    def judge_all(self) -> None:
        for place, row in self.listing.filled():
            trouble = self.totals.trouble(row)
            if trouble is not None:
                self.reading.refused.append(Refused(place, (trouble,)))
            else:
                self._judge(place, row)

    def _judge(self, place: Place, row: Row) -> None:
        doubts = _Doubts()
        line = self._line(place, row, doubts)
        if line is None or doubts.reasons:
            self.reading.refused.append(Refused(place, tuple(doubts.reasons)))
            return
        self.reading.taken.append(line)
        self.reading.remarks += [Remark(place, what) for what in doubts.remarks]

    def _line(self, place: Place, row: Row, doubts: _Doubts) -> Taken | None:
        quantity = self._quantity(row, doubts)
        price, currency = self._money(row, doubts)
        line = Taken(
            place=place,
            member=self._member(row, doubts),
            description=self._description(row, doubts),
            quantity=quantity or Decimal(0),
            price=price,
            currency=currency,
            wanted_on=self._date(row, doubts),
            remark=self._text(row, "remark"),
            **{name: self._short(row, name, doubts) for name in ("unit", "category", "supplier", "period", "site")},
        )
        return None if quantity is None else line

    def _cell(self, row: Row, name: str) -> Value:
        return cell_of(row, self.listing.columns.get(name))

    def _text(self, row: Row, name: str) -> str:
        return _as_text(self._cell(row, name))

    def _short(self, row: Row, name: str, doubts: _Doubts) -> str:
        text = self._text(row, name)
        if len(text) > LONGEST[name]:
            message = N_("The %(field)s has %(length)s characters, and at most %(most)s are kept.")
            doubts.reasons.append(
                Refusal("too_long", message, field=CALLED[name], length=len(text), most=LONGEST[name])
            )
        return text

    def _description(self, row: Row, doubts: _Doubts) -> str:
        text = self._text(row, "description")
        if not text:
            doubts.reasons.append(Refusal("no_description", N_("The description is missing.")))
        return text

    def _member(self, row: Row, doubts: _Doubts) -> str:
        if "member" not in self.listing.columns:
            return self.only_member
        text = self._short(row, "member", doubts)
        if not text:
            doubts.reasons.append(Refusal("no_member", N_("The member is missing.")))
        return text

    def _quantity(self, row: Row, doubts: _Doubts) -> Decimal | None:
        cell = self._cell(row, "quantity")
        if is_blank(cell):
            doubts.reasons.append(Refusal("no_quantity", N_("The quantity is missing.")))
            return None
        try:
            return _wanted(cell, self.signs["quantity"])
        except Refusal as refusal:
            doubts.reasons.append(refusal)
            return None

    def _money(self, row: Row, doubts: _Doubts) -> tuple[Decimal | None, str | None]:
        """The price, when there is a readable one, and the currency the row names."""
        price, beside = self._price(row, doubts)
        text = self._text(row, "currency")
        named = currency_named(text)
        if text and named is None:
            message = N_("“%(text)s” is not a currency. Write its code, like EUR.")
            doubts.reasons.append(Refusal("currency_unknown", message, text=text))
        if named and beside and named != beside:
            message = N_("The price is in %(beside)s and the column of currencies says %(named)s.")
            doubts.reasons.append(Refusal("two_currencies", message, beside=beside, named=named))
        return price, named or beside

    def _price(self, row: Row, doubts: _Doubts) -> tuple[Decimal | None, str | None]:
        cell = self._cell(row, "unit_price")
        if is_blank(cell):
            return None, None
        try:
            price, currency = _priced(cell, self.signs["unit_price"])
            if price < 0:
                raise Refusal("price_negative", N_("The price is below zero."))
        except Refusal as refusal:
            doubts.remarks += [refusal, Refusal("without_price", N_("The line was taken without its price."))]
            return None, None
        return price, currency

    def _date(self, row: Row, doubts: _Doubts) -> date | None:
        cell = self._cell(row, "date")
        if is_blank(cell):
            return None
        try:
            return parse_date(cell, order=self.dates)
        except Refusal as refusal:
            doubts.remarks += [refusal, Refusal("without_date", N_("The line was taken without its date."))]
            return None


def currency_named(text: str) -> str | None:
    """The ISO 4217 code of a code, a sign or a name: `EUR`, `€`, `euros`."""
    named = currency_beside(f"{text} 1") or currency_beside(f"1 {text}")
    return named or (text if re.fullmatch(r"[A-Z]{3}", text) else None)


def currency_beside(text: str) -> str | None:
    """The currency written with a number, if it is a number and has one."""
    try:
        return parse_money(text, decimal_sign=",", rounded=True)[1]
    except Refusal:
        return None


def _wanted(cell: Value, sign: Sign | None) -> Decimal:
    if isinstance(cell, str) and currency_beside(cell):
        raise Refusal("quantity_is_money", N_("“%(text)s” is an amount of money, not a quantity."), text=cell.strip())
    quantity = from_cell(cell, places=QUANTITY_PLACES, decimal_sign=sign)
    if quantity <= 0:
        raise Refusal("quantity_not_positive", N_("The quantity is %(quantity)s: nothing to buy."), quantity=quantity)
    return quantity


def _priced(cell: Value, sign: Sign | None) -> tuple[Decimal, str | None]:
    if isinstance(cell, str):
        return parse_money(cell, places=PRICE_PLACES, decimal_sign=sign, typed=False, rounded=True)
    return from_cell(cell, places=PRICE_PLACES, rounded=True), None


def _as_text(cell: Value) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return CONTROL.sub(" ", str(cell)).strip()


def _order_of(cells: Iterable[Value]) -> Order:
    """Month first only where a date of the column can be nothing else, and none says the contrary."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    day, month = (sum(map(_readable(order), texts)) for order in ("day_first", "month_first"))
    return "month_first" if month > day else "day_first"


def _readable(order: Order) -> Callable[[str], bool]:
    def readable(text: str) -> bool:
        try:
            parse_date(text, order=order)
        except Refusal:
            return False
        return True

    return readable


def _keep_one_currency(reading: Reading, present: str) -> None:
    """The currency of most rows stays; of two named as often, the one that comes first in the file."""
    named = Counter(line.currency for line in reading.taken if line.currency)
    reading.currency = named.most_common(1)[0][0] or present if named else present
    foreign = [line for line in reading.taken if line.currency not in {None, reading.currency}]
    if not foreign:
        return
    message = N_("The price is in %(currency)s, and this list is kept in %(kept)s.")
    for line in foreign:
        what = Refusal("other_currency", message, currency=line.currency, kept=reading.currency)
        reading.refused.append(Refused(line.place, (what,)))
    gone = {line.place for line in foreign}
    reading.taken = [replace(line, currency=None) for line in reading.taken if line.place not in gone]
