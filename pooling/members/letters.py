"""The mails of this room."""

from __future__ import annotations

from flask import render_template
from flask_babel import gettext

from pooling.access.viewer import Viewer
from pooling.language import settings
from pooling.mail.models import Letter
from pooling.mail.rules import write_letter
from pooling.members.links import absolute
from pooling.members.models import Invitation


def invitation_link(token: str) -> str:
    return absolute("members.accept", token=token)


def write_invitation(viewer: Viewer, invitation: Invitation, token: str) -> Letter:
    subject = gettext("Your invitation to %(group)s", group=settings().group_name)
    body = render_template(
        "members/mail/invitation.txt",
        invitation=invitation,
        link=invitation_link(token),
        group_name=settings().group_name,
    )
    return write_letter(viewer, "invitation", invitation.email, subject, body)
