"""Names of one thing in French, English and German, trade abbreviations and nicknames, one thing a line.

A name of several words is one name. A word may stand on several lines. Short forms that drop vowels or the end of a
word need no entry: they are read against the words of the catalogue.
"""

THINGS = """
    drill: foret, forets, meche, meches, drill, drills, drill bit, bohrer, spiralbohrer
    micro drill: microforet, micro-foret, µforet, micro drill, mikrobohrer
    centre drill: foret a centrer, centre drill, center drill, zentrierbohrer
    spot drill: foret a pointer, spot drill, spotting drill, anbohrer, nc-anbohrer, pointer
    end mill: fraise, fraises, frs, end mill, endmill, milling cutter, fraser, schaftfraser
    two sizes: 2 tailles, deux tailles
    teeth: flute, flutes, schneiden, dents
    ball nose: fraise boule, ball nose end mill, radiusfraser, hemispherique
    chamfer: chanfrein, chanfreiner, chamfer, chamfering, fase, fasfraser
    tap: taraud, tarauds, tar, tap, taps, gewindebohrer
    forming tap: taraud a refouler, forming tap, gewindeformer, roll tap
    hand tap: taraud a main, tarauds a main, hand tap, hand tap set, handgewindebohrer
    by hand: main, hand
    set: jeu, jeux, set, satz, coffret, coffrets, kit
    die: filiere, filieres, die, schneideisen
    reamer: alesoir, alesoirs, reamer, reibahle
    insert: plaquette, plaquettes, plaq, insert, inserts, wendeplatte, wendeschneidplatte, wendeplatten,
        wendeschneidplatten, wsp
    turning: tournage, turning, drehen, chariotage
    milling: fraisage, milling, frasen
    threading: filetage, threading, gewinde
    parting: tronconnage, parting, abstechen, stechplatte
    grooving: gorge, grooving, nuten
    tool holder: porte-plaquette, porte plaquette, tool holder, toolholder, klemmhalter, porte-outil, porte outil
    boring bar: barre d'alesage, boring bar, bohrstange
    collet: pince, pinces, collet, collets, spannzange, spannzangen
    chuck: mandrin, mandrins, chuck, spannfutter, futter
    nut: ecrou, ecrous, ecr, nut, nuts, mutter, muttern, sechskantmutter
    lock nut: nylstop, nyloc, ecrou frein, lock nut, locknut, nyloc nut, stoppmutter, sicherungsmutter, ecrou nylstop
    hex nut: hu, ecrou hu, hex nut, hexagon nut, sechskantmutter, ecrou hexagonal
    screw: vis, screw, screws, bolt, bolts, schraube, schrauben, zylinderschraube, senkkopfschraube,
        sechskantschraube, linsenkopfschraube, boulon, boulons
    washer: rondelle, rondelles, rond, washer, washers, scheibe, scheiben, unterlegscheibe, u-scheibe
    flat washer: rondelle plate, flat washer, plain washer, unterlegscheibe
    spring washer: grower, rondelle grower, spring washer, federring, rondelle ressort
    toothed washer: rondelle eventail, toothed washer, zahnscheibe, facherscheibe
    pin: goupille, goupilles, pin, pins, stift, stifte
    dowel: goupille cylindrique, dowel pin, zylinderstift
    roll pin: goupille elastique, mecanindus, roll pin, spring pin, spannstift, spannhulse
    retaining ring: circlips, circlip, anneau elastique, retaining ring, sicherungsring, seeger, seegerring
    stud: goujon, goujons, tige filetee, threaded rod, gewindestange
    rivet: rivet, rivets, niet, blindniet
    cable tie: collier nylon, colliers nylon, colson, colsons, rilsan, serre-cable, serre-cables, serre cable,
        cable tie, cable ties, zip tie, kabelbinder, collier rilsan
    hose clamp: collier de serrage, colliers de serrage, serflex, hose clamp, schlauchschelle, schelle, jubilee clip
    bearing: roulement, roulements, rlt, rlts, rltm, bearing, bearings, lager, walzlager, kugellager
    ball bearing: roulement a billes, ball bearing, rillenkugellager, kugellager
    needle bearing: roulement a aiguilles, aiguilles, douille a aiguilles, needle bearing, nadellager, nadelhulse
    angular contact: contact oblique, angular contact, schragkugellager, broche
    taper roller: rouleaux coniques, taper roller, tapered roller, kegelrollenlager
    pillow block: palier, paliers, pillow block, stehlager
    sealed: etanche, etanches, sealed, abgedichtet, waterproof
    shielded: flasque, flasque tole, shielded
    belt: courroie, courroies, belt, riemen, keilriemen, zahnriemen
    v-belt: courroie trapezoidale, v-belt, v belt, keilriemen
    timing belt: courroie dentee, timing belt, zahnriemen
    chain: chaine, chaines, chain, kette, rollenkette
    o-ring: joint torique, joints toriques, o-ring, o ring, oring, o-rings, rundring
    lip seal: joint a levre, joints a levre, joint spi, bague a levre, jt levre, shaft seal, oil seal, lip seal,
        wellendichtring, simmerring, simmering, radialwellendichtring
    seal: joint, joints, jt, jts, seal, gasket, dichtung, dichtring
    thread sealing: etancheite filetage, gewindedichtung, thread sealant, etancheite des filets
    threadlocker: frein filet, freinfilet, frein-filet, threadlocker, thread locker, schraubensicherung
    retaining compound: blocage, retaining compound, fugeverbindung
    ptfe tape: ruban ptfe, teflon, ptfe tape, gewindedichtband
    fitting: raccord, raccords, racc, fitting, fittings, verschraubung, steckverschraubung
    push-in: instantane, instantanes, push-in, push in, steckanschluss
    coupling: coupleur, coupleurs, coupling, quick coupling, kupplung, schnellkupplung
    blow gun: soufflette, soufflettes, blow gun, blasepistole, ausblaspistole
    hose: tuyau, tuyaux, flexible, hose, schlauch
    tube: tube, tubes, rohr
    valve: vanne, vannes, valve, ventil, electrovanne
    silencer: silencieux, silencer, muffler, schalldampfer
    caliper: pied a coulisse, pieds a coulisse, pac, calliper, caliper, messschieber, schieblehre, coulisse
    micrometer: micrometre, micrometres, palmer, micrometer, bugelmessschraube, messschraube
    dial gauge: comparateur, comparateurs, dial gauge, dial indicator, messuhr
    plug gauge: tampon, tampons, plug gauge, lehrdorn, gewindelehrdorn
    ring gauge: bague filetee, bagues filetees, ring gauge, gewindelehrring, lehrring
    threaded: filete, filetee, filetes, filetees, threaded
    bar: barre, barres, bar, stange, stab, stangenmaterial, rundstab, brr
    across flats: s/plats, sur plats, s/plat, af, across flats, sw, schlusselweite
    sheet metal: tole, toles, sheet metal, blech
    cutting disc: disque a tronconner, disques a tronconner, disque tronco, cutting disc, cut-off wheel, trennscheibe
    cut off: tronconner, tronco, trennen
    grinding disc: disque a ebarber, meulage, grinding disc, schruppscheibe
    flap disc: disque a lamelles, disques a lamelles, lamelle, lamelles, flap disc, facherscheibe, lamellenscheibe
    fibre disc: disque fibre, fibre disc, fiber disc, fiberscheibe
    disc: disque, disques, disc, disk, scheibe
    sandpaper: papier abrasif, papier de verre, papier verre, sandpaper, schleifpapier, feuilles abrasives,
        abrasive paper
    emery cloth: toile emeri, emery cloth, schleifleinen, schmirgelleinen
    abrasive belt: bande abrasive, abrasive belt, schleifband
    grinding wheel: meule, meules, grinding wheel, schleifscheibe, schleifstein
    grit: grain, grains, gr, grit, korn, kornung
    file: lime, limes, file, feile
    blasting: sablage, blasting, strahlen, strahlmittel
    glove: gant, gants, gt, gts, glove, gloves, handschuh, handschuhe, schutzhandschuh, schutzhandschuhe,
        einweghandschuhe, einweghandschuh, schnittschutzhandschuhe, schnittschutzhandschuh
    disposable: jetable, jetables, usage unique, disposable, single use, einweg, einweghandschuhe, einmal,
        einmalhandschuhe
    cut resistant: anticoupure, anticoupures, anti-coupure, anti coupure, cut resistant, cut-resistant,
        schnittschutz, schnittschutzhandschuhe, schnittfest
    coated: enduit, enduits, enduite, enduction, coated, beschichtet
    uncoated: non revetu, uncoated, unbeschichtet
    tool coating: revetu, revetue, revetement, coating, beschichtung
    powder: poudre, poudres, poudree, powder, gepudert, pulver
    handling: manutention, manut, handling, montage
    safety shoe: chaussure de securite, chaussures de securite, chaussure secu, chaussures secu, chauss secu,
        chaussure securite, chaussures securite, safety shoe, safety shoes, sicherheitsschuh, sicherheitsschuhe,
        work shoes
    shoe: chaussure, chaussures, chauss, shoe, shoes, schuh, schuhe, basket, baskets
    boot: botte, bottes, boot, boots, stiefel, gummistiefel, sicherheitsstiefel
    safety glasses: lunettes de protection, lunettes de securite, lunettes securite, lunettes protection, lunettes,
        lunette, safety glasses, safety goggles, schutzbrille, brille
    overglasses: surlunettes, sur-lunettes, lunettes visiteur, lunettes visiteurs, overglasses, uberbrille
    goggles: lunettes-masque, lunette masque, lunettes masque, goggles, vollsichtbrille
    mask: masque, masques, masq, mask, masks, maske, atemschutzmaske, respirator
    half mask: demi-masque, demi masque, half mask, halbmaske
    valve of a mask: soupape, valve, ventil
    ear plug: bouchon d'oreille, bouchons d'oreille, bouchons d'oreilles, bouchons oreilles, bouchons oreille,
        boules quies, boule quies, bouchon oreille, ear plug, ear plugs, earplugs, gehorschutzstopsel, ohrstopsel
    cord: cordelette, ficelle, corde, cordon, cord, corded, kordel
    ear muff: casque antibruit, casque anti-bruit, casque anti bruit, antibruit, ear muff, earmuff, ear defenders,
        kapselgehorschutz, gehorschutz
    hard hat: casque de chantier, casque chantier, hard hat, safety helmet, schutzhelm, bauhelm
    bump cap: casquette anti-heurt, casquette anti heurt, anti-heurt, anti heurt, bump cap, anstosskappe
    coverall: combinaison, combinaisons, combi, coverall, overall, schutzanzug, overalls
    vest: gilet, gilets, vest, weste, warnweste
    high visibility: haute visibilite, hte visibilite, hv, hi-vis, hi vis, high visibility, warnschutz, warnweste
    t-shirt: tee-shirt, tee-shirts, tee shirt, t-shirt, t-shirts, t shirt
    trousers: pantalon, pantalons, trousers, hose lang, arbeitshose, bundhose
    jacket: veste, vestes, blouson, jacket, jacke
    fleece: polaire, fleece
    apron: tablier, tabliers, apron, schurze
    knee pad: genouillere, genouilleres, knee pad, knee pads, knieschoner
    filter: filtre, filtres, filter, filters
    first aid: secours, premiers secours, first aid, erste hilfe, verbandskasten
    plaster: pansement, pansements, sparadrap, plaster, pflaster
    eye wash: lave-oeil, lave oeil, rince oeil, eye wash, eyewash, augenspulung, augendusche
    paper: papier, papiers, paper, kopierpapier, copy paper
    copy paper: papier reprographie, papier photocopie, papier copieur, copy paper, kopierpapier, druckerpapier
    ream: ramette, ramettes, rame, rames, ream, reams, ries
    plotter: traceur, plotter, table tracante
    thermal: thermique, thermiques, thermo, thermal, thermobon, bonrolle, caisse thermique
    envelope: enveloppe, enveloppes, env, envelope, envelopes, umschlag, umschlage, briefumschlag, briefumschlage
    window: fenetre, window, fenster
    pocket: pochette, pochettes, poch, pouch, hulle, hullen, prospekthulle
    folder: chemise, chemises, chem, sous-chemise, folder, aktendeckel, mappe
    lever arch: classeur a levier, classeur levier, classeurs a levier, classeur, classeurs, lever arch file, ordner,
        binder
    spine: dos, spine, rucken
    ballpoint: stylo bille, stylos bille, stylo, stylos, bic, ballpoint, ball pen, pen, kugelschreiber
    felt pen: feutre, feutres, marqueur, marqueurs, marker, markers, permanentmarker, filzstift
    permanent: permanent, indelebile, permanentmarker
    whiteboard: tableau blanc, effacable a sec, velleda, whiteboard, dry erase
    highlighter: surligneur, surligneurs, fluo, fluos, stabilo, highlighter, textmarker
    pencil: crayon, crayons, crayon a papier, crayon graphite, pencil, bleistift
    mechanical pencil: porte-mine, porte mine, portemine, criterium, mechanical pencil, druckbleistift
    correction: correcteur, correction, blanco, tipp-ex, tippex, tipp ex, correction tape, korrekturroller
    mouse: souris, mouse, maus
    sticky note: bloc notes repositionnables, post-it, post it, sticky note, sticky notes, haftnotiz, haftnotizen, notes
        repositionnables
    staple: agrafe, agrafes, staple, staples, heftklammer, heftklammern
    paper clip: trombone, trombones, paper clip, paper clips, buroklammer, buroklammern
    label: etiquette, etiquettes, etiq, label, labels, etikett, etiketten
    tape: ruban adhesif, adhesif, adhesifs, scotch, adh, tape, klebeband, packband, packing tape
    packing: emballage, emballages, packing, verpackung
    glue: colle, colles, glue, adhesive, kleber, klebstoff
    glue stick: baton de colle, glue stick, klebestift
    cardboard box: caisse carton, caisses carton, carton, cartons, caisse, caisses, cardboard box, faltkarton, box
    corrugated: cannelure, cannelures, wellig
    stretch film: film etirable, film palette, stretch film, stretchfolie, etirable
    zip bag: sachet zip, sachets zip, minigrip, sachet a fermeture, zip bag, grip bag, druckverschlussbeutel
    bag: sac, sacs, sachet, sachets, bag, bags, beutel, sack
    bin bag: sac poubelle, sacs poubelle, sac poubelles, bin bag, bin liner, mullsack, mullbeutel, abfallsack
    pallet: palette, palettes, pallet, palett
    storage bin: bac gerbable, bacs gerbables, bac norme europe, bac, bacs, storage bin, euro container, stapelbox,
        eurobehalter
    lost: perdu, perdue, perdues, perdus, one-way
    wiping roll: bobine essuie-tout, bobines essuie-tout, essuie-tout, essuie tout, sopalin, bobine d'essuyage,
        wiping roll, paper roll, putztuchrolle, wischtuchrolle
    reel: bobine, bobines, rouleau, rouleaux, rlx, rl, reel, roll, rolls, rolle, rollen
    hand towel: essuie-mains, essuie mains, ess mains, hand towel, hand towels, papierhandtucher, handtuch
    toilet paper: papier toilette, papier wc, pq, papier hygienique, toilet paper, toilettenpapier
    wipe: lingette, lingettes, wipe, wipes, tuch, reinigungstucher
    hand: main, mains, hand, hande
    soap: savon, savons, soap, seife
    bleach: eau de javel, javel, bleach, chlorreiniger
    broom: balai, balais, broom, besen
    sponge: eponge, eponges, sponge, schwamm
    coffee: cafe, caoua, coffee, kaffee
    beans: grains, grain, en grain, beans, bohnen
    ground: moulu, moulue, ground, gemahlen, grnd
    sugar: sucre, sugar, zucker
    cup: gobelet, gobelets, cup, cups, becher
    oil: huile, huiles, oil, ol
    hydraulic oil: huile hydraulique, hydraulic oil, hydraulikol
    hydraulic: hydraulique, hydraulic, hydraulikol, hlp
    cutting oil: huile de coupe, huile entiere, cutting oil, schneidol
    soluble oil: huile soluble, soluble, coolant, kuhlschmierstoff
    slideway oil: huile glissiere, huile glissieres, huile de glissiere, slideway oil, bettbahnol, gleitbahnol
    spindle oil: huile de broche, spindle oil, spindelol
    grease: graisse, graisses, grease, fett, schmierfett, fettkartusche
    cartridge: cartouche, cartouches, cart, cartridge, kartusche, fettkartusche
    drum: fut, futs, tonneau, drum, barrel, fass
    can: bidon, bidons, bid, jerrican, jerrycan, can, kanister
    bottle: bouteille, bouteilles, bout, flacon, flacons, bottle, flasche, flaschen
    spray: aerosol, aerosols, spray, bombe, bombes, spruhdose, sprayer
    cleaner: nettoyant, nettoyants, cleaner, reiniger, degraissant
    engine: moteur, moteurs, motor, engine, motoren
    rechargeable battery: pile rechargeable, piles rechargeables, accu, accus, accumulateur, akku, akkus,
        rechargeable battery
    brake: frein, freins, brake, brakes, bremse, bremsen
    fluid: liquide, fluide, fluid, flussigkeit
    brake fluid: liquide de frein, liquide frein, brake fluid, bremsflussigkeit
    brake cleaner: nettoyant freins, nettoyant frein, brake cleaner, bremsenreiniger
    contact cleaner: nettoyant contacts, nettoyant contact, contact cleaner, kontaktreiniger, kontaktspray
    penetrating oil: degrippant, degrippants, penetrating oil, rostloser
    wd-40: wd-40, wd 40, wd40
    isopropyl: alcool isopropylique, isopropylique, isopropanol, ipa, isopropyl, isopropylalkohol
    acetone: acetone, aceton
    paint: peinture, peintures, paint, lack, farbe
    sealant: mastic, mastics, sealant, dichtmasse
    superglue: colle instantanee, cyanoacrylate, superglue, super glue, sekundenkleber
    epoxy: epoxy, epoxyde, araldite
    battery: pile, piles, battery, batteries, batterie, batterien
    button cell: pile bouton, button cell, coin cell, knopfzelle
    aa: lr6, aa
    aaa: lr03, lr3, aaa
    bulb: ampoule, ampoules, bulb, lampe, gluhbirne
    led tube: tube led, neon led, led tube, led-rohre
    fuse: fusible, fusibles, fuse, fuses, sicherung, sicherungen
    cable: cable, cables, kabel, leitung
    extension lead: rallonge, rallonges, prolongateur, extension lead, extension cord, verlangerungskabel
    socket: prise, prises, socket, steckdose
    insulating tape: ruban isolant, chatterton, scotch electricien, insulating tape, isolierband
    toner: toner, toners, cartouche toner, toner cartridge
    ink: encre, ink, tinte
    high capacity: haute capacite, hte capacite, grande capacite, high capacity, high yield, xl capacite, hohe kapazitat
    natural gas: gaz naturel, natural gas, erdgas
    electricity: electricite, electricity, strom
    heating oil: fioul, fuel, fioul domestique, heating oil, heizol
    off-road diesel: gnr, gazole non routier, gasoil non routier
    diesel: gazole, gasoil, diesel
    wood pellets: granules de bois, granules, pellets, wood pellets, holzpellets
    lift truck: chariot elevateur, fenwick, forklift, lift truck, gabelstapler
    visitor: visiteur, visiteurs, visitor, besucher
    countersink: fraise a noyer, countersink, kegelsenker
    welding: soudage, soudure, soudeur, welding, welder, schweissen, schweisser
    electrode: electrode, electrodes, baguette, baguettes, schweisselektrode, elektrode
    wire: fil, fils, wire, draht
    key: cle, cles, clef, key, wrench, spanner, schlussel
    screwdriver: tournevis, screwdriver, schraubendreher
    hammer: marteau, marteaux, hammer
    pliers: pince coupante, pliers, zange
    saw: scie, scies, saw, sage
    blade: lame, lames, blade, blades, klinge, klingen
    cutter: cutter, cutters, cuttermesser
    tip: pointe, tip, spitze
    safety: securite, secu, safety, sicherheit
    protection: protection, protective, schutz
    work: travail, trav, work, arbeit
    long: longueur, length, lange
    size: taille, size, grosse
    piece: piece, pieces, pce, stuck
    machine: machine, maschine
    nozzle: buse, buses, nozzle, duse
    license: licence, licences, abonnement, license, subscription, lizenz
    m365: m365, microsoft 365, office 365, ms 365
    charging station: borne de recharge, borne recharge, charging station, wallbox, ladestation
    rust: rouille, rust, rost
    brush: brosse, brosses, pinceau, pinceaux, brush, burste, pinsel
    bucket: seau, seaux, bucket, eimer
    container: conteneur, recipient, container, behalter
    box: boite, boites, bte, btes, box, schachtel
    industrial: industriel, industrielle, industriels, industrielles, industrial, industrie, atelier
    standard: standard, std, normal, normale
    multipurpose: multi-usages, multiusages, multifonction, multipurpose, universel, universal
"""
