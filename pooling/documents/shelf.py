"""Where handed-over files are kept: one folder outside whatever is served, each file under a random key.

A file is whole on the disk before its row is written, and leaves after its row is gone: if the power fails in
between, a file without a row is left, which the sweep takes away a day later; never a row without its file."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pooling.config import Settings
from pooling.documents.kinds import Kind, inspect
from pooling.documents.names import clean_name
from pooling.documents.refusals import TOO_LARGE, UnfitFile
from pooling.paths import instance

KEY = re.compile(r"[0-9a-f]{32}")
DRAFT = ".new-"
CHUNK = 65_536
# longer than any request: what is younger may have its row written at this moment
YOUNG_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Stored:
    """A file on the shelf; `size` in bytes."""

    key: str
    name: str
    kind: Kind
    size: int
    sha256: str


@dataclass(frozen=True)
class Shelf:
    folder: Path

    def store(self, stream: IO[bytes], given: str, limit: int) -> Stored:
        """Take a file of at most `limit` bytes, looked through and cleaned. Raises UnfitFile or UnreadableFile."""
        with self._draft() as draft:
            _write(draft, stream, given, limit)
            found = inspect(draft, given)
            _replace(draft, found.data)
            key = self._shelve(draft)
        return Stored(key, found.name, found.kind, len(found.data), hashlib.sha256(found.data).hexdigest())

    def again(self, key: str) -> str:
        """The same content under a key of its own, without taking room twice where the disk can do that."""
        twin = secrets.token_hex(16)
        try:
            os.link(self.path(key), self.path(twin))
        except OSError:
            with self._draft() as draft:
                _replace(draft, self.path(key).read_bytes())
                return self._shelve(draft)
        os.utime(self.path(twin))
        self._settle()
        return twin

    def put_back(self, key: str, data: bytes) -> None:
        """A file out of a backup, under the key it had."""
        with self._draft() as draft:
            _replace(draft, data)
            self._shelve(draft, key)

    def path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key of a file")
        return self.folder / key

    def drop(self, key: str) -> None:
        self.path(key).unlink(missing_ok=True)

    def holds(self, key: str, size: int, sha256: str) -> bool:
        """Whether the file is there as it was stored."""
        path = self.path(key)
        try:
            return path.stat().st_size == size and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
        except OSError:
            return False

    def sweep(self, known: Collection[str]) -> int:
        """Take away what has no row, and drafts that nobody finished; how many there were."""
        old = time.time() - YOUNG_SECONDS
        gone = 0
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            ours = KEY.fullmatch(path.name) or path.name.startswith(DRAFT)
            if ours and path.name not in known and path.stat().st_mtime < old:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    @contextmanager
    def _draft(self) -> Iterator[Path]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{DRAFT}{secrets.token_hex(16)}"
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _shelve(self, draft: Path, key: str = "") -> str:
        chosen = key or secrets.token_hex(16)
        draft.replace(self.path(chosen))
        self._settle()
        return chosen

    def _settle(self) -> None:
        """The folder's own list on the disk too; Windows opens no folders and needs none of it."""
        with contextlib.suppress(OSError):
            descriptor = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def shelf(settings: Settings) -> Shelf:
    """The group's: the folder it set, else `attachments` in its instance folder."""
    return Shelf(Path(settings.attachments) if settings.attachments else instance() / "attachments")


def _write(path: Path, stream: IO[bytes], given: str, limit: int) -> None:
    size = 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise UnfitFile(TOO_LARGE, name=clean_name(given), limit=f"{limit / 1_000_000:.0f}")
            file.write(chunk)


def _replace(path: Path, data: bytes) -> None:
    """Written and on the disk; the name comes after."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
