"""A slot among its neighbours: what denies it, what it makes with them, which letters and labels it carries."""

import re
from collections.abc import Iterator, Sequence

from pooling.algorithms.matching.folding import Run, stem
from pooling.algorithms.matching.slots import Kind, Slot
from pooling.algorithms.matching.values import plain


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


IDLE = words("""
    de d du des la le les l un une et en a au aux pour par p sur the of for and und fur mit avec with der die das den
    to in ou or n no num numero nos se ce ces c est un qu que je nous mes mon ref reference art article
    ean gtin gencod
""")
# how much it is so: neither `fin` nor `très fin` is the other
DEGREES = words("tres extra ultra super demi semi mi half very sehr halb")
# what nobody leaves out who means it: the item that says it is not the plain one
TELLING = words("""
    zero diet allege allegee alleges allegees decaf decaff decafeine decafeines decaffeinated bio biologique
    biologiques organic
""")
NOT = words("sans ohne without non not kein keine hors")
_FREE = words("free frei")  # powder free: what stands before is denied
# the letter of 180p, and the word of 180 pages: the one finds the other
LETTER, SPELT = "i:", "j:"
COUNTED = "of "  # what a number counts, before its word
_TIED = 0.64  # how surely a number that letters are tied to is known without them: not, when both have some
# words that a letter is a value of: classe B, courbe C, type IIR; each with what it is called
_LABELS = {
    name: names.split()[0]
    for names in ("class classe klasse cl", "type typ", "grade", "level niveau stufe", "curve courbe kurve kennlinie",
                  "category categorie cat kategorie kat", "quality qualite qual", "form forme", "group groupe gruppe",
                  "series serie")
    for name in names.split()
}  # fmt: skip
_LABEL = re.compile(rf"(?<![a-z\d])(?:({'|'.join(_LABELS)})[ .:]{{1,2}}|(?:din|iso)[ ]?\d{{3,5}}[ ])$")
_GOES_ON = re.compile(r"[ ]?[a-z]")
_VALUE = re.compile(r"[a-z]|[ivx]{2,3}[a-z]?|[a-z]{2}")


def label_of(word: str, folded: str, start: int, end: int) -> str:
    """What a letter or a roman number is a value of, when it follows such a word: the class of `classe B`."""
    before = _LABEL.search(folded, max(0, start - 14), start) if _VALUE.fullmatch(word) else None
    if before is None or folded[end : end + 1] in ("'", "-") or folded[end : end + 1].isdigit():
        return ""
    goes_on = _GOES_ON.match(folded, end) is not None
    return "" if word in IDLE and (goes_on or len(word) > 1) else _LABELS.get(before[1], "norm")


def polar(slots: list[Slot], folded: str) -> list[Slot]:
    """`sans soupape` is the contrary of `soupape`; `n'entre pas` of `entre`."""
    found: list[Slot] = []
    negative = closing = False
    for slot in slots:
        if slot.kind == Kind.WORD and (slot.text in NOT or (slot.text == "s" and folded[slot.end :][:1] == "/")):
            negative = True
            continue
        if slot.text in _FREE and slot.kind == Kind.WORD and found and found[-1].kind in (Kind.WORD, Kind.ATTRIBUTE):
            found[-1] = _denied(found[-1])
            continue
        if closing and slot.text == "pas":
            closing = False
            continue
        denied = folded.endswith("n'", 0, slot.start)
        if (negative or denied) and slot.kind in (Kind.WORD, Kind.ATTRIBUTE):
            found.append(_denied(slot))
            closing = denied
        else:
            found.append(slot)
        negative = False
    return found


def _denied(slot: Slot) -> Slot:
    return slot._replace(keys=tuple(f"-{key}" for key in slot.keys), kind=Kind.ATTRIBUTE, axis="")


def is_denied(slot: Slot) -> bool:
    return slot.keys[0].startswith("-")


def joined(slots: list[Slot], folded: str) -> Iterator[Slot]:
    """Words and marks with what they make together with their neighbour: anti-bruit, RN-F, 180p for 180 pages."""
    for before, slot, after in zip([None, *slots], slots, [*slots[1:], None], strict=False):
        if slot.kind not in (Kind.WORD, Kind.MARK, Kind.ATTRIBUTE) or slot.text.isdigit():
            yield slot
            continue
        added = [*_with(before, slot, folded), *_with(slot, after, folded)]
        if not added:
            yield slot
            continue
        sims = slot.sims or tuple(1.0 if rank == 0 else 0.9 for rank in range(len(slot.keys)))
        yield slot._replace(keys=(*slot.keys, *added), sims=(*sims, *(0.9,) * len(added)))


def _with(left: Slot | None, right: Slot | None, folded: str) -> Iterator[str]:
    """The name that two neighbours make together."""
    if left is None or right is None or right.start - left.end > 1 or is_denied(left) or is_denied(right):
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


def in_context(slot: Slot, folded: str, found: Sequence[Run]) -> Slot:
    """A bare number is known by the letters around it too: ZS 46, zs46, 6203-2RS, 3 plis."""
    if slot.kind != Kind.NUMBER or slot.axis or not slot.keys[0].startswith("n:"):
        return slot
    number = slot.keys[0][2:]
    before = next((run for run in reversed(found) if run.end <= slot.start), None)
    after = next((run for run in found if run.start >= slot.end), None)
    left = _left(before, slot, folded)
    right = _right(after, slot, folded)
    begun, ended = _is_letter(folded, slot.start - 1), _is_letter(folded, slot.end)
    known = {f"{left}{number}{right}": 1.0}
    if ended:
        known.setdefault(f"{left}{number}{right[:1]}", 0.9)  # 2RS and 2RSH
    known.setdefault(f"{left}{number}", _TIED if ended else 1.0)
    known.setdefault(f"{number}{right}", _TIED if begun else 0.9)
    known[number] = 0.0
    ranked = {alias: sim for alias, sim in known.items() if alias != number}
    counts = right if folded[slot.end : slot.end + 1] == " " and not begun else ""
    return slot._replace(
        axis=COUNTED + counts if counts else "",
        keys=(*ranked, f"n:{number}"),
        sims=(*ranked.values(), _TIED if begun or ended else 0.9),
    )


def _is_letter(folded: str, place: int) -> bool:
    """Whether a letter stands there that a number may be tied to; an x may only multiply."""
    return folded[place : place + 1].isalpha() and not (
        folded[place] == "x" and folded[place + 1 : place + 2].isdigit()
    )


def _left(before: Run | None, slot: Slot, folded: str) -> str:
    if before is None or before.text.isdigit():
        return ""
    gap = folded[before.end : slot.start]
    if gap and before.text in IDLE:
        return ""
    return stem(before.text) if len(gap) <= 1 and gap in "- ./" and len(before.text) <= 8 else ""


def _right(after: Run | None, slot: Slot, folded: str) -> str:
    if after is None or after.text.isdigit():
        return ""
    gap = folded[slot.end : after.start]
    if gap and (after.text in IDLE or after.text == "x"):
        return ""
    if gap == "" or (gap in ("-", " ") and (gap == " " and len(after.text) > 2)):
        return stem(after.text)
    return ""
