"""A file is whole on the disk or not there; what nobody knows is swept away, a day later."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest

from pooling.config import Settings
from pooling.documents.refusals import TOO_LARGE, UnfitFile
from pooling.documents.shelf import YOUNG_SECONDS, Shelf, shelf
from tests.documents.papers import exif, pdf, photo, png, segment


@pytest.fixture
def place(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "attachments")


def age(path: Path) -> None:
    old = time.time() - YOUNG_SECONDS - 60
    os.utime(path, (old, old))


def test_a_file_lies_under_a_key_that_nobody_chose(place: Shelf) -> None:
    stored = place.store(BytesIO(pdf()), "../../../etc/Plan.pdf", 10_000)
    assert [each.name for each in place.folder.iterdir()] == [stored.key]
    assert place.path(stored.key).read_bytes() == pdf()
    assert place.holds(stored.key, stored.size, stored.sha256)
    assert stored.name == "Plan.pdf"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_nobody_else_on_the_machine_reads_it(place: Shelf) -> None:
    stored = place.store(BytesIO(png()), "a.png", 10_000)
    assert place.folder.stat().st_mode & 0o077 == 0
    assert place.path(stored.key).stat().st_mode & 0o077 == 0


def test_what_is_kept_is_the_cleaned_file(place: Shelf) -> None:
    stored = place.store(BytesIO(photo(segment(0xE1, exif(1)))), "IMG_1.jpg", 10_000)
    assert place.path(stored.key).read_bytes() == photo()
    assert stored.size == len(photo())


def test_what_is_too_large_is_not_read_to_its_end(place: Shelf) -> None:
    endless = BytesIO(pdf() + bytes(10_000_000))
    with pytest.raises(UnfitFile) as refused:
        place.store(endless, "Plan.pdf", 1_000_000)
    assert refused.value.message == TOO_LARGE
    assert endless.tell() < 1_100_000


@pytest.mark.parametrize("data", [b"", b"hello", pdf() + bytes(2_000_000)])
def test_a_refused_file_leaves_nothing(place: Shelf, data: bytes) -> None:
    with pytest.raises(UnfitFile):
        place.store(BytesIO(data), "Plan.pdf", 1_000_000)
    assert not list(place.folder.iterdir())


@pytest.mark.parametrize("key", ["../pooling.toml", "", "a" * 31, "A" * 32, "a" * 32 + "\n"])
def test_only_keys_are_paths(place: Shelf, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        place.path(key)


def test_a_twin_lives_on_when_the_first_goes(place: Shelf) -> None:
    first = place.store(BytesIO(pdf()), "Plan.pdf", 10_000)
    twin = place.again(first.key)
    place.drop(first.key)
    assert place.path(twin).read_bytes() == pdf()


def test_a_twin_is_a_copy_where_the_disk_knows_no_links(place: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(_from: object, _to: object) -> None:
        raise OSError

    first = place.store(BytesIO(pdf()), "Plan.pdf", 10_000)
    monkeypatch.setattr(os, "link", no_link)
    assert place.path(place.again(first.key)).read_bytes() == pdf()


def test_the_sweep_takes_old_strangers_alone(place: Shelf) -> None:
    known, stranger, young = (place.store(BytesIO(pdf(title=name)), "a.pdf", 10_000).key for name in "abc")
    half = place.folder / ".new-half"
    half.write_bytes(b"half")
    note = place.folder / "README"
    note.write_bytes(b"not ours")
    for path in (place.path(known), place.path(stranger), half, note):
        age(path)
    assert place.sweep({known}) == 2
    assert {path.name for path in place.folder.iterdir()} == {known, young, "README"}


def test_a_twin_of_an_old_file_is_young(place: Shelf) -> None:
    first = place.store(BytesIO(pdf()), "Plan.pdf", 10_000)
    age(place.path(first.key))
    twin = place.again(first.key)
    place.sweep({first.key})
    assert place.path(twin).is_file()


KILLED = """
import os, sys
from io import BytesIO
from pathlib import Path
from pooling.documents import shelf
from tests.documents.papers import pdf
real = {"replace": Path.replace, "write": shelf._replace}
if sys.argv[2] == "before the name":
    Path.replace = lambda *_: os._exit(9)
else:
    shelf._replace = lambda path, data: (path.write_bytes(data[:50]), os._exit(9))
shelf.Shelf(Path(sys.argv[1])).store(BytesIO(pdf()), "Plan.pdf", 10_000)
"""


@pytest.mark.parametrize("moment", ["before the name", "half written"])
def test_a_process_killed_at_work_leaves_a_draft_for_the_sweep(place: Shelf, moment: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(place.folder), moment], check=False)
    assert done.returncode == 9
    (left,) = place.folder.iterdir()
    assert left.name.startswith(".new-")
    age(left)
    assert place.sweep(set()) == 1


def test_the_folder_is_the_instances_unless_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLING_INSTANCE", str(tmp_path))
    assert shelf(Settings("", "", "")).folder == tmp_path / "attachments"
    assert shelf(Settings("", "", "", attachments="/srv/files")).folder == Path("/srv/files")
