"""Fields declared on screen by the group, and the values that items have in them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.catalogue import family_fields, queries, rules
from pooling.catalogue.family_fields import FieldFacts
from pooling.catalogue.field_queries import declared, own_fields
from pooling.catalogue.models import Item
from pooling.journal.models import Entry
from tests.catalogue.declaring import DIAMETER, GRADE, SIZE, declare, family, tooling

Browse = Callable[[str | None], FlaskClient]
Enter = Callable[[str], Viewer]
TOOLS, DRILLS = "/catalogue/families/outillage/fields", "/catalogue/families/outillage>forets/fields"
NUMBER = {"label": "Diamètre", "kind": "number", "unit": "MMT", "required": "y", "apart": "y"}
CHOICE = {"label": "Nuance", "kind": "choice", "choices": "4325\n\n4315 \n4325", "apart": "y"}


def labels(page: str) -> list[str]:
    return re.findall(r'<tr id="field-[^"]*"\s+data-field="([^"]+)"', page)


@pytest.mark.parametrize("clerk", ["brigitte", "adele"])
def test_a_field_is_declared_and_journaled(browse: Browse, viewer: Enter, clerk: str) -> None:
    assert browse(clerk).post(TOOLS, data=NUMBER).status_code == 303
    system = viewer("system")
    (field,) = own_fields(system, family(system, "Outillage"))
    assert (field.code, field.label, field.kind, field.unit) == ("diametre", "Diamètre", "number", "MMT")
    entry = system.session.scalars(select(Entry).where(Entry.verb == "catalogue.make_field")).one()
    assert entry.subject == "category:outillage"
    assert entry.after is not None
    assert entry.after["field"] == "Diamètre"


@pytest.mark.parametrize("who", ["alice", None])
def test_members_declare_nothing(browse: Browse, who: str | None) -> None:
    assert browse(who).post(TOOLS, data=NUMBER).status_code in {401, 404}
    assert browse("brigitte").get(TOOLS).text.count("data-field=") == 0


def test_a_family_inherits_and_says_from_where(browse: Browse) -> None:
    clerk = browse("brigitte")
    clerk.post(TOOLS, data=NUMBER)
    clerk.post(DRILLS, data=CHOICE)
    page = clerk.get(DRILLS).text
    assert labels(page) == ["diametre", "nuance"]
    assert "data-inherited" in page.split('data-field="nuance"')[0]
    assert labels(clerk.get(TOOLS).text) == ["diametre"]


def test_choices_are_the_lines_that_were_typed(browse: Browse, viewer: Enter) -> None:
    browse("brigitte").post(DRILLS, data=CHOICE)
    assert declared(viewer("alice")).by_code["nuance"].choices == ("4325", "4315")


@pytest.mark.parametrize(
    "wrong",
    [{"label": " "}, {"label": "x" * 61}, {**CHOICE, "choices": "une seule"}, {**CHOICE, "choices": ""},
     {"kind": "colour"}, {"unit": "BX"}],
)  # fmt: skip
def test_a_wrong_field_is_refused_and_stays_on_the_page(browse: Browse, wrong: dict[str, str]) -> None:
    answer = browse("brigitte").post(TOOLS, data={**NUMBER, **wrong})
    assert answer.status_code == 422
    assert labels(answer.text) == []


@pytest.mark.parametrize("where", [TOOLS, DRILLS])
def test_no_two_fields_of_an_item_share_a_name(browse: Browse, where: str) -> None:
    clerk = browse("brigitte")
    clerk.post(TOOLS, data=NUMBER)
    assert clerk.post(where, data={**NUMBER, "label": "DIAMETRE"}).status_code == 422


def test_a_name_taken_below_is_not_taken_above(browse: Browse) -> None:
    clerk = browse("brigitte")
    clerk.post(DRILLS, data=NUMBER)
    assert clerk.post(TOOLS, data=NUMBER).status_code == 422
    assert clerk.post("/catalogue/families/epi/fields", data=NUMBER).status_code == 303, "another branch may have it"


def test_two_fields_of_one_name_have_codes_of_their_own(viewer: Enter) -> None:
    buyer = viewer("brigitte")
    one, other = declare(buyer, "Outillage", DIAMETER) + declare(buyer, "EPI", DIAMETER)
    assert (one.code, other.code) == ("diametre", "diametre-2")


def test_a_branch_is_not_hung_where_its_fields_have_a_namesake(viewer: Enter) -> None:
    buyer = viewer("brigitte")
    declare(buyer, "Outillage > Forets", SIZE)
    declare(buyer, "EPI", SIZE)
    with pytest.raises(Refusal) as refusal:
        rules.move_category(buyer, family(buyer, "Outillage > Forets"), "Forets", family(buyer, "EPI"))
    assert refusal.value.code == "label_taken"


def test_fields_are_put_in_order_by_buttons(browse: Browse, viewer: Enter) -> None:
    clerk = browse("brigitte")
    for label in ("Un", "Deux", "Trois"):
        clerk.post(TOOLS, data={"label": label, "kind": "text"})
    assert clerk.post(f"{TOOLS}/trois/move", data={"step": "up"}).location.endswith("#field-trois")
    clerk.post(f"{TOOLS}/un/move", data={"step": "up"})  # the first stays the first
    assert labels(clerk.get(TOOLS).text) == ["un", "trois", "deux"]
    clerk.post(f"{TOOLS}/un/move", data={"step": "down"})
    assert labels(clerk.get(TOOLS).text) == ["trois", "un", "deux"]
    verbs = viewer("system").session.scalars(select(Entry.verb).where(Entry.verb == "catalogue.move_field")).all()
    assert len(verbs) == 2


def test_a_name_and_choices_change_and_values_stay(browse: Browse, viewer: Enter) -> None:
    buyer = viewer("brigitte")
    declare(buyer, "Outillage > Forets", GRADE)
    specify(buyer, "FOR-6", nuance="4315")
    buyer.session.commit()
    changed = {"label": "Nuance de carbure", "choices": "4325\nGC 1125\nKC 20", "apart": "y"}
    assert browse("adele").post(f"{DRILLS}/nuance", data=changed).status_code == 303
    field = declared(viewer("alice")).by_code["nuance"]
    assert (field.label, field.choices, field.retired) == ("Nuance de carbure", ("4325", "GC 1125", "KC 20"), ("4315",))
    page = browse("alice").get("/catalogue/items/FOR-6").text
    assert "Nuance de carbure" in page
    assert "4315" in page
    form = browse("brigitte").get("/catalogue/items/FOR-6/edit").text
    assert re.search(r'<option value="4315" selected', form), "what is no longer offered stays where it was chosen"
    assert "4315" not in browse("brigitte").get("/catalogue/items/FOR-68/edit").text


def test_a_used_field_is_retired_and_never_deleted(browse: Browse, viewer: Enter) -> None:
    buyer = viewer("brigitte")
    declare(buyer, "Outillage", DIAMETER, GRADE)
    specify(buyer, "FOR-6", diametre="6")
    buyer.session.commit()
    clerk = browse("brigitte")
    for code in ("diametre", "nuance"):
        clerk.post(f"{TOOLS}/{code}/remove")
    assert labels(clerk.get(TOOLS).text) == ["diametre"]
    clerk.post(f"{TOOLS}/diametre/switch", data={"active": "0"})
    assert "6 mm" in browse("alice").get("/catalogue/items/FOR-6").text
    assert "Diamètre" not in browse("alice").get("/catalogue/items/FOR-68").text
    clerk.post(f"{TOOLS}/diametre/switch", data={"active": "1"})
    assert "Diamètre" in browse("alice").get("/catalogue/items/FOR-68").text


def test_a_field_of_another_family_does_not_exist_here(browse: Browse) -> None:
    clerk = browse("brigitte")
    clerk.post(TOOLS, data=NUMBER)
    assert clerk.get(f"{TOOLS}/diametre").status_code == 200
    assert clerk.get(f"{DRILLS}/diametre").status_code == 404
    assert clerk.post(f"{DRILLS}/diametre/remove").status_code == 404


def test_the_preview_shows_what_a_member_will_see(browse: Browse) -> None:
    clerk = browse("brigitte")
    clerk.post(TOOLS, data=NUMBER)
    preview = clerk.get(DRILLS).text.split('id="preview"')[1]
    assert "Diamètre" in preview
    assert "mm" in preview
    assert 'name="fields' not in preview


def test_an_item_takes_the_values_of_its_family(browse: Browse, viewer: Enter) -> None:
    tooling(viewer("brigitte"))
    data = edited(viewer, "FOR-68") | {"fields.diametre": "0,68 cm", "fields.nuance": "gc 1125", "fields.revetu": "yes"}
    assert browse("brigitte").post("/catalogue/items/FOR-68/edit", data=data).status_code == 302
    item = queries.item(viewer("alice"), "FOR-68")
    assert item.fields == {"diametre": "6.8", "nuance": "GC 1125", "revetu": "yes"}
    page = browse("alice").get("/catalogue/items/FOR-68").text
    assert "6,8 mm" in page
    assert "oui" in page
    entry = viewer("system").session.scalars(select(Entry).where(Entry.verb == "catalogue.edit_item")).one()
    assert entry.after is not None
    assert entry.after["fields"]["diametre"] == "6.8"


def test_a_value_that_cannot_be_read_is_told_at_its_input(browse: Browse, viewer: Enter) -> None:
    tooling(viewer("brigitte"))
    data = edited(viewer, "FOR-68") | {"fields.diametre": "6 kg", "fields.nuance": "4325"}
    answer = browse("brigitte").post("/catalogue/items/FOR-68/edit", data=data)
    assert answer.status_code == 422
    assert 'value="6 kg"' in answer.text
    assert re.search(r'<option value="4325" selected', answer.text)
    assert queries.item(viewer("alice"), "FOR-68").fields == {}


def test_another_family_shows_its_fields_before_anything_is_saved(browse: Browse, viewer: Enter) -> None:
    tooling(viewer("brigitte"))
    data = edited(viewer, "PAP-A4") | {"category": "outillage", "do": "fields", "name": "Autre"}
    answer = browse("brigitte").post("/catalogue/items/PAP-A4/edit", data=data)
    assert answer.status_code == 200
    assert 'name="fields.diametre"' in answer.text
    assert 'name="fields.nuance"' not in answer.text
    assert queries.item(viewer("alice"), "PAP-A4").name != "Autre"


def test_values_of_the_family_that_was_left_are_left_with_it(viewer: Enter) -> None:
    buyer = viewer("brigitte")
    tooling(buyer)
    specify(buyer, "FOR-6", diametre="6", nuance="4325")
    item = queries.item(buyer, "FOR-6")
    facts = rules.ItemFacts(item.name, family(buyer, "Outillage"), item.base_unit, fields=item.fields)
    rules.edit_item(buyer, item, facts)
    assert item.fields == {"diametre": "6"}


def specify(viewer: Viewer, code: str, **values: str) -> Item:
    item = queries.item(viewer, code)
    facts = rules.ItemFacts(
        item.name, item.category, item.base_unit, item.maker, item.maker_reference, item.gtin, fields=values
    )
    rules.edit_item(viewer, item, facts)
    return item


def edited(viewer: Enter, code: str) -> dict[str, str]:
    """What the form of an item sends when nothing is changed."""
    system = viewer("system")
    item = queries.item(system, code)
    told = {"name": item.name, "category": item.category.code, "base_unit": item.base_unit}
    told |= {"maker": item.maker, "maker_reference": item.maker_reference, "gtin": item.gtin or ""}
    system.session.commit()
    return told


@pytest.mark.parametrize(
    ("text", "found"),
    [("6.8", ["FOR-68"]), ("6,8", ["FOR-68"]), ("6,8mm", ["FOR-68"]), ("foret gc", ["FOR-68"]), ("4325", ["FOR-6"])],
)
def test_items_are_found_by_their_values(viewer: Enter, text: str, found: list[str]) -> None:
    buyer = viewer("brigitte")
    tooling(buyer)
    specify(buyer, "FOR-6", diametre="6", nuance="4325")
    specify(buyer, "FOR-68", diametre="6.8", nuance="GC 1125")
    buyer.session.commit()
    assert [item.code for item in queries.search_items(viewer("alice"), text)] == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"FOR-6", "FOR-68"}),
        ({"f.nuance": "4325"}, {"FOR-6"}),
        ({"f.nuance": "4315"}, set()),
        ({"f.revetu": "no"}, {"FOR-6"}),
        ({"f.diametre.from": "6", "f.diametre.to": "6"}, {"FOR-6"}),
        ({"f.diametre.from": "6,1"}, {"FOR-68"}),
        ({"f.diametre.to": "0,65 cm"}, {"FOR-6"}),
        ({"f.diametre.from": "6", "f.nuance": "GC 1125"}, {"FOR-68"}),
        ({"f.diametre.from": "six"}, {"FOR-6", "FOR-68"}),
        ({"f.nothing": "1"}, {"FOR-6", "FOR-68"}),
    ],
)
def test_the_catalogue_is_narrowed_by_fields(
    browse: Browse, viewer: Enter, asked: dict[str, str], found: set[str]
) -> None:
    buyer = viewer("brigitte")
    tooling(buyer)
    specify(buyer, "FOR-6", diametre="6", nuance="4325", revetu="no")
    specify(buyer, "FOR-68", diametre="6.8", nuance="GC 1125", revetu="yes")
    buyer.session.commit()
    page = browse("alice").get("/catalogue/", query_string={"family": "outillage>forets", **asked})
    assert set(re.findall(r'/catalogue/items/([^"]+)"', page.text)) == found


def test_a_bound_that_is_no_number_says_so_and_stays(browse: Browse, viewer: Enter) -> None:
    buyer = viewer("brigitte")
    tooling(buyer)
    specify(buyer, "FOR-6", diametre="6")
    buyer.session.commit()
    page = browse("alice").get("/catalogue/?family=outillage&f.diametre.from=six").text
    assert 'value="six"' in page
    assert "field-error" in page


def test_fields_are_offered_to_narrow_by_only_where_items_have_them(browse: Browse, viewer: Enter) -> None:
    tooling(viewer("brigitte"))
    assert "f.diametre" not in browse("alice").get("/catalogue/?family=outillage").text
    assert "facets" not in browse("alice").get("/catalogue/").text


def test_a_field_that_nothing_holds_is_deleted(viewer: Enter) -> None:
    buyer = viewer("brigitte")
    (field,) = declare(buyer, "Outillage", FieldFacts("Provisoire"))
    family_fields.remove_field(buyer, field)
    assert own_fields(buyer, family(buyer, "Outillage")) == []
