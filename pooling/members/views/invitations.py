"""Inviting people, and becoming one of them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import login_user

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import Refusal
from pooling.language import sentence
from pooling.members import invitations, queries
from pooling.members.forms import AcceptForm, InviteForm
from pooling.members.letters import invitation_link, write_invitation
from pooling.members.models import Invitation
from pooling.members.passwords import hashed
from pooling.members.views.people import home_of
from pooling.members.views.room import bp


@bp.route("/invite", methods=["GET", "POST"])
@seen_by(Door.ADMINISTRATOR)
def invite() -> ResponseReturnValue:
    viewer = request_viewer()
    form = InviteForm(firm=request.args.get("firm", ""))
    form.offer_firms(viewer)
    if form.validate_on_submit():
        member = queries.member(viewer, form.firm.data) if form.firm.data else None
        try:
            invitation, token = invitations.invite(
                viewer, form.email.data or "", form.name.data or "", member, form.chosen()
            )
        except Refusal as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            return _sent(invitation, token)
    return render_template("members/invite.html", form=form), 422 if form.errors else 200


@bp.post("/invitations/<int:number>/again")
@seen_by(Door.ADMINISTRATOR)
def invite_again(number: int) -> ResponseReturnValue:
    viewer = request_viewer()
    invitation = queries.invitation(viewer, number)
    return _sent(invitation, invitations.renew(viewer, invitation))


@bp.post("/invitations/<int:number>/revoke")
@seen_by(Door.ADMINISTRATOR)
def revoke(number: int) -> ResponseReturnValue:
    viewer = request_viewer()
    invitation = queries.invitation(viewer, number)
    invitations.revoke(viewer, invitation)
    flash(gettext("The invitation of %(name)s no longer opens.", name=invitation.name), "success")
    return redirect(home_of(invitation.member), 303)


def _sent(invitation: Invitation, token: str) -> ResponseReturnValue:
    """The one page that ever shows the link."""
    write_invitation(request_viewer(), invitation, token)
    link, back = invitation_link(token), home_of(invitation.member)
    return render_template("members/invited.html", invitation=invitation, link=link, back=back)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@seen_by(Door.ANYONE)
def accept(token: str) -> ResponseReturnValue:
    viewer = request_viewer()
    if viewer.is_person:
        return render_template("members/signed_in_already.html", viewer=viewer)
    invitation = invitations.opened(viewer, token)
    if invitation is None:
        return render_template("members/invitation_over.html"), 410
    form = AcceptForm(name=invitation.name)
    if form.validate_on_submit():
        secret = hashed(form.password.data or "")
        user = invitations.accept_invitation(viewer, invitation, form.name.data or "", secret)
        login_user(user, authn_via=["invitation"])
        return redirect(url_for("home"), 303)
    page = render_template("members/accept.html", form=form, invitation=invitation)
    return page, 422 if form.errors else 200
