from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.algorithms.errors import N_, Refusal
from pooling.excel.tables import Book, Row, Table, Value
from pooling.loading import Column, Reading, Report, read

COLUMNS = (
    Column("code", ("code article", "item code", "Artikelnummer"), required=True, longest=10),
    Column("quantity", ("quantité", "quantity", "Menge"), required=True, kind="number"),
    Column("day", ("livré le", "delivered on"), kind="day"),
    Column("unit", ("unité", "unit", "Einheit"), kind="unit"),
    Column("firm", ("ferme", "firm"), kind="yes_no"),
    Column("tongue", ("langue",), kind="choice", choices={"fr": ("français",), "de": ("allemand", "deutsch")}),
    Column("remark", ("remarque",), kind="lines"),
)
TITLES: Row = ["Code article", "Quantité", "Livré le", "Unité", "Ferme", "Langue", "Remarque"]


@dataclass(frozen=True)
class Bought:
    row: int
    code: str
    quantity: Decimal
    day: date | None
    unit: str | None
    firm: bool | None
    tongue: str | None
    remark: str | None


def reading_of(*rows: Row, name: str = "Feuil1") -> Reading[Bought]:
    return read(Book((Table(name, list(rows)),)), COLUMNS, Bought)


def refused(reading: Reading[Bought]) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.title) for error in reading.report().refused]


def test_each_cell_is_read_by_the_parser_of_its_kind() -> None:
    row: Row = [" A-1 ", "1 234,5", "3 juillet 2026", "boîtes", "Oui", "Deutsch", "un\n  deux "]
    (bought,) = reading_of(TITLES, row).rows
    assert bought == Bought(
        2, "A-1", Decimal("1234.5"), date(2026, 7, 3), "XBX", firm=True, tongue="de", remark="un\ndeux"
    )


def test_titles_are_found_below_others_in_any_language_order_and_case() -> None:
    reading = reading_of(["Commande du trimestre"], [], ["MENGE", None, "ARTIKELNUMMER"], [Decimal("2.5"), None, 7001])
    assert [(each.row, each.code, each.quantity) for each in reading.rows] == [(4, "7001", Decimal("2.5"))]
    assert not reading.has("unit")


def test_every_fault_is_told_with_its_row_letter_and_title() -> None:
    reading = reading_of(
        TITLES,
        [None, "deux", "31/02/2026", "zork", "peut-être", "latin"],
        ["A" * 11, 1],
        ["A-2", None],
        [date(2026, 3, 12), 1],
        ["#N/A", 1],
        ["A-3", 4],
    )
    assert refused(reading) == [
        (2, "A", "Code article"),
        (2, "B", "Quantité"),
        (2, "C", "Livré le"),
        (2, "D", "Unité"),
        (2, "E", "Ferme"),
        (2, "F", "Langue"),
        (3, "A", "Code article"),
        (4, "B", "Quantité"),
        (5, "A", "Code article"),
        (6, "A", "Code article"),
    ]
    assert [each.code for each in reading.rows] == ["A-3"]
    sentence = reading.report().refused[1].sentence()
    assert all(word in sentence for word in ("Feuil1", "2", "B", "Quantité", "deux"))


def test_the_column_settles_what_a_number_alone_leaves_open() -> None:
    assert reading_of(TITLES, ["A", "1.234"], ["B", "2,5"]).rows[0].quantity == 1234
    assert reading_of(TITLES, ["A", "1.234"], ["B", "2.5"]).rows[0].quantity == Decimal("1.234")
    assert refused(reading_of(TITLES, ["A", "1.234"], ["B", "2"])) == [(2, "B", "Quantité")]


def test_blank_rows_are_skipped_and_counted() -> None:
    reading = reading_of(TITLES, ["A", 1], [], ["  ", None], ["B", 2], [])
    assert [each.row for each in reading.rows] == [2, 5]
    assert [note.values for note in reading.notes] == [{"count": 3}]


def test_unknown_columns_and_other_sheets_are_told_not_taken() -> None:
    tables = (Table("Notes", [["bonjour"]]), Table("Lignes", [[*TITLES[:2], "Couleur"], ["A", 1, "bleu"]]))
    reading = read(Book(tables), COLUMNS, Bought)
    assert reading.sheet == "Lignes"
    assert [dict(note.values) for note in reading.notes] == [{"title": "Couleur", "letter": "C"}, {"sheet": "Notes"}]


def test_a_sheet_people_see_comes_before_a_hidden_one() -> None:
    tables = (Table("vieux", [TITLES, ["X", 1]], hidden=True), Table("neuf", [TITLES, ["A", 1]]))
    assert [each.code for each in read(Book(tables), COLUMNS, Bought).rows] == ["A"]


@pytest.mark.parametrize("rows", [[], [["bonjour"]], [["Quantité"], [1]], [[1, 2], [3, 4]]])
def test_a_file_without_column_names_is_refused_with_the_names_wanted(rows: list[Row]) -> None:
    (error,) = reading_of(*rows).report().refused
    assert error.row == 0
    assert "code article" in str(error.values["titles"])


def test_a_missing_or_doubled_column_is_refused_once() -> None:
    missing = reading_of(["Quantité", "Unité"], [1, "kg"])
    assert [(error.row, error.values) for error in missing.refused] == [(1, {"title": "code article"})]
    doubled = reading_of([*TITLES, "Quantity"], ["A", 1])
    assert [(error.row, error.values) for error in doubled.refused] == [(1, {"title": "Quantity"})]
    assert doubled.rows == []


def test_a_book_without_sheets_is_refused() -> None:
    assert len(read(Book(()), COLUMNS, Bought).refused) == 1


def test_a_report_counts_by_kind_and_tells_the_command_line() -> None:
    reading = reading_of(TITLES, ["A", 1])
    report = reading.report()
    report.tally("item").new += 2
    report.tally("pack").same += 1
    assert (report.new, report.changed, report.same, report.nothing_changed) == (2, 0, 1, False)
    assert report.json()["by_kind"] == {
        "item": {"new": 2, "changed": 0, "same": 0},
        "pack": {"new": 0, "changed": 0, "same": 1},
    }
    assert Report(loaded=3).nothing_changed


def test_a_room_adds_its_own_faults_and_nothing_counts_as_loaded() -> None:
    reading = reading_of(TITLES, ["A", 1], ["B", 2])
    reading.refuse(3, "code", Refusal("no_item", N_("There is no item %(code)s."), code="B"))
    report = reading.report()
    assert report.loaded == 0
    assert report.json()["refused"] == [
        {"sheet": "Feuil1", "row": 3, "column": "A", "reason": "There is no item B."},
    ]


cells = st.one_of(
    st.none(), st.text(max_size=12), st.integers(), st.booleans(), st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
)  # fmt: skip


@given(st.lists(st.lists(cells, max_size=8), max_size=6))
def test_whatever_a_sheet_holds_each_row_is_taken_refused_or_blank(rows: list[list[Value]]) -> None:
    reading = reading_of(TITLES, *rows)
    report = reading.report()
    blank = sum(int(str(note.values["count"])) for note in reading.notes if "count" in note.values)
    taken = {each.row for each in reading.rows}
    faulty = {error.row for error in report.refused}
    assert len(taken) + len(faulty) + blank == len(rows)
    assert not taken & faulty
    assert all(error.sentence() for error in report.refused)
