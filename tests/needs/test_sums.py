"""Sums under the grid say what they do not hold: a line without a price costs something all the same."""

from __future__ import annotations

from typing import Any

from tests.needs.acts import KEY, OTHER, Browse
from tests.needs.test_line import JSON

DRILL = {"what": "FOR-6", "quantity": "4"}
PAPER = {"what": "PAP-A4", "quantity": "2", "price": "5"}


def told(browse: Browse, key: str, **line: str) -> dict[str, Any]:
    found: dict[str, Any] = browse("alice").post(f"/needs/T1/lines/{key}", data=line, headers=JSON).get_json()["total"]
    return found


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_what_has_no_price_is_counted_and_not_nought(browse: Browse) -> None:
    first = told(browse, KEY, **DRILL)
    assert (first["amount"], first["unpriced"]) == ("–", "1 ligne sans prix")
    assert [family["amount"] for family in first["families"]] == ["–"]
    both = told(browse, OTHER, **PAPER)
    assert (plain(both["amount"]), both["unpriced"]) == ("10,00 €", "1 ligne sans prix")
    assert {family["name"]: plain(family["amount"]) for family in both["families"]} == {
        "Bureau": "10,00 €",
        "Outillage": "–",
    }
    page = plain(browse("alice").get("/needs/T1").text)
    assert "1 ligne sans prix" in page


def test_when_all_have_one_nothing_is_said_of_it(browse: Browse) -> None:
    assert told(browse, OTHER, **PAPER)["unpriced"] == ""


def test_before_the_first_line_it_is_nought(browse: Browse) -> None:
    assert "0,00" in browse("alice").get("/needs/T1").text
