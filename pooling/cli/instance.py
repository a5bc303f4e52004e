"""`pooling init`, `upgrade` and `doctor`: setting a group up, and keeping it well."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

import click
from flask_babel import gettext
from sqlalchemy.exc import ProgrammingError

from pooling import migrations
from pooling.access.viewer import Role
from pooling.algorithms.errors import N_
from pooling.cli.examination import examine
from pooling.cli.ground import system
from pooling.cli.people import invitation_link
from pooling.cli.voice import refuse, say, show_json
from pooling.config import FILE_NAME, load, write_new
from pooling.members.invitations import invite
from pooling.paths import instance

NOT_ALLOWED = "42501"  # PostgreSQL's insufficient_privilege
CURRENCY = r"^[A-Z]{3}$"


@click.command("init", help=N_("Set a new group up: settings, database, first administrator."))
@click.option("--name", prompt=True, help=N_("Name of the group."))
@click.option("--currency", prompt=True, default="EUR", help=N_("Its currency, three capitals."))
@click.option("--zone", prompt=True, default="Europe/Paris", help=N_("Its time zone."))
@click.option("--administrator", prompt=True, help=N_("E-mail address of the first administrator."))
@click.option("--database-url", default="", help=N_("PostgreSQL, if not the SQLite file of the instance."))
def init(name: str, currency: str, zone: str, administrator: str, database_url: str) -> None:
    _check(name, currency, zone, administrator)
    folder = instance()
    if (folder / FILE_NAME).exists():
        raise refuse(gettext("%(path)s exists: this group is set up already.", path=folder / FILE_NAME))
    chosen = {"group_name": name.strip(), "currency": currency, "zone": zone}
    path = write_new(folder, **chosen, **({"database_url": database_url} if database_url else {}))
    say(N_("Settings written to %(path)s: only you can read them."), path=path)
    migrations.upgrade(load(folder).database_url)
    with system() as viewer:
        _invitation, token = invite(viewer, administrator, administrator, None, {Role.ADMINISTRATOR})
        link = invitation_link(token)
    say(N_("Open this link once, within 14 days, to choose the administrator's password:"))
    click.echo(link)
    say(N_("Then run `pooling serve`."))


def _check(name: str, currency: str, zone: str, administrator: str) -> None:
    """Before anything is written."""
    if not name.strip():
        raise refuse(gettext("The group needs a name."))
    if not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise refuse(gettext("“%(text)s” is not a currency. Write its code, like EUR.", text=currency))
    if zone not in available_timezones():
        raise refuse(gettext("“%(text)s” is not a time zone. Write it like Europe/Paris.", text=zone))
    ZoneInfo(zone)
    if "@" not in administrator:
        raise refuse(gettext("“%(text)s” is not an e-mail address.", text=administrator))


@click.command("upgrade", help=N_("Bring the database to this version of the program; back it up before."))
def upgrade() -> None:
    try:
        migrations.upgrade(load(instance()).database_url)
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", "") != NOT_ALLOWED:
            raise
        raise refuse(
            gettext("This role may not change tables: give DATABASE_URL the owner's (docs/install.md).")
        ) from error
    say(N_("The database is of this version."))


@click.command("doctor", help=N_("Look for what is wrong with this instance, and say how to mend it."))
@click.option("--json", "as_json", is_flag=True, help=N_("Report as JSON."))
def doctor(*, as_json: bool) -> None:
    findings = list(examine())
    if as_json:
        show_json([vars(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{'✓' if finding.well else '✗'} {finding.what} : {finding.told}")
    if not all(finding.well for finding in findings):
        raise click.exceptions.Exit(1)
