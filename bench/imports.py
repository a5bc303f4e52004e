"""The forms of a whole group, each uploaded, looked at and accepted, beside a bare openpyxl loop over the same files.

Our side is three requests as a browser makes them: the file is guarded, read in the worker process, kept; the
difference is judged and shown; all lines are accepted, with their entries in the journal, and committed to the disk."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from statistics import median

import openpyxl
from flask import Flask
from werkzeug.test import TestResponse

from bench.clock import Figure, Pair, say, timed
from bench.group import NEXT, Scale, build, cookie_of, open_next
from pooling.access.edge import ENGINE
from pooling.app import create_app
from pooling.config import Settings
from pooling.excel.reader import read
from pooling.needs.uploads import LIMITS

TARGET = 2.0
LINES = 200
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
TICK = re.compile(r'name="take"\s+value="([^"]+)"')
ADDRESS = f"/needs/{NEXT}/workbook"


def measure(workbooks: int, *, judged: bool) -> Iterator[Figure]:
    """Each file once, both sides in turns."""
    with tempfile.TemporaryDirectory(prefix="pooling-bench-") as folder:
        say(f"… writing the forms of {workbooks:,} firms")
        app = _app(Path(folder), workbooks)
        firms = [Firm(app, number, Path(folder) / f"{number}.xlsx") for number in range(1, workbooks + 1)]
        for firm in firms:
            firm.download()
        firms[0].import_form()  # warms up; its first import is not counted
        bare(firms[0].path)
        times = [firm.measured() for firm in firms[1:]]
        app.extensions[ENGINE].dispose()
    whole, ours, quick, slow = (median(column) for column in zip(*times, strict=True))
    title = f"import of {workbooks:,} workbooks of {LINES} lines"
    yield Figure(f"{title}, openpyxl read-only", Pair(whole, quick), TARGET if judged else None)
    yield Figure(f"{title}, openpyxl as it is by default", Pair(whole, slow))
    yield Figure(f"{title}, our reading alone, openpyxl read-only", Pair(ours, quick))


def _app(folder: Path, firms: int) -> Flask:
    path = build(folder / "group.db", Scale(firms * LINES, members=firms, chosen=()))
    open_next(path)
    return create_app(Settings(database_url=f"sqlite:///{path}", secret_key="a key", password_salt="a salt"))


class Firm:
    """One person at its browser, with the form that its firm gives back."""

    def __init__(self, app: Flask, number: int, path: Path) -> None:
        self.path = path
        self.client = app.test_client()
        with self.client.session_transaction() as session:
            session.update({"_user_id": cookie_of(number), "_fresh": True, "fs_cc": "set"})
        token = TOKEN.search(_answered(self.client.get(ADDRESS), 200).text)
        self.headers = {"X-CSRFToken": token[1] if token else ""}

    def download(self) -> None:
        """Last quarter's needs in this quarter's form, as they stand: 200 new lines."""
        self.path.write_bytes(_answered(self.client.get(f"{ADDRESS}/previous.xlsx"), 200).data)

    def measured(self) -> tuple[float, float, float, float]:
        """Seconds of the whole import, of our reading alone, and of both ways of openpyxl."""
        return (
            timed(self.import_form),
            timed(lambda: read(self.path, LIMITS)),
            timed(lambda: bare(self.path)),
            timed(lambda: bare(self.path, read_only=False)),
        )

    def import_form(self) -> None:
        form = {"file": (BytesIO(self.path.read_bytes()), self.path.name)}
        kept = str(_answered(self.client.post(ADDRESS, data=form, headers=self.headers), 303).location)
        ticks = TICK.findall(_answered(self.client.get(kept), 200).text)
        if len(ticks) != LINES:
            raise AssertionError(f"{len(ticks)} lines are offered of {LINES}")
        _answered(self.client.post(kept, data={"take": ticks}, headers=self.headers), 303)


def _answered(answer: TestResponse, status: int) -> TestResponse:
    if answer.status_code != status:
        raise AssertionError(f"{answer.request.path} answered {answer.status}: {answer.text[:2000]}")
    return answer


def bare(path: Path, *, read_only: bool = True) -> int:
    """How many cells hold something."""
    book = openpyxl.load_workbook(path, read_only=read_only, data_only=True)
    rows = (row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    count = sum(cell is not None for row in rows for cell in row)
    book.close()
    return count
