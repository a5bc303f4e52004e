"""The fields of families in the grid, in the recap, in the journal, and between two people."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.category_fields import FieldKind
from pooling.catalogue.family_fields import FieldFacts, edit_field, remove_field, switch_field
from pooling.catalogue.field_queries import family_field
from pooling.journal.models import Entry
from pooling.journal.rules import record
from pooling.needs import rules
from tests.catalogue.declaring import DIAMETER, declare, family, tooling
from tests.catalogue.test_fields import specify
from tests.needs import acts
from tests.needs.acts import KEY, Browse, LookAs
from tests.needs.test_renew import enter_before

LINES = f"/needs/T1/lines/{KEY}"
DRILL = {"what": "Foret étagé", "family": "Outillage > Forets", "quantity": "3", "unit": "pièce"}


@pytest.fixture
def tools(viewer: LookAs, leave: Callable[[], None]) -> None:
    buyer = viewer("brigitte")
    tooling(buyer)
    specify(buyer, "FOR-6", diametre="6")
    leave()


def save(client: FlaskClient, **texts: str) -> dict[str, object]:
    answer = client.post(LINES, data={**DRILL, **texts})
    assert answer.json is not None
    return dict(answer.json, status=answer.status_code)


def asked(client: FlaskClient, **chosen: str) -> list[str]:
    page = client.get("/needs/T1/fields", query_string=chosen).text
    return re.findall(r'data-field="x\.([^"]+)"', page)


def test_a_family_asks_for_its_fields_and_an_item_only_for_what_it_leaves_open(tools: None, browse: Browse) -> None:
    alice = browse("alice")
    everything = ["diametre", "fiche-technique", "nuance", "revetu"]
    assert asked(alice, family="Outillage > Forets") == everything
    assert asked(alice, family="outillage") == everything[:2]
    assert asked(alice, item="FOR-6") == everything[1:]
    assert asked(alice, item="PAP-A4") == []
    assert asked(alice, family="nulle part") == []
    assert "Diamètre 6 mm" in alice.get("/needs/T1/fields?item=FOR-6").text


def test_values_are_saved_as_they_are_meant(tools: None, browse: Browse, viewer: LookAs) -> None:
    told = save(browse("alice"), **{"x.diametre": "0,85 cm", "x.nuance": "gc 1125", "x.revetu": "no"})
    assert told["status"] == 200
    values = told["values"]
    assert isinstance(values, dict)
    assert (values["x.diametre"], values["x.nuance"], values["x.revetu"]) == ("8,5", "GC 1125", "no")
    (need,) = acts.held(viewer)
    assert need.fields == {"diametre": "8.5", "nuance": "GC 1125", "revetu": "no"}


def test_a_wrong_value_is_refused_at_its_input_and_stays(tools: None, browse: Browse, viewer: LookAs) -> None:
    told = save(browse("alice"), **{"x.diametre": "8 kg", "x.nuance": "4336"})
    assert told["status"] == 422
    assert isinstance(told["faults"], dict)
    assert set(told["faults"]) == {"x.diametre", "x.nuance"}
    assert isinstance(told["values"], dict)
    assert told["values"]["x.diametre"] == "8 kg"
    assert acts.held(viewer) == []


def test_a_line_is_saved_without_what_is_required_and_asked_for_it_before_submitting(
    tools: None, browse: Browse, viewer: LookAs
) -> None:
    alice = browse("alice")
    assert save(alice)["status"] == 200
    page = alice.get("/needs/T1/recap").text
    assert "Diamètre" in page.split("data-doubts")[1].split("</ul>")[0]
    assert "data-lacking" in page
    assert alice.post("/needs/T1/submit").status_code == 422
    assert alice.post("/needs/T1/submit", data={"aware": "1"}).status_code == 303
    assert "data-lacking" not in alice.get("/needs/T1/recap").text


def test_what_the_item_says_itself_is_not_lacking(tools: None, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    save(alice, item="FOR-6", what="FOR-6", family="", unit="")
    page = alice.get("/needs/T1/recap").text
    assert "data-lacking" not in page


def test_the_recap_and_the_grid_show_the_values(tools: None, browse: Browse) -> None:
    alice = browse("alice")
    save(alice, **{"x.diametre": "8,5", "x.nuance": "4325"})
    assert "Diamètre 8,5 mm, nuance 4325" in alice.get("/needs/T1/recap").text
    grid = alice.get("/needs/T1").text
    assert re.search(rf'value="8,5"[^>]*name="{KEY}.x.diametre"', grid)
    assert re.search(r'<option value="4325" selected', grid)


def test_without_javascript_the_details_bring_the_fields(tools: None, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    row = {f"{KEY}.{name}": text for name, text in DRILL.items()}
    page = alice.post("/needs/T1", data={"key": KEY, **row, "do": f"details:{KEY}"})
    assert f'name="{KEY}.x.diametre"' in page.text
    version = {f"{KEY}.version": "1", f"{KEY}.x.diametre": "8"}
    assert alice.post("/needs/T1", data={"key": KEY, **row, **version}).status_code == 303
    (need,) = acts.held(viewer)
    assert need.fields == {"diametre": "8"}


def test_a_line_that_lacks_what_is_required_shows_its_details(tools: None, browse: Browse) -> None:
    alice = browse("alice")
    save(alice)
    assert f'name="{KEY}.x.diametre"' in alice.get("/needs/T1").text


def test_another_family_leaves_the_values_of_the_first_behind(tools: None, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    save(alice, **{"x.diametre": "8,5", "x.nuance": "4325"})
    save(alice, version="1", family="Bureau", **{"x.diametre": "8,5", "x.nuance": "4325"})
    (need,) = acts.held(viewer)
    assert need.fields == {}


def test_a_field_no_longer_asked_for_stays_on_the_line_that_has_it(
    tools: None, browse: Browse, viewer: LookAs, leave: Callable[[], None]
) -> None:
    alice = browse("alice")
    save(alice, **{"x.nuance": "4325"})
    buyer = viewer("brigitte")
    switch_field(buyer, family_field(buyer, family(buyer, "Outillage > Forets"), "nuance"), active=False)
    leave()
    assert f'name="{KEY}.x.nuance"' in alice.get("/needs/T1").text
    save(alice, version="1", quantity="4", **{"x.nuance": "4325"})
    (need,) = acts.held(viewer)
    assert (need.wanted, need.fields) == (Decimal(4), {"nuance": "4325"})
    assert asked(alice, family="Outillage > Forets") == ["diametre", "fiche-technique", "revetu"]


def test_the_journal_tells_values_and_a_removed_line_comes_back_with_them(
    tools: None, browse: Browse, viewer: LookAs
) -> None:
    alice = browse("alice")
    save(alice, **{"x.diametre": "8,5"})
    alice.post(f"{LINES}/remove", data={"version": "1"})
    assert acts.held(viewer) == []
    alice.post(f"{LINES}/restore")
    (need,) = acts.held(viewer)
    assert need.fields == {"diametre": "8.5"}
    entry = viewer("system").session.scalars(select(Entry).where(Entry.verb == "needs.remove")).one()
    assert entry.before is not None
    assert entry.before["fields"] == {"diametre": "8.5"}
    page = browse("alice").get("/journal/").text
    assert re.search(r"<dt>Diamètre</dt>\s*<dd>\s*<del>.*?8,5 mm</del>", page, re.DOTALL)
    assert "diametre" not in page


def test_the_journal_tells_a_change_field_by_field_as_the_fields_are_called_now(
    tools: None, browse: Browse, viewer: LookAs, leave: Callable[[], None]
) -> None:
    alice = browse("alice")
    save(alice, **{"x.diametre": "8", "x.revetu": "yes"})
    save(alice, version="1", **{"x.diametre": "9", "x.revetu": "yes"})
    buyer = viewer("brigitte")
    diameter = family_field(buyer, family(buyer, "Outillage"), "diametre")
    edit_field(buyer, diameter, replace(DIAMETER, label="Diamètre de coupe"))
    leave()
    page = alice.get("/journal/").text
    changed = page.split('data-verb="needs.change"')[1].split("</tr>")[0]
    assert re.findall(r"<dt>(.*?)</dt>", changed) == ["Diamètre de coupe"]
    assert "8 mm</del>" in changed
    assert "9 mm</ins>" in changed
    assert "Revêtu" in page  # when it was entered
    assert "oui</ins>" in page


def test_a_field_that_is_gone_is_told_without_its_code(
    tools: None, browse: Browse, viewer: LookAs, leave: Callable[[], None]
) -> None:
    alice = browse("alice")
    save(alice, **{"x.nuance": "4325"})
    alice.post(f"{LINES}/remove", data={"version": "1"})
    buyer = viewer("brigitte")
    remove_field(buyer, family_field(buyer, family(buyer, "Outillage > Forets"), "nuance"))
    leave()
    page = alice.get("/journal/").text
    assert "4325</del>" in page
    assert "nuance" not in page.casefold()
    buyer = viewer("brigitte")
    declare(buyer, "EPI", FieldFacts("Nuance", FieldKind.NUMBER))
    specify_line_with_words(buyer)
    leave()
    assert "GC 1125" in alice.get("/journal/").text


def specify_line_with_words(buyer: Viewer) -> None:
    """What the journal kept of a field whose name is a number's today."""
    firm = acts.member(buyer)
    record(buyer, "needs.remove", f"need:{KEY}", member_id=firm.id, before={"fields": {"nuance": "GC 1125"}})
    buyer.session.commit()


def test_two_people_choose_field_by_field(tools: None, browse: Browse, viewer: LookAs) -> None:
    alice, bob = browse("alice"), browse("bob")
    save(alice, **{"x.diametre": "8", "x.nuance": "4325", "x.revetu": "yes"})
    save(bob, version="1", **{"x.diametre": "9", "x.nuance": "4325", "x.revetu": "no"})
    told = save(alice, version="1", **{"x.diametre": "8", "x.nuance": "4315", "x.revetu": "yes"})
    assert told["status"] == 409
    conflict = str(told["conflict"])
    assert "Diamètre (mm)" in conflict
    assert "oui" in conflict
    assert "non" in conflict
    answer = alice.post(
        LINES,
        data={
            **DRILL,
            "version": "2",
            "x.diametre": "8",
            "x.nuance": "4315",
            "x.revetu": "yes",
            "take": ["x.diametre"],
        },
    )
    assert answer.status_code == 200
    (need,) = acts.held(viewer)
    assert need.fields == {"diametre": "9", "nuance": "4315", "revetu": "yes"}


def test_last_quarters_line_is_renewed_with_its_values(tools: None, browse: Browse, viewer: LookAs) -> None:
    system = viewer("system")
    enter_before(system, "T0", acts.described(system, fields={"diametre": "8"}))
    alice = browse("alice")
    page = alice.get("/needs/T1/renew").text
    assert "Diamètre 8 mm" in page
    key = re.search(r'name="line"\s*value="([^"]+)"', page)
    assert key is not None
    alice.post("/needs/T1/renew", data={"line": key[1], f"quantity.{key[1]}": "5"})
    (need,) = acts.held(viewer)
    assert need.fields == {"diametre": "8"}


def test_a_value_for_a_code_nobody_declared_is_nothing(tools: None, browse: Browse, viewer: LookAs) -> None:
    assert save(browse("alice"), **{"x.couleur": "rouge", "x.": "1"})["status"] == 200
    (need,) = acts.held(viewer)
    assert need.fields == {}


def test_without_values_a_key_is_what_it_was(tools: None, viewer: LookAs) -> None:
    alice: Viewer = viewer("alice")
    need = rules.save(alice, acts.campaign(alice), acts.described(alice, designation="Foret étagé"), key=KEY)
    assert need.pool_key == "text:foret etage\tc62"
