"""What several firms could buy together, of a campaign's lines; and that what a buyer taught raises it."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.matching.model import Line
from pooling.algorithms.matching.together import Asked, as_written, matched, normalised, proposed, sample, together
from pooling.catalogue.models import Item
from pooling.consolidation import judging, matching
from pooling.consolidation.models import Judgement, Verdict
from pooling.consolidation.together import shares
from tests.consolidation.desk import ones
from tests.consolidation.entering import Wish, close, enter

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "needs_2020Q2.csv"
DRILLS = "Outillage > Forets"
HOUSE_WORDS = ("mèche à Jojo", "grand foret bleu", "le foret du tour 3", "foret comme d'hab")


def test_shares_of_a_campaign_by_each_way(system: Viewer) -> None:
    enter(
        system,
        Wish("ARV", "PAP-A4", "10", price="4"),
        Wish("GIF", "PAP-A4", "10", price="6"),
        Wish("ARV", "Savon d'atelier", "2", family=DRILLS, price="50"),
        Wish("MOL", "SAVON D’ATELIER", "1", family=DRILLS, price="50"),
        Wish("MOL", "foret carbure diam 6", "1", family=DRILLS, price="20"),
        Wish("GIF", "FOR-6", "1", family=DRILLS, price="30"),
    )
    campaign = close(system)
    matching.match(system, campaign)
    found = shares(system, campaign, sample=10)
    assert found.whole == (6, Decimal(300))
    assert found.ways["as_written"] == (2, Decimal(100))
    assert found.ways["normalised"] == (4, Decimal(250))
    assert found.ways["matched"] == found.ways["proposed"] == (6, Decimal(300))
    assert {pair.one.line.text for pair in found.pairs} == {"foret carbure diam 6", "Foret carbure Ø6"}


def test_what_a_buyer_decided_is_matched_for_every_firm_the_next_quarter(system: Viewer) -> None:
    enter(system, *(Wish("ARV", words, "1", family=DRILLS) for words in HOUSE_WORDS))
    then = close(system)
    assert matching.match(system, then).auto == 0
    item = system.session.scalars(select(Item).where(Item.code == "FOR-68")).one()
    waiting = system.session.scalars(select(Judgement).where(Judgement.verdict == Verdict.WAITING)).all()
    judging.settle(system, then, waiting, item, ones(waiting))
    for firm in ("GIF", "MOL", "SOE"):
        enter(system, *(Wish(firm, words.upper(), "1", family=DRILLS) for words in HOUSE_WORDS), campaign="T2")
    enter(system, Wish("SOE", "tout autre chose", "1", family=DRILLS), campaign="T2")
    done = matching.match(system, close(system, "T2"))
    assert (done.auto, done.lines) == (12, 13)


@pytest.mark.data
@pytest.mark.skipif(not REAL.is_file(), reason="the third-party file is not there")
def test_a_real_quarter_is_pooled_further_by_matching_than_by_text() -> None:
    with REAL.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    lines = [
        Asked(row["member"], Line(row["description"], None, row["unit"]), Decimal(row["total"] or 0)) for row in rows
    ]
    whole = sum(line.value for line in lines)
    found = {way.__name__: together(lines, way(lines)) for way in (as_written, normalised, matched, proposed)}
    for name, each in found.items():
        print(f"{name}: {each.lines / len(lines):.1%} of lines, {each.value / whole:.1%} of money")
    for pair in sample(lines, matched(lines), 100):
        print("  |  ".join(f"{' '.join(one.line.text.split())} [{one.line.unit_text}]" for one in pair))
    assert found["as_written"].lines < found["normalised"].lines < found["matched"].lines < found["proposed"].lines
    assert found["matched"].lines >= 2 * found["normalised"].lines
