from __future__ import annotations

import pytest

from tests.cli.conftest import Command
from tests.mail.office import post_office


class Taking:
    """A mail server that takes everything."""

    def __init__(self) -> None:
        self.recipients: list[str] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 (aiosmtpd's)
        self.recipients += envelope.rcpt_tos  # type: ignore[attr-defined]
        return "250 OK"


@pytest.mark.usefixtures("group")
def test_reminders_are_written_once(pooling: Command) -> None:
    first = pooling("remind", "--json")
    assert first.status == 0
    assert sum(first.json.values()) == 5
    assert set(pooling("remind", "--json").json.values()) == {0}
    assert pooling("remind").out.strip()
    assert pooling("mail", "send").status == 1  # no mail server is set


@pytest.mark.usefixtures("group")
def test_what_is_written_is_judged_again_when_sent(pooling: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    pooling("remind")
    assert pooling("campaign", "close", "T1").status == 0
    server = Taking()
    with post_office(server) as port:
        monkeypatch.setenv("POOLING_MAIL_SERVER", "127.0.0.1")
        monkeypatch.setenv("POOLING_MAIL_PORT", str(port))
        monkeypatch.setenv("POOLING_SERVER_NAME", "achats.example.org")
        sent = pooling("mail", "send", "--json").json
    assert (sent["sent"], sent["unneeded"], server.recipients) == (0, 5, [])
