from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, bindparam, cast, func, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from pooling.access.scope import one
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.catalogue.models import Category, Item
from pooling.db import batches
from pooling.journal.models import Entry
from pooling.members.models import Member, Site
from pooling.needs.models import Need, NeedSite, Submission

SPREAD = 2**20  # from one line to the next: room for twenty to be moved between the same two
NOT_STARTED = "not_started"


def families_taken(viewer: Viewer) -> tuple[int, ...]:
    """Every category of the top families in which the viewer's own firm, or a sister of it, has ever entered a
    line, or still may: of these a conflicted buyer sees no other firm's lines. The journal counts too: who
    deletes his firm's lines has not stopped competing. While a campaign is open all its families count, or
    one could look first and enter later."""
    own_group = select(Member.company_group).where(Member.id == viewer.firm).scalar_subquery()
    firms = select(Member.id).where(or_(Member.id == viewer.firm, Member.company_group == own_group))
    entered = select(Need.category_id).where(Need.member_id.in_(firms))
    told = select(Entry.category_id).where(Entry.member_id.in_(firms), Entry.verb.like("needs.%"))
    collected = select(Category.id).join(Campaign.families).where(Campaign.state == State.OPEN)
    roots = select(Category.root_id).where(or_(*(Category.id.in_(each) for each in (entered, told, collected))))
    return tuple(viewer.session.scalars(select(Category.id).where(Category.root_id.in_(roots))))


def member_numbered(viewer: Viewer, member_id: int) -> Member:
    return one(viewer, select(Member).where(Member.id == member_id))


# what every save of a line asks is said once
_SUBMISSION = select(Submission).where(
    Submission.campaign_id == bindparam("campaign"), Submission.member_id == bindparam("firm")
)
_SUBMISSION_NOW = _SUBMISSION.with_for_update().execution_options(populate_existing=True)


def submission(viewer: Viewer, campaign: Campaign, member_id: int | None = None) -> Submission | None:
    """A member's answer, the viewer's own firm's by default; None when it has not started."""
    whose = viewer.firm if member_id is None else member_id
    return viewer.session.scalars(_SUBMISSION, {"campaign": campaign.id, "firm": whose}).one_or_none()


def locked_submission(viewer: Viewer, campaign: Campaign, member_id: int) -> Submission | None:
    """The same, held until the transaction ends: two people of one firm write one after the other."""
    return viewer.session.scalars(_SUBMISSION_NOW, {"campaign": campaign.id, "firm": member_id}).one_or_none()


def _place() -> ColumnElement[int]:
    """Where a line stands among its firm's: where it was moved to, else as it was entered."""
    return func.coalesce(Need.position, cast(Need.id, BigInteger) * SPREAD)


_LINES = (
    select(Need)
    .where(Need.member_id == bindparam("firm"), Need.campaign_id == bindparam("campaign"))
    .order_by(_place(), Need.id)
    .options(joinedload(Need.item), joinedload(Need.pack), joinedload(Need.site), joinedload(Need.category))
)


def lines(viewer: Viewer, campaign: Campaign, member_id: int | None = None) -> Sequence[Need]:
    """A member's lines in its own order, the viewer's own firm's by default, with all they name."""
    whose = viewer.firm if member_id is None else member_id
    found = viewer.session.scalars(_LINES, {"firm": whose, "campaign": campaign.id}).all()
    _fetch_parts(viewer, [need for need in found if need.is_split])
    return found


def places(viewer: Viewer, campaign: Campaign, member_id: int) -> list[tuple[str, int]]:
    """Key and place of each line of a member, in their order."""
    statement = select(Need.key, _place()).where(Need.member_id == member_id, Need.campaign_id == campaign.id)
    return [(key, place) for key, place in viewer.session.execute(statement.order_by(_place(), Need.id))]


def _fetch_parts(viewer: Viewer, needs: Sequence[Need]) -> None:
    """The docks of these lines, all at once."""
    if not needs:
        return
    of: dict[int, list[NeedSite]] = {need.id: [] for need in needs}
    for part in viewer.session.scalars(select(NeedSite).where(NeedSite.need_id.in_(of))):
        of[part.need_id].append(part)
    for need in needs:
        set_committed_value(need, "parts", of[need.id])


def need(viewer: Viewer, key: str, campaign: Campaign | None = None, member_id: int | None = None) -> Need:
    """One line by its key, or NotYoursError."""
    statement = select(Need).where(Need.key == key)
    if viewer.is_member or member_id is not None:
        statement = statement.where(Need.member_id == (viewer.firm if member_id is None else member_id))
    if campaign is not None:
        statement = statement.where(Need.campaign_id == campaign.id)
    return one(viewer, statement)


_HELD = (
    select(Need)
    .where(Need.key.in_(bindparam("keys", expanding=True)), Need.member_id == bindparam("firm"))
    .execution_options(populate_existing=True)
)


def held(viewer: Viewer, keys: Iterable[str], member_id: int) -> dict[str, Need]:
    """A member's lines by key as they stand in the database now, whatever the session remembers."""
    found: dict[str, Need] = {}
    for some in batches(sorted(keys)):
        fresh = viewer.session.scalars(_HELD, {"keys": some, "firm": member_id})
        found |= {need.key: need for need in fresh}
    return found


def has_lines(viewer: Viewer, campaign: Campaign, member_id: int) -> bool:
    statement = select(Need.id).where(Need.campaign_id == campaign.id, Need.member_id == member_id).limit(1)
    return viewer.session.scalar(statement) is not None


def item_offered(viewer: Viewer, campaign: Campaign, code: str) -> Item:
    """An item of the campaign's families by its code, or NotYoursError."""
    families = select(Category.id).where(Category.root_id.in_([family.id for family in campaign.families]))
    return one(viewer, select(Item).where(Item.code == code, Item.active, Item.category_id.in_(families)))


_WRITTEN = select(Category).where(
    Category.path == bindparam("path"), Category.root_id.in_(bindparam("roots", expanding=True)), Category.active
)


def family_written(viewer: Viewer, campaign: Campaign, path: str) -> Category | None:
    """The family whose path this is, letter for letter."""
    roots = [family.id for family in campaign.families]
    return viewer.session.scalars(_WRITTEN, {"path": path, "roots": roots}).one_or_none()


_TREES = (
    select(Category)
    .where(Category.root_id.in_(bindparam("roots", expanding=True)), Category.active)
    .order_by(Category.path)
)


def categories_of(viewer: Viewer, campaign: Campaign) -> Sequence[Category]:
    """The families that a campaign collects, whole trees in order."""
    return viewer.session.scalars(_TREES, {"roots": [family.id for family in campaign.families]}).all()


_SITES = select(Site).where(Site.member_id == bindparam("firm"), Site.active).order_by(Site.code)


def sites_of(viewer: Viewer, member_id: int) -> Sequence[Site]:
    return viewer.session.scalars(_SITES, {"firm": member_id}).all()


def last_removal(viewer: Viewer, campaign: Campaign, key: str, member_id: int) -> Entry | None:
    """The journal's newest word on a line of the member, when it is its removal."""
    statement = (
        select(Entry)
        .where(Entry.subject == f"need:{key}", Entry.member_id == member_id, Entry.campaign == campaign.code)
        .where(Entry.verb.like("needs.%"), Entry.verb != "needs.look")
        .order_by(Entry.id.desc())
        .limit(1)
    )
    entry = viewer.session.scalars(statement).first()
    return entry if entry is not None and entry.verb == "needs.remove" else None


def changes_since(viewer: Viewer, need: Need, version: int) -> Sequence[Entry]:
    """The changes of a line after this version, the newest first: the last one's `before` is that version."""
    count = max(1, need.version - version)
    statement = (
        select(Entry)
        .where(Entry.subject == f"need:{need.key}", Entry.member_id == need.member_id, Entry.verb == "needs.change")
        .order_by(Entry.id.desc())
        .limit(2 * count)
    )
    # a change of family is told in two entries, of which the second knows no before
    return [entry for entry in viewer.session.scalars(statement) if entry.before is not None][:count]


@dataclass(frozen=True)
class Progress:
    """How far a member is with a campaign; `line_count` holds the lines the viewer may see."""

    member: Member
    state: str
    line_count: int
    last_activity: datetime | None
    answered_by: str


def progress(viewer: Viewer, campaign: Campaign) -> list[Progress]:
    """One row for each active member, and for each that answered although it is active no more."""
    counts = {
        member: (count, changed)
        for member, count, changed in viewer.session.execute(
            select(Need.member_id, func.count(), func.max(Need.changed_at))
            .where(Need.campaign_id == campaign.id)
            .group_by(Need.member_id)
        )
    }
    answers = {
        answer.member_id: answer
        for answer in viewer.session.scalars(select(Submission).where(Submission.campaign_id == campaign.id))
    }
    members = viewer.session.scalars(select(Member).order_by(func.lower(Member.name)))
    return [
        _progress(member, answers.get(member.id), *counts.get(member.id, (0, None)))
        for member in members
        if member.active or member.id in answers
    ]


def _progress(member: Member, answer: Submission | None, count: int, changed: datetime | None) -> Progress:
    if answer is None:
        return Progress(member, NOT_STARTED, count, None, "")
    moments = [moment for moment in (changed, answer.answered_at, answer.started_at) if moment is not None]
    return Progress(member, str(answer.answer), count, max(moments), answer.answered_by)


def earlier_with_lines(viewer: Viewer, campaign: Campaign, member_id: int) -> Sequence[Campaign]:
    """The campaigns before this one in which a member entered lines, the latest first."""
    entered = select(Need.campaign_id).where(Need.member_id == member_id)
    statement = select(Campaign).where(Campaign.opens_at < campaign.opens_at, Campaign.id.in_(entered))
    return viewer.session.scalars(statement.order_by(Campaign.opens_at.desc(), Campaign.id.desc())).all()
