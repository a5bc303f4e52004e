"""Who is told what about a campaign: only those who still have something to do, once, and asked again before
the letter leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.campaigns.queries import campaigns
from pooling.campaigns.rules import is_answerable
from pooling.db import now
from pooling.journal.rules import record
from pooling.language import zone
from pooling.mail.models import Letter
from pooling.mail.rules import write_letter
from pooling.members.models import Member, User
from pooling.needs import tracking
from pooling.needs.letters import BEHALF, LATE, NUDGE, word
from pooling.needs.models import Answer, Reminder
from pooling.needs.stages import Stage, period, stage

EVEN_IF_ONLY_LAST_DAY = frozenset({Stage.LAST_DAY.value, NUDGE})
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
    told, answers = tracking.reminded(viewer, due), tracking.answers(viewer, due)
    periods = {each: period(each, found, here) for each, found in due.items()}
    letters: dict[tuple[User, str], list[Reason]] = {}
    for user in tracking.clerks(viewer):
        for each, found in due.items():
            answer = answers.get((each.id, user.member_id or 0))
            if (user.id, each.id, found.value, periods[each]) not in told and _concerns(user, found.value, answer):
                letters.setdefault((user, found.value), []).append((each, periods[each]))
    return [(user, kind, reasons) for (user, kind), reasons in letters.items()]


def _concerns(user: User, kind: str, answer: Answer | None) -> bool:
    """Whether there is something to do, or after the closing something to keep: drafts count as they are."""
    if user.only_last_day and kind not in EVEN_IF_ONLY_LAST_DAY:
        return False
    if kind == Stage.CLOSED:
        return answer is not None
    return answer in {None, Answer.DRAFT}


def _write(viewer: Viewer, letters: Sequence[tuple[User, str, Sequence[Reason]]]) -> bool:
    """False, and nothing written, when somebody else writes the same at this moment."""
    try:
        with viewer.session.begin_nested():
            for user, kind, reasons in letters:
                _write_one(viewer, user, kind, reasons)
    except IntegrityError:
        return False
    return True


def _write_one(viewer: Viewer, user: User, kind: str, reasons: Sequence[Reason]) -> None:
    words = word(kind, user, [campaign for campaign, _period in reasons])
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
    answers = tracking.answers(viewer, {each.campaign for each in reasons})
    standing = [each for each in reasons if _stands(each, answers, at or now())]
    if not standing:
        return False
    words = word(standing[0].kind, standing[0].user, [each.campaign for each in standing])
    letter.subject, letter.body, letter.calendar = words.subject, words.body, words.calendar
    return True


def _stands(reason: Reminder, answers: dict[tuple[int, int], Answer], at: datetime) -> bool:
    """A later stage has a letter of its own; whoever left the group, or the firm, is told nothing more."""
    user, campaign = reason.user, reason.campaign
    if not (user.active and user.member is not None and user.member.active):
        return False
    if reason.kind in ABOUT_AN_ACT:
        return reason.kind == LATE or is_answerable(campaign, at)
    if reason.kind == NUDGE:
        timely = is_answerable(campaign, at)
    else:
        found = stage(campaign, at, zone())
        timely = found == reason.kind and period(campaign, found, zone()) == reason.period
    return timely and _concerns(user, reason.kind, answers.get((campaign.id, user.member.id)))


def tell(viewer: Viewer, kind: str, campaign: Campaign, member_id: int) -> None:
    """Tell the people of a firm what a buyer did: of entries once a day, of answers as long as no letter about
    them is still waiting to leave."""
    moment = now()
    if kind == BEHALF:
        when = moment.astimezone(zone()).date().isoformat()
        spared = tracking.told_on(viewer, kind, when)
    else:
        when = f"{moment:%Y-%m-%dT%H:%M:%S}"
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
    silent = {each.id: each for each in members if answers.get((campaign.id, each.id)) in {None, Answer.DRAFT}}
    today = moment.astimezone(zone()).date().isoformat()
    asked = tracking.told_on(viewer, NUDGE, today)
    people = [user for user in tracking.clerks(viewer, list(silent)) if user.id not in asked]
    if not _write(viewer, [(user, NUDGE, [(campaign, today)]) for user in people]):
        return Nudged(spared=len(silent))
    reached = {user.member_id for user in people if user.member_id is not None}
    for number in sorted(reached):
        _record(viewer, campaign, silent[number])
    return Nudged(len(people), len(reached), len(silent) - len(reached))


def _record(viewer: Viewer, campaign: Campaign, member: Member) -> None:
    record(viewer, "needs.nudge", f"member:{member.code}", campaign=campaign.code, member_id=member.id)
