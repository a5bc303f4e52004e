"""The verbs by which drawings and data sheets come to lines and leave them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pooling.access.scope import NotYoursError
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.config import Settings
from pooling.db import now
from pooling.documents.shelf import Shelf, Stored
from pooling.journal.rules import record
from pooling.needs import attachment_queries, queries, rules
from pooling.needs.models import Attachment, Need

_FULL = N_("This line has %(most)s files: take one off before you attach another.")
_TOO_MANY = N_(
    "Your firm has attached %(most)s files in this campaign, deleted ones included: "
    "combine some, or ask the group's buyers."
)
_TOO_HEAVY = N_(
    "Your firm's files in this campaign weigh %(limit)s MB together, which is the limit: send smaller ones. "
    "Deleted ones count for some days."
)
_SAME = N_("“%(name)s” is attached to this line already.")


@dataclass(frozen=True)
class Bounds:
    """How much may be attached: files to a line; files and bytes of a firm in one campaign."""

    per_line: int
    per_firm: int
    bytes_per_firm: int

    @classmethod
    def of(cls, settings: Settings) -> Bounds:
        return cls(settings.attachments_per_line, settings.attachments_per_firm, settings.attachments_bytes_per_firm)


def may_attach(viewer: Viewer, campaign: Campaign, key: str, bounds: Bounds) -> Need:
    """The line, if one more file can be attached to it; said before the file is looked at. Raises what
    `attach` raises."""
    member_id = rules.writing(viewer, campaign)
    need = queries.need(viewer, key, campaign, member_id)
    if len(attachment_queries.of_line(viewer, need)) >= bounds.per_line:
        raise Refusal("line_full", _FULL, most=bounds.per_line)
    if attachment_queries.kept(viewer, campaign, member_id)[0] >= bounds.per_firm:
        raise Refusal("too_many_files", _TOO_MANY, most=bounds.per_firm)
    return need


def attach(viewer: Viewer, campaign: Campaign, key: str, stored: Stored, bounds: Bounds) -> Attachment:
    """Hang a file that is on the shelf on a line. Raises Refusal, or NotYoursError for a line that is not
    there; the file is the caller's to drop then."""
    need = may_attach(viewer, campaign, key, bounds)
    if any(each.sha256 == stored.sha256 for each in attachment_queries.of_line(viewer, need)):
        raise Refusal("same_file", _SAME, name=stored.name)
    _count, size = attachment_queries.kept(viewer, campaign, need.member_id)
    if size + stored.size > bounds.bytes_per_firm:
        raise Refusal("too_heavy", _TOO_HEAVY, limit=bounds.bytes_per_firm // 1_000_000)
    attachment = Attachment(
        key=stored.key,
        need_key=need.key,
        campaign_id=campaign.id,
        member_id=need.member_id,
        category_id=need.category_id,
        name=stored.name,
        kind=stored.kind,
        size=stored.size,
        sha256=stored.sha256,
        added_by=viewer.name,
    )
    viewer.session.add(attachment)
    viewer.session.flush()
    _record(viewer, "attach", campaign, attachment, after=_told(need, attachment))
    return attachment


def take_off(viewer: Viewer, campaign: Campaign, key: str) -> Attachment:
    """`put_back` undoes it, until the sweep comes."""
    member_id = rules.writing(viewer, campaign)
    attachment = attachment_queries.attachment(viewer, campaign, key)
    if attachment.member_id != member_id:
        raise NotYoursError
    attachment.removed_at = now()
    viewer.session.flush()
    _record(viewer, "detach", campaign, attachment, before=_told(_line_of(viewer, campaign, attachment), attachment))
    return attachment


def put_back(viewer: Viewer, campaign: Campaign, key: str, bounds: Bounds) -> Attachment:
    """A file that was taken off its line hangs on it again."""
    member_id = rules.writing(viewer, campaign)
    attachment = attachment_queries.removed(viewer, campaign, key, member_id)
    need = _line_of(viewer, campaign, attachment)
    if len(attachment_queries.of_line(viewer, need)) >= bounds.per_line:
        raise Refusal("line_full", _FULL, most=bounds.per_line)
    attachment.removed_at = None
    viewer.session.flush()
    _record(viewer, "attach", campaign, attachment, after=_told(need, attachment))
    return attachment


def take_again(
    viewer: Viewer, campaign: Campaign, key: str, wanted: Collection[str], shelf: Shelf, bounds: Bounds
) -> list[Attachment]:
    """Attach to a line what its firm attached to another one for the same thing (`wanted`, by key)."""
    need = queries.need(viewer, key, campaign, rules.writing(viewer, campaign))
    offered = [each for each in attachment_queries.earlier(viewer, need) if each.key in wanted]
    return [attach(viewer, campaign, key, _twin(shelf, each), bounds) for each in reversed(offered)]


def _twin(shelf: Shelf, like: Attachment) -> Stored:
    return Stored(shelf.again(like.key), like.name, like.kind, like.size, like.sha256)


def sweep(viewer: Viewer, shelf: Shelf, grace: timedelta) -> int:
    """Take away what is off its line, or whose line is gone, since longer than `grace`, and what has no row; how
    many rows went. Their files go the next time: by then it is certain that the rows are gone."""
    shelf.sweep(attachment_queries.keys(viewer))
    for each in attachment_queries.come_back(viewer):
        each.adrift_since = None
    for each in attachment_queries.adrift(viewer):
        each.adrift_since = now()
    viewer.session.flush()
    late = attachment_queries.given_up(viewer, now() - grace)
    for each in late:
        viewer.session.delete(each)
    viewer.session.flush()
    return len(late)


def total_size(attachments: Iterable[Attachment]) -> int:
    return sum(each.size for each in attachments)


def _line_of(viewer: Viewer, campaign: Campaign, attachment: Attachment) -> Need:
    return queries.need(viewer, attachment.need_key, campaign, attachment.member_id)


def _told(need: Need, attachment: Attachment) -> dict[str, Any]:
    line = need.item.name if need.item else need.designation
    return {"file": attachment.name, "line": line, "sha256": attachment.sha256}


def _record(viewer: Viewer, verb: str, campaign: Campaign, attachment: Attachment, **said: Any) -> None:
    record(
        viewer,
        f"needs.{verb}",
        f"attachment:{attachment.key}",
        campaign=campaign.code,
        member_id=attachment.member_id,
        category_id=attachment.category_id,
        **said,
    )
