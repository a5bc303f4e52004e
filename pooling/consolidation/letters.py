"""The mails of this room: that there is a question, and where; never what was entered."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app
from flask_babel import force_locale, gettext

from pooling.campaigns.models import Campaign
from pooling.language import settings
from pooling.members.links import absolute
from pooling.members.models import User

QUESTION = "consolidation/mail/question.txt"
FLEXING = "consolidation/mail/flexing.txt"


@dataclass(frozen=True)
class Wording:
    subject: str
    body: str


def word_question(person: User, campaign: Campaign) -> Wording:
    return _worded(QUESTION, person, campaign)


def word_flexing(person: User, campaign: Campaign) -> Wording:
    """Neither how much is asked, nor of what."""
    return _worded(FLEXING, person, campaign)


def _worded(template: str, person: User, campaign: Campaign) -> Wording:
    """In the group's language; rendered without the context of pages, which asks who is looking."""
    with force_locale(settings().language):
        body = current_app.jinja_env.get_template(template).render(
            person=person,
            campaign=campaign,
            address=absolute("consolidation.questions"),
            group_name=settings().group_name,
        )
        return Wording(str(gettext("A question about one of your lines: %(name)s", name=campaign.name))[:300], body)
