"""What a person reads: sentences in their language, numbers and moments as they write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.numbers import format_percent
from flask import Flask, current_app, g, request, session
from flask_babel import Babel, get_locale, gettext, ngettext

from pooling.algorithms.errors import Refusal, Word
from pooling.algorithms.number_format import format_money, format_number
from pooling.algorithms.numbers import AMOUNT_PLACES, round_to
from pooling.config import Settings
from pooling.paths import TRANSLATIONS

SETTINGS = "pooling.settings"
LANGUAGES = ("fr", "en")
COOKIE = "language"


def install(app: Flask, settings: Settings) -> None:
    app.extensions[SETTINGS] = settings
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    app.config["BABEL_DEFAULT_LOCALE"] = settings.language
    app.config["BABEL_DEFAULT_TIMEZONE"] = settings.zone
    Babel(app, locale_selector=_chosen_language)
    for filter_ in (quantity, price, amount, file_size, day, moment, time_of_day, time_left):
        app.add_template_filter(filter_)
    app.add_template_filter(day, "date")


def settings() -> Settings:
    held: Settings = current_app.extensions[SETTINGS]
    return held


def _chosen_language() -> str:
    chosen = session.get(COOKIE) if request else None
    return chosen if chosen in LANGUAGES else settings().language


def language() -> str:
    locale = get_locale()
    return locale.language if locale else settings().language


def sentence(refusal: Refusal) -> str:
    """A refusal in the reader's language."""
    return str(gettext(refusal.message, **{name: _said(value) for name, value in refusal.values.items()}))


def kept_sentence(kept: Mapping[str, Any]) -> str:
    """One that was kept as JSON: its `message` and `values`."""
    message: str = kept["message"]  # apart: some versions of Babel take the name for a sentence
    return str(gettext(message, **kept["values"]))


def _said(value: object) -> object:
    if isinstance(value, Word):
        return gettext(value)
    return quantity(value) if isinstance(value, Decimal) else value


def zone() -> ZoneInfo:
    return settings().zone_info


def quantity(value: Decimal | None) -> str:
    return "" if value is None else format_number(value, locale=language())


def price(value: Decimal | None) -> str:
    """A unit price: at least two decimals, as many as it has, with the group's currency."""
    return "" if value is None else format_money(value, settings().currency, language())


def amount(value: Decimal | None, currency: str | None = None) -> str:
    if value is None:
        return ""
    cents = round_to(value, AMOUNT_PLACES)
    return format_money(cents, currency or settings().currency, language(), max_places=AMOUNT_PLACES)


def share(part: Decimal | int, whole: Decimal | int) -> str:
    """« 48 % »; of nothing, nothing."""
    return format_percent(Decimal(part) / Decimal(whole) if whole else Decimal(0), locale=language())


def file_size(value: int) -> str:
    """« 2,4 Mo »; small ones in thousands of bytes."""
    if value < 1_000_000:
        return gettext("%(count)s kB", count=format_number(Decimal(-(-value // 1000)), locale=language()))
    return gettext("%(count)s MB", count=format_number(round_to(Decimal(value) / 1_000_000, 1), locale=language()))


def day(value: date | None) -> str:
    return "" if value is None else babel_date(value, "d MMM y", locale=language())


def moment(value: datetime | None) -> str:
    """With the weekday, in the group's zone: « vendredi 11 décembre 2026 à 17:00 »."""
    if value is None:
        return ""
    local = value.astimezone(zone())
    date_words = babel_date(local.date(), "EEEE d MMMM y", locale=language())
    return gettext("%(date)s at %(time)s", date=date_words, time=time_of_day(value))


def time_of_day(value: datetime) -> str:
    # on this page a hundred times: both languages write it the same, and Babel is slower at it
    return value.astimezone(zone()).strftime("%H:%M")


def time_left(value: datetime) -> str:
    """How long until a deadline, in words, by calendar days of the group's zone."""
    present = datetime.now(UTC)
    if value <= present:
        return gettext("closed")
    days = (value.astimezone(zone()).date() - present.astimezone(zone()).date()).days
    if days == 0:
        return gettext("today at %(time)s", time=time_of_day(value))
    if days == 1:
        return gettext("tomorrow at %(time)s", time=time_of_day(value))
    return ngettext("%(num)d day left", "%(num)d days left", days)


def choose(code: str) -> None:
    if code in LANGUAGES:
        session[COOKIE] = code
        g.pop("_flask_babel", None)
