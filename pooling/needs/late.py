"""What comes after the closing: a member asks for a line, or for another version of one; a buyer accepts it as an
amendment, carries it to the next campaign, or refuses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any

from pooling.access.scope import NotYoursError, in_full
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.rules import is_answerable, is_late
from pooling.campaigns.states import FROZEN
from pooling.db import now
from pooling.journal.rules import record
from pooling.language import settings
from pooling.members.models import Member
from pooling.needs import late_queries, queries, reminders
from pooling.needs.declaration import STANDING, begun, family_ids, whose
from pooling.needs.docks import lay_out
from pooling.needs.inside_queries import wants_approval
from pooling.needs.late_models import Late, LateLine
from pooling.needs.letters import LATE
from pooling.needs.lines import Line, columns
from pooling.needs.models import Answer, Need, Submission
from pooling.needs.told import line_told, told
from pooling.needs.writing import KEY, StaleLine, Writing

LONGEST = 2000
_NOT_LATE = N_("This campaign takes no late requests: it is still open, or has gone on to suppliers.")
_NOT_APPROVER = N_("This firm wants its needs approved: after the closing one of its approvers asks, signed in.")
_NO_REASON = N_("Say why it comes late: the buyers will read it.")
_NO_ANSWER = N_("Say why it is refused: the firm will read it.")
_TOO_LONG = N_("This text is too long: at most %(longest)s characters.")
_TWICE = N_("A change of this line already waits for the buyers: take that request back first.")
_SAME = N_("This is the line as it stands: change what must be different.")
_OTHER_FAMILY = N_("A correction stays in its family: ask for a new line, and say that you no longer need this one.")
_DECIDED = N_("This request was answered or taken back meanwhile: reload the page to see how it stands.")
_MOVED_ON = N_("The line was changed since this was asked: refuse the request and let the firm ask anew.")
_NO_CARRYING = N_("Only a new line can be carried over: accept or refuse the change of a line.")
_TO_GROUP = N_("Accepted late lines are not grouped yet: group the needs again first.")


class Amending(Writing):
    """Writes a line that its own firm asked for, although the campaign takes no entries any more; each change
    is counted."""

    def __init__(self, viewer: Viewer, campaign: Campaign, member: Member) -> None:
        super().__init__(viewer, campaign, member)
        self.by = ""

    @cached_property
    def submission(self) -> Submission:
        held = begun(self.viewer, self.campaign, self.member_id)
        empty = held.approval and not queries.has_lines(self.viewer, self.campaign, self.member_id)
        if held.answer == Answer.NOTHING or empty:
            held.answer = Answer.SUBMITTED
        return held

    def marks(self, need: Need | None) -> dict[str, Any]:
        # where a firm wants its needs approved, it was an approver who asked
        return super().marks(need) | {"amendment": (need.amendment if need else 0) + 1, "held": False}


def ask(
    viewer: Viewer,
    campaign: Campaign,
    line: Line | None,
    *,
    key: str,
    reason: str,
    need_key: str = "",
    member: Member | None = None,
) -> LateLine:
    """Ask for a line, for another version of the one under `need_key`, or (None) for its removal. The same key
    asks once. Raises LineRefusal, Refusal, or NotYoursError."""
    member_id = whose(viewer, member)
    if not KEY.fullmatch(key):
        raise NotYoursError
    _must_be_late(viewer, campaign)
    known = late_queries.known(viewer, key, member_id)
    if known is not None:
        return known
    _must_be_approved(viewer, member_id)
    need = _corrected(viewer, campaign, need_key, member_id)
    if line is None and need is None:
        raise NotYoursError
    asked, category_id = _asked(campaign, line, need, member_id)
    late = LateLine(
        key=key,
        campaign_id=campaign.id,
        member_id=member_id,
        category_id=category_id,
        need_key=need_key,
        asked=asked,
        base=told(need) if need else None,
        base_version=need.version if need else None,
        reason=_text(reason, _NO_REASON),
        asked_by=_name(viewer),
    )
    viewer.session.add(late)
    viewer.session.flush()
    _record(viewer, "ask_late", late, note=late.reason, before=late.base, after=late.asked)
    return late


def _must_be_approved(viewer: Viewer, member_id: int) -> None:
    """Nobody looks at a late line again inside the firm: where it wants approval, who asks is who approves."""
    if wants_approval(viewer, member_id) and not (viewer.is_approver and viewer.member_id == member_id):
        raise Refusal("not_approver", _NOT_APPROVER)


def _corrected(viewer: Viewer, campaign: Campaign, need_key: str, member_id: int) -> Need | None:
    if not need_key:
        return None
    need = queries.need(viewer, need_key, campaign, member_id)
    if late_queries.is_asked_for(viewer, need_key, member_id):
        raise Refusal("asked_twice", _TWICE)
    return need


def _asked(
    campaign: Campaign, line: Line | None, need: Need | None, member_id: int
) -> tuple[dict[str, Any] | None, int]:
    """The line as it will be told, and its family."""
    if line is None:
        return None, need.category_id if need else 0
    values = columns(line, member_id, family_ids(campaign))
    category = line.item.category if line.item else line.category
    if need is not None and category is not None and category.root_id != need.category.root_id:
        raise Refusal("other_family", _OTHER_FAMILY)
    made = Need(**values, item=line.item, pack=line.pack, site=line.site, category=category)
    lay_out(made, line.split, member_id, values["category_id"])
    asked = told(made)
    if need is not None and asked == told(need):
        raise Refusal("same", _SAME)
    return asked, values["category_id"]


def withdraw(viewer: Viewer, late: LateLine) -> None:
    """The member no longer asks."""
    _decide(viewer, late, Late.WITHDRAWN, "")
    _record(viewer, "withdraw_late", late)


def accept(viewer: Viewer, late: LateLine, answer: str = "") -> None:
    """As an amendment: among the lines at once or, when pools were made already, when they are made again."""
    _must_be_late(viewer, late.campaign, or_open=True)
    _decide(viewer, late, Late.ACCEPTED, answer)
    _record(viewer, "accept_late", late, note=late.answer)
    if late.campaign.state != State.CONSOLIDATED:
        _take(viewer, late)
    _tell(viewer, late)


def carry(viewer: Viewer, late: LateLine, answer: str = "") -> None:
    """To the next campaign of its family, which offers it to its firm."""
    if late.need_key:
        raise Refusal("no_carrying", _NO_CARRYING)
    _decide(viewer, late, Late.CARRIED, answer)
    _record(viewer, "carry_late", late, note=late.answer)
    _tell(viewer, late)


def refuse(viewer: Viewer, late: LateLine, answer: str) -> None:
    _decide(viewer, late, Late.REFUSED, _text(answer, _NO_ANSWER))
    _record(viewer, "refuse_late", late, note=late.answer)
    _tell(viewer, late)


def follow(viewer: Viewer, campaign: Campaign, before: State) -> None:
    """A campaign has moved: nothing accepted is left behind."""
    if campaign.state == State.OPEN:
        amend(viewer, campaign)
    elif before == State.CONSOLIDATED and campaign.state in FROZEN:
        with _unseen(viewer) as program:
            if late_queries.to_be_grouped(program, campaign):
                raise Refusal("to_be_grouped", _TO_GROUP)


def amend(viewer: Viewer, campaign: Campaign) -> int:
    """Put what was accepted since the pools were made among the lines; how many requests there were."""
    with _unseen(viewer) as program:
        waiting = late_queries.to_be_grouped(program, campaign)
        for late in waiting:
            _take(program, late)
        return len(waiting)


@contextmanager
def _unseen(viewer: Viewer) -> Iterator[Viewer]:
    """The program's eyes: whoever moves a campaign may work for a rival of those whose lines wait."""
    with in_full(viewer) as widened:
        yield replace(widened, user_id=None, name="", member_id=None)
        widened.session.flush()


def _must_be_late(viewer: Viewer, campaign: Campaign, *, or_open: bool = False) -> None:
    """Whoever groups the campaign waits for this transaction, and the other way round."""
    viewer.session.refresh(campaign, STANDING, with_for_update={"read": True})
    if not (is_late(campaign) or (or_open and is_answerable(campaign))):
        raise Refusal("not_late", _NOT_LATE)


def _decide(viewer: Viewer, late: LateLine, state: Late, answer: str) -> None:
    whose(viewer, late.member)
    if late.state != Late.ASKED:
        raise Refusal("decided", _DECIDED)
    late.state, late.decided_at, late.decided_by = state, now(), _name(viewer)
    late.answer = _text(answer)
    viewer.session.flush()


def _take(viewer: Viewer, late: LateLine) -> None:
    writing = Amending(viewer, late.campaign, late.member)
    try:
        if late.asked is None:
            writing.remove(late.need_key, late.base_version)
        else:
            line = line_told(viewer, late.member_id, late.asked)
            writing.save(line, key=late.need_key or late.key, version=late.base_version)
        writing.put_down()
    except (StaleLine, NotYoursError) as moved:
        raise Refusal("moved_on", _MOVED_ON) from moved
    late.taken_at = now()
    viewer.session.flush()


def _name(viewer: Viewer) -> str:
    return viewer.name if viewer.is_person else settings().group_name


def _text(text: str, missing: str = "") -> str:
    if missing and not text.strip():
        raise Refusal("no_text", missing)
    if len(text) > LONGEST:
        raise Refusal("too_long", _TOO_LONG, longest=LONGEST)
    return text.strip()


def _tell(viewer: Viewer, late: LateLine) -> None:
    reminders.tell(viewer, LATE, late.campaign, late.member_id)


def _record(viewer: Viewer, verb: str, late: LateLine, **said: Any) -> None:
    about = {"campaign": late.campaign.code, "member_id": late.member_id, "category_id": late.category_id}
    record(viewer, f"needs.{verb}", f"late:{late.key}", **about, **said)
