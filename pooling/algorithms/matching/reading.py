"""A wording cut into slots: names of the lexicon, numbers by their grammar, words, and what surrounds them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pooling.algorithms.matching.folding import Run, fold, runs, stem
from pooling.algorithms.matching.grammars import scan, slots_of
from pooling.algorithms.matching.lexicon import Named, named, sense_of
from pooling.algorithms.matching.slots import Kind, Slot
from pooling.algorithms.matching.surroundings import DEGREES, IDLE, NOT, in_context, joined, label_of, polar, words
from pooling.algorithms.matching.written_units import UNIT

_WORDS = frozenset({"plain", "word"})
_CUES = re.compile(
    r"\b(?:besoin|livrer|livraison|comme la|comme d|comme pour|cde|commande|dernier prix|dernier|prix|urgent|merci|svp"
    r"|machine|atelier \d|equipe|poste|semaine|axe|ligne|remplace|remplacement|idem|attention|imprimante|si possible"
    r"|ou equivalent|environ|reprise|echange|wie letzte|dringend|bitte|as last|same as)\b"
)
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]?")
_CODE = re.compile(r"[(\[](?=[^)]*\d)[a-z\d./-]{4,}[)\]]?")  # (CF226X)
_REMARK = re.compile(r",\s|;|\s[-–]\s|\n|\s/\s|\s:\s|\.\s")
_TIED_LEFT = re.compile(r"\d-?$")
_TIED_RIGHT = re.compile(r"-?\d")
_BETWEEN_LEFT = re.compile(r"\d[ ]$")
_BETWEEN_RIGHT = re.compile(rf"[ ]\d+(?![\d.,]*[ ]?(?:{UNIT})(?![a-z\d]))")
_DIMENSIONS = words("lg lc long larg ep haut prof rayon cl classe tr")
_ENOUGH = 3  # slots before a comma ends the designation: “COFFEE, GROUND” has not begun yet
_PART = 0.5  # how surely one word says the whole name


@dataclass(frozen=True, slots=True)
class Wording:
    """A folded text, its runs, and its slots in their order."""

    folded: str
    runs: tuple[Run, ...]
    slots: tuple[Slot, ...]


def read(text: str) -> Wording:
    folded = fold(text)
    found = runs(folded)
    names = list(named(folded, found))
    slots = polar(list(_cut(folded, found, names)), folded)
    slots = [in_context(slot, folded, found) for slot in joined(slots, folded)]
    slots = _asides(_once(slots), folded)
    return Wording(folded, tuple(found), tuple(slots))


def _cut(folded: str, found: Sequence[Run], names: Sequence[Named]) -> Iterator[Slot]:
    place = 0
    for name in names:
        start, end = found[name.first].start, found[name.last - 1].end
        yield from _pieces(folded, place, start)
        yield _named_slot(name, folded, found[name.first : name.last])
        place = end
    yield from _pieces(folded, place, len(folded))


def _named_slot(name: Named, folded: str, parts: Sequence[Run]) -> Slot:
    """A name of several words; a line that has only some of them still finds the item by those."""
    start, end = parts[0].start, parts[-1].end
    no = any(part.text in NOT for part in parts)
    parts = [] if any(part.text in DEGREES for part in parts) else parts
    own = [key for part in parts for key in _part_keys(part.text, no=no) if key not in name.sense.keys]
    kind = Kind.ATTRIBUTE if name.sense.axis else Kind.WORD
    keys = (*name.sense.keys, *dict.fromkeys(own))
    sims = (1.0,) * len(name.sense.keys) + (_PART,) * (len(keys) - len(name.sense.keys))
    return Slot(kind, folded[start:end], keys, start, end, name.sense.axis, sims, frozenset(own))


def _part_keys(word: str, *, no: bool) -> Iterator[str]:
    """The keys of one word of a name; who says `non poudré` has denied what `poudré` says."""
    if len(word) > 2 and word.isalpha() and word not in IDLE and word not in NOT:
        sense = sense_of(word)
        keys = (f"w:{stem(word)}", *(sense.keys if sense else ()))
        yield from (f"-{key}" for key in keys) if no else keys


def _pieces(folded: str, start: int, end: int) -> Iterator[Slot]:
    for match in scan(folded, start, end):
        if match.lastgroup in _WORDS:
            yield from _word(match, folded)
        else:
            yield from slots_of(match)


def _word(match: re.Match[str], folded: str) -> Iterator[Slot]:
    word, start, end = match.group(), match.start(), match.end()
    label = label_of(word, folded, start, end)
    if label:
        named_so = (f"label:{label}.{word}", f"w:{word}")
        yield Slot(Kind.ATTRIBUTE, word, named_so, start, end, f"label {label}", (1.0, 0.7))
        return
    beside = _is_mark(word, start, end, folded)
    if (word in IDLE and not beside) or (word == "x" and _is_times(folded, start, end)):
        return
    keys, sims, axis = _known_as(word)
    kind = Kind.MARK if beside else Kind.ATTRIBUTE if axis else Kind.WORD
    yield Slot(kind, word, keys, start, end, axis, sims)


@lru_cache(maxsize=100_000)
def _known_as(word: str) -> tuple[tuple[str, ...], tuple[float, ...], str]:
    """A word's keys, how surely each names it, and what it is a value of."""
    sense = sense_of(word)
    keys = (f"w:{stem(word)}", *(sense.keys if sense else ()))
    return keys, (1.0,) + (0.95,) * (len(keys) - 1), sense.axis if sense else ""


def _is_times(folded: str, start: int, end: int) -> bool:
    """Whether an x multiplies: it does alone and between digits, not behind the 59 of 59X."""
    return not folded[start - 1 : start].isalnum() or folded[end : end + 1].isdigit()


def _is_mark(word: str, start: int, end: int, folded: str) -> bool:
    """Letters of a code: tied to a number, or a few of them between two (120408 PM 4325)."""
    if folded[start - 1 : start].isdigit() or folded[end : end + 1].isdigit():
        return True
    if word in IDLE:
        return False
    if _TIED_LEFT.search(folded, max(0, start - 2), start) or _TIED_RIGHT.match(folded, end):
        return True
    between = _BETWEEN_LEFT.search(folded, max(0, start - 2), start) and _BETWEEN_RIGHT.match(folded, end)
    return len(word) < 4 and word not in _DIMENSIONS and bool(between)


def _once(slots: list[Slot]) -> list[Slot]:
    """A word said twice is said once; numbers said twice may be two."""
    seen: set[str] = set()
    found = []
    for slot in slots:
        if slot.kind != Kind.NUMBER and slot.keys[0] in seen:
            continue
        seen.add(slot.keys[0])
        found.append(slot)
    return found


def _asides(slots: list[Slot], folded: str) -> list[Slot]:
    ends = _remark_starts(slots, folded)
    inside = [(match.start(), match.end()) for match in _BRACKETS.finditer(folded)]
    found = []
    for place, slot in enumerate(slots):
        around = (
            next((folded[start:end] for start, end in inside if start <= slot.start < end), "") if place > 1 else ""
        )
        beside = bool(around) or slot.start >= ends
        found.append(slot._replace(aside=True, bracketed=bool(_CODE.fullmatch(around))) if beside else slot)
    return found


def _remark_starts(slots: list[Slot], folded: str) -> int:
    """Where the designation ends and a remark begins."""
    starts = [len(folded)]
    for pattern, enough in ((_REMARK, _ENOUGH), (_CUES, 2)):
        for match in pattern.finditer(folded):
            before = [slot for slot in slots if slot.end <= match.start()]
            if len(before) >= enough and (pattern is _CUES or any(slot.kind != Kind.WORD for slot in before)):
                starts.append(match.start())
                break
    return min(starts)
