from __future__ import annotations

import pytest

from tests.cli.conftest import Command


@pytest.mark.usefixtures("group")
def test_reminders_are_written_once(pooling: Command) -> None:
    first = pooling("remind", "--json")
    assert first.status == 0
    assert sum(first.json.values()) == 5
    assert set(pooling("remind", "--json").json.values()) == {0}
    assert pooling("remind").out.strip()
    assert pooling("mail", "send").status == 1  # no mail server is set
