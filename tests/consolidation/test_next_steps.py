"""What a buyer does next for each campaign, on the first page and on the campaign's own; a member reads none of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.consolidation.judging import keep_apart
from pooling.consolidation.rules import consolidate
from tests.consolidation.desk import on_the_desk
from tests.consolidation.entering import Wish, close, enter
from tests.consolidation.test_packing import sold_in

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
PLACES = ("/campaigns/", "/campaigns/T1")


@pytest.fixture
def system(viewer: LookAs) -> Viewer:
    return viewer("system")


def closed(system: Viewer, *wishes: Wish) -> Campaign:
    enter(system, *wishes)
    return close(system)


def said(browse: Browse, who: str, sentence: str) -> list[bool]:
    return [sentence in browse(who).get(place).text.replace("\u202f", " ") for place in PLACES]


def test_lines_at_the_desk_come_before_the_grouping(browse: Browse, system: Viewer) -> None:
    campaign = closed(system, Wish("ARV", "Éponge rare", "2"))
    judgements = on_the_desk(system, campaign)
    system.session.commit()
    assert said(browse, "brigitte", "1 ligne attend au rapprochement.") == [True, True]
    assert said(browse, "brigitte", "Les lignes peuvent être regroupées.") == [False, False]
    keep_apart(system, campaign, judgements)
    system.session.commit()
    assert said(browse, "brigitte", "Les lignes peuvent être regroupées.") == [True, True]


def test_pools_without_a_way_come_before_the_suppliers(browse: Browse, system: Viewer) -> None:
    sold_in(system)
    consolidate(system, closed(system, Wish("ARV", "PAP-A4", "7")))
    system.session.commit()
    assert said(browse, "brigitte", "1 ligne groupée attend une solution d’achat.") == [True, True]
    page = browse("brigitte").get("/consolidation/T1?way=undecided").text
    assert "Tout afficher" in page  # the way back from what is filtered


def test_a_buyer_who_works_for_a_firm_counts_no_rival_line(browse: Browse, system: Viewer) -> None:
    on_the_desk(system, closed(system, Wish("ARV", "Éponge rare", "2"), Wish("GIF", "Éponge fine", "2")))
    system.session.commit()
    assert said(browse, "brigitte", "2 lignes attendent au rapprochement.") == [True, True]
    assert said(browse, "conrad", "1 ligne attend au rapprochement.") == [True, True]


def test_members_and_administrators_read_none_of_it(browse: Browse, system: Viewer) -> None:
    on_the_desk(system, closed(system, Wish("ARV", "Éponge rare", "2")))
    system.session.commit()
    assert "rapprochement" not in browse("alice").get("/needs/").text
    assert said(browse, "adele", "au rapprochement") == [False, False]
    assert 'class="task' not in browse("conrad").get("/needs/").text
