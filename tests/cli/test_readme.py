"""The README is short and true: each of its commands is run here, or by the test named beside it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
POOLING = (sys.executable, "-c", "import sys; from pooling.cli import main; sys.exit(main())")
NEEDS = "Adhérent;Désignation;Quantité;Fournisseur\nArve;Papier A4;12,5;Papéto\nGiffre;papier a4;2,5;PAPETO\n"

# what runs the commands that are not run in this file
ELSEWHERE = {
    "make test": "CI itself",
    "python3 -m venv /opt/pooling": "tests/test_packaging.py, into a folder of its own",
    "/opt/pooling/bin/pip install pooling-0.1.0-py3-none-any.whl": "tests/test_packaging.py",
    "py -m venv .venv": "the Makefile's own first line, on Windows",
    r".venv\Scripts\python -m pip install --editable .[dev]": "the Makefile's own second line, on Windows",
    r".venv\Scripts\pytest": "CI itself, on Windows",
}
HERE = {
    "make run",
    r".venv\Scripts\pooling demo",
    ".venv/bin/pooling try needs.csv --to orders",
    "POOLING_INSTANCE=/var/lib/pooling /opt/pooling/bin/pooling init",
    "POOLING_INSTANCE=/var/lib/pooling /opt/pooling/bin/pooling serve",
}


def commands() -> set[str]:
    blocks = re.findall(r"^```(?:sh|bat)\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    return {line for block in blocks for line in block.splitlines() if line}


def test_every_command_of_the_readme_is_known() -> None:
    assert commands() == HERE | set(ELSEWHERE)


def test_the_makefile_does_what_the_readme_says() -> None:
    def told(target: str) -> str:
        command = ["make", "--dry-run", "--always-make", target]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert "pooling demo" in told("run")
    assert all(tool in told("test") for tool in ("ruff", "djlint", "mypy", "pytest"))
    assert "build --wheel" in told("wheel")


def pooling(*arguments: str, instance: Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "POOLING_INSTANCE": str(instance)}
    environ.pop("DATABASE_URL", None)
    return subprocess.run(
        [*POOLING, *arguments], cwd=instance.parent, env=environ, capture_output=True, text=True, check=False
    )


def test_a_list_is_tried(tmp_path: Path) -> None:
    (tmp_path / "needs.csv").write_text(NEEDS, encoding="utf-8")
    ran = pooling("try", "needs.csv", "--to", "orders", instance=tmp_path / "none")
    assert ran.returncode == 0, ran.stderr
    assert sorted(path.name for path in (tmp_path / "orders").iterdir()) == ["ESSAI_PAPETO.xlsx", "resume.xlsx"]


@contextmanager
def serving(instance: Path, *arguments: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environ = {**os.environ, "POOLING_INSTANCE": str(instance)}
    environ.pop("DATABASE_URL", None)
    with subprocess.Popen(
        [*POOLING, *arguments, "--port", port], env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as server:
        try:
            yield f"http://127.0.0.1:{port}/login"
        finally:
            server.terminate()


def answered(address: str) -> str:
    until = time.monotonic() + 90
    while True:
        try:
            with urlopen(address, timeout=10) as page:
                return str(page.read().decode())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.mark.parametrize(
    "prepare", [("init", "--name=GIE", "--currency=EUR", "--zone=Europe/Paris", "--administrator=a@example.org"), None]
)
def test_a_group_is_served(prepare: tuple[str, ...] | None, tmp_path: Path) -> None:
    """What `pooling init` set up, and what `make run` shows: the demo group, made on the way."""
    if prepare is not None:
        made = pooling(*prepare, instance=tmp_path / "instance")
        assert made.returncode == 0, made.stderr
        assert "/members/invitation/" in made.stdout
    with serving(tmp_path / "instance", "serve" if prepare else "demo") as address:
        assert 'type="password"' in answered(address)
