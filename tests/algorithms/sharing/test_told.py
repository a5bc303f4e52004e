"""A firm is told why in sentences that hold its own figures and no other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from pooling.algorithms.sharing import SENTENCES, Need, Packing, Policy, Way, explain, pool
from tests.algorithms.sharing.test_laws import packings, results
from tests.algorithms.sharing.wishes import needs, policies


def said(needs: list[Need], packing: Packing, way: Way, policy: Policy = Policy.PRO_RATA) -> list[list[str]]:
    result = pool(needs, packing, policy).way(way)
    assert result is not None
    return [[sentence.code for sentence in explain(share, policy, way)] for share in result.shares]


def test_whoever_gets_what_it_asked_for_is_told_so_and_no_more() -> None:
    assert said([Need("a", Decimal(1)), Need("b", Decimal(2))], Packing(Decimal(3)), Way.FITS) == [["as_asked"]] * 2


@pytest.mark.parametrize(("content", "code"), [(7, "less"), (9, "more")])
def test_whoever_gets_more_or_less_is_told_why(content: int, code: str) -> None:
    wishes = [Need("a", Decimal(8), Decimal(2), Decimal(2))]
    assert said(wishes, Packing(Decimal(content)), Way.FITS) == [[code, "whole_packs", "pro_rata"]]


def test_beyond_the_range_and_carried_over() -> None:
    wishes = [Need("a", Decimal(8))]
    assert said(wishes, Packing(Decimal(5)), Way.FLEX_UP) == [["above_most", "whole_packs", "pro_rata"]]
    assert said(wishes, Packing(Decimal(5)), Way.BUY_DOWN) == [["below_least", "whole_packs", "pro_rata"]]
    assert said(wishes, Packing(Decimal(9)), Way.CARRY_OVER) == [["nothing", "carried", "whole_packs", "pro_rata"]]


def test_a_sentence_reads_as_one() -> None:
    result = pool([Need("a", Decimal(8))], Packing(Decimal(5))).way(Way.BUY_DOWN)
    assert result is not None
    first = explain(result.shares[0], result.policy, result.way)[0]
    assert first.message % first.values == "You asked for 8, at least 8, and get 5: 3 less than you accepted."


@given(needs(most=5), packings, policies)
def test_no_sentence_holds_a_figure_of_anybody_else(wishes: list[Need], packing: Packing, policy: Policy) -> None:
    for result in results(pool(wishes, packing, policy)):
        for share in result.shares:
            own = {share.wanted, share.least, share.most, share.quantity, share.excess, share.shortfall, share.carried}
            for sentence in explain(share, policy, result.way):
                assert SENTENCES[sentence.code] == sentence.message
                assert set(sentence.values.values()) <= own
                assert sentence.message % sentence.values
