"""Lines compared with the catalogue: what is settled at once, what waits for a person, and what is learned."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.category_fields import FieldKind
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Category, CategoryField, Item
from pooling.catalogue.rules import ItemFacts, edit_item, make_item
from pooling.consolidation import judging, matching, queries
from pooling.consolidation.models import Judgement, Verdict
from pooling.needs.models import Need
from tests.consolidation.desk import ones
from tests.consolidation.entering import Wish, campaign_coded, close, enter

LookAs = Callable[[str], Viewer]
DRILLS, PAPER = "Outillage > Forets", "Bureau > Papier"
WISHES = (
    Wish("ARV", "foret carbure diam 6", "10", family=DRILLS, price="20"),
    Wish("GIF", "FORET CARB. Ø 6,8 mm", "4", family=DRILLS, price="25"),
    Wish("MOL", "foret carbure Ø9", "4", family=DRILLS),
    Wish("SOE", "savon d'atelier", "2", family=DRILLS),
    Wish("GIF", "Savon atelier", "3", family=DRILLS),
    Wish("ARV", "FOR-6", "1", family=DRILLS),
)


@pytest.fixture
def campaign(system: Viewer) -> Campaign:
    enter(system, *WISHES)
    return close(system)


def told(system: Viewer) -> dict[str, tuple[str, str]]:
    """What became of each wording: its verdict and its item."""
    return {
        each.need.designation: (str(each.verdict), each.item.code if each.item else "")
        for each in system.session.scalars(select(Judgement))
    }


def test_sure_lines_pool_at_once_and_near_twins_never_do(system: Viewer, campaign: Campaign) -> None:
    matching.match(system, campaign)
    assert told(system) == {
        "foret carbure diam 6": ("auto", "FOR-6"),
        "FORET CARB. Ø 6,8 mm": ("auto", "FOR-68"),
        "foret carbure Ø9": ("waiting", ""),
        "savon d'atelier": ("waiting", ""),
        "Savon atelier": ("waiting", ""),
    }
    pooled = {row.designation: (row.quantity, row.member_count) for row in queries.preview(system, campaign)}
    assert pooled["Foret carbure Ø6"] == (Decimal(11), 1)


def test_what_is_the_same_unknown_thing_is_one_topic(system: Viewer, campaign: Campaign) -> None:
    matching.match(system, campaign)
    topics = {each.need.designation: each.topic for each in system.session.scalars(select(Judgement))}
    assert topics["savon d'atelier"] == topics["Savon atelier"]
    assert len(set(topics.values())) == 4


def test_a_topic_shared_by_firms_tells_neither_the_others_words(system: Viewer, campaign: Campaign) -> None:
    matching.match(system, campaign)
    told = " ".join(system.session.scalars(select(Judgement.topic)))
    assert not [word for word in ("savon", "foret", "carb", "atelier") if word in told]


def test_a_line_is_compared_once_until_its_words_change(system: Viewer, campaign: Campaign) -> None:
    assert matching.match(system, campaign).lines == 5
    assert matching.match(system, campaign).lines == 0
    soap = system.session.scalars(select(Judgement).where(Judgement.item_id.is_(None))).first()
    assert soap is not None
    soap.need.designation = "savon noir"
    system.session.flush()
    assert matching.match(system, campaign).lines == 1


def test_long_work_goes_slice_by_slice(system: Viewer, campaign: Campaign) -> None:
    lefts = [matching.match(system, campaign, most=2).left for _slice in range(3)]
    assert lefts == [3, 1, 0]


def test_a_sure_item_waits_when_nothing_says_what_a_box_holds(system: Viewer) -> None:
    enter(system, Wish("ARV", "foret carbure diam 6", "4", unit="XBX", family=DRILLS))
    done = matching.match(system, close(system))
    assert told(system) == {"foret carbure diam 6": ("waiting", "")}
    assert (done.auto, done.review, done.none) == (0, 1, 0)


def test_undo_takes_an_automatic_match_back(system: Viewer, campaign: Campaign) -> None:
    matching.match(system, campaign)
    judging.undo(system, campaign)
    assert [each[0] for each in told(system).values()].count("auto") == 1


def test_a_yes_is_known_the_next_time(system: Viewer, campaign: Campaign) -> None:
    matching.match(system, campaign)
    nine = system.session.scalars(select(Judgement).join(Judgement.need).where(Need.designation.like("%9"))).one()
    item = system.session.scalars(select(Item).where(Item.code == "FOR-68")).one()
    judging.settle(system, campaign, [nine], item, ones([nine]))
    enter(system, Wish("SOE", "Foret carbure Ø9", "1", family=DRILLS))
    assert matching.match(system, campaign).auto == 1


def test_a_no_is_known_the_next_time(system: Viewer, campaign: Campaign) -> None:
    matching.match(system, campaign)
    six = system.session.scalars(select(Judgement).where(Judgement.verdict == Verdict.AUTO)).first()
    assert six is not None
    words, code = six.need.designation, six.candidates[0]["code"]
    judging.put_back(system, campaign, [six])
    judging.keep_apart(system, campaign, [six])
    enter(system, Wish("SOE", words.upper(), "1", family=DRILLS))
    matching.match(system, campaign)
    assert told(system)[words.upper()][1] != code


def test_a_new_or_changed_item_is_found_without_starting_anew(system: Viewer, campaign: Campaign) -> None:
    matching.match(system, campaign)
    family = system.session.scalars(select(Category).where(Category.path == DRILLS)).one()
    item = make_item(system, "SAV", ItemFacts("Savon d'atelier microbilles bidon 5 L", family, "C62"))
    enter(system, Wish("MOL", "savon atelier microbilles bidon 5 litres", "1", family=DRILLS))
    matching.match(system, campaign)
    assert told(system)["savon atelier microbilles bidon 5 litres"] == ("auto", "SAV")
    edit_item(system, item, ItemFacts("Nettoyant sol", family, "C62"))
    enter(system, Wish("MOL", "savon atelier microbilles en bidon de 5 L", "1", family=DRILLS))
    matching.match(system, campaign)
    assert told(system)["savon atelier microbilles en bidon de 5 L"][0] == "waiting"


def test_one_buyers_words_are_not_told_to_another_who_may_not_read_them(viewer: LookAs) -> None:
    """Conrad works for a rival in this family: he sees his own firm's lines alone, and what they taught."""
    system = viewer("system")
    enter(system, *WISHES)
    matching.match(system, close(system))
    conrad = viewer("conrad")
    seen = conrad.session.scalars(select(Judgement)).all()
    assert {each.member_id for each in seen} == {conrad.member_id}
    assert matching.match(conrad, campaign_coded(conrad, "T1")).lines == 0


def test_what_a_line_says_in_its_familys_fields_tells_twins_apart(system: Viewer) -> None:
    """The same words, and a diameter that only the field says."""
    family = system.session.scalars(select(Category).where(Category.path == DRILLS)).one()
    field = CategoryField(category=family, code="coating", label="Revêtement", kind=FieldKind.TEXT, position=1)
    system.session.add(field)
    for code, coating in (("REV-TIN", "TiN"), ("REV-NU", "sans revêtement")):
        make_item(system, code, ItemFacts("Foret étagé pour tôle 4-20", family, "C62")).fields = {"coating": coating}
    (line,) = enter(system, Wish("ARV", "foret étagé tôle 4-20", "1", family=DRILLS))
    line.fields = {"coating": "TiN"}
    system.session.flush()
    matching.match(system, close(system))
    judgement = system.session.scalars(select(Judgement)).one()
    assert judgement.candidates[0]["code"] == "REV-TIN"
