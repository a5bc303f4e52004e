from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.validators import Optional, ValidationError

from pooling.access.viewer import Viewer
from pooling.journal import queries
from pooling.journal.queries import Filters
from pooling.journal.sentences import verb_told
from pooling.language import zone


class LooksForm(FlaskForm):
    """In the address of a page that is read, so without a token."""

    campaign = SelectField(_l("Campaign"), default="")
    since = DateField(_l("From"), [Optional()])
    until = DateField(_l("Until"), [Optional()])

    class Meta:
        csrf = False

    def offer(self, viewer: Viewer) -> None:
        self.campaign.choices = [("", gettext("All campaigns")), *((code, code) for code in queries.campaigns(viewer))]

    def validate_until(self, until: DateField) -> None:
        if self.since.data and until.data and until.data < self.since.data:
            raise ValidationError(gettext("This day is before the first one: exchange the two."))

    def filters(self) -> Filters:
        """What was asked, once it has been validated; both days are included."""
        since, until = _midnight(self.since.data), _midnight(self.until.data, days=1)
        return Filters(campaign=self.campaign.data or "", since=since, until=until)


class FilterForm(LooksForm):
    verb = SelectField(_l("What"), default="")

    def offer(self, viewer: Viewer) -> None:
        super().offer(viewer)
        told = sorted((verb_told(verb), verb) for verb in queries.verbs(viewer))
        self.verb.choices = [("", gettext("Everything")), *((verb, sentence) for sentence, verb in told)]

    def filters(self) -> Filters:
        return replace(super().filters(), verb=self.verb.data or "")


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    """The beginning of a day in the group's zone, or of the one `days` later; none where no day follows."""
    if day is None or not date.min + timedelta(days=2) < day < date.max - timedelta(days=2):
        return None
    return datetime.combine(day + timedelta(days=days), time(), zone()).astimezone(UTC)
