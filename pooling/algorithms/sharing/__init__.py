"""How many packs a pool buys, and what each need gets of them: the rules are in docs/algorithms/sharing.md."""

from pooling.algorithms.sharing.lines import ends
from pooling.algorithms.sharing.model import Need, Owner, Packing, Policy, Pooled, Result, Share, Way
from pooling.algorithms.sharing.packs import pool
from pooling.algorithms.sharing.splitting import split_docks, split_money
from pooling.algorithms.sharing.told import SENTENCES, Sentence, explain

__all__ = [
    "SENTENCES",
    "Need",
    "Owner",
    "Packing",
    "Policy",
    "Pooled",
    "Result",
    "Sentence",
    "Share",
    "Way",
    "ends",
    "explain",
    "pool",
    "split_docks",
    "split_money",
]
