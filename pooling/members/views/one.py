from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.db import now
from pooling.members import queries
from pooling.members.forms import ROLE_LABELS, MailsForm
from pooling.members.views.room import bp


@bp.get("/<code>")
@seen_by(Door.ADMINISTRATOR, Door.BUYER)
def one(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    member = queries.member(viewer, code)
    return render_template(
        "members/one.html",
        member=member,
        sisters=queries.sisters(viewer, member),
        sites=queries.sites(viewer, member.id),
        people=queries.people(viewer, member),
        invitations=queries.invitations(viewer, member),
        roles=ROLE_LABELS,
        present=now(),
    )


@bp.get("/staff")
@seen_by(Door.ADMINISTRATOR, Door.BUYER)
def staff() -> ResponseReturnValue:
    """The people of the group itself."""
    viewer = request_viewer()
    return render_template(
        "members/staff.html",
        people=queries.people(viewer, None),
        invitations=queries.invitations(viewer, None),
        roles=ROLE_LABELS,
        present=now(),
    )


@bp.get("/mine")
@seen_by(Door.MEMBER)
def mine() -> ResponseReturnValue:
    """What the group keeps of the viewer's own firm."""
    viewer = request_viewer()
    member = queries.own_firm(viewer)
    me = queries.person(viewer, viewer.user_id or 0)
    return render_template(
        "members/mine.html",
        member=member,
        sites=queries.sites(viewer, member.id),
        people=[user for user in queries.people(viewer, member) if user.active],
        mails_form=MailsForm(formdata=None, mails="last_day" if me.only_last_day else "all"),
        roles=ROLE_LABELS,
    )
