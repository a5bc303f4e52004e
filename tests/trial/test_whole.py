from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from pooling.algorithms.grouping import normalise
from pooling.cli import run
from tests.thirdparty import DATA
from tests.trial import lists

REAL = DATA / "needs_2020Q2.csv"
Try = Callable[..., tuple[int, dict[str, Any]]]
Sums = dict[tuple[str, str, str], Decimal]


@pytest.fixture
def try_(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Try:
    def perform(path: Path, folder: Path | None = None) -> tuple[int, dict[str, Any]]:
        status = run(["try", str(path), "--to", str(folder or tmp_path / "out"), "--json"])
        said = capsys.readouterr().out
        return status, json.loads(said) if said else {}

    return perform


def ordered(folder: Path) -> Sums:
    """What the workbooks order, read by other means than the program's own: supplier, thing, unit."""
    sums: defaultdict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for path in folder.glob("*.xlsx"):
        if path.name == "resume.xlsx":
            continue
        sheet = openpyxl.load_workbook(path)["Commande"]
        rows = list(sheet.iter_rows(values_only=True))
        top = next(index for index, row in enumerate(rows) if "Désignation" in row and "Quantité" in row)
        supplier = next(str(row[1] or row[2]) for row in rows[:top] if row[0] == "Fournisseur")
        what, much, unit = (rows[top].index(name) for name in ("Désignation", "Quantité", "Unité"))
        for row in rows[top + 1 :]:
            if isinstance(row[much], int | float):
                key = (normalise(supplier.split("\n")[0]), normalise(str(row[what])), normalise(str(row[unit] or "")))
                sums[key] += Decimal(repr(row[much]))
    return dict(sums)


def test_a_list_becomes_one_workbook_per_supplier(try_: Try, tmp_path: Path) -> None:
    path = lists.semicolons(tmp_path / "besoins.csv", lists.ROWS, ("Groupement du Môle", ""))
    status, told = try_(path)
    assert status == 0
    assert told["refused"] == []
    figures = [told[name] for name in ("rows", "taken", "members", "pools", "shared_pools", "orders", "workbooks")]
    # Papéto and PAPETO are one; the oil goes to two suppliers, one of which is nobody
    assert figures == [5, 5, 3, 3, 2, 4, 4]
    assert told["quantity_in"] == told["quantity_out"] == lists.TAKEN_QUANTITY
    assert ordered(tmp_path / "out") == {
        ("papeto", "papier a4 80 g", "ramette"): Decimal("1500.5"),
        ("sans fournisseur", "huile de coupe bidon 20 l", ""): Decimal("12.25"),
        ("lubri co", "huile de coupe bidon 20 l", ""): Decimal(3),
        ("+49 versand", "=1+1", "boite"): Decimal(7),
    }
    assert (tmp_path / "out" / "resume.xlsx").is_file()


def test_units_that_look_like_codes_stay_as_typed(try_: Try, tmp_path: Path) -> None:
    rows = [("Désignation", "Quantité", "Unité"), ("Écrou", "5", "C62"), ("Huile", "2.5", "LTR"), ("Gant", "3", "pa.")]
    assert try_(lists.semicolons(tmp_path / "a.csv", rows))[0] == 0
    assert {unit for _supplier, _what, unit in ordered(tmp_path / "out")} == {"c62", "ltr", "pa"}


def test_refused_rows_are_listed_with_number_and_reason_and_the_rest_goes_on(try_: Try, tmp_path: Path) -> None:
    rows = [
        ("Adhérent", "Désignation", "Quantité"),
        ("A", "Vis", "5"),
        ("A", "Vis", ""),
        ("", "", ""),
        ("", "Total", "5"),
    ]
    status, told = try_(lists.workbook(tmp_path / "a.xlsx", {"Besoins": rows}))
    assert status == 0
    assert [refused["row"] for refused in told["refused"]] == [3, 5]
    assert all(refused["reason"] for refused in told["refused"])
    assert (told["rows"], told["taken"], told["quantity_out"]) == (3, 1, "5")


def test_without_json_the_figures_and_the_refused_rows_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("Désignation", "Quantité"), *(("Vis", "5,5") for _ in range(3)), *(("Vis", "") for _ in range(25))]
    path = lists.semicolons(tmp_path / "a.csv", rows)
    assert run(["try", str(path), "--to", str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    assert "16,5" in said.out
    assert len(said.err.strip().splitlines()) == 21


def test_no_row_taken_leaves_nothing_behind(try_: Try, tmp_path: Path) -> None:
    status, told = try_(lists.semicolons(tmp_path / "a.csv", [("Désignation", "Quantité"), ("Vis", "zéro")]))
    assert status == 1
    assert (told["rows"], told["taken"], told["workbooks"]) == (1, 0, 0)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_holds_something_is_left_alone(try_: Try, tmp_path: Path) -> None:
    path = lists.semicolons(tmp_path / "a.csv", [("Désignation", "Quantité"), ("Vis", "5")])
    assert try_(path, tmp_path) == (1, {})
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_hostile_texts_pass_without_harm(try_: Try, tmp_path: Path) -> None:
    texts = ("+49 123", "=HYPERLINK(1)", "-5", "@x", "a\x01b", "x" * 40_000)
    rows = [("Désignation", "Quantité", "Fournisseur"), *((text, "2", text[:150]) for text in texts)]
    status, told = try_(lists.semicolons(tmp_path / "a.csv", rows))
    assert status == 0
    assert told["quantity_out"] == str(2 * told["taken"])
    assert told["rows"] == len(texts)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 x", b"Bonjour,\r\nvoici la liste.\r\n", b"PK\x03\x04broken"])
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert run(["try", str(path), "--to", str(tmp_path / "out")]) == 1
    said = capsys.readouterr()
    assert said.err.strip()
    assert "Traceback" not in said.err
    assert not (tmp_path / "out").exists()


def test_misuse_is_told_apart(tmp_path: Path) -> None:
    assert run(["try", str(tmp_path / "nothing.csv"), "--to", str(tmp_path / "out")]) == 2
    assert run(["try"]) == 2


@pytest.mark.data
@pytest.mark.soak
@pytest.mark.skipif(not REAL.is_file(), reason="the third-party file is not there")
def test_a_real_quarter_of_53_bodies_adds_up(try_: Try, tmp_path: Path) -> None:
    status, told = try_(REAL)
    with REAL.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    refused = {each["row"] for each in told["refused"]}
    taken = [row for number, row in enumerate(rows, start=2) if number not in refused]
    assert status == 0
    assert told["rows"] == len(rows) == told["taken"] + len(refused)
    assert Decimal(told["quantity_in"]) == sum(Decimal(row["quantity"]) for row in taken)
    assert told["quantity_out"] == told["quantity_in"]
    wanted: defaultdict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    pools: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in taken:
        thing = (normalise(row["description"]), normalise(row["unit"]))
        wanted[normalise(row["supplier"]) or "sans fournisseur", *thing] += Decimal(row["quantity"])
        pools[thing].add(normalise(row["member"]))
    assert ordered(tmp_path / "out") == dict(wanted)
    assert told["members"] == len({normalise(row["member"]) for row in taken})
    assert told["pools"] == len(pools)
    assert told["shared_pools"] == sum(1 for members in pools.values() if len(members) > 1)
    assert told["orders"] == told["workbooks"] == len({supplier for supplier, *_thing in wanted})
