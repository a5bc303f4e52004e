"""What people wait for while one member uploads its worst file again and again, beside what they wait for otherwise.

A real server in a process of its own, as `pooling serve` runs it; people who save a line or load their grid and
then look at it for a moment; one hostile member with several connections."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from bench.clock import Figure, Pair, say
from bench.group import CAMPAIGN, Scale, build, cookie_of
from bench.worst import WORST
from pooling.app import create_app
from pooling.cli.serve import free_port
from pooling.config import Settings

PEOPLE = 6
CONNECTIONS = 4  # of the hostile member
GLANCE = 0.15  # seconds between what one person does and does next
HOST = "127.0.0.1"
GRID = f"/needs/{CAMPAIGN}"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
KEY = "a secret for the bench"
SERVE = """
import sys
from pooling.app import create_app
from pooling.cli.serve import run
from pooling.config import Settings
app = create_app(Settings(database_url=sys.argv[1], secret_key=sys.argv[3], password_salt="salt"))
with app.app_context():
    run(app, "127.0.0.1", int(sys.argv[2]))
"""


def measure(seconds: float) -> Iterator[Figure]:
    """The 95th of a hundred requests, with and without each of the worst files; each phase so many seconds."""
    with tempfile.TemporaryDirectory(prefix="pooling-bench-") as folder:
        path = build(Path(folder) / "group.db", Scale(20_000))
        with _served(f"sqlite:///{path}") as port:
            people = [Person(port, _cookie(path, number), number) for number in range(1, PEOPLE + 1)]
            hostile = Person(port, _cookie(path, PEOPLE + 1), PEOPLE + 1)
            _waits(people, seconds / 3)  # warms up
            for what, (name, make) in WORST.items():
                normal = _waits(people, seconds)
                with hostile.uploading(name, make()) as sent:
                    during = _waits(people, seconds)
                say(f"… {what}: {len(sent)} uploads answered {sorted(set(sent))}; {len(during)} requests of others")
                title = f"others' p95 while one member uploads {what}"
                yield Figure(title, Pair(_p95(during), _p95(normal)))


def _p95(waits: list[float]) -> float:
    return quantiles(waits, n=100)[94]


def _waits(people: list[Person], seconds: float) -> list[float]:
    """Seconds that each request of these people took."""
    end = time.perf_counter() + seconds
    found: list[list[float]] = [[] for _ in people]
    threads = [
        threading.Thread(target=person.work, args=(end, waits)) for person, waits in zip(people, found, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not all(found):
        raise AssertionError("somebody got no answer at all")
    return [wait for waits in found for wait in waits]


@contextmanager
def _served(url: str) -> Iterator[int]:
    port = free_port(HOST, 8300)
    words = [sys.executable, "-c", SERVE, url, str(port), KEY]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as server:
        try:
            _until_it_answers(port)
            yield port
        finally:
            server.terminate()


def _until_it_answers(port: int, patience: float = 60) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            asked(port, "GET", "/")
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def _cookie(path: Path, member: int) -> str:
    app = create_app(Settings(database_url=f"sqlite:///{path}", secret_key=KEY, password_salt="salt"))
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": cookie_of(member), "_fresh": True, "fs_cc": "set"})
    client.get(GRID)
    cookie = client.get_cookie("pooling")
    if cookie is None:
        raise AssertionError(f"person {member} is not signed in")
    return f"pooling={cookie.value}"


def asked(
    port: int, verb: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, str]:
    """Status and text of one request on a connection of its own."""
    connection = HTTPConnection(HOST, port, timeout=120)
    try:
        connection.request(verb, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    finally:
        connection.close()


@dataclass
class Person:
    port: int
    cookie: str
    number: int
    token: str = ""
    turn: int = 0

    def __post_init__(self) -> None:
        status, page = asked(self.port, "GET", GRID, headers={"Cookie": self.cookie})
        found = TOKEN.search(page)
        if status != 200 or found is None:
            raise AssertionError(f"the grid answered {status}")
        self.token = found[1]

    def work(self, end: float, waits: list[float]) -> None:
        while time.perf_counter() < end:
            began = time.perf_counter()
            status = self.act()
            waits.append(time.perf_counter() - began)
            if status != 200:
                raise AssertionError(f"person {self.number} was answered {status}")
            time.sleep(GLANCE)

    def act(self) -> int:
        """Load the grid, then save two lines, then load it again."""
        self.turn += 1
        if self.turn % 3 == 1:
            return asked(self.port, "GET", GRID, headers={"Cookie": self.cookie})[0]
        # the same few lines again and again, or the grid would grow
        key = f"{self.number:016x}{self.turn % 3:016x}"
        line = {"what": "Colle", "family": "Famille 01", "quantity": "2", "unit": "pièce", "site": "Q1"}
        body = urlencode({**line, "remark": "", "supplier": "Papéto"}).encode()
        return self._post(f"{GRID}/lines/{key}", "application/x-www-form-urlencoded", body)

    @contextmanager
    def uploading(self, name: str, data: bytes) -> Iterator[list[int]]:
        """Over several connections, as fast as they are answered; the statuses so far."""
        stop, sent = threading.Event(), list[int]()
        threads = [threading.Thread(target=self._upload, args=(name, data, stop, sent)) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        try:
            yield sent
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def _upload(self, name: str, data: bytes, stop: threading.Event, sent: list[int]) -> None:
        edge = "edge-of-a-part"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + data + f"\r\n--{edge}--\r\n".encode()
        while not stop.is_set():
            sent.append(self._post(f"{GRID}/workbook", f"multipart/form-data; boundary={edge}", body))

    def _post(self, path: str, kind: str, body: bytes) -> int:
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.token, "Content-Type": kind}
        return asked(self.port, "POST", path, body, headers)[0]
