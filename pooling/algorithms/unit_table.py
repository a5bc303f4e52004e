"""The units of this trade: codes of UN/ECE Recommendations 20 and 21, named by us in three languages.

One line a unit: code, symbol, factor to the base of its dimension, then fr singular, fr plural, en, de,
and the other ways in which people write it. A dash stands for nothing. The factor of a package is never
known here: only a Pack says what it holds.
"""

COUNT = """
C62 | u   | 1    | unité | unités | piece | Stück | \
pièce, pièces, pce, pces, pc, pcs, un, unit, units, each, ea, item, items, \
one, stk, st, stücke, h87, nar, article
PR  | -   | 2    | paire | paires | pair | Paar | pairs, prs, paare, pre
SET | -   | -    | jeu | jeux | set | Satz | sets, sätze, ensemble
DZN | -   | 12   | douzaine | douzaines | dozen | Dutzend | dz, dzn, doz, dozens, dtz
CEN | -   | 100  | cent | cents | hundred | Hundert | centaine, centaines, le cent
MIL | -   | 1000 | mille | milliers | thousand | Tausend | millier, le mille, thousands
GRO | -   | 144  | grosse | grosses | gross | Gros | -
D63 | -   | -    | livre | livres | book | Buch | books
ZP  | -   | -    | page | pages | page | Seite | seiten
Q3  | -   | -    | repas | repas | meal | Mahlzeit | meals
"""

MASS = """
KGM | kg | 1        | kilogramme | kilogrammes | kilogram | Kilogramm | kilo, kilos, kgs, kilograms
GRM | g  | 0.001    | gramme | grammes | gram | Gramm | gr, grs, grams
MGM | mg | 0.000001 | milligramme | milligrammes | milligram | Milligramm | milligrams
TNE | t  | 1000     | tonne | tonnes | tonne | Tonne | to, tonnen, metric ton
"""

VOLUME = """
LTR | l   | 1     | litre | litres | litre | Liter | lt, ltr, ltrs, lts, liters, lit
MLT | ml  | 0.001 | millilitre | millilitres | millilitre | Milliliter | mls, milliliters
CLT | cl  | 0.01  | centilitre | centilitres | centilitre | Zentiliter | centiliter
DLT | dl  | 0.1   | décilitre | décilitres | decilitre | Deziliter | deciliter
HLT | hl  | 100   | hectolitre | hectolitres | hectolitre | Hektoliter | hectoliter
MTQ | m³  | 1000  | mètre cube | mètres cubes | cubic metre | Kubikmeter | cubic meter, cubic metres, cbm
DMQ | dm³ | 1     | décimètre cube | décimètres cubes | cubic decimetre | Kubikdezimeter | -
CMQ | cm³ | 0.001 | centimètre cube | centimètres cubes | cubic centimetre | Kubikzentimeter | cc, ccm
"""

LENGTH = """
MTR | m  | 1     | mètre | mètres | metre | Meter | meters, metres, mtr, mtrs, \
mètre linéaire, mètres linéaires, lfm, laufender meter
MMT | mm | 0.001 | millimètre | millimètres | millimetre | Millimeter | millimeters
CMT | cm | 0.01  | centimètre | centimètres | centimetre | Zentimeter | centimeters
DMT | dm | 0.1   | décimètre | décimètres | decimetre | Dezimeter | -
KMT | km | 1000  | kilomètre | kilomètres | kilometre | Kilometer | kilometers
"""

AREA = """
MTK | m²  | 1        | mètre carré | mètres carrés | square metre | Quadratmeter | \
square meter, square meters, square metres, sqm, qm
DMK | dm² | 0.01     | décimètre carré | décimètres carrés | square decimetre | Quadratdezimeter | -
CMK | cm² | 0.0001   | centimètre carré | centimètres carrés | square centimetre | Quadratzentimeter | -
MMK | mm² | 0.000001 | millimètre carré | millimètres carrés | square millimetre | Quadratmillimeter | -
"""

ENERGY = """
KWH | kWh | 1       | kilowattheure | kilowattheures | kilowatt hour | Kilowattstunde | \
kilowattstunden, kilowatt-heure
WHR | Wh  | 0.001   | wattheure | wattheures | watt hour | Wattstunde | watt-heure, wattstunden
MWH | MWh | 1000    | mégawattheure | mégawattheures | megawatt hour | Megawattstunde | megawattstunden
GWH | GWh | 1000000 | gigawattheure | gigawattheures | gigawatt hour | Gigawattstunde | gigawattstunden
"""

POWER = """
KWT | kW | 1     | kilowatt | kilowatts | kilowatt | Kilowatt | -
WTT | W  | 0.001 | watt | watts | watt | Watt | -
"""

# A month has no fixed number of days, and a hired day no fixed number of hours.
TIME = """
HUR | h   | 60 | heure | heures | hour | Stunde | hours, hr, hrs, stunden, std
MIN | min | 1  | minute | minutes | minute | Minute | minuten, mn
"""

CALENDAR = """
DAY | j  | 1 | jour | jours | day | Tag | days, tage, jr, jrs
WEE | -  | 7 | semaine | semaines | week | Woche | weeks, wochen, sem
"""

PERIOD = """
MON | -  | 1  | mois | mois | month | Monat | months, monate
QAN | -  | 3  | trimestre | trimestres | quarter | Quartal | quarters, quartale, trim
ANN | -  | 12 | an | ans | year | Jahr | années, année, years, jahre
"""

SERVICE = """
E48 | -  | - | prestation | prestations | service | Leistung | services, leistungen, presta, service unit
LS  | -  | - | forfait | forfaits | lump sum | Pauschale | fft, pauschal, forfaitaire
IE  | -  | - | personne | personnes | person | Person | pers, people, persons, personen, per person
"""

PACKAGE = """
RM  | - | - | ramette | ramettes | ream | Ries | rame, rames, reams, rmt
XBX | - | - | boîte | boîtes | box | Schachtel | bte, btes, bx, boxes, boite, schachteln, bte de
XCT | - | - | carton | cartons | carton | Karton | ctn, ctns, crt, ct, kartons, krt
XPK | - | - | conditionnement | conditionnements | package | Verpackung | cdt, cond, \
pack, packs, packages, pk, pck
XPA | - | - | paquet | paquets | packet | Päckchen | pqt, pqts, paq, packets, pa
XPC | - | - | colis | colis | parcel | Paket | parcels, pakete
XRO | - | - | rouleau | rouleaux | roll | Rolle | rlx, rl, rlo, roul, rolls, rollen, ro
XBG | - | - | sachet souple | sachets souples | bag | Beutel | bags, poche, poches, pochette, pochettes, bg
XSA | - | - | sac | sacs | sack | Sack | sacks, säcke
XSH | - | - | sachet | sachets | sachet | Tütchen | sachets, sch
XPX | - | - | palette | palettes | pallet | Palette | pal, plt, pallets, paletten
XDR | - | - | fût | fûts | drum | Fass | drums, fässer, fut
XBA | - | - | tonneau | tonneaux | barrel | Tonne aus Holz | barrels
XCY | - | - | bouteille de gaz | bouteilles de gaz | cylinder | Gasflasche | cylinders, gasflaschen, cyl
XJY | - | - | bidon | bidons | jerrican | Kanister | bid, jerricane, jerrycan, \
jerricans, jerrycans, jerricanes
XCN | - | - | conteneur | conteneurs | container | Container | containers, ctr
XWA | - | - | conteneur souple ou rigide (GRV) | conteneurs (GRV) | \
intermediate bulk container | IBC-Behälter | ibc, grv, cubitainer
XBO | - | - | bouteille | bouteilles | bottle | Flasche | btl, btle, bout, bottles, flaschen, bo
XFL | - | - | flacon | flacons | flask | Flakon | flac, flasks, flakons
XTU | - | - | tube | tubes | tube | Tube | tb, tuben
XAE | - | - | aérosol | aérosols | aerosol | Sprühdose | aero, spray, sprays, \
bombe, bombes, aerosols, sprühdosen
XCQ | - | - | cartouche | cartouches | cartridge | Kartusche | cart, cartridges, kartuschen
XCS | - | - | caisse | caisses | case | Kiste | cs, cases, kisten
XCR | - | - | cageot | cageots | crate | Steige | crates, cagette, cagettes
XCF | - | - | coffret | coffrets | coffer | Koffer | coffers, cof
XBJ | - | - | seau | seaux | bucket | Eimer | buckets, pail, pails
XPU | - | - | plateau | plateaux | tray | Tablett | trays, tabletts, barquette, barquettes
XCX | - | - | boîte ronde | boîtes rondes | can, cylindrical | Dose | can, cans, dosen, canette, canettes
XTN | - | - | boîte métallique | boîtes métalliques | tin | Blechdose | tins, blechdosen
XPT | - | - | pot | pots | pot | Topf | töpfe
XJR | - | - | bocal | bocaux | jar | Glas | jars, gläser
XTB | - | - | bac | bacs | tub | Bottich | tubs
XBI | - | - | benne | bennes | bin | Mulde | bins
XRL | - | - | touret | tourets | reel | Trommel | reels, trommeln
XBB | - | - | bobine | bobines | bobbin | Spule | bob, bobbins, spulen
XCL | - | - | couronne | couronnes | coil | Ring aus Draht | coils, cour
XBR | - | - | barre | barres | bar | Stange | bars, stangen, br
XRD | - | - | tige | tiges | rod | Stab | rods, stäbe
XST | - | - | feuille | feuilles | sheet | Blatt | sheets, feuil, f, blätter
XSM | - | - | tôle | tôles | sheet metal | Blech | bleche, sheetmetal
XPG | - | - | plaque | plaques | plate | Platte | plates, platten, plq
XBE | - | - | fardeau | fardeaux | bundle | Bündel | bundles, fagot, fagots
XBH | - | - | botte | bottes | bunch | Bund | bunches, bunde
XBN | - | - | balle | balles | bale | Ballen | bales
XSL | - | - | intercalaire | intercalaires | slip sheet | Zwischenlage | slipsheet
XEN | - | - | enveloppe | enveloppes | envelope | Umschlag | env, envelopes, umschläge
XKI | - | - | kit | kits | kit | Bausatz | bausätze
XLT | - | - | lot | lots | lot | Posten | -
XDN | - | - | distributeur | distributeurs | dispenser | Spender | dispensers
XAV | - | - | capsule | capsules | capsule | Kapsel | kapseln
XVI | - | - | fiole | fioles | vial | Phiole | vials
XAM | - | - | ampoule | ampoules | ampoule | Ampulle | ampoules, ampullen
XSO | - | - | fuseau | fuseaux | spool | Garnspule | spools
"""
