from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from pooling.access.viewer import Viewer
from pooling.campaigns import queries
from pooling.campaigns.models import Campaign
from pooling.campaigns.rules import Plan
from pooling.fields import MomentField, given


class PlanForm(FlaskForm):
    name = StringField(_l("Name"), [InputRequired(_l("Give the campaign a name.")), Length(max=200)])
    opens_at = MomentField(_l("Opens on"), [InputRequired(_l("Say when the campaign opens."))])
    closes_at = MomentField(_l("Closes on"), [InputRequired(_l("Say when the campaign closes."))])
    delivery_from = DateField(_l("Deliveries from"), [InputRequired(_l("Say when deliveries begin."))])
    delivery_until = DateField(_l("Deliveries until"), [InputRequired(_l("Say when deliveries end."))])
    families = SelectMultipleField(
        _l("Families"),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )

    def offer(self, viewer: Viewer, campaign: Campaign | None = None) -> None:
        """Fill the list of families, and tick those of `campaign` on a first showing."""
        self.known = {family.id: family for family in queries.top_families(viewer)}
        self.families.choices = [SelectChoice(family.id, family.name) for family in self.known.values()]
        if campaign is not None and not self.is_submitted():
            self.families.data = [family.id for family in campaign.families]

    def plan(self) -> Plan:
        """What was entered, once it has been validated."""
        chosen = [self.known[number] for number in self.families.data or []]
        return Plan(
            name=self.name.data or "",
            opens_at=given(self.opens_at.data),
            closes_at=given(self.closes_at.data),
            delivery_from=given(self.delivery_from.data),
            delivery_until=given(self.delivery_until.data),
            families=chosen,
        )


class NewPlanForm(PlanForm):
    code = StringField(
        _l("Code"),
        [
            InputRequired(_l("Give the campaign a code, such as 2027-T1.")),
            Length(max=20),
            Regexp(r"^[A-Za-z0-9-]+$", message=_l("Use letters, digits and hyphens only.")),
        ],
    )


class ReasonForm(FlaskForm):
    reason = TextAreaField(_l("Reason"), [InputRequired(_l("Say why: members will read it."))])


class ReopenForm(ReasonForm):
    closes_at = MomentField(_l("New closing date"), [InputRequired(_l("Say until when."))])
