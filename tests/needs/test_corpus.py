"""Odd, broken and hostile files of other people, each through the real pages of the import."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from pooling.access.viewer import Viewer
from pooling.needs import intake
from pooling.needs.models import PendingImport
from pooling.needs.uploads import Kept
from tests.needs.acts import Browse, LookAs
from tests.needs.test_own_lists import understood
from tests.needs.test_workbook import counts, sent

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FOLDERS = ("corpus", "layouts")

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not (DATA / "corpus").is_dir(), reason="the third-party files are not here"),
]


def outcome(client: FlaskClient, person: Viewer, path: Path) -> str:
    """What a member sees of this file, in a word; asserts that no row is lost on the way."""
    answer = sent(client, path.read_bytes(), path.name)
    if answer.status_code != 303:
        assert answer.status_code == 422, (path.name, answer.status_code)
        assert 'id="fault"' in answer.text
        return "refused in words"
    columns = client.get(f"{answer.location}/columns")
    assert columns.status_code == 200
    chosen = understood(columns.text)
    said = with_what_is_needed(chosen)
    mapped = client.post(f"{answer.location}/columns", data={**said, "family": "Outillage > Forets", "unit": "pièce"})
    assert mapped.status_code in {303, 422}, path.name
    if mapped.status_code == 422:
        return "columns asked, no second one"
    shown = client.get(answer.location)
    assert shown.status_code == 200
    assert_all_rows_are_shown(person, answer.location.rpartition("/")[2], shown.text, path)
    assert client.get(f"{answer.location}/refused.xlsx").status_code == 200
    return "compared" if said == chosen else "compared, columns pointed out"


def with_what_is_needed(chosen: dict[str, str]) -> dict[str, str]:
    """As a person would: where no column was taken for the quantity or the name, another one is."""
    said = dict(chosen)
    for needed in ("designation", "quantity"):
        free = [name for name, field in said.items() if not field]
        if needed not in said.values() and free:
            said[free[0]] = needed
    return said


def assert_all_rows_are_shown(person: Viewer, key: str, page: str, path: Path) -> None:
    held = person.session.query(PendingImport).filter_by(key=key).one()
    kept = Kept.unpacked(held.content)
    told = counts(page)
    told.pop("missing", None)
    assert sum(told.values()) == len(kept.rows), path.name
    compared = intake.comparison(person, held, "EUR")
    assert [each.row.number for each in compared.rows] == [number for number, _row in kept.rows]
    person.session.rollback()


def test_every_file_is_answered_and_no_row_is_lost(browse: Browse, viewer: LookAs) -> None:
    alice, person = browse("alice"), viewer("alice")
    tally: Counter[tuple[str, str]] = Counter()
    for folder in FOLDERS:
        for path in sorted(path for path in (DATA / folder).iterdir() if path.is_file()):
            person.session.commit()
            said = outcome(alice, person, path)
            tally[folder, said] += 1
            print(f"{said:32} {folder}/{path.name}")
    for (folder, said), count in sorted(tally.items()):
        print(f"{folder:8} {said:32} {count:4}")
    assert tally["layouts", "compared"] > 0
