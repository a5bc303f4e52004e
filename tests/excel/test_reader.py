"""Honest files of every kind, read as the person who made them meant them."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pooling.excel.guard import UnreadableFile
from pooling.excel.reader import Value, read
from pooling.excel.spec import Column, Sheet, Workbook
from pooling.excel.text import decode, guess_separator
from pooling.excel.writer import render
from tests.excel.books import order, read_bytes

FRENCH = "Désignation;Qté;Prix\nCœur d’étau à 5 €;12,5;1 234,56 €\nForêt — tôle;3;0,10\n"


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet_of(rows: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    return book


def test_our_own_workbook_comes_back_as_it_was(tmp_path: Path) -> None:
    book = read_bytes(tmp_path, render(order()), "order.xlsx")
    table = book.sheets[0]
    assert (book.kind, table.name, table.first_row) == ("xlsx", "Commande", 1)
    expected: list[Value] = [
        "00456",
        "Gants nitrile taille 9",
        Decimal("2.5"),
        "boîte",
        Decimal("0.012345"),
        Decimal("0.03"),
    ]
    assert table.rows[5] == expected
    assert table.rows[2] == []
    assert [note.code for note in table.notes] == ["merged-cells"]


def test_numbers_are_exact_and_dates_are_dates(tmp_path: Path) -> None:
    rows = read_bytes(tmp_path, saved(sheet_of([[0.1 + 0.2, 3.0, 1e20, True, date(2026, 3, 1)]]))).sheets[0].rows
    assert rows == [[Decimal("0.3"), 3, Decimal("1E+20"), True, date(2026, 3, 1)]]
    assert not any(isinstance(cell, float) for cell in rows[0])


def test_the_index_of_a_row_is_its_number_in_excel(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book["Sheet"]["C7"] = "x"
    table = read_bytes(tmp_path, saved(book)).sheets[0]
    assert table.first_row == 7
    assert table.rows == [[], [], [], [], [], [], [None, None, "x"]]


def test_what_excel_hides_is_read_and_told(tmp_path: Path) -> None:
    book = sheet_of([["a", "b"], ["c", "d"], ["e", "f"]])
    book["Sheet"].row_dimensions[2].hidden = True
    book["Sheet"].column_dimensions["B"].hidden = True
    book.create_sheet("Cachée").sheet_state = "hidden"
    shown, hidden = read_bytes(tmp_path, saved(book)).sheets
    assert shown.rows[1] == ["c", "d"]
    assert {note.code: note.values["where"] for note in shown.notes} == {"hidden-rows": "2", "hidden-columns": "B"}
    assert (shown.hidden, hidden.hidden) == (False, True)


def test_formulas_that_were_never_computed_are_told(tmp_path: Path) -> None:
    (table,) = read_bytes(tmp_path, saved(sheet_of([["a", 1], ["b", "=B1*2"], ["#N/A", None]]))).sheets
    assert table.rows[1] == ["b"]
    notes = {note.code: str(note) for note in table.notes}
    assert "B2" in notes["formula-without-value"]
    assert "A3" in notes["error-value"]


def test_line_ends_of_windows_programs_are_cleaned(tmp_path: Path) -> None:
    data = saved(sheet_of([["un_x000D_\ndeux"]]))
    assert read_bytes(tmp_path, data).sheets[0].rows == [["un\ndeux"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp1252", "mac_roman"]
)
def test_french_text_is_read_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    (table,) = read_bytes(tmp_path, FRENCH.encode(encoding), "besoins.csv").sheets
    assert table.name == "besoins"
    assert table.rows[1] == ["Cœur d’étau à 5 €", "12,5", "1 234,56 €"]


@pytest.mark.parametrize("encoding", ["iso8859-15", "latin-1", "cp1252"])
def test_close_encodings_are_told_apart(encoding: str) -> None:
    text = "Désignation;½ pouce;à côté" if encoding == "latin-1" else "Désignation;cœur;12 €"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators_are_found(separator: str) -> None:
    lines = [["Réf", "Désignation", "Qté"], ["1", "Gants", "3"], ["2", "Vis", "4"]]
    text = "Commande n° 3\n\n" + "\n".join(separator.join(line) for line in lines)
    assert guess_separator(text) == separator


def test_decimal_commas_do_not_pass_for_separators() -> None:
    assert guess_separator("1,5;2,5\n3,5;4,5\n") == ";"


def test_the_line_that_names_the_separator_is_no_row(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, b"sep=|\r\na|b;c\r\n1|2\r\n").sheets[0].rows == [["a", "b;c"], ["1", "2"]]


def test_line_breaks_in_quotes_and_blank_lines_keep_the_numbering(tmp_path: Path) -> None:
    rows = read_bytes(tmp_path, b'a;b\n"1\n2";3\n\n;;\n4;5').sheets[0].rows
    assert rows == [["a", "b"], ["1\n2", "3"], [], [], ["4", "5"]]


def test_an_open_quote_swallows_nothing(tmp_path: Path) -> None:
    (table,) = read_bytes(tmp_path, b'a;b\n"Tube 1/2;3\nc;4\nd;5\n').sheets
    assert table.rows == [["a", "b"], ['"Tube 1/2', "3"], ["c", "4"], ["d", "5"]]
    assert [note.code for note in table.notes] == ["unclosed-quote"]


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, render(order()), "order.csv").kind == "xlsx"
    assert read_bytes(tmp_path, b"a;b\n1;2\n", "table.xls").kind == "text"


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no file of that name"):
        read(tmp_path / "nothing.xlsx")


def test_hundreds_of_files_go_through_few_processes(tmp_path: Path) -> None:
    data = render(Workbook("w", [Sheet("s", [Column("a")], [("x",)])]))
    assert {len(read_bytes(tmp_path, data).sheets) for _ in range(250)} == {1}
