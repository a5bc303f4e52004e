from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.catalogue.forms import unit_choices
from pooling.catalogue.queries import categories, items_coded
from pooling.consolidation import desk_queries
from pooling.consolidation import queue_queries as queue
from pooling.consolidation.axes import axis_name
from pooling.consolidation.desk_queries import JUDGEABLE
from pooling.consolidation.models import Judgement, Verdict
from pooling.consolidation.sifting import unit_words
from pooling.consolidation.table import LISTS, Laid, chosen_lines, is_vague, lay
from pooling.consolidation.views.room import bp
from pooling.journal import looks
from pooling.language import kept_sentence, language, share
from pooling.needs.attachment_queries import of_lines


@dataclass
class At:
    """Where on the desk a request is: which campaign, which list, which page, which lines."""

    code: str

    @cached_property
    def viewer(self) -> Viewer:
        return request_viewer()

    @cached_property
    def campaign(self) -> Campaign:
        return campaign_coded(self.viewer, self.code)

    @cached_property
    def name(self) -> str:
        asked = request.values.get("list", "")
        return asked if asked in LISTS else "waiting"

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return LISTS[self.name]

    @cached_property
    def page(self) -> int:
        return max(1, request.values.get("page", 1, int))

    @cached_property
    def lines(self) -> list[Judgement]:
        """Those that were ticked within the topic, else all of the topics that were chosen."""
        numbers = request.values.getlist("line", int)
        picked = set(request.form.getlist("pick", int))
        found = chosen_lines(self.viewer, self.campaign, self.verdicts, numbers) if numbers else []
        return [each for each in found if not picked or each.id in picked]

    def after(self) -> ResponseReturnValue:
        """The next topic of the same list."""
        return redirect(url_for("consolidation.desk", code=self.code, list=self.name, page=self.page), 303)


@bp.get("/<code>/desk")
@seen_by(Door.BUYER)
def desk(code: str) -> ResponseReturnValue:
    """The queue by money at stake, and the topic that is first or was asked for."""
    return desk_page(At(code))


def desk_page(at: At, laid: Laid | None = None, fault: str = "", status: int = 200) -> ResponseReturnValue:
    topics = queue.queue(at.viewer, at.campaign, at.verdicts, at.page)
    laid = laid or _laid(at, topics)
    read = [*(topic.lead for topic in topics), *(laid.lines if laid else ())]
    looks.note(at.viewer, f"desk:{at.code}", {each.member_id for each in read}, at.code)
    return render_template(
        "consolidation/desk.html",
        campaign=at.campaign,
        topics=topics,
        answers=desk_queries.answers_to(at.viewer, (topic.lead.need_id for topic in topics)),
        is_vague=is_vague,
        firsts=items_coded(at.viewer, {topic.lead.candidates[0]["code"] for topic in topics if topic.lead.candidates}),
        laid=laid,
        fault=fault,
        typed=request.form,
        **_standing(at),
        **(_offered(at.viewer, laid) if laid else {}),
    ), status


def _standing(at: At) -> dict[str, Any]:
    """How far the desk is, and where on it one stands."""
    counts = {name: queue.count(at.viewer, at.campaign, verdicts) for name, verdicts in LISTS.items()}
    return {
        "list": at.name,
        "page": at.page,
        "pages": max(1, -(-counts[at.name] // queue.PAGE)),
        "counts": counts,
        "more": request.args.get("more", 0, int) if request.method == "GET" else 0,
        "progress": queue.progress(at.viewer, at.campaign),
        "pooled": _pooled(at.viewer, at.campaign),
        "judgeable": at.campaign.state in JUDGEABLE,
        "undoable": desk_queries.last_step(at.viewer, at.campaign),
    }


def _offered(viewer: Viewer, laid: Laid) -> dict[str, Any]:
    """What can be said of the topic."""
    return {
        "files": of_lines(viewer, [each.need for each in laid.lines]),
        "families": categories(viewer, active_only=True),
        "units": unit_choices(),
        "unit_words": lambda unit, count=1: unit_words(unit, language(), count),
        "axis_name": axis_name,
        "kept_sentence": kept_sentence,
        "suggested": _suggested(laid),
    }


def _pooled(viewer: Viewer, campaign: Campaign) -> dict[str, Any]:
    shared, whole = queue.pooled(viewer, campaign)
    return {
        "lines": shared.lines,
        "lines_share": share(shared.lines, whole.lines),
        "value_share": share(shared.value, whole.value),
    }


def _suggested(laid: Laid) -> str:
    """The question that would tell the candidates apart, in the reader's language."""
    asked = laid.lead.question
    choices = ", ".join(asked.get("choices", ()))
    if asked.get("attribute"):
        return str(gettext("Which %(attribute)s: %(choices)s?", attribute=asked["attribute"], choices=choices))
    if choices:
        return str(gettext("Which one: %(choices)s?", choices=choices))
    return str(gettext("Which one do you need exactly?"))


def _laid(at: At, topics: list[queue.Topic]) -> Laid | None:
    lines = at.lines
    if not lines and topics:
        lines = list(queue.lines_of(at.viewer, at.campaign, topics[0].topic, at.verdicts))
    return lay(at.viewer, lines) if lines else None
