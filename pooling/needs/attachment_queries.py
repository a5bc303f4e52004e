"""What is attached to lines, for whoever may see those lines: every statement goes through the line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from pooling.access.scope import one
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.needs.models import Attachment, Need

Owner = tuple[int, str]  # a line by its firm and key
ON_ITS_LINE = and_(Need.key == Attachment.need_key, Need.member_id == Attachment.member_id)


def _standing() -> Select[Attachment]:
    """Of lines that are there and that the viewer may see, what was not taken off."""
    return select(Attachment).join(Need, ON_ITS_LINE).where(Attachment.removed_at.is_(None))


def attachment(viewer: Viewer, campaign: Campaign, key: str) -> Attachment:
    """One by its key, or NotYoursError."""
    return one(viewer, _standing().where(Attachment.key == key, Need.campaign_id == campaign.id))


def removed(viewer: Viewer, campaign: Campaign, key: str, member_id: int) -> Attachment:
    """One that was taken off a line that is there, or NotYoursError."""
    statement = select(Attachment).join(Need, ON_ITS_LINE).where(Attachment.removed_at.is_not(None))
    return one(
        viewer,
        statement.where(Attachment.key == key, Need.campaign_id == campaign.id, Attachment.member_id == member_id),
    )


def of_line(viewer: Viewer, need: Need) -> Sequence[Attachment]:
    """In the order in which they were added."""
    statement = _standing().where(Need.id == need.id).order_by(Attachment.id)
    return viewer.session.scalars(statement).all()


def of_lines(viewer: Viewer, needs: Iterable[Need]) -> dict[Owner, list[Attachment]]:
    """By firm and key of the line; lines without any are left out."""
    numbers = [need.id for need in needs]
    found: dict[Owner, list[Attachment]] = {}
    for each in viewer.session.scalars(_standing().where(Need.id.in_(numbers)).order_by(Attachment.id)):
        found.setdefault((each.member_id, each.need_key), []).append(each)
    return found


def of_keys(viewer: Viewer, campaign: Campaign, member_id: int, keys: Sequence[str]) -> dict[str, list[Attachment]]:
    """Of a firm's lines in a campaign that have one of these keys."""
    statement = _standing().where(
        Need.campaign_id == campaign.id, Need.member_id == member_id, Attachment.need_key.in_(keys)
    )
    found: dict[str, list[Attachment]] = {}
    for each in viewer.session.scalars(statement.order_by(Attachment.id)):
        found.setdefault(each.need_key, []).append(each)
    return found


def kept(viewer: Viewer, campaign: Campaign, member_id: int) -> tuple[int, int]:
    """How many files a firm has in a campaign and how many bytes they are, whatever became of their lines."""
    statement = select(func.count(), func.coalesce(func.sum(Attachment.size), 0)).where(
        Attachment.campaign_id == campaign.id, Attachment.member_id == member_id
    )
    count, size = viewer.session.execute(statement).one()
    return count, int(size)


def follow(viewer: Viewer, moved: Sequence[Need]) -> None:
    """Lines that went to another family take their files along, so that the same people see both."""
    families = {(need.member_id, need.key): need.category_id for need in moved}
    statement = select(Attachment).where(
        Attachment.need_key.in_(need.key for need in moved),
        Attachment.member_id.in_({need.member_id for need in moved}),
    )
    for each in viewer.session.scalars(statement):
        each.category_id = families[each.member_id, each.need_key]


def earlier(viewer: Viewer, need: Need) -> Sequence[Attachment]:
    """What the firm attached to other lines for the same thing and not to this one, the latest first; the
    same content once."""
    other, here = aliased(Need), aliased(Attachment)
    already = exists().where(
        here.need_key == need.key,
        here.member_id == need.member_id,
        here.removed_at.is_(None),
        here.sha256 == Attachment.sha256,
    )
    statement = (
        select(Attachment)
        .join(other, and_(other.key == Attachment.need_key, other.member_id == Attachment.member_id))
        .where(other.member_id == need.member_id, other.pool_key == need.pool_key, other.id != need.id)
        .where(Attachment.removed_at.is_(None), ~already)
        .order_by(Attachment.id.desc())
        .limit(50)
    )
    latest: dict[str, Attachment] = {}
    for each in viewer.session.scalars(statement):
        latest.setdefault(each.sha256, each)
    return list(latest.values())


def adrift(viewer: Viewer) -> Sequence[Attachment]:
    """For the sweep: whose line is not there and that are not yet marked so."""
    return viewer.session.scalars(select(Attachment).where(~_has_line(), Attachment.adrift_since.is_(None))).all()


def come_back(viewer: Viewer) -> Sequence[Attachment]:
    """For the sweep: marked as adrift, and their line was restored since."""
    return viewer.session.scalars(select(Attachment).where(_has_line(), Attachment.adrift_since.is_not(None))).all()


def given_up(viewer: Viewer, before: datetime) -> Sequence[Attachment]:
    """Off their line, or without one, since before that moment."""
    late = or_(Attachment.removed_at < before, Attachment.adrift_since < before)
    return viewer.session.scalars(select(Attachment).where(late)).all()


def keys(viewer: Viewer) -> set[str]:
    """Of every file that has a row."""
    return set(viewer.session.scalars(select(Attachment.key)))


def fingerprints(viewer: Viewer) -> list[tuple[str, int, str]]:
    """Key, size and hash of every file, for `pooling doctor`."""
    rows = viewer.session.execute(select(Attachment.key, Attachment.size, Attachment.sha256).order_by(Attachment.id))
    return [(key, size, sha256) for key, size, sha256 in rows]


def _has_line() -> Any:
    return exists().where(ON_ITS_LINE)
