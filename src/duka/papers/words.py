"""The words of papers in the languages of buyers, and dates, weights and addresses as people there write them."""

from datetime import date

from babel import Locale
from babel.dates import format_date

from duka.kernel.formatting import NBSP, format_decimal
from duka.papers.types import Party

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "slip": "Packing slip",
        "order": "Order",
        "to": "Deliver to",
        "fetched": "Fetched by",
        "from": "From",
        "method": "How",
        "location": "From",
        "tracking": "Tracking number",
        "parcel": "Parcel",
        "of": "of",
        "due": "To collect",
        "goods": "In this parcel",
        "waiting": "Still to come",
        "quantity": "Quantity",
        "note": "The buyer's note",
        "thanks": "Thank you for your order.",
        "page": "Page",
        "weight": "Weight",
        "return": "Return",
        "shelf": "Shelf",
        "ready": "Ready on",
        "lines": "Lines",
        "pick": "Pick list",
        "orders": "Orders",
        "good": "Goods",
        "sku": "SKU",
        "for": "For",
        "return_slip": "Return slip",
        "return_goods": "What you send back",
        "reason": "Reason",
        "send_by": "Send by",
        "put_in": "Put this half into the parcel.",
        "stick_on": "Cut here. Stick the lower half on the parcel.",
        "customer_pays": "You pay for sending it back.",
        "store_pays": "The store pays for sending it back.",
        "nothing": "Nothing",
        "colon": ":",
    },
    "fr": {
        "slip": "Bon de livraison",
        "order": "Commande",
        "to": "Livrer à",
        "fetched": "Retiré par",
        "from": "Expéditeur",
        "method": "Mode",
        "location": "Depuis",
        "tracking": "Numéro de suivi",
        "parcel": "Colis",
        "of": "sur",
        "due": "À encaisser",
        "goods": "Dans ce colis",
        "waiting": "Encore à venir",
        "quantity": "Quantité",
        "note": "Message de l'acheteur",
        "thanks": "Merci de votre commande.",
        "page": "Page",
        "weight": "Poids",
        "return": "Retour",
        "shelf": "Rayon",
        "ready": "Prêt le",
        "lines": "Lignes",
        "pick": "Liste de prélèvement",
        "orders": "Commandes",
        "good": "Articles",
        "sku": "Réf.",
        "for": "Pour",
        "return_slip": "Bon de retour",
        "return_goods": "Ce que vous renvoyez",
        "reason": "Motif",
        "send_by": "À envoyer avant le",
        "put_in": "Mettez cette moitié dans le colis.",
        "stick_on": "Découpez ici. Collez la moitié du bas sur le colis.",
        "customer_pays": "Le renvoi est à votre charge.",
        "store_pays": "Le renvoi est à la charge de la boutique.",
        "nothing": "Rien",
        "colon": f"{NBSP}:",
    },
}


def language(locale: str) -> str:
    return "fr" if locale.lower().startswith("fr") else "en"


def words(locale: str) -> dict[str, str]:
    return WORDS[language(locale)]


def day(value: date | None, locale: str) -> str:
    return format_date(value, "long", locale=language(locale)) if value else ""


def weight(grams: int, locale: str) -> str:
    if grams <= 0:
        return ""
    if grams < 1000:
        return f"{grams}{NBSP}g"
    return f"{format_decimal(round(grams / 10), 2, language(locale))}{NBSP}kg"


def counted(parcel: int, parcels: int, locale: str) -> str:
    """`Parcel 1 of 2`; empty where an order is one parcel."""
    said = words(locale)
    return f"{said['parcel']} {parcel} {said['of']} {parcels}" if parcels > 1 else ""


def address(party: Party, locale: str, *, with_country: bool = True) -> list[str]:
    """Line by line, without the name of the person."""
    place = " ".join(part for part in (party.postal_code, party.city) if part)
    country = str(Locale.parse(language(locale)).territories.get(party.country, party.country))
    region = "" if party.region == party.city else party.region
    parts = (party.company, party.line1, party.line2, place, region, country if with_country else "")
    return [part for part in parts if part]
