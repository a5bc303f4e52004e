"""Firm or estimated, as people write it in their lists."""

from __future__ import annotations

from pooling.algorithms.grouping import normalise

# these say nothing else, whatever column they stand in; the others may be an answer to any question
_FIRM = frozenset({"ferme", "firm", "fest", "verbindlich"})
_ESTIMATED = frozenset({"estime", "estimee", "estimation", "previsionnel", "previsionnelle", "estimated", "geschatzt"})
_YES = frozenset({"f", "oui", "o", "yes", "ja", "1", "x", "vrai"})
_NO = frozenset({"e", "non", "n", "no", "nein", "0", "faux"})


def is_firm(text: str) -> bool | None:
    """None when it says neither."""
    word = normalise(text)
    if word in _FIRM or word in _YES:
        return True
    return False if word in _ESTIMATED or word in _NO else None


def says_firmness(text: str) -> bool:
    return normalise(text) in _FIRM | _ESTIMATED
