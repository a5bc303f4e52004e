"""What is read of the catalogue. Items, packs and families are everybody's; suppliers and prices the group's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from pooling.access.scope import in_full, one
from pooling.access.viewer import Viewer
from pooling.algorithms.grouping import normalise
from pooling.catalogue.models import Agreement, AgreementLine, Category, Item, ItemWord, Pack, Supplier, Tier
from pooling.catalogue.words import name_key, squeezed, typed_words
from pooling.db import Base, batches

PATH_SIGN = " > "
PAGE = 50
_MANY = 1000  # items with a word: from here on it is not rare


@dataclass(frozen=True)
class ItemPage:
    """One page of a list of items; `number` and `pages` count from one."""

    items: Sequence[Item]
    total: int
    number: int
    pages: int


def category(viewer: Viewer, code: str) -> Category:
    return one(viewer, select(Category).where(Category.code == code))


def categories(viewer: Viewer, *, active_only: bool = False) -> list[Category]:
    """All of the tree, each family before its own, sisters by name."""
    statement = select(Category)
    if active_only:
        statement = statement.where(Category.active)
    return sorted(viewer.session.scalars(statement), key=lambda family: path_key(family.path))


def family_paths(viewer: Viewer) -> dict[str, str]:
    """By code."""
    return {code: path for code, path in viewer.session.execute(select(Category.code, Category.path))}  # noqa: C416


@lru_cache(maxsize=8192)
def path_key(path: str) -> tuple[str, ...]:
    """Two ways of writing the same path have the same key."""
    return tuple(normalise(name) for name in path.split(">"))


def below(viewer: Viewer, family: Category) -> list[Category]:
    """The family and all that stands under it."""
    statement = select(Category).where(_is_below(family))
    return sorted(viewer.session.scalars(statement), key=lambda each: path_key(each.path))


def _is_below(family: Category) -> ColumnElement[bool]:
    return or_(Category.id == family.id, Category.path.startswith(family.path + PATH_SIGN, autoescape=True))


def counts(viewer: Viewer) -> dict[int, int]:
    """Category id → its own active items."""
    statement = select(Item.category_id, func.count()).where(Item.active).group_by(Item.category_id)
    return {row[0]: row[1] for row in viewer.session.execute(statement)}


def item(viewer: Viewer, code: str) -> Item:
    statement = select(Item).where(Item.code == code).options(joinedload(Item.category))
    return one(viewer, statement)


_CODED = select(Item).where(Item.code.in_(bindparam("codes", expanding=True)))


def items_coded(viewer: Viewer, codes: Iterable[str]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for some in batches(dict.fromkeys(codes)):
        found |= {each.code: each for each in viewer.session.scalars(_CODED, {"codes": some})}
    return found


def active_items(viewer: Viewer) -> Sequence[Item]:
    return viewer.session.scalars(select(Item).where(Item.active)).all()


def marks_of_items(viewer: Viewer) -> tuple[object, ...]:
    """How many items and packs are in use first; it changes whenever one of them does."""
    items = select(func.count(), func.max(Item.id), func.max(Item.changed_at)).where(Item.active)
    packs = select(func.count(), func.max(Pack.id)).where(Pack.active)
    return (*viewer.session.execute(items).one(), *viewer.session.execute(packs).one())


def offered_of(viewer: Viewer, items: Sequence[Item], families: Sequence[int] | None) -> set[int]:
    """Which of these are in use, in families that are: ids of top families, or None for all."""
    asked = Item.id.in_([item.id for item in items])
    statement = select(Item.id).where(asked, Item.active, Item.category_id.in_(_open_families(families)))
    return set(viewer.session.scalars(statement))


def search_items(
    viewer: Viewer,
    text: str,
    *,
    families: Sequence[int] | None = None,
    limit: int = 20,
    known: Select[int | None] | None = None,
) -> list[Item]:
    """Active items found by words in any order, each the beginning of one of theirs; an exact code, reference
    or GTIN first, then those whose ids `known` selects. `families` are ids of top families; None means all."""
    statement = _found(viewer, text).where(Item.active, Item.category_id.in_(_open_families(families)))
    return list(viewer.session.scalars(statement.order_by(*_ranked(text, known)).limit(limit)))


_CALLED = (
    select(Item)
    .where(
        or_(
            Item.name_key == bindparam("name"),
            Item.code == bindparam("code"),
            Item.maker_reference == bindparam("reference"),
            Item.gtin == bindparam("reference"),
        ),
        Item.active,
        Item.category_id.in_(
            select(Category.id).where(Category.active, Category.root_id.in_(bindparam("roots", expanding=True)))
        ),
    )
    .options(joinedload(Item.category))
    .limit(2)
)


def items_called(viewer: Viewer, text: str, families: Sequence[int]) -> list[Item]:
    """Active items of which `text` is the whole name (however spelled), code, maker reference or GTIN: four
    index look-ups."""
    told = {"name": name_key(text), "code": text.upper(), "reference": text, "roots": list(families)}
    return list(viewer.session.scalars(_CALLED, told))


def _open_families(families: Sequence[int] | None) -> Select[int]:
    statement = select(Category.id).where(Category.active)
    return statement if families is None else statement.where(Category.root_id.in_(families))


def browse(
    viewer: Viewer,
    text: str = "",
    *,
    family: Category | None = None,
    page: int = 1,
    retired: bool = False,
    having: Mapping[str, Collection[str]] | None = None,
) -> ItemPage:
    """A page of the list; `retired` items only when asked for; `having` one of these values in a field, by code."""
    statement = _found(viewer, text).where(Item.active.is_(not retired))
    for code, values in (having or {}).items():
        statement = statement.where(Item.fields[code].as_string().in_(values))
    if not viewer.is_of_group:
        statement = statement.where(Item.category_id.in_(_open_families(None)))
    if family is not None:
        statement = statement.where(Item.category_id.in_(select(Category.id).where(_is_below(family))))
    total = viewer.session.scalar(statement.with_only_columns(func.count(Item.id))) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(1, page), pages)
    rows = statement.options(joinedload(Item.category)).order_by(*_ranked(text)).limit(PAGE).offset((number - 1) * PAGE)
    return ItemPage(viewer.session.scalars(rows).all(), total, number, pages)


def _found(viewer: Viewer, text: str) -> Select[Item]:
    """Items of which every typed word begins a word, or all of them written as one do. The index is asked for the
    rarest of them alone: what it finds is looked at for the others."""
    words, whole = typed_words(text), squeezed(text)
    if not words:
        return select(Item)
    rarest = _rarest(viewer, words)
    others = [_begins(word) for word in words if word != rarest]
    every_word = and_(Item.id.in_(_items_with(rarest)), *others)
    if whole in {"", *words}:  # a word alone is what is written as one
        return select(Item).where(every_word)
    return select(Item).where(or_(every_word, Item.id.in_(_items_with(whole))))


def _rarest(viewer: Viewer, words: Sequence[str]) -> str:
    if len(words) == 1:
        return words[0]
    some = [select(func.count()).select_from(_items_with(word).limit(_MANY).subquery()) for word in words]
    counts = viewer.session.execute(select(*(each.scalar_subquery() for each in some))).one()
    return min(zip(counts, words, strict=True))[1]


def _items_with(word: str) -> Select[int]:
    """Whoever has a word that begins so."""
    return select(ItemWord.item_id).where(ItemWord.word >= word, ItemWord.word < f"{word}\U0010ffff")


def _begins(word: str) -> ColumnElement[bool]:
    return or_(Item.search.startswith(word, autoescape=True), Item.search.contains(f" {word}", autoescape=True))


def _ranked(text: str, known: Select[int | None] | None = None) -> tuple[Any, ...]:
    typed, whole = text.strip(), squeezed(text)
    if not whole:
        return (Item.name, Item.code)
    # a reference is written in many ways, while a word without a digit is one of many items
    is_reference = any(sign.isdigit() for sign in whole)
    ours = () if known is None else (case((Item.id.in_(known), 0), else_=1),)
    spellings, same = {typed, typed.upper(), typed.lower()}, aliased(Item)
    called = or_(same.code.in_(spellings), same.maker_reference.in_(spellings), same.gtin == whole)
    by_name = case((Item.id.in_(select(same.id).where(called)), 0), else_=1)
    by_word = case((Item.id.in_(select(ItemWord.item_id).where(ItemWord.word == whole)), 0), else_=1)
    return (by_name, *((by_word, *ours) if is_reference else (*ours, by_word)), Item.name, Item.code)


def packs_of(viewer: Viewer, item: Item, *, active_only: bool = True) -> list[Pack]:
    packs = viewer.session.scalars(select(Pack).where(Pack.item_id == item.id).order_by(Pack.content, Pack.name))
    return [pack for pack in packs if pack.active or not active_only]


_PACKS = (
    select(Pack)
    .where(Pack.item_id.in_(bindparam("items", expanding=True)), Pack.active)
    .order_by(Pack.content, Pack.name)
)


def packs_of_items(viewer: Viewer, item_ids: Iterable[int]) -> dict[int, list[Pack]]:
    """Item id → its active packs, the smallest first; every id has its list."""
    packs: dict[int, list[Pack]] = {number: [] for number in item_ids}
    for some in batches(dict.fromkeys(packs)):
        for pack in viewer.session.scalars(_PACKS, {"items": some}):
            packs[pack.item_id].append(pack)
    return packs


def pack(viewer: Viewer, item: Item, name: str) -> Pack:
    return one(viewer, select(Pack).where(Pack.item_id == item.id, Pack.name == name))


def code_taken(viewer: Viewer, column: InstrumentedAttribute[str], code: str) -> bool:
    """Whether the code is used, in whatever case it is written."""
    return viewer.session.scalar(select(column).where(func.lower(column) == code.lower()).limit(1)) is not None


def gtin_owner(viewer: Viewer, gtin: str) -> str | None:
    return viewer.session.scalar(select(Item.code).where(Item.gtin == gtin))


def path_owner(viewer: Viewer, path: str) -> Category | None:
    """The family that already bears this path, however its words are written."""
    wanted = path_key(path)
    return next((family for family in categories(viewer) if path_key(family.path) == wanted), None)


def used(viewer: Viewer, key: str, numbers: Iterable[int], *, by_us: bool = False) -> set[int]:
    """Which rows another room refers to by `key` ("pack.id", "item.id"); with `by_us` a row of the catalogue counts
    too. It answers with their numbers alone, so it may look at everybody's lines."""
    asked, found = list(numbers), set[int]()
    with in_full(viewer) as everything:
        for column in _referring(key, by_us=by_us):
            for some in batches(dict.fromkeys(asked)):
                found.update(everything.session.scalars(select(column).where(column.in_(some)).distinct()))
    return found


def _referring(key: str, *, by_us: bool) -> Iterator[ColumnElement[int]]:
    """Columns that point at `key`. Later rooms are found by their foreign keys: they cannot be imported here."""
    ours = {each.__tablename__ for each in (Category, Item, ItemWord, Pack, Supplier, Agreement, AgreementLine, Tier)}
    for table in Base.metadata.tables.values():
        if by_us or table.name not in ours:
            yield from (each.parent for each in table.foreign_keys if each.target_fullname == key)
