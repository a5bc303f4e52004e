"""A made-up catalogue of any size and lines that ask for its items as clerks type them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

from pooling.algorithms.matching.model import Item, Line

_THINGS = (
    """
vis à bois tête fraisée|cheville nylon à frapper|boulon poêlier|roulement rigide|courroie crantée|poulie
fonte|ampoule filament|câble souple industriel|disjoncteur modulaire|gaine annelée|peinture glycéro|vernis
marin|mastic acrylique|ruban de masquage|enveloppe bulle|caisse plastique ajourée|film bulle|feuille abrasive
velcro|brosse métallique sertie|foret béton|lame de scie sauteuse|gant de manutention|lunettes
panoramiques|chaussure montante|huile moteur|graisse lithium|lubrifiant sec|détergent alcalin|essuyeur
tissu|savon liquide|cahier spirale|stylo gel|toner laser|chemise à rabats|baguette de brasage|électrode
rutile|raccord à compression|vanne papillon|tuyau d'arrosage|joint plat fibre|manchon isolant|bride
plate|coude égal|té réduit|collier de fixation|cosse tubulaire|interrupteur étanche|bloc multiprise|lampe
frontale|pile rechargeable|escabeau aluminium|diable pneumatique|roulette pivotante|serrure à larder|cylindre
européen|paumelle réversible|vérin à gaz|ressort de traction|niveau à bulle|équerre à chapeau|mètre
ruban|truelle langue|spatule inox|pinceau rechampir|rouleau laqueur|bâche de protection|sangle à
cliquet|élingue ronde|manille lyre|cadenas laiton|jerrican homologué|entonnoir souple|pulvérisateur à
pression|balai cantonnier|seau essoreur|serpillière microfibre|poubelle à pédale|distributeur de savon|gel
désinfectant|compresse stérile|bande cohésive|classeur à anneaux|intercalaire numérique|agrafeuse de
bureau|perforateur deux trous|calculatrice solaire|tableau magnétique|marqueur craie|scotch d'emballage|étui
carton|palette légère|coiffe thermorétractable|étiquette de danger
""".replace("\n", " ")
    .strip()
    .split("|")
)
_BRANDS = ("Altor", "Bexal", "Cordis", "Dravex", "Elmot", "Fargon", "Gelix", "Hortal", "Isomat", "Jaltex")
_COLOURS = ("noir", "blanc", "bleu", "rouge", "vert", "jaune", "gris")
_MATTERS = ("inox A2", "acier zingué", "laiton", "nylon", "PVC", "aluminium", "caoutchouc")
_SIZES = (3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20, 25, 30, 35, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500)
_SYLLABLES = ("ba", "co", "di", "fu", "ga", "lo", "mi", "na", "pre", "ro", "sta", "tu", "ver", "xo", "zan", "kel")
# what tells the items of one thing apart: every thing has its own way
_WAYS = (
    "{model} {matter} Ø{size} x {other} mm",
    "{model} {colour} {size} x {other} mm",
    "{model} {size} L {colour}",
    "{model} {other} ml",
    "{model} {matter} M{size}x{other}",
    "{model} série {other} {colour} taille {size}",
)


def items(count: int, seed: int = 7) -> list[Item]:
    """So many items, many of them twins in all but one attribute."""
    return list(islice(_items(seed), count))


def _items(seed: int) -> Iterator[Item]:
    chance = random.Random(seed)
    seen: set[str] = set()
    number = 0
    while True:
        kind = chance.randrange(len(_THINGS))
        brand, way = chance.choice(_BRANDS), _WAYS[kind % len(_WAYS)]
        model = "".join(chance.choices(_SYLLABLES, k=3)).capitalize()
        colour, matter, other = chance.choice(_COLOURS), chance.choice(_MATTERS), chance.choice(_SIZES)
        for size in chance.sample(_SIZES, 4):
            told = way.format(model=model, colour=colour, matter=matter, size=size, other=other)
            name = f"{_THINGS[kind]} {told}"
            if name in seen:
                continue
            seen.add(name)
            number += 1
            reference = f"{brand[:2].upper()}{chance.randrange(10**4, 10**6)}-{size}"
            yield Item(f"A{number:06}", name.capitalize(), maker=brand, maker_ref=reference, base_unit="C62")


def lines(of: list[Item], count: int, seed: int = 11) -> list[tuple[Line, str]]:
    """Lines with the code that each means."""
    chance = random.Random(seed)
    return [(Line(_typed(item, chance)), item.code) for item in chance.choices(of, k=count)]


def _typed(item: Item, chance: random.Random) -> str:
    if chance.random() < 0.1:
        return item.maker_ref.lower().replace("-", chance.choice((" ", "-", "")))
    words = [_short(word, chance) for word in item.designation.split() if chance.random() > 0.04 or not word.isalpha()]
    if chance.random() < 0.3:
        head, tail = words[:2], words[2:]
        words = tail + head
    return " ".join(words).lower()


def _short(word: str, chance: random.Random) -> str:
    """A word as it is, without its end, without its vowels, or with two letters swapped; numbers stay."""
    roll = chance.random()
    if len(word) < 5 or not word.isalpha() or roll < 0.7:
        return word
    if roll < 0.8:
        return word[: max(3, len(word) // 2)] + "."
    if roll < 0.9:
        return word[0] + "".join(letter for letter in word[1:] if letter not in "aeiouyéè")
    place = chance.randrange(1, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
