"""From comparisons to a decision, with its probability, its reason in words and the question to ask.

The coefficients are of a logistic regression over `features`; how they were fitted: docs/algorithms/matching.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.matching.asking import Query
from pooling.algorithms.matching.comparing import EXPLAINED, Comparison, left_over
from pooling.algorithms.matching.features import NAMES, Standing, features, head_share, partly, vetoed
from pooling.algorithms.matching.model import Decision, Question
from pooling.algorithms.matching.slots import Kind

AUTO = 0.95
PARTLY = 0.9  # the most when a word of the line is left unexplained
NONE = 0.12
HALF = 0.5  # of what a line says: an item that explains less is another thing
VETO = 0.3  # what a veto leaves of a probability
_COEFFICIENTS = {
    "share": 1.447,
    "attributes": -1.404,
    "known words": -1.321,
    "unknown words": -1.320,
    "aside": 1.783,
    "loose": 1.118,
    "gap": 4.811,
    "rivals": -3.301,
    "marked": -1.931,
    "reference": 1.465,
    "rest decides": -1.058,
    "rest words": 0.151,
    "evidence": 3.109,
}  # fmt: skip
_CONSTANT = -3.224
_MOST_CHOICES = 6


def probability(query: Query, best: Comparison, standing: Standing) -> float:
    """How likely the best candidate is what the line means."""
    values = features(query, best, standing)
    total = _CONSTANT + sum(_COEFFICIENTS[name] * value for name, value in zip(NAMES, values, strict=True))
    likely = 1 / (1 + math.exp(-total))
    return settled(likely, query, best)


def settled(likely: float, query: Query, best: Comparison) -> float:
    """A probability after what no likeness outweighs."""
    if vetoed(query, best):
        return likely * VETO
    return min(likely, PARTLY) if partly(query, best) else likely


def decide(likely: float, query: Query, best: Comparison, standing: Standing) -> Decision:
    """An attribute that no item has makes a new thing, unless two of its digits may have changed places."""
    if likely >= AUTO:
        return Decision.AUTO
    if vetoed(query, best):
        return Decision.REVIEW if _slipped(query, best) or _packed_otherwise(query, best) else Decision.NONE
    if head_share(query, best) < HALF or (likely < NONE and not standing.rivals):
        return Decision.NONE
    return Decision.REVIEW


def _slipped(query: Query, best: Comparison) -> bool:
    """Whether all that is wrong is one number whose digits the item has in another order: 4352, 4325."""
    wrong = _unexplained(query, best)
    return len(wrong) == 1 and query.terms[wrong[0]].slot.kind == Kind.NUMBER and best.found[wrong[0]] >= 0


def _packed_otherwise(query: Query, best: Comparison) -> bool:
    """Whether all that is wrong is how many a pack holds."""
    return not _unexplained(query, best) and all(query.terms[index].slot.pack for index in best.against)


def question(best: Comparison, standing: Standing) -> Question | None:
    """What would tell the candidates apart that the line fits alike."""
    alike = [best, *standing.rivals, *standing.marked]
    if len(alike) < 2:
        return None
    named = _by_specs(alike)
    if named is not None:
        return named
    said = [left_over(each) for each in alike]
    common = frozenset.intersection(*said)
    choices = [" ".join(sorted(each - common)) for each in said]
    return Question("", tuple(choice for choice in dict.fromkeys(choices) if choice)[:_MOST_CHOICES])


def _by_specs(alike: Sequence[Comparison]) -> Question | None:
    """The first attribute that the catalogue names and that has another value in each, or in most."""
    specs = [each.entry.item.specs for each in alike]
    shared = [name for name in specs[0] if all(name in other for other in specs)]
    values = {name: list(dict.fromkeys(other[name] for other in specs)) for name in shared}
    telling = max(values, key=lambda name: len(values[name]), default="")
    if not telling or len(values[telling]) < 2:
        return None
    return Question(telling, tuple(values[telling][:_MOST_CHOICES]))


def reason(decision: Decision, query: Query, best: Comparison, standing: Standing, asked: Question | None) -> Refusal:
    """Why, in one sentence."""
    if decision is Decision.AUTO:
        return _why_the_same(query, best)
    against = _stated(query, best.against)
    if against:
        return Refusal("against", N_("The nearest item differs: the line says %(asked)s."), asked=against)
    missing = _stated(query, _unexplained(query, best))
    if missing:
        return Refusal("unsaid", N_("The nearest item does not say %(asked)s."), asked=missing)
    if standing.rivals and asked is not None and asked.attribute:
        message = N_("Several items fit: which %(attribute)s? %(choices)s")
        return Refusal("which", message, attribute=asked.attribute, choices=", ".join(asked.choices))
    if standing.rivals and asked is not None and asked.choices:
        return Refusal("which_of", N_("Several items fit: %(choices)s?"), choices=" / ".join(asked.choices))
    words = _stated(query, _unexplained(query, best, words=True))
    if words:
        return Refusal("words", N_("The nearest item does not have the words %(asked)s."), asked=words)
    return Refusal("likely", N_("The nearest item is likely, not certain: judge it."))


def _why_the_same(query: Query, best: Comparison) -> Refusal:
    if best.place in query.references:
        return Refusal("reference", N_("Its reference stands in the line."))
    if any(term.slot.kind == Kind.GTIN for term in query.terms):
        return Refusal("gtin", N_("Same GTIN."))
    return Refusal("explained", N_("It has everything that the line says, and no other item has."))


def _unexplained(query: Query, best: Comparison, *, words: bool = False) -> tuple[int, ...]:
    plain = (Kind.WORD,) if words else (Kind.NUMBER, Kind.MARK, Kind.ATTRIBUTE, Kind.GTIN)
    return tuple(
        index
        for index, (term, sim) in enumerate(zip(query.terms, best.sims, strict=True))
        if sim < EXPLAINED and not term.slot.aside and term.slot.kind in plain
    )


def _stated(query: Query, indexes: Sequence[int]) -> str:
    return ", ".join(query.terms[index].slot.text for index in indexes)
