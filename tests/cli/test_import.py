"""`pooling import needs`: a firm's list against what stands; also late requests by command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from pooling.access.scope import open_session
from pooling.access.viewer import Kind, Viewer
from pooling.mail.models import Letter
from pooling.needs import late
from pooling.needs.models import HeaderMapping, Need, PendingImport
from tests.cli.conftest import Command
from tests.needs.acts import campaign, member, paper

pytestmark = pytest.mark.usefixtures("group")
LIST = "Réf.;Libellé;Qté;Cond.\nPAP-A4;Papier;4;carton de 5\nGAN-9;Gants;2;boîte de 100\n"
TAKEN = ("--campaign", "T1", "--member", "ARV")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def eyes(engine: Engine) -> Iterator[Viewer]:
    viewer = open_session(engine, Kind.SYSTEM)
    yield viewer
    viewer.session.close()


def needs(eyes: Viewer) -> list[Need]:
    eyes.session.rollback()
    found = list(eyes.session.scalars(select(Need).order_by(Need.id)))
    eyes.session.commit()
    return found


def test_it_reports_first_and_changes_nothing(pooling: Command, tmp_path: Path, eyes: Viewer) -> None:
    said = pooling("import", "needs", written(tmp_path, LIST), *TAKEN, "--json")
    assert (said.status, said.json["new"]) == (0, 2)
    assert not needs(eyes)
    assert not eyes.session.scalars(select(PendingImport)).all()


def test_accepted_its_lines_bear_the_groups_name_and_the_firm_is_told(
    pooling: Command, tmp_path: Path, eyes: Viewer
) -> None:
    path = written(tmp_path, LIST)
    assert pooling("import", "needs", path, *TAKEN, "--accept", "--how", "paper").status == 0
    assert {(need.entered_for_by, need.entered_for_how) for need in needs(eyes)} == {("GIE du Val", "paper")}
    assert not eyes.session.scalars(select(PendingImport)).all()
    assert not eyes.session.scalars(select(HeaderMapping)).all()
    assert len(eyes.session.scalars(select(Letter)).all()) == 2
    eyes.session.commit()
    again = pooling("import", "needs", path, *TAKEN, "--accept", "--json")
    assert (again.status, again.json["same"]) == (0, 2)
    assert len(needs(eyes)) == 2


def test_a_row_that_cannot_be_read_is_named_and_nothing_is_taken(
    pooling: Command, tmp_path: Path, eyes: Viewer
) -> None:
    path = written(tmp_path, LIST + "FOR-6;Foret;deux;\n")
    said = pooling("import", "needs", path, *TAKEN, "--accept")
    assert said.status == 1
    assert "C4" in said.err
    assert not needs(eyes)


def test_without_titles_it_is_read_by_what_it_holds(pooling: Command, tmp_path: Path) -> None:
    path = written(tmp_path, "Papier A4 80 g blanc, ramette 500 feuilles;40\nGants nitrile taille 9;300\n")
    said = pooling("import", "needs", path, *TAKEN, "--json")
    assert (said.status, said.json["new"]) == (0, 2)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(("--campaign", "T1"), 2), (("--campaign", "T1", "--member", "NOBODY"), 1), (("--campaign", "T0", *TAKEN[2:]), 1)],
    ids=["no firm", "unknown firm", "settled campaign"],
)
def test_misuse_and_refusal_have_their_status(
    arguments: tuple[str, ...], status: int, pooling: Command, tmp_path: Path
) -> None:
    assert pooling("import", "needs", written(tmp_path, LIST), *arguments, "--accept").status == status


def test_late_requests_are_listed_and_answered(pooling: Command, eyes: Viewer, app: Flask) -> None:
    assert pooling("campaign", "close", "T1").status == 0
    one, firm = campaign(eyes), member(eyes)
    with app.app_context():
        late.ask(eyes, one, paper(eyes), key="c" * 32, reason="oubli", member=firm)
    eyes.session.commit()
    listed = pooling("campaign", "late", "T1", "--json").json
    assert [(each["member"], each["state"]) for each in listed] == [("ARV", "asked")]
    assert pooling("campaign", "late", "T1", "--refuse", "cccc").status == 1
    answered = pooling("campaign", "late", "T1", "--accept", "cccc", "--answer", "d'accord", "--json").json
    assert [each["state"] for each in answered] == ["accepted"]
    assert len(needs(eyes)) == 1
    assert pooling("campaign", "late", "T1", "--accept", "dddd").status == 1


def test_what_asks_for_nothing_is_counted(pooling: Command, tmp_path: Path) -> None:
    said = pooling("import", "needs", written(tmp_path, LIST + "FOR-6;Foret;0;\n;Total;6;\n"), *TAKEN)
    assert said.status == 0
    assert "\n2 " in said.out
