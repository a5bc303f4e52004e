"""The buttons of the desk; each goes on to the next topic."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pooling.access.doors import Door, seen_by
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.number_format import screen_sign
from pooling.algorithms.numbers import QUANTITY_PLACES, parse
from pooling.catalogue.models import Item
from pooling.catalogue.queries import categories, items_coded, packs_of
from pooling.catalogue.rules import ItemFacts
from pooling.consolidation import asking, judging, table
from pooling.consolidation.models import Judgement
from pooling.consolidation.views.desk import At, desk_page
from pooling.consolidation.views.room import bp
from pooling.language import language, sentence

_OTHER_UNIT = N_(
    "These lines are not all counted in that base unit: choose theirs, or make the item and its pack first."
)


@bp.post("/<code>/desk/settle")
@seen_by(Door.BUYER)
def settle(code: str) -> ResponseReturnValue:
    """These lines are this item."""
    at = At(code)
    try:
        item = _item(at, request.form.get("item", ""))
    except Refusal as refusal:
        return _refused(at, refusal)
    try:
        made = judging.settle(at.viewer, at.campaign, at.lines, item, _contents(at, item))
    except Refusal as refusal:
        return _refused(at, refusal, item)
    told = ngettext(
        "%(num)s line is pooled as %(item)s.", "%(num)s lines are pooled as %(item)s.", made.lines, item=item.name
    )
    flash(told, "success")
    return at.after()


@bp.post("/<code>/desk/best")
@seen_by(Door.BUYER)
def settle_best(code: str) -> ResponseReturnValue:
    """Each ticked topic is its first candidate; those whose content nobody said stay in the queue."""
    at = At(code)
    done, left = 0, 0
    for lines in _by_topic(at.lines):
        laid = table.lay(at.viewer, lines)
        best = next(iter(laid.candidates), None)
        if best is None or best.total is None or best.vague:
            left += len(lines)
            continue
        known = table.contents(lines, best.item, best.packs)
        done += judging.settle(at.viewer, at.campaign, lines, best.item, known).lines
    _tell_many(done, left)
    return at.after()


def _tell_many(done: int, left: int) -> None:
    if not done and not left:
        flash(gettext("Tick lines of the queue first: each gets the first candidate beside it."), "info")
    if done:
        flash(ngettext("%(num)s line is settled.", "%(num)s lines are settled.", done), "success")
    if left:
        told = ngettext("%(num)s line waits: nothing is like it, or its content is unknown.",
                        "%(num)s lines wait: nothing is like them, or their content is unknown.", left)  # fmt: skip
        flash(told, "warning")


@bp.post("/<code>/desk/new")
@seen_by(Door.BUYER)
def make_item(code: str) -> ResponseReturnValue:
    """A new item of the catalogue out of these lines."""
    at, form = At(code), request.form
    families = {each.code: each for each in categories(at.viewer, active_only=True)}
    try:
        if form.get("family", "") not in families:
            raise Refusal("no_family", N_("Choose the family of the new item."))
        facts = ItemFacts(form.get("name", ""), families[form["family"]], form.get("base_unit", ""))
        judging.make_of(at.viewer, at.campaign, at.lines, form.get("item_code", ""), facts)
    except judging.NoContent:
        return _refused(at, Refusal("base_unit", _OTHER_UNIT))
    except Refusal as refusal:
        return _refused(at, refusal)
    flash(gettext("%(item)s is in the catalogue, with these lines.", item=form["name"]), "success")
    return at.after()


@bp.post("/<code>/desk/apart")
@seen_by(Door.BUYER)
def keep_apart(code: str) -> ResponseReturnValue:
    at = At(code)
    return _done(
        at,
        lambda: judging.keep_apart(at.viewer, at.campaign, at.lines).lines,
        lambda lines: ngettext("%(num)s line is kept apart.", "%(num)s lines are kept apart.", lines),
    )


@bp.post("/<code>/desk/ask")
@seen_by(Door.BUYER)
def ask(code: str) -> ResponseReturnValue:
    at = At(code)
    return _done(
        at,
        lambda: asking.ask(at.viewer, at.campaign, at.lines, request.form.get("question", "")).lines,
        lambda lines: ngettext("%(num)s question is on its way.", "%(num)s questions are on their way.", lines),
    )


@bp.post("/<code>/desk/back")
@seen_by(Door.BUYER)
def put_back(code: str) -> ResponseReturnValue:
    at = At(code)
    return _done(
        at,
        lambda: judging.put_back(at.viewer, at.campaign, at.lines).lines,
        lambda lines: ngettext("%(num)s line is in the queue again.", "%(num)s lines are in the queue again.", lines),
    )


@bp.post("/<code>/desk/undo")
@seen_by(Door.BUYER)
def undo(code: str) -> ResponseReturnValue:
    at = At(code)
    return _done(
        at,
        lambda: len(judging.undo(at.viewer, at.campaign).before),
        lambda lines: ngettext("Undone: %(num)s line.", "Undone: %(num)s lines.", lines),
    )


def _done(at: At, act: Callable[[], int], told: Callable[[int], str]) -> ResponseReturnValue:
    """Carry a verb out and say for how many lines, or why not."""
    try:
        lines = act()
    except Refusal as refusal:
        return _refused(at, refusal)
    flash(told(lines), "success")
    return at.after()


def _refused(at: At, refusal: Refusal, item: Item | None = None) -> ResponseReturnValue:
    """Said on the desk, with the same topic on it and what was typed."""
    laid = table.lay(at.viewer, at.lines) if at.lines else None
    if laid is not None and item is not None and isinstance(refusal, judging.NoContent):
        known = _contents(at, item)
        laid.chosen, laid.missing = item, [each for each in at.lines if each.id not in known]
    return desk_page(at, laid, sentence(refusal), 422)


def _item(at: At, code: str) -> Item:
    item = items_coded(at.viewer, [code.strip()]).get(code.strip())
    if item is None or not item.active:
        raise Refusal("item", N_("There is no item “%(code)s” in use: choose one from the list."), code=code.strip())
    return item


def _contents(at: At, item: Item) -> dict[int, Decimal]:
    """What the lines say, and over it what the buyer typed."""
    known = table.contents(at.lines, item, packs_of(at.viewer, item))
    typed = {each.id: content for each in at.lines if (content := _typed_content(each)) is not None}
    return known | typed


def _typed_content(judgement: Judgement) -> Decimal | None:
    typed = request.form.get(f"content.{judgement.id}", "").strip()
    return parse(typed, places=QUANTITY_PLACES, decimal_sign=screen_sign(language())) if typed else None


def _by_topic(lines: list[Judgement]) -> list[list[Judgement]]:
    topics: dict[str, list[Judgement]] = {}
    for each in lines:
        topics.setdefault(each.topic, []).append(each)
    return list(topics.values())
