"""Dates are read as typed in three languages, and the two orders of day and month are never mixed up."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.algorithms.dates import AmbiguousDate, format_date, parse_date
from pooling.algorithms.errors import Refusal


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "2026/03/05",
        "20260305",
        "2026-03-05 00:00:00",
        "2026-03-05T08:30",
        "2026-03-05T08:30:00Z",
        "05/03/2026",
        "5/3/2026",
        "05.03.2026",
        "5.3.26",
        "05-03-26",
        "5 3 2026",
        " 05/03/2026 ",
        "05/03/2026 08:30",
        "5 mars 2026",
        "5 MARS 2026",
        "jeudi 5 mars 2026",
        "Jeudi, 5 mars 2026",
        "5-mars-26",
        "5. März 2026",
        "March 5 2026",
        "March 5, 2026",
        "Mar 5th, 2026",
        "5th March 2026",
        "Thursday 5 March 2026",
        "5 Mar 2026",
        "Thursday, March 5, 2026",
        "5\u00a0mars\u202f2026",
        date(2026, 3, 5),
        datetime(2026, 3, 5, 8, tzinfo=UTC),
    ],
)
def test_a_date_is_read_as_people_write_it(text: object) -> None:
    assert parse_date(text) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1er avril 2026", date(2026, 4, 1)),
        ("15 févr. 2026", date(2026, 2, 15)),
        ("31 août 2026", date(2026, 8, 31)),
        ("24. Dez. 2026", date(2026, 12, 24)),
        ("29/02/2028", date(2028, 2, 29)),
    ],
)
def test_months_are_read_by_their_names(text: str, expected: date) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        (None, "empty"),
        ("31/02/2026", "no_such_date"),
        ("05/25/2026", "no_such_date"),
        ("29/02/2026", "no_such_date"),
        ("00/01/2026", "no_such_date"),
        ("2026-13-01", "no_such_date"),
        ("bientôt", "not_a_date"),
        ("12/2026", "not_a_date"),
        ("5 brumaire 2026", "not_a_date"),
        (46086, "not_a_date"),
        (True, "not_a_date"),
        ("05/03-2026", "not_a_date"),
        ("05/03/202", "not_a_date"),
        ("1" * 9_000, "not_a_date"),
        ("semaine 12", "not_a_date"),
        ("05/03/1926", "year"),
        (date(1900, 1, 1), "year"),
        ("05/03/2206", "year"),
        ("12. 23. 24 March 2020", "not_a_date"),
        ("5/3/2026 - 7/3/2026", "not_a_date"),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(text: object, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_date(text)
    assert caught.value.code == code
    assert str(caught.value)


def test_the_order_is_asked_about_only_when_said_so() -> None:
    assert parse_date("03/04/2026") == date(2026, 4, 3)
    assert parse_date("03/04/2026", order="month_first") == date(2026, 3, 4)
    with pytest.raises(AmbiguousDate) as caught:
        parse_date("03/04/2026", order="ask")
    assert caught.value.readings == (date(2026, 4, 3), date(2026, 3, 4))


@pytest.mark.parametrize("text", ["25/04/2026", "04/25/2026", "2026-04-25", "25 avril 2026"])
def test_nothing_is_asked_where_only_one_order_fits(text: str) -> None:
    assert parse_date(text, order="ask") == date(2026, 4, 25)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(["fr", "en", "de"]))
def test_a_written_date_reads_back(day: date, locale: str) -> None:
    assert parse_date(format_date(day, locale)) == day


@given(st.text(max_size=20) | st.text("0123456789/-. mars", max_size=14))
def test_any_text_is_a_date_or_is_refused(text: str) -> None:
    try:
        day = parse_date(text)
    except Refusal:
        return
    assert parse_date(day.isoformat()) == day
