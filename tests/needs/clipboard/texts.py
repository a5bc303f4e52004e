"""What spreadsheet programs put on the clipboard as plain text, and what it means.

Excel ends every row with CR LF, the last one too, puts a cell in quotes when it holds a line end (LF) or a tab,
and shows thousands as its Windows does: a narrow no-break space, or a no-break one before 2019. LibreOffice and
Google Sheets end rows with LF; Sheets ends the last one with nothing. All three give what is shown, not what is
stored. `ASKED` is a cell that must come back as a question or a refusal."""

from __future__ import annotations

from dataclasses import dataclass

NARROW, NBSP = "\u202f", "\u00a0"
ASKED = "?"


@dataclass(frozen=True)
class Copied:
    """`rows` are the values that go into the grid's inputs, by field; `start` is the focused column, `family` that of
    the lines; `undecided` are the columns, by their place, of which a person must say first what they are."""

    name: str
    text: str
    rows: list[dict[str, str]]
    start: str = "what"
    language: str = "fr"
    family: str = ""
    undecided: tuple[int, ...] = ()


def lines(*names: str, rows: list[tuple[str, ...]]) -> list[dict[str, str]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


WQ = ("what", "quantity")
WQU = ("what", "quantity", "unit")
WQUP = ("what", "quantity", "unit", "price")

EXCEL = [
    Copied(
        "excel: a table with names",
        "Désignation\tQté\tUnité\tPU HT\r\nPapier A4\t10\tramette\t3,90\r\n",
        lines(*WQUP, rows=[("Papier A4", "10", "ramette", "3,9")]),
    ),
    Copied(
        "excel: the same without names",
        "Papier A4\t10\tramette\t3,90\r\nGants\t5\tboîte\t12,00\r\n",
        lines(*WQUP, rows=[("Papier A4", "10", "ramette", "3,9"), ("Gants", "5", "boîte", "12")]),
    ),
    Copied(
        "excel: thousands with a narrow space",
        f"Vis M6\t1{NARROW}234,50\tkg\r\n",
        lines(*WQU, rows=[("Vis M6", f"1{NARROW}234,5", "kg")]),
    ),
    Copied(
        "excel: thousands with a no-break space",
        f"Vis M6\t12{NBSP}500\tpièce\r\n",
        lines(*WQU, rows=[("Vis M6", f"12{NARROW}500", "pièce")]),
    ),
    Copied(
        "excel: euros, accounting format",
        f"Vis\t10\tkg\t {NBSP}1{NARROW}234,50 € \r\n",
        lines(*WQUP, rows=[("Vis", "10", "kg", f"1{NARROW}234,5")]),
    ),
    Copied(
        "excel: accounting zero is a dash",
        "Désignation\tQuantité\tPrix unitaire\r\nVis\t10\t -   € \r\n",
        lines("what", "quantity", "price", rows=[("Vis", "10", "")]),
    ),
    Copied(
        "excel: a line end in a cell",
        'Désignation\tQté\r\n"Gants nitrile\ntaille 9"\t5\r\n',
        lines(*WQ, rows=[("Gants nitrile taille 9", "5")]),
    ),
    Copied(
        "excel: a quote inside quotes",
        'Désignation\tQté\r\n"Tube 1"" \nacier"\t5\r\n',
        lines(*WQ, rows=[('Tube 1" acier', "5")]),
    ),
    Copied(
        "excel: inches are no quotes",
        'Désignation\tQté\r\nTube 1/2" acier\t5\r\n',
        lines(*WQ, rows=[('Tube 1/2" acier', "5")]),
    ),
    Copied(
        "excel: a cell that begins with a quote",
        'Désignation\tQté\r\n"S" crochet\t5\r\n',
        lines(*WQ, rows=[('"S" crochet', "5")]),
    ),
    Copied(
        "excel: empty cells in the middle",
        "Papier\t\tramette\t3,90\r\nStylos\t5\t\t\r\n",
        lines(*WQUP, rows=[("Papier", "", "ramette", "3,9"), ("Stylos", "5", "", "")]),
    ),
    Copied(
        "excel: a column of quantities",
        "12\r\n15\r\n8\r\n",
        lines("quantity", rows=[("12",), ("15",), ("8",)]),
        start="quantity",
    ),
    Copied(
        "excel: quantities with a hole",
        "12\r\n\r\n8\r\n",
        lines("quantity", rows=[("12",), ("",), ("8",)]),
        start="quantity",
    ),
    Copied(
        "excel: a column with its name",
        "Quantité\r\n12\r\n8\r\n",
        lines("quantity", rows=[("12",), ("8",)]),
        start="quantity",
    ),
    Copied(
        "excel: a point among points is asked",
        "1.234\r\n2.500\r\n",
        lines("quantity", rows=[(ASKED,), (ASKED,)]),
        start="quantity",
    ),
    Copied(
        "excel: a comma and three digits is asked",
        "1,234\tkg\r\n",
        lines("quantity", "unit", rows=[(ASKED, "kg")]),
        start="quantity",
    ),
    Copied(
        "excel: the column tells what its point is",
        "1.234\r\n2,5\r\n",
        lines("quantity", rows=[(f"1{NARROW}234",), ("2,5",)]),
        start="quantity",
    ),
    Copied(
        "excel: dates",
        "Désignation\tQté\tDate souhaitée\r\nVis\t10\t14/03/2027\r\n",
        lines("what", "quantity", "wanted_on", rows=[("Vis", "10", "2027-03-14")]),
    ),
    Copied(
        "excel: long dates",
        "Désignation\tQté\tDate souhaitée\r\nVis\t10\tdimanche 14 mars 2027\r\n",
        lines("what", "quantity", "wanted_on", rows=[("Vis", "10", "2027-03-14")]),
    ),
    Copied(
        "excel: dates with two digits of year",
        "14/03/27\r\n02/04/27\r\n",
        lines("wanted_on", rows=[("2027-03-14",), ("2027-04-02",)]),
        start="wanted_on",
    ),
    Copied(
        "excel: a day and a month alone are asked",
        "14-mars\r\n02-avr\r\n",
        lines("wanted_on", rows=[(ASKED,), (ASKED,)]),
        start="wanted_on",
    ),
    Copied(
        "excel: a date that lost its format is asked",
        "46095\tARV-1\r\n",
        lines("wanted_on", "site", rows=[(ASKED, "ARV-1")]),
        start="wanted_on",
    ),
    Copied(
        "excel: errors of formulas are asked",
        "Désignation\tQté\tPrix\r\nVis\t#REF!\t#N/A\r\nÉcrous\t#DIV/0!\t#VALEUR!\r\n",
        lines("what", "quantity", "price", rows=[("Vis", ASKED, ASKED), ("Écrous", ASKED, ASKED)]),
    ),
    Copied(
        "excel: a column too narrow is asked",
        "Vis\t#####\tkg\r\nÉcrou\t3\tkg\r\nRivet\t4\tkg\r\n",
        lines(*WQU, rows=[("Vis", ASKED, "kg"), ("Écrou", "3", "kg"), ("Rivet", "4", "kg")]),
    ),
    Copied(
        "excel: scientific notation is asked", "Désignation\tQté\r\nVis\t1,2E+05\r\n", lines(*WQ, rows=[("Vis", ASKED)])
    ),
    Copied(
        "excel: a quantity with its unit is asked",
        "Désignation\tQté\r\nPapier\t5 ramettes\r\n",
        lines(*WQ, rows=[("Papier", ASKED)]),
    ),
    Copied(
        "excel: a title above the names",
        "Besoins du 1er trimestre\t\t\r\nDésignation\tQté\tUnité\r\nVis\t10\tkg\r\n",
        lines(*WQU, rows=[("Vis", "10", "kg")]),
    ),
    Copied(
        "excel: a total column is left out",
        "Désignation\tQté\tPU HT\tMontant HT\r\nVis\t10\t2,00 €\t20,00 €\r\n",
        lines("what", "quantity", "price", rows=[("Vis", "10", "2")]),
    ),
    Copied(
        "excel: the columns in another order",
        "Fournisseur\tPU HT\tQté\tDésignation\r\nPapéto\t3,90 €\t10\tPapier A4\r\n",
        lines("supplier", "price", "quantity", "what", rows=[("Papéto", "3,9", "10", "Papier A4")]),
    ),
    Copied(
        "excel: a reference column",
        "Code article\tDésignation\tQté\r\nPAP-A4\tPapier\t10\r\n",
        lines("reference", "what", "quantity", rows=[("PAP-A4", "Papier", "10")]),
    ),
    Copied(
        "excel: references without names",
        "PAP-A4\tPapier blanc\t10\tramette\t3,90\r\nGAN-9\tGants\t5\tboîte\t12,00\r\n",
        lines(
            "reference",
            *WQUP,
            rows=[("PAP-A4", "Papier blanc", "10", "ramette", "3,9"), ("GAN-9", "Gants", "5", "boîte", "12")],
        ),
    ),
    Copied(
        "excel: firm and estimated",
        "Désignation\tQté\tFerme/estimé\r\nVis\t10\tferme\r\nÉcrous\t5\testimé\r\n",
        lines("what", "quantity", "firm", rows=[("Vis", "10", "1"), ("Écrous", "5", "0")]),
    ),
    Copied(
        "excel: neither firm nor estimated is asked",
        "Désignation\tQté\tFerme/estimé\r\nVis\t10\tà voir\r\n",
        lines("what", "quantity", "firm", rows=[("Vis", "10", ASKED)]),
    ),
    Copied(
        "excel: empty rows at the end", "Désignation\tQté\r\nVis\t10\r\n\t\r\n\t\r\n", lines(*WQ, rows=[("Vis", "10")])
    ),
    Copied(
        "excel: an empty row in the middle",
        "Désignation\tQté\r\nVis\t10\r\n\t\r\nÉcrous\t5\r\n",
        lines(*WQ, rows=[("Vis", "10"), ("Écrous", "5")]),
    ),
    Copied(
        "excel: a whole row of the grid",
        "Vis M6\t10\tkg\t2,50 €\tVisserie Durand\t14/03/2027\tARV-1\tferme\turgent\r\n",
        lines(
            *WQUP,
            "supplier",
            "wanted_on",
            "site",
            "firm",
            "remark",
            rows=[("Vis M6", "10", "kg", "2,5", "Visserie Durand", "2027-03-14", "ARV-1", "1", "urgent")],
        ),
    ),
]

LIBREOFFICE = [
    Copied(
        "libreoffice: a table with names",
        "Désignation\tQté\tUnité\nPapier A4\t10\tramette\n",
        lines(*WQU, rows=[("Papier A4", "10", "ramette")]),
    ),
    Copied("libreoffice: no last line end", "Désignation\tQté\nPapier A4\t10", lines(*WQ, rows=[("Papier A4", "10")])),
    Copied(
        "libreoffice: a line end in a cell",
        'Désignation\tRemarque\n"Gants\nlatex"\t"quai 2\nle matin"\n',
        lines("what", "remark", rows=[("Gants latex", "quai 2 le matin")]),
    ),
    Copied("libreoffice: a tab in a cell", 'Désignation\tQté\n"Vis\tM6"\t10\n', lines(*WQ, rows=[("Vis M6", "10")])),
    Copied("libreoffice: quotes doubled", 'Désignation\tQté\n"Écran 24"""\t2\n', lines(*WQ, rows=[('Écran 24"', "2")])),
    Copied(
        "libreoffice: euros after a no-break space",
        f"Désignation\tQté\tPrix\nVis\t10\t1{NARROW}234,50{NBSP}€\n",
        lines("what", "quantity", "price", rows=[("Vis", "10", f"1{NARROW}234,5")]),
    ),
    Copied(
        "libreoffice: dates of a german sheet",
        "14.03.2027\n02.04.2027\n",
        lines("wanted_on", rows=[("2027-03-14",), ("2027-04-02",)]),
        start="wanted_on",
    ),
    Copied(
        "libreoffice: iso dates",
        "2027-03-14\n2027-04-02\n",
        lines("wanted_on", rows=[("2027-03-14",), ("2027-04-02",)]),
        start="wanted_on",
    ),
    Copied(
        "libreoffice: errors",
        "Désignation\tQté\nVis\t#N/D\nÉcrous\tErr:502\n",
        lines(*WQ, rows=[("Vis", ASKED), ("Écrous", ASKED)]),
    ),
    Copied("libreoffice: percent is asked", "10 %\n", lines("quantity", rows=[(ASKED,)]), start="quantity"),
    Copied(
        "libreoffice: a price and its supplier",
        "3,90\tPapéto\n12,00\tTout pour le Pro\n",
        lines("price", "supplier", rows=[("3,9", "Papéto"), ("12", "Tout pour le Pro")]),
        start="price",
    ),
    Copied("libreoffice: many decimals of a formula", "3,333333333\n", lines("price", rows=[(ASKED,)]), start="price"),
    Copied(
        "libreoffice: half a kilo",
        "Désignation\tQté\tUnité\nGraisse\t0,5\tkg\n",
        lines(*WQU, rows=[("Graisse", "0,5", "kg")]),
    ),
    Copied(
        "libreoffice: a numbered list",
        "N°\tDésignation\tQté\n1\tVis\t10\n2\tÉcrous\t5\n",
        lines(*WQ, rows=[("Vis", "10"), ("Écrous", "5")]),
    ),
]

SHEETS = [
    Copied(
        "sheets: a table with names",
        "Désignation\tQté\tUnité\nPapier A4\t10\tramette",
        lines(*WQU, rows=[("Papier A4", "10", "ramette")]),
    ),
    Copied(
        "sheets: a line end in a cell",
        'Désignation\tQté\n"Gants nitrile\ntaille 9"\t5\nVis\t10',
        lines(*WQ, rows=[("Gants nitrile taille 9", "5"), ("Vis", "10")]),
    ),
    Copied(
        "sheets: an english sheet's numbers",
        "Item\tQty\tUnit price\nScrews\t1,234.50\t$2.10\nNuts\t12\t$0.50",
        lines("what", "quantity", "price", rows=[("Screws", f"1{NARROW}234,5", "2,1 USD"), ("Nuts", "12", "0,5 USD")]),
    ),
    Copied(
        "sheets: american dates tell their order",
        "3/14/2027\n4/2/2027",
        lines("wanted_on", rows=[("2027-03-14",), ("2027-04-02",)]),
        start="wanted_on",
    ),
    Copied(
        "sheets: dates that fit neither order are asked",
        "14/03/2027\n3/14/2027\n04/05/2027",
        lines("wanted_on", rows=[("2027-03-14",), ("2027-03-14",), (ASKED,)]),
        start="wanted_on",
    ),
    Copied(
        "sheets: dates on an english screen are asked",
        "04/05/2027\tARV-1",
        lines("wanted_on", "site", rows=[(ASKED, "ARV-1")]),
        start="wanted_on",
        language="en",
    ),
    Copied(
        "sheets: euros before the number",
        "Désignation\tQté\tPrix\nVis\t10\t€ 2,50",
        lines("what", "quantity", "price", rows=[("Vis", "10", "2,5")]),
    ),
    Copied(
        "sheets: errors",
        "Désignation\tQté\nVis\t#REF!\nÉcrous\t#ERROR!",
        lines(*WQ, rows=[("Vis", ASKED), ("Écrous", ASKED)]),
    ),
    Copied(
        "sheets: quantity and unit side by side",
        "10\tkg\n5\tboîte",
        lines("quantity", "unit", rows=[("10", "kg"), ("5", "boîte")]),
        start="quantity",
    ),
    Copied(
        "sheets: sites and remarks",
        "ARV-1\tferme\tle matin\nARV-2\testimé\t",
        lines("site", "firm", "remark", rows=[("ARV-1", "1", "le matin"), ("ARV-2", "0", "")]),
        start="site",
    ),
    Copied(
        "sheets: families",
        "Famille\tDésignation\tQté\nEPI > Gants\tGants\t5",
        lines("family", *WQ, rows=[("EPI > Gants", "Gants", "5")]),
    ),
    Copied(
        "sheets: an invisible mark before the text",
        "\ufeffDésignation\tQté\nVis\t\u200e10",
        lines(*WQ, rows=[("Vis", "10")]),
    ),
    Copied(
        "sheets: a negative quantity is read, and refused when saved",
        "-5\n3",
        lines("quantity", rows=[("-5",), ("3",)]),
        start="quantity",
    ),
    Copied(
        "sheets: more columns than the grid has from here",
        "urgent\tautre\tencore",
        lines("remark", rows=[("urgent",)]),
        start="remark",
    ),
]

DRILLS, GLOVES, OILS = "Outillage > Forets", "EPI > Gants", "Huiles"
WQD = (*WQ, "x.diametre")

# families that ask for more than every line has; tests/needs/clipboard/declared.py says for what
FIELDS = [
    Copied(
        "fields: by their names, whatever their case and their order",
        "Nuance\tDésignation\tDIAMETRE\tQté\r\n4325\tForet étagé\t8,5\t3\r\n",
        lines("x.nuance", "what", "x.diametre", "quantity", rows=[("4325", "Foret étagé", "8,5", "3")]),
        family=DRILLS,
    ),
    Copied(
        "fields: a name and one field are names enough",
        "Désignation\tNuance\r\nForet étagé\tgc 1125\r\n",
        lines("what", "x.nuance", rows=[("Foret étagé", "GC 1125")]),
        family=DRILLS,
    ),
    Copied(
        "fields: the unit stands in the name of the column",
        "Désignation\tQté\tDiamètre (mm)\r\nForet\t3\t8,5\r\n",
        lines(*WQD, rows=[("Foret", "3", "8,5")]),
        family=DRILLS,
    ),
    Copied(
        "fields: a column in centimetres is of millimetres here",
        "Désignation\tQté\tDiamètre (cm)\r\nForet\t3\t0,85\r\nForet\t2\t9 mm\r\n",
        lines(*WQD, rows=[("Foret", "3", "8,5"), ("Foret", "2", "9")]),
        family=DRILLS,
    ),
    Copied(
        "fields: the unit stands in the cells, and Ø before them",
        f"Désignation\tQté\tDiamètre\r\nForet\t3\t0,6{NBSP}cm\r\nForet\t2\tØ8\r\nForet\t2\tØ 10,2 mm\r\n",
        lines(*WQD, rows=[("Foret", "3", "6"), ("Foret", "2", "8"), ("Foret", "2", "10,2")]),
        family=DRILLS,
    ),
    Copied(
        "fields: Ø is a diameter",
        "Désignation\tQté\tØ (mm)\r\nForet\t3\t6\r\n",
        lines(*WQD, rows=[("Foret", "3", "6")]),
        family=DRILLS,
    ),
    Copied(
        "fields: a measure that is none is asked",
        "Désignation\tQté\tDiamètre\r\nForet\t3\t8 kg\r\nForet\t2\t1/4\r\nForet\t1\t#N/A\r\n",
        lines(*WQD, rows=[("Foret", "3", ASKED), ("Foret", "2", ASKED), ("Foret", "1", ASKED)]),
        family=DRILLS,
    ),
    Copied(
        "fields: a point and three digits are asked",
        "Désignation\tQté\tDiamètre\r\nForet\t3\t1.234\r\n",
        lines(*WQD, rows=[("Foret", "3", ASKED)]),
        family=DRILLS,
    ),
    Copied(
        "fields: their own column tells what a point is, unit or not",
        "Désignation\tQté\tDiamètre\r\nForet\t3\t1.234\r\nForet\t2\t6.5 mm\r\n",
        lines(*WQD, rows=[("Foret", "3", "1,234"), ("Foret", "2", "6,5")]),
        family=DRILLS,
    ),
    Copied(
        "fields: yes and no",
        "Désignation\tQté\tRevêtu\tFiche de sécurité\r\nForet\t3\toui\tx\r\nForet\t2\tnon\t\r\nForet\t1\tTiN\t-\r\n",
        lines(
            *WQ,
            "x.revetu",
            "x.fiche-de-securite",
            rows=[("Foret", "3", "yes", "yes"), ("Foret", "2", "no", ""), ("Foret", "1", ASKED, "no")],
        ),
        family=DRILLS,
    ),
    Copied(
        "fields: a value that is not offered is asked",
        "Désignation\tQté\tNuance\r\nForet\t3\t4335\r\n",
        lines(*WQ, "x.nuance", rows=[("Foret", "3", ASKED)]),
        family=DRILLS,
    ),
    Copied(
        "fields: one name in two families is the line's own",
        "Désignation\tQté\tTaille\r\nGants nitrile\t5\t9\r\n",
        lines(*WQ, "x.taille", rows=[("Gants nitrile", "5", "9")]),
        family=GLOVES,
    ),
    Copied(
        "fields: one name in two families is asked of a line that is of neither yet",
        "Désignation\tQté\tTaille\r\nGants nitrile\t5\t9\r\nVeste\t2\t\r\n",
        lines(*WQ, "x.taille", rows=[("Gants nitrile", "5", ASKED), ("Veste", "2", "")]),
    ),
    Copied(
        "fields: of one family alone they are read before the line has one",
        "Désignation\tQté\tNuance\r\nForet\t3\t4325\r\n",
        lines(*WQ, "x.nuance", rows=[("Foret", "3", "4325")]),
    ),
    Copied(
        "fields: what another family asks for is asked about",
        "Désignation\tQté\tDiamètre\r\nGants\t3\t8\r\nGants\t4\t\r\n",
        lines(*WQD, rows=[("Gants", "3", ASKED), ("Gants", "4", "")]),
        family=GLOVES,
    ),
    Copied(
        "fields: shortened, in the plural, with a word around",
        "Désignation\tQté\tdiam.\tNuances\tRevêtu (o/n)\r\nForet\t3\t8,5\t4325\to\r\n",
        lines(*WQD, "x.nuance", "x.revetu", rows=[("Foret", "3", "8,5", "4325", "yes")]),
        family=DRILLS,
    ),
    Copied(
        "fields: a name that resembles one is none when its cells are something else",
        "Désignation\tQté\tDiamètre du carton en couleur\r\nForet\t3\trouge\r\n",
        lines(*WQ, rows=[("Foret", "3")]),
        family=DRILLS,
    ),
    Copied(
        "fields: a name that two fields share in part is asked",
        "Désignation\tQté\tViscosité\r\nHuile\t3\t46\r\n",
        lines(*WQ, rows=[("Huile", "3")]),
        family=OILS,
        undecided=(2,),
    ),
    Copied(
        "fields: without names, choices that are nothing else",
        "Foret étagé\t3\tpièce\tGC 1125\r\nForet long\t2\tpièce\t4325\r\n",
        lines(*WQU, "x.nuance", rows=[("Foret étagé", "3", "pièce", "GC 1125"), ("Foret long", "2", "pièce", "4325")]),
        family=DRILLS,
    ),
    Copied(
        "fields: without names, choices in the place of the supplier",
        "Foret étagé\t3\tpièce\t12,50 €\tGC 1125\r\n",
        lines(*WQUP, "x.nuance", rows=[("Foret étagé", "3", "pièce", "12,5", "GC 1125")]),
        family=DRILLS,
    ),
    Copied(
        "fields: without names, measures in the unit of one field alone",
        "Foret étagé\tØ8\t3\r\nForet long\t10,2 mm\t2\r\n",
        lines("what", "x.diametre", "quantity", rows=[("Foret étagé", "8", "3"), ("Foret long", "10,2", "2")]),
        family=DRILLS,
    ),
    Copied(
        "fields: without names, measures that two fields could be are asked",
        "Bâche verte\t3\t4 m\r\n",
        lines(*WQ, rows=[("Bâche verte", "3")]),
        undecided=(2,),
    ),
    Copied(
        "fields: without names, sizes in figures stay what can be counted",
        "Gants nitrile\t9\tpièce\r\nGants cuir\t10\tpièce\r\n",
        lines(*WQU, rows=[("Gants nitrile", "9", "pièce"), ("Gants cuir", "10", "pièce")]),
        family=GLOVES,
    ),
    Copied(
        "fields: without names, what is wanted may be called as a value",
        "GC 1125\t3\tpièce\r\n",
        lines(*WQU, rows=[("GC 1125", "3", "pièce")]),
        family=DRILLS,
    ),
    Copied(
        "flexibility: the names of our own form",
        "Désignation\tQuantité\tPeut céder (−)\tPeut prendre (+)\r\nVis\t10\t2\t5\r\n",
        lines(*WQ, "flex_minus", "flex_plus", rows=[("Vis", "10", "2", "5")]),
    ),
    Copied(
        "flexibility: names with signs, and cells with signs",
        "Désignation\tQté\tFlex −\tFlex +\r\nVis\t10\t-2\t+5\r\n",
        lines(*WQ, "flex_minus", "flex_plus", rows=[("Vis", "10", "2", "5")]),
    ),
    Copied(
        "flexibility: both ways in one column",
        "Désignation\tQté\tFlexibilité (±)\r\nVis\t10\t2\r\nÉcrous\t20\t±5\r\n"
        "Rivets\t30\t+5/-2\r\nClous\t9\t+3\r\nPitons\t4\t\r\n",
        lines(
            *WQ,
            "flex_plus",
            "flex_minus",
            rows=[
                ("Vis", "10", "2", "2"),
                ("Écrous", "20", "5", "5"),
                ("Rivets", "30", "5", "2"),
                ("Clous", "9", "3", ""),
                ("Pitons", "4", "", ""),
            ],
        ),
    ),
    Copied(
        "flexibility: a part of the quantity is asked",
        "Désignation\tQté\tFlex ±\r\nVis\t10\t±10 %\r\nÉcrous\t4\t+1.234/-2\r\n",
        lines(*WQ, "flex", rows=[("Vis", "10", ASKED), ("Écrous", "4", ASKED)]),
    ),
    Copied(
        "flexibility: without names, by its signs",
        "Vis\t10\tkg\t±2\r\nÉcrous\t5\tkg\t+1\r\n",
        lines(*WQU, "flex_plus", "flex_minus", rows=[("Vis", "10", "kg", "2", "2"), ("Écrous", "5", "kg", "1", "")]),
    ),
    Copied(
        "flexibility: a telephone number is none",
        "Vis\t10\tkg\t3,50\t+33 4 50 12 34 56\r\n",
        lines(*WQUP, "supplier", rows=[("Vis", "10", "kg", "3,5", "+33 4 50 12 34 56")]),
    ),
    Copied(
        "content: firm or estimated in words, in any column",
        "Vis\tferme\t10\r\nÉcrous\tprévisionnel\t5\r\n",
        lines("what", "firm", "quantity", rows=[("Vis", "1", "10"), ("Écrous", "0", "5")]),
    ),
    Copied(
        "content: yes and no are not taken for firm and estimated",
        "Vis\toui\t10\r\nÉcrous\tnon\t5\r\n",
        lines("what", "supplier", "quantity", rows=[("Vis", "oui", "10"), ("Écrous", "non", "5")]),
    ),
    Copied(
        "content: the firm's own sites, in any column",
        "Vis\tARV-2\t10\t14/03/2027\r\nÉcrous\tatelier du bas\t5\t15/03/2027\r\n",
        lines(
            "what",
            "site",
            "quantity",
            "wanted_on",
            rows=[("Vis", "ARV-2", "10", "2027-03-14"), ("Écrous", "atelier du bas", "5", "2027-03-15")],
        ),
    ),
    Copied(
        "content: families, in any column",
        "Outillage > Forets\tForet étagé\t3\r\nEPI > Gants\tGants\t5\r\n",
        lines("family", *WQ, rows=[("Outillage > Forets", "Foret étagé", "3"), ("EPI > Gants", "Gants", "5")]),
    ),
    Copied(
        "our own form: pack and unit side by side, its computed columns left out",
        "Identifiant\tFamille\tCode article\tDésignation\tSpécification\tDiamètre (mm)\tNuance\tUnité\t"
        "Conditionnement\tTrimestre précédent\tQuantité\tPeut céder (−)\tPeut prendre (+)\tFerme ou estimé\t"
        "Site de livraison\t"
        "Souhaité le\tPrix unitaire HT actuel\tMontant HT\tFournisseur actuel\tRemarque\r\n"
        "\tOutillage > Forets\t\tForet étagé\t\t8,5\t4325\tpièce\tboîte de 10\t4\t3\t1\t2\testimé\tARV-2\t14/03/2027\t"
        "12,50\t37,50\tOutil & Coupe\turgent\r\n",
        lines(
            "family",
            "reference",
            "what",
            "x.diametre",
            "x.nuance",
            "unit",
            "pack",
            "quantity",
            "flex_minus",
            "flex_plus",
            "firm",
            "site",
            "wanted_on",
            "price",
            "supplier",
            "remark",
            rows=[
                (
                    "Outillage > Forets",
                    "",
                    "Foret étagé",
                    "8,5",
                    "4325",
                    "pièce",
                    "boîte de 10",
                    "3",
                    "1",
                    "2",
                    "0",
                    "ARV-2",
                    "2027-03-14",
                    "12,5",
                    "Outil & Coupe",
                    "urgent",
                )
            ],
        ),
        family=DRILLS,
    ),
    Copied(
        "fields: an English sheet",
        "Item\tQty\tØ\tFlex +\tFirm or estimated\nStep drill\t1,200\t8.5\t10\testimated\n",
        lines(*WQD, "flex_plus", "firm", rows=[("Step drill", f"1{NARROW}200", "8,5", "10", "0")]),
        family=DRILLS,
    ),
]

TEXTS = [*EXCEL, *LIBREOFFICE, *SHEETS, *FIELDS]
