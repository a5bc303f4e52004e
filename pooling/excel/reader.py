"""`read(path)`: any spreadsheet into plain values, parsed in a process that may die without harm."""

import atexit
import io
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pooling.algorithms.errors import Word
from pooling.excel.child import receive, send
from pooling.excel.guard import REFUSALS, Damaged, Limits, TooBusy, TooSlow, UnreadableFile
from pooling.excel.tables import Book, Note, Row, Table, Value

__all__ = ["Book", "Limits", "Note", "Row", "Table", "UnreadableFile", "Value", "read", "weigh"]

FILES_PER_WORKER = 200  # then a fresh one, so that nothing builds up in it
WORKERS = 2  # at once: strangers' files leave the machine to the people who work
WAIT = 30.0  # seconds for one of them
# `pooling` is stood in for by an empty package: importing the real one would load the whole application,
# and its settings, into the one process that touches strangers' files.
# People's pages go first, even before its own imports.
BOOT = """
import os, sys, types
if sys.platform != "win32":
    os.nice(10)
sys.path[:] = {path!r}
sys.modules["numpy"] = None
package = types.ModuleType("pooling")
package.__path__ = [{home!r}]
sys.modules["pooling"] = package
from pooling.excel.child import serve
serve()
"""
INHERITED = ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "PATH", "LANG", "LC_ALL")


def read(path: Path, limits: Limits = Limits()) -> Book:
    """Every sheet of the file. Raises UnreadableFile with a sentence, and nothing else, when it cannot."""
    reply = _asked(path, limits)
    return Book(tuple(_table(*flat) for flat in reply[2]), reply[1])


def weigh(path: Path, limits: Limits = Limits()) -> str:
    """What kind of file it is, judged as `read` does before it reads. Raises UnreadableFile."""
    return str(_asked(path, limits, weigh_only=True)[1])


def _asked(path: Path, limits: Limits, *, weigh_only: bool = False) -> tuple[Any, ...]:
    with _borrowed_worker() as worker:
        reply = worker.ask(path.absolute(), limits, weigh_only=weigh_only)
    if reply[0] == "refused":
        raise _refusal(reply[1], reply[2])
    return reply


def _refusal(code: str, values: dict[str, Any]) -> UnreadableFile:
    return REFUSALS.get(code, Damaged)(**values)


def _table(name: str, hidden: bool, notes: list[Any], rows: list[Row]) -> Table:
    return Table(name, rows, hidden, tuple(Note(code, values) for code, values in notes))


class Plain(pickle.Unpickler):
    """Knows four classes: a parser taken over by its file cannot make the parent run anything."""

    KNOWN = {
        ("decimal", "Decimal"): Decimal,
        ("datetime", "date"): date,
        ("datetime", "datetime"): datetime,
        ("pooling.algorithms.errors", "Word"): Word,
    }

    def find_class(self, module: str, name: str) -> Any:
        try:
            return self.KNOWN[module, name]
        except KeyError as error:
            raise pickle.UnpicklingError(f"{module}.{name}") from error


class Worker:
    def __init__(self) -> None:
        home = str(Path(__file__).resolve().parent.parent)
        boot = BOOT.format(path=sys.path, home=home)
        self.owner = os.getpid()
        self.files = 0
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own words
            [sys.executable, "-S", "-c", boot],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in INHERITED if name in os.environ},
        )

    def ask(self, path: Path, limits: Limits, *, weigh_only: bool = False) -> tuple[Any, ...]:
        assert self.process.stdin is not None and self.process.stdout is not None  # noqa: S101, PT018
        late = threading.Event()
        clock = threading.Timer(limits.wall_seconds, self._stop_late, [late])
        clock.start()
        try:
            send(self.process.stdin, pickle.dumps((str(path), limits, weigh_only)))
            reply: tuple[Any, ...] = Plain(io.BytesIO(receive(self.process.stdout))).load()
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.close()
            raise (TooSlow() if late.is_set() or self._killed() else Damaged()) from error
        finally:
            clock.cancel()
        self.files += 1
        return reply

    def _stop_late(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    def _killed(self) -> bool:
        """True when the system ended it for its use of time or memory (SIGXCPU, SIGKILL, SIGABRT)."""
        return self.process.returncode in {-24, -9, -6}

    @property
    def fit(self) -> bool:
        return self.owner == os.getpid() and self.files < FILES_PER_WORKER and self.process.poll() is None

    def close(self) -> None:
        """Ends the process; one that this process inherited by a fork is only let go of."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                _close_quietly(pipe)
        if self.owner == os.getpid():
            try:
                self.process.wait(0.2)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def _close_quietly(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:  # the other end is gone with unsent bytes, which no longer matter
        return


_idle: list[Worker] = []
_lock = threading.Lock()
_places = threading.BoundedSemaphore(WORKERS)


@contextmanager
def _borrowed_worker() -> Iterator[Worker]:
    """One file at a time per worker; after a refusal that left it running it is as good as before."""
    if not _places.acquire(timeout=WAIT):
        raise TooBusy
    try:
        worker = _take() or Worker()
        try:
            yield worker
        finally:
            _give_back(worker)
    finally:
        _places.release()


def _take() -> Worker | None:
    while True:
        with _lock:
            worker = _idle.pop() if _idle else None
        if worker is None or worker.fit:
            return worker
        worker.close()


def _give_back(worker: Worker) -> None:
    with _lock:
        if worker.fit and len(_idle) < WORKERS:
            _idle.append(worker)
            return
    worker.close()


@atexit.register
def close_workers() -> None:
    """For the end of the process, and for tests."""
    while worker := _take():
        worker.close()
