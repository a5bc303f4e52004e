from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.queries import campaign
from pooling.catalogue.declared import Declared
from pooling.catalogue.field_queries import declared
from pooling.consolidation import flex_queries, making, publication_queries, publishing_aside, queries
from pooling.consolidation.models import UNDECIDED
from pooling.consolidation.queries import Estimate, PoolRow
from pooling.consolidation.rules import CONSOLIDABLE, UNSETTLED
from pooling.consolidation.sifting import Asked, alphabetical, families, paged, sifted, unit_words
from pooling.consolidation.views.room import bp
from pooling.journal import looks
from pooling.language import language
from pooling.needs import late_queries
from pooling.needs.inside_queries import left_out
from pooling.needs.late_shown import ShownLate, shown


@dataclass(frozen=True)
class Listed:
    """A pool with what it costs its firms today, if the viewer may see all its lines."""

    pool: PoolRow
    unit: str
    value: Decimal | None
    unpriced: int
    words: str = ""  # of the fields its lines have in common

    @property
    def designation(self) -> str:
        return self.pool.designation

    @property
    def item_code(self) -> str | None:
        return self.pool.item_code

    @property
    def family_code(self) -> str:
        return self.pool.family_code

    @property
    def member_count(self) -> int:
        return self.pool.member_count


SORTS = {
    "item": lambda row: alphabetical(row.designation),
    "family": lambda row: alphabetical(row.pool.category),
    "quantity": lambda row: row.pool.quantity,
    "lines": lambda row: row.pool.line_count,
    "firms": lambda row: row.pool.member_count,
    "value": lambda row: -1 if row.value is None else row.value,
}


@bp.get("/<code>")
@seen_by(Door.BUYER)
def pools(code: str) -> ResponseReturnValue:
    """What the lines make: a preview until the campaign is consolidated, then what was made of them."""
    viewer = request_viewer()
    chosen = campaign(viewer, code)
    live = chosen.state in UNSETTLED
    rows, asked = _listed(viewer, chosen, live=live), Asked.of(request.args)
    return render_template(
        "consolidation/pools.html",
        campaign=chosen,
        live=live,
        outdated=live and bool(queries.pools(viewer, chosen)),
        amendments=_amendments(viewer, chosen),
        left_out=left_out(viewer, chosen),
        may_consolidate=chosen.state in CONSOLIDABLE,
        rows=rows,
        totals=_totals(rows),
        asked=asked,
        families=families([row.pool for row in rows]),
        **_undecided(rows),
        flexible=flex_queries.progress(viewer, chosen),
        page=paged(_chosen(rows, asked), asked, SORTS, _by_family),
        changed=making.changed(viewer, chosen),
        **_published(viewer, chosen),
        movable=chosen.state == State.CONSOLIDATED,
    )


def _published(viewer: Viewer, chosen: Campaign) -> dict[str, Any]:
    return {
        "publication": publication_queries.of_campaign(viewer, chosen),
        "publishing": publishing_aside.under_way(viewer, chosen),
    }


def _undecided(rows: Sequence[Listed]) -> dict[str, int | bool]:
    """How many pools have no way to buy yet, and whether they alone are shown."""
    return {
        "undecided": sum(row.pool.way == UNDECIDED for row in rows),
        "only_undecided": _only_undecided(),
    }


def _only_undecided() -> bool:
    return request.args.get("way") == UNDECIDED


def _chosen(rows: Sequence[Listed], asked: Asked) -> list[Listed]:
    found = sifted(rows, asked)
    if _only_undecided():
        return [row for row in found if row.pool.way == UNDECIDED]
    return found


def _amendments(viewer: Viewer, chosen: Campaign) -> list[ShownLate]:
    """What was accepted after the pools were made, as far as the viewer may see it; reading it is a look."""
    waiting = late_queries.to_be_grouped(viewer, chosen)
    looks.note(viewer, f"campaign:{chosen.code}", {late.member_id for late in waiting}, chosen.code)
    return shown(viewer, waiting)


def _listed(viewer: Viewer, chosen: Campaign, *, live: bool) -> list[Listed]:
    rows = queries.preview(viewer, chosen) if live else queries.pools(viewer, chosen)
    estimates, known = queries.estimates(viewer, chosen), declared(viewer)
    return [_one(row, estimates.get(row.key), known, language()) for row in rows]


def _one(row: PoolRow, estimate: Estimate | None, known: Declared, tongue: str) -> Listed:
    unit, words = unit_words(row.unit, tongue), known.words(row.fields, tongue, beside=row.designation)
    if estimate is None or estimate.seen != row.line_count:
        return Listed(row, unit, None, 0, words)
    return Listed(row, unit, estimate.value, estimate.seen - estimate.priced, words)


def _totals(rows: Sequence[Listed]) -> dict[str, int | Decimal]:
    return {
        "pools": len(rows),
        "lines": sum(row.pool.line_count for row in rows),
        "shared": sum(row.pool.member_count > 1 for row in rows),
        "value": sum((row.value for row in rows if row.value is not None), Decimal(0)),
        "unpriced": sum(row.unpriced for row in rows),
    }


def _by_family(row: Listed) -> tuple[str, str, str]:
    return alphabetical(row.pool.category), alphabetical(row.designation), row.pool.key
