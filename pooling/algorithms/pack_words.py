"""The words in which people say packs, in French, English and German: containers, what is counted, what is not.

Packages and measures take their names from the table of units; here stands what free text adds to them, and
which of their names mean something else in a designation (`botte` is footwear, `bar` a pressure).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pooling.algorithms.units import PACKAGE, UNITS, names_of

Kind = Literal["package", "count", "measure", "foreign", "many"]


@dataclass(frozen=True)
class Entry:
    """What a word means beside a number; `code` is a UN/ECE code, or None when only the word can say."""

    kind: Kind
    code: str | None


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """A word without case, accents and dots."""
    plain = unicodedata.normalize("NFKD", word).casefold()
    return re.sub(r"[^\w]|[\u0300-\u036f]", "", plain)


def _words(text: str) -> frozenset[str]:
    return frozenset(folded(word) for word in text.split())


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Names of packages that a designation uses for goods, pressures and prepositions.
_NOT_PACKAGES = _words("""
    bar bars pa bo ro bx f env glas ring pal cs botte bottes bunch bunches bund bunde balle balles bale bales
    distributeur distributeurs spender intercalaire intercalaires enveloppe enveloppes envelope envelopes umschlag
    umschlage benne bennes bin bins mulde tole toles blech bleche plaque plaques plate plates platte platten plq cyl
    cylinder cylinders fuseau fuseaux cour tb pk
""")

_MORE_PACKAGES = {
    "XBX": "bts boit boitier boitiers schachtel box boxen",
    "XPK": "pkg pkgs packung packungen verpackung ve vpe gebinde blister blisters coblister etui etuis display "
    "presentoir packs multipack conditionnement cdt",
    "XPA": "pkt paq paquet ballotin",
    "XCT": "carton karton kart kartons cart",
    "XBG": "pochon pochons poches beutel tute",
    "XJY": "bonbonne bonbonnes jerrycan",
    "XBO": "fl flasche",
    "XFL": "flac",
    "XLT": "lots assortiment",
    "SET": "jeu jeux set sets satz satze",
    "RM": "ram rames rmt rm",
    "XCF": "coffrets malette mallette mallettes",
    "XWA": "ibc grv cuve",
    "XVI": "vial vials",
    "XAM": "ampule ampules amp amps ampul ampulle ampullen",
    "XSH": "stick sticks dosette dosettes",
}

_COUNTS = {
    "C62": "piece pieces pce pces pc pcs unite unites unit units u stuck stucke stk stck each ea article articles",
    "PR": "paire paires pair pairs prs paar paare",
    "XST": "feuille feuilles sheet sheets blatt blatter feuil f flles",
    "XAV": "capsule capsules caps cap gelule gelules kapsel kapseln",
    None: "tab tabs tablet tablets tablette tablettes comprime comprimes cp cps cpr test tests dose doses "
    "planche planches etiquette etiquettes label labels lingette lingettes wipes tucher compresse compresses "
    "seringue seringues syringe syringes unidose unidoses monodose monodoses suppositoire suppositoires patch patches "
    "pansement pansements cartes cards strips bandelette bandelettes",
}

# Of these the whole is used at once, so they are counted, whatever each one holds.
DOSES = frozenset({"XVI", "XAM"})

_MEASURES = {
    "GRM": "g gr grs gramme grammes gram grams gramm",
    "KGM": "kg kgs kilo kilos kilogramme kilogrammes kilogramm",
    "TNE": "tonne tonnes tonnen",
    "LTR": "l lt ltr ltrs lts litre litres liter liters",
    "MLT": "ml mls millilitre millilitres",
    "CLT": "cl centilitre centilitres",
    "DLT": "dl",
    "MTQ": "m3",
    "MTR": "m metre metres meter meters mtr mtrs lfm",
}

# Beside these a number is an attribute of the thing, never what a pack holds.
_FOREIGN = _words("""
    mm cm dm km um µ µm micron microns mg µg mcg v volt volts vdc vac va kva w kw kwh mwh watt watts a ampere ma mah
    ah hz khz mhz bar bars psi mpa kpa db c k n nm kn pouce pouces inch inches zoll ft lb lbs oz h heure heures min
    mn minutes s sec jour jours j day days semaine semaines mois month months an ans year years jahre hp cv lm lumen
    lumens lux go gb to tb mo mb dpi ppm ui iu degres tr rpm cc t q mm2 cm2 m2 gsm ghz trs couleur couleurs coloris
    colours colors farben trou trous holes lochern loch plis pli cannelure cannelures volets dent dents mors voies
    compartiment compartiments compartments ports prises prise tailles touche touches tiroir tiroirs niveaux
    position positions points fonctions personnes personne pers sachant places etages roues pages page canaux
    broches poles pans rangs rangees tirs modules max maxi mini janvier fevrier mars avril mai juin juillet aout
    septembre octobre novembre decembre january february march april may june july august september october november
    december januar februar marz juni juli oktober dezember eur euro euros chf ht ttc
""")

_MANY = {"cent": 100, "cents": 100, "hundred": 100, "hundert": 100, "centaine": 100, "mille": 1000, "millier": 1000,
         "thousand": 1000, "tausend": 1000, "douzaine": 12, "douzaines": 12, "dozen": 12, "dutzend": 12, "dz": 12,
         "doz": 12, "grosse": 144}  # fmt: skip
MANY_CODES = {100: "CEN", 1000: "MIL", 12: "DZN", 144: "GRO"}

OF = _words("de d des of a à zu mit with contenant containing avec en von je")
PER = _words("par per pro je p")
ARTICLES = _words("le les la the das au") | PER
TIMES = frozenset("x×*✕✖")

# What follows these is a norm, a size, a reference, a price: never a count.
LEADS = _words("""
    din iso en nf bs ansi vg ral ø diam diametre diameter durchmesser no n nr num numero ref reference art artikel
    code taille tailles t size sz gr groesse größe pointure pt grain grains grade classe class kl klasse cl type typ
    modele model serie series rev version v prix price preis lg long longueur largeur larg haut hauteur ep epaisseur
    norme norm lange breite hohe pas dos denture dim dimension dimensions format machine poste atelier semaine page
    ligne dia od id sku gtin ean siret hlp hlpd ip z indice ra rayon r
""")

# A measure that stands alone tells the load or the room of these, not what is bought.
PRODUCTS_WITH_A_SIZE = _words("""
    poubelle poubelles dechets gravats refuse garbage trash mull mullsack mullsacke abfallsack sac sacs bag bags bac
    bacs bin bins reservoir cuve aspirateur compresseur compressor chauffe refrigerateur glaciere fontaine armoire
    conteneur papier papiers paper kopierpapier ramette ramettes a3 a4 a5 carton cartons enveloppe enveloppes kraft
    bristol charge capacite cmu palan cric transpalette elingue marteau masse balance etagere extincteur levage
    treuil sangle pompe vide vides
""")
SUBSTANCES = _words("""
    huile huiles graisse colle colles resine peinture vernis solvant solvants acetone alcool ethanol isopropylique
    ipa javel cafe the sucre sel poudre powder solution suspension syrup sirop creme gel savon soap lessive liquide
    mousse mastic silicone degraissant degrippant nettoyant detergent desinfectant shampooing oil ol grease fett
    reiniger cleaner glue kleber paint farbe lack adhesive loctite degivrant encre ink eau water wasser injection
    ointment cream pommade lotion granules pulver salz zucker kaffee coffee tea sugar salt flour farine
""")

# Containers that hold a bare number of things: “bte 10”. Of the others a number alone may be a dimension.
HARD = _codes("XBX XCT XPK XPA XPC XBG XSH XLT XCS XCR XCF XKI SET RM")
# A bar of 20 is a diameter; only a measure says what these hold.
MEASURED_ONLY = _codes("XBR XRD XTU XCL XBA XWA XBJ XJY XDR XCY XAE XCQ XCN XSA")
LONG = _codes("XRO XRL XBB XCL XBR XRD XSO XBX")
VESSELS = _codes("XJY XDR XBO XFL XTU XAE XCQ XBJ XPT XJR XCX XTN XWA XBA XCY XSA")
# These stand outside: nothing smaller holds them.
OUTER = _codes("XCT XPX XPC XCS")
# More than any of these was ever made to hold, in litres or kilograms: which of two readings cannot be.
CAPACITY = {
    "XJY": 60, "XDR": 300, "XBO": 60, "XFL": 10, "XTU": 5, "XAE": 2, "XCQ": 5, "XBJ": 60, "XPT": 30, "XWA": 1500,
    "XSA": 1500, "XCX": 60,
}  # fmt: skip
# Of these a lone size means nothing: it is the size of one of the things inside.
BULK = _codes("XCT XBX XPK XPA XPC XPX XCS XLT XBG")


def _package_entries() -> dict[str, Entry]:
    named = {
        name: Entry("package", unit.code)
        for unit in UNITS.values()
        if unit.dimension == PACKAGE
        for name in names_of(unit) - _NOT_PACKAGES
    }
    return named | _coded("package", _MORE_PACKAGES)


def _coded(kind: Kind, table: dict[str, str] | dict[str | None, str]) -> dict[str, Entry]:
    return {word: Entry(kind, code) for code, words in table.items() for word in _words(words)}


_ENTRIES = (
    _package_entries()
    | {word: Entry("foreign", None) for word in _FOREIGN}
    | _coded("measure", _MEASURES)
    | _coded("count", _COUNTS)
    | {word: Entry("many", MANY_CODES[number]) for word, number in _MANY.items()}
)


def meaning(word: str) -> Entry | None:
    """What a folded word means beside a number, or None."""
    return _ENTRIES.get(word)


def many(word: str) -> int | None:
    """100 for `cent`, 12 for `douzaine`."""
    return _MANY.get(word)
