from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import pgettext

from pooling.journal.names import Words
from pooling.journal.sentences import VERBS, subject_told, verb_told
from pooling.journal.telling import LONGEST_VALUE, changes
from pooling.paths import PACKAGE


@pytest.fixture(autouse=True)
def context(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def field(code: str, value: str) -> tuple[str, str]:
    return {"diametre": "Diamètre", "nuance": "Nuance"}[code], f"{value} !"


words = Words(field, families={"forets": "Outillage > Forets"}, sites={(7, "QUAI"): "Quai du bas"})


def test_of_something_new_all_is_told() -> None:
    (change,) = changes(None, {"quantity": "12", "remark": "", "pack": None}, words)
    assert (change.before, change.after) == (None, "12")


def test_of_something_deleted_what_it_was() -> None:
    (change,) = changes({"quantity": "12"}, None, words)
    assert (change.before, change.after) == ("12", None)


def test_units_are_named() -> None:
    assert changes(None, {"unit": "KGM"}, words)[0].after != "KGM"


def test_fields_of_families_are_told_each_by_its_name() -> None:
    before, after = {"fields": {"diametre": "8", "nuance": "4325"}}, {"fields": {"diametre": "9", "nuance": "4325"}}
    (change,) = changes(before, after, words)
    assert (change.name, change.before, change.after) == ("Diamètre", "8 !", "9 !")
    first, second = changes(before, {"fields": {"nuance": "4315"}}, words)
    assert (first.name, first.before, first.after) == ("Diamètre", "8 !", None)
    assert (second.name, second.before, second.after) == ("Nuance", "4325 !", "4315 !")
    assert changes({"fields": {}}, {"fields": None}, words) == changes({}, {"fields": {"nuance": ""}}, words) == []


def test_codes_are_told_by_their_names_and_numbers_as_they_are_read() -> None:
    line = {
        "category": "forets", "site": "QUAI", "split": {"QUAI": "3.5", "AUTRE": "1"}, "firm": False, "flex_minus": "0",
        "flex_plus": "1234.5", "present_price": "12.5", "wanted_on": "2027-03-12",
    }  # fmt: skip
    told = {change.name: change.after for change in changes(None, line, words, 7)}
    assert [*told.values()] == [
        "Outillage > Forets", "Quai du bas", "Quai du bas: 3,5, AUTRE: 1", "estimée", "1\u202f234,5", "12,50\xa0€",
        "12 mars 2027",
    ]  # fmt: skip
    assert changes(None, {"site": "QUAI"}, words, 8)[0].after == "QUAI"  # another firm's is not looked for


def test_lists_and_objects_are_told_flat_and_long_texts_cut() -> None:
    families, nested, long = changes(None, {"families": ["A", "B"], "x": {"k": 1}, "remark": "é" * 40_000}, words)
    assert families.after == "A, B"
    assert nested.after == "k: 1"
    assert len(str(long.after)) == LONGEST_VALUE


def test_a_verb_without_a_sentence_is_told_by_its_name() -> None:
    assert verb_told("future.verb") == "future.verb"


def test_keys_and_numbers_of_the_database_are_not_shown() -> None:
    assert subject_told("order:T1-PAPETO").endswith("T1-PAPETO")
    assert subject_told("user:12") == ""
    assert subject_told("need:0123") == ""


def recorded() -> set[str]:
    """The verbs written out in calls of `record`; those put together there are not seen."""
    calls = (
        node
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record"
    )
    second = (call.args[1] for call in calls if len(call.args) > 1)
    return {verb.value for verb in second if isinstance(verb, ast.Constant) and isinstance(verb.value, str)}


def test_every_verb_recorded_has_its_sentence() -> None:
    assert recorded() <= VERBS.keys()


def test_states_are_told_in_words() -> None:
    (change,) = changes({"state": "in_consultation"}, {"state": "awarded"}, words)
    assert change.before == pgettext("campaign", "In consultation")
    assert change.after == pgettext("campaign", "Awarded") != "Awarded"
