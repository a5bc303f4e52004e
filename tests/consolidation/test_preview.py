from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from pooling.access.viewer import Viewer
from pooling.algorithms.grouping import Line, group
from pooling.campaigns.models import Campaign
from pooling.consolidation.queries import estimates, preview
from pooling.needs.models import Need
from tests.consolidation.entering import Wish, campaign_coded, enter

LookAs = Callable[[str], Viewer]

wishes = st.builds(
    Wish,
    member=st.sampled_from(["ARV", "GIF", "SOE", "MOL"]),
    what=st.sampled_from(["PAP-A4", "FOR-6", "Éponge", "eponge", "Éponge bleue", "carton"]),
    quantity=st.integers(1, 10**14).map(lambda scaled: str(Decimal(scaled).scaleb(-6))),
    unit=st.sampled_from(["C62", "KGM"]),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(wishes, max_size=12))
def test_sql_makes_the_same_groups_as_the_oracle(system: Viewer, entered: list[Wish]) -> None:
    system.session.execute(delete(Need))
    enter(system, *entered)
    lines = [
        Line(key, member, base_wanted, ref)
        for key, member, base_wanted, ref in system.session.execute(
            select(Need.pooled_as, Need.member_id, Need.adjusted, Need.id)
        )
    ]
    made = {row.key: (row.quantity, row.line_count, row.member_count) for row in preview(system, _t1(system))}
    assert made == {each.key: (each.total, each.line_count, each.member_count) for each in group(lines)}


def test_packs_and_pieces_add_up_in_the_base_unit(system: Viewer) -> None:
    enter(system, Wish("ARV", "PAP-A4", "3", pack="carton de 5"), Wish("GIF", "PAP-A4", "7"))
    (row,) = preview(system, _t1(system))
    assert (row.quantity, row.unit, row.item_code, row.member_count) == (Decimal(22), "RM", "PAP-A4", 2)
    assert (row.category, row.family) == ("Bureau > Papier", "Bureau")


def test_sister_firms_still_count_as_two_members(system: Viewer) -> None:
    """Merging sisters is for what is disclosed to members; buyers see firms."""
    enter(system, Wish("ARV", "FOR-6", "1"), Wish("SOE", "FOR-6", "1"))
    assert [row.member_count for row in preview(system, _t1(system))] == [2]


def test_another_campaigns_lines_stay_out(system: Viewer) -> None:
    enter(system, Wish("ARV", "FOR-6", "1"), campaign="T0")
    assert preview(system, _t1(system)) == []


def test_a_conflicted_buyer_gets_all_totals_but_no_value_of_a_rivals_price(viewer: LookAs) -> None:
    system = viewer("system")
    enter(system, Wish("GIF", "FOR-6", "1", price="20"), Wish("ARV", "FOR-6", "2", price="21"))
    conrad = viewer("conrad")
    (row,) = preview(conrad, _t1(conrad))
    assert (row.quantity, row.line_count) == (Decimal(3), 2)
    estimate = estimates(conrad, _t1(conrad))[row.key]
    assert (estimate.value, estimate.seen) == (Decimal(20), 1)
    brigitte = viewer("brigitte")
    assert estimates(brigitte, _t1(brigitte))[row.key].value == Decimal(62)


def test_the_estimate_is_exact_and_says_how_many_lines_have_a_price(system: Viewer) -> None:
    enter(
        system,
        Wish("ARV", "colle", "1.5", price="0.333333"),
        Wish("ARV", "colle", "12", price="1234.56"),
        Wish("GIF", "colle", "1"),
    )
    (estimate,) = estimates(system, _t1(system)).values()
    assert (estimate.value, estimate.priced, estimate.seen) == (Decimal("14815.219999"), 2, 3)


def test_absurd_prices_do_not_break_the_estimate(system: Viewer) -> None:
    enter(
        system,
        Wish("ARV", "colle", "999999999.999999", price="999999999.999999"),
        Wish("ARV", "colle", "0.000001", price="999999999.999999"),
        Wish("ARV", "colle", "2", price="3"),
    )
    (estimate,) = estimates(system, _t1(system)).values()
    assert estimate.value == 6


def _t1(viewer: Viewer) -> Campaign:
    return campaign_coded(viewer, "T1")
