"""What an item is found by, and what somebody who looks for it typed: both pass through here."""

from __future__ import annotations

import re

from pooling.algorithms.grouping import normalise

# signs that people leave out when they type a size: Ø6,8 is looked for as 6,8
_LEADING = re.compile(r"^[^\w.]+|^ø(?=\d)")


def squeezed(reference: str) -> str:
    """A reference without spaces and punctuation: `VS-A4 80/161` and `vsa480161` are one."""
    return re.sub(r"[\W_]", "", normalise(reference))


def name_key(name: str) -> str:
    """The one content of Item.name_key: by it a name typed whole is found at once."""
    return normalise(name)[:300]


def search_words(name: str, code: str, maker: str, maker_reference: str, gtin: str | None, fields: str = "") -> str:
    """The one content of Item.search: normalised words, references with and without their punctuation, and
    what `Declared.search_words` says of the item's fields."""
    words = [*normalise(f"{name} {code} {maker} {maker_reference}").split(), *fields.split()]
    words += [bare for bare in (_LEADING.sub("", word) for word in words) if bare]
    words += [squeezed(code), squeezed(maker_reference), gtin or ""]
    return " ".join(dict.fromkeys(word for word in words if word))


def typed_words(text: str) -> list[str]:
    """The words of a search, each to be the beginning of a word of the item; at most eight count."""
    return list(dict.fromkeys(normalise(text).split()))[:8]
