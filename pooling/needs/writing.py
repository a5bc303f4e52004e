"""One firm's lines of a campaign while they are written: each judged as it is told, all put down together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm.attributes import set_committed_value

from pooling.access.scope import NotYoursError
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.catalogue.declared import Declared
from pooling.catalogue.field_queries import declared
from pooling.db import now
from pooling.journal.rules import Said, record, record_all
from pooling.members.models import Member
from pooling.needs import attachment_queries, queries, reminders
from pooling.needs.declaration import family_ids, of_declaration, whose, writable
from pooling.needs.docks import enter_parts, lay_out
from pooling.needs.letters import BEHALF
from pooling.needs.lines import UNDERSTOOD, Line, columns
from pooling.needs.models import Need, Submission
from pooling.needs.told import line_told, told, told_anew

KEY = re.compile(r"[0-9a-f]{32}")
# one statement for all rows as they are, also where some say nothing in a column
ENTER = insert(Need).execution_options(dml_strategy="raw")


class StaleLine(Refusal):
    """Somebody else changed the line meanwhile: `need` is what stands (None when it was deleted), `line`
    what was about to be written."""

    def __init__(self, need: Need | None, line: Line | None) -> None:
        gone = N_("Somebody else deleted this line meanwhile.")
        changed = N_("Somebody else changed this line meanwhile: choose what to keep.")
        super().__init__("stale", gone if need is None else changed)
        self.need = need
        self.line = line


@dataclass
class _Plan:
    """What `put_down` does: rows to enter, columns to set, rows to delete, and what is said of each afterwards."""

    entered: list[tuple[dict[str, Any], Line]] = field(default_factory=list)
    changed: list[tuple[Need, Line, dict[str, Any]]] = field(default_factory=list)
    removed: list[Need] = field(default_factory=list)
    moved: list[Need] = field(default_factory=list)  # to another family
    telling: list[Callable[[], Iterable[Said]]] = field(default_factory=list)


class Writing:
    """Lines that are entered, changed and removed by one verb, in a few statements however many they are.

    Each call judges and raises at once, and leaves no trace when it does; nothing is written before
    `put_down`, after which `standing` has the lines. The session's guard judges each row.

    Lines that somebody else enters for `member` are marked as `by` that person (the viewer, unless a program
    says whom it acts for) and with `how` the member had told it, and the member is written to."""

    def __init__(
        self, viewer: Viewer, campaign: Campaign, member: Member | None = None, *, how: str = "", by: str = ""
    ) -> None:
        self.viewer = viewer
        self.campaign = campaign
        self.member_id = whose(viewer, member)
        self.by = by or (viewer.name if viewer.is_person and self.member_id != viewer.member_id else "")
        self.how = how
        self._expected: set[str] = set()
        self._held: dict[str, Need | None] = {}
        self._touched: set[str] = set()
        self._plan = _Plan()

    @cached_property
    def submission(self) -> Submission:
        """Held until the transaction ends. Raises Refusal when nothing may be written."""
        return writable(self.viewer, self.campaign, self.member_id)

    @cached_property
    def families(self) -> frozenset[int]:
        return family_ids(self.campaign)

    @cached_property
    def declared(self) -> Declared:
        return declared(self.viewer)

    def expect(self, keys: Iterable[str]) -> None:
        """Keys about to be told: what stands under them is read all at once, with the first."""
        self._expected.update(key for key in keys if KEY.fullmatch(key))

    def save(
        self,
        line: Line,
        *,
        key: str,
        version: int | None = None,
        units_as_typed: bool = False,
        judged: Mapping[str, Any] | None = None,
    ) -> None:
        """Enter a line under a new key, or change the one that has it; see `rules.save`. `judged` are its columns, for
        whoever has just asked `lines.columns`."""
        if not KEY.fullmatch(key):
            raise NotYoursError
        submission = self.submission
        line = line if judged else specified(self.declared, line)
        values = judged or self._columns(line, units_as_typed=units_as_typed)
        need = self._standing(key)
        if need is None:
            if version is not None:
                raise self._missing(key, line)
            self._enter(submission, key, values, line)
        elif need.campaign_id != self.campaign.id:
            raise NotYoursError
        else:
            self._change(need, version, values, line)

    def _columns(self, line: Line, *, units_as_typed: bool) -> dict[str, Any]:
        alike = self.declared.alike
        return columns(line, self.member_id, self.families, units_as_typed=units_as_typed, alike=alike)

    def remove(self, key: str, version: int | None = None) -> None:
        """Delete a line. Raises StaleLine when another version stands."""
        _ = self.submission
        need = self._standing(key)
        if need is None or need.campaign_id != self.campaign.id:
            raise NotYoursError
        if version is not None and need.version != version:
            raise StaleLine(need, None)
        before, category_id = told(need), need.category_id
        self._touched.add(key)
        self._plan.removed.append(need)
        self._plan.telling.append(lambda: [self._said("remove", key, category_id, before=before)])

    def restore(self, key: str) -> Need:
        """Give a removed line back as it was, under the same key; it is put down at once."""
        if key in self._touched:
            self.put_down()
        entry = queries.last_removal(self.viewer, self.campaign, key, self.member_id)
        if entry is None or entry.before is None:
            raise NotYoursError
        self.save(line_told(self.viewer, self.member_id, entry.before), key=key)
        self.put_down()
        return self.standing(key)

    def put_down(self) -> None:
        plan, self._plan = self._plan, _Plan()
        session = self.viewer.session
        for need, line, values in plan.changed:
            lay_out(need, line.split, need.member_id, values["category_id"])
            for name, value in values.items():
                setattr(need, name, value)
            need.version += 1
        for need in plan.removed:
            session.delete(need)
        if plan.changed or plan.removed:
            session.flush()
        if plan.entered:
            session.execute(ENTER, [row for row, _line in plan.entered])
            enter_parts(self.viewer, plan.entered)
        for need, line, _values in plan.changed:
            _point(need, line)
        if plan.moved:
            attachment_queries.follow(self.viewer, plan.moved)
        record_all(self.viewer, [said for tell in plan.telling for said in tell()])
        if self.by and plan.telling:
            reminders.tell(self.viewer, BEHALF, self.campaign, self.member_id)
        self._held |= {need.key: None for need in plan.removed}
        self._expected |= {row["key"] for row, _line in plan.entered}
        for row, _line in plan.entered:
            del self._held[row["key"]]
        self._touched.clear()

    def marks(self, need: Need | None) -> dict[str, Any]:
        """Who wrote it for the member; a member that changes such a line makes it its own."""
        if self.by:
            return {"entered_for_by": self.by, "entered_for_at": now(), "entered_for_how": self.how}
        if need is not None and need.entered_for_by:
            return {"entered_for_by": "", "entered_for_at": None, "entered_for_how": ""}
        return {}

    def standing(self, key: str) -> Need:
        """A line as it was put down."""
        need = self._standing(key)
        if need is None:
            raise NotYoursError
        return need

    def _standing(self, key: str) -> Need | None:
        if key in self._touched:  # told twice: the second finds what the first made
            self.put_down()
        if key not in self._held:
            wanted, self._expected = self._expected | {key}, set()
            self._held |= dict.fromkeys(wanted) | queries.held(self.viewer, wanted, self.member_id)
        return self._held[key]

    def _missing(self, key: str, line: Line) -> NotYoursError | StaleLine:
        """A line that a colleague deleted is said to be; one that never was is not."""
        deleted = queries.last_removal(self.viewer, self.campaign, key, self.member_id) is not None
        return StaleLine(None, line) if deleted else NotYoursError()

    def _enter(self, submission: Submission, key: str, values: Mapping[str, Any], line: Line) -> None:
        row = {"key": key, **of_declaration(submission), **values, **self.marks(None)}
        self._touched.add(key)
        self._plan.entered.append((row, line))
        category_id, after = values["category_id"], told_anew(line, values)
        self._plan.telling.append(lambda: [self._said("enter", key, category_id, after=after)])

    def _change(self, need: Need, version: int | None, values: Mapping[str, Any], line: Line) -> None:
        same = all(getattr(need, name) == value for name, value in values.items() if name not in UNDERSTOOD)
        if same and need.split == line.split:
            return
        # a browser that never got the answer to its first save knows no version yet
        if need.version != (version or 1):
            raise StaleLine(need, line)
        before, was_in = told(need), need.category_id
        self._touched.add(need.key)
        self._plan.changed.append((need, line, {**values, **self.marks(need)}))
        if values.get("category_id", was_in) != was_in:
            self._plan.moved.append(need)
        self._plan.telling.append(lambda: self._said_of_change(need, was_in, before))

    def _said_of_change(self, need: Need, was_in: int, before: dict[str, Any]) -> Iterator[Said]:
        """Entries are read by family: what stood in another one is told there, and what stands here now, here."""
        key, after = need.key, told(need)
        if was_in == need.category_id:
            yield self._said("change", key, was_in, before=before, after=after)
        else:
            yield self._said("change", key, was_in, before=before)
            yield self._said("change", key, need.category_id, after=after)

    def _said(self, verb: str, key: str, category_id: int, **more: Any) -> Said:
        return Said(
            verb=f"needs.{verb}",
            subject=f"need:{key}",
            campaign=self.campaign.code,
            member_id=self.member_id,
            category_id=category_id,
            **more,
        )


def _point(need: Need, line: Line) -> None:
    """What the columns name is at hand: it need not be looked for again, line by line."""
    named = {"item": line.item, "pack": line.pack, "site": line.site}
    for name, row in (*named.items(), ("category", line.item.category if line.item else line.category)):
        set_committed_value(need, name, row)


def specified(known: Declared, line: Line) -> Line:
    """The line with the values that its family asks for and its item does not answer itself: whatever way it
    came, lines that ask for the same have the same values."""
    if not line.fields:
        return line
    family = line.item.category_id if line.item is not None else line.category.id if line.category else 0
    return replace(line, fields=known.kept(family, line.item, line.fields))


def record_need(viewer: Viewer, verb: str, campaign: Campaign, subject: str, member_id: int, **said: Any) -> None:
    record(viewer, f"needs.{verb}", subject, campaign=campaign.code, member_id=member_id, **said)
