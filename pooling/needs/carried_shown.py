"""Lines that were carried over as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pooling.catalogue.declared import Declared
from pooling.needs.shown import summary, texts_of
from pooling.needs.waiting import Offer


@dataclass(frozen=True)
class ShownOffer:
    source: str
    origin: str
    name: str
    summary: str


def shown(offers: Sequence[Offer], known: Declared) -> list[ShownOffer]:
    return [
        ShownOffer(each.source, each.origin.name, texts_of(each.line, known)["designation"], summary(each.line, known))
        for each in offers
    ]
