"""Where pages, assets and data are found in a checkout, an editable install and a wheel."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _beside_or_inside(name: str) -> Path:
    # a wheel carries the folder inside the package, a checkout keeps it beside the package
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


TEMPLATES = _beside_or_inside("templates")
STATIC = _beside_or_inside("static")
TRANSLATIONS = PACKAGE / "translations"
MIGRATIONS = PACKAGE / "migrations"
DEMO = PACKAGE / "demo"


def instance() -> Path:
    """The folder that holds this group's settings, database and files: POOLING_INSTANCE, else the
    checkout's instance/, else ./instance."""
    named = os.environ.get("POOLING_INSTANCE")
    if named:
        return Path(named).resolve()
    checkout = PACKAGE.parent
    home = checkout if (checkout / "setup.cfg").is_file() else Path.cwd()
    return home / "instance"
