"""`pooling remind`: write the mails about campaigns that are due and sweep away deleted files, for groups that
run it from a timer."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import click

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_
from pooling.cli.ground import system
from pooling.cli.voice import say, show_json
from pooling.documents.shelf import shelf
from pooling.language import settings
from pooling.needs.attaching import sweep
from pooling.needs.reminders import remind as write_reminders
from pooling.needs.stages import Stage


def chores(viewer: Viewer) -> Counter[str]:
    """What is due without anybody asking; how many letters of each kind were written."""
    written = write_reminders(viewer)
    chosen = settings()
    sweep(viewer, shelf(chosen), timedelta(days=chosen.attachment_grace_days))
    return written


@click.command("remind", help=N_("Write the mails about campaigns that are due; `pooling mail send` sends them."))
@click.option("--json", "as_json", is_flag=True, help=N_("Report as JSON."))
def remind(*, as_json: bool) -> None:
    with system() as viewer:
        written = chores(viewer)
    if as_json:
        show_json({stage.value: written[stage.value] for stage in Stage})
    else:
        say(N_("%(count)s letters written."), count=written.total())
