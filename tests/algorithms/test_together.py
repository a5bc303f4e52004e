from __future__ import annotations

from decimal import Decimal

from pooling.algorithms.matching.model import Line
from pooling.algorithms.matching.together import (
    Asked,
    as_written,
    counted_in,
    matched,
    normalised,
    proposed,
    sample,
    together,
)

LINES = [
    Asked("A", Line("Gants nitrile taille 9", None, "boîte de 100"), Decimal(10)),
    Asked("B", Line("GANTS NITRILE, TAILLE 9", None, "boîte de 100"), Decimal(20)),
    Asked("C", Line("gant nitrile t. 9", None, "C62"), Decimal(40)),
    Asked("C", Line("gants nitrile taille 10", None, "C62"), Decimal(80)),
    Asked("A", Line("Gel hydroalcoolique", None, "500 ml"), Decimal(160)),
    Asked("B", Line("gel hydroalcoolique", None, "5 L"), Decimal(320)),
]


def test_each_way_sees_more_than_the_plainer_one() -> None:
    found = [together(LINES, way(LINES)) for way in (as_written, normalised, matched)]
    assert [(each.lines, each.value) for each in found] == [
        (0, Decimal(0)), (2, Decimal(30)), (3, Decimal(70)),
    ]  # fmt: skip


def test_another_size_is_another_thing_be_it_in_the_unit() -> None:
    for way in (matched, proposed):
        keys = way(LINES)
        assert len({keys[2], keys[3]}) == 2
        assert len({keys[4], keys[5]}) == 2


def test_what_cannot_be_added_up_is_not_bought_together() -> None:
    told = [counted_in(Line("", None, unit)) for unit in ("boîte de 50", "pce", "kg", "boîte", "L", "")]
    assert told == ["pieces", "pieces", "mass", "XBX", "volume", ""]
    lines = [
        Asked("A", Line("vis bois", None, "kg"), Decimal(1)),
        Asked("B", Line("vis à bois", None, "C62"), Decimal(1)),
    ]
    assert len(set(matched(lines))) == 2
    assert len(set(proposed(lines))) == 1


def test_a_named_or_found_item_is_its_key() -> None:
    lines = [
        Asked("A", Line("x"), Decimal(1), named="item:1"),
        Asked("B", Line("gants"), Decimal(2), found="item:1"),
        Asked("C", Line("tout autre chose"), Decimal(4)),
    ]
    assert together(lines, normalised(lines)).lines == 0
    assert together(lines, matched(lines)) == (2, Decimal(3))


def test_one_of_two_things_is_neither() -> None:
    lines = [Asked("A", Line("masque / visière"), Decimal(1)), Asked("B", Line("visière masque"), Decimal(1))]
    assert len(set(matched(lines))) == 2


def test_the_same_sample_each_time_and_new_words_before_repeated_ones() -> None:
    lines = LINES + [Asked(f"{each.member}2", each.line, each.value) for each in LINES]
    pairs = sample(lines, matched(lines), 100)
    assert pairs == sample(lines, matched(lines), 100)
    assert all(pair.one.member != pair.other.member for pair in pairs)
    shown = [frozenset((pair.one.line.text, pair.other.line.text)) for pair in pairs]
    assert len(set(shown[:2])) == 2
    assert len(sample(lines, matched(lines), 1)) == 1
