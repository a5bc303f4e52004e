"""A buyer who works for a member (Conrad, of Charlie's firm) and what he may not see of the others' lines."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.journal.models import Entry
from pooling.needs.models import Need
from pooling.needs.rules import enter_many, remove, save
from tests.needs.acts import KEY, OTHER, LookAs, campaign, close, described, family, member, paper


def remarks(viewer: Viewer) -> set[str]:
    return set(viewer.session.scalars(select(Need.remark)))


def test_deleting_its_own_lines_does_not_open_the_rivals(viewer: LookAs, system: Viewer) -> None:
    save(system, campaign(system), described(system, remark="of Arve"), key=KEY, member=member(system))
    charlie = viewer("charlie")
    save(charlie, campaign(charlie), described(charlie), key=OTHER)
    assert "of Arve" not in remarks(viewer("conrad"))
    charlie = viewer("charlie")
    remove(charlie, campaign(charlie), OTHER)
    assert "of Arve" not in remarks(viewer("conrad"))


def test_nobody_looks_first_and_enters_later(viewer: LookAs, system: Viewer) -> None:
    """While a campaign is open, the buyer's firm may still take part in any of its families."""
    save(system, campaign(system), described(system, remark="of Arve"), key=KEY, member=member(system))
    assert "of Arve" not in remarks(viewer("conrad"))
    close(viewer)
    assert "of Arve" in remarks(viewer("conrad"))


def test_nor_does_moving_a_loaded_line_to_another_family(viewer: LookAs, system: Viewer) -> None:
    save(system, campaign(system), described(system, remark="of Arve"), key=KEY, member=member(system))
    enter_many(system, campaign(system), member(system, "GIF"), [described(system)], keys=[OTHER])
    charlie = viewer("charlie")
    save(charlie, campaign(charlie), paper(charlie), key=OTHER, version=1)
    assert "of Arve" not in remarks(viewer("conrad"))


@pytest.mark.parametrize("group", ["Groupe Arve", None], ids=["sister", "stranger"])
def test_what_a_sister_firm_buys_counts_as_its_own(group: str | None, viewer: LookAs, system: Viewer) -> None:
    """Firms of one company group are one competitor."""
    save(system, campaign(system), described(system), key=KEY, member=member(system, "SOE"))
    member(system, "GIF").company_group = group
    tools = family(system).id
    close(viewer)
    assert (tools in viewer("conrad").barred) is (group == "Groupe Arve")


def test_the_journal_of_a_line_that_changed_family_keeps_the_first_one_shut(viewer: LookAs, system: Viewer) -> None:
    tools, present = described(system, remark="of Arve", present_supplier="Secret"), campaign(system)
    save(system, present, tools, key=KEY, member=member(system))
    save(system, present, paper(system, remark="paper"), key=KEY, version=1, member=member(system))
    charlie = viewer("charlie")
    save(charlie, campaign(charlie), described(charlie), key=OTHER)
    close(viewer)
    conrad = viewer("conrad")
    changes = select(Entry.before, Entry.after).where(Entry.subject == f"need:{KEY}")
    read = str(conrad.session.execute(changes).all())
    assert "paper" in read
    assert "Secret" not in read
