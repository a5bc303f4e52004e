from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from pooling.needs import rules
from pooling.needs.models import Need
from pooling.needs.views.grid import PAGE
from tests.needs.acts import KEY, OTHER, Browse, LookAs, campaign, described, held, member, paper


def sent(key: str, version: str = "", **typed: str) -> dict[str, str]:
    """One row as a browser without JavaScript sends it."""
    return {f"{key}.{name}": value for name, value in {"version": version, **typed}.items()}


def form(*rows: dict[str, str], do: str = "save") -> dict[str, Any]:
    keys = [next(iter(row)).partition(".")[0] for row in rows]
    return {"key": keys, "do": do} | {name: value for row in rows for name, value in row.items()}


def test_an_empty_grid_offers_rows_to_type_in(browse: Browse) -> None:
    page = browse("alice").get("/needs/T1").text
    assert page.count("data-blank") == 4  # three rows, and the pattern of the rows to come
    assert "Outillage &gt; Forets" in page


def test_every_row_is_saved_at_once(browse: Browse, viewer: LookAs) -> None:
    answer = browse("alice").post(
        "/needs/T1",
        data=form(
            sent(KEY, what="PAP-A4", quantity="2", unit="carton de 5"),
            sent(OTHER, what="Foret étagé", family="Forets", quantity="3", unit="pièce", price="12,5"),
            sent("c" * 32, site="ARV-1"),
        ),
    )
    assert answer.status_code == 303
    assert [need.base_wanted for need in held(viewer)] == [Decimal(10), Decimal(3)]


def test_good_rows_are_saved_and_bad_ones_keep_what_was_typed(browse: Browse, viewer: LookAs) -> None:
    answer = browse("alice").post(
        "/needs/T1",
        data=form(
            sent(KEY, what="PAP-A4", quantity="2"), sent(OTHER, what="FOR-6", quantity="douze", remark="à l'arbre")
        ),
    )
    assert answer.status_code == 200
    assert 'value="douze"' in answer.text
    assert "à l&#39;arbre" in answer.text
    assert f'id="{OTHER}-why"' in answer.text
    assert [need.key for need in held(viewer)] == [KEY]


def test_only_bad_rows_are_a_refusal(browse: Browse) -> None:
    answer = browse("alice").post("/needs/T1", data=form(sent(KEY, what="FOR-6", quantity="0")))
    assert answer.status_code == 422


def test_a_stale_row_shows_both_values_and_saves_the_choice(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    alice.post("/needs/T1", data=form(sent(KEY, what="FOR-6", quantity="2", remark="a")))
    browse("bob").post("/needs/T1", data=form(sent(KEY, "1", what="FOR-6", quantity="7", remark="b")))
    answer = alice.post("/needs/T1", data=form(sent(KEY, "1", what="FOR-6", quantity="4", remark="c")))
    assert answer.status_code == 422
    assert f'name="{KEY}.take"' in answer.text
    assert 'value="4"' in answer.text
    chosen = form(sent(KEY, "2", what="FOR-6", quantity="4", remark="c"))
    assert alice.post("/needs/T1", data={**chosen, f"{KEY}.take": ["quantity"]}).status_code == 303
    need = held(viewer)[0]
    assert (need.wanted, need.remark) == (Decimal(7), "c")


def test_a_row_is_deleted_and_the_others_are_saved(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    alice.post("/needs/T1", data=form(sent(KEY, what="FOR-6", quantity="2")))
    answer = alice.post(
        "/needs/T1",
        data=form(
            sent(KEY, "1", what="FOR-6", quantity="9"), sent(OTHER, what="FOR-68", quantity="5"), do=f"remove:{KEY}"
        ),
    )
    assert answer.status_code == 303
    assert [need.key for need in held(viewer)] == [OTHER]
    page = alice.get(answer.location)
    assert f"/needs/T1/lines/{KEY}/restore" in page.text
    assert alice.post(f"/needs/T1/lines/{KEY}/restore").status_code == 303
    assert len(held(viewer)) == 2


def test_a_copy_is_a_new_row_not_saved_yet(browse: Browse, viewer: LookAs) -> None:
    answer = browse("alice").post("/needs/T1", data=form(sent(KEY, what="FOR-6", quantity="2"), do=f"duplicate:{KEY}"))
    assert answer.status_code == 200
    assert answer.text.count('data-state="changed"') == 1
    assert len(held(viewer)) == 1


def test_check_saves_and_goes_to_the_recap(browse: Browse) -> None:
    answer = browse("alice").post("/needs/T1", data=form(sent(KEY, what="FOR-6", quantity="2"), do="check"))
    assert answer.location == "/needs/T1/recap"


def test_an_answered_or_closed_campaign_shows_its_recap(browse: Browse, viewer: LookAs) -> None:
    assert browse("alice").get("/needs/T0").location == "/needs/T0/recap"
    alice = viewer("alice")
    rules.say_nothing(alice, campaign(alice))
    alice.session.commit()
    assert browse("alice").get("/needs/T1").location == "/needs/T1/recap"


def test_a_draft_campaign_is_not_there_yet(browse: Browse) -> None:
    assert browse("alice").get("/needs/T2").status_code == 404


def test_many_lines_come_in_pages(browse: Browse, viewer: LookAs) -> None:
    system = viewer("system")
    rules.enter_many(system, campaign(system), member(system), [described(system)] * (PAGE + 5))
    system.session.commit()
    client = browse("alice")
    assert client.get("/needs/T1").text.count('data-state="saved"') == PAGE
    assert client.get("/needs/T1?page=2").text.count('data-state="saved"') == 5


def test_what_others_typed_is_text(browse: Browse, viewer: LookAs) -> None:
    alice = viewer("alice")
    nasty = '"><script>alert(1)</script>'
    rules.save(alice, campaign(alice), described(alice, designation=nasty, remark=nasty), key=KEY)
    alice.session.commit()
    assert "<script>alert" not in browse("bob").get("/needs/T1").text
    assert "<script>alert" not in browse("bob").get("/needs/T1/recap").text


def test_charlies_grid_holds_nothing_of_alices(browse: Browse, viewer: LookAs) -> None:
    alice = viewer("alice")
    rules.save(alice, campaign(alice), paper(alice, remark="secret de l'Arve"), key=KEY)
    alice.session.commit()
    for path in ("/needs/", "/needs/T1", "/needs/T1/recap"):
        page = browse("charlie").get(path).text
        assert "secret" not in page
        assert KEY not in page
        assert "Arve" not in page


def test_present_price_and_supplier_are_marked_confidential(browse: Browse) -> None:
    page = browse("alice").get("/needs/T1").text
    assert page.count('aria-label="confidentiel"') == 2
    assert "seuls votre entreprise et les acheteurs du groupement les voient" in page


def test_a_line_of_an_earlier_day_says_the_day(browse: Browse, viewer: LookAs) -> None:
    browse("alice").post("/needs/T1/lines/" + KEY, data={"what": "FOR-6", "quantity": "4"})
    assert "enregistrée à" in browse("alice").get("/needs/T1").text.partition("<template")[0]
    system = viewer("system")
    need = system.session.scalars(select(Need)).one()
    need.changed_at = datetime(2025, 3, 5, 9, 30, tzinfo=UTC)
    system.session.commit()
    page = browse("alice").get("/needs/T1").text.partition("<template")[0]
    assert "enregistrée le 5 mars 2025" in page
    assert "enregistrée à" not in page


def test_without_javascript_all_that_is_wrong_with_a_row_is_said(browse: Browse) -> None:
    page = browse("alice").post("/needs/T1", data=form(sent(KEY, what="Colle", quantity="beaucoup", unit="pièce"))).text
    why = page.partition(f'id="{KEY}-why"')[2].partition("</p>")[0]
    assert "famille" in why
    assert "beaucoup" in why
