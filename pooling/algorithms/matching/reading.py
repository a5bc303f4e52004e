"""A wording cut into slots: names of the lexicon, numbers by their grammar, words, and what surrounds them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pooling.algorithms.matching.folding import Run, fold, runs, stem
from pooling.algorithms.matching.grammars import plain, scan, slots_of
from pooling.algorithms.matching.lexicon import Named, named, sense_of
from pooling.algorithms.matching.slots import Kind, Slot
from pooling.algorithms.matching.written_units import UNIT


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_IDLE = _words("""
    de d du des la le les l un une et en a au aux pour par p sur the of for and und fur mit avec with der die das den
    to in ou or n no num numero nos se ce ces c est un qu que je nous mes mon ma ref reference art article
    ean gtin gencod
""")
_WORDS = frozenset({"plain", "word"})
_NOT = _words("sans ohne without non not kein keine hors")
_CUES = re.compile(
    r"\b(?:besoin|livrer|livraison|comme la|comme d|comme pour|cde|commande|dernier prix|dernier|prix|urgent|merci|svp"
    r"|machine|atelier \d|equipe|poste|semaine|axe|ligne|remplace|remplacement|idem|attention|imprimante|si possible"
    r"|ou equivalent|environ|reprise|echange|wie letzte|dringend|bitte|as last|same as)\b"
)
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]?")
_REMARK = re.compile(r",\s|;|\s[-–]\s|\n|\s/\s|\s:\s|\.\s")
_TIED_LEFT = re.compile(r"\d-?$")
_TIED_RIGHT = re.compile(r"-?\d")
_BETWEEN_LEFT = re.compile(r"\d[ ]$")
_BETWEEN_RIGHT = re.compile(rf"[ ]\d+(?![\d.,]*[ ]?(?:{UNIT})(?![a-z\d]))")
_DIMENSIONS = _words("lg lc long larg ep haut prof rayon cl classe tr")
_ENOUGH = 3  # slots before a comma ends the designation: “COFFEE, GROUND” has not begun yet
_TIED = 0.64  # how surely a number that letters are tied to is known without them
_PART = 0.5  # how surely one word says the whole name


# the letter of 180p, and the word of 180 pages: the one finds the other
LETTER, SPELT = "i:", "j:"


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
    slots = _polar(list(_cut(folded, found, names)), folded)
    slots = [_in_context(slot, folded, found) for slot in _joined(slots, folded)]
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
    own = [key for part in parts for key in _part_keys(part.text) if key not in name.sense.keys]
    kind = Kind.ATTRIBUTE if name.sense.axis else Kind.WORD
    start, end = parts[0].start, parts[-1].end
    keys = (*name.sense.keys, *dict.fromkeys(own))
    sims = (1.0,) * len(name.sense.keys) + (_PART,) * (len(keys) - len(name.sense.keys))
    return Slot(kind, folded[start:end], keys, start, end, name.sense.axis, sims, frozenset(own))


def _part_keys(word: str) -> Iterator[str]:
    if len(word) > 2 and word.isalpha() and word not in _IDLE:
        yield f"w:{stem(word)}"
        sense = sense_of(word)
        yield from sense.keys if sense else ()


def _pieces(folded: str, start: int, end: int) -> Iterator[Slot]:
    for match in scan(folded, start, end):
        if match.lastgroup in _WORDS:
            yield from _word(match, folded)
        else:
            yield from slots_of(match)


def _word(match: re.Match[str], folded: str) -> Iterator[Slot]:
    word, start, end = match.group(), match.start(), match.end()
    beside = _is_mark(word, start, end, folded)
    if word in _IDLE and not beside:
        return
    sense = sense_of(word)
    keys = (f"w:{stem(word)}", *(sense.keys if sense else ()))
    sims = (1.0,) + (0.95,) * (len(keys) - 1)
    axis = sense.axis if sense else ""
    kind = Kind.MARK if beside else Kind.ATTRIBUTE if axis else Kind.WORD
    yield Slot(kind, word, keys, start, end, axis, sims)


def _is_mark(word: str, start: int, end: int, folded: str) -> bool:
    """Letters of a code: tied to a number, or a few of them between two (120408 PM 4325)."""
    if folded[start - 1 : start].isdigit() or folded[end : end + 1].isdigit():
        return True
    if word in _IDLE:
        return False
    if _TIED_LEFT.search(folded, max(0, start - 2), start) or _TIED_RIGHT.match(folded, end):
        return True
    between = _BETWEEN_LEFT.search(folded, max(0, start - 2), start) and _BETWEEN_RIGHT.match(folded, end)
    return len(word) < 4 and word not in _DIMENSIONS and bool(between)


def _polar(slots: list[Slot], folded: str) -> list[Slot]:
    """`sans soupape` is the contrary of `soupape`; `n'entre pas` of `entre`."""
    found: list[Slot] = []
    negative = closing = False
    for slot in slots:
        if slot.kind == Kind.WORD and (slot.text in _NOT or (slot.text == "s" and folded[slot.end :][:1] == "/")):
            negative = True
            continue
        if closing and slot.text == "pas":
            closing = False
            continue
        denied = folded[: slot.start].endswith("n'")
        if (negative or denied) and slot.kind in (Kind.WORD, Kind.ATTRIBUTE):
            found.append(replace(slot, keys=tuple(f"-{key}" for key in slot.keys), kind=Kind.ATTRIBUTE, axis=""))
            closing = denied
        else:
            found.append(slot)
        negative = False
    return found


def _joined(slots: list[Slot], folded: str) -> Iterator[Slot]:
    """Words and marks with what they make together with their neighbour: anti-bruit, RN-F, 180p for 180 pages."""
    for before, slot, after in zip([None, *slots], slots, [*slots[1:], None], strict=False):
        if slot.kind not in (Kind.WORD, Kind.MARK, Kind.ATTRIBUTE) or slot.text.isdigit():
            yield slot
            continue
        added = [*_with(before, slot, folded), *_with(slot, after, folded)]
        sims = slot.sims or tuple(1.0 if rank == 0 else 0.9 for rank in range(len(slot.keys)))
        yield replace(slot, keys=(*slot.keys, *added), sims=(*sims, *(0.9,) * len(added))) if added else slot


def _with(left: Slot | None, right: Slot | None, folded: str) -> Iterator[str]:
    """The name that two neighbours make together."""
    if left is None or right is None or right.start - left.end > 1:
        return
    gap = folded[left.end : right.start]
    if left.text.isalpha() and right.text.isalpha():
        shorter = min(len(left.text), len(right.text))
        if gap == "-" or (gap in (" ", ".") and 1 < shorter < 6):
            yield f"w:{stem(left.text + right.text)}"
    elif left.text.isdigit() and right.text.isalpha() and gap in ("", " "):
        yield from _initial(right, gap, f"{plain(left.text)}{right.text[0]}")
    elif left.text.isalpha() and right.text.isdigit() and gap in ("", " "):
        yield from _initial(left, gap, f"{left.text[0]}{plain(right.text)}")


def _initial(slot: Slot, gap: str, joined: str) -> Iterator[str]:
    """A letter tied to its number, and the word that it may stand for; never two words with one initial."""
    if gap == "" and len(slot.text) == 1:
        yield f"{LETTER}{joined}"
    elif gap == " " and len(slot.text) > 2 and not slot.axis:
        yield f"{SPELT}{joined}"


def _in_context(slot: Slot, folded: str, found: Sequence[Run]) -> Slot:
    """A bare number is known by the letters around it too: ZS 46, zs46, 6203-2RS, 3 plis."""
    if slot.kind != Kind.NUMBER or slot.axis or not slot.keys[0].startswith("n:"):
        return slot
    number = slot.keys[0][2:]
    before = next((run for run in reversed(found) if run.end <= slot.start), None)
    after = next((run for run in found if run.start >= slot.end), None)
    left = _left(before, slot, folded)
    right = _right(after, slot, folded)
    begun, ended = folded[slot.start - 1 : slot.start].isalpha(), folded[slot.end : slot.end + 1].isalpha()
    known = {f"{left}{number}{right}": 1.0}
    known.setdefault(f"{left}{number}", _TIED if ended else 1.0)
    known.setdefault(f"{number}{right}", _TIED if begun else 0.9)
    known[number] = 0.0
    ranked = {alias: sim for alias, sim in known.items() if alias != number}
    return replace(slot, keys=(*ranked, f"n:{number}"), sims=(*ranked.values(), _TIED if begun or ended else 0.9))


def _left(before: Run | None, slot: Slot, folded: str) -> str:
    if before is None or before.text.isdigit():
        return ""
    gap = folded[before.end : slot.start]
    if gap and before.text in _IDLE:
        return ""
    return stem(before.text) if len(gap) <= 1 and gap in "- ./" and len(before.text) <= 8 else ""


def _right(after: Run | None, slot: Slot, folded: str) -> str:
    if after is None or after.text.isdigit():
        return ""
    gap = folded[slot.end : after.start]
    if gap and (after.text in _IDLE or after.text == "x"):
        return ""
    if gap == "" or (gap in ("-", " ") and (gap == " " and len(after.text) > 2)):
        return stem(after.text)
    return ""


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
        bracketed = place > 1 and any(start <= slot.start < end for start, end in inside)
        found.append(replace(slot, aside=True) if bracketed or slot.start >= ends else slot)
    return found


def _remark_starts(slots: list[Slot], folded: str) -> int:
    """Where the designation ends and a remark begins."""
    starts = [len(folded)]
    for pattern, enough in ((_REMARK, _ENOUGH), (_CUES, 2)):
        for match in pattern.finditer(folded):
            if sum(slot.end <= match.start() for slot in slots) >= enough:
                starts.append(match.start())
                break
    return min(starts)
