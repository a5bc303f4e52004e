from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.algorithms.errors import Refusal
from pooling.algorithms.grouping import normalise
from pooling.excel.reader import Row
from pooling.trial.judging import currency_named, judge
from pooling.trial.reading import Listing, read
from pooling.trial.rows import Reading
from tests.trial import lists

NAMES: Row = ["member", "description", "quantity", "unit", "unit_price", "currency", "supplier", "category", "date"]


def judged(*rows: Sequence[object], names: Row = NAMES) -> Reading:
    columns = {str(name): index for index, name in enumerate(names)}
    listing = Listing("needs", columns, names, 2, [list(row) for row in rows], ())  # type: ignore[arg-type]
    return judge([listing], "EUR")


def codes(reading: Reading) -> dict[int, list[str]]:
    return {refused.place.number: [reason.code for reason in refused.reasons] for refused in reading.refused}


def test_a_file_with_titles_decimal_commas_and_an_old_encoding_is_read(tmp_path: Path) -> None:
    path = lists.semicolons(tmp_path / "besoins.csv", lists.ROWS, ("Groupement du Môle", "", "Besoins du trimestre"))
    reading = judge(read(path), "EUR")
    assert [line.place.number for line in reading.taken] == [5, 6, 7, 8, 9]
    assert reading.quantity == Decimal(lists.TAKEN_QUANTITY)
    assert reading.currency == "EUR"
    assert reading.taken[0].price == Decimal("3.85")
    assert reading.taken[0].wanted_on == date(2027, 1, 4)
    assert len({(normalise(line.description), normalise(line.unit)) for line in reading.taken}) == 3


def test_a_german_workbook_is_read_with_its_typed_cells(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Mitglied", "Bezeichnung", "Menge", "Mengeneinheit", "Einzelpreis", "Lieferant", "Liefertermin", "Lieferort"],
        ["Dreherei Süd", "Schutzhandschuhe Gr. 9", 12.5, "Paar", 1.2345678, "Hohenberg", date(2027, 1, 4), "Halle 2"],
    ]
    (line,) = judge(read(lists.workbook(tmp_path / "bedarf.xlsx", {"Bedarf": rows})), "EUR").taken
    assert (line.quantity, line.unit, line.price) == (Decimal("12.5"), "Paar", Decimal("1.234568"))
    assert (line.supplier, line.site, line.wanted_on) == ("Hohenberg", "Halle 2", date(2027, 1, 4))


def test_a_sheet_per_firm_names_the_firm_on_its_tab(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Désignation", "Quantité"], ["Vis M6", 10]]
    path = lists.workbook(tmp_path / "book.xlsx", {"Arve": rows, "Giffre": rows, "Notice": [["Lisez-moi"]]})
    reading = judge(read(path), "EUR")
    assert [line.member for line in reading.taken] == ["Arve", "Giffre"]
    assert "sheet_left_out" in {remark.what.code for remark in reading.remarks}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["A", "Vis", None], "no_quantity"),
        (["A", "Vis", "0"], "quantity_not_positive"),
        (["A", "Vis", Decimal(-5)], "quantity_not_positive"),
        (["A", "Vis", "10 boîtes"], "letters"),
        (["A", "Vis", "1,2345678"], "too_many_places"),
        (["A", "Vis", "12345678901"], "too_large"),
        (["A", "Vis", "1.234"], "ambiguous"),
        (["A", "Vis", "12 €"], "quantity_is_money"),
        (["A", "  ", "5"], "no_description"),
        (["", "Vis", "5"], "no_member"),
        (["A", "Vis", "5", "x" * 61], "too_long"),
        (["A", "Vis", "5", "", "", "zloty?"], "currency_unknown"),
        (["A", "Vis", "5", "", "3 $", "EUR"], "two_currencies"),
        (["", "Total", "5"], "total_row"),
        (["Sous-total HT", "", "5"], "total_row"),
        (["", "Total général :", "5"], "total_row"),
        (["", "Zwischensumme", "5"], "total_row"),
        (NAMES, "names_again"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row: Row, reason: str) -> None:
    assert codes(judged(row)) == {2: [reason]}


def test_a_subtotal_of_a_family_is_one_and_a_brand_is_not() -> None:
    reading = judged(
        ["A", "Vis", "5", "", "", "", "", "Bureau"],
        ["", "Total Bureau", "5"],
        ["A", "Total Quartz 5W30", "5", "", "", "", "", "Huiles"],
    )
    assert codes(reading) == {3: ["total_row"]}
    assert len(reading.taken) == 2


def test_all_reasons_of_a_row_are_told() -> None:
    assert codes(judged([None, None, "abc", "", "12"])) == {2: ["not_a_number", "no_member", "no_description"]}


def test_a_blank_row_is_no_row_and_is_remarked(tmp_path: Path) -> None:
    path = lists.semicolons(tmp_path / "a.csv", [("Désignation", "Quantité"), ("Vis", "5"), ("", " "), ("Écrou", "6")])
    reading = judge(read(path), "EUR")
    assert reading.rows == 2
    assert "blank_rows" in {remark.what.code for remark in reading.remarks}


def test_the_currency_of_most_rows_is_kept_and_others_are_refused() -> None:
    reading = judged(
        ["A", "Vis", "1", "", "3", "CHF"],
        ["A", "Vis", "1", "", "3 €", ""],
        ["A", "Vis", "1", "", "3", "euros"],
        ["A", "Vis", "1", "", "3", ""],
    )
    assert reading.currency == "EUR"
    assert codes(reading) == {2: ["other_currency"]}
    assert len(reading.taken) == 3


def test_a_price_that_cannot_be_read_costs_the_price_and_not_the_line() -> None:
    reading = judged(["A", "Vis", "1", "", "sur devis", "", "", "", "demain"])
    assert reading.taken[0].price is None
    assert [remark.what.code for remark in reading.remarks if remark.what.code.startswith("without")] == [
        "without_price",
        "without_date",
    ]


def test_months_come_first_only_where_a_date_proves_it() -> None:
    reading = judged(["A", "Vis", "1", *[""] * 5, "01/02/2027"], ["A", "Vis", "1", *[""] * 5, "01/25/2027"])
    assert [line.wanted_on for line in reading.taken] == [date(2027, 1, 2), date(2027, 1, 25)]


def test_a_file_without_the_columns_that_matter_is_refused(tmp_path: Path) -> None:
    path = lists.semicolons(tmp_path / "a.csv", [("Désignation", "Fournisseur"), ("Vis", "Boulis")])
    with pytest.raises(Refusal) as refusal:
        read(path)
    assert refusal.value.code == "column_missing"


@pytest.mark.parametrize(
    ("text", "code"), [("€", "EUR"), ("euros", "EUR"), ("CHF", "CHF"), ("R", "ZAR"), ("BRL", "BRL")]
)
def test_currencies_are_known_by_code_sign_or_name(text: str, code: str) -> None:
    assert currency_named(text) == code


CELL = st.one_of(
    st.none(), st.text(max_size=12), st.integers(-10, 10**12), st.decimals(allow_nan=False, allow_infinity=False)
)


@given(st.lists(st.lists(CELL, max_size=9), max_size=8))
def test_every_row_that_is_not_blank_is_taken_or_refused_with_a_reason(rows: list[list[object]]) -> None:
    reading = judged(*rows)
    filled = {
        number
        for number, row in enumerate(rows, start=2)
        if any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in row)
    }
    taken = {line.place.number for line in reading.taken}
    refused = {refused.place.number for refused in reading.refused}
    assert taken | refused == filled
    assert not taken & refused
    assert all(refused.reasons for refused in reading.refused)
