"""Invented values for previews and tests: what each variable of a message could be, in both languages. A variable that nobody
foresaw is shown by its name."""

from collections.abc import Iterable
from typing import Any

SAMPLES: dict[str, tuple[str, str]] = {
    "name": ("Ama Mensah", "Aminata Diop"),
    "company": ("Teranga Market", "Teranga Market"),
    "store": ("Teranga Market", "Teranga Market"),
    "store_link": ("https://shop.example", "https://shop.example"),
    "inviter": ("Bob", "Bob"),
    "role": ("cashier", "caisse"),
    "what": ("password", "password"),
    "until": ("Monday 14 December, 18:00", "lundi 14 décembre, 18:00"),
    "number": ("1042", "1042"),
    "return_number": ("R-17", "R-17"),
    "total": ("€48.50", "48,50 €"),
    "amount": ("€12.00", "12,00 €"),
    "due": ("€6.50", "6,50 €"),
    "difference": ("€6.50 to pay", "6,50 € à payer"),
    "reason": ("out of stock", "rupture de stock"),
    "carrier": ("DHL", "DHL"),
    "tracking_number": ("00340434161094042557", "00340434161094042557"),
    "location": ("Shop in Main Street", "Boutique de la rue Principale"),
    "method": ("Standard delivery", "Livraison standard"),
    "promise": ("2 to 3 days", "2 à 3 jours"),
    "payment_note": ("Have the sum ready when the courier comes.", "Préparez la somme pour le livreur."),
    "is_pickup": ("", ""),
    "is_partial": ("", ""),
    "is_refunded": ("yes", "oui"),
    "tracking_link": ("https://carrier.example/0034", "https://carrier.example/0034"),
    "payment": ("Cash on delivery", "Paiement à la livraison"),
    "message": ("Thank you for your patience.", "Merci de votre patience."),
    "note": ("Thank you for your patience.", "Merci de votre patience."),
    "code": ("481 205", "481 205"),
    "email": ("ama@shopper.example", "aminata@shopper.example"),
    "minutes": ("10", "10"),
    "hours": ("48", "48"),
    "days": ("14", "14"),
    "product": ("Baobab fruit powder", "Poudre de fruit de baobab"),
    "sku": ("BAO-250", "BAO-250"),
    "available": ("3 pieces", "3 pièces"),
    "items": ("3", "3"),
    "link": ("https://shop.example/shop/track/token", "https://shop.example/shop/track/token"),
}
PARTS: dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {
    "goods": (
        [
            {"title": "Baobab fruit powder", "detail": "250 g", "quantity": "2", "amount": "€24.00"},
            {"title": "Kinkeliba leaves", "detail": "", "quantity": "1.25 kg", "amount": "€19.50"},
        ],
        [
            {"title": "Poudre de fruit de baobab", "detail": "250 g", "quantity": "2", "amount": "24,00 €"},
            {"title": "Feuilles de kinkéliba", "detail": "", "quantity": "1,25 kg", "amount": "19,50 €"},
        ],
    ),
    "totals": (
        [
            {"label": "Goods", "value": "€43.50", "is_strong": False},
            {"label": "Delivery", "value": "€5.00", "is_strong": False},
            {"label": "Total", "value": "€48.50", "is_strong": True},
        ],
        [
            {"label": "Articles", "value": "43,50 €", "is_strong": False},
            {"label": "Livraison", "value": "5,00 €", "is_strong": False},
            {"label": "Total", "value": "48,50 €", "is_strong": True},
        ],
    ),
    "addresses": (
        [{"title": "Delivered to", "lines": ["Ama Mensah", "12 Main Street", "10115 Berlin", "Germany"]}],
        [{"title": "Livrée à", "lines": ["Aminata Diop", "12 rue Principale", "75011 Paris", "France"]}],
    ),
    "facts": (
        [{"label": "Carrier", "value": "DHL"}, {"label": "Tracking number", "value": "0034 0434 1610"}],
        [{"label": "Transporteur", "value": "DHL"}, {"label": "Numéro de suivi", "value": "0034 0434 1610"}],
    ),
}


def values(names: Iterable[str], locale: str) -> dict[str, Any]:
    """For a message that names these, with every part."""
    at = 1 if locale == "fr" else 0
    said: dict[str, Any] = {name: _one(name, at) for name in names}
    return said | {part: both[at] for part, both in PARTS.items()}


def _one(name: str, at: int) -> str:
    if name in SAMPLES:
        return SAMPLES[name][at]
    return SAMPLES["link"][at] if name.endswith(("_link", "url")) else name.replace("_", " ")
