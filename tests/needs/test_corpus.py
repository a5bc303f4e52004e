"""Odd, broken and hostile files of other people, each through the real pages of the import: upload, columns,
difference, accept. `pytest -m data -s tests/needs/test_corpus.py` prints what became of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from pooling.access.viewer import Viewer
from pooling.needs.models import Need, PendingImport
from pooling.needs.uploads import Kept
from tests.needs.acts import Browse
from tests.needs.test_own_lists import understood
from tests.needs.test_workbook import counts, sent, ticks
from tests.thirdparty import DATA

FOLDERS = ("corpus", "layouts")
FAULT = re.compile(r'id="fault".*?</div>', re.DOTALL)

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not (DATA / "corpus").is_dir(), reason="the third-party files are not here"),
]


@dataclass(frozen=True)
class Outcome:
    """`kind` in a word; `rows` filled ones under the titles; `told` how many of each outcome, or the sentence."""

    kind: str
    rows: int = 0
    told: str = ""


def outcome(client: FlaskClient, system: Viewer, path: Path) -> Outcome:
    """What a member meets with this file; asserts that no row is lost on the way."""
    answer = sent(client, path.read_bytes(), path.name)
    if answer.status_code != 303:
        assert answer.status_code == 422, (path.name, answer.status_code)
        return Outcome("refused", told=sentence(answer.text))
    asked = client.get(answer.location).status_code == 302
    columns = client.get(f"{answer.location}/columns")
    assert columns.status_code == 200
    chosen = understood(columns.text)
    said = with_what_is_needed(chosen)
    mapped = client.post(f"{answer.location}/columns", data={**said, "family": "Outillage > Forets", "unit": "pièce"})
    assert mapped.status_code in {303, 422}, path.name
    if mapped.status_code == 422:
        return Outcome("columns asked, no second one", told=sentence(mapped.text))
    told = taken(client, system, answer.location, path)
    kind = "columns asked" if asked and said == chosen else "taken" if said == chosen else "columns pointed out"
    return Outcome(kind, sum(told.values()), ", ".join(f"{count} {name}" for name, count in told.items()))


def sentence(page: str) -> str:
    found = FAULT.search(page)
    assert found is not None, "a refusal says why"
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0].partition(">")[2])).split())


def with_what_is_needed(chosen: dict[str, str]) -> dict[str, str]:
    """As a person would: where no column was taken for the quantity or the name, another one is."""
    said = dict(chosen)
    for needed in ("designation", "quantity"):
        free = [name for name, field in said.items() if not field]
        if needed not in said.values() and free:
            said[free[0]] = needed
    return said


def taken(client: FlaskClient, system: Viewer, location: str, path: Path) -> dict[str, int]:
    """Every filled row is shown as something, and what is shown as new is among the lines once accepted."""
    shown = client.get(location)
    assert shown.status_code == 200
    held = system.session.scalars(select(PendingImport).filter_by(key=location.rpartition("/")[2])).one()
    rows = len(Kept.unpacked(held.content).rows)
    told = counts(shown.text)
    told.pop("missing", None)
    system.session.commit()
    assert sum(told.values()) == rows, path.name
    assert len(set(re.findall(r'data-refused-row="(\d+)"', shown.text))) == told.get("refused", 0), path.name
    assert client.get(f"{location}/refused.xlsx").status_code == 200
    if told.get("new"):
        assert client.post(location, data={"take": ticks(shown.text)}).status_code == 303
    assert system.session.scalar(select(func.count(Need.id))) == told.get("new", 0), path.name
    system.session.execute(delete(Need))
    system.session.commit()
    return told


@pytest.mark.parametrize("step", [12, pytest.param(1, marks=pytest.mark.soak)], ids=["one in twelve", "all"])
def test_every_file_is_answered_and_no_row_is_lost(step: int, browse: Browse, viewer: Callable[[str], Viewer]) -> None:
    alice, system = browse("alice"), viewer("system")
    tally: Counter[tuple[str, str]] = Counter()
    rows: Counter[str] = Counter()
    for folder in FOLDERS:
        for path in sorted(path for path in (DATA / folder).iterdir() if path.is_file())[::step]:
            system.session.commit()
            said = outcome(alice, system, path)
            tally[folder, said.kind] += 1
            rows[folder] += said.rows
            print(f"| {folder}/{path.name} | {said.kind} | {said.rows or ''} | {said.told} |")
    for (folder, kind), count in sorted(tally.items()):
        print(f"{folder:8} {kind:32} {count:4} files")
    print(dict(rows), "filled rows, each shown as new, the same, left out or refused")
    assert rows["layouts"] > 0
