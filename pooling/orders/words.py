"""What stands in a supplier's workbook, in the supplier's language: names of sheets and columns are part
of the format (DESIGN section 5), so they are a table here and not messages to translate."""

from __future__ import annotations

from dataclasses import dataclass

from pooling.excel.spec import Language


@dataclass(frozen=True)
class Words:
    """Sentences take their figures with `format`."""

    order: str
    deliveries: str
    split: str
    addresses: str
    reference: str
    designation: str
    quantity: str
    unit: str
    price: str
    amount: str
    site: str
    street: str
    postcode: str
    city: str
    hours: str
    total: str
    buyer: str
    invoiced: str
    supplier: str
    delivery: str
    references: str
    date: str
    terms: str
    currency: str
    title: str
    places: str
    one_place: str
    unknown_site: str
    stock: str
    unpriced: str
    no_matrix: str
    day: str

    def where(self, count: int, first: str, last: str) -> str:
        return (self.one_place if count == 1 else self.places).format(count=count, first=first, last=last)


WORDS: dict[Language, Words] = {
    "fr": Words(
        order="Commande",
        deliveries="Livraisons",
        split="Répartition",
        addresses="Adresses",
        reference="Référence",
        designation="Désignation",
        quantity="Quantité",
        unit="Unité",
        price="PU HT",
        amount="Montant HT",
        site="Site",
        street="Adresse",
        postcode="Code postal",
        city="Ville",
        hours="Horaires",
        total="Total HT",
        buyer="Acheteur",
        invoiced="Facturé à",
        supplier="Fournisseur",
        delivery="Livraison",
        references="Références",
        date="Date",
        terms="Conditions",
        currency="Prix hors taxes, en {currency}",
        title="Commande {number}",
        places="{count} sites, du {first} au {last} ; détail par site dans la feuille « Livraisons »",
        one_place="1 site, du {first} au {last} ; voir la feuille « Livraisons »",
        unknown_site="Site à préciser",
        stock="Stock du groupement",
        unpriced="{count} ligne(s) sans prix : merci de nous confirmer le prix unitaire ; elles ne sont pas "
        "comprises dans le total.",
        no_matrix="Trop de lignes et de sites pour un tableau croisé : cette liste fait foi.",
        day="%d/%m/%Y",
    ),
    "en": Words(
        order="Order",
        deliveries="Deliveries",
        split="Split",
        addresses="Addresses",
        reference="Reference",
        designation="Designation",
        quantity="Quantity",
        unit="Unit",
        price="Unit price excl. VAT",
        amount="Amount excl. VAT",
        site="Site",
        street="Address",
        postcode="Postcode",
        city="Town",
        hours="Opening hours",
        total="Total excl. VAT",
        buyer="Buyer",
        invoiced="Invoice to",
        supplier="Supplier",
        delivery="Delivery",
        references="References",
        date="Date",
        terms="Terms",
        currency="Prices excl. VAT, in {currency}",
        title="Order {number}",
        places="{count} sites, from {first} to {last}; see sheet “Deliveries” for each site",
        one_place="1 site, from {first} to {last}; see sheet “Deliveries”",
        unknown_site="Site to be named",
        stock="Group's stock",
        unpriced="{count} line(s) without a price: please confirm the unit price; they are not part of the total.",
        no_matrix="Too many lines and sites for a table of both: this list is the split.",
        day="%d/%m/%Y",
    ),
    "de": Words(
        order="Bestellung",
        deliveries="Lieferungen",
        split="Verteilung",
        addresses="Adressen",
        reference="Artikelnummer",
        designation="Bezeichnung",
        quantity="Menge",
        unit="Einheit",
        price="Einzelpreis netto",
        amount="Betrag netto",
        site="Lieferort",
        street="Straße",
        postcode="PLZ",
        city="Ort",
        hours="Öffnungszeiten",
        total="Summe netto",
        buyer="Käufer",
        invoiced="Rechnung an",
        supplier="Lieferant",
        delivery="Lieferung",
        references="Referenzen",
        date="Datum",
        terms="Bedingungen",
        currency="Preise ohne MwSt., in {currency}",
        title="Bestellung {number}",
        places="{count} Lieferorte, vom {first} bis {last}; je Lieferort siehe Blatt „Lieferungen“",
        one_place="1 Lieferort, vom {first} bis {last}; siehe Blatt „Lieferungen“",
        unknown_site="Lieferort wird noch genannt",
        stock="Lager der Gruppe",
        unpriced="{count} Zeile(n) ohne Preis: bitte Einzelpreis bestätigen; sie sind nicht in der Summe enthalten.",
        no_matrix="Zu viele Zeilen und Lieferorte für eine Kreuztabelle: diese Liste gilt.",
        day="%d.%m.%Y",
    ),
}


def words(code: str) -> tuple[Language, Words]:
    """A supplier's language; English for those in which we have no workbook."""
    languages: dict[str, Language] = {"fr": "fr", "en": "en", "de": "de"}
    language = languages.get(code, "en")
    return language, WORDS[language]
