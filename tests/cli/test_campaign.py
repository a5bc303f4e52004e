"""The whole line by commands, on the cast's group; also on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command

NEEDS = """\
adhérent;article;désignation;famille;quantité;unité;prix unitaire HT actuel;fournisseur actuel
ARV;PAP-A4;;;60;carton de 5;;
GIF;PAP-A4;;;12;RM;;
GIF;;Chariot à copeaux;Outillage;2;C62;310,50;Tôlerie du Môle
"""


@pytest.fixture
def needs(tmp_path: Path) -> Path:
    path = tmp_path / "besoins.csv"
    path.write_text(NEEDS, encoding="utf-8")
    return path


@pytest.mark.usefixtures("group")
def test_a_campaign_goes_from_needs_to_workbooks(pooling: Command, needs: Path, tmp_path: Path) -> None:
    loaded = pooling("load", "needs", needs, "--campaign", "T1", "--json")
    assert (loaded.status, loaded.json["loaded"]) == (0, 3)
    assert pooling("campaign", "close", "T1").status == 0
    assert pooling("campaign", "consolidate", "T1").status == 0
    assert pooling("award", "T1", "--by", "agreement").status == 0
    assert pooling("award", "T1", "--by", "named", "--json").json["state"] in {"consolidated", "awarded"}
    ordered = pooling("campaign", "order", "T1", "--json")
    assert (ordered.status, ordered.json["state"]) == (0, "ordered")
    written = pooling("export", "orders", "T1", "--to", tmp_path / "out", "--json").json["workbooks"]
    assert {each["order"] for each in written} == {"T1-PAPETO", "T1-TOLERIE-DU-MOLE"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {each["file"] for each in written}


@pytest.mark.usefixtures("group")
def test_one_bad_row_keeps_every_row_out(pooling: Command, needs: Path) -> None:
    needs.write_text(f"{NEEDS}ARV;NOPE;;;3;RM;;\n", encoding="utf-8")
    said = pooling("load", "needs", needs, "--campaign", "T1", "--json")
    assert said.status == 1
    assert [refused["row"] for refused in said.json["refused"]] == [5]
    assert said.err.strip()
    states = {each["state"] for each in pooling("campaign", "status", "T1", "--json").json["answers"]}
    assert states == {"not_started"}


@pytest.mark.usefixtures("group")
def test_what_a_campaign_cannot_do_is_refused_with_a_sentence(pooling: Command) -> None:
    for arguments in (("close", "T0"), ("open", "T0"), ("consolidate", "T1"), ("status", "T9")):
        said = pooling("campaign", *arguments)
        assert said.status == 1
        assert said.err.strip()
        assert not said.out


@pytest.mark.usefixtures("group")
def test_a_closed_campaign_opens_again_with_a_reason(pooling: Command) -> None:
    pooling("campaign", "close", "T1")
    said = pooling("campaign", "reopen", "T1", "--until", "2098-01-31 17:00", "--reason", "Oubli", "--json").json
    assert (said["state"], said["revision"]) == ("open", 2)
    assert said["closes_at"] == "2098-01-31T16:00:00+00:00"


@pytest.mark.usefixtures("group")
def test_people_are_invited_by_a_link(pooling: Command) -> None:
    said = pooling("invite", "eve@example.org", "--name", "Eve", "--member", "ARV", "--role", "entry", "--json")
    assert "/members/invitation/" in said.json["link"]
    assert pooling("invite", "alice@example.org", "--name", "Alice", "--member", "ARV", "--role", "entry").status == 1
    assert pooling("invite", "x@example.org", "--name", "X", "--member", "NOPE", "--role", "entry").status == 1


@pytest.mark.usefixtures("group")
def test_mail_needs_a_server(pooling: Command) -> None:
    assert pooling("mail", "send").status == 1


@pytest.mark.usefixtures("group")
def test_lines_are_matched_and_shares_told_by_command(pooling: Command, needs: Path) -> None:
    needs.write_text(f"{NEEDS}MOL;;Foret carbure diam 6;Outillage > Forets;2;C62;;\n", encoding="utf-8")
    pooling("load", "needs", needs, "--campaign", "T1")
    pooling("campaign", "close", "T1")
    said = pooling("campaign", "match", "T1", "--json").json
    assert (said["compared"], said["auto"], said["left"]) == (2, 1, 0)
    assert said["waiting"] == said["review"] + said["none"]
    assert pooling("campaign", "match", "T1").out.strip()
    told = pooling("campaign", "consolidate", "T1", "--sample", "5", "--json").json["shares"]
    assert told["lines"] == 4
    assert told["together"]["as_written"]["lines"] == 2
    assert "2" in pooling("campaign", "consolidate", "T1", "--shares").out
