from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.algorithms.number_format import screen_sign
from pooling.algorithms.numbers import QUANTITY_PLACES, parse
from pooling.algorithms.sharing import Policy, ends
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.queries import campaign
from pooling.catalogue.field_queries import declared
from pooling.consolidation import buying, flex_queries, packing, queries
from pooling.consolidation.models import Pool
from pooling.consolidation.packing import Bought
from pooling.consolidation.rules import UNSETTLED
from pooling.consolidation.sifting import unit_words
from pooling.consolidation.views.room import bp
from pooling.journal import looks
from pooling.language import language, sentence
from pooling.needs.attachment_queries import of_lines


@bp.get("/<code>/<int:number>")
@seen_by(Door.BUYER)
def pool(code: str, number: int) -> ResponseReturnValue:
    """The lines behind one pool, and how it is bought; that somebody looked at them is kept."""
    viewer = request_viewer()
    chosen = campaign(viewer, code)
    return pool_page(viewer, chosen, queries.pool(viewer, chosen, number))


def pool_page(viewer: Viewer, chosen: Campaign, found: Pool, fault: str = "", status: int = 200) -> ResponseReturnValue:
    shares = queries.shares_of(viewer, found)
    looks.note(viewer, f"pool:{chosen.code}/{found.id}", {share.member_id for share in shares}, chosen.code)
    return render_template(
        "consolidation/pool.html",
        campaign=chosen,
        pool=found,
        shares=shares,
        files=of_lines(viewer, [share.need for share in shares]),
        hidden=found.line_count - len(shares),
        ticked=request.form.getlist("share"),
        accepted={share.id: ends(packing.wish_of(share.need)) for share in shares},
        specified=partial(declared(viewer).words_of, language=language(), beside=found.designation),
        outdated=chosen.state in UNSETTLED,
        unit_words=lambda unit, count=1: unit_words(unit, language(), count),
        firms={packing.key_of(share.need): share.need.member.name for share in shares},
        flexible=flex_queries.of_pool(viewer, found),
        **_buying(viewer, chosen, found, fault),
    ), status


def _buying(viewer: Viewer, chosen: Campaign, found: Pool, fault: str) -> dict[str, Any]:
    """How it is bought, or would be as somebody tries on this page."""
    asked = request.values
    try:
        bought, policy = tried(viewer, found)
    except Refusal as refusal:
        fault, bought, policy = fault or sentence(refusal), packing.bought_now(found), Policy(found.policy)
    settling = chosen.state == State.CONSOLIDATED
    return {
        "fault": fault,
        "settling": settling,
        "trying": "pack" in asked,
        "bought": bought,
        "policy": policy,
        "policies": list(Policy),
        "packs": buying.offered(viewer, found),
        "ways": buying.ways(viewer, chosen, found, bought, policy) if settling else [],
        "others": [row for row in queries.pools(viewer, chosen) if row.id != found.id] if settling else [],
    }


def tried(viewer: Viewer, found: Pool) -> tuple[Bought, Policy]:
    """What the page's form says, else what holds."""
    asked = request.values
    if "pack" not in asked:
        return packing.bought_now(found), Policy(found.policy)
    policy = asked.get("policy", "")
    numbers = [
        parse(text, places=QUANTITY_PLACES, decimal_sign=screen_sign(language()))
        for text in (asked.get("minimum", "").strip() or "0", asked.get("multiple", "").strip() or "0")
    ]
    bought = buying.bought_by(viewer, found, asked.get("pack", ""), *numbers)
    return bought, Policy(policy) if policy in set(Policy) else Policy(found.policy)
