"""`pooling match`: each need gives one row, in order; a file that cannot be used is refused with a sentence."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pooling.trial.match_files import RESULT
from tests.cli.conftest import Command

ITEMS = """\
Code article;Désignation;Réf fabricant;Unité de base;Conditionnement;Contenance
B10;Bidon d'huile de chaîne ISO 150 5 L;;LTR;XJY;5
B20;Bidon d'huile de chaîne ISO 220 5 L;;LTR;XJY;5
S1;Scotch de masquage 25 mm x 50 m;MT-2550;C62;XCT;36
S2;Scotch de masquage 50 mm x 50 m;MT-5050;C62;XCT;18
"""
NEEDS = """\
need_id,description,quantity,unit_text
n1,huile chaine ISO 220 5L,2,bidons
n2,scotch masquage 25mm x 50m,1,ctn
n3,,5,
n4,scotch de masquage,3,
n5,mt 5050,3,
n6,perceuse à colonne 16 mm,1,
n7,perceuse colonne 16mm,1,
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    items, needs = tmp_path / "items.csv", tmp_path / "needs.csv"
    items.write_text(ITEMS, encoding="utf-8")
    needs.write_text(NEEDS, encoding="utf-8")
    return items, needs, tmp_path / "result.csv"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_need_gives_one_row_in_its_order(pooling: Command, files: tuple[Path, Path, Path]) -> None:
    items, needs, out = files
    said = pooling("match", "--catalogue", items, "--needs", needs, "--out", out, "--json")
    assert said.status == 0
    found = rows(out)
    assert tuple(found[0]) == RESULT
    assert [row["need_id"] for row in found] == ["n1", "n2", "n3", "n4", "n5", "n6", "n7"]
    assert [(row["item_code"], row["decision"], row["base_quantity"]) for row in found[:5]] == [
        ("B20", "auto", "10"),
        ("S1", "auto", "36"),
        ("", "none", ""),
        ("S1", "review", "3"),
        ("S2", "auto", "3"),
    ]
    assert all(row["reason"] for row in found)
    assert (said.json["needs"], said.json["items"], said.json["auto"]) == (7, 4, 3)


def test_the_reason_is_told_in_the_groups_language(pooling: Command, files: tuple[Path, Path, Path]) -> None:
    items, needs, out = files
    said = pooling("match", "--catalogue", items, "--needs", needs, "--out", out)
    assert "7 besoins" in said.out
    assert rows(out)[0]["reason"] == "Il a tout ce que dit la ligne, et aucun autre article ne l’a."


def test_needs_that_are_no_item_are_grouped(pooling: Command, files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    items, needs, out = files
    groups = tmp_path / "groups.csv"
    said = pooling("match", "--catalogue", items, "--needs", needs, "--out", out, "--clusters", groups)
    assert said.status == 0
    group_of = {row["need_id"]: row["group"] for row in rows(groups)}
    assert group_of["n6"] == group_of["n7"]
    assert {"n1", "n2", "n5"}.isdisjoint(group_of)


def test_what_buyers_said_is_learned(pooling: Command, files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    items, needs, out = files
    learned = tmp_path / "aliases.csv"
    learned.write_text("text,item_code,yes\nScotch de masquage,S2,oui\nMT 5050,S2,non\n", encoding="utf-8")
    assert pooling("match", "--catalogue", items, "--needs", needs, "--out", out, "--learned", learned).status == 0
    found = {row["need_id"]: row for row in rows(out)}
    assert (found["n4"]["item_code"], found["n4"]["decision"]) == ("S2", "auto")
    assert found["n5"]["item_code"] != "S2"


def test_a_plain_text_column_with_an_id_works(pooling: Command, tmp_path: Path) -> None:
    items, needs, out = (tmp_path / name for name in ("items.csv", "needs.csv", "out.csv"))
    items.write_text(
        'text,supplier_sku\n"SOUP, LENTIL LOW SODIUM CANNED",17\n"SOUP, LENTIL DRIED",18\n', encoding="utf-8"
    )
    needs.write_text('text,supplier_sku\n"SOUP, LNTL LOW SDM CND",x\n', encoding="utf-8")
    assert pooling("match", "--catalogue", items, "--needs", needs, "--out", out).status == 0
    assert [(row["need_id"], row["item_code"]) for row in rows(out)] == [("x", "17")]


@pytest.mark.parametrize("content", ["", "colour\nred\n", "text,item_code\n", "\x00\x01\x02\x03"])
def test_a_file_that_is_no_catalogue_is_refused_with_a_sentence(pooling: Command, tmp_path: Path, content: str) -> None:
    items, needs, out = (tmp_path / name for name in ("items.csv", "needs.csv", "out.csv"))
    items.write_text(content, encoding="utf-8")
    needs.write_text(NEEDS, encoding="utf-8")
    said = pooling("match", "--catalogue", items, "--needs", needs, "--out", out)
    assert said.status == 1
    assert said.err.strip().endswith(".")
    assert not out.exists()


def test_a_missing_option_is_misuse(pooling: Command, files: tuple[Path, Path, Path]) -> None:
    assert pooling("match", "--catalogue", files[0], "--needs", files[1]).status == 2
    assert pooling("match", "--catalogue", "nowhere.csv", "--needs", files[1], "--out", files[2]).status == 2
