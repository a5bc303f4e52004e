"""What the group buys, as members read it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from pooling.access.viewer import Viewer
from pooling.consolidation.publishing import publish
from tests.cast import MEMBERS
from tests.consolidation.entering import close
from tests.consolidation.publications import FIRMS, ask, ask_all, group, settle_in
from tests.consolidation.test_publishing import EVEN

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
PAGE = "/consolidation/totals"


@pytest.fixture
def two_quarters(viewer: LookAs) -> None:
    """Paper of five firms in both; gloves of one; drills of five in the second."""
    system = viewer("system")
    settle_in(system)
    ask_all(system, EVEN, campaign="T0")
    publish(system, group(system, "T0"))
    ask(system, "PAP-A4", EVEN)
    ask(system, "GAN-9", {"ARV": "7413"})
    ask(system, "FOR-6", EVEN)
    publish(system, group(system))
    system.session.commit()


def main(browse: Browse, who: str) -> str:
    """The page without its frame, and without the way back, which is another for buyers."""
    text = browse(who).get(PAGE).text.replace("\u202f", " ").replace("\xa0", " ")
    return text.partition('class="page-head"')[2].partition("</main>")[0]


def test_before_anything_is_published_the_page_says_so(browse: Browse) -> None:
    for who in ("alice", "brigitte"):
        assert 'class="empty"' in main(browse, who)


@pytest.mark.usefixtures("two_quarters")
def test_every_reader_gets_the_same_bytes(browse: Browse) -> None:
    """A sister firm, a rival, a buyer who works for a firm, one who works for none."""
    pages = {main(browse, who) for who in ("alice", "bob", "charlie", "dora", "conrad", "brigitte")}
    assert len(pages) == 1


@pytest.mark.usefixtures("two_quarters")
def test_it_holds_totals_and_nothing_of_a_firm(browse: Browse) -> None:
    page = main(browse, "charlie")
    assert "800,00 €" in page
    assert "n.c." in page
    names = [name for _code, name, _siren, _group in MEMBERS] + [f"secrète {code}" for code in FIRMS]
    assert not [name for name in names if name in page]
    assert "7 413" not in page
    assert "7413" not in page


@pytest.mark.usefixtures("two_quarters")
def test_neither_the_rule_nor_a_number_that_grows_is_on_it(browse: Browse) -> None:
    page = main(browse, "alice")
    assert not re.search(r"minimum|trois entreprises|10 %|publication[_-]?id|data-id", page)


@pytest.mark.usefixtures("two_quarters")
def test_an_open_campaign_adds_nothing_to_it(browse: Browse, viewer: LookAs) -> None:
    before = main(browse, "alice")
    system = viewer("system")
    campaign = close(system, "T2")
    ask(system, "PAP-A4", EVEN, campaign="T2")
    system.session.commit()
    assert campaign.state == "closed"
    assert main(browse, "alice") == before


def test_a_buyer_publishes_from_the_pools(browse: Browse, viewer: LookAs) -> None:
    system = viewer("system")
    settle_in(system)
    ask_all(system, EVEN)
    group(system)
    system.session.commit()
    buyer = browse("brigitte")
    assert "/consolidation/T1/publish" in buyer.get("/consolidation/T1").text
    answer = buyer.post("/consolidation/T1/publish")
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert "400,00 €" in main(browse, "alice")
    assert "/consolidation/T1/publish" not in buyer.get("/consolidation/T1").text
    again = buyer.post("/consolidation/T1/publish")
    assert (again.status_code, again.location) == (303, "/consolidation/T1")


def test_too_early_is_refused_in_a_sentence(browse: Browse) -> None:
    buyer = browse("brigitte")
    assert buyer.post("/consolidation/T1/publish").status_code == 303
    assert "ne se publient" in buyer.get("/consolidation/T1").text
    assert "/consolidation/T1/publish" not in buyer.get("/consolidation/T1").text


def test_members_find_it_from_their_first_page_and_cannot_publish(browse: Browse) -> None:
    assert f'href="{PAGE}"' in browse("alice").get("/needs/").text
    assert browse("alice").post("/consolidation/T1/publish").status_code == 404
    assert browse("adele").get(PAGE).status_code == 404


@pytest.mark.usefixtures("two_quarters")
def test_an_older_publication_opens_as_it_was(browse: Browse) -> None:
    page = browse("alice").get(PAGE).text
    assert "/consolidation/totals/T0/1" in page
    assert "Trimestre T0" in page
    older = browse("alice").get("/consolidation/totals/T0/1").text
    assert "400,00" in older.replace("\u202f", " ")
    assert "800,00" not in older
    assert "T3 2026" not in older.partition('id="published-items"')[2].partition("</table>")[0]


@pytest.mark.usefixtures("two_quarters")
@pytest.mark.parametrize("where", ["T0/2", "T1/2", "T9/1", "T1/0"])
def test_what_was_never_published_never_existed(browse: Browse, where: str) -> None:
    assert browse("alice").get(f"/consolidation/totals/{where}").status_code == 404


@pytest.mark.usefixtures("two_quarters")
def test_every_reader_gets_the_same_bytes_of_an_older_one_too(browse: Browse) -> None:
    pages = {
        browse(who).get("/consolidation/totals/T0/1").text.partition('class="page-head"')[2].partition("</main>")[0]
        for who in ("alice", "charlie", "dora")
    }
    assert len(pages) == 1
