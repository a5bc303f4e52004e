"""`pooling campaign …` and `pooling award`: the verbs that move a campaign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click
from flask_babel import gettext, pgettext

from pooling import language
from pooling.access.scope import NotYoursError
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_
from pooling.campaigns import queries, rules
from pooling.campaigns.models import Campaign, State
from pooling.cli import shares, voice
from pooling.cli.ground import system
from pooling.cli.shares import SAMPLE, SHARES
from pooling.cli.voice import say, show_json
from pooling.consolidation import matching, publication_queries, publishing, together
from pooling.consolidation import queue_queries as queue
from pooling.consolidation import rules as consolidation
from pooling.consolidation.models import Publication, PublishedTotal, Verdict
from pooling.consolidation.together import Shares
from pooling.needs import late, late_queries
from pooling.needs.inside_queries import left_out
from pooling.needs.late_models import LateLine
from pooling.needs.late_shown import ShownLate, shown
from pooling.needs.queries import progress
from pooling.orders import rules as orders
from pooling.sourcing import rules as sourcing

CODE = click.argument("code")
# the words of the screens (templates/parts/states.html), where they are marked for translation
STATES = {state: state.value.replace("_", " ").capitalize() for state in State}
ANSWERS = {
    "not_started": "Not started",
    "draft": "In progress",
    "awaiting": "To approve",
    "submitted": "Submitted",
    "nothing": "Nothing this time",
}
LATE = {"asked": "With the buyers", "accepted": "Accepted", "carried": "Carried over", "refused": "Refused"}
JSON = click.option("--json", "as_json", is_flag=True, help=N_("Report as JSON."))


@click.group(help=N_("Move a campaign on, or see where it stands."))
def campaign() -> None: ...


@campaign.command("open", help=N_("Open it to entries, at once."))
@CODE
@JSON
def open_(code: str, *, as_json: bool) -> None:
    _move(code, rules.open_, as_json=as_json)


@campaign.command("close", help=N_("Close it: what members entered is frozen."))
@CODE
@JSON
def close(code: str, *, as_json: bool) -> None:
    _move(code, rules.close, as_json=as_json)


@campaign.command("reopen", help=N_("Open it again as a new revision, with a reason members will read."))
@CODE
@click.option(
    "--until", required=True, type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]), help=N_("Closes then.")
)
@click.option("--reason", required=True, help=N_("Why; members read it."))
@JSON
def reopen(code: str, until: datetime, reason: str, *, as_json: bool) -> None:
    def again(viewer: Viewer, found: Campaign) -> None:
        rules.reopen(viewer, found, until.replace(tzinfo=language.zone()).astimezone(UTC), reason)

    _move(code, again, as_json=as_json)


@campaign.command("consolidate", help=N_("Group the needs of a closed campaign."))
@CODE
@SHARES
@SAMPLE
@JSON
def consolidate(code: str, sample: int, *, with_shares: bool, as_json: bool) -> None:
    with system() as viewer:
        found = queries.campaign(viewer, code)
        consolidation.consolidate(viewer, found)
        viewer.session.flush()
        wanted = together.shares(viewer, found, sample) if with_shares or sample else None
        _tell(viewer, found, wanted, as_json=as_json)


@campaign.command("match", help=N_("Compare lines that name no item with the catalogue, as the matching desk does."))
@CODE
@JSON
def match(code: str, *, as_json: bool) -> None:
    with system() as viewer:
        found = queries.campaign(viewer, code)
        done = matching.match(viewer, found, None, lambda lines: voice.progress(lines, N_("Matching")))
        waiting = queue.progress(viewer, found)[Verdict.WAITING].lines
        figures = {"code": found.code, "compared": done.lines, "waiting": waiting, **asdict(done)}
        if as_json:
            show_json(figures)
            return
        say(
            N_("%(code)s: %(compared)s lines compared, %(auto)s matched, %(review)s to judge, %(none)s new."), **figures
        )
        say(N_("Waiting on the matching desk: %(waiting)s lines."), **figures)


@campaign.command("publish", help=N_("Let members read its totals, as far as they tell of none of them; for good."))
@CODE
@JSON
def publish(code: str, *, as_json: bool) -> None:
    with system() as viewer:
        with voice.ticking(N_("Judging the totals")) as tick:
            publication = publishing.publish(viewer, queries.campaign(viewer, code), tick)
        figures = publication_queries.totals(viewer, publication)
        if as_json:
            show_json(_published(publication, figures))
            return
        shown = sum(each.amount is not None for each in figures)
        say(
            N_("Published: %(shown)s figures; %(hidden)s are not communicated."),
            shown=shown,
            hidden=len(figures) - shown,
        )


@campaign.command("order", help=N_("Make one order per supplier out of the awards; there is no way back from here."))
@CODE
@JSON
def order(code: str, *, as_json: bool) -> None:
    _move(code, lambda viewer, found: orders.create(viewer, found, language.settings().currency), as_json=as_json)


@campaign.command("status", help=N_("Where it stands, and who has answered."))
@CODE
@JSON
def status(code: str, *, as_json: bool) -> None:
    with system() as viewer:
        _tell(viewer, queries.campaign(viewer, code), as_json=as_json)


@campaign.command("late", help=N_("What firms asked for after the closing; accept, carry over or refuse one."))
@CODE
@click.option("--accept", "accepted", metavar="KEY", help=N_("Take it in as an amendment."))
@click.option("--carry", "carried", metavar="KEY", help=N_("Carry it to the next campaign of its family."))
@click.option("--refuse", "refused", metavar="KEY", help=N_("Refuse it; --answer says why."))
@click.option("--answer", default="", help=N_("What the firm reads."))
@JSON
def late_(
    code: str, accepted: str | None, carried: str | None, refused: str | None, answer: str, *, as_json: bool
) -> None:
    with system() as viewer:
        found = queries.campaign(viewer, code)
        for key, verb in ((accepted, late.accept), (carried, late.carry), (refused, late.refuse)):
            if key:
                verb(viewer, _request(viewer, found, key), answer)
        _tell_late(viewer, found, as_json=as_json)


def _request(viewer: Viewer, found: Campaign, key: str) -> LateLine:
    """By the beginning of its key."""
    fitting = [each for each in late_queries.requests(viewer, found) if each.key.startswith(key)]
    if len(fitting) != 1:
        raise NotYoursError
    return late_queries.request(viewer, found, fitting[0].key, fitting[0].member_id)


def _tell_late(viewer: Viewer, found: Campaign, *, as_json: bool) -> None:
    requests = shown(viewer, late_queries.requests(viewer, found))
    if as_json:
        show_json([_late_told(each) for each in requests])
        return
    say(N_("Late requests: %(count)s."), count=len(requests))
    for each in requests:
        state = pgettext("late", LATE[each.late.state])
        click.echo(f"  {each.late.key[:8]}  {each.late.member.code:<12} {state:<20} {each.name} · {each.summary}")


def _late_told(each: ShownLate) -> dict[str, Any]:
    late_line = each.late
    return {
        "key": late_line.key,
        "member": late_line.member.code,
        "state": late_line.state,
        "asked": late_line.asked,
        "before": late_line.base,
        "reason": late_line.reason,
        "asked_by": late_line.asked_by,
        "asked_at": late_line.asked_at,
        "answer": late_line.answer,
    }


@click.command("award", help=N_("Give each pool a supplier: the cheapest agreement, or the one each need names."))
@CODE
@click.option("--by", type=click.Choice(["agreement", "named"]), required=True, help=N_("How suppliers are chosen."))
@JSON
def award(code: str, by: str, *, as_json: bool) -> None:
    _move(code, sourcing.propose if by == "agreement" else sourcing.as_named, as_json=as_json)


def _published(publication: Publication, figures: Sequence[PublishedTotal]) -> dict[str, Any]:
    """What members may read, and nothing else."""
    names = ("path", "direct", "period", "item_code", "item_name", "unit", "amount", "quantity")
    return {
        "campaign": publication.campaign.code,
        "revision": publication.revision,
        "published_at": publication.published_at,
        "figures": [{name: getattr(each, name) for name in names} for each in figures],
    }


def _move(code: str, verb: Callable[[Viewer, Campaign], Any], *, as_json: bool) -> None:
    with system() as viewer:
        found = queries.campaign(viewer, code)
        verb(viewer, found)
        viewer.session.flush()
        _tell(viewer, found, as_json=as_json)


def _tell(viewer: Viewer, found: Campaign, wanted: Shares | None = None, *, as_json: bool) -> None:
    answers, missing = progress(viewer, found), left_out(viewer, found)
    if as_json:
        states = [{"member": each.member.code, "state": each.state} for each in answers]
        more = {"shares": shares.told(wanted)} if wanted else {}
        show_json(_told(found) | {"answers": states, "left_out": asdict(missing)} | more)
        return
    state = pgettext("campaign", STATES[State(found.state)])
    say(N_("%(code)s (%(name)s): %(state)s, revision %(revision)s."), **(_told(found) | {"state": state}))
    for moment, at in ((N_("Opens"), found.opens_at), (N_("Closes"), found.closes_at)):
        click.echo(f"  {gettext(moment)} : {language.moment(at)}")
    for each in answers:
        answer = pgettext("submission", ANSWERS[each.state])
        click.echo(f"  {each.member.code:<12} {answer:<20} {each.line_count:>5}  {each.member.name}")
    if missing:
        told = N_("Left out until an approver of their firm says yes: %(lines)s lines, %(firms)s firms.")
        say(told, lines=missing.lines, firms=missing.firms)
    if wanted:
        shares.tell(wanted)


def _told(found: Campaign) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": found.name,
        "state": found.state,
        "revision": found.revision,
        "opens_at": found.opens_at,
        "closes_at": found.closes_at,
    }
