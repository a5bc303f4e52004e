from __future__ import annotations

import pytest

from pooling.algorithms.totals import adds_up, says_again


@pytest.mark.parametrize("text", ["Total", "TOTAL général :", "Sous-total HT", "Somme", "Zwischensumme", "Gesamtsumme"])
def test_a_sum(text: str) -> None:
    assert adds_up(text)


@pytest.mark.parametrize("text", ["Total Quartz 5W30", "Totalisateur", "Huile Total", "Bureau", ""])
def test_no_sum(text: str) -> None:
    assert not adds_up(text)


def test_a_sum_of_a_group_that_the_list_has() -> None:
    assert adds_up("Total de la Famille EPI", {"famille epi"})
    assert not adds_up("Total EPI")


def test_names_once_more() -> None:
    assert says_again(["Qté ", "PRIX"], ["Qté", "Prix"])
    assert not says_again(["Qté"], ["Qté", "Prix"])
    assert not says_again(["4", "Prix"], ["Qté", "Prix"])
