"""What a description may mean, found by the engine however it is spelled."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.catalogue import index, likeness
from pooling.catalogue.models import Category, Item
from pooling.catalogue.words import name_key, search_words

Enter = Callable[[str], Viewer]


def codes(viewer: Viewer, text: str, **more: object) -> list[str]:
    return [item.code for item in likeness.likely_items(viewer, text, **more)]  # type: ignore[arg-type]


def add(viewer: Viewer, code: str, name: str) -> None:
    family = viewer.session.scalars(select(Category).where(Category.path == "EPI > Gants")).one()
    search = search_words(name, code, "", "", None)
    item = Item(code=code, name=name, base_unit="PR", search=search, name_key=name_key(name))
    item.category = family
    viewer.session.add(item)
    viewer.session.flush()
    viewer.session.commit()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gant nitril T9", ["GAN-9"]),
        ("ramettes papier blanc A4 80gr", ["PAP-A4"]),
        ("forets carbure diam. 6,8", ["FOR-68"]),
        ("foret carbure Ø6,5", []),  # it is neither
        ("nappe en coton brodée", []),
        ("", []),
    ],
)
def test_what_is_meant_is_found_and_nothing_that_is_not(viewer: Enter, text: str, expected: list[str]) -> None:
    assert codes(viewer("alice"), text) == expected


def test_only_what_the_campaign_collects(viewer: Enter) -> None:
    alice = viewer("alice")
    office = alice.session.scalars(select(Category).where(Category.path == "Bureau")).one()
    assert codes(alice, "gants nitrile T9", families=[office.id]) == []


def test_what_buyers_change_is_known_at_once(viewer: Enter, system: Viewer, leave: Callable[[], None]) -> None:
    assert codes(viewer("alice"), "chaussures de sécurité pointure 42") == []
    leave()
    add(system, "CHA-42", "Chaussures de sécurité basses pointure 42")
    assert codes(viewer("alice"), "chaussure sécurité basse p. 42") == ["CHA-42"]
    leave()
    item = system.session.scalars(select(Item).where(Item.code == "CHA-42")).one()
    item.active = False
    system.session.commit()
    assert codes(viewer("alice"), "chaussure sécurité basse p. 42") == []


def test_while_a_large_catalogue_is_put_in_words_are_looked_for(viewer: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first who asks does not wait for fifty thousand items."""
    monkeypatch.setattr(index, "AT_ONCE", 2)
    monkeypatch.setattr(index, "_kept", {})  # one database after the other has the same name
    monkeypatch.setattr(index, "Thread", Never)
    assert codes(viewer("alice"), "gants nitrile") == ["GAN-9"]
    assert codes(viewer("alice"), "nitrile gants T9") == []


class Never:
    """A thread that has not come to anything yet."""

    def __init__(self, **_given: object) -> None: ...

    def start(self) -> None: ...


def test_when_it_is_put_in_it_answers(
    viewer: Enter, monkeypatch: pytest.MonkeyPatch, leave: Callable[[], None]
) -> None:
    monkeypatch.setattr(index, "AT_ONCE", 2)
    monkeypatch.setattr(index, "_kept", {})  # one database after the other has the same name
    assert codes(viewer("alice"), "nitrile gants T9") == []
    leave()
    for thread in threading.enumerate():
        if thread.daemon and thread is not threading.current_thread() and "_fill" in thread.name:
            thread.join()
    assert codes(viewer("alice"), "nitrile gants T9") == ["GAN-9"]


def test_the_picker_asks_for_it(browse: Callable[[str], FlaskClient]) -> None:
    found = browse("alice").get("/catalogue/pick?likely=1&q=gant+nitril+T9").get_json()["items"]
    assert [each["code"] for each in found] == ["GAN-9"]
    assert found[0]["packs"][0]["name"] == "boîte de 100"
