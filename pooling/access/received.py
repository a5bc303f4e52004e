"""A spreadsheet that somebody sent, read while nobody else waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore, Lock
from time import monotonic, sleep

from werkzeug.datastructures import FileStorage

from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.excel.guard import Limits
from pooling.excel.reader import read
from pooling.excel.tables import Book

CLAIMS = 2  # one file of a firm is read, one more may wait for it
PATIENCE = 15  # seconds
PACE = 1.0  # seconds from one file of a firm to its next, and before one that is not taken is told so
HELD = 3  # of those at most wait to be told, whoever they are
_NO_FILE = N_("Choose a file.")
_BUSY = N_("Another file of yours is still being read: wait a moment, then send this one again.")


@dataclass(frozen=True)
class Received:
    name: str
    data: bytes
    book: Book


def received(file: FileStorage | None, limits: Limits = Limits()) -> Received:
    """What was sent, read. Raises a Refusal when there is nothing, or when it cannot be."""
    if file is None or not file.filename:
        raise Refusal("no_file", _NO_FILE)
    viewer = request_viewer()
    # ends the transaction, in which nothing was written yet: others' writes do not wait for a stranger's file
    viewer.session.commit()
    name = Path(file.filename.replace("\\", "/")).name
    with _turns.taken(_whose(viewer), pace=PACE), TemporaryDirectory() as folder:
        path = Path(folder) / f"fichier{Path(name).suffix.lower()[:8]}"
        data = file.read()
        path.write_bytes(data)
        return Received(name, data, read(path, limits))


def _whose(viewer: Viewer) -> tuple[str, int | None]:
    """Colleagues of a firm take turns; whoever buys for the group has one of its own."""
    return ("firm", viewer.member_id) if viewer.member_id is not None else ("person", viewer.user_id)


@dataclass
class _Turn:
    lock: Lock = field(default_factory=Lock)
    claims: int = 0
    begun: float = float("-inf")


class Turns:
    """One at a time for each key and never faster than its pace, so that whoever sends files without end takes up
    neither the threads of the server nor its time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._turns: dict[object, _Turn] = {}
        self._held = BoundedSemaphore(HELD)

    @contextmanager
    def taken(self, key: object, patience: float = PATIENCE, pace: float = 0.0) -> Iterator[None]:
        turn = self._claim(key, pace)
        try:
            if not turn.lock.acquire(timeout=patience):
                raise Refusal("busy", _BUSY)
            try:
                sleep(max(0.0, turn.begun + pace - monotonic()))
                turn.begun = monotonic()
                yield
            finally:
                turn.lock.release()
        finally:
            with self._lock:
                turn.claims -= 1

    def claims(self, key: object) -> int:
        """How many read or wait."""
        with self._lock:
            return self._turns[key].claims if key in self._turns else 0

    def _claim(self, key: object, pace: float) -> _Turn:
        with self._lock:
            self._forget(pace)
            turn = self._turns.setdefault(key, _Turn())
            if turn.claims < CLAIMS:
                turn.claims += 1
                return turn
        self._hold(pace)
        raise Refusal("busy", _BUSY)

    def _forget(self, pace: float) -> None:
        past = monotonic() - pace
        for key in [key for key, turn in self._turns.items() if not turn.claims and turn.begun < past]:
            del self._turns[key]

    def _hold(self, seconds: float) -> None:
        if self._held.acquire(blocking=False):
            try:
                sleep(seconds)
            finally:
                self._held.release()


_turns = Turns()
