"""What a rendered workbook holds, as other programs read it."""

import os
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pooling.excel.archive import unpack
from pooling.excel.cells_out import LONGEST_TEXT, clean
from pooling.excel.spec import Cell, Column, Difference, Live, Product, Sheet, Sum, Workbook, matrix
from pooling.excel.writer import render, sha256, sheet_names, write
from tests.excel.books import LINES, calamine_rows, one_column, opened, order, read_bytes

INJECTIONS = ["=1+1", "+49 30 123", "-5", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "'=1", "_x0041_", "<b>&"]


def test_values_come_back_through_openpyxl() -> None:
    sheet = opened(render(order()))["Commande"]
    assert sheet["A1"].value == "Bon de commande"
    assert [cell.value for cell in sheet[4]] == [column.title for column in order().sheets[0].columns]
    assert [cell.value for cell in sheet[5]] == ["00123", "Ramette A4 80 g", 12, "carton", 18.4, 220.8]


def test_formulas_carry_the_values_that_viewers_show_without_calculating() -> None:
    rows = calamine_rows(render(order()))
    assert [row[5] for row in rows[4:8]] == [220.8, 0.03, 3.02, 223.85]


def test_amounts_and_totals_are_live() -> None:
    sheet = opened(render(order()), values=False)["Commande"]
    assert sheet["F5"].value == "=ROUND(C5*E5,2)"
    assert sheet["F8"].value == "=SUM(F5:F7)"
    assert sheet["C8"].value is None
    assert sheet["A8"].value == "Total"


def test_a_missing_or_worded_operand_leaves_the_amount_blank() -> None:
    two = Decimal(2)
    lines: list[tuple[Cell, ...]] = [("1", "a", None, "x", two), ("2", "b", "n.c.", "x", two), ("3", "c", 2, "x", 3)]
    data = render(order(lines))
    sheet = opened(data, values=False)["Commande"]
    assert sheet["F5"].value == '=IF(AND(ISNUMBER(C5),ISNUMBER(E5)),ROUND(C5*E5,2),"")'
    assert [row[5] for row in calamine_rows(data)[4:8]] == ["", "", 6.0, 6.0]


def test_units_that_differ_are_not_added_up() -> None:
    columns = [Column("Quantité", "quantity", key="q", total=True, unit="u"), Column("Unité", key="u"), Column("x")]
    same = Sheet("s", columns, [(1, "kg", ""), (2, "kg", "")])
    mixed = Sheet("m", columns, [(1, "kg", ""), (2, "L", "")])
    book = opened(render(Workbook("w", [same, mixed])))
    assert book["s"]["A4"].value == 3
    assert book["m"]["A4"].value is None


def test_a_matrix_adds_up_both_ways() -> None:
    sheet = matrix("Répartition", [Column("Article")], ["Lyon", "Lyon", "Metz"], [("a", 1, None, 2), ("b", 3, 4, None)])
    book = Workbook("w", [sheet])
    rows = calamine_rows(render(book))
    assert rows[0] == ["Article", "Lyon", "Lyon", "Metz", "Total"]
    assert rows[-1] == ["Total", 4.0, 4.0, 2.0, 10.0]
    live = opened(render(book), values=False)["Répartition"]
    assert live["E2"].value == "=SUM(B2:D2)"
    assert live["E4"].value == "=SUM(E2:E3)"


def test_live_cells_name_totals_and_columns() -> None:
    foot = [{"a": Live("{a.total}*2+MAX({a.column})", Decimal(11))}, {"b": Live("{a}+1", Decimal(1))}]
    columns = [Column("A", "amount", key="a", total=True), Column("B", "amount", key="b")]
    sheet = opened(render(Workbook("w", [Sheet("s", columns, [(3, 1), (1, 1)], foot=foot)])), values=False)["s"]
    assert sheet["A5"].value == "=A4*2+MAX(A2:A3)"
    assert sheet["B6"].value == "=A6+1"


def test_computed_columns_need_not_come_last() -> None:
    columns = [
        Column("Écart", "amount", computed=Difference(("b", "a"))),
        Column("a", "amount"),
        Column("Somme", "amount", computed=Sum(("a", "b"))),
        Column("b", "amount"),
    ]
    assert calamine_rows(render(Workbook("w", [Sheet("s", columns, [(Decimal("1.5"), 4)])])))[1] == [2.5, 1.5, 5.5, 4.0]


@pytest.mark.parametrize("text", INJECTIONS)
def test_text_that_looks_like_a_formula_stays_text(text: str, tmp_path: Path) -> None:
    data = render(one_column([text]))
    cell = opened(data, values=False)["Textes"]["A2"]
    assert cell.data_type == "s"
    assert cell.value == text.replace("\r", "\n")
    assert read_bytes(tmp_path, data).sheets[0].rows[1] == [text.replace("\r", "\n")]
    assert b"<f>" not in unpack(data)["xl/worksheets/sheet1.xml"]


def test_text_that_starts_like_a_formula_stays_text_when_it_is_edited() -> None:
    sheet = opened(render(one_column(["=1+1", "plain"])))["Textes"]
    assert sheet["A2"].quotePrefix
    assert not sheet["A3"].quotePrefix


@settings(max_examples=40)
@given(st.lists(st.text(st.characters(codec=None, exclude_categories=())), min_size=1, max_size=20))
def test_any_text_can_stand_in_a_cell(texts: list[str]) -> None:
    data = render(one_column(texts))
    cells = [row[0].value for row in opened(data)["Textes"].iter_rows(min_row=2, max_row=len(texts) + 1)]
    assert [cell or None for cell in cells] == [clean(text) or None for text in texts]
    assert [row[0] for row in calamine_rows(data)[1:]] == [clean(text) for text in texts][
        : len(calamine_rows(data)) - 1
    ]


@settings(max_examples=40)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**8), max_value=10**8))
def test_fifteen_digits_are_kept(number: Decimal) -> None:
    sheet = Sheet("s", [Column("n", "quantity")], [(number,)])
    cell = opened(render(Workbook("w", [sheet])))["s"]["A2"]
    assert Decimal(repr(cell.value)) == number


def test_a_text_longer_than_a_cell_is_cut_and_reported() -> None:
    rendered = write(one_column(["a" * 40_000, "é😀" * 20_000, "b" * LONGEST_TEXT]))
    assert [cut.cell for cut in rendered.cuts] == ["A2", "A3"]
    values = [row[0].value for row in opened(rendered.data)["Textes"].iter_rows(min_row=2, max_row=4)]
    assert [len(str(value).encode("utf-16-le")) // 2 <= LONGEST_TEXT for value in values] == [True] * 3
    assert str(values[0]).endswith("…")
    assert values[2] == "b" * LONGEST_TEXT


def test_dates_are_dates_and_impossible_ones_are_words() -> None:
    noon = datetime.fromisoformat("2026-02-28 12:30")  # wall time: a cell has no zone
    days = [(date(2026, 2, 28),), (noon,), (date(1789, 7, 14),)]
    sheet = opened(render(Workbook("w", [Sheet("s", [Column("d", "date")], days)])))["s"]
    values = [sheet[f"A{row}"].value for row in (2, 3, 4)]
    assert values == [noon.replace(hour=0, minute=0), noon, "1789-07-14"]


@pytest.mark.parametrize("value", [1.5, Decimal("NaN"), Decimal("Infinity"), b"x"])
def test_what_no_cell_should_hold_is_an_error_of_ours(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        render(Workbook("w", [Sheet("s", [Column("n", "amount")], [(value,)])]))  # type: ignore[list-item]


def test_a_row_of_the_wrong_length_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="4 values for 5 columns"):
        render(order([LINES[0][:4]]))


def test_sheet_names_are_made_fit() -> None:
    names = sheet_names(["a/b:c*[d]", "x" * 40, "X" * 40, "", "'q'", "History", "\ud800"])
    assert names == ["a b c d", "x" * 31, "X" * 27 + " (2)", "-", "q", "History-", "\ufffd"]


def test_two_renderings_are_the_same_bytes() -> None:
    assert render(order()) == render(order())


def test_another_process_renders_the_same_bytes() -> None:
    code = (
        "from tests.excel.books import order; from pooling.excel.writer import render, sha256;"
        "print(sha256(render(order())))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4242", "TZ": "Asia/Tokyo"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == sha256(render(order()))


def test_properties_name_the_group_and_nobody_else() -> None:
    parts = unpack(render(order()))
    said = parts["docProps/core.xml"] + parts["docProps/app.xml"]
    assert b"GIE Test" in said
    assert b"openpyxl" not in said.lower()
    assert b"created" not in said
    assert not any("comment" in name or "custom" in name for name in parts)


def test_product_rounds_halves_away_from_zero() -> None:
    assert Product(("q", "p")).value([Decimal("-1"), Decimal("0.125")]) == Decimal("-0.13")
