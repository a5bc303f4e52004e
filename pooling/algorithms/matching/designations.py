"""Designations of the workshop: inserts, threads and their pitches, fits, radii, teeth, standards."""

import re

from pooling.algorithms.matching.slots import Kind, Slot
from pooling.algorithms.matching.values import number_slot, plain, scaled

# Pitches that ISO 261 calls coarse: M8 is M8x1,25.
_COARSE = {
    "1": "0.25", "1.2": "0.25", "1.4": "0.3", "1.6": "0.35", "2": "0.4", "2.5": "0.45", "3": "0.5", "3.5": "0.6",
    "4": "0.7", "5": "0.8", "6": "1", "7": "1", "8": "1.25", "10": "1.5", "12": "1.75", "14": "2", "16": "2",
    "18": "2.5", "20": "2.5", "22": "2.5", "24": "3", "27": "3", "30": "3.5", "33": "3.5", "36": "4",
}  # fmt: skip

# how surely M8 is M8x1, which somebody may have meant and not said; M8x1,25 is never M8x1
FINE, EXPLICIT = 0.6, 0.9


def insert_slots(match: re.Match[str]) -> list[Slot]:
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


def thread_slots(match: re.Match[str]) -> list[Slot]:
    """M8x1 has a pitch, M8x20 a length, M8 the coarse pitch that is seldom said."""
    major, second, third = (plain(part) if part else "" for part in match.group("major", "second", "third"))
    pitch, length = (second, third) if third or _is_pitch(second, major) else ("", second)
    where = match.start(), match.end()
    fine = bool(pitch) and pitch != _COARSE.get(major)
    keys, sims = (f"m{major}", f"n:{major}"), (EXPLICIT if pitch else 1.0, 0.55)
    if fine:
        keys, sims = (f"m{major}fine", f"m{major}"), (1.0, FINE)
    found = [Slot(Kind.NUMBER, f"M{major}", keys, *where, "thread", sims)]
    if fine:
        found.append(Slot(Kind.NUMBER, pitch, (f"pitch:{pitch}", f"n:{pitch}"), *where, "pitch", (1.0, 0.6)))
    if length:
        found.append(Slot(Kind.NUMBER, length, (f"len:{length}", f"n:{length}", f"mm:{length}"), *where, "length"))
    return found


def _is_pitch(second: str, major: str) -> bool:
    return bool(second) and float(second) <= min(float(major) / 2, 6) and (float(second) < 3 or "." in second)


def pipe_slots(match: re.Match[str]) -> list[Slot]:
    """G1/4, 1/4 BSP and 1/4 gaz are one thread; R and NPT are others."""
    gauge, said = match["gauge"].replace(" ", "+"), match["pipe"].split()[-1]
    family = "npt" if said == "npt" else "r" if said in ("r", "rc", "bspt") else "g"
    words = tuple(f"w:{word}" for word in match["pipe"].split() if len(word) > 1)
    return [
        number_slot(match, (f"{family}{gauge}", f"f:{gauge}", *words), "pipe thread", (1.0, 0.7, *(0.7 for _ in words)))
    ]


def pitch_slots(match: re.Match[str]) -> list[Slot]:
    """The pitch of a thread in words; M8x1 says it too."""
    pitch = plain(match["pitch"])
    return [number_slot(match, (f"pitch:{pitch}", f"n:{pitch}", f"mm:{pitch}"), "pitch", (1.0, 0.85, 0.85))]


def norm_slots(match: re.Match[str]) -> list[Slot]:
    """DIN 912: the 912 is no quantity of anything, whatever follows."""
    name, number = match["norm"].strip(" -"), match["standard"]
    where = match.start("standard"), match.end("standard")
    return [
        Slot(Kind.WORD, name, (f"w:{name}",), match.start(), match.start() + len(name)),
        Slot(Kind.NUMBER, number, (f"n:{plain(number)}",), *where),
    ]


def radius_slots(match: re.Match[str]) -> list[Slot]:
    curve = plain(match["curve"])
    return [number_slot(match, (f"radius:{curve}", f"r{curve}", f"n:{curve}"), "radius", (1.0, 0.9, 0.75))]


def times_slots(match: re.Match[str]) -> list[Slot]:
    """3xD, 3 x D, 3D: so many times the diameter."""
    times = plain(match["times"])
    return [number_slot(match, (f"xd:{times}", f"n:{times}"), "depth", (1.0, 0.7))]


def shield_slots(match: re.Match[str]) -> list[Slot]:
    """6204-2Z and 6204 ZZ: a bearing with a shield on either side."""
    return [Slot(Kind.ATTRIBUTE, match.group(), ("2z",), match.start(), match.end(), "seal")]


def teeth_slots(match: re.Match[str]) -> list[Slot]:
    """Z4, 4 dents, 4 flutes."""
    teeth = plain(match["teeth"])
    return [number_slot(match, (f"z{teeth}", f"n:{teeth}"), "teeth", (1.0, 0.8))]


def fitted_slots(match: re.Match[str]) -> list[Slot]:
    """The 8 of 8 H7 is a diameter."""
    number = plain(match["fitted"])
    return [number_slot(match, (f"ø:{number}", f"mm:{number}", f"n:{number}"), "diameter", (0.95, 0.95, 0.9))]


def round_slots(match: re.Match[str]) -> list[Slot]:
    factor = {"cm": 10, "m": 1000}.get(match["boreunit"] or "", 1)
    value, raw = scaled(match["bore"], factor), plain(match["bore"])
    return [number_slot(match, (f"ø:{value}", f"mm:{value}", f"n:{raw}"), "diameter", (1.0, 0.85, 0.7))]
