from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, g, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import MEMBER, Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.rooms import make_room
from pooling.algorithms.errors import N_
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.db import SAFE_METHODS
from pooling.journal import looks
from pooling.members.queries import member as member_coded
from pooling.needs.desk import Desk
from pooling.needs.packing import pack_name
from pooling.needs.rows import entered_for
from pooling.needs.tasks import tasks

ROOM = make_room("needs", label=N_("My needs"), icon="pencil-square", landing="home", doors={Door.MEMBER}, tasks=tasks)
bp = ROOM.blueprint
bp.add_app_template_filter(pack_name)

OWN = "/<code>"
ON_BEHALF = f"/<code>/answers/<{MEMBER}>/entry"
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def at_desk(rule: str, method: str = "GET") -> Callable[[View], View]:
    """Hang a view of a firm's answer at two addresses: the firm's own, and the one at which a buyer who works
    for no firm enters on its behalf. `desk_at` makes one desk of both."""

    def hang(view: View) -> View:
        seen_by(Door.MEMBER, on_behalf={Door.GROUP_BUYER})(view)
        for start in (OWN, ON_BEHALF):
            bp.add_url_rule(start + rule, view_func=view, methods=[method])
        return view

    return hang


def desk_at(code: str, member: str = "") -> Desk:
    """The desk of the viewer's own firm, or of the member that the address names; what a buyer sees there is
    a look at that firm's lines."""
    viewer = request_viewer()
    campaign = campaign_coded(viewer, code)
    if not member:
        return Desk(viewer, campaign)
    g.desk = desk = Desk(viewer, campaign, member_coded(viewer, member), how=request.args.get("how", ""))
    if request.method in SAFE_METHODS:
        looks.note(viewer, f"member:{member}", [desk.firm], campaign.code)
    return desk


bp.add_app_template_filter(entered_for)


@bp.url_defaults
def stay_at_the_desk(endpoint: str, values: dict[str, Any]) -> None:
    """Every link of a page on which one enters for a member leads on for the same member."""
    member = whom_one_enters_for()["behalf"]
    if member is not None and MEMBER not in values and current_app.url_map.is_endpoint_expecting(endpoint, MEMBER):
        values |= {MEMBER: member.code, "how": g.desk.how or None}


@bp.context_processor
def whom_one_enters_for() -> dict[str, Any]:
    """`behalf`: the member for whom a buyer enters on this page, if it is one of those."""
    desk: Desk | None = g.get("desk")
    return {"behalf": desk.member if desk else None}
