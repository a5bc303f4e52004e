"""The commands. Exit status: 0 done, 1 refused with reasons, 2 misused."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import click
from flask_babel import gettext
from sqlalchemy.exc import DBAPIError

from pooling.access.scope import NotYoursError
from pooling.algorithms.errors import N_, Refusal
from pooling.cli import (
    campaign,
    demo,
    export,
    instance,
    keeping,
    load,
    mail,
    match,
    people,
    remind,
    serve,
    take_in,
    trial,
)
from pooling.cli.ground import interpreter
from pooling.cli.voice import MISUSED, REFUSED, warn
from pooling.config import SettingsError
from pooling.language import sentence

COMMANDS: tuple[click.Command, ...] = (
    trial.try_,
    match.match,
    demo.demo,
    instance.init,
    serve.serve,
    instance.doctor,
    people.invite,
    load.load,
    take_in.import_,
    campaign.campaign,
    campaign.award,
    export.export,
    remind.remind,
    mail.mail,
    instance.upgrade,
    keeping.backup,
    keeping.restore,
)


class InOrder(click.Group):
    """Lists its commands as they are told above: the newcomer's first."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


pooling = InOrder(
    "pooling",
    commands={str(command.name): command for command in COMMANDS},
    help=N_("The firms of a purchasing group buy together without opening their books to each other."),
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(arguments: Sequence[str] | None = None) -> None:
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    with interpreter().app_context():
        return _answered(lambda: _invoke(arguments))


def _invoke(arguments: Sequence[str] | None) -> int:
    translate(pooling)
    status = pooling.main(list(arguments) if arguments is not None else None, "pooling", standalone_mode=False)
    return status if isinstance(status, int) else 0


def translate(command: click.Command) -> None:
    """Help is written as message ids; it is said in the group's language."""
    command.help = gettext(command.help) if command.help else None
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = gettext(parameter.help)
            if parameter.prompt:
                parameter.prompt = parameter.help.rstrip(".")
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        translate(inner)


def _answered(command: Callable[[], int]) -> int:
    """Whatever a command refuses becomes a sentence and a status; only faults of ours leave a trace."""
    try:
        return command()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        return _told(gettext("Stopped."))
    except click.ClickException as misuse:
        misuse.show()
        return MISUSED
    except Refusal as refusal:
        return _told(sentence(refusal))
    except NotYoursError:
        return _told(gettext("There is nothing of that code: check how it is written."))
    except (SettingsError, OSError) as error:
        return _told(str(error))
    except DBAPIError as error:
        return _told(gettext("The database answered: %(error)s. Run `pooling doctor`.", error=error.orig))


def _told(told: str) -> int:
    warn(told)
    return REFUSED
