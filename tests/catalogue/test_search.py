"""Items found as one types: by the index what a reading of the whole catalogue would find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from pooling.access.viewer import Viewer
from pooling.catalogue.models import Category, Item, ItemWord
from pooling.catalogue.queries import search_items
from pooling.catalogue.words import name_key, search_words, squeezed, typed_words

NAMES = (
    "Foret HSS 6,8 mm", "Foret étagé Ø8-12", "Papier A4 80 g", "Papier A3 80 g", "Vis 1/2\" inox A2", "Gant taille 9",
    "Colle\\époxy 50 ml", "Lame 10 x 20", "Œillet 10²", "Taraud M6", "Foret à bois 6 mm", "Papier peint",
)  # fmt: skip
TYPED = (
    "foret", "FORET 6", "6 foret", "papier a", "a4", "80", "étag", "oeil", "1/2\"", "x", "colle\\", "vs-a4 80/161",
    "vsa480161", "R-3", "r3", "zzz", "papier zzz", "", "%", "_", "ø8", "é", "p", "😀",
)  # fmt: skip


def told(number: int, name: str, family: int) -> dict[str, Any]:
    code, reference = f"N{number:03}", "VS-A4 80/161" if number == 2 else f"R-{number}"
    found_by = search_words(name, code, "", reference, None)
    names = {"code": code, "name": name, "name_key": name_key(name), "maker_reference": reference, "search": found_by}
    return {**names, "category_id": family, "base_unit": "C62"}


@pytest.fixture
def shelf(system: Viewer) -> Viewer:
    """Written in bulk, as a catalogue is loaded."""
    family = system.session.scalars(select(Category).where(Category.path == "Bureau")).one()
    system.session.execute(insert(Item), [told(number, name, family.id) for number, name in enumerate(NAMES)])
    return system


def read_through(viewer: Viewer, text: str) -> set[str]:
    """Every item looked at by itself."""
    words, whole = typed_words(text), squeezed(text)
    items = viewer.session.scalars(select(Item).where(Item.active)).all()
    return {item.code for item in items if not words or _is_found(item.search.split(), words, whole)}


def _is_found(kept: list[str], words: list[str], whole: str) -> bool:
    every_word = all(any(each.startswith(word) for each in kept) for word in words)
    return every_word or (bool(whole) and any(each.startswith(whole) for each in kept))


@pytest.mark.parametrize("text", TYPED)
def test_the_index_finds_what_the_whole_catalogue_holds(text: str, shelf: Viewer) -> None:
    assert {item.code for item in search_items(shelf, text, limit=100)} == read_through(shelf, text)


def test_an_item_is_found_by_its_new_name_and_no_longer_by_the_old(shelf: Viewer) -> None:
    item = shelf.session.scalars(select(Item).where(Item.code == "N009")).one()
    item.search = search_words("Filière M8", item.code, "", "", None)
    shelf.session.flush()
    assert [each.code for each in search_items(shelf, "filiere")] == ["N009"]
    assert not search_items(shelf, "taraud m6")


def test_words_go_with_their_item(shelf: Viewer) -> None:
    number = shelf.session.scalars(select(Item.id).where(Item.code == "N009")).one()
    shelf.session.execute(delete(Item).where(Item.id == number))
    assert not shelf.session.scalars(select(ItemWord.word).where(ItemWord.item_id == number)).all()


def test_a_member_finds_them_too(shelf: Viewer, viewer: Callable[[str], Viewer]) -> None:
    shelf.session.commit()
    assert [item.code for item in search_items(viewer("charlie"), "papier peint")] == ["N011"]
