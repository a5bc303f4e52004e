"""The forms of a whole group, each uploaded, looked at and accepted, beside a bare openpyxl loop over the same files.

Our side is three requests as a server hands them over, without a client or a network: the file is guarded, read in the
worker process, kept; the difference is judged and shown; all lines are accepted, with their entries in the journal, and
committed to the disk. Every second file goes the buyer's way instead, as `pooling import needs --accept` does: guarded,
read, judged, entered, committed, in one transaction."""

from __future__ import annotations

import gc
import hashlib
import re
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

import openpyxl
from flask import Flask
from flask.testing import EnvironBuilder
from werkzeug.test import TestResponse, run_wsgi_app

from bench.clock import Figure, Pair, say, timed
from bench.group import NEXT, Scale, build, code_of, cookie_of, open_next
from pooling.access.edge import ENGINE
from pooling.access.scope import open_session
from pooling.access.viewer import Kind, Viewer
from pooling.app import create_app
from pooling.campaigns.queries import campaign
from pooling.config import Settings
from pooling.excel.reader import read
from pooling.members.queries import member
from pooling.needs.comparing import TAKEN_UNASKED
from pooling.needs.intake import accept, comparison, understood
from pooling.needs.uploads import LIMITS
from pooling.needs.writing import Writing

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
        firms[1].import_by_command()
        bare(firms[0].path)
        gc.collect()
        gc.freeze()  # as `pooling serve` does
        times, commanded = [firm.measured() for firm in firms[2::2]], [firm.commanded() for firm in firms[3::2]]
        gc.unfreeze()
        app.extensions[ENGINE].dispose()
    upload, page, accept, whole, ours, quick, slow = (median(column) for column in zip(*times, strict=True))
    title = f"import of {workbooks:,} workbooks of {LINES} lines"
    target = TARGET if judged else None
    yield Figure(f"{title}, by command, openpyxl read-only", Pair(*map(median, zip(*commanded, strict=True))), target)
    yield Figure(f"{title}, in the browser, openpyxl read-only", Pair(whole, quick), target)
    yield Figure(f"{title}, in the browser, openpyxl as it is by default", Pair(whole, slow))
    for what, part in (("our reading alone", ours), ("upload", upload), ("its page", page), ("accepting", accept)):
        yield Figure(f"{title}, {what}, openpyxl read-only", Pair(part, quick))


def _app(folder: Path, firms: int) -> Flask:
    path = build(folder / "group.db", Scale(firms * LINES, members=firms, chosen=()))
    open_next(path)
    return create_app(Settings(database_url=f"sqlite:///{path}", secret_key="a key", password_salt="a salt"))


class Firm:
    """One person at its browser, with the form that its firm gives back."""

    def __init__(self, app: Flask, number: int, path: Path) -> None:
        self.app = app
        self.code = code_of(number)
        self.path = path
        self.client = app.test_client()
        with self.client.session_transaction() as session:
            session.update({"_user_id": cookie_of(number), "_fresh": True, "fs_cc": "set"})
        token = TOKEN.search(_answered(self.client.get(ADDRESS), 200).text)
        cookie = self.client.get_cookie("pooling")
        if token is None or cookie is None:
            raise AssertionError("the page is not there")
        self.headers = {"X-CSRFToken": token[1], "Cookie": f"pooling={cookie.value}"}

    def download(self) -> None:
        """Last quarter's needs in this quarter's form, as they stand: 200 new lines."""
        self.path.write_bytes(_answered(self.client.get(f"{ADDRESS}/previous.xlsx"), 200).data)

    def measured(self) -> tuple[float, ...]:
        """Seconds of each request, of the whole import, of our reading alone, and of both ways of openpyxl."""
        requests = self.import_form()
        return (
            *requests,
            sum(requests),
            timed(lambda: read(self.path, LIMITS)),
            timed(lambda: bare(self.path)),
            timed(lambda: bare(self.path, read_only=False)),
        )

    def commanded(self) -> tuple[float, float]:
        """Seconds of the import as a buyer does it for this firm, and of openpyxl's quickest way."""
        return timed(self.import_by_command), timed(lambda: bare(self.path))

    def import_by_command(self) -> None:
        book, sha256 = read(self.path, LIMITS), hashlib.sha256(self.path.read_bytes()).hexdigest()
        with self.app.app_context(), open_session(self.app.extensions[ENGINE], Kind.SYSTEM).session as session:
            viewer: Viewer = session.info["viewer"]
            held = understood(viewer, campaign(viewer, NEXT), member(viewer, self.code), book, self.path.name, sha256)
            found = comparison(viewer, held, "EUR")
            ticks = [each.tick for each in found.of(*TAKEN_UNASKED)]
            writing = Writing(viewer, held.campaign, held.member, how="mail", by="bench")
            if accept(viewer, held, "EUR", ticks, [], writing, found).new != LINES:
                raise AssertionError("not all lines were entered")
            session.commit()

    def import_form(self) -> tuple[float, float, float]:
        upload, answer = self._asked(ADDRESS, 303, {"file": (BytesIO(self.path.read_bytes()), self.path.name)})
        kept = str(answer.location)
        page, answer = self._asked(kept, 200)
        ticks = TICK.findall(answer.text)
        if len(ticks) != LINES:
            raise AssertionError(f"{len(ticks)} lines are offered of {LINES}")
        return upload, page, self._asked(kept, 303, {"take": ticks})[0]

    def _asked(self, path: str, status: int, form: dict[str, Any] | None = None) -> tuple[float, TestResponse]:
        """Seconds that the application takes, and its answer."""
        method = "POST" if form else "GET"
        builder = EnvironBuilder(self.app, path, method=method, data=form, headers=self.headers)
        environ, answers = builder.get_environ(), list[Any]()
        seconds = timed(lambda: answers.append(run_wsgi_app(self.app, environ, buffered=True)))
        chunks, said, headers = answers[0]
        return seconds, _answered(TestResponse(chunks, said, headers, builder.get_request()), status)


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
