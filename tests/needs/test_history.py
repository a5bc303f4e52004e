"""While one types, what one's own firm has asked for before comes first, in the pack it was last asked for in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pooling.access.viewer import Viewer
from pooling.campaigns.models import State
from pooling.needs import rules
from pooling.needs.lines import Line
from tests.needs import acts
from tests.needs.acts import KEY, OTHER, Browse


@pytest.fixture
def history(system: Viewer) -> Viewer:
    """Alice's firm took the larger drill and paper by the pallet last quarter, Charlie's the smaller drill."""
    before = acts.campaign(system, "T0")
    before.state = State.OPEN
    one = Decimal(1)
    gloves = Line(item=acts.item(system, "GAN-9"), pack=acts.pack(system, "boîte de 100"), quantity=one)
    for key, member, line in (
        (KEY, "ARV", Line(item=acts.item(system, "FOR-68"), quantity=one)),
        (OTHER, "ARV", Line(item=acts.item(system), pack=acts.pack(system, "palette de 200"), quantity=one)),
        ("c" * 32, "ARV", gloves),
        (KEY, "GIF", Line(item=acts.item(system, "FOR-6"), quantity=one)),
    ):
        rules.save(system, before, line, key=key, member=acts.member(system, member))
    before.state = State.SETTLED
    system.session.commit()
    return system


def offered(browse: Browse, who: str, text: str, **more: str) -> list[dict[str, Any]]:
    answer = browse(who).get("/needs/T1/items", query_string={"q": text, **more})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.get_json()["items"]
    return found


def codes(found: list[dict[str, Any]]) -> list[str]:
    return [each["code"] for each in found]


def test_ones_own_comes_first_and_a_rivals_tells_nothing(history: Viewer, browse: Browse) -> None:
    assert codes(offered(browse, "alice", "foret")) == ["FOR-68", "FOR-6"]
    assert codes(offered(browse, "charlie", "foret")) == ["FOR-6", "FOR-68"]
    assert [each["last"] for each in offered(browse, "charlie", "foret")] == ["", None]


def test_a_reference_typed_whole_comes_before_ones_own(history: Viewer, browse: Browse) -> None:
    assert codes(offered(browse, "alice", "FC 600"))[0] == "FOR-6"


def test_it_is_told_in_which_pack_it_was_last_asked_for(history: Viewer, browse: Browse) -> None:
    (paper,) = offered(browse, "alice", "papier")
    assert (paper["last"], [pack["name"] for pack in paper["packs"]]) == (
        "palette de 200",
        ["carton de 5", "palette de 200"],
    )
    assert offered(browse, "charlie", "papier")[0]["last"] is None


def test_what_a_description_may_mean_is_told_so_too(history: Viewer, browse: Browse) -> None:
    assert offered(browse, "alice", "gant nitril T9", likely="1")[0]["last"] == "boîte de 100"
    assert offered(browse, "charlie", "gant nitril T9", likely="1")[0]["last"] is None


def test_of_families_that_are_not_collected_nothing_is_offered(history: Viewer, browse: Browse) -> None:
    acts.campaign(history).families = [acts.family(history, "Bureau")]
    history.session.commit()
    assert codes(offered(browse, "alice", "foret")) == []


def test_buyers_have_no_history_of_their_own(browse: Browse) -> None:
    assert browse("brigitte").get("/needs/T1/items?q=foret").status_code == 404
