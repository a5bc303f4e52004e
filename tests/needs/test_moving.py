"""Lines stand in the order in which their firm put them."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from pooling.needs.queries import SPREAD
from tests.needs.acts import Browse, LookAs, held
from tests.needs.test_grid import form, sent

KEYS = {name: name * 32 for name in "abcd"}
URL = "/needs/T1/lines"


def enter(client: FlaskClient, name: str, **more: str) -> None:
    answer = client.post(f"{URL}/{KEYS[name]}", data={"what": "FOR-6", "quantity": "1", "remark": name, **more})
    assert answer.status_code == 200


def order(viewer: LookAs) -> str:
    return "".join(need.key[0] for need in held(viewer))


@pytest.fixture
def alice(browse: Browse) -> FlaskClient:
    client = browse("alice")
    for name in "abc":
        enter(client, name)
    return client


def move(client: FlaskClient, name: str, **spot: str) -> Any:
    said = {"key": KEYS[name], "version": 1, "do": "move", **{way: KEYS.get(key, key) for way, key in spot.items()}}
    return client.post(URL, json={"lines": [said]}).get_json()["lines"][0]


@pytest.mark.parametrize(
    ("name", "spot", "expected"),
    [
        ("c", {"before": "a"}, "cab"),
        ("c", {"before": "b"}, "acb"),
        ("a", {"after": "b"}, "bac"),
        ("a", {"after": "c"}, "bca"),
        ("a", {"before": "a"}, "abc"),
        ("a", {"before": "0" * 32}, "abc"),  # a neighbour that is gone
    ],
)
def test_a_line_goes_beside_its_neighbour(
    alice: FlaskClient, viewer: LookAs, name: str, spot: dict[str, str], expected: str
) -> None:
    move(alice, name, **spot)
    assert order(viewer) == expected
    enter(alice, "d")
    assert order(viewer) == f"{expected}d"  # what is entered later comes last


def test_a_move_is_no_change_of_the_line(alice: FlaskClient, browse: Browse, viewer: LookAs) -> None:
    assert move(alice, "c", before="a")["version"] == 1
    answer = browse("bob").post(f"{URL}/{KEYS['c']}", data={"what": "FOR-6", "quantity": "2", "version": "1"})
    assert answer.get_json()["version"] == 2
    assert order(viewer) == "cab"


def test_room_is_never_used_up(alice: FlaskClient, viewer: LookAs) -> None:
    for turn in range(50):
        move(alice, "bc"[turn % 2], after="a")
    assert order(viewer) == "acb"
    assert all((need.position or 0) < 10 * SPREAD for need in held(viewer))


def test_a_line_entered_between_others_stays_there(alice: FlaskClient, viewer: LookAs) -> None:
    enter(alice, "d", before=KEYS["b"])
    assert order(viewer) == "adbc"


def test_a_line_brought_back_stands_where_it_stood(alice: FlaskClient, viewer: LookAs) -> None:
    alice.post(f"{URL}/{KEYS['a']}/remove")
    alice.post(f"{URL}/{KEYS['a']}/restore", data={"before": KEYS["b"]})
    assert order(viewer) == "abc"
    alice.post(f"{URL}/{KEYS['b']}/remove")
    said = {"key": KEYS["b"], "do": "restore", "before": KEYS["c"], "values": {"what": "FOR-6", "quantity": "1"}}
    alice.post(URL, json={"lines": [said]})
    assert order(viewer) == "abc"


def test_recap_and_workbook_follow_the_order(alice: FlaskClient) -> None:
    move(alice, "c", before="a")
    recap = alice.get("/needs/T1/recap").text
    places = [recap.index(f"<small>{name}</small>") for name in "cab"]
    assert places == sorted(places)


def test_without_javascript_a_button_moves_it(alice: FlaskClient, viewer: LookAs) -> None:
    rows = [sent(KEYS[name], "1", what="FOR-6", quantity="1", remark=name) for name in "abc"]
    page = alice.post("/needs/T1", data=form(*rows, do=f"up:{KEYS['c']}")).text
    assert order(viewer) == "acb"
    assert page.index(f'data-key="{KEYS["c"]}"') < page.index(f'data-key="{KEYS["b"]}"')
    assert f'value="up:{KEYS["c"]}"' in page  # open still, to go on
    alice.post("/needs/T1", data=form(*rows, do=f"up:{KEYS['a']}"))
    assert order(viewer) == "acb"
    answer = alice.post("/needs/T1", data=form(*rows, do=f"remove:{KEYS['a']}"))
    assert f"before={KEYS['b']}" in answer.location


def test_charlie_moves_nothing_of_alices(alice: FlaskClient, browse: Browse, viewer: LookAs) -> None:
    charlie = browse("charlie")
    enter(charlie, "d")
    assert move(charlie, "c", before="a")["state"] == "removed"  # as a line that never was
    move(charlie, "d", before="a")
    assert order(viewer) == "abc"
