"""Form fields that read and write as this program's people do."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from flask_babel import gettext
from wtforms import DateTimeLocalField, StringField

from pooling.algorithms.errors import Refusal
from pooling.algorithms.number_format import format_number, screen_sign
from pooling.algorithms.numbers import parse, parse_money
from pooling.language import language, sentence, settings, zone

Value = TypeVar("Value")


class NumberField(StringField):
    """A decimal as typed in French, read by the one parser; keeps what was typed when it is refused."""

    data: Decimal | None  # type: ignore[assignment]

    def __init__(self, label: str = "", *args: Any, places: int, **kwargs: Any) -> None:
        super().__init__(label, *args, **kwargs)
        self.places = places

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format_number(self.data, locale=language())

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = parse(typed, places=self.places, decimal_sign=screen_sign(language()))
            except Refusal as refusal:
                raise ValueError(sentence(refusal)) from refusal


class MoneyField(NumberField):
    """An amount in the group's currency, whose sign may stand behind it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            value, currency = parse_money(typed, places=self.places, decimal_sign=screen_sign(language()))
        except Refusal as refusal:
            raise ValueError(sentence(refusal)) from refusal
        ours = settings().currency
        if currency not in (None, ours):
            raise ValueError(gettext("Prices are in %(ours)s here: convert this one.", ours=ours))
        self.data = value


def given(value: Value | None) -> Value:
    """The data of a validated required field, which cannot be missing."""
    if value is None:
        raise LookupError("this field was not validated")
    return value


class MomentField(DateTimeLocalField):
    """A moment entered in the group's zone, kept in UTC. A time that a clock change skips is refused; of
    one that comes twice the first is meant."""

    def _value(self) -> str:
        if self.raw_data or self.data is None:
            return str(self.raw_data[0]) if self.raw_data else ""
        return self.data.astimezone(zone()).strftime("%Y-%m-%dT%H:%M")

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.data is None:
            return
        local = self.data.replace(tzinfo=zone())
        stored: datetime = local.astimezone(UTC)
        if stored.astimezone(zone()).replace(tzinfo=None) != self.data:
            raise ValueError(gettext("This time does not exist: the clocks go forward that night."))
        self.data = stored
