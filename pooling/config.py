"""What a group sets: read from instance/pooling.toml, then from the environment."""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from zoneinfo import ZoneInfo

FILE_NAME = "pooling.toml"


@dataclass(frozen=True)
class Settings:
    """One group's settings; each can be overridden by the environment: POOLING_ZONE, POOLING_MAIL_SERVER …
    and, under the name other programs use too, DATABASE_URL."""

    database_url: str
    secret_key: str = field(repr=False)
    password_salt: str = field(repr=False)
    group_name: str = "Groupement d'achats"
    group_address: str = ""
    zone: str = "Europe/Paris"
    currency: str = "EUR"
    language: str = "fr"
    server_name: str = ""
    secure_cookies: bool = False
    mail_server: str = ""
    mail_port: int = 25
    mail_username: str = ""
    mail_password: str = field(default="", repr=False)
    mail_use_tls: bool = False
    mail_sender: str = "pooling@localhost"
    proxies: int = 0
    disclosure_minimum: int = 3  # firms behind a total that members read, sisters as one
    disclosure_percent: int = 10  # of the largest, that all but the two largest must come to
    upload_bytes: int = 10 * 1024 * 1024
    attachments: str = ""  # a folder; "" is `attachments` in the instance folder
    attachment_bytes: int = 10_000_000
    attachments_per_line: int = 10
    attachments_per_firm: int = 500  # and campaign, deleted ones until they are swept away
    attachments_bytes_per_firm: int = 250_000_000
    attachment_grace_days: int = 7

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class SettingsError(Exception):
    """The settings cannot be used; the sentence says which and what to do."""


def load(folder: Path) -> Settings:
    """Read the settings of the instance in `folder`; raises SettingsError when it was never set up."""
    path = folder / FILE_NAME
    if not path.is_file():
        raise SettingsError(f"No settings at {path}: run `pooling init` first.")
    with path.open("rb") as stream:
        try:
            written = tomllib.load(stream)
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{path} cannot be read: {error}.") from error
    return _checked(from_environment(_settings(written, path)))


def _checked(settings: Settings) -> Settings:
    if settings.mail_server and not settings.server_name:
        # links in mails would bear the name that whoever asks for the mail writes in his request
        raise SettingsError(
            "mail_server is set, but not server_name: write the name by which people reach this server, such as "
            'server_name = "achats.example.org", because the links in its mails must bear it.'
        )
    if settings.disclosure_minimum < 3 or settings.disclosure_percent < 0:
        # with two firms, the total less one's own is the other's
        raise SettingsError("disclosure_minimum must be 3 or more, and disclosure_percent 0 or more.")
    return settings


def _settings(written: dict[str, object], path: Path) -> Settings:
    known = {each.name for each in fields(Settings)}
    unknown = sorted(set(written) - known)
    if unknown:
        raise SettingsError(f"{path} names unknown settings: {', '.join(unknown)}.")
    try:
        return Settings(**written)  # type: ignore[arg-type]
    except TypeError as error:
        raise SettingsError(f"{path} is incomplete: {error}.") from error


def from_environment(settings: Settings) -> Settings:
    changed: dict[str, object] = {}
    for each in fields(Settings):
        text = os.environ.get(f"POOLING_{each.name.upper()}")
        if each.name == "database_url":
            text = os.environ.get("DATABASE_URL", text)
        if text is not None:
            changed[each.name] = _typed(text, getattr(settings, each.name))
    return replace(settings, **changed)  # type: ignore[arg-type]


def _typed(text: str, present: object) -> object:
    if isinstance(present, bool):
        return text.strip().lower() in {"1", "true", "yes", "oui"}
    return int(text) if isinstance(present, int) else text


def write_new(folder: Path, **chosen: str) -> Path:
    """Write a settings file with fresh secrets, readable by its owner alone; never overwrites one."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    values = {
        "database_url": f"sqlite:///{(folder / 'pooling.db').as_posix()}",
        "secret_key": secrets.token_hex(32),
        "password_salt": secrets.token_hex(16),
        **chosen,
    }
    lines = [f"{name} = {_toml_string(value)}" for name, value in values.items()]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n")
    return path


def _toml_string(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
