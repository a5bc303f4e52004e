from __future__ import annotations

from pathlib import Path

import pytest

from pooling.config import SettingsError, load, write_new


def test_mails_are_sent_under_a_known_name_alone(tmp_path: Path) -> None:
    """The name in a request is whatever its sender wrote: it must not end up in somebody's reset link."""
    write_new(tmp_path, mail_server="smtp.example.org")
    with pytest.raises(SettingsError, match="server_name"):
        load(tmp_path)


def test_with_both_they_are(tmp_path: Path) -> None:
    write_new(tmp_path, mail_server="smtp.example.org", server_name="achats.example.org")
    assert load(tmp_path).server_name == "achats.example.org"
