"""Last quarter's lines once more: which can be, which were already, and entering them without doubling."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.needs import queries, rules
from pooling.needs.docks import placed
from pooling.needs.lines import Line
from pooling.needs.models import Need
from pooling.needs.told import line_of

YEAR = timedelta(days=365)
ABOUT = timedelta(days=46)  # half a quarter to either side of “this time last year”


class Standing(StrEnum):
    NEW = "new"
    DONE = "done"  # it is among the lines of this campaign
    ELSEWHERE = "elsewhere"  # its family is not collected this time
    RETIRED = "retired"  # its item is no longer in the catalogue


@dataclass(frozen=True)
class Renewable:
    """A line of an earlier campaign; `key` is what it is called once renewed in this one."""

    need: Need
    key: str
    standing: Standing


@dataclass(frozen=True)
class Renewals:
    """What can be taken up again: from the campaign before, and from a year ago what is not in it; `done` was, of
    either."""

    before: Campaign | None
    lines: list[Renewable]
    year_ago: Campaign | None
    suggested: list[Renewable]
    done: list[Renewable]

    @property
    def new(self) -> list[Renewable]:
        return [each for each in (*self.lines, *self.suggested) if each.standing is Standing.NEW]


def renewals(viewer: Viewer, campaign: Campaign, member_id: int) -> Renewals:
    earlier = queries.earlier_with_lines(viewer, campaign, member_id)
    before = earlier[0] if earlier else None
    year_ago = _year_ago(campaign, earlier[1:])
    here = queries.lines(viewer, campaign, member_id)
    taken = {need.key for need in here}
    lines = _renewable(campaign, queries.lines(viewer, before, member_id), taken) if before else []
    known = {need.pool_key for need in here} | {each.need.pool_key for each in lines}
    old = _renewable(campaign, queries.lines(viewer, year_ago, member_id), taken) if year_ago else []
    fresh = [each for each in old if each.standing is Standing.NEW and each.need.pool_key not in known]
    done = [each for each in (*lines, *old) if each.standing is Standing.DONE]
    return Renewals(before, lines, year_ago, fresh, done)


def _year_ago(campaign: Campaign, earlier: Sequence[Campaign]) -> Campaign | None:
    then = campaign.opens_at - YEAR
    near = [each for each in earlier if abs(each.opens_at - then) <= ABOUT]
    return min(near, key=lambda each: abs(each.opens_at - then), default=None)


def _renewable(campaign: Campaign, needs: Sequence[Need], taken: Collection[str]) -> list[Renewable]:
    families = {family.id for family in campaign.families}
    found = []
    for need in needs:
        key = rules.derived_key("renew", campaign.code, need.key)
        found.append(Renewable(need, key, _standing(need, key in taken, families)))
    return found


def _standing(need: Need, is_taken: bool, families: Collection[int]) -> Standing:
    if is_taken:
        return Standing.DONE
    if need.category.root_id not in families:
        return Standing.ELSEWHERE
    if need.item is not None and not need.item.active:
        return Standing.RETIRED
    return Standing.NEW


def renewed(need: Need, quantity: Decimal) -> Line:
    """The line again, with another quantity perhaps and no date yet."""
    return replace(placed(line_of(need), quantity), wanted_on=None)


def renew_all(
    writing: rules.Writing, lines: Sequence[Renewable], quantities: Mapping[str, Decimal]
) -> dict[str, rules.LineRefusal]:
    """Enter those that have a quantity (by key); what is refused and why. Raises what else `rules.save` raises."""
    refused = {}
    wanted = [line for line in lines if line.key in quantities]
    writing.expect(line.key for line in wanted)
    for line in wanted:
        try:
            writing.save(renewed(line.need, quantities[line.key]), key=line.key)
        except rules.LineRefusal as refusal:
            refused[line.key] = refusal
    writing.put_down()
    return refused


def take_back(writing: rules.Writing, found: Renewals) -> tuple[int, int]:
    """Delete what was renewed and nobody has changed since; how many lines, and how many stay."""
    done, kept = 0, 0
    writing.expect(each.key for each in found.done)
    for each in found.done:
        try:
            writing.remove(each.key, 1)
        except rules.StaleLine:
            kept += 1
        else:
            done += 1
    writing.put_down()
    return done, kept
