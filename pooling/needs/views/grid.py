from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from pooling.campaigns.rules import is_answerable
from pooling.language import language, settings
from pooling.needs import carried_queries, import_queries, queries, rules, waiting
from pooling.needs.approval import may_change
from pooling.needs.asked import with_fields
from pooling.needs.attachment_queries import of_keys
from pooling.needs.carried_shown import shown
from pooling.needs.conflict import labels
from pooling.needs.desk import Desk
from pooling.needs.forms import answered, questions
from pooling.needs.pasted_columns import GRID
from pooling.needs.placing import Spot, move
from pooling.needs.rows import Row, blank_row, rows_of, save_typed
from pooling.needs.typed import Typed, rows_sent
from pooling.needs.undoing import taken_of
from pooling.needs.unit_words import unit_names
from pooling.needs.views.files import ACCEPTED
from pooling.needs.views.line import told_total
from pooling.needs.views.pulse import badge
from pooling.needs.views.room import at_desk, desk_at

PAGE = 200  # rows; more would make a form too large for a browser without JavaScript
BLANKS = 3
MOST_OFFERS = 20  # lines that one page asks about


@at_desk("")
def grid(code: str, member: str = "") -> ResponseReturnValue:
    """The firm's lines as inputs; once answered or closed, the recap is what there is to see."""
    desk = desk_at(code, member)
    submission = queries.submission(desk.viewer, desk.campaign, desk.firm)
    if not is_answerable(desk.campaign) or (submission is not None and not may_change(desk.viewer, submission)):
        return redirect(url_for("needs.recap", code=code))
    lines = queries.lines(desk.viewer, desk.campaign, desk.firm)
    pages = max(1, -(-len(lines) // PAGE))
    page = min(max(1, request.args.get("page", 1, int)), pages)
    rows = rows_of(desk, lines[(page - 1) * PAGE : page * PAGE])
    return _page(desk, _offered(desk, rows, request.args.getlist("near")[:MOST_OFFERS]), page, pages)


@at_desk("", "POST")
def save_all(code: str, member: str = "") -> ResponseReturnValue:
    """Every row of the page at once, for a browser without JavaScript; a good row is saved even when
    another is refused."""
    desk = desk_at(code, member)
    verb, _, key = request.form.get("do", "save").partition(":")
    known = _descriptions(desk)
    rows = _save_rows(desk, verb, key)
    if verb == "remove":
        rules.remove(desk.viewer, desk.campaign, key, member=desk.member)
    if verb in AGAIN:
        return _page(desk, AGAIN[verb](desk, rows, key))
    refused = [row for row in rows if row.state == "refused"]
    if refused:
        return _page(desk, rows), 200 if len(refused) < len(rows) else 422
    if verb != "remove":
        flash(ngettext("%(num)s line is saved.", "%(num)s lines are saved.", len(rows)), "success")
    where = "needs.recap" if verb == "check" else "needs.grid"
    gone, neighbour = (key, _following(key)) if verb == "remove" else (None, None)
    page, near = request.args.get("page"), _undecided(rows, known, verb, key)
    return redirect(url_for(where, code=code, page=page, removed=gone, before=neighbour, near=near), 303)


def _descriptions(desk: Desk) -> dict[str, str]:
    """By key, as they were before this request."""
    keys = (key for key in request.form.getlist("key") if request.form.get(f"{key}.version"))
    return {key: need.designation for key, need in queries.held(desk.viewer, keys, desk.firm).items()}


def _undecided(rows: list[Row], known: Mapping[str, str], verb: str, key: str) -> list[str]:
    """Lines just described, to which the next page offers items that they may mean."""
    described = [row for row in rows if row.item is None and known.get(row.key) != row.typed.what]
    return [row.key for row in described if (verb, key) != ("dismiss", row.key)][:MOST_OFFERS]


def _save_rows(desk: Desk, verb: str, about: str) -> list[Row]:
    form = request.form
    typed = rows_sent(form.getlist("key"), form)
    if verb == "remove":
        typed.pop(about, None)
    if verb == "yes":
        key, _, number = about.partition(":")
        typed[key] = answered(desk, typed.get(key, Typed()), number)
    if verb == "take":
        key, _, code = about.partition(":")
        item = queries.item_offered(desk.viewer, desk.campaign, code)
        typed[key] = replace(typed.get(key, Typed()), what=item.name, item=item.code)
    desk.look_up(typed.values())
    return [
        save_typed(desk, key, form.get(f"{key}.version", type=int), row, form.getlist(f"{key}.take"))
        for key, row in typed.items()
        if not row.is_blank or form.get(f"{key}.version")
    ]


def _offered(desk: Desk, rows: list[Row], keys: Collection[str]) -> list[Row]:
    """With items that these may mean."""
    near = [row for row in rows if row.key in keys and row.item is None]
    for row in near:
        row.twins, row.meant = desk.likely(row.typed.what), questions(desk, row.typed)
    return rows


def _following(key: str) -> str:
    """The row below, above which a line that is brought back belongs."""
    keys = request.form.getlist("key")
    return keys[keys.index(key) + 1] if key in keys[:-1] else ""


def _opened(_desk: Desk, rows: list[Row], key: str) -> list[Row]:
    """With the details of this one open, which may be a row that holds nothing yet."""
    if all(row.key != key for row in rows):
        rows = [*rows, Row(key=key, typed=rows_sent([key], request.form)[key])]
    return [replace(row, opened=row.opened or row.key == key) for row in rows]


def _copied(_desk: Desk, rows: list[Row], key: str) -> list[Row]:
    copies = [row for row in rows if row.key == key]
    return [*rows, *(replace(row, key=rules.new_key(), version=None, state="changed", saved_at="") for row in copies)]


def _raised(desk: Desk, rows: list[Row], key: str) -> list[Row]:
    return _moved(desk, rows, key, -1)


def _lowered(desk: Desk, rows: list[Row], key: str) -> list[Row]:
    return _moved(desk, rows, key, 1)


def _moved(desk: Desk, rows: list[Row], key: str, step: int) -> list[Row]:
    """One row up or down, its details open so that it can go on; at the end of the page it stays."""
    keys = [row.key for row in rows]
    place = keys.index(key) + step if key in keys else -1
    if not 0 <= place < len(rows):
        return _opened(desk, rows, key)
    if rows[place - step].version and rows[place].version:
        move(desk.viewer, desk.campaign, key, Spot(**{"before" if step < 0 else "after": keys[place]}), desk.member)
    row = rows.pop(place - step)
    rows.insert(place, row)
    return _opened(desk, rows, key)


# what shows the page again, with one row in another state, whatever else is refused
AGAIN: dict[str, Callable[[Desk, list[Row], str], list[Row]]] = {
    "duplicate": _copied,
    "details": _opened,
    "up": _raised,
    "down": _lowered,
}


def _with_files(desk: Desk, rows: list[Row]) -> list[Row]:
    held = of_keys(desk.viewer, desk.campaign, desk.firm, [row.key for row in rows])
    return [replace(row, files=held.get(row.key, ())) for row in rows]


def _with_origins(desk: Desk, rows: list[Row]) -> list[Row]:
    origins = carried_queries.origins(desk.viewer, desk.campaign, desk.firm)
    return [replace(row, origin=origins[row.key]) if row.key in origins else row for row in rows]


def _carried_over(desk: Desk) -> dict[str, Any]:
    about = desk.viewer, desk.campaign, desk.firm
    return {"carried": shown(waiting.offers(*about), desk.declared), "declined": len(carried_queries.declined(*about))}


def _just_done(desk: Desk) -> dict[str, Any]:
    """What the act that led here did and one can undo: a line removed, a file taken in, lines renewed."""
    asked = request.args
    held = import_queries.pending_if_any(desk.viewer, desk.campaign, asked.get("taken", ""), desk.firm)
    return {
        "removed": asked.get("removed"),
        "removed_before": asked.get("before"),
        "taken": held if held and taken_of(held) else None,
        "renewed": asked.get("renewed", 0, int),
    }


def _page(desk: Desk, rows: list[Row], page: int = 1, pages: int = 1) -> str:
    blanks = [blank_row(desk, rows[-1] if rows else None) for _ in range(BLANKS)]
    return render_template(
        "needs/grid.html",
        campaign=desk.campaign,
        categories=desk.categories,
        sites=desk.sites,
        units=unit_names(language()),
        labels=labels(),
        columns=GRID,
        rows=with_fields(desk, _with_origins(desk, _with_files(desk, rows))),
        blanks=blanks,
        template_row=Row(key="KEY", typed=blanks[0].typed),
        page=page,
        pages=pages,
        total=told_total(desk),
        who=badge(desk.viewer),
        renewable=bool(queries.earlier_with_lines(desk.viewer, desk.campaign, desk.firm)),
        refused=sum(row.state == "refused" for row in rows),
        **_just_done(desk),
        **_carried_over(desk),
        accepted=ACCEPTED,
        limit=settings().attachment_bytes,
    )
