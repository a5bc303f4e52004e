"""Words that are values of an attribute, in French, English and German: two of one axis never name one thing.

One line a value: its name, then the ways in which people write it.
"""

AXES = {
    "colour": """
        black: noir, noire, noirs, noires, nr, nre, black, blk, schwarz, schwarze, schwarzer, schwarzes, sw
        white: blanc, blanche, blancs, blanches, blc, blche, white, wht, weiss, weisse, weisser
        blue: bleu, bleue, bleus, bleues, blu, blue, blau, blaue, blauer, blaues
        red: rouge, rouges, rge, red, rot, rote, roter
        green: vert, verte, verts, vertes, green, grn, grun, gruen, grune, gruene
        yellow: jaune, jaunes, jne, yellow, ylw, yel, gelb, gelbe, gelber
        grey: gris, grise, grises, grey, gray, grau, graue, grauer
        orange: orange, oranges
        pink: rose, roses, pink, rosa
        brown: marron, brun, brune, havane, brown, brn, braun, chamois
        violet: violet, violette, violets, purple, lila, lilas, violett
        beige: beige, beiges, ecru, ivoire, creme, ivory, elfenbein
        cyan: cyan
        magenta: magenta
        clear: transparent, transparente, transparents, transp, incolore, incolores, transparenz, farblos, klar
        tinted: fume, fumee, fumes, teinte, tinted, smoke, getont
        navy: marine, navy, dunkelblau
        gold: dore, doree, gold
        silver: argent, argente, argentee, silver, silber
        assorted: assorti, assortis, assorties, assorted, asst, sortiert
    """,
    "hand": """
        left: gauche, gauches, left, links, linke, lh, gche
        right: droite, right, rechts, rechte, rh, drte
    """,
    "count word": """
        single: simple, simples, single, einfach, einwellig
        double: double, doubles, dble, doppel, doppelt, zweiwellig
        triple: triple, triples, dreifach
        quadruple: quadruple, quadruples, vierfach
    """,
    "gender": """
        male: male, males, aussengewinde
        female: femelle, femelles, female, innengewinde
    """,
    "place": """
        inner: interieur, interieure, interne, internes, internal, inner, innen, int, inside
        outer: exterieur, exterieure, externe, externes, external, outer, aussen, ext, outside
    """,
    "height": """
        high: haut, haute, hautes, hauts, montante, montantes, montant, high, hoch, hohe
        low: bas, basse, basses, low, niedrig, tief
    """,
    "hole": """
        blind: borgne, borgnes, blind, sackloch
        through: debouchant, debouchants, debouchante, traversant, through, durchgang, durchgangsloch
    """,
    "head": """
        socket: chc, btr, allen, socket head, zylinderschraube, zylinderkopf, cap screw, tete cylindrique, inbus,
            hexagon socket, shcs, innensechskantschraube
        countersunk: fhc, tfhc, fraisee, fraise six pans, countersunk, csk, senkkopf, senkkopfschraube, senkschraube,
            tete fraisee
        button: bhc, tbhc, bombee, button head, linsenkopf, linsenkopfschraube, linsenflanschschraube, tete bombee
        hexagon: th, tete h, tete hexa, tete hexagonale, hex head, hexagon head, sechskantschraube, vis h, hex bolt
        set screw: sthc, sans tete, grub, set screw, gewindestift, madenschraube
    """,
    "finish": """
        zinc: zingue, zinguee, zingues, zinguees, zn, zinc, galva, galvanise, galvanisee, galvanisees, verzinkt,
            plated, zinc plated, galvanised, galvanized, gvz
        plain steel: brut, brute, noirci, brunie, brunissage, blank
        stainless: inox, inoxydable, stainless, ss304, ss316, edelstahl, rostfrei, niro, va
    """,
    "texture": """
        smooth: lisse, lisses, smooth, glatt
        ribbed: cannele, crante, crantee, ribbed, geriffelt
        coarse: grossier, grossiere, gros grain, coarse, grob
        fine: fin, fine, fins, fines, fein, feine
        hard: dur, dure, hard, hart
        soft: doux, douce, douces, souple, souples, soft, weich, flexible, flexibles
        matt: mat, mate, matt, matte
        glossy: brillant, brillante, brillants, glossy, glanzend
    """,
    "shape": """
        round: rond, ronde, ronds, rondes, rd, round, rund, rundstab, rundstahl, rde
        square: carre, carree, carres, carrees, square, vierkant, quadratisch
        hexagonal: hexagonal, hexagonale, hexagonales, hexa, 6 pans, six pans, hex, sechskant
        flat: plat, plate, plats, plates, meplat, flat, flach, flachstahl
        straight: droit, droits, droites, straight, gerade
        elbow: coude, coudee, coudes, equerre, elbow, winkel, abgewinkelt
        tee: te, tee, t egal
        triangular: triangulaire, triangle, triangular, tri angle, dreieckig, dreikant
        oblong: oblong, oblongue, ovale, oval
        half-round: demi ronde, demi rond, half round, halbrund
        toric: torique, toriques, toroidal, torq, corner radius, bull nose, torusfraser
        ball: boule, boules, hemispherique, hemispheriques, ball nose, ball, kugel, kugelfraser, spherique, radiusfraser
    """,
    "power": """
        manual: manuel, manuelle, manuels, manuelles, man, manual, manuell, a main, handbetrieb
        automatic: automatique, automatiques, automatic, automatik, automatisch
        electric: electrique, electriques, electric, elektrisch, elektro
        pneumatic: pneumatique, pneumatiques, pneumatic, pneu, pneumatisch, druckluft
    """,
    "reading": """
        digital: digital, digitale, digitaux, numerique, digit, digitaler, digimatic
        mechanical: mecanique, mecaniques, analogique, analog, analogue, mechanical, mechanisch, vernier
    """,
    "age": """
        new: neuf, neuve, neufs, new, neu
        compatible: compatible, compatibles, generique, generiques, generic, recond, remanufactured, kompatibel
        recycled: recycle, recyclee, recycles, recyclees, recycled, recycling
    """,
    "state": """
        fresh: fresh, frais, fraiche, frisch
        frozen: frozen, fzn, froz, surgele, surgelee, surgeles, tiefgekuhlt, congele
        raw: raw, cru, crue, roh
        cooked: cooked, ckd, cuit, cuite, gekocht
        dried: dried, seche, sechee, seches, getrocknet
        canned: canned, cnd, en conserve
    """,
    "gas": """
        argon: argon
        nitrogen: azote, nitrogen, stickstoff, n2
        oxygen: oxygene, oxygen, sauerstoff, o2
        helium: helium
        acetylene: acetylene, acetylen, c2h2
        co2: co2, dioxyde de carbone, carbon dioxide, kohlendioxid
        propane: propane, propan
        butane: butane, butan
        hydrogen: hydrogene, hydrogen, wasserstoff, h2
    """,
    "metal": """
        steel: acier, steel, stahl
        303: inox 303, 1.4305, x8crnis18-9, aisi 303, z8cnf18-09, z10cnf18-09
        304l: inox 304l, 304l, 1.4307, x2crni18-9, z3cn18-10, aisi 304l
        304: inox 304, 1.4301, x5crni18-10, z7cn18-09, aisi 304
        316l: inox 316l, 316l, 1.4404, z2cnd17-12, z3cnd17-12-02, x2crnimo17-12-2, aisi 316l
        316ti: inox 316ti, 316ti, 1.4571
        308l: inox 308l
        309l: inox 309l
        310: inox 310, 1.4845
        321: inox 321, 1.4541
        430: inox 430, 1.4016
        904l: inox 904l, 904l, 1.4539
        duplex: duplex, 2205, 1.4462
        420: inox 420, 1.4021, x20cr13, z20c13
        630: inox 17-4ph, 17-4 ph, 17-4ph, 1.4542, z7cnu17-04, x5crnicunb16-4
        11smnpb30: 11smnpb30, s250pb, 1.0718
        11smnpb37: 11smnpb37, s300pb, 1.0737
        11smn30: 11smn30, s250, 1.0715
        c45: c45, xc48, 1.0503, c45e, xc45, 1.1191
        42crmo4: 42crmo4, 42cd4, 1.7225
        35ncd6: 35ncd6, 34crnimo6, 1.6582
        16mncr5: 16mncr5, 16mc5, 1.7131
        100cr6: 100cr6, 100c6, 1.3505
        brass: laiton, lait, brass, messing
        bronze: bronze, bronzes, rotguss
        copper: cuivre, copper, kupfer
        aluminium: aluminium, aluminum, alu, alum
        2017a: 2017a, au4g, 3.1325
        7075: 7075, 3.4365
        6082: 6082, 3.2315
        titanium: titane, titanium, titan
        ta6v: ta6v, ti6al4v, ti-6al-4v, grade 5, 3.7165
        tungsten: tungstene, wolfram
        lead: plomb, blei
    """,
    "plastic": """
        pom: pom, pom-c, pom c, delrin, acetal, polyacetal, hostaform
        peek: peek
        ptfe: ptfe, teflon
        pvc: pvc
        pa6: pa6, pa66, pa 6, polyamide, ertalon
        nylon: nylon
        pehd: pehd, hdpe, polyethylene, pe, pe-hd
        polypropylene: polypropylene, pp
        polyurethane: polyurethane, pu
        polycarbonate: polycarbonate, pc
        nitrile: nitrile, nitril, nbr
        latex: latex
        vinyl: vinyle, vinyl
        neoprene: neoprene, chloroprene
        viton: viton, fkm
        epdm: epdm
        silicone: silicone, silikon, vmq
    """,
    "tool material": """
        carbide: carbure, carbures, carb, carbide, vhm, hartmetall, solid carbide, monobloc carbure, hm
        hss: hss
        hss-co: hss-co, hssco, hss co, cobalt, hss e, hss-e, ar 5, hss cobalt
        hsse: hsse, hss e, hss-e
        ceramic: ceramique, ceramic, keramik
        cbn: cbn
        diamond: diamant, diamond, pcd
    """,
    "abrasive": """
        zirconia: zirconium, zirco, zirconia, zirkon, zirkonkorund
        corundum: corindon, corundum, korund, alumine
        silicon carbide: carbure de silicium, silicon carbide, siliziumkarbid, sic
        ceramic grain: grain ceramique
    """,
    "wetness": """
        wet: a l'eau, a l eau, waterproof, impermeable, wasserfest, nassschleif
        dry: a sec, trocken
    """,
    "sterility": """
        sterile: sterile, steriles, steril
    """,
    "meat": """
        beef: beef, bf, boeuf, rindfleisch, rind
        pork: pork, prk, porc, schwein, schweinefleisch
        chicken: chicken, chix, chx, ckn, poulet, huhn, hahnchen
        turkey: turkey, trky, tky, dinde, pute
        fish: fish, poisson, fisch
        tuna: tuna, thon, thunfisch
        salmon: salmon, slmn, saumon, lachs
        shrimp: shrimp, shrmp, crevette, crevettes, garnelen
        ham: ham, jambon, schinken
        egg: egg, oeuf, oeufs, eier
    """,
}
