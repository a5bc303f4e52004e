"""`pooling match`: a catalogue tried on needs, before it is trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from pooling.algorithms.errors import N_
from pooling.algorithms.matching.clusters import clusters
from pooling.algorithms.matching.engine import Catalogue
from pooling.algorithms.matching.model import Decision, Match
from pooling.cli.voice import progress, say, show_json
from pooling.language import sentence
from pooling.trial.match_files import Need, read_aliases, read_catalogue, read_needs, write_groups, write_results

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, path_type=Path)


@click.command("match", help=N_("Find each need among the items of a catalogue: matched, to be judged, or new."))
@click.option("--catalogue", "items_file", required=True, type=FILE, help=N_("The items: code and designation."))
@click.option("--needs", "needs_file", required=True, type=FILE, help=N_("The needs: one row, one line of result."))
@click.option("--out", required=True, type=OUT, help=N_("The result, as CSV."))
@click.option("--learned", type=FILE, help=N_("What buyers said of wordings: text, item code, yes or no."))
@click.option("--clusters", "groups_file", type=OUT, help=N_("Needs that match no item, grouped by what they are."))
@click.option("--json", "as_json", is_flag=True, help=N_("Report as JSON."))
def match(
    items_file: Path, needs_file: Path, out: Path, learned: Path | None, groups_file: Path | None, *, as_json: bool
) -> None:
    aliases = read_aliases(learned) if learned else []
    items, needs = read_catalogue(items_file), read_needs(needs_file)
    catalogue = Catalogue(aliases=aliases)
    for item in progress(items, N_("Reading the catalogue")):
        catalogue.add([item])
    matches = [catalogue.match(need.line, detailed=False) for need in progress(needs, N_("Matching"))]
    write_results(out, needs, matches, [sentence(each.reason) for each in matches])
    groups = _groups(needs, matches) if groups_file else []
    if groups_file:
        write_groups(groups_file, groups)
    _tell(matches, len(catalogue), groups, as_json=as_json)


def _groups(needs: Sequence[Need], matches: Sequence[Match]) -> list[list[Need]]:
    """The needs that are no item of the catalogue, each in its group."""
    unknown = [need for need, each in zip(needs, matches, strict=True) if each.decision is Decision.NONE]
    return [[unknown[place] for place in group] for group in clusters([need.line for need in unknown])]


def _tell(matches: Sequence[Match], items: int, groups: Sequence[object], *, as_json: bool) -> None:
    counts = Counter(each.decision for each in matches)
    figures = {
        "items": items,
        "needs": len(matches),
        "auto": counts[Decision.AUTO],
        "review": counts[Decision.REVIEW],
        "none": counts[Decision.NONE],
        "groups": len(groups),
    }
    if as_json:
        show_json(figures)
        return
    say(N_("%(needs)s needs against %(items)s items: %(auto)s matched, %(review)s to judge, %(none)s new."), **figures)
