"""The whole line, run with the rules of the real rooms: nothing here knows how to group or to order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_
from pooling.campaigns import rules as campaigns
from pooling.campaigns.models import Campaign
from pooling.catalogue import rules as catalogue
from pooling.catalogue.models import Category
from pooling.consolidation import rules as consolidation
from pooling.db import now
from pooling.members import rules as members
from pooling.members.models import Member, Site
from pooling.needs import rules as needs
from pooling.orders import rules as orders
from pooling.orders.models import Order
from pooling.sourcing import rules as sourcing
from pooling.trial.rows import Reading, Taken, folded

Each = TypeVar("Each")
Progress = Callable[[Iterable[Each], str], Iterable[Each]]
CODE = "ESSAI"
OPEN_FOR = timedelta(days=1)
DELIVERED_WITHIN = timedelta(days=90)
NO_CATEGORY = N_("without family")
NO_MEMBER = N_("single firm")


@dataclass(frozen=True)
class Words:
    """What a file may leave out, in the reader's language."""

    no_category: str
    no_member: str
    campaign: str


def run(viewer: Viewer, reading: Reading, words: Words, progress: Progress[list[Taken]]) -> Sequence[Order]:
    """Load, close, consolidate, order by the supplier each line names."""
    families = _families(viewer, reading.taken, words)
    campaign = _campaign(viewer, list(families.values()), words)
    firms = _by_member(reading.taken)
    for number, lines in enumerate(progress(firms, N_("firms")), start=1):
        _enter(viewer, campaign, number, lines, families, words)
    campaigns.close(viewer, campaign)
    consolidation.consolidate(viewer, campaign)
    sourcing.as_named(viewer, campaign)
    return orders.create(viewer, campaign, reading.currency)


def _families(viewer: Viewer, lines: Iterable[Taken], words: Words) -> dict[str, Category]:
    """A top family for each name, one for the lines that name none."""
    names = {folded(line.category): line.category for line in reversed(list(lines))}
    return {key: catalogue.make_category(viewer, _top(name) or words.no_category) for key, name in names.items()}


def _top(name: str) -> str:
    """What the file calls a family is one, whatever signs are in its name."""
    return " ".join(name.replace(">", "›").split())


def _campaign(viewer: Viewer, families: Sequence[Category], words: Words) -> Campaign:
    opens_at = now().replace(microsecond=0)
    day = opens_at.date()
    plan = campaigns.Plan(words.campaign, opens_at, opens_at + OPEN_FOR, day, day + DELIVERED_WITHIN, families)
    campaign = campaigns.create(viewer, CODE, plan)
    campaigns.open_(viewer, campaign)
    return campaign


def _by_member(lines: Iterable[Taken]) -> list[list[Taken]]:
    """One list per firm, firms in the order of the file."""
    firms: defaultdict[str, list[Taken]] = defaultdict(list)
    for line in lines:
        firms[line.member_key].append(line)
    return list(firms.values())


def _enter(
    viewer: Viewer, campaign: Campaign, number: int, lines: Sequence[Taken], families: dict[str, Category], words: Words
) -> None:
    member = members.make_member(viewer, f"A{number:03}", lines[0].member or words.no_member)
    sites = _sites(viewer, member, lines)
    entered = [_line(line, families[folded(line.category)], sites[folded(line.site)]) for line in lines]
    needs.enter_many(viewer, campaign, member, entered, units_as_typed=True)


def _sites(viewer: Viewer, member: Member, lines: Iterable[Taken]) -> dict[str, Site]:
    """A dock for each place named; lines that name none go to the firm itself."""
    names = {folded(line.site): line.site or member.name for line in reversed(list(lines))}
    return {
        key: members.make_site(viewer, member, f"{member.code}-{number}", members.Dock(name))
        for number, (key, name) in enumerate(sorted(names.items()), start=1)
    }


def _line(line: Taken, category: Category, site: Site) -> needs.Line:
    return needs.Line(
        quantity=line.quantity,
        designation=line.description,
        category=category,
        unit=line.unit,
        site=site,
        wanted_on=line.wanted_on,
        present_price=line.price,
        present_supplier=line.supplier,
        remark=line.remark,
    )
