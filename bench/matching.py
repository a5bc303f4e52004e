"""Matching on labelled lines beside the simple ways of doing it, and how fast it is beside the simplest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from time import process_time

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bench.clock import Figure, Pair, say
from bench.labelled import ABSENT, Labelled, labelled_sets, rows
from bench.shelves import items, lines
from pooling.algorithms.grouping import normalise
from pooling.algorithms.matching.engine import Catalogue
from pooling.algorithms.matching.model import Decision, Item, Line
from pooling.algorithms.packs import read_pack

ITEMS = 50_000
LINES = 10_000
SAMPLE = 100  # lines that brute force is asked, scaled up to all
GROWTH = (10_000, 100_000)
TARGET = 1 / 50
ERRORS = 0.01
Scores = NDArray[np.float32]
Asked = tuple[Line, str]


@dataclass(frozen=True)
class Ranked:
    """What a method says of one line: codes best first, how sure it is, and whether it would match by itself."""

    codes: Sequence[str]
    certainty: float
    auto: bool = False


@dataclass(frozen=True)
class Quality:
    """`auto` is the share of lines with one right item that could be matched by themselves with one error in a hundred,
    the threshold chosen on these very lines; `decided` and `wrong` are what the program's own decision gave."""

    name: str
    method: str
    top1: float
    top5: float
    auto: float
    decided: float | None = None
    wrong: tuple[int, int] | None = None


def judged(labelled: Labelled, method: str, said: Sequence[Ranked], *, decides: bool = False) -> Quality:
    answers = [right for _line, right in labelled.lines]
    single = [(ranked, right) for ranked, right in zip(said, answers, strict=True) if len(right) == 1]
    hits = [bool(set(ranked.codes[:1]) & right) for ranked, right in single]
    near = [bool(set(ranked.codes[:5]) & right) for ranked, right in single]
    right = [len(right) == 1 and set(ranked.codes[:1]) == right for ranked, right in zip(said, answers, strict=True)]
    taken = [hit for ranked, hit in zip(said, right, strict=True) if ranked.auto]
    return Quality(
        labelled.name,
        method,
        sum(hits) / len(single),
        sum(near) / len(single),
        _at_most(ERRORS, [ranked.certainty for ranked in said], right) / len(single),
        sum(taken) / len(single) if decides else None,
        (len(taken) - sum(taken), len(taken)) if decides else None,
    )


def _at_most(errors: float, certainty: Sequence[float], right: Sequence[bool]) -> int:
    """How many right matches the best threshold gives with so few errors."""
    best = wrong = 0
    for count, place in enumerate(np.argsort(-np.array(certainty), kind="stable"), 1):
        wrong += not right[place]
        if wrong <= errors * count:
            best = max(best, count - wrong)
    return best


def ours(labelled: Labelled) -> list[Ranked]:
    catalogue = Catalogue(labelled.items)
    found = (catalogue.match(line, detailed=False) for line, _right in labelled.lines)
    return [
        Ranked([each.code for each in match.candidates], match.probability, match.decision is Decision.AUTO)
        for match in found
    ]


def token_set(labelled: Labelled) -> list[Ranked]:
    names = [normalise(_whole(item)) for item in labelled.items]
    said = []
    for line, _right in labelled.lines:
        best = process.extract(normalise(line.text), names, scorer=fuzz.token_set_ratio, limit=5)
        said.append(Ranked([labelled.items[place].code for _name, _score, place in best], best[0][1]))
    return said


def grams(labelled: Labelled, lengths: Sequence[int]) -> list[Ranked]:
    """Cosine of character n-grams weighed by how rare they are."""
    texts = [*(_whole(item) for item in labelled.items), *(line.text for line, _right in labelled.lines)]
    counted = [_grams(normalise(text), lengths) for text in texts]
    numbers = {gram: number for number, gram in enumerate(sorted({gram for each in counted for gram in each}))}
    matrix = np.zeros((len(texts), len(numbers)), dtype=np.float32)
    for place, each in enumerate(counted):
        for gram, count in each.items():
            matrix[place, numbers[gram]] = count
    shelf, asked = matrix[: len(labelled.items)], matrix[len(labelled.items) :]
    rarity = np.log((1 + len(shelf)) / (1 + np.count_nonzero(shelf, axis=0))) + 1
    likeness = _unit(asked * rarity) @ _unit(shelf * rarity).T
    return [_best(labelled, row) for row in likeness]


def _best(labelled: Labelled, row: Scores) -> Ranked:
    best = np.argsort(-row, kind="stable")[:5]
    return Ranked([labelled.items[int(place)].code for place in best], float(row[best[0]]))


def _unit(matrix: Scores) -> Scores:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    scaled: Scores = (matrix / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def _grams(text: str, lengths: Sequence[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in text.split():
        padded = f" {word} "
        for length in lengths:
            for start in range(len(padded) - length + 1):
                gram = padded[start : start + length]
                found[gram] = found.get(gram, 0) + 1
    return found


def _whole(item: Item) -> str:
    return f"{item.designation} {item.maker} {item.maker_ref}".strip()


def qualities() -> Iterator[Quality]:
    for labelled in labelled_sets():
        lengths = (1, 2, 3) if labelled.name == "food" else (2, 3, 4)
        ways: tuple[tuple[str, Callable[[Labelled], list[Ranked]]], ...] = (
            ("pooling", ours),
            ("token-set ratio", token_set),
            ("char n-gram TF-IDF", partial(grams, lengths=lengths)),
        )
        for method, way in ways:
            say(f"… {labelled.name}: {method}")
            yield judged(labelled, method, way(labelled), decides=method == "pooling")


def packs() -> tuple[int, int]:
    """Wordings whose pack is read right, of how many; a wording without a pack holds one."""
    right = [_content(row["description"]) == row["pack"].removeprefix("pack of ") for row in rows("pack_text")]
    return sum(right), len(right)


def _content(text: str) -> str:
    reading = read_pack(text)
    return f"{reading.content:f}" if reading else "1"


def table() -> str:
    """The qualities as Markdown, or a sentence when there is nothing to measure on."""
    found = list(qualities())
    if not found:
        return ABSENT
    titles = "| set | method | top-1 | top-5 | auto at ≤ 1 % error | decided auto | wrong |"
    told = [titles, "| --- | --- | ---: | ---: | ---: | ---: | ---: |", *map(_row, found)]
    right, all_of_them = packs()
    return "\n".join([*told, "", f"Packs read right: {right} of {all_of_them} ({right / all_of_them:.1%})."])


def _row(each: Quality) -> str:
    decided = "" if each.decided is None else f"{each.decided:.1%}"
    wrong = "" if each.wrong is None else f"{each.wrong[0]} of {each.wrong[1]}"
    shares = f"{each.top1:.1%} | {each.top5:.1%} | {each.auto:.1%}"
    return f"| {each.name} | {each.method} | {shares} | {decided} | {wrong} |"


def measure(size: int | None) -> Iterator[Figure]:
    """Ours on every line against brute force on a sample, scaled up; then the cost per line as lines grow."""
    shelf = items(5 * size if size else ITEMS)
    catalogue = Catalogue(shelf)
    asked = lines(shelf, size or LINES)
    names = [normalise(_whole(item)) for item in shelf]
    sample = asked[:: max(1, len(asked) // SAMPLE)][:SAMPLE]
    took = _spent(partial(_all, catalogue, [line for line, _code in asked]))
    brute = _spent(lambda: [_brute(line, names) for line, _code in sample]) / len(sample)
    as_many = _recall(catalogue, shelf, names, sample)
    what = f"match {len(asked):,} lines to {len(shelf):,} items"
    target = TARGET if len(shelf) == ITEMS else None
    if target and not as_many:
        raise AssertionError("brute force finds more")
    yield Figure(what, Pair(took, brute * len(asked)), target, units=len(asked))
    for count in () if size else GROWTH:
        more = [line for line, _code in lines(shelf, count, seed=count)]
        fresh = Catalogue(shelf)
        took = _spent(partial(_all, fresh, more))
        yield Figure(f"match {count:,} lines", Pair(took, brute * count), None, "matching", count, count)


def _all(catalogue: Catalogue, asked: Sequence[Line]) -> None:
    for line in asked:
        catalogue.match(line, detailed=False)


def _spent(run: Callable[[], object]) -> float:
    """Seconds of one run, nothing warmed up: a catalogue is asked once."""
    began = process_time()
    run()
    return process_time() - began


def _brute(line: Line, names: Sequence[str]) -> int:
    found = process.extractOne(normalise(line.text), names, scorer=fuzz.token_set_ratio)
    return int(found[2])


def _recall(catalogue: Catalogue, shelf: Sequence[Item], names: Sequence[str], sample: Sequence[Asked]) -> bool:
    """Whether ours finds as many of the sample first as brute force does."""
    mine = sum(catalogue.match(line, detailed=False).code == code for line, code in sample)
    theirs = sum(shelf[_brute(line, names)].code == code for line, code in sample)
    say(f"found first, of {len(sample)} lines: {mine}, brute force {theirs}")
    return mine >= theirs
