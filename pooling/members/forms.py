from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, PasswordField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from pooling.access.viewer import Role as RoleName
from pooling.access.viewer import Viewer
from pooling.members import passwords, queries
from pooling.members.models import Member, Site
from pooling.members.rules import Dock, Firm


class FirmForm(FlaskForm):
    name = StringField(_l("Name"), [InputRequired(_l("Give the firm's name.")), Length(max=200)])
    siren = StringField(_l("SIREN"), [Length(max=20)], description=_l("Nine digits; leave blank for a foreign firm."))
    company_group = StringField(
        _l("Company group"),
        [Length(max=200)],
        description=_l("The same words for all sister firms: they count as one wherever totals are shown."),
    )

    def firm(self) -> Firm:
        return Firm(self.name.data or "", self.siren.data, self.company_group.data)


class NewFirmForm(FirmForm):
    code = StringField(
        _l("Code"),
        [InputRequired(_l("Give the firm a short code, such as ARVE.")), Length(max=20)],
        description=_l("Short, in capitals; it stands in addresses and workbooks and stays for good."),
    )


class SiteForm(FlaskForm):
    name = StringField(_l("Name"), [InputRequired(_l("Give the site a name.")), Length(max=200)])
    siret = StringField(_l("SIRET"), [Length(max=30)], description=_l("Fourteen digits, the first nine the SIREN."))
    street = StringField(_l("Street"), [Length(max=300)])
    postcode = StringField(_l("Postcode"), [Length(max=20)])
    city = StringField(_l("Town"), [Length(max=200)])
    opening_hours = StringField(
        _l("Opening hours"),
        [Length(max=300)],
        description=_l("What a driver should know: hours, tail lift, whom to call."),
    )

    def dock(self) -> Dock:
        return Dock(
            name=self.name.data or "",
            siret=self.siret.data,
            street=self.street.data or "",
            postcode=self.postcode.data or "",
            city=self.city.data or "",
            opening_hours=self.opening_hours.data or "",
        )


class NewSiteForm(SiteForm):
    code = StringField(_l("Code"), [InputRequired(_l("Give the site a code, such as ARVE-1.")), Length(max=20)])

    def suggest(self, member: Member, sites: list[Site]) -> None:
        if not self.is_submitted():
            self.code.data = f"{member.code}-{len(sites) + 1}"


ROLE_LABELS = {
    RoleName.ENTRY: _l("enters needs"),
    RoleName.APPROVER: _l("approves and submits the firm's declaration"),
    RoleName.BUYER: _l("buys for the group, and sees every firm's lines"),
    RoleName.ADMINISTRATOR: _l("administers firms, people and catalogue"),
}

OF_FIRMS = (RoleName.ENTRY, RoleName.APPROVER, RoleName.BUYER)
OF_GROUP = (RoleName.BUYER, RoleName.ADMINISTRATOR)


class RolesForm(FlaskForm):
    name = StringField(_l("Name"), [InputRequired(_l("Give the person's name.")), Length(max=200)])
    roles = SelectMultipleField(
        _l("What this person does"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def offer(self, member: Member | None) -> None:
        """The roles that go with an employer."""
        fits = (
            (RoleName.ENTRY, RoleName.APPROVER, RoleName.BUYER) if member else (RoleName.BUYER, RoleName.ADMINISTRATOR)
        )
        self.roles.choices = [(role.value, ROLE_LABELS[role]) for role in fits]

    def chosen(self) -> list[RoleName]:
        return [RoleName(value) for value in self.roles.data or []]


class InviteForm(RolesForm):
    email = StringField(_l("Mail address"), [InputRequired(_l("Give the mail address.")), Length(max=254)])
    firm = SelectField(_l("Works for"))

    def offer_firms(self, viewer: Viewer) -> None:
        firms = [(member.code, member.name) for member in queries.members(viewer) if member.active]
        self.firm.choices = [("", _l("the group itself")), *firms]
        self.roles.choices = [(role.value, label) for role, label in ROLE_LABELS.items()]


class AcceptForm(FlaskForm):
    name = StringField(_l("Your name"), [InputRequired(_l("Give your name.")), Length(max=200)])
    password = PasswordField(_l("Password"), [InputRequired(_l("Choose a password."))])
    password_confirm = PasswordField(
        _l("The same again"), [EqualTo("password", _l("The two passwords differ: type them again."))]
    )

    def validate_password(self, field: PasswordField) -> None:
        for sentence in passwords.faults(field.data or ""):
            raise ValidationError(sentence)


class CharterForm(FlaskForm):
    text = TextAreaField(_l("Text"), [InputRequired(_l("Write the text of the charter.")), Length(max=100_000)])


class AcceptCharterForm(FlaskForm):
    version = HiddenField()
    next = HiddenField()


class LoadForm(FlaskForm):
    file = FileField(_l("Spreadsheet"), [FileRequired(_l("Choose a file."))])


class MailsForm(FlaskForm):
    """Deadlines concern the whole firm: one mail at least is sent while something is left to do."""

    mails = RadioField(
        _l("Mails about campaigns"),
        choices=[
            SelectChoice("all", _l("All: opening, halfway, three days before, last day, closing")),
            SelectChoice("last_day", _l("Only the last day, if our answer is still missing")),
        ],
    )

    def wants_only_last_day(self) -> bool:
        return bool(self.mails.data == "last_day")
