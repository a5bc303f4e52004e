"""`pooling mail send`: empty the outbox now, for groups that run it from a timer."""

from __future__ import annotations

import click
from flask_babel import gettext

from pooling.algorithms.errors import N_
from pooling.cli.ground import engine_of, group, must_be_current
from pooling.cli.voice import refuse, say, show_json
from pooling.language import settings
from pooling.mail.dispatcher import send_once
from pooling.mail.postman import SmtpPostman
from pooling.needs.reminders import review


@click.group(help=N_("The outbox."))
def mail() -> None: ...


@mail.command("send", help=N_("Send the letters that are due."))
@click.option("--json", "as_json", is_flag=True, help=N_("Report as JSON."))
def send(*, as_json: bool) -> None:
    with group() as app:
        must_be_current(engine_of(app))
        if not settings().mail_server:
            raise refuse(gettext("No mail server is set: write mail_server into the settings."))
        counts = send_once(app, engine_of(app), lambda: SmtpPostman(app, settings()), review)
    if as_json:
        show_json(vars(counts))
    else:
        say(
            N_("%(sent)s sent, %(postponed)s postponed, %(given_up)s given up, %(unneeded)s no longer needed."),
            **vars(counts),
        )
