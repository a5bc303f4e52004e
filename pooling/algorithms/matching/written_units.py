"""Units as they are written beside a number."""

import re

# unit as written: axis, key, factor to the key's unit
UNITS: dict[str, tuple[str, dict[str, float]]] = {
    "length": ("mm", {"mm": 1, "cm": 10, "dm": 100, "m": 1000, "km": 1_000_000, "metre": 1000, "metres": 1000,
                      "meter": 1000, "meters": 1000, "mtr": 1000, "ml": 0}),
    "thickness": ("µm", {"µm": 1, "µ": 1, "um": 1, "micron": 1, "microns": 1, "my": 1}),
    "inches": ("in", {'"': 1, "''": 1, "pouce": 1, "pouces": 1, "inch": 1, "inches": 1, "zoll": 1, "in": 1}),
    "mass": ("g", {"g": 1, "gr": 1, "grs": 1, "gramme": 1, "grammes": 1, "gram": 1, "gramm": 1, "kg": 1000,
                   "kgs": 1000, "kilo": 1000, "kilos": 1000, "t": 1_000_000, "tonne": 1_000_000, "tonnes": 1_000_000,
                   "mg": 0.001, "µg": 0.000001, "mcg": 0.000001}),
    "ounces": ("oz", {"oz": 1, "z": 1, "ounce": 1, "ounces": 1, "lb": 16, "lbs": 16}),
    "volume": ("ml", {"ml": 1, "cl": 10, "dl": 100, "l": 1000, "lt": 1000, "ltr": 1000, "litre": 1000,
                      "litres": 1000, "liter": 1000, "liters": 1000, "hl": 100_000, "cc": 1, "µl": 0.001, "ul": 0.001}),
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
UNIT_OF = {
    written: (axis, key, factor) for axis, (key, table) in UNITS.items() for written, factor in table.items() if factor
}
MEASURES = frozenset(UNITS)
UNIT = "|".join(sorted(map(re.escape, UNIT_OF), key=len, reverse=True))

# what a bottle, a can or a bag holds
CONTENT = "|".join(
    sorted(
        (re.escape(each) for each, (axis, *_) in UNIT_OF.items() if axis in ("mass", "volume")), key=len, reverse=True
    )
)

# Of the same thing one says grams, the other grams per square metre.
ALSO = {"g": "gsm", "gsm": "g"}
