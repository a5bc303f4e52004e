"""Fits the probability of `pooling match` to labelled lines, and says how it does on families it was not fitted on.

A logistic regression with a ridge, by Newton's method. Run `python -m bench.fitting`: it prints the coefficients for
`pooling/algorithms/matching/judging.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.labelled import Labelled, labelled_sets
from pooling.algorithms.matching.asking import ask
from pooling.algorithms.matching.comparing import compare
from pooling.algorithms.matching.features import NAMES, Standing, features, partly, vetoed
from pooling.algorithms.matching.finding import shortlist
from pooling.algorithms.matching.index import Index
from pooling.algorithms.matching.judging import AUTO, PARTLY, VETO

RIDGE = 0.2
FOLDS = 12
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """One line: its features, whether its best candidate is right, its family, and whether a veto settles it."""

    values: tuple[float, ...]
    right: bool
    family: str
    vetoed: bool
    partly: bool
    name: str


def examples(labelled: Labelled) -> Iterator[Example]:
    index = Index(labelled.items)
    for line, right in labelled.lines:
        query = ask(index, line)
        found = []
        for place in shortlist(index, query):
            entry = index.entry(place)
            if entry is not None:
                found.append(compare(query, place, entry))
        found.sort(key=lambda each: (-round(each.standing, 4), len(each.rest), each.entry.item.code))
        if not found:
            continue
        best, standing = found[0], Standing(found[0], found[1:])
        code = best.entry.item.code
        yield Example(
            features(query, best, standing),
            right == {code},
            labelled.family(line.text, code),
            vetoed(query, best),
            partly(query, best),
            labelled.name,
        )


def fit(found: Sequence[Example]) -> Floats:
    """The coefficients, the constant last."""
    kept = [example for example in found if not example.vetoed]
    values = _matrix(kept)
    right = np.array([example.right for example in kept], dtype=float)
    weights = np.zeros(values.shape[1])
    ridge = np.eye(values.shape[1]) * RIDGE
    ridge[-1, -1] = 0.0
    for _ in range(50):
        likely = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (right - likely) - ridge @ weights
        curve = (values * (likely * (1 - likely))[:, None]).T @ values + ridge
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return weights


def _matrix(found: Sequence[Example]) -> Floats:
    return np.array([(*example.values, 1.0) for example in found])


def told(weights: Floats, found: Sequence[Example]) -> Floats:
    likely = 1 / (1 + np.exp(-_matrix(found) @ weights))
    likely = np.where([example.partly for example in found], np.minimum(likely, PARTLY), likely)
    return np.where([example.vetoed for example in found], likely * VETO, likely)


def left_out(found: Sequence[Example]) -> Floats:
    """Probabilities of each line, fitted without any line of its family."""
    families = sorted({(example.name, example.family) for example in found})
    fold = {family: place % FOLDS for place, family in enumerate(families)}
    folds = np.array([fold[example.name, example.family] for example in found])
    likely = np.zeros(len(found))
    for each in range(FOLDS):
        rest = [example for example, place in zip(found, folds, strict=True) if place != each]
        mine = [example for example, place in zip(found, folds, strict=True) if place == each]
        if mine:
            likely[folds == each] = told(fit(rest), mine)
    return likely


def at_auto(name: str, found: Sequence[Example], likely: Floats) -> tuple[float, int, int]:
    """At the threshold of the program: the share of all lines matched, how many of them wrong, of how many."""
    picked = [
        example.right for example, chance in zip(found, likely, strict=True) if example.name == name and chance >= AUTO
    ]
    lines = sum(example.name == name for example in found)
    return len(picked) / lines if lines else 0.0, len(picked) - sum(picked), len(picked)


def main() -> None:
    found = [example for labelled in labelled_sets() for example in examples(labelled)]
    if not found:
        print("No labelled lines: ../shared/data is not there.")
        return
    weights = fit(found)
    print("_COEFFICIENTS = {")
    for name, weight in zip(NAMES, weights, strict=False):
        print(f'    "{name}": {weight:.3f},')
    print(f"}}  # fmt: skip\n_CONSTANT = {weights[-1]:.3f}")
    for how, likely in (("in sample", told(weights, found)), ("family left out", left_out(found))):
        for name in sorted({example.name for example in found}):
            share, wrong, matched = at_auto(name, found, likely)
            print(f"{name}, {how}: {share:.1%} of all lines matched, {wrong} of {matched} wrong")


if __name__ == "__main__":
    main()
