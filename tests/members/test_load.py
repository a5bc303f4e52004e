from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from pooling.access.viewer import Viewer
from pooling.excel.reader import read
from pooling.excel.tables import Book, Row, Table
from pooling.loading import RowError
from pooling.members import queries
from pooling.members.loaders import load_members, load_people
from pooling.members.models import Member
from pooling.paths import DEMO
from tests.cast import PASSWORD

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
HEADERS = ["code adhérent", "adhérent", "SIREN", "groupe de sociétés", "code site", "site", "SIRET"]


def book(*rows: list[str | None], headers: list[str] = HEADERS) -> Book:
    cells: list[Row] = [list(headers)]
    cells.extend(list(row) for row in rows)
    return Book((Table("Feuil1", cells),), "xlsx")


def places(refused: list[RowError]) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in refused]


def test_the_demo_group_loads_and_loading_it_again_changes_nothing(system: Viewer) -> None:
    first = load_members(system, read(DEMO / "members.csv"))
    assert not first.refused
    assert first.tallies["member"].new == 16
    assert first.tallies["site"].new == first.loaded == 23
    assert load_people(system, read(DEMO / "people.csv"), PASSWORD).new == 28
    assert load_members(system, read(DEMO / "members.csv")).nothing_changed
    assert load_people(system, read(DEMO / "people.csv"), PASSWORD).nothing_changed


def test_every_wrong_cell_is_named(system: Viewer) -> None:
    report = load_members(
        system,
        book(
            ["AAA", "Un", "356000000", None, "AAA-1", "Quai", "35600000049837"],
            ["AAA", "Autre nom", "356000000", None, "AAA-1", "Quai 2", None],
            ["BBB", "Deux", "123", None, None, None, None],
            ["CCC", "Trois", None, None, "CCC-1", "Quai", "123"],
            ["DDD", None, None, None, None, None, None],
            ["é é", "Cinq", None, None, None, None, None],
            ["EEE", "Six", "732829320", None, None, None, None],
            ["FFF", "Sept", None, None, None, "Quai sans code", None],
        ),
    )
    assert report.loaded == 0
    assert places(report.refused) == [(3, "B"), (3, "E"), (4, "C"), (5, "G"), (6, "B"), (7, "A"), (8, "C"), (9, "E")]
    assert all(error.sentence() for error in report.refused)


def test_a_column_that_is_left_out_leaves_values_as_they_are(system: Viewer) -> None:
    report = load_members(system, book(["ARV", "Ateliers Arve"], headers=HEADERS[:2]))
    assert report.tallies["member"].changed == 1
    member = queries.member(system, "ARV")
    assert (member.name, member.siren, member.company_group) == ("Ateliers Arve", "732829320", "Groupe Arve")


def test_wrong_people_are_named(system: Viewer) -> None:
    report = load_people(
        system,
        book(
            ["x@example.org", "X", "NOPE", "entry"],
            ["pas une adresse", "Y", "ARV", "entry"],
            ["z@example.org", "Z", "ARV", "chef"],
            ["alice@example.org", "Alice", "GIF", "entry"],
            ["v@example.org", "V", None, "entry"],
            ["w@example.org", "W", "ARV", "saisie, validation"],
            ["W@example.org", "W", "ARV", "saisie"],
            headers=["courriel", "nom", "adhérent", "rôles"],
        ),
        PASSWORD,
    )
    assert places(report.refused) == [(2, "C"), (3, "A"), (4, "D"), (5, "C"), (6, "C"), (8, "A")]


def upload(client: FlaskClient, data: bytes, name: str) -> tuple[int, str]:
    answer = client.post("/members/load", data={"file": (BytesIO(data), name)})
    return answer.status_code, answer.text


def test_the_list_goes_out_and_comes_back_unchanged(browse: Browse, system: Viewer) -> None:
    adele = browse("adele")
    workbook = adele.get("/members/workbook")
    assert workbook.status_code == 200
    assert upload(adele, workbook.data, "adherents.xlsx")[0] == 303
    assert system.session.scalar(select(func.count(Member.id))) == 4


def test_a_refused_file_shows_its_cells_and_loads_nothing(browse: Browse, system: Viewer) -> None:
    text = "code adhérent;adhérent;SIREN\nNEUF;Firme neuve;\nFAUX;Firme fausse;12\n"
    status, page = upload(browse("adele"), text.encode("cp1252"), "liste.csv")
    assert status == 422
    assert 'data-row="3"' in page
    assert 'data-column="C"' in page
    assert queries.member_with_code(system, "NEUF") is None


@pytest.mark.parametrize(
    ("data", "name"), [(b"PK\x03\x04 not a zip", "x.xlsx"), (b"", "x.csv"), (b"a;b\n1;2\n", "x.csv")]
)
def test_an_unreadable_file_is_refused_with_a_sentence(browse: Browse, data: bytes, name: str) -> None:
    assert upload(browse("adele"), data, name)[0] == 422


def test_no_file_is_asked_for(browse: Browse) -> None:
    assert browse("adele").post("/members/load").status_code == 422
    assert browse("adele").get("/members/load").status_code == 200
