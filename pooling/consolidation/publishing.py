"""The totals members may read, frozen: a table of families by quarter, and the items that pass."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.algorithms.disclosure import Rule
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.numbers import AMOUNT_PLACES, round_to
from pooling.campaigns.models import Campaign, State
from pooling.catalogue.queries import categories
from pooling.consolidation import making
from pooling.consolidation import publication_queries as queries
from pooling.consolidation.figures import Names, figures, paths
from pooling.consolidation.frozen import Kept
from pooling.consolidation.judging_totals import Part, Source, Tick, judge, unheard
from pooling.consolidation.models import Publication, PublicationBasis
from pooling.consolidation.rules import UNSETTLED
from pooling.journal.rules import record
from pooling.language import settings

# nothing of a campaign that members may still change, or that came to nothing, is ever in a total
PUBLISHABLE = frozenset(State) - UNSETTLED - {State.CANCELLED}


@dataclass(frozen=True)
class Drawn:
    """Everything a publication is worked out from, as it was read: the same again, it may be written down."""

    source: Source
    names: Names
    rule: Rule

    def is_the_same(self, other: Drawn) -> bool:
        ours, theirs = self.source, other.source
        return (
            (sorted(map(repr, ours.parts)), ours.families, ours.sisters, len(ours.earlier), self.rule)
            == (sorted(map(repr, theirs.parts)), theirs.families, theirs.sisters, len(theirs.earlier), other.rule)
        )  # fmt: skip


def publish(viewer: Viewer, campaign: Campaign, tick: Tick = unheard) -> Publication:
    """Freeze what members may read from now on, of this campaign and of all consolidated so far. An amendment later
    changes nothing in it: it takes another publication, judged beside this one. `tick` hears how far it is."""
    must_be_publishable(viewer, campaign)
    with in_full(viewer) as everyone:
        drawn = draw(everyone)
        kept = judge(drawn.source, drawn.rule, tick)
    return put_down(viewer, campaign, drawn, kept)


def must_be_publishable(viewer: Viewer, campaign: Campaign) -> None:
    """Two buyers at once take turns."""
    viewer.session.flush()
    viewer.session.refresh(campaign, with_for_update=True)
    if campaign.state not in PUBLISHABLE:
        raise Refusal("not_consolidated", N_("Totals are published once the lines are grouped, and not before."))
    if making.changed(viewer, campaign):
        raise Refusal("changed", N_("Lines have changed since they were grouped: group them anew first."))
    last = queries.of_campaign(viewer, campaign)
    if last is not None and last.revision == campaign.revision:
        raise Refusal("published", N_("These totals are published already, and nothing was grouped anew since."))


def draw(viewer: Viewer) -> Drawn:
    """With the eyes of a viewer who sees all lines; nothing is written."""
    campaigns = queries.periods(viewer, PUBLISHABLE)
    families = categories(viewer)
    own, held = paths(families), queries.given(viewer, campaigns)
    asked = queries.asked_families(viewer, campaigns)
    source = Source(
        parts=[_part(each, own[each.category_id], campaigns[each.campaign_id]) for each in held],
        families=frozenset(own[each.id] for each in families if each.root_id in asked),
        sisters=queries.sisters(viewer),
        earlier=[Kept.unpacked(each.tables) for each in queries.bases(viewer)],
    )
    names = Names(
        families={own[each.id]: each for each in families},
        items=queries.items(viewer, {each.item_id for each in held if each.item_id is not None}),
        asked=asked,
    )
    return Drawn(source, names, Rule(settings().disclosure_minimum, Decimal(settings().disclosure_percent)))


def put_down(viewer: Viewer, campaign: Campaign, drawn: Drawn, kept: Kept) -> Publication:
    """What members read, and beside it what it was judged by, which nobody reads."""
    publication = Publication(
        campaign_id=campaign.id, revision=campaign.revision, published_by=viewer.name or viewer.kind.value
    )
    basis = PublicationBasis(minimum=drawn.rule.minimum, percent=settings().disclosure_percent, tables=kept.packed())
    with in_full(viewer) as everyone:
        everyone.session.add(publication)
        everyone.session.flush()
        basis.publication_id = publication.id
        everyone.session.add_all([basis, *figures(kept, drawn.names, publication)])
        everyone.session.flush()
    subject, after = f"campaign:{campaign.code}", {"revision": campaign.revision}
    record(viewer, "consolidation.publish", subject, campaign=campaign.code, after=after)
    return publication


def _part(given: queries.Given, path: tuple[str, ...], period: str) -> Part:
    return Part(
        path=path,
        period=period,
        item=str(given.item_id or ""),
        firm=str(given.member_id),
        amount=round_to(given.amount or Decimal(0), AMOUNT_PLACES),
        quantity=given.quantity,
    )
