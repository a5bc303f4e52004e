"""How much of a campaign is bought together, told beside what plainer ways would find."""

from __future__ import annotations

from typing import Any

import click
from flask_babel import gettext

from pooling import language
from pooling.algorithms.errors import N_
from pooling.algorithms.matching.together import Asked
from pooling.cli.voice import say
from pooling.consolidation.together import Shares

SHARES = click.option("--shares", "with_shares", is_flag=True, help=N_("Tell what several firms could buy together."))
SAMPLE = click.option(
    "--sample", type=click.IntRange(0), default=0, metavar="N", help=N_("Also show N automatic matches, to be judged.")
)
WAYS = {
    "as_written": N_("written alike"),
    "normalised": N_("but for capitals, accents and signs"),
    "matched": N_("matched automatically"),
    "proposed": N_("laid side by side for a person"),
}


def tell(shares: Shares) -> None:
    say(N_("What two firms or more ask for:"))
    for name, each in shares.ways.items():
        lines, money = language.share(each.lines, shares.whole.lines), language.share(each.value, shares.whole.value)
        told = gettext("%(lines)s of the lines, %(money)s of the money", lines=lines, money=money)
        click.echo(f"  {gettext(WAYS[name]):<40} {told}")
    for number, pair in enumerate(shares.pairs, start=1):
        click.echo(f"  {number:>3}. {_worded(pair.one)}\n       {_worded(pair.other)}")


def told(shares: Shares) -> dict[str, Any]:
    return {
        "lines": shares.whole.lines,
        "value": shares.whole.value,
        "together": {name: each._asdict() for name, each in shares.ways.items()},
        "sample": [[_worded(pair.one), _worded(pair.other)] for pair in shares.pairs],
    }


def _worded(asked: Asked) -> str:
    unit = f" [{asked.line.unit_text}]" if asked.line.unit_text else ""
    return " ".join(asked.line.text.split()) + unit
