"""Numbers and designations as this trade writes them: units, diameters, threads, sizes, inserts, formats.

Each grammar gives the keys under which a value is found, the surest first. `ø:6`, `mm:6` and `n:6` are the same six,
said with less and less around it: what is written with a unit is also known by its bare number, a little less surely.
"""

import re
from collections.abc import Iterator

from pooling.algorithms.matching.slots import Kind, Slot

_N = r"(?:\d+(?:[.,]\d+)?|(?<![\d.,])[.,]\d+)"

# unit as written: axis, key, factor to the key's unit
_UNITS = {
    "length": ("mm", {"mm": 1, "cm": 10, "dm": 100, "m": 1000, "km": 1_000_000, "metre": 1000, "metres": 1000,
                      "meter": 1000, "meters": 1000, "mtr": 1000, "ml": 0}),
    "thickness": ("µm", {"µm": 1, "µ": 1, "um": 1, "micron": 1, "microns": 1, "my": 1}),
    "inches": ("in", {'"': 1, "''": 1, "pouce": 1, "pouces": 1, "inch": 1, "inches": 1, "zoll": 1, "in": 1}),
    "mass": ("g", {"g": 1, "gr": 1, "grs": 1, "gramme": 1, "grammes": 1, "gram": 1, "gramm": 1, "kg": 1000,
                   "kgs": 1000, "kilo": 1000, "kilos": 1000, "t": 1_000_000, "tonne": 1_000_000, "tonnes": 1_000_000}),
    "milligrams": ("mg", {"mg": 1}),
    "ounces": ("oz", {"oz": 1, "z": 1, "ounce": 1, "ounces": 1, "lb": 16, "lbs": 16}),
    "volume": ("ml", {"ml": 1, "cl": 10, "dl": 100, "l": 1000, "lt": 1000, "ltr": 1000, "litre": 1000,
                      "litres": 1000, "liter": 1000, "liters": 1000, "hl": 100_000, "cc": 1}),
    "gallons": ("gal", {"gal": 1, "gallon": 1, "gallons": 1}),
    "grammage": ("gsm", {"g/m2": 1, "gr/m2": 1, "gsm": 1, "g/m": 1, "g/qm": 1}),
    "section": ("mm2", {"mm2": 1, "mm²": 1}),
    "area": ("m2", {"m2": 1}),
    "cube": ("m3", {"m3": 1}),
    "voltage": ("v", {"v": 1, "volt": 1, "volts": 1, "vdc": 1, "vac": 1, "kv": 1000}),
    "current": ("ma", {"a": 1000, "amp": 1000, "ampere": 1000, "amperes": 1000, "ma": 1}),
    "charge": ("mah", {"mah": 1, "ah": 1000}),
    "power": ("w", {"w": 1, "watt": 1, "watts": 1, "kw": 1000, "mw": 1_000_000}),
    "apparent power": ("va", {"va": 1, "kva": 1000}),
    "energy": ("wh", {"wh": 1, "kwh": 1000, "mwh": 1_000_000}),
    "pressure": ("bar", {"bar": 1, "bars": 1}),
    "strength": ("mpa", {"mpa": 1}),
    "frequency": ("hz", {"hz": 1, "khz": 1000, "mhz": 1_000_000, "ghz": 1_000_000_000}),
    "colour temperature": ("k", {"k": 1, "kelvin": 1}),
    "noise": ("db", {"db": 1}),
    "light": ("lm", {"lm": 1, "lumen": 1, "lumens": 1}),
    "angle": ("°", {"°": 1, "deg": 1, "degres": 1, "grad": 1}),
    "temperature": ("°c", {"°c": 1, "° c": 1}),
    "percent": ("%", {"%": 1, "pct": 1}),
    "storage": ("mb", {"mo": 1, "mb": 1, "go": 1000, "gb": 1000, "to": 1_000_000, "tb": 1_000_000}),
}  # fmt: skip
_UNIT_OF = {
    written: (axis, key, factor) for axis, (key, table) in _UNITS.items() for written, factor in table.items() if factor
}
_UNIT = "|".join(sorted(map(re.escape, _UNIT_OF), key=len, reverse=True))

# Of the same thing one says grams, the other grams per square metre.
_ALSO = {"g": "gsm", "gsm": "g"}

# Pitches that ISO 261 calls coarse: M8 is M8x1,25.
_COARSE = {
    "1": "0.25", "1.2": "0.25", "1.4": "0.3", "1.6": "0.35", "2": "0.4", "2.5": "0.45", "3": "0.5", "3.5": "0.6",
    "4": "0.7", "5": "0.8", "6": "1", "7": "1", "8": "1.25", "10": "1.5", "12": "1.75", "14": "2", "16": "2",
    "18": "2.5", "20": "2.5", "22": "2.5", "24": "3", "27": "3", "30": "3.5", "33": "3.5", "36": "4",
}  # fmt: skip

# words that may begin a size or be one; any other word that no number follows is but a word
_SIZE_WORDS = r"(?:tailles?|sizes?|sz|gr|grosse|groesse|pointures?|x{1,4}[sl])(?![a-z])"

_GRAMMAR = re.compile(
    rf"""
      (?P<plain>(?!{_SIZE_WORDS})[^\W\d_]{{2,}}+(?![ .:-]{{0,3}}[\d,.ø]))
    | (?P<gtin>(?<!\d)(?:\d{{14}}|\d{{13}}|\d{{12}}|\d{{8}})(?![\d.,]))
    | (?P<insert>(?<![a-z\d])[acdehklmoprstvw][abcdefgnop][acefghjklmnu][abcfghjmnqrtuwx])[ -]?
      (?P<edge>\d\d)[ -]?(?P<thick>\d\d|t\d)(?:[ -]?(?P<corner>\d\d))?(?![\d.,])
    | (?P<thread>(?<![a-z\d])m[ ]?(?=\d))(?P<major>\d{{1,2}}(?:[.,]\d+)?)
      (?:[ ]?x[ ]?(?P<second>{_N}))?(?:[ ]?x[ ]?(?P<third>{_N}))?(?![\d/])(?![ ]?(?:m|mm|cm|kg|g|l|ml)\b)
    | (?P<pipe>(?<![a-z\d])(?:g|r|rp|rc|npt|bsp|bspp|bspt))[ ]?(?P<gauge>\d[ ]\d/\d|\d/\d|\d(?=["']))["']*
    | (?P<format>(?<![a-z\d])[abc](?:10|\d)(?![\d.,]*\d|[a-z]))
    | (?P<size>(?<![a-z\d])(?:tailles?|t\.|t|sizes?|sz|grosse|groesse|gr\.?|pointures?|pt|gr)(?![a-z])[ .:]?[ ]?)
      (?P<fit>\d{{1,2}}(?:[.,]5)?(?![.,x/]?\d|[a-z%°]|[ ]?(?:mm|cm|m|kg|g|l|ml|v|w)\b)|x{{0,4}}[sl]\b|\dxl\b|m\b)
    | (?P<letters>(?<![a-z\d.,/-])(?:x{{1,4}}[sl]|[2-6]xl|[sml])(?![a-z\d/'-]))
    | (?P<grit>(?<![a-z\d])p[ ]?(?=\d))(?P<mesh>\d{{2,4}})(?![\d.,]*\d|[a-z])
    | (?P<range>(?<![\d.,/-])(?:ø[ ]?)?{_N}[ ]?(?:-|[ ]a[ ]|[ ]bis[ ])[ ]?{_N}(?![\d/]|-\d|[ ]?x[ ]?\d|[.,]\d))
      (?:[ ]?(?P<rangeunit>{_UNIT})(?![a-z\d]))?
    | (?P<round>ø|(?<![a-z\d])(?:diametre|diam|dia|durchmesser|d)(?![a-z])[ .:]{{0,2}}(?=[\d.,]))[ ]?
      (?P<bore>{_N})(?:[ ]?(?P<boreunit>mm|cm|m)\b)?
    | (?P<chain>{_N}(?:[ ]?(?:mm|cm|m)?[ ]?x[ ]?{_N})+)(?:[ ]?(?P<chainunit>mm|cm|m|µm|µ)(?![a-z\d]))?
    | (?P<fraction>\d+(?:[.,]\d+)?/\d+(?:[.,]\d+)?e?)(?!\d)
    | (?P<value>{_N})(?:[ ]?(?P<unit>{_UNIT})(?![a-z\d]|[.]\d))?
    | (?P<word>[^\W\d_]+)
    """,
    re.VERBOSE,
)


def scan(folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The pieces of a part of a text, one grammar each."""
    return _GRAMMAR.finditer(folded, start, end)


def plain(number: str) -> str:
    """12,50 as 12.5 and 08 as 8."""
    text = number.replace(",", ".")
    whole, point, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole.lstrip('0') or '0'}{'.' if decimals else ''}{decimals}" if point else whole.lstrip("0") or "0"


def scaled(number: str, factor: int) -> str:
    """A number in the unit of its key, without a float's noise."""
    value = float(plain(number)) * factor
    return f"{value:.6f}".rstrip("0").rstrip(".")


def valid_gtin(digits: str) -> bool:
    """Whether the last digit checks the others, as GS1 counts it."""
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return weighed % 10 == 0


def slots_of(match: re.Match[str]) -> list[Slot]:
    """What one piece that is no mere word says."""
    return next(make(match) for name, make in _MAKERS.items() if match[name])


def _slot(match: re.Match[str], keys: tuple[str, ...], axis: str, sims: tuple[float, ...] = ()) -> Slot:
    return Slot(Kind.NUMBER, match.group().strip(), keys, match.start(), match.end(), axis, sims)


def _gtin(match: re.Match[str]) -> list[Slot]:
    digits = match["gtin"]
    if len(digits) > 8 and valid_gtin(digits):
        return [Slot(Kind.GTIN, digits, (f"gtin:{digits.zfill(14)}",), match.start(), match.end(), "gtin")]
    return [_slot(match, (f"n:{plain(digits)}",), "")]


def _insert(match: re.Match[str]) -> list[Slot]:
    """ISO 1832: shape, edge and thickness, corner; 12 04 08 as one number or three."""
    shape, corner = match["insert"], match["corner"]
    size = f"{match['edge']}{match['thick']}"
    found = [
        Slot(Kind.ATTRIBUTE, shape, (f"w:{shape}",), match.start(), match.end("insert"), "insert shape"),
        Slot(Kind.NUMBER, size, (f"is:{size}", f"n:{size}"), match.start("edge"), match.end("thick"), "insert size"),
    ]
    if corner:
        where = match.start("corner"), match.end("corner")
        found.append(Slot(Kind.NUMBER, corner, (f"ir:{corner}",), *where, "insert corner"))
    return found


def _thread(match: re.Match[str]) -> list[Slot]:
    """M8x1 has a pitch, M8x20 a length, M8 the coarse pitch that is seldom said."""
    major, second, third = (plain(part) if part else "" for part in match.group("major", "second", "third"))
    pitch, length = (second, third) if third or _is_pitch(second, major) else ("", second)
    where = match.start(), match.end()
    found = [Slot(Kind.NUMBER, f"M{major}", (f"m{major}", f"n:{major}"), *where, "thread", (1.0, 0.55))]
    pitch = pitch or ("" if length else _COARSE.get(major, ""))
    if pitch and pitch != _COARSE.get(major):
        found.append(Slot(Kind.NUMBER, pitch, (f"pitch:{pitch}", f"n:{pitch}"), *where, "pitch", (1.0, 0.6)))
    if length:
        found.append(Slot(Kind.NUMBER, length, (f"len:{length}", f"n:{length}", f"mm:{length}"), *where, "length"))
    return found


def _is_pitch(second: str, major: str) -> bool:
    return bool(second) and float(second) <= min(float(major) / 2, 6) and (float(second) < 3 or "." in second)


def _pipe(match: re.Match[str]) -> list[Slot]:
    gauge = match["gauge"].replace(" ", "+")
    family = "npt" if match["pipe"] == "npt" else "r" if match["pipe"] in ("r", "rc", "bspt") else "g"
    return [_slot(match, (f"{family}{gauge}", f"f:{gauge}"), "pipe thread", (1.0, 0.85))]


def _format(match: re.Match[str]) -> list[Slot]:
    text = match["format"]
    return [_slot(match, (text, f"n:{text[1:]}"), f"format {text[0]}", (1.0, 0.3))]


def _size(match: re.Match[str]) -> list[Slot]:
    fit = _letter_size(match["fit"])
    if fit[0].isdigit() and fit[-1] != "l":
        mark = match["size"].strip(" .:")
        aliases = (f"t{plain(fit)}",) if mark == "t" else ()
        keys = (f"size:{plain(fit)}", f"n:{plain(fit)}", *aliases)
        return [_slot(match, keys, "size", (1.0, 0.85, 1.0))]
    return [Slot(Kind.ATTRIBUTE, fit, (f"size:{fit}",), match.start(), match.end(), "size")]


def _letters(match: re.Match[str]) -> list[Slot]:
    fit = _letter_size(match["letters"])
    return [Slot(Kind.ATTRIBUTE, fit, (f"size:{fit}", f"w:{fit}"), match.start(), match.end(), "size", (1.0, 0.7))]


def _grit(match: re.Match[str]) -> list[Slot]:
    """P80 is grain 80."""
    mesh = plain(match["mesh"])
    return [_slot(match, (f"p{mesh}", f"grain{mesh}", f"n:{mesh}"), "", (1.0, 1.0, 0.8))]


def _letter_size(fit: str) -> str:
    """XXL is 2XL."""
    crosses = len(fit) - 1 if set(fit[:-1]) == {"x"} else 0
    return f"{crosses}x{fit[-1]}" if crosses > 1 else fit


def _round(match: re.Match[str]) -> list[Slot]:
    factor = {"cm": 10, "m": 1000}.get(match["boreunit"] or "", 1)
    value, raw = scaled(match["bore"], factor), plain(match["bore"])
    return [_slot(match, (f"ø:{value}", f"mm:{value}", f"n:{raw}"), "diameter", (1.0, 0.85, 0.7))]


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
        times[number] = times.get(number, 0) + 1
        again = f"#{times[number]}" if times[number] > 1 else ""
        found.append(_side(match, number, unit, again))
    return found


def _side(match: re.Match[str], number: str, unit: str, again: str) -> Slot:
    axis, key, factor = _UNIT_OF.get(unit, ("length", "", 1))
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
    axis, _key, _factor = _UNIT_OF.get(unit, ("range", "", 1))
    joined = re.sub(r"\D", "", match["range"]).lstrip("0")
    keys = (f"r:{low}-{high}", f"n:{joined}", f"n:{high}", f"n:{low}")
    return [_slot(match, keys, axis, (1.0, 0.9, 0.45, 0.45))]


def _fraction(match: re.Match[str]) -> list[Slot]:
    text = match["fraction"].replace(",", ".").rstrip("e")
    return [_slot(match, (f"f:{text}", f"g{text}"), "fraction", (1.0, 0.85))]


def _value(match: re.Match[str]) -> list[Slot]:
    number, unit = plain(match["value"]), match["unit"] or ""
    if not unit:
        return [_slot(match, (f"n:{number}",), "")]
    axis, key, factor = _UNIT_OF[unit]
    value = scaled(match["value"], factor)
    keys, sims = [f"{key}:{value}", f"n:{number}"], [1.0, 0.85]
    if key in _ALSO:
        keys.append(f"{_ALSO[key]}:{value}")
        sims.append(0.95)
    if key == "mm":
        keys.append(f"ø:{value}")
        sims.append(0.9)
    return [_slot(match, tuple(keys), axis, tuple(sims))]


_MAKERS = {
    "gtin": _gtin,
    "insert": _insert,
    "thread": _thread,
    "pipe": _pipe,
    "format": _format,
    "size": _size,
    "letters": _letters,
    "grit": _grit,
    "round": _round,
    "chain": _chain,
    "range": _range,
    "fraction": _fraction,
    "value": _value,
}
