"""The verbs by which drawings and data sheets come to lines and leave them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pooling.access.scope import NotYoursError
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.config import Settings
from pooling.db import now
from pooling.documents.kinds import Kind
from pooling.documents.shelf import Shelf, Stored
from pooling.journal.rules import record
from pooling.needs import attachment_queries, queries, reminders
from pooling.needs.letters import BEHALF
from pooling.needs.models import Attachment, Need
from pooling.needs.writing import Writing

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


def may_attach(writing: Writing, key: str, bounds: Bounds) -> Need:
    """The line, if one more file can be attached to it; asked before the file is looked at. Raises what
    `attach` raises."""
    _ = writing.submission
    need = queries.need(writing.viewer, key, writing.campaign, writing.member_id)
    _must_have_room(writing.viewer, need, bounds)
    if attachment_queries.kept(writing.viewer, writing.campaign, writing.member_id)[0] >= bounds.per_firm:
        raise Refusal("too_many_files", _TOO_MANY, most=bounds.per_firm)
    return need


def attach(writing: Writing, key: str, stored: Stored, bounds: Bounds) -> Attachment:
    """Hang a file that is on the shelf on a line. Raises Refusal, or NotYoursError for a line that is not
    there; the file is the caller's to drop then."""
    need = may_attach(writing, key, bounds)
    if any(each.sha256 == stored.sha256 for each in attachment_queries.of_line(writing.viewer, need)):
        raise Refusal("same_file", _SAME, name=stored.name)
    _count, size = attachment_queries.kept(writing.viewer, writing.campaign, need.member_id)
    if size + stored.size > bounds.bytes_per_firm:
        raise Refusal("too_heavy", _TOO_HEAVY, limit=bounds.bytes_per_firm // 1_000_000)
    attachment = Attachment(
        key=stored.key,
        need_key=need.key,
        campaign_id=need.campaign_id,
        member_id=need.member_id,
        category_id=need.category_id,
        name=stored.name,
        kind=stored.kind,
        size=stored.size,
        sha256=stored.sha256,
        added_by=writing.viewer.name,
    )
    writing.viewer.session.add(attachment)
    _record(writing, "attach", attachment, after=_told(need, attachment))
    return attachment


def take_off(writing: Writing, key: str) -> Attachment:
    """`put_back` undoes it, until the sweep comes."""
    _ = writing.submission
    attachment = attachment_queries.attachment(writing.viewer, writing.campaign, key)
    if attachment.member_id != writing.member_id:
        raise NotYoursError
    need = _line_of(writing, attachment)
    attachment.removed_at = now()
    _record(writing, "detach", attachment, before=_told(need, attachment))
    return attachment


def put_back(writing: Writing, key: str, bounds: Bounds) -> Attachment:
    """A file that was taken off its line hangs on it again."""
    _ = writing.submission
    attachment = attachment_queries.removed(writing.viewer, writing.campaign, key, writing.member_id)
    need = _line_of(writing, attachment)
    _must_have_room(writing.viewer, need, bounds)
    attachment.removed_at = None
    _record(writing, "attach", attachment, after=_told(need, attachment))
    return attachment


def take_again(writing: Writing, key: str, wanted: Collection[str], shelf: Shelf, bounds: Bounds) -> list[Attachment]:
    """Attach to a line what its firm attached to another one for the same thing (`wanted`, by key)."""
    _ = writing.submission
    need = queries.need(writing.viewer, key, writing.campaign, writing.member_id)
    offered = [each for each in attachment_queries.earlier(writing.viewer, need) if each.key in wanted]
    return [attach(writing, key, _twin(shelf, each), bounds) for each in reversed(offered)]


def _twin(shelf: Shelf, like: Attachment) -> Stored:
    return Stored(shelf.again(like.key), like.name, Kind(like.kind), like.size, like.sha256)


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


def _must_have_room(viewer: Viewer, need: Need, bounds: Bounds) -> None:
    if len(attachment_queries.of_line(viewer, need)) >= bounds.per_line:
        raise Refusal("line_full", _FULL, most=bounds.per_line)


def _line_of(writing: Writing, attachment: Attachment) -> Need:
    return queries.need(writing.viewer, attachment.need_key, writing.campaign, attachment.member_id)


def _told(need: Need, attachment: Attachment) -> dict[str, Any]:
    line = need.item.name if need.item else need.designation
    return {"file": attachment.name, "line": line, "sha256": attachment.sha256}


def _record(writing: Writing, verb: str, attachment: Attachment, **said: Any) -> None:
    """The row and what the journal says of it; a member for whom a buyer does this is written to."""
    writing.viewer.session.flush()
    record(
        writing.viewer,
        f"needs.{verb}",
        f"attachment:{attachment.key}",
        campaign=writing.campaign.code,
        member_id=attachment.member_id,
        category_id=attachment.category_id,
        **said,
    )
    if writing.by:
        reminders.tell(writing.viewer, BEHALF, writing.campaign, writing.member_id)
