"""One member uploads its worst files again and again: it is told so politely, and nobody else is refused anything."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest

from bench.worst import WORST
from pooling.access import received
from pooling.access.received import CLAIMS, Turns
from pooling.algorithms.errors import Refusal
from pooling.excel.guard import Damaged, Limits
from pooling.excel.reader import Book
from tests.needs.crowd import Browse, cookie, load, save, upload

ROUNDS = 6
CONNECTIONS = 4


@pytest.mark.parametrize("what", WORST)
def test_others_work_on_while_one_member_uploads(what: str, port: int, browse: Browse) -> None:
    name, make = WORST[what]
    data = make()
    dora, others = cookie(browse, "dora"), [cookie(browse, each) for each in ("alice", "bob", "charlie")]
    done = Event()

    def pester(_connection: int) -> set[int]:
        told = {upload(port, dora, name, data)}
        while not done.is_set():
            told.add(upload(port, dora, name, data))
        return told

    def work(number: int) -> set[int]:
        person = others[number % len(others)]
        return {save(port, person, number), load(port, person)}

    with ThreadPoolExecutor(CONNECTIONS + len(others)) as crowd:
        pestering = [crowd.submit(pester, each) for each in range(CONNECTIONS)]
        try:
            working = set().union(*crowd.map(work, range(ROUNDS * len(others))))
        finally:
            done.set()
        told = set().union(*(each.result() for each in pestering))
    assert working == {200}
    assert told <= {303, 422}, "a sentence, never a fault of the program"


def test_nobody_waits_for_the_database_while_a_file_is_read(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    alice, charlie = browse("alice"), browse("charlie")
    line = {"what": "Colle", "family": "Bureau > Papier", "quantity": "1", "unit": "pièce"}

    def read(_path: Path, _limits: Limits) -> Book:
        assert charlie.post(f"/needs/T1/lines/{'c' * 32}", data=line).status_code == 200
        raise Damaged

    monkeypatch.setattr(received, "read", read)
    answer = alice.post("/needs/T1/workbook", data={"file": (BytesIO(b"a;b"), "besoins.csv")})
    assert answer.status_code == 422


def test_colleagues_take_turns_and_others_need_not_wait() -> None:
    turns = Turns()
    with turns.taken("ours"):
        with pytest.raises(Refusal), turns.taken("ours", patience=0):
            pass
        with turns.taken("theirs", patience=0):
            pass
    with turns.taken("ours", patience=0):
        pass


def test_a_firm_sends_no_faster_than_its_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(received, "sleep", slept.append)
    turns = Turns()
    for _ in range(2):
        with turns.taken("ours", pace=60):
            pass
    with turns.taken("theirs", pace=60):
        pass
    assert [seconds > 50 for seconds in slept] == [False, True, False]


def test_no_more_than_a_few_of_a_firm_wait() -> None:
    turns, began, go_on = Turns(), Event(), Event()

    def hold() -> None:
        with turns.taken("ours"):
            began.set()
            go_on.wait(60)

    with ThreadPoolExecutor(CLAIMS) as crowd:
        holding = [crowd.submit(hold) for _ in range(CLAIMS)]
        began.wait(60)
        while turns.claims("ours") < CLAIMS:
            continue
        with pytest.raises(Refusal) as refused, turns.taken("ours"):
            pass
        go_on.set()
        for each in holding:
            each.result()
    assert refused.value.code == "busy"
    assert turns.claims("ours") == 0
