"""Things that look alike and are not the same; things that look different and are."""

from __future__ import annotations

import pytest

from pooling.algorithms.matching.engine import Catalogue
from pooling.algorithms.matching.model import Decision, Item, Line


def met(item: str, line: str, *others: str, reference: str = "") -> Decision:
    """What becomes of a line in a catalogue of one item and some of no concern."""
    catalogue = Catalogue(
        [
            Item("X", item, maker_ref=reference),
            *(Item(f"T{number}", other) for number, other in enumerate(others)),
            Item("A", "Perceuse visseuse 18 V sans fil"),
            Item("B", "Pinceau plat 40 mm soie"),
            Item("C", "Ciment gris sac 35 kg"),
            Item("D", "Brouette chantier 90 L"),
        ]
    )
    match = catalogue.match(Line(line))
    assert match.code == "X" or match.decision is not Decision.AUTO
    return match.decision


@pytest.mark.parametrize(
    ("item", "line"),
    [
        ("Patty beef 4 oz frozen", "beef patty 3.5 oz frozen"),
        ("Foret béton Ø6", "foret béton Ø6,8"),
        ("Foret béton Ø6 x 100", "foret béton Ø6 x 160"),
        ("Plaquette grade 4325 géométrie PM", "plaquette grade 4315 géométrie PM"),
        ("Écrou frein M6", "écrou frein M8"),
        ("Tige filetée M12 1 m", "tige filetée M12 2 m"),
        ("Taraud machine M8", "taraud machine M8x1"),
        ("Papier calque A4", "papier calque A3"),
        ("Vis tête plate inox A2", "vis tête plate inox A4"),
        ("Gant tricoté taille 8", "gant tricoté taille 9"),
        ("Gant tricoté taille L", "gant tricoté taille XL"),
        ("Papier 80 g format A4", "papier 90 g format A4"),
        ("Outil à dresser gauche", "outil à dresser droite"),
        ("Compresse stérile 10 cm", "compresse non stérile 10 cm"),
        ("Masque avec soupape", "masque sans soupape"),
        ("Bouteille gaz 13 kg", "bouteille gaz 35 kg"),
        ("Colle blanche 250 ml", "colle blanche 1 L"),
        ("Ruban toilé noir 50 mm", "ruban toilé rouge 50 mm"),
        ("Raccord mâle G1/4", "raccord mâle G3/8"),
        ("Raccord mâle G1/4", "raccord femelle G1/4"),
        ("Barre laiton rond 20", "barre acier rond 20"),
        ("Barre laiton ronde 20", "barre laiton carrée 20"),
        ("Bague étanche intérieure 20", "bague étanche extérieure 20"),
        ("Cartouche 59A noire", "cartouche 59X noire"),
        ("Caisse 600x400x220", "caisse 600x400x320"),
        ("Caisse 300x300x300", "caisse 300x300x400"),
        ("Ampoule 9 W 2700 K", "ampoule 9 W 4000 K"),
        ("Disque grain 80", "disque grain 120"),
        ("Insert CCMT 09 T3 04", "insert CCMT 09 T3 08"),
        ("Insert CCMT 09 T3 04", "insert CCGT 09 T3 04"),
        ("Palier UCP 204", "palier UCP 206"),
        ("Carton simple cannelure 40", "carton double cannelure 40"),
        ("Fraise D6 Z4 Lc 16", "fraise D16 Z4"),
        ("Fraise Z4 Ø2", "fraise Z2 Ø4"),
        ("Tube prélèvement K2 4 ml", "tube prélèvement 2 ml"),
        ("Gant vinyle non poudré M", "gant vinyle poudré M"),
        ("Gant vinyle non poudré M", "gant vinyle poudré taille M"),
        ("Interrupteur 40 A type AC", "interrupteur 40 A type A"),
        ("Disjoncteur 16 A courbe C", "disjoncteur 16 A courbe D"),
        ("Fiole 100 ml classe A", "fiole 100 ml classe B"),
        ("Botte S5 blanche", "botte S5 bleue"),
        ("Sac 50 µm", "sac 50 mm"),
        ("Cartouche 59A noire", "cartouche 59Z noire"),
        ("Marqueur, pochette 4 couleurs", "marqueur, pochette 8 couleurs"),
    ],
)
def test_an_attribute_that_differs_is_a_veto(item: str, line: str) -> None:
    assert met(item, line) is Decision.NONE


@pytest.mark.parametrize(
    ("item", "line"),
    [
        ("Écrou frein M8x1,25 zingué", "ecrou frein M8 zingué"),
        ("Caisse europe 60 x 40 x 22 cm", "caisse europe 600x400x220 mm"),
        ("Gel douche flacon 0,5 L", "gel douche 500 ml"),
        ("Farine sac 1 kg", "farine 1000 g"),
        ("Tube LED 1200 mm 18 W", "tube led 120cm 18w"),
        ("Gant tricoté taille XXL", "gants tricotés 2XL"),
        ("Gant tricoté pointure 9", "gants tricotés T9"),
        ("Toile abrasive grain 80", "toile abrasive P80"),
        ("Roulement 6204-2RSH", "roulement 6204 2rs"),
        ("Bloc-notes 76 x 76 mm", "bloc notes 76x76"),
        ("Casque anti-bruit pliable", "casque antibruit pliable"),
        ("Insert CCMT 09 T3 04-PF", "ccmt09t304pf"),
        ("Foret béton Ø6", "mèche béton diam. 6"),
        ("Pied à coulisse 150 mm", "PAC 150"),
        ("Joint torique 20x2", "O-Ring 20 x 2"),
        ("Vis à tôle tête cylindrique inox", "vis à tole tete cylindrique inox"),
        ("Chiffon d'essuyage coton blanc", "chiffons essuyage coton blc"),
        ("Peinture antirouille grise 2,5 L", "peinture antirouile grise 2.5L"),
        ("Cheese cheddar sliced 160 count", "CHS CHEDR SLCD 160 CT"),
        ("Handschuh Nitril blau Größe 9", "gant nitrile bleu taille 9"),
        ("Batterie plomb 12 V 7 Ah", "batterie plomb 12V 7Ah (remplace l'ancienne du poste 3)"),
        ("Batterie plomb 12 V 7 Ah", "batterie plomb 12V 7Ah, livrer à l'atelier 2"),
        ("Gant vinyle non poudré M", "vinyl gloves powder free M"),
        ("Boisson gazeuse canette 33 cl", "boisson gazeuse 24x33cl"),
        ("Yaourt fraise pot 125 g", "yaourt fraise 4 x 125g"),
        ("Eau plate bouteille 1,5 L", "eau plate bouteille 1L5"),
        ("Lait demi-écrémé", "lait 1/2 écrémé"),
        ("Alésoir Ø8 H7", "alésoir 8H7"),
        ("Taraud M8x1", "taraud M8 pas 1"),
        ("Foret Ø5 3xD", "foret Ø5 3D"),
        ("Fraise Ø10 Z4", "fraise Ø10 4 dents"),
        ("Fraise Ø10 rayon 0,5", "fraise Ø10 r0.5"),
        ("Aspirine 1000 mg", "aspirine 1 g"),
        ("Raccord mâle G1/4", "raccord mâle gaz 1/4"),
        ("Gant chirurgical taille 6,5", "gant chirurgical 6 1/2"),
        ("Dos de colin 140-160 g", "dos de colin 140/160"),
        ("Cahier 180 pages", "cahier 180p"),
        ("Écrou M8 DIN 934 CL 8", "écrou M8 DIN934 cl 8"),
    ],
)
def test_another_way_of_saying_it_is_the_same(item: str, line: str) -> None:
    assert met(item, line) is not Decision.NONE
    # in a catalogue of five things hardly anything is rare: what matters is that nothing stands against
    catalogue = Catalogue([Item("X", item)])
    against = [each for each in catalogue.compare(Line(line), "X") if each.verdict in ("other", "unsaid")]
    assert not [each.asked for each in against if each.axis], against


@pytest.mark.parametrize("line", ["MX 4410-25", "mx4410 25", "MX-4410/25", "mx441025", "réf. MX 4410.25 urgent"])
def test_a_reference_is_found_however_it_is_spaced(line: str) -> None:
    item = Item("X", "Moyeu amovible alésage 25", maker="Alto", maker_ref="MX4410-25")
    twins = [Item(f"T{size}", f"Moyeu amovible alésage {size}", maker_ref=f"MX4410-{size}") for size in (20, 30, 35)]
    match = Catalogue([item, *twins]).match(Line(line))
    assert (match.code, match.decision) == ("X", Decision.AUTO)


def test_a_gtin_is_matched_only_when_its_check_digit_holds_and_asked_when_one_digit_is_wrong() -> None:
    catalogue = Catalogue([Item("X", "Produit", gtin="4006381333931"), Item("Y", "Autre", gtin="9520401076066")])
    assert (catalogue.match(Line("4006381333931")).code, catalogue.match(Line("x", gtin="4006381333931")).code) == (
        "X",
        "X",
    )
    assert catalogue.match(Line("4006381333931")).decision is Decision.AUTO
    assert catalogue.match(Line("4006381333932")).decision is Decision.REVIEW
    assert catalogue.match(Line("4006381334941")).decision is Decision.NONE


def test_the_plain_one_is_meant_when_nothing_more_is_said() -> None:
    catalogue = Catalogue(
        [
            Item("P", "Bloc sténo A5 ligné"),
            Item("S", "Bloc sténo A5 ligné spirale"),
            Item("Q", "Registre A4 quadrillé"),
        ]
    )
    assert catalogue.match(Line("bloc sténo A5 ligné")).code == "P"
    assert catalogue.match(Line("bloc sténo A5 ligné spirale")).code == "S"


@pytest.mark.parametrize(
    ("item", "line", "others"),
    [
        ("Toner laser 051H haute capacité", "toner laser 051", ()),
        ("Taraud machine M8x1", "taraud machine M8", ()),
        ("Taraud machine M8x1", "taraud machine M8x1,25", ()),
        ("Palier UCP 204", "palier UCF 204", ()),
        ("Porte-outil SCLCR 1212", "porte-outil SCLCL 1212", ()),
        ("Fiole jaugée 100 ml classe A", "fiole jaugée 100 ml", ("Fiole jaugée 100 ml classe B",)),
        ("Haricot vert fin 2,5 kg", "haricot vert 2,5 kg", ("Haricot vert très fin 2,5 kg",)),
        ("Papier calque A4, ramette 250 feuilles", "papier calque A4, ramette 500 feuilles", ()),
    ],
)
def test_what_may_be_another_one_is_asked(item: str, line: str, others: tuple[str, ...]) -> None:
    assert met(item, line, *others) is Decision.REVIEW


def test_the_longest_text_and_the_strangest_are_answered() -> None:
    catalogue = Catalogue([Item("X", "Vis M6")])
    for text in ("", "   ", "???", "é" * 50_000, "1" * 5_000, "\x00\u202e", "x" * 300 + " 5" * 300, "½ ² ³ ①"):
        assert catalogue.match(Line(text)).decision is not Decision.AUTO
