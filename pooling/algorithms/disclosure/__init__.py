"""Which totals members may see: the rules are in docs/algorithms/disclosure.md."""

from pooling.algorithms.disclosure.model import Contribution, Figure, Frozen, Rule
from pooling.algorithms.disclosure.publishing import publish
from pooling.algorithms.disclosure.ranges import possible_range
from pooling.algorithms.disclosure.saying import may_say
from pooling.algorithms.disclosure.tables import draw_up

__all__ = [
    "Contribution",
    "Figure",
    "Frozen",
    "Rule",
    "draw_up",
    "may_say",
    "possible_range",
    "publish",
]
