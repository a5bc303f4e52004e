"""The index: entry order tells nothing, what is put in and taken out leaves no trace, what was said is remembered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pooling.algorithms.errors import Refusal
from pooling.algorithms.matching.clusters import clusters
from pooling.algorithms.matching.engine import Catalogue
from pooling.algorithms.matching.model import Alias, Decision, Item, Line, Match, Verdict
from tests.algorithms.test_matching_shelf import LINES, shelf

NO_REASON = Refusal("", "")
SHELF = shelf()
TEXTS = [row["text"] for row in LINES]
subsets = st.sets(st.sampled_from(range(len(SHELF))), min_size=1)


def told(catalogue: Catalogue, texts: list[str]) -> list[tuple[Match, str]]:
    """What became of lines, the reason as its sentence."""
    matches = [catalogue.match(Line(text, Decimal(2))) for text in texts]
    return [(replace(match, reason=NO_REASON), str(match.reason)) for match in matches]


@settings(max_examples=25)
@given(first=subsets, then=subsets, gone=subsets, text=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3))
def test_an_index_kept_up_to_date_equals_one_built_anew(
    first: set[int], then: set[int], gone: set[int], text: list[str]
) -> None:
    kept = Catalogue(SHELF[place] for place in first)
    kept.add(SHELF[place] for place in then)
    kept.remove(SHELF[place].code for place in gone)
    anew = Catalogue(SHELF[place] for place in sorted((first | then) - gone))
    assert len(kept) == len(anew)
    assert told(kept, text) == told(anew, text)


@settings(max_examples=25)
@given(order=st.permutations(range(len(SHELF))), text=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3))
def test_the_order_of_entry_decides_nothing(order: list[int], text: list[str]) -> None:
    assert told(Catalogue(SHELF), text) == told(Catalogue(SHELF[place] for place in order), text)


def test_an_item_put_in_again_replaces_what_was_there() -> None:
    catalogue = Catalogue([Item("X", "Seau galvanisé 12 L"), Item("Y", "Pelle ronde")])
    catalogue.add([Item("X", "Râteau 14 dents")])
    assert len(catalogue) == 2
    assert catalogue.match(Line("seau galvanisé 12 L")).decision is Decision.NONE
    assert catalogue.match(Line("râteau 14 dents")).code == "X"


def test_a_yes_settles_a_wording_and_can_be_taken_back() -> None:
    catalogue = Catalogue(SHELF)
    line = Line("le rouleau qui claque")
    assert catalogue.match(line).decision is Decision.NONE
    yes = Alias("Le rouleau  qui CLAQUE", "P3")
    catalogue.learn([yes])
    assert (catalogue.match(line).code, catalogue.match(line).decision) == ("P3", Decision.AUTO)
    catalogue.forget(yes)
    assert catalogue.match(line).decision is Decision.NONE


def test_a_no_takes_the_item_out_of_the_candidates_of_that_wording_only() -> None:
    catalogue = Catalogue(SHELF)
    line = Line("gel hydroalcoolique 300 ml")
    assert catalogue.match(line).decision is Decision.REVIEW
    catalogue.learn([Alias(line.text, "N5", yes=False)])
    assert "N5" not in [candidate.code for candidate in catalogue.match(line).candidates]
    assert "N5" in [candidate.code for candidate in catalogue.match(Line("gel hydroalcoolique 300ml")).candidates]


def test_the_later_word_of_a_buyer_counts() -> None:
    catalogue = Catalogue(SHELF, [Alias("truc", "P3"), Alias("truc", "P3", yes=False), Alias("truc", "P4")])
    assert catalogue.match(Line("truc")).code == "P4"
    catalogue.learn([Alias("truc", "P4", yes=False)])
    assert catalogue.match(Line("truc")).decision is Decision.NONE


def test_a_yes_for_an_item_that_is_gone_is_no_match() -> None:
    catalogue = Catalogue(SHELF, [Alias("truc", "P3")])
    catalogue.remove(["P3"])
    assert catalogue.match(Line("truc")).decision is Decision.NONE


def test_a_price_far_from_the_items_doubts_the_pack() -> None:
    item = Item("X", "Cheville nylon 8 mm", base_unit="C62", packs=(("XBX", Decimal(100)),), price=Decimal("0.05"))
    catalogue = Catalogue([item, Item("Y", "Scie égoïne 500 mm"), Item("Z", "Niveau à bulle")])
    fair = catalogue.match(Line("cheville nylon 8 mm", Decimal(2), "boîte", price=Decimal("5.20")))
    odd = catalogue.match(Line("cheville nylon 8 mm", Decimal(2), "boîte", price=Decimal("0.06")))
    assert fair.base_quantity == odd.base_quantity == Decimal(200)
    assert fair.reason.code != "price"
    assert odd.decision is not Decision.AUTO


def test_a_line_is_compared_with_an_item_attribute_by_attribute() -> None:
    catalogue = Catalogue(SHELF)
    found = {each.asked: each for each in catalogue.compare(Line("électrode rutile Ø4 x 350"), "W2") if each.asked}
    assert found["rutile"].verdict is Verdict.SAME
    assert (found["ø4"].verdict, found["ø4"].has) == (Verdict.OTHER, "ø3,2")
    with pytest.raises(KeyError):
        catalogue.compare(Line("x"), "nowhere")


def test_what_somebody_is_typing_is_answered() -> None:
    catalogue = Catalogue(SHELF)
    assert [candidate.code for candidate in catalogue.suggest("disj hager C16")][:1] == ["E2"]
    assert catalogue.suggest("") == []


def test_lines_that_are_no_item_are_grouped_by_what_they_are() -> None:
    texts = [
        "perceuse à colonne 16 mm", "touret à meuler 200 mm", "perceuse colonne 16mm", "perceuse à colonne 20 mm",
        "touret meuler 200", "coffre-fort ignifuge", "perceuse à colonne 16 mm",
    ]  # fmt: skip
    found = clusters([Line(text) for text in texts])
    assert found == [(0, 2, 6), (1, 4), (3,), (5,)]
    backwards = clusters([Line(text) for text in reversed(texts)])
    assert {frozenset(texts[6 - place] for place in group) for group in backwards} == {
        frozenset(texts[place] for place in group) for group in found
    }
