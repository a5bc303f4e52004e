"""Short forms of the catering trade that the word itself does not give away, one thing a line."""

FOOD = """
    ounce: oz, z, ounce, ounces, once
    pound: lb, lbs, pound, pounds, livre
    with: w, with, avec, mit
    without: wo, without, sans, ohne
    portion: ss, single serve, single serving, portion
    wrapped: iw, individually wrapped, wrapped
    quick frozen: iqf, individually quick frozen
    boneless skinless: blsl, bnls sknls, boneless-skinless, boneless skinless
    whole grain: wg, whole grain, whl grain, complet
    no sugar added: nsa, no-sugar-added, no sugar added
    no salt: ns, no salt, no salt added, sans sel
    sugar free: sg/fr, sf, sugar-free, sugar free, sans sucre
    gluten free: gltn/fr, gf, gluten-free, gluten free, sans gluten
    fat free: ft/fr, ff, fat-free, fat free
    trans fat free: tff, trans fat free
    new york: ny, new-york, new york
    crinkle cut: cc, crinkle-cut, crinkle cut
    low moisture whole milk: lmwm, low-moisture-whole-milk
    low moisture part skim: lmps, low-moisture-part-skim
    ready to use: rtu, ready to use
    ready to serve: rts, ready to serve
    heat and serve: heat & serve, heat and serve, h&s
    caffeinated: cfntd, caff, caffeinated
    decaffeinated: decaf, decaff, dcaf, decaffeinated, decafeine
    extra heavy: xhvy, x-hvy, extra-heavy, extra heavy
    extra large: xlg, extra-large, extra large
    kosher: ko, kosher, kasher
    cheese: cheese, chs, fromage, kase
    chocolate: choc, chocolate, chocolat, schokolade
    breakfast: bkfst, brkfst, breakfast, petit dejeuner
    mustard: mustard, mstd, moutarde, senf
    potato: potato, ptato, pomme de terre, kartoffel, kartoffeln
    tomato: tomato, tmto, tomate, tomates, tomaten
    onion: onion, oignon, oignons, zwiebel, zwiebeln
    carrot: carrot, crrt, carotte, carottes, karotten
    bean: bean, beans, haricot, haricots, bohnen
    apple: apple, appl, pomme, pommes, apfel
    lemon: lemon, lmn, citron, zitrone
    orange fruit: orange, orng
    strawberry: strawberry, strwb, fraise, fraises, erdbeere
    milk: milk, lait, milch
    butter: butter, btr, beurre
    bread: bread, brd, pain, brot
    flour: flour, flr, farine, mehl
    rice: rice, riz, reis
    cuisine: cuisine, kitchen, kuche
    juice: juice, jce, jus, saft
    water: water, wtr, eau, wasser
    sauce: sauce, sce, sosse
    soup: soup, soupe, potage, suppe
    vegetable: vegetable, veg, vegtbl, legume, legumes, gemuse
    fruit: fruit, frt, fruits, obst
    salt: salt, slt, sel, salz
    vinegar: vinegar, vngr, vinaigre, essig
    wine: wine, vin, wein
    yogurt: yogurt, ygrt, yaourt, joghurt
    cream: cream, crm, creme, sahne
    spinach: spinach, spin, epinard, epinards, spinat
    seasoned: seasoned, sesd, seasd, assaisonne
    seasoning: seasoning, sesg, seasng
    buttermilk: buttermilk, btrmlk, babeurre
    topping: topping, tpng, nappage
    cranberry: cranberry, crnby, canneberge
    bite size: bite-size, bite size, bitesz
    low fat: low fat, lf, low-fat
    low sodium: low sodium, ls, lo sdm, low sdm
    salisbury steak: sby stk, salisbury steak
    ham and cheese: h&c, ham and cheese, ham & cheese
    spaghetti sauce: sauce pasta, spaghetti sauce
    macaroni: mac, macaroni
    all meat: am, all-meat, all meat
    natural casing: nc, natural casing
"""
