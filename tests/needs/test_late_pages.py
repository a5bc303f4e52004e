"""The pages of late requests, without JavaScript: Alice asks and takes back, Brigitte answers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pooling.consolidation.rules import consolidate
from pooling.needs import rules
from tests.needs.acts import KEY, OTHER, Browse, LookAs, campaign, close, described, held, paper

Leave = Callable[[], None]
ASKED = "c" * 32
QUEUE = "/needs/T1/late/requests"
DECIDE = f"/needs/T1/answers/ARV/late/{ASKED}"
TYPED = {"what": "PAP-A4", "quantity": "7", "unit": "carton de 5"}


@pytest.fixture(autouse=True)
def closed(viewer: LookAs) -> None:
    """Alice's two lines in a campaign that is closed."""
    alice = viewer("alice")
    rules.save(alice, campaign(alice), paper(alice), key=KEY)
    rules.save(alice, campaign(alice), described(alice), key=OTHER)
    close(viewer)


def ask(client: FlaskClient, reason: str = "Commande reçue hier", line: str = "", **typed: str) -> TestResponse:
    row = {f"{ASKED}.{name}": value for name, value in {**TYPED, **typed}.items()}
    return client.post("/needs/T1/late", data={"key": ASKED, "reason": reason, "line": line, **row})


def states(page: str) -> list[str]:
    return re.findall(r'data-late="\w+" data-state="(\w+)"', page)


def test_the_recap_of_a_closed_campaign_leads_to_asking(browse: Browse) -> None:
    page = browse("alice").get("/needs/T1/recap").text
    assert "/needs/T1/late" in page
    assert f"/needs/T1/late?line={KEY}" in page


def test_an_open_campaign_asks_for_nothing_late(browse: Browse, viewer: LookAs) -> None:
    assert "/needs/T2/late" not in browse("alice").get("/needs/T0/recap").text
    assert ask(browse("alice")).status_code == 303


def test_a_line_is_asked_for_and_stands_in_the_recap(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    assert ask(alice).location == "/needs/T1/recap"
    page = alice.get("/needs/T1/recap").text
    assert states(page) == ["asked"]
    assert "Commande reçue hier" in page
    assert len(held(viewer)) == 2


def test_what_was_typed_stays_when_a_row_is_refused(browse: Browse) -> None:
    answer = ask(browse("alice"), quantity="beaucoup")
    assert answer.status_code == 422
    assert 'value="beaucoup"' in answer.text
    assert "Commande reçue hier" in answer.text
    assert not states(browse("alice").get("/needs/T1/recap").text)


def test_a_pack_in_free_words_is_asked_about_and_a_yes_asks_for_the_line(browse: Browse) -> None:
    alice = browse("alice")
    typed = {"what": "Savon d’atelier", "family": "EPI", "quantity": "3 bidons de 5 L", "unit": ""}
    asked = ask(alice, **typed)
    assert asked.status_code == 422
    assert f'value="yes:{ASKED}:0"' in asked.text
    row = {f"{ASKED}.{name}": value for name, value in typed.items()}
    answer = {"key": ASKED, "reason": "Oublié", "do": f"yes:{ASKED}:0", **row}
    assert alice.post("/needs/T1/late", data=answer).status_code == 303
    assert "3 × bidon de 5 litres" in alice.get("/needs/T1/recap").text


def test_what_is_asked_for_is_neither_moved_nor_has_files(browse: Browse) -> None:
    answer = ask(browse("alice"), quantity="beaucoup", flex_plus="2")
    assert f'name="{ASKED}.flex_plus"' in answer.text
    assert "up:" not in answer.text
    assert "data-files" not in answer.text


def test_nothing_typed_is_said_so(browse: Browse) -> None:
    answer = browse("alice").post("/needs/T1/late", data={"key": ASKED, "reason": "x"})
    assert answer.status_code == 422
    assert 'id="fault"' in answer.text


def test_without_a_reason_it_is_not_asked(browse: Browse) -> None:
    assert ask(browse("alice"), reason="").status_code == 422


def test_correcting_begins_with_the_line_as_it_stands(browse: Browse) -> None:
    page = browse("alice").get(f"/needs/T1/late?line={KEY}").text
    assert 'value="2"' in page
    assert f'name="line" value="{KEY}"' in page
    assert browse("charlie").get(f"/needs/T1/late?line={KEY}").status_code == 404


def test_a_correction_shows_what_would_change(browse: Browse) -> None:
    ask(browse("alice"), line=KEY)
    page = browse("brigitte").get(QUEUE).text
    changes = re.search(r'<ul class="late-changes[^>]*>(.*?)</ul>', page, re.DOTALL)
    assert changes is not None
    assert re.search(r"<del>.*2.*</del>\s*<ins>.*7.*</ins>", changes[1], re.DOTALL)


def test_a_line_no_longer_needed_is_said_with_one_tick(browse: Browse, viewer: LookAs) -> None:
    data = {"key": ASKED, "reason": "Annulé", "line": KEY, "gone": "1"}
    row = {f"{ASKED}.{name}": value for name, value in TYPED.items()}
    assert browse("alice").post("/needs/T1/late", data={**data, **row}).status_code == 303
    browse("brigitte").post(DECIDE, data={"do": "accept"})
    assert [need.key for need in held(viewer)] == [OTHER]


def test_it_is_taken_back_while_undecided(browse: Browse) -> None:
    alice = browse("alice")
    ask(alice)
    assert alice.post(f"/needs/T1/late/{ASKED}/withdraw").status_code == 303
    assert not states(alice.get("/needs/T1/recap").text)
    assert not states(browse("brigitte").get(QUEUE).text)


def test_buyers_find_the_number_where_they_look(browse: Browse) -> None:
    ask(browse("alice"))
    for page in ("/campaigns/T1", "/needs/T1/answers"):
        assert QUEUE in browse("brigitte").get(page).text
    assert QUEUE not in browse("conrad").get("/campaigns/T0").text


def test_a_buyer_accepts_and_the_firm_reads_it(browse: Browse, viewer: LookAs) -> None:
    ask(browse("alice"))
    assert browse("brigitte").post(DECIDE, data={"do": "accept", "answer": "C’est fait"}).status_code == 303
    page = browse("alice").get("/needs/T1/recap").text
    assert states(page) == ["accepted"]
    assert "C’est fait" in page
    assert "data-amendment" in page
    assert len(held(viewer)) == 3


def test_a_refusal_without_a_word_is_not_one(browse: Browse) -> None:
    ask(browse("alice"))
    brigitte = browse("brigitte")
    brigitte.post(DECIDE, data={"do": "refuse"})
    assert "Dites pourquoi" in brigitte.get(QUEUE).text
    assert states(browse("alice").get("/needs/T1/recap").text) == ["asked"]


@pytest.mark.parametrize("name", ["charlie", "conrad", "adele", "alice"])
def test_nobody_else_decides(name: str, browse: Browse) -> None:
    ask(browse("alice"))
    client = browse(name)
    answer = client.post(DECIDE, data={"do": "accept"})
    assert (answer.status_code, answer.data) == (404, client.get("/nowhere/at/all").data)


def test_a_conflicted_buyer_reads_what_is_not_barred_and_decides_nothing(browse: Browse, viewer: LookAs) -> None:
    ask(browse("alice"))
    page = browse("conrad").get(QUEUE).text
    assert states(page) == ["asked"]
    assert DECIDE not in page


def test_reading_the_queue_is_a_look(browse: Browse) -> None:
    ask(browse("alice"))
    browse("brigitte").get(QUEUE).close()
    assert "Brigitte" in browse("alice").get("/journal/looks").text


def test_a_buyer_asks_for_the_firm_that_telephones(browse: Browse) -> None:
    brigitte = browse("brigitte")
    row = {f"{ASKED}.{name}": value for name, value in TYPED.items()}
    page = "/needs/T1/answers/ARV/entry/late"
    assert 'data-behalf="ARV"' in brigitte.get(page).text
    assert brigitte.post(page, data={"key": ASKED, "reason": "Par téléphone", **row}).status_code == 303
    assert states(browse("alice").get("/needs/T1/recap").text) == ["asked"]


def test_the_pools_page_shows_what_waits_to_be_grouped_again(browse: Browse, viewer: LookAs, leave: Leave) -> None:
    brigitte, system = browse("brigitte"), viewer("system")
    consolidate(system, campaign(system))
    leave()
    ask(browse("alice"), line=KEY)
    brigitte.post(DECIDE, data={"do": "accept"})
    waiting = re.search(r"data-amendments>(.*?)</div>", brigitte.get("/consolidation/T1").text, re.DOTALL)
    assert waiting is not None
    assert re.search(r"<del>.*2.*</del>\s*<ins>.*7.*</ins>", waiting[1], re.DOTALL)
    brigitte.post("/consolidation/T1/consolidate")
    assert "data-amendments" not in brigitte.get("/consolidation/T1").text
    assert states(browse("alice").get("/needs/T1/recap").text) == ["accepted"]
