"""Taking back what a spreadsheet brought, as long as it is kept: each line by itself, where nobody has changed it
since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from pooling.access.scope import NotYoursError
from pooling.access.viewer import Viewer
from pooling.journal.rules import record
from pooling.needs import queries
from pooling.needs.models import Need, PendingImport
from pooling.needs.told import line_told
from pooling.needs.writing import StaleLine, Writing

TAKEN = "taken"  # beside the sheet in `PendingImport.content`


@dataclass
class Taken:
    """Keys: of lines entered, of lines changed with their versions before and after, and of lines deleted."""

    entered: list[str] = field(default_factory=list)
    changed: dict[str, tuple[int, int]] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class TakenBack:
    """How many lines are as they were, and how many stay because somebody changed them since."""

    lines: int
    kept: int


def taken_of(held: PendingImport) -> Taken | None:
    """What stands of this file and was not taken back."""
    told = held.content.get(TAKEN)
    if told is None:
        return None
    changed = {key: (before, after) for key, (before, after) in told["changed"].items()}
    return Taken(list(told["entered"]), changed, list(told["removed"]))


def remember(
    held: PendingImport, entered: Iterable[str], changed: Mapping[str, tuple[int, int]], gone: Iterable[str]
) -> None:
    """One more part of the file was taken."""
    told = taken_of(held) or Taken()
    told.entered += entered
    for key, (before, after) in changed.items():
        told.changed[key] = (told.changed.get(key, (before, after))[0], after)
    told.removed += gone
    held.content = {**held.content, TAKEN: vars(told)}


def undo(viewer: Viewer, held: PendingImport, writing: Writing) -> TakenBack:
    """Raises what `Writing` raises when nothing may be written."""
    told = taken_of(held) or Taken()
    standing = queries.held(viewer, [*told.entered, *told.changed, *told.removed], held.member_id)
    done = [_tried(partial(writing.remove, key, 1)) for key in told.entered]
    for key, versions in told.changed.items():
        done.append(_tried(partial(_as_before, viewer, writing, standing.get(key), versions)))
    done += [_tried(partial(writing.restore, key)) for key in told.removed if key not in standing]
    writing.put_down()
    held.content = {name: part for name, part in held.content.items() if name != TAKEN}
    back = TakenBack(sum(done), len(done) - sum(done))
    _record(viewer, held, back)
    return back


def _as_before(viewer: Viewer, writing: Writing, need: Need | None, versions: tuple[int, int]) -> None:
    before, after = versions
    if need is None or need.version != after:
        raise StaleLine(need, None)
    told = queries.changes_since(viewer, need, before)[-1].before or {}
    writing.save(line_told(viewer, need.member_id, told), key=need.key, version=after)


def _tried(act: Callable[[], object]) -> bool:
    """Whether this line could be put back."""
    try:
        act()
    except (NotYoursError, StaleLine):
        return False
    return True


def _record(viewer: Viewer, held: PendingImport, back: TakenBack) -> None:
    campaign = held.campaign.code
    told = {"sha256": held.sha256, "lines": back.lines, "kept": back.kept}
    subject = f"submission:{campaign}"
    record(viewer, "needs.undo_import", subject, campaign=campaign, member_id=held.member_id, after=told)
