"""Which mails about deadlines a person wants."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.members import people, queries
from pooling.members.forms import MailsForm
from pooling.members.views.room import bp


@bp.post("/mine/mails")
@seen_by(Door.MEMBER)
def mails() -> ResponseReturnValue:
    viewer = request_viewer()
    form = MailsForm()
    if not form.validate_on_submit():
        abort(422)
    people.choose_mails(viewer, queries.person(viewer, viewer.user_id or 0), only_last_day=form.wants_only_last_day())
    flash(gettext("Your choice is saved."), "success")
    return redirect(url_for("members.mine"), 303)
