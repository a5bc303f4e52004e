from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import State
from pooling.consolidation import making, queries
from pooling.consolidation.models import Pool, Share
from pooling.consolidation.rules import consolidate
from pooling.journal.models import Entry
from pooling.needs.models import Need
from pooling.sourcing.models import Award, Placement, Reason
from tests.consolidation.entering import Wish, campaign_coded, close, enter

LookAs = Callable[[str], Viewer]
WISHES = (
    Wish("ARV", "PAP-A4", "3", pack="carton de 5"),
    Wish("GIF", "PAP-A4", "7"),
    Wish("SOE", "Éponge", "2"),
    Wish("MOL", "EPONGE", "4"),
)


def test_pools_and_shares_are_what_was_wanted(viewer: LookAs) -> None:
    system = viewer("system")
    enter(system, *WISHES)
    close(system)
    brigitte = viewer("brigitte")
    consolidate(brigitte, campaign_coded(brigitte, "T1"))
    made = queries.pools(brigitte, campaign_coded(brigitte, "T1"))
    told = {(row.quantity, row.unit, row.line_count, row.member_count) for row in made}
    assert told == {(Decimal(6), "C62", 2, 2), (Decimal(22), "RM", 2, 2)}
    shares = brigitte.session.scalars(select(Share.allocated).order_by(Share.need_id)).all()
    assert shares == [Decimal(15), Decimal(7), Decimal(2), Decimal(4)]
    assert campaign_coded(brigitte, "T1").state == State.CONSOLIDATED


def test_the_preview_is_what_consolidating_makes(system: Viewer) -> None:
    enter(system, *WISHES)
    campaign = close(system)
    shown = queries.preview(system, campaign)
    consolidate(system, campaign)
    made = [row._replace(id=None) for row in queries.pools(system, campaign)]
    assert sorted(made) == sorted(shown)


def test_an_open_campaign_is_not_consolidated(system: Viewer) -> None:
    enter(system, *WISHES)
    with pytest.raises(Refusal) as refusal:
        consolidate(system, campaign_coded(system, "T1"))
    assert refusal.value.code == "not_closed"


def test_a_campaign_without_lines_is_refused(system: Viewer) -> None:
    with pytest.raises(Refusal) as refusal:
        consolidate(system, close(system))
    assert refusal.value.code == "no_lines"


def test_an_ordered_campaign_is_not_grouped_anew(system: Viewer) -> None:
    enter(system, *WISHES)
    with pytest.raises(Refusal) as refusal:
        consolidate(system, close(system, state=State.ORDERED))
    assert refusal.value.code == "already_used"


def test_again_before_orders_makes_anew_only_what_has_changed(system: Viewer) -> None:
    needs = enter(system, *WISHES)
    campaign = close(system)
    consolidate(system, campaign)
    for pool in system.session.scalars(select(Pool)):
        _award(system, pool)
    consolidate(system, campaign)
    assert counts(system) == {Pool: 2, Share: 4, Award: 2, Placement: 4}
    assert campaign.revision == 1
    system.session.delete(needs[3])  # one of the two lines of sponges
    consolidate(system, campaign)
    assert counts(system) == {Pool: 2, Share: 3, Award: 1, Placement: 2}
    assert campaign.revision == 2


def counts(system: Viewer) -> dict[type, int]:
    models = (Pool, Share, Award, Placement)
    return {model: system.session.scalar(select(func.count()).select_from(model)) or 0 for model in models}


def test_a_line_of_a_reopened_campaign_can_go_although_it_had_a_share(system: Viewer) -> None:
    needs = enter(system, *WISHES)
    campaign = close(system)
    consolidate(system, campaign)
    campaign.state = State.OPEN
    system.session.delete(needs[1])
    close(system)
    consolidate(system, campaign)
    quantities = {row.item_code: row.quantity for row in queries.pools(system, campaign)}
    assert quantities == {"PAP-A4": Decimal(15), None: Decimal(6)}


def test_a_conflicted_buyer_consolidates_all_lines(viewer: LookAs) -> None:
    system = viewer("system")
    enter(system, *WISHES)
    close(system)
    conrad = viewer("conrad")
    consolidate(conrad, campaign_coded(conrad, "T1"))
    assert {row.quantity for row in queries.pools(conrad, campaign_coded(conrad, "T1"))} == {Decimal(6), Decimal(22)}
    # and has his own eyes again afterwards
    assert {share.member_id for share in conrad.session.scalars(select(Share))} == {conrad.firm}


def test_it_is_journaled_with_what_was_there_before(system: Viewer) -> None:
    enter(system, *WISHES)
    campaign = close(system)
    consolidate(system, campaign)
    consolidate(system, campaign)
    statement = select(Entry).where(Entry.verb == "consolidation.consolidate").order_by(Entry.id)
    first, second = system.session.scalars(statement).all()
    assert first.before == {"revision": 1, "pools": 0, "lines": 0}
    assert first.after == second.before == {"revision": 1, "pools": 2, "lines": 4}


def test_what_does_not_add_up_is_not_kept(system: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(system, *WISHES)
    campaign = close(system)
    make = making.make_shares

    def falsify(viewer: Viewer, *arguments: object) -> None:
        make(viewer, *arguments)  # type: ignore[arg-type]
        viewer.session.scalars(select(Need).limit(1)).one().adjusted += Decimal("0.000001")
        viewer.session.flush()

    monkeypatch.setattr(making, "make_shares", falsify)
    with pytest.raises(making.UnevenError):
        consolidate(system, campaign)


def _award(system: Viewer, pool: Pool) -> None:
    award = Award(pool_id=pool.id, supplier_id=1, quantity=pool.quantity, reason=Reason.CHOSEN)
    system.session.add(award)
    system.session.flush()
    for share in system.session.scalars(select(Share.id).where(Share.pool_id == pool.id)):
        system.session.add(Placement(share_id=share, award_id=award.id))
    system.session.flush()
