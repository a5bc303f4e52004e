"""How a command speaks: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import click
from flask_babel import gettext
from tqdm import tqdm

Each = TypeVar("Each")

DONE, REFUSED, MISUSED = 0, 1, 2


def say(message: str, **values: object) -> None:
    """A sentence of the result; `message` is a message id."""
    click.echo(gettext(message, **values))


def warn(sentence: str) -> None:
    """A sentence already in the reader's language, beside the result."""
    click.echo(sentence, err=True)


def refuse(sentence: str) -> click.exceptions.Exit:
    """To be raised: the command ends here, and what it did is undone."""
    warn(sentence)
    return click.exceptions.Exit(REFUSED)


def show_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def progress(things: Iterable[Each], label: str) -> Iterable[Each]:
    """The same things, with a bar for people who watch; pipes and logs get none."""
    shown = sys.stderr.isatty()
    bar: Iterable[Each] = tqdm(things, desc=gettext(label), disable=not shown, file=sys.stderr, leave=False)
    return bar


@contextmanager
def ticking(label: str) -> Iterator[Callable[[int, int], None]]:
    """The same bar for work that says itself how much is done, of how much."""
    with tqdm(desc=gettext(label), disable=not sys.stderr.isatty(), file=sys.stderr, leave=False) as bar:

        def tick(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield tick


def _plain(value: Any) -> str:
    """Decimals as text, digit by digit: a JSON number may come back as a float."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in JSON")
