"""Rows of a spreadsheet that ask for nothing: a zero, a total, the titles once more. None of them is an order."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.needs import acts
from tests.needs.acts import Browse, LookAs
from tests.needs.test_own_lists import columns_page, confirmed
from tests.needs.test_workbook import counts, difference, fill, form, given_back, lines, sheet_of, ticks

__all__ = ["lines"]
STOCK = "Désignation;Quantité;Unité\nVis;0;pièce\nÉcrou;0,00;pièce\nRondelle;4;pièce\nClou;;pièce\n"


def test_a_zero_asks_for_nothing_and_is_told(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, STOCK.encode())
    shown = confirmed(alice, url, page)
    assert counts(shown) == {"new": 1, "unwanted": 2, "refused": 1}, "a blank one may have been forgotten: refused"
    assert 'data-refused-cell="B5"' in shown
    alice.post(url, data={"take": ticks(shown)})
    assert [(need.designation, need.wanted) for need in acts.held(viewer)] == [("Rondelle", Decimal(4))]


def test_a_zero_lacks_neither_family_nor_unit(browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, "Désignation;Quantité;Unité\nVis;0;\nFil;1;kg\n".encode())
    assert counts(confirmed(alice, url, page, family="")) == {"unwanted": 1, "refused": 1}


@pytest.mark.parametrize("zero", [0, 0.0, "0", "0,00"])
def test_a_zero_in_the_form_offers_the_line_for_deletion(zero: object, lines: None, browse: Browse) -> None:
    alice = browse("alice")
    book = form(alice)
    fill(sheet_of(book), 0, quantity=zero)
    _url, page, told = difference(alice, given_back(alice, book))
    assert told == {"unwanted": 1, "same": 1, "missing": 1}
    assert len(ticks(page, "drop", "missing")) == 1


SUMMED = (
    "Désignation;Quantité;Unité;Famille\nVis;4;pièce;Outillage > Forets\nTotal Forets;4;;\n"
    "Total Outillage > Forets;4;;\n"
    "Désignation;Quantité;Unité;Famille\nTotal Quartz 5W30;2;;\nZwischensumme;;;\n;TOTAL;;\n"
)


def test_sums_and_repeated_titles_are_no_needs_and_are_told(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, SUMMED.encode())
    shown = confirmed(alice, url, page, unit="pièce")
    assert counts(shown) == {"new": 3, "aside": 4}, "Total Forets names no family of this list; the oil is oil"
    assert 'data-list="aside"' in shown
    alice.post(url, data={"take": ticks(shown)})
    assert {need.designation for need in acts.held(viewer)} == {"Vis", "Total Forets", "Total Quartz 5W30"}


def test_an_item_may_be_called_total(browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, "Réf;Désignation;Qté\nPAP-A4;Total;4\n".encode())
    assert counts(confirmed(alice, url, page)) == {"new": 1}


def test_in_the_form_a_row_is_what_it_says(browse: Browse) -> None:
    alice = browse("alice")
    book = form(alice, "empty")
    fill(sheet_of(book), 0, category="Outillage > Forets", designation="Total", unit="pièce", quantity=2)
    _url, _page, told = difference(alice, given_back(alice, book))
    assert told == {"new": 1}
