"""The needs form through a real LibreOffice, saved as whatever its owner likes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.needs.acts import Browse
from tests.needs.test_workbook import difference, lines, sent

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
__all__ = ["lines"]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_a_form_saved_by_libreoffice_says_the_same(kind: str, lines: None, browse: Browse, tmp_path: Path) -> None:
    alice = browse("alice")
    source, folder = tmp_path / "besoins.xlsx", tmp_path / "saved"
    source.write_bytes(alice.get("/needs/T1/workbook/draft.xlsx").data)
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = folder / f"besoins.{kind}"
    _url, _page, told = difference(alice, sent(alice, saved.read_bytes(), saved.name))
    assert told == {"same": 2}
