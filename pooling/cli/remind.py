"""`pooling remind`: write the mails about campaigns that are due, for groups that run it from a timer."""

from __future__ import annotations

import click

from pooling.algorithms.errors import N_
from pooling.cli.ground import system
from pooling.cli.voice import say, show_json
from pooling.needs.reminders import remind as write_reminders
from pooling.needs.stages import Stage


@click.command("remind", help=N_("Write the mails about campaigns that are due; `pooling mail send` sends them."))
@click.option("--json", "as_json", is_flag=True, help=N_("Report as JSON."))
def remind(*, as_json: bool) -> None:
    with system() as viewer:
        written = write_reminders(viewer)
    if as_json:
        show_json({stage.value: written[stage.value] for stage in Stage})
    else:
        say(N_("%(count)s letters written."), count=written.total())
