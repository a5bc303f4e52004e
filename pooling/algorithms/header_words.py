"""What people call the columns of a list of needs, in French, English and German.

NAMES are whole headers, compared without case, accents, spaces and punctuation. WORDS are sets of words of which
all of one set must stand in a header that is no whole name; a forbidden word anywhere vetoes the field.
"""

NAMES = {
    "member": """
        member, members, member name, name of member, adhérent, adhérents, nom adhérent, nom de
        l'adhérent, membre, nom du membre, mitglied, mitglieder, mitgliedsname, mitgliedsfirma,
        demandeur, acheteur, établissement, buyer name, buyer, client, nom du client, customer,
        besteller, kunde, dept entity, department, department name, institution, code adhérent, n°
        adhérent, adhérent n°, adhérent demandeur, entreprise adhérente, société adhérente
    """,
    "description": """
        description, descriptions, désignation, désignations, désignation article, désignation de
        l'article, désignation du produit, désignation produit, libellé, libellé article, libellé
        produit, intitulé, article, articles, produit, produits, nom du produit, nom de l'article,
        objet, besoin, description article, description du produit, description du besoin, item, items,
        item description, items description, description of item, description of items, item name,
        product, product name, product description, goods, description of goods, short text,
        bezeichnung, artikelbezeichnung, produktbezeichnung, beschreibung, artikelbeschreibung, artikel,
        produkt, bedarf, kurztext, item description bought, goods and services procured, description of
        services, services rendered, product or services rendered, dés, désig, désign, désign article, desc, descr,
        descript, lib, libel, art, prod, bez, bezeichn, beschr, artbez
    """,
    "category": """
        category, categories, catégorie, catégories, famille, familles, famille d'achat, famille achat,
        famille produit, famille de produits, sous-famille, rayon, segment, item category, product
        category, kategorie, warengruppe, produktgruppe, artikelgruppe, commodity, group, groupe,
        fam, cat, catég, s famille, wgr, warengr
    """,
    "quantity": """
        quantity, quantities, quantité, quantités, qté, qtés, qte, qtt, qt, qty, qnt, quant, menge,
        mengen, anzahl, stückzahl, nombre, nb, nbre, quantité souhaitée, qté souhaitée, quantité
        demandée, qté demandée, quantité commandée, qté commandée, quantité voulue, besoin quantité,
        besoin trimestriel, quantity ordered, ordered quantity, order quantity, ordered qty, order qty,
        quantity required, required quantity, quantity requested, bedarfsmenge, bestellmenge, items
        quantity, item quantity, purchase order quantity, number of goods, qté trimestre, quantité
        trimestre, wunschmenge, volume, qté dem, qté cde, qté cdée, qté trim, qté souh, quantité dem, qu, anz, stk zahl,
        bestellm, bed menge
    """,
    "unit": """
        unit, units, unité, unités, u, un, ut, unit of measure, unit of measurement, uom, um, unité de
        mesure, unité de vente, unité d'achat, unité de commande, conditionnement, cdt, cond, einheit,
        einheiten, mengeneinheit, me, maßeinheit, verpackungseinheit, ve, items unit, unité commande,
        pack, colisage
    """,
    "unit_price": """
        unit price, price per unit, unit cost, cost per unit, price each, prix unitaire, prix unitaires,
        prix unit, pu, p u, prix à l'unité, prix par unité, prix unité, prix actuel, prix unitaire actuel, dernier prix,
        price, prix, tarif, present price, present unit price, einzelpreis, stückpreis, preis pro
        einheit, preis, preis je einheit, ep, e-preis, aktueller preis, unit cost for each item, coût
        unitaire, px, px u, px unit, px unitaire, p unit, p unitaire, prix u, prix un, einzelpr, stückpr, e pr
    """,
    "supplier": """
        supplier, suppliers, supplier name, name of supplier, name of the supplier, name of suppliers,
        fournisseur, fournisseurs, nom fournisseur, nom du fournisseur, fournisseur actuel, fournisseur
        habituel, fournisseur retenu, vendor, vendor name, lieferant, lieferanten, lieferantenname, name
        des lieferanten, aktueller lieferant, service provider, name of service provider, name of the
        service provider, awarded to, present supplier, current supplier, recommended supplier,
        appointed service provider, frs, fourn, fournis, distributeur, successful bidder, service
        providers, service provider name, marchand, recommended service provider, four, fou, fourniss, fourn actuel,
        frs actuel, lief, liefer, suppl, vend
    """,
    "period": """
        period, periods, période, trimestre, quarter, quartal, campagne, campaign, zeitraum, exercice,
        period name, période de livraison, kampagne, semestre
    """,
    "date": """
        date, dates, date de besoin, date du besoin, date besoin, date souhaitée, souhaité pour le,
        souhaité le, pour le, date de livraison, date livraison, date de livraison souhaitée, date
        livraison souhaitée, livraison souhaitée le, à livrer le, délai souhaité, wanted on, wanted by,
        wanted date, need date, needed by, required date, required on, required by, delivery date, due
        date, datum, liefertermin, lieferdatum, wunschtermin, bedarfstermin, wunschdatum, gewünscht am,
        termin, date livr, date liv, dt livr, dt liv, livr le, liv le, livraison le, date souh, souh le, lieferterm,
        liefertag, del date, order date, date of procurement, date de commande, bestelldatum
    """,
    "site": """
        site, sites, site de livraison, lieu, lieu de livraison, adresse de livraison, livraison, dépôt,
        atelier, usine, agence, point de livraison, dock, delivery site, delivery address, delivery
        place, delivery location, location, ship to, plant, warehouse, place, region, office, standort,
        lieferort, lieferadresse, werk, lager, lieferstelle, livrer à, implementation location
    """,
    "currency": "currency, currencies, devise, devises, monnaie, währung, currency code, code devise, dev, curr, whg",
    "total": """
        total, totals, total amount, total price, total value, total cost, amount, line total, line
        amount, montant, montant total, prix total, total ligne, montant ligne, valeur, betrag, gesamt,
        gesamtpreis, gesamtbetrag, summe, gp, order amount, mt, mtt, awarded amount
    """,
    "remark": """
        remark, remarks, remarque, remarques, comment, comments, commentaire, commentaires, observation,
        observations, note, notes, obs, observ, rem, rmq, remarq, bem, anm, bemerk, bemerkung, bemerkungen,
        anmerkung, anmerkungen, kommentar, info, infos, hinweis, précisions
    """,
    "item_code": """
        item code, code article, code, réf, référence, ref article, référence article, réf interne,
        référence interne, code produit, item number, item ref, item reference, product code, product
        number, sku, article number, article code, artikelnummer, artikelnr, artikel nr, art nr, artnr,
        material number, materialnummer, n° article, numéro article, réf article, réf art, cde art, code art, cd art,
        n° art, art n°, art no, mat nr, bestellnr, best nr
    """,
    "maker_ref": """
        maker reference, maker ref, manufacturer reference, manufacturer part number, mpn, part number,
        réf fabricant, référence fabricant, référence constructeur, réf constructeur, réf fab,
        herstellernummer, hersteller nr, herstellerreferenz, hersteller artikelnummer,
        herstellerteilenummer, réf fournisseur, référence fournisseur, supplier reference, réf fourn, réf frs, réf four,
        herst nr, herst art nr, mfr ref, mfr part no
    """,
    "gtin": """
        gtin, ean, ean13, ean 13, code ean, gencod, gencode, code-barres, code barre, barcode, upc, gtin13, strichcode
    """,
    "firmness": """
        firmness, firm or estimated, firm/estimated, ferme, ferme ou estimé, ferme/estimé,
        ferme/prévisionnel, fermeté, ferme ou prévisionnel, engagement, verbindlich, verbindlichkeit,
        fest/geschätzt, statut du besoin, certitude
    """,
}

# Words that say how money is counted and leave the column's meaning as it is.
NEUTRAL = """
    ht htva hors taxe taxes eur euro euros zar chf usd gbp en in net netto excl excluding exclusive exkl ohne mwst
    vat zzgl de la le the h t
"""

WORDS = {
    "description": "description; designation; libelle; bezeichnung; beschreibung; goods; commodities",
    "category": "category; categorie; famille; kategorie; warengruppe",
    "quantity": "quantity; quantite; qty; qte; menge; number goods",
    "unit": "unit; unite; einheit; mengeneinheit",
    "unit_price": """
        unit price; unit cost; price per; cost per; prix unitaire; cout unitaire; einzelpreis; stuckpreis; preis einheit
    """,
    "supplier": "supplier; suppliers; fournisseur; lieferant; vendor; service provider; bidder; awarded to",
    "member": "adherent; mitglied; member",
    "total": "total amount; total price; order amount; montant total; prix total; gesamtpreis; total value",
    "date": "wanted date; date besoin; date livraison; delivery date; liefertermin; date souhaitee",
    "site": "site livraison; lieu livraison; delivery site; location; lieferort; region",
    "remark": "remarque; remarques; commentaire; commentaires; remarks; comments; bemerkung",
    "item_code": "code article; reference article; item code; artikelnummer",
    "maker_ref": "reference fabricant; ref fabricant; manufacturer part; manufacturer reference",
}

_MONEY = "ttc incl including inclusive inc brutto paid paye invoice facture number date variance"
FORBIDDEN = {
    "description": "number no code quantity quantities qty qte quantite price prix status category",
    "category": "code number quantity price",
    "quantity": """
        unit unite einheit delivered received recue livree outstanding paid min minimum moq price prix multiple last
    """,
    "unit": "quantity quantite price prix preis cost cout business number per par pro je",
    "unit_price": f"total {_MONEY}",
    "supplier": """
        number no num registration reg csd code siret address adresse email mail phone tel contact date
        status level process method strategy followed ref reference vat tva director profile price prix
    """,
    "member": "number code registration siret address adresse email mail date quantity quantite price prix",
    "total": f"unit unitaire {_MONEY}",
    "date": "invoice payment facture paiement order birth contract",
    "site": "code number date price",
    "remark": "",
    "item_code": "supplier fournisseur fabricant manufacturer maker",
    "maker_ref": "date price",
}

# A firm, but whose? Read as the member or the supplier only when the other one has its own column.
FIRMS = """
    company, company name, name of company, name of the company, société, nom de la société, raison sociale, entreprise,
    nom de l'entreprise, firme, firma, firmenname, firm, name of the business, entity, name of entity, nom, name
"""
