"""A line as a row of the entry grid: what stands in its inputs and beside them, saved or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from babel.dates import format_date
from flask_babel import gettext

from pooling.algorithms.errors import Refusal
from pooling.algorithms.number_format import format_number
from pooling.algorithms.numbers import AMOUNT_PLACES, PRICE_PLACES
from pooling.catalogue.declared import Declared
from pooling.catalogue.models import Item, Pack
from pooling.catalogue.typed_fields import Input
from pooling.db import now
from pooling.language import amount, day, language, quantity, sentence, time_of_day, zone
from pooling.members.models import Site
from pooling.needs import queries, rules
from pooling.needs.conflict import TOGETHER, Conflict, differences
from pooling.needs.desk import Desk
from pooling.needs.forms import Faults, read
from pooling.needs.lines import Line
from pooling.needs.models import Attachment, Need
from pooling.needs.packing import OWN, Asked, OwnPack, offered, pack_name
from pooling.needs.told import line_of, line_told
from pooling.needs.typed import OF_FAMILY, SPLIT, Typed
from pooling.needs.unit_words import counted, unit_name

Written = TypeVar("Written")


@dataclass
class Row:
    """`state` is saved, changed or refused; "" is a row in which nothing was entered yet."""

    key: str
    version: int | None = None
    typed: Typed = field(default_factory=Typed)
    item: Item | None = None
    packs: list[Pack] = field(default_factory=list)
    base: str = ""
    amount: str = ""
    state: str = ""
    saved_at: str = ""
    saved_on: str = ""  # the day, unless it is today
    entered_for: str = ""
    origin: str = ""  # the campaign it was carried over from
    faults: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    conflict: Conflict | None = None
    opened: bool = False
    twins: Sequence[Item] = ()
    meant: Sequence[Asked] = ()  # what its quantity or unit may mean
    files: Sequence[Attachment] = ()
    family_id: int | None = None
    asked: Sequence[Input] = ()  # of the fields of its family
    says: str = ""  # what its item says itself in those fields

    @property
    def shows_details(self) -> bool:
        """They hold something, were asked for, or something must be told in them."""
        lacking = any(each.field.required and not each.value for each in self.asked)
        held = self.typed.flex_minus or self.typed.flex_plus or self.typed.more.keys() - {OWN}
        return bool(lacking or self.opened or held)

    @property
    def is_split(self) -> bool:
        return bool(self.typed.group(SPLIT))

    def docks(self, sites: Iterable[Site]) -> list[tuple[str, str]]:
        """Code and name of the sites over which it may be split, and of one that is no longer offered."""
        names = {site.code: site.name for site in sites}
        gone = {code: code for code in self.typed.group(SPLIT) if code not in names}
        return [*(names | gone).items()]

    @property
    def unit_name(self) -> str:
        return unit_name(self.item.base_unit) if self.item else ""

    @property
    def reference(self) -> str:
        if self.item is None:
            return ""
        return " · ".join(text for text in (self.item.code, self.item.maker_reference) if text)


def typed_of(line: Line, known: Declared) -> Typed:
    """What the inputs hold for a line, numbers as the language writes them."""
    item, price, own = line.item, line.present_price, OwnPack.of(line)
    return Typed(
        item=item.code if item else "",
        what=item.name if item else line.designation,
        family="" if item or line.category is None else line.category.path,
        quantity=quantity(line.quantity),
        unit=pack_name(line) or ("" if item else unit_name(line.unit)),
        site=line.site.code if line.site else "",
        wanted_on=line.wanted_on.isoformat() if line.wanted_on else "",
        firm="1" if line.firm else "0",
        price="" if price is None else _price(price),
        supplier=line.present_supplier,
        remark=line.remark,
        flex_minus=quantity(line.flex_minus) if line.flex_minus else "",
        flex_plus=quantity(line.flex_plus) if line.flex_plus else "",
        more={
            **{f"{SPLIT}.{site.code}": quantity(part) for site, part in line.split},
            **{f"{OF_FAMILY}.{code}": text for code, text in known.written(line.fields, language()).items()},
            **({OWN: own.token} if own else {}),
        },
    )


def _price(value: Decimal) -> str:
    cents = value == value.quantize(Decimal(1).scaleb(-AMOUNT_PLACES))
    return format_number(value, locale=language(), places=AMOUNT_PLACES if cents else None, max_places=PRICE_PLACES)


def row_of(desk: Desk, need: Need) -> Row:
    price = need.present_price
    return Row(
        key=need.key,
        version=need.version,
        typed=typed_of(line_of(need), desk.declared),
        family_id=need.category_id,
        item=need.item,
        packs=desk.packs_of(need.item) if need.item else [],
        base=f"= {counted(need.base_wanted, need.unit)}" if need.pack_id or need.own_content else "",
        amount="" if price is None else amount(need.wanted * price),
        state="saved",
        saved_at=time_of_day(need.changed_at),
        saved_on=_earlier_day(need.changed_at),
        entered_for=entered_for(need),
    )


def _earlier_day(moment: datetime) -> str:
    local, today = moment.astimezone(zone()).date(), now().astimezone(zone()).date()
    return "" if local == today else _told(local, today.year, language())


# a hundred lines of a page were saved on three days
@lru_cache(maxsize=256)
def _told(local: date, year: int, tongue: str) -> str:
    return format_date(local, "d MMM" if local.year == year else "d MMM y", tongue)


def entered_for(need: Need) -> str:
    """Who wrote this line for its firm, when, and how the firm had told it; nothing of the firm's own lines."""
    if not need.entered_for_by or need.entered_for_at is None:
        return ""
    said = {"name": need.entered_for_by, "day": day(need.entered_for_at.astimezone(zone()).date())}
    told: dict[str, str] = {
        "telephone": gettext("told by telephone, entered by %(name)s on %(day)s", **said),
        "mail": gettext("sent by mail, entered by %(name)s on %(day)s", **said),
        "paper": gettext("received on paper, entered by %(name)s on %(day)s", **said),
        "late": gettext("carried over from an earlier campaign by %(name)s on %(day)s", **said),
    }
    usual: str = gettext("entered for the firm by %(name)s on %(day)s", **said)
    return told.get(need.entered_for_how, usual)


def rows_of(desk: Desk, needs: Iterable[Need]) -> list[Row]:
    held = list(needs)
    desk.items |= {need.item.code: need.item for need in held if need.item}
    desk.look_up([])
    return [row_of(desk, need) for need in held]


def blank_row(desk: Desk, after: Row | None = None) -> Row:
    """An empty row; goods go where the line before goes."""
    site = (after.typed.site if after else "") or (desk.sites[0].code if desk.sites else "")
    return Row(key=rules.new_key(), typed=Typed(site=site))


def save_typed(desk: Desk, key: str, version: int | None, typed: Typed, take: Iterable[str] = ()) -> Row:
    """Save a row and answer with the row as it now stands: saved, or refused with all that was typed.
    `take` names the inputs for which a colleague's recorded value is kept instead of the typed one."""
    typed = _with_theirs(desk, key, typed, frozenset(take))
    desk.look_up([typed])
    writing = desk.writing()
    refused = write_typed(desk, writing, key, version, typed)
    writing.put_down()
    if refused is not None:
        return refused
    need = writing.standing(key)
    return with_offers(row_of(desk, need), need)


def with_offers(row: Row, need: Need) -> Row:
    """Asked what its own words say that one of its packages holds, which nobody has to answer."""
    if need.item or need.own_content:
        return row
    return replace(row, meant=offered(need.designation, need.unit, need.wanted))


def write_typed(desk: Desk, writing: rules.Writing, key: str, version: int | None, typed: Typed) -> Row | None:
    """The row that is refused; none when the line stands once it is put down."""
    return tried(desk, key, version, typed, lambda line: writing.save(line, key=key, version=version))


def tried(desk: Desk, key: str, version: int | None, typed: Typed, write: Callable[[Line], Written]) -> Written | Row:
    """What `write` makes of the line that was typed; or the row that is refused, with all that was typed."""
    try:
        return write(read(desk, typed))
    except Faults as faults:
        return _refused(desk, key, version, typed, faults)
    except rules.LineRefusal as refusal:
        return _refused(desk, key, version, typed, Faults.of(refusal))
    except rules.StaleLine as stale:
        return _stale(desk, key, version, typed, stale)
    except Refusal as refusal:
        return replace(_refused(desk, key, version, typed, None), refused=sentence(refusal))


def _with_theirs(desk: Desk, key: str, typed: Typed, take: frozenset[str]) -> Typed:
    if not take:
        return typed
    theirs = typed_of(line_of(queries.need(desk.viewer, key, desk.campaign, desk.firm)), desk.declared)
    names = take.union(*(TOGETHER.get(name, ()) for name in take))
    if "site" in take:
        typed = typed.without(SPLIT)
        names |= {name for name in theirs.more if name.startswith(f"{SPLIT}.")}
    return typed.with_texts({name: text for name, text in theirs.texts.items() if name in names})


def _refused(desk: Desk, key: str, version: int | None, typed: Typed, faults: Faults | None) -> Row:
    item = desk.items.get(typed.item)
    sentences = faults.sentences if faults else {}
    return Row(
        key=key,
        version=version,
        typed=typed,
        item=item,
        packs=desk.packs_of(item) if item else [],
        state="refused",
        faults=sentences,
        refused=" ".join(dict.fromkeys(sentences.values())),
        meant=faults.asked if faults else (),
    )


def _stale(desk: Desk, key: str, known: int | None, typed: Typed, stale: rules.StaleLine) -> Row:
    version = stale.need.version if stale.need else None
    row = replace(_refused(desk, key, version, typed, None), refused=sentence(stale))
    if stale.need is None:
        # saving it again enters it anew: nothing typed is lost
        return replace(row, key=rules.new_key())
    mine = typed_of(stale.line, desk.declared) if stale.line else typed
    changes = queries.changes_since(desk.viewer, stale.need, known or 1)
    begun_from = changes[-1].before if changes else None
    told = line_told(desk.viewer, stale.need.member_id, begun_from) if begun_from else None
    base = typed_of(told, desk.declared) if told else None
    return replace(
        row,
        conflict=Conflict(
            differences=differences(desk, mine, typed_of(line_of(stale.need), desk.declared), base),
            by=changes[0].actor if changes else "",
            at=time_of_day(stale.need.changed_at),
        ),
    )
