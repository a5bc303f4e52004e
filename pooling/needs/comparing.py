"""An uploaded sheet against the lines that stand: what accepting it would change."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pooling.access.viewer import Viewer
from pooling.needs import import_queries, queries
from pooling.needs.essence import FIELDS, essence, essence_of
from pooling.needs.judging import Judged, judge
from pooling.needs.lines import Line
from pooling.needs.models import Need, PendingImport
from pooling.needs.told import line_of, line_told
from pooling.needs.uploads import Kept, Manner


class Outcome(StrEnum):
    """What accepting a row does. CONFLICT: a colleague changed the line since; DELETED: it is gone since; ALIKE: of a
    member's own list, a thing of which a line stands that no row is about: the list was corrected and sent again;
    UNWANTED: a row that asks for nothing: zero, or no quantity beside what the form proposed;
    ASIDE: a sum of others, or the titles once more."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    DELETED = "deleted"
    ALIKE = "alike"
    SAME = "same"
    UNWANTED = "unwanted"
    ASIDE = "aside"
    REFUSED = "refused"


TAKEN_UNASKED = frozenset({Outcome.NEW, Outcome.CHANGED})
OFFERED = TAKEN_UNASKED | {Outcome.CONFLICT, Outcome.DELETED, Outcome.ALIKE}
# what a list of one's own may not say of a line, and then leaves as it stands
UNSAID = (
    "site", "wanted_on", "firm", "flex_minus", "flex_plus", "present_price", "present_supplier", "remark",
)  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """One row and the line it is about; `changes` are the fields that differ, `key` under which a new
    line would be entered."""

    row: Judged
    outcome: Outcome
    key: str = ""
    need: Need | None = None
    changes: tuple[str, ...] = ()

    @property
    def tick(self) -> str:
        """What a person ticks: this row, against this state of the line."""
        return f"{self.row.number}.{self.need.version if self.need else 0}"


@dataclass
class Comparison:
    """Every filled row of the sheet, in its order, and the lines that the sheet does not hold."""

    rows: list[Compared]
    missing: list[Need] = field(default_factory=list)

    def of(self, *outcomes: Outcome) -> list[Compared]:
        return [each for each in self.rows if each.outcome in outcomes]

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(each.outcome for each in self.rows)


def compare(viewer: Viewer, pending: PendingImport, kept: Kept, manner: Manner) -> Comparison:
    """The import's key gives the keys of rows that have none, the same every time."""
    campaign, member_id = pending.campaign, pending.member_id
    held = {need.key: need for need in queries.lines(viewer, campaign, member_id)}
    judged = judge(viewer, campaign, kept, manner, held, member_id)
    loose = {row.key for row in judged if row.key and row.key not in held}
    elsewhere = import_queries.keys_used_elsewhere(viewer, campaign, loose, member_id)
    matcher = _Matcher(viewer, held, elsewhere, judged, pending.key)
    rows = [matcher.compared(row) for row in judged]
    rows = rows if manner.stamped else [*_Paired(held, matcher.met, manner).all(rows)]
    emptied = {row.key for row in judged if row.key in held and _has_no_quantity(row)}
    missing = [need for key, need in held.items() if key not in matcher.met or key in emptied]
    return Comparison(rows, missing if kept.whole else [held[key] for key in held if key in emptied])


class _Matcher:
    def __init__(
        self, viewer: Viewer, held: Mapping[str, Need], elsewhere: set[str], judged: Sequence[Judged], origin: str
    ) -> None:
        self.viewer = viewer
        self.held = held
        self.elsewhere = elsewhere
        self.origin = origin
        self.met = {row.key for row in judged if row.key in held}
        self.alike: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
        for key, need in held.items():
            if key not in self.met:
                self.alike[essence_of(need)].append(key)

    def compared(self, row: Judged) -> Compared:
        need = self.held.get(row.key)
        if row.aside:
            return Compared(row, Outcome.ASIDE)
        if row.quantity == 0 or (_has_no_quantity(row) and row.key):
            return Compared(row, Outcome.UNWANTED, need=need)
        if row.line is None:
            return Compared(row, Outcome.REFUSED, need=need)
        return self._fresh(row, row.line) if need is None else self._against(row, row.line, need)

    def _fresh(self, row: Judged, line: Line) -> Compared:
        """A row of no line that stands: one that says the very same was uploaded before, or typed."""
        if row.key and row.version is not None and row.key not in self.elsewhere:
            return Compared(row, Outcome.DELETED, key=row.key)
        twins = self.alike and self.alike.get(essence(line))
        if twins:
            key = twins.pop(0)
            self.met.add(key)
            return Compared(row, Outcome.SAME, need=self.held[key])
        made = hashlib.sha256(f"{self.origin}/{row.number}".encode()).hexdigest()[:32]
        if made in self.held:  # taken in, then changed on screen
            self.met.add(made)
            return self._against(row, line, self.held[made])
        return Compared(row, Outcome.NEW, key=row.key if row.key and row.key not in self.elsewhere else made)

    def _against(self, row: Judged, line: Line, need: Need) -> Compared:
        changes = differing(line, line_of(need))
        if not changes:
            return Compared(row, Outcome.SAME, need=need)
        if need.version == (row.version or 1):
            return Compared(row, Outcome.CHANGED, need=need, changes=changes)
        if self._as_downloaded(line, need, row.version):
            return Compared(row, Outcome.SAME, need=need)
        return Compared(row, Outcome.CONFLICT, need=need, changes=changes)

    def _as_downloaded(self, line: Line, need: Need, version: int | None) -> bool:
        """Whether the member left the row alone, so that a colleague's change stands unopposed."""
        since = queries.changes_since(self.viewer, need, version or 1)
        before = since[-1].before if since else None
        return before is not None and essence(line_told(self.viewer, need.member_id, before)) == essence(line)


class _Paired:
    """New rows with the lines of the same thing that no row of the list is about, one with one."""

    def __init__(self, held: Mapping[str, Need], met: set[str], manner: Manner) -> None:
        self.met = met
        self.by_site = "site" in manner.columns
        self.unsaid = [name for name in UNSAID if name not in manner.columns]
        self.said = bool(manner.fields)
        self.free: defaultdict[tuple[object, ...], list[Need]] = defaultdict(list)
        for key, need in held.items():
            if key not in met and not need.is_split:
                self.free[self._thing(need.pool_key, need.site_id)].append(need)

    def all(self, rows: Iterable[Compared]) -> Iterator[Compared]:
        for each in rows:
            yield self._paired(each, each.row.line) if each.outcome is Outcome.NEW and each.row.line else each

    def _paired(self, new: Compared, line: Line) -> Compared:
        values = new.row.values or {}
        standing = self.free.get(self._thing(values.get("pool_key"), values.get("site_id")))
        if not standing:
            return new
        need = standing.pop(0)
        self.met.add(need.key)
        kept = line_of(need)
        told = {name: getattr(kept, name) for name in self.unsaid} | ({} if self.said else {"fields": kept.fields})
        line = replace(line, **told)
        row = replace(new.row, line=line, values=None)  # no longer what was judged
        changes = differing(line, kept)
        return Compared(row, Outcome.ALIKE if changes else Outcome.SAME, need=need, changes=changes)

    def _thing(self, pool_key: object, site_id: object) -> tuple[object, ...]:
        return (pool_key, site_id) if self.by_site else (pool_key,)


def differing(line: Line, other: Line) -> tuple[str, ...]:
    parts = zip(FIELDS, essence(line), essence(other), strict=True)
    return tuple(name for name, mine, theirs in parts if mine != theirs)


def _has_no_quantity(row: Judged) -> bool:
    return row.quantity == 0 or "quantity" not in row.cells
