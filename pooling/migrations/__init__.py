"""The history of the schema (Alembic), run from inside the package: no alembic.ini to lose."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from pooling.paths import MIGRATIONS


def configuration(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    command.upgrade(configuration(url), revision)


def downgrade(url: str, revision: str) -> None:
    command.downgrade(configuration(url), revision)
