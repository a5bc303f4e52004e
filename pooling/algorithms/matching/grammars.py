"""Numbers and designations as this trade writes them: units, diameters, threads, sizes, inserts, formats.

Each grammar gives the keys under which a value is found, the surest first. `ø:6`, `mm:6` and `n:6` are the same six,
said with less and less around it: what is written with a unit is also known by its bare number, a little less surely.
"""

import re
from collections.abc import Callable, Iterator

from pooling.algorithms.matching.designations import (
    fitted_slots,
    insert_slots,
    norm_slots,
    pipe_slots,
    pitch_slots,
    radius_slots,
    round_slots,
    shield_slots,
    teeth_slots,
    thread_slots,
    times_slots,
)
from pooling.algorithms.matching.slots import Kind, Slot
from pooling.algorithms.matching.values import number_slot, plain, scaled
from pooling.algorithms.matching.written_units import ALSO, CONTENT, UNIT, UNIT_OF

Maker = Callable[[re.Match[str]], list[Slot]]

_N = r"(?:\d+(?:[.,]\d+)?|(?<![\d.,])[.,]\d+)"

# words that may begin a size or be one; any other word that no number follows is but a word
_SIZE_WORDS = r"(?:tailles?|sizes?|sz|gr|grosse|groesse|pointures?|x{1,4}[sl])(?![a-z])"

_TO = re.compile(r" a [a-z]{3}")  # 16 à sertir, 16 A courbe C
_TEETH = "(?:dents|flutes?|levres|teeth|zahne)"

_GRAMMAR = re.compile(
    rf"""
      (?P<plain>(?!{_SIZE_WORDS})[^\W\d_]{{2,}}+(?![ .:-]{{0,3}}[\d,.ø]))
    | (?P<gtin>(?<!\d)(?:\d{{14}}|\d{{13}}|\d{{12}}|\d{{8}})(?![\d.,]))
    | (?P<insert>(?<![a-z\d])[acdehklmoprstvw][abcdefgnop][acefghjklmnu][abcfghjmnqrtuwx])[ -]?
      (?P<edge>\d\d)[ -]?(?P<thick>\d\d|t\d)(?:[ -]?(?P<corner>\d\d))?(?![\d.,])
    | (?P<thread>(?<![a-z\d])m[ ]?(?=\d))(?P<major>\d{{1,2}}(?:[.,]\d+)?)
      (?:[ ]?x[ ]?(?P<second>{_N}))?(?:[ ]?x[ ]?(?P<third>{_N}))?(?![\d/])(?![ ]?(?:m|mm|cm|kg|g|l|ml)\b)
    | (?P<pitchword>(?<![a-z\d])(?:pas|pitch|steigung)(?:[ ]de)?[ ]?[.:]?[ ]?)
      (?P<pitch>\d(?:[.,]\d+)?)(?![\d/])(?:[ ]?mm\b)?
    | (?P<norm>(?<![a-z\d])(?:din|iso|en|nf|ansi|jis|uni)[ -]?)(?P<standard>\d{{3,5}})(?![\d.,]*\d|-\d)
    | (?P<radius>(?<![a-z\d])(?:r|rayon|radius)[ ]?)
      (?P<curve>\d{{1,2}}(?:[.,]\d+)?)(?![\d.,/]*\d|[a-z-])(?:[ ]?mm\b)?
    | (?P<times>(?<![a-wyz\d.,])\d{{1,2}})[ ]?(?:x[ ]?)?d(?![a-z\d])
    | (?:(?<![a-z\d])z(?=\d{{1,2}}(?![\d.,]*\d|[a-z]))|(?<![\d.,])(?=\d{{1,2}}[ ]?{_TEETH}\b))
      (?P<teeth>\d{{1,2}})(?:[ ]?{_TEETH}\b)?
    | (?P<shield>(?<![a-z])zz|(?<=\d[ -])2zr?)(?![a-z\d])
    | (?P<many>(?<![\d.,])\d{{1,4}})[ ]?x[ ]?(?P<each>{_N})[ ]?(?P<eachunit>{CONTENT})(?![a-z\d])
    | (?P<whole>(?<![a-z\d.,])\d{{1,2}})(?P<wholeunit>[lm])(?P<part>\d{{1,2}})(?![\d.,]*\d|[a-z])
    | (?P<ones>(?<![\d.,/])(?:[5-9](?=[ ]1/2)|\d{{1,2}}(?=[ ]\d/\d["'])))[ ](?P<rest>[13]/[248])(?![\d/])
    | (?P<pipe>(?<![a-z\d])(?:gaz[ ])?(?:g|r|rp|rc|npt|bsp|bspp|bspt|gaz))[ ]?
      (?P<gauge>\d[ ]\d/\d|\d/\d|\d(?=["']))["']*
    | (?P<format>(?<![a-z\d])[abc](?:10|\d)(?![\d.,]*\d|[a-z]))
    | (?P<size>(?<![a-z\d])(?:tailles?|t\.|t|sizes?|sz|grosse|groesse|gr\.?|pointures?|pt|gr)(?![a-z])[ .:]?[ ]?)
      (?P<fit>\d{{1,2}}(?:[.,]5)?(?![.,x/]?\d|[a-z%°]|[ ]?(?:mm|cm|m|kg|g|l|ml|v|w)\b)|x{{0,4}}[sl]\b|\dxl\b|m\b)
    | (?P<letters>(?<![a-z\d.,/-])(?:x{{1,4}}[sl]|[2-6]xl|[sml])(?![a-z\d/'-]))
    | (?P<grit>(?<![a-z\d])p[ ]?(?=\d))(?P<mesh>\d{{2,4}})(?![\d.,]*\d|[a-z])
    | (?P<range>(?<![\d.,/-])(?:ø[ ]?)?{_N}[ ]?(?:-|[ ]a[ ]|[ ]bis[ ])[ ]?{_N}(?![\d/]|-\d|[ ]?x[ ]?\d|[.,]\d|zr?\b))
      (?:[ ]?(?P<rangeunit>{UNIT})(?![a-z\d]))?
    | (?P<round>ø|(?<![a-z\d])(?:diametre|diam|dia|durchmesser|d)(?![a-z])[ .:]{{0,2}}(?=[\d.,]))[ ]?
      (?P<bore>{_N})(?:[ ]?(?P<boreunit>mm|cm|m)\b)?
    | (?P<chain>{_N}(?:[ ]?(?:mm|cm|m)?[ ]?x[ ]?{_N})+)(?!\d|[.,]\d|[ ]?d(?![a-z\d]))
      (?:[ ]?(?P<chainunit>mm|cm|m|µm|µ)(?![a-z\d]))?
    | (?P<fraction>\d+(?:[.,]\d+)?/\d+(?:[.,]\d+)?e?)(?!\d)
    | (?P<fitted>(?<![a-z\d.,/-]){_N})(?=[ ]?(?:h|g|f|k|n|js)\d{{1,2}}(?![\d.,]*\d|[a-z]))
    | (?P<value>{_N})(?:(?!(?:(?<=[a-z]\d)|(?<=[a-z]\d\d))[vakwzt](?![a-z])|w-\d)[ ]?(?P<unit>{UNIT})(?![a-z\d]|[.]\d))?
    | (?P<word>[^\W\d_]+)
    """,
    re.VERBOSE,
)


def scan(folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The pieces of a part of a text, one grammar each."""
    return _GRAMMAR.finditer(folded, start, end)


def valid_gtin(digits: str) -> bool:
    """Whether the last digit checks the others, as GS1 counts it."""
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighed % 10 == 0


def slots_of(match: re.Match[str]) -> list[Slot]:
    """What one piece that is no mere word says."""
    return _MAKER_OF[match.lastgroup or ""](match)


def _gtin(match: re.Match[str]) -> list[Slot]:
    digits = match["gtin"]
    if len(digits) > 8 and valid_gtin(digits):
        return [Slot(Kind.GTIN, digits, (f"gtin:{digits.zfill(14)}",), match.start(), match.end(), "gtin")]
    return [number_slot(match, (f"n:{plain(digits)}",), "")]


def _many(match: re.Match[str]) -> list[Slot]:
    """24x33 cl: so many of so much each."""
    axis, key, factor = UNIT_OF[match["eachunit"]]
    many, each = plain(match["many"]), plain(match["each"])
    value = f"{key}:{scaled(match['each'], factor)}"
    size = match.start("each"), match.end("eachunit")
    said = match.string[size[0] : size[1]]
    where = match.start("many"), match.end("many")
    return [
        Slot(Kind.NUMBER, many, (f"n:{many}",), *where, "", (1.0,), aside=True, pack=True),
        Slot(Kind.NUMBER, said, (value, f"n:{each}"), *size, axis, (1.0, 0.85)),
    ]


def _whole(match: re.Match[str]) -> list[Slot]:
    """1L5 is 1,5 litres."""
    axis, key, factor = UNIT_OF[match["wholeunit"]]
    number = f"{match['whole']}.{match['part']}"
    return [number_slot(match, (f"{key}:{scaled(number, factor)}", f"n:{plain(number)}"), axis, (1.0, 0.85))]


def _ones(match: re.Match[str]) -> list[Slot]:
    """6 1/2 is 6,5, be it inches or a size."""
    above, below = match["rest"].split("/")
    number = plain(f"{int(match['ones']) + int(above) / int(below)}")
    gauge = f"{match['ones']}+{match['rest']}"
    keys = (f"f:{gauge}", f"g{gauge}", f"n:{number}", f"size:{number}")
    return [number_slot(match, keys, "", (1.0, 0.85, 1.0, 0.95))]


def _format(match: re.Match[str]) -> list[Slot]:
    text = match["format"]
    return [number_slot(match, (text, f"n:{text[1:]}"), f"format {text[0]}", (1.0, 0.3))]


def _size(match: re.Match[str]) -> list[Slot]:
    fit = _letter_size(match["fit"])
    if fit[0].isdigit() and fit[-1] != "l":
        mark = match["size"].strip(" .:")
        aliases = (f"t{plain(fit)}",) if mark == "t" else ()
        keys = (f"size:{plain(fit)}", f"n:{plain(fit)}", *aliases)
        return [number_slot(match, keys, "size", (1.0, 0.85, 1.0))]
    return [Slot(Kind.ATTRIBUTE, fit, (f"size:{fit}",), match.start(), match.end(), "size")]


def _letters(match: re.Match[str]) -> list[Slot]:
    fit = _letter_size(match["letters"])
    return [Slot(Kind.ATTRIBUTE, fit, (f"size:{fit}", f"w:{fit}"), match.start(), match.end(), "size", (1.0, 0.7))]


def _grit(match: re.Match[str]) -> list[Slot]:
    """P80 is grain 80."""
    mesh = plain(match["mesh"])
    return [number_slot(match, (f"p{mesh}", f"grain{mesh}", f"n:{mesh}"), "", (1.0, 1.0, 0.8))]


def _letter_size(fit: str) -> str:
    """XXL is 2XL."""
    crosses = len(fit) - 1 if set(fit[:-1]) == {"x"} else 0
    return f"{crosses}x{fit[-1]}" if crosses > 1 else fit


def _chain(match: re.Match[str]) -> list[Slot]:
    """600 x 400 x 120 mm: each a length; the same number twice is two numbers."""
    numbers = re.findall(_N, match["chain"])
    inner = re.findall(rf"{_N}[ ]?(mm|cm|m)?[ ]?(?:x|$)", match["chain"])
    last = match["chainunit"] or ""
    said = [unit or "" for unit in inner] + [""] * len(numbers)
    times: dict[str, int] = {}
    found = []
    for place, number in enumerate(numbers):
        unit = said[place] or last
        same = f"{number} {unit}"
        times[same] = times.get(same, 0) + 1
        again = f"#{times[same]}" if times[same] > 1 else ""
        found.append(_side(match, number, unit, again))
    return found


def _side(match: re.Match[str], number: str, unit: str, again: str) -> Slot:
    axis, key, factor = UNIT_OF.get(unit, ("length", "", 1))
    raw = f"n:{plain(number)}{again}"
    keys = (f"{key}:{scaled(number, factor)}{again}", raw) if key else (raw, f"mm:{plain(number)}{again}")
    sims = (1.0, 0.9)
    return Slot(Kind.NUMBER, f"{number} {unit}".strip(), keys, match.start(), match.end(), axis, sims)


def _range(match: re.Match[str]) -> list[Slot]:
    found = [*re.finditer(_N, match["range"])]
    low, high = (plain(number.group()) for number in found)
    unit = match["rangeunit"] or ""
    if float(low) >= float(high):
        begin = match.start("range")
        return [
            Slot(Kind.NUMBER, each.group(), (f"n:{plain(each.group())}",), begin + each.start(), begin + each.end())
            for each in found
        ]
    axis, _key, _factor = UNIT_OF.get(unit, ("range", "", 1))
    axis = "diameter" if match["range"].startswith("ø") else axis
    joined = re.sub(r"\D", "", match["range"]).lstrip("0")
    keys = (f"r:{low}-{high}", f"n:{joined}", f"f:{low}/{high}", f"n:{high}", f"n:{low}")
    return [number_slot(match, keys, axis, (1.0, 0.9, 0.85, 0.45, 0.45))]


def _fraction(match: re.Match[str]) -> list[Slot]:
    """4/4, 10/14; 200/240 may be a range, 1/2 a half."""
    text = match["fraction"].replace(",", ".").rstrip("e")
    low, high = (plain(part) for part in text.split("/"))
    keys = [f"f:{text}", f"g{text}"]
    if text == "1/2":
        keys += ["w:demi", "w:half"]
    elif float(low) < float(high):
        keys.append(f"r:{low}-{high}")
    return [number_slot(match, tuple(keys), "fraction", (1.0, *(0.85 for _ in keys[1:])))]


def _value(match: re.Match[str]) -> list[Slot]:
    number, unit = plain(match["value"]), match["unit"] or ""
    if not unit:
        return [number_slot(match, (f"n:{number}",), "")]
    axis, key, factor = UNIT_OF[unit]
    value = scaled(match["value"], factor)
    if unit == "a" and _TO.match(match.string, match.start("unit") - 1):
        return [number_slot(match, (f"{key}:{value}", f"n:{number}"), "", (0.95, 1.0))]
    # the A of 26A may be no ampere
    glued = len(unit) == 1 and match.string[match.start("unit") - 1].isdigit()
    keys, sims = [f"{key}:{value}", f"n:{number}"], [1.0, 0.84 if glued else 0.87]
    if key in ALSO:
        keys.append(f"{ALSO[key]}:{value}")
        sims.append(0.95)
    if key == "mm":
        keys.append(f"ø:{value}")
        sims.append(0.9)
    return [number_slot(match, tuple(keys), axis, tuple(sims))]


_MAKERS = {
    "gtin": _gtin,
    "insert": insert_slots,
    "pitchword": pitch_slots,
    "norm": norm_slots,
    "radius": radius_slots,
    "times": times_slots,
    "shield": shield_slots,
    "teeth": teeth_slots,
    "many": _many,
    "whole": _whole,
    "ones": _ones,
    "fitted": fitted_slots,
    "thread": thread_slots,
    "pipe": pipe_slots,
    "format": _format,
    "size": _size,
    "letters": _letters,
    "grit": _grit,
    "round": round_slots,
    "chain": _chain,
    "range": _range,
    "fraction": _fraction,
    "value": _value,
}


def _makers_by_group() -> dict[str, Maker]:
    """A maker is named after the first group of its grammar, and a match tells the last that it filled."""
    found: dict[str, Maker] = {}
    make: Maker = _value
    for name in _GRAMMAR.groupindex:
        make = _MAKERS.get(name, make)
        found[name] = make
    return found


_MAKER_OF = _makers_by_group()
