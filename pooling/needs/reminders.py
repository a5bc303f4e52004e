"""Who is told what about a campaign: only those who still have something to do, once, and asked again before
the letter leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.queries import campaigns
from pooling.campaigns.rules import is_answerable
from pooling.db import now
from pooling.journal.rules import record
from pooling.language import zone
from pooling.mail.models import Letter
from pooling.mail.rules import write_letter
from pooling.members.models import Member, User
from pooling.needs import tracking
from pooling.needs.inside_queries import Duties, firms_left_out
from pooling.needs.inside_queries import duties as who_does_what
from pooling.needs.letters import APPROVE, BEHALF, LATE, NUDGE, RETURNED, Wording, notes_for, word
from pooling.needs.models import UNDECIDED, Answer, Reminder
from pooling.needs.stages import Stage, period, stage
from pooling.needs.tracking import Said
from pooling.needs.waiting import firms_offered

# an approver is asked by a colleague, and a moved deadline concerns whoever still has something to do
EVEN_IF_ONLY_LAST_DAY = frozenset({Stage.LAST_DAY.value, NUDGE, APPROVE, RETURNED})
LATER_STAGES = frozenset({Stage.HALFWAY, Stage.THREE_DAYS, Stage.LAST_DAY})
ABOUT_AN_ACT = frozenset({BEHALF, LATE})  # what a buyer did to a firm's lines: told whatever the firm answered
PAUSE = timedelta(minutes=30)  # a buyer who enters a list, or answers several requests, causes one letter

Reason = tuple[Campaign, str]  # with the period


def remind(viewer: Viewer, at: datetime | None = None) -> Counter[str]:
    """Write what is due at this moment and was not written yet; how many letters of each kind. Run it as
    often as you like."""
    moment, here = at or now(), zone()
    due = {each: found for each in campaigns(viewer) if (found := stage(each, moment, here)) is not None}
    if not due:
        return Counter()
    letters = _letters_due(viewer, due, here)
    return Counter(kind for _user, kind, _reasons in letters) if _write(viewer, letters) else Counter()


def _letters_due(
    viewer: Viewer, due: dict[Campaign, Stage], here: ZoneInfo
) -> list[tuple[User, str, Sequence[Reason]]]:
    """One letter for each person and kind, about all campaigns that this kind concerns."""
    told, answers, duties = tracking.reminded(viewer, due), tracking.answers(viewer, due), who_does_what(viewer)
    letters: dict[tuple[User, str], list[Reason]] = {}
    for user in tracking.clerks(viewer):
        for each, found in due.items():
            said = answers.get((each.id, user.member_id or 0))
            kind, when = _told_as(found, period(each, found, here), said)
            if (user.id, each.id, kind, when) not in told and _concerns(user, kind, said, duties):
                letters.setdefault((user, kind), []).append((each, when))
    return [(user, kind, reasons) for (user, kind), reasons in letters.items()]


def _told_as(found: Stage, when: str, said: Said | None) -> tuple[str, str]:
    """Needs that await an approver are what that person is reminded of, whichever the stage."""
    if said is not None and said.answer == Answer.AWAITING and found in LATER_STAGES:
        return APPROVE, f"{found} {when}"
    return found.value, when


def _concerns(user: User, kind: str, said: Said | None, duties: Duties) -> bool:
    """Whether there is something to do for this person, or after the closing something to keep. A moved deadline is
    told to those who have answered too: they may change their answer until then, and their calendar is wrong."""
    to_do = _has_to_do(user, said, duties)
    if user.only_last_day and not (kind in EVEN_IF_ONLY_LAST_DAY or (kind == Stage.MOVED and to_do)):
        return False
    if kind == Stage.CLOSED:
        return said is not None
    if kind == APPROVE:
        return said is not None and said.approval and said.answer in UNDECIDED and user.id in duties.approvers
    if kind == RETURNED:
        return said is not None and said.answer == Answer.DRAFT and user.id in duties.enterers
    return kind == Stage.MOVED or (to_do and (said is None or said.answer != Answer.AWAITING or kind == NUDGE))


def _has_to_do(user: User, said: Said | None, duties: Duties) -> bool:
    """Before the needs are sent to an approver it is the enterer's turn, then the approver's; where no approval is
    wanted it is everybody's until one of them answers."""
    if said is not None and said.answer == Answer.AWAITING:
        return user.id in duties.approvers
    if said is not None and said.answer != Answer.DRAFT:
        return False
    wanted = said.approval if said is not None else user.member is not None and user.member.needs_approval
    return not wanted or user.id in duties.enterers


def write_to(viewer: Viewer, kind: str, people: Sequence[User], campaign: Campaign, period: str) -> int:
    """Write to each of these people once in this period; to how many."""
    # each by itself: a member's session does not see who was told before
    return sum(_write(viewer, [(user, kind, [(campaign, period)])]) for user in people)


def _write(viewer: Viewer, letters: Sequence[tuple[User, str, Sequence[Reason]]]) -> bool:
    """False, and nothing written, when somebody else writes the same at this moment."""
    wording = _Wording(viewer, letters)
    try:
        with viewer.session.begin_nested():
            for user, kind, reasons in letters:
                _write_one(viewer, user, kind, reasons, wording)
    except IntegrityError:
        return False
    return True


class _Wording:
    """What letters to these people say of their firms' part, looked up once for all of them."""

    def __init__(self, viewer: Viewer, letters: Sequence[tuple[User, str, Sequence[Reason]]]) -> None:
        self.answers = tracking.answers(
            viewer, {each for _user, _kind, reasons in letters for each, _period in reasons}
        )
        opening = [(user, reasons) for user, kind, reasons in letters if kind == Stage.OPENED]
        firms = {user.member_id for user, _reasons in opening if user.member_id is not None}
        opened = {campaign for _user, reasons in opening for campaign, _period in reasons}
        self.carried = firms_offered(viewer, opened, firms) if firms else set[tuple[int, int]]()

    def of(self, kind: str, user: User, told: Sequence[Campaign]) -> Wording:
        carried = {each.id for each in told if (each.id, user.member_id) in self.carried}
        return word(kind, user, told, notes_for(user, told, self.answers), carried)


def _write_one(viewer: Viewer, user: User, kind: str, reasons: Sequence[Reason], wording: _Wording) -> None:
    words = wording.of(kind, user, [campaign for campaign, _period in reasons])
    letter = write_letter(viewer, f"needs.{kind}", user.email, words.subject, words.body, words.calendar)
    if kind in ABOUT_AN_ACT:
        letter.due_at = now() + PAUSE
    viewer.session.add_all(
        Reminder(letter=letter, user_id=user.id, campaign_id=campaign.id, kind=kind, period=when)
        for campaign, when in reasons
    )


def review(viewer: Viewer, letter: Letter, at: datetime | None = None) -> bool:
    """Whether a letter about to leave still has a reason; it is worded anew for the reasons that are left.
    Letters of other rooms always have theirs."""
    reasons = tracking.reasons(viewer, letter)
    if not reasons:
        return True
    user, kind = reasons[0].user, reasons[0].kind
    wording = _Wording(viewer, [(user, kind, [(each.campaign, each.period) for each in reasons])])
    duties = who_does_what(viewer)
    standing = [each for each in reasons if _stands(each, wording.answers, duties, at or now())]
    if not standing:
        return False
    words = wording.of(kind, user, [each.campaign for each in standing])
    letter.subject, letter.body, letter.calendar = words.subject, words.body, words.calendar
    return True


def _stands(reason: Reminder, answers: Mapping[tuple[int, int], Said], duties: Duties, at: datetime) -> bool:
    """A later stage has a letter of its own; whoever left the group, or the firm, is told nothing more."""
    user, campaign = reason.user, reason.campaign
    if not (user.active and user.member is not None and user.member.active):
        return False
    if reason.kind in ABOUT_AN_ACT:
        return reason.kind == LATE or is_answerable(campaign, at)
    if reason.kind in {NUDGE, RETURNED}:
        timely = is_answerable(campaign, at)
    elif reason.kind == APPROVE:
        # after the closing also what nobody sent to an approver
        said = answers.get((campaign.id, user.member.id))
        awaits = said is not None and said.answer == Answer.AWAITING
        timely = campaign.state == State.CLOSED or (campaign.state == State.OPEN and awaits)
    else:
        found = stage(campaign, at, zone())
        timely = found == reason.kind and period(campaign, found, zone()) == reason.period
    return timely and _concerns(user, reason.kind, answers.get((campaign.id, user.member.id)), duties)


def tell(viewer: Viewer, kind: str, campaign: Campaign, member_id: int) -> None:
    """Tell the people of a firm what a buyer did: of entries once a day, of answers as long as no letter about
    them is still waiting to leave."""
    moment = now()
    if kind == BEHALF:
        when = moment.astimezone(zone()).date().isoformat()
        spared = tracking.told_on(viewer, kind, when)
    else:
        when = f"{moment:%Y%m%dT%H%M%S.%f}"[:20]
        spared = tracking.still_to_be_told(viewer, kind, campaign)
    people = [user for user in tracking.clerks(viewer, [member_id]) if user.id not in spared]
    _write(viewer, [(user, kind, [(campaign, when)]) for user in people])


@dataclass(frozen=True)
class Nudged:
    """How many people were written to, in how many firms; `spared` firms heard enough today, or have nobody."""

    people: int = 0
    firms: int = 0
    spared: int = 0


def nudge(viewer: Viewer, campaign: Campaign, members: Sequence[Member], at: datetime | None = None) -> Nudged:
    """Ask these firms for their answer; those that gave it are passed over. A person is asked at most once a
    day, whatever the campaign."""
    moment = at or now()
    if not is_answerable(campaign, moment):
        raise Refusal("not_answerable", N_("The campaign takes no entries now: there is nobody to remind."))
    answers = tracking.answers(viewer, [campaign])
    silent = [each for each in members if _is_silent(answers.get((campaign.id, each.id)))]
    return _ask(viewer, NUDGE, campaign, silent, moment)


def nudge_approvers(viewer: Viewer, campaign: Campaign, at: datetime | None = None) -> Nudged:
    """After the closing: ask the approvers whose firms' lines would be left out."""
    if campaign.state != State.CLOSED:
        raise Refusal("not_closed", N_("Approvers are asked once the campaign is closed, until its lines are grouped."))
    return _ask(viewer, APPROVE, campaign, firms_left_out(viewer, campaign), at or now())


def _is_silent(said: Said | None) -> bool:
    return said is None or said.answer in UNDECIDED


def _ask(viewer: Viewer, kind: str, campaign: Campaign, firms: Sequence[Member], at: datetime) -> Nudged:
    """Those of each firm whose turn it is, once a day."""
    today = at.astimezone(zone()).date().isoformat()
    period = today if kind == NUDGE else f"asked {today}"
    by_id, asked = {each.id: each for each in firms}, tracking.told_on(viewer, kind, period)
    answers, duties = tracking.answers(viewer, [campaign]), who_does_what(viewer)
    people = [
        user
        for user in tracking.clerks(viewer, list(by_id))
        if user.id not in asked and _concerns(user, kind, answers.get((campaign.id, user.member_id or 0)), duties)
    ]
    if not _write(viewer, [(user, kind, [(campaign, period)]) for user in people]):
        return Nudged(spared=len(by_id))
    reached = {user.member_id for user in people if user.member_id is not None}
    for number in sorted(reached):
        _record(viewer, campaign, by_id[number])
    return Nudged(len(people), len(reached), len(by_id) - len(reached))


def _record(viewer: Viewer, campaign: Campaign, member: Member) -> None:
    record(viewer, "needs.nudge", f"member:{member.code}", campaign=campaign.code, member_id=member.id)
