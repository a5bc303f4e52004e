"""What people of the story do beside entering lines: each with its own eyes, by the verbs that the screens call."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from pooling.access.edge import viewer_of
from pooling.access.scope import see_as
from pooling.access.viewer import Viewer
from pooling.algorithms.numbers import AMOUNT_PLACES, QUANTITY_PLACES, parse
from pooling.campaigns.models import Campaign
from pooling.catalogue.queries import items_coded
from pooling.consolidation import asking
from pooling.consolidation import desk_queries as desk
from pooling.demo.story import Scene, Story
from pooling.documents.shelf import shelf
from pooling.language import settings
from pooling.members.queries import member, user_with_email
from pooling.needs import approval, attaching, ceiling, late, late_queries, queries, rules
from pooling.needs.lines import Line
from pooling.needs.models import Need

Act = Callable[[Viewer, Campaign, Scene], object]


def play(viewer: Viewer, story: Story, campaign: Campaign, acts: Mapping[str, Act]) -> None:
    """Those scenes of a campaign that are of these acts, in the order of the file."""
    for scene in story.scenes(campaign.code):
        if scene.verb in acts:
            with _as(viewer, scene.email) as person:
                acts[scene.verb](person, campaign, scene)


@contextmanager
def _as(viewer: Viewer, email: str) -> Iterator[Viewer]:
    """With a person's own eyes and rights."""
    person = user_with_email(viewer, email)
    try:
        yield see_as(viewer_of(person, viewer.session))
    finally:
        viewer.session.flush()
        see_as(viewer)


def _approval(viewer: Viewer, _campaign: Campaign, scene: Scene) -> None:
    approval.require(viewer, member(viewer, scene.member), on=True)


def _ceiling(viewer: Viewer, _campaign: Campaign, scene: Scene) -> None:
    ceiling.set_ceiling(viewer, parse(scene.value, places=AMOUNT_PLACES))


def _behalf(viewer: Viewer, campaign: Campaign, scene: Scene) -> None:
    writing = rules.Writing(viewer, campaign, member(viewer, scene.member), how=scene.text)
    writing.save(_line(viewer, scene), key=_key(scene))
    writing.put_down()


def _submit(viewer: Viewer, campaign: Campaign, _scene: Scene) -> None:
    rules.submit(viewer, campaign)


def _late(viewer: Viewer, campaign: Campaign, scene: Scene) -> None:
    late.ask(viewer, campaign, _line(viewer, scene), key=_key(scene), reason=scene.text)


def _accept(viewer: Viewer, campaign: Campaign, scene: Scene) -> None:
    """The only request of that firm."""
    firm = member(viewer, scene.member)
    (asked,) = late_queries.of_member(viewer, campaign, firm.id)
    late.accept(viewer, late_queries.request(viewer, campaign, asked.key, firm.id), scene.text)


def _ask(viewer: Viewer, campaign: Campaign, scene: Scene) -> None:
    judgement = desk.judgement_of(viewer, _need(viewer, campaign, scene).id)
    asking.ask(viewer, campaign, [judgement] if judgement else [], scene.text)


def _answer(viewer: Viewer, _campaign: Campaign, scene: Scene) -> None:
    (question,) = desk.questions_of_own_firm(viewer)
    asking.answer(viewer, question, scene.value, scene.text)


# before the lines of its campaign come in; while they do; once it is closed and compared with the catalogue
FIRST: Mapping[str, Act] = MappingProxyType({"approval": _approval, "ceiling": _ceiling})
MEANWHILE: Mapping[str, Act] = MappingProxyType({"behalf": _behalf, "submit": _submit})
AFTERWARDS: Mapping[str, Act] = MappingProxyType(
    {"late": _late, "accept": _accept, "ask": _ask, "answer": _answer},
)


def attach(viewer: Viewer, story: Story, campaign: Campaign) -> None:
    """Put the files on their lines: with the program's rights, since the story tells it after the deadline."""
    for scene in story.scenes(campaign.code):
        if scene.verb == "attach":
            person = user_with_email(viewer, scene.email)
            if person is None or person.member is None:
                raise LookupError(scene.email)
            need = _need(viewer, campaign, scene)
            data = (story.folder / "files" / scene.text).read_bytes()
            stored = shelf(settings()).store(io.BytesIO(data), scene.text, settings().attachment_bytes)
            writing = rules.Writing(viewer, campaign, person.member)
            attaching.attach(writing, need.key, stored, attaching.Bounds.of(settings())).added_by = person.name


def _need(viewer: Viewer, campaign: Campaign, scene: Scene) -> Need:
    """The line of a firm that says these words, or that names this item."""
    (found,) = (
        need
        for need in queries.lines(viewer, campaign, member(viewer, scene.member).id)
        if scene.line in {need.designation, need.item.code if need.item else None}
    )
    return found


def _line(viewer: Viewer, scene: Scene) -> Line:
    """So many of an item, to the firm's first dock."""
    return Line(
        item=items_coded(viewer, [scene.line])[scene.line],
        quantity=parse(scene.value, places=QUANTITY_PLACES),
        site=queries.sites_of(viewer, member(viewer, scene.member).id)[0],
    )


def _key(scene: Scene) -> str:
    return rules.derived_key("demo", scene.campaign, scene.member, scene.verb, scene.line)
