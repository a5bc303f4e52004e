"""Every sentence a person can read has its French; nothing on a page bypasses the catalogue."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment

ROOT = Path(__file__).resolve().parent.parent
FRENCH = ROOT / "pooling/translations/fr/LC_MESSAGES/messages.po"
KEYWORDS = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}
MAPPING = [("pooling/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
PLACE = re.compile(r"%\(\w+\)[sd]")
SPOKEN_ATTRIBUTE = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"{}]*[A-Za-zÀ-ÿ]{2}[^"{}]*)"')
TAG = re.compile(r"<!--.*?-->|<[^>]*>|&\w+;|&#\d+;", re.DOTALL)
# written the same in every language
NAMES = {"pooling"}
CLASS_BLOCK = re.compile(r"{% block body_class %}[\w -]*{% endblock")

Key = tuple[str, str | tuple[str, ...]]


@cache
def said() -> dict[Key, str]:
    """Every message id in the code and on the pages, with one place where it stands."""
    found: dict[Key, str] = {}
    options = {"templates/**.html": {"silent": "false"}, "templates/**.txt": {"silent": "false"}}
    for folder in ("pooling", "templates"):
        messages = extract_from_dir(
            ROOT / folder,
            [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in MAPPING if pattern.startswith(folder)],
            options_map={pattern.partition("/")[2]: value for pattern, value in options.items()},
            keywords=KEYWORDS,
        )
        for filename, line, message, _comments, context in messages:
            found[str(context or ""), _plain(message)] = f"{folder}/{filename}:{line}"
    return found


def french() -> dict[Key, str | tuple[str, ...]]:
    with FRENCH.open("rb") as stream:
        catalogue = read_po(stream)
    said_in_french: dict[Key, str | tuple[str, ...]] = {}
    for message in catalogue:
        if message.id and not message.fuzzy:
            said_in_french[str(message.context or ""), _plain(message.id)] = _plain(message.string)
    return said_in_french


def _plain(value: Any) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else tuple(value or ())


def words(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def test_every_sentence_has_its_french() -> None:
    known = french()
    missing = [
        f"{where}: {message!r}"
        for (context, message), where in said().items()
        if not all(words(known.get((context, message), "")))
    ]
    assert not missing, "without French:\n" + "\n".join(sorted(missing))


def test_the_french_fills_the_same_places() -> None:
    wrong = [
        (message, translated)
        for (_context, message), translated in french().items()
        for each in words(translated)
        if not set(PLACE.findall(each)) <= set(PLACE.findall(" ".join(words(message))))
    ]
    assert not wrong


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    assert not set(french()) - set(said())


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_pages_hold_no_sentence_of_their_own(path: Path) -> None:
    tokens = Environment().lex(CLASS_BLOCK.sub("{% block body_class %}{% endblock", path.read_text(encoding="utf-8")))
    text = "".join(value if kind == "data" else "\x00" for _line, kind, value in tokens if kind != "comment")
    spoken = [each for each in SPOKEN_ATTRIBUTE.findall(text) if "\x00" not in each]
    bare = TAG.sub(" ", re.sub(r"\x00+", "\x00", text).replace("\x00", ""))
    left = set(re.findall(r"[A-Za-zÀ-ÿ]{2,}", bare)) - NAMES
    assert not spoken, f"say these through _(): {spoken}"
    assert not left, f"say these through _(): {sorted(left)}"
