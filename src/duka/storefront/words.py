"""Texts that are chosen by a code, and those that other modules give us in English: all are messages to
translate."""

from __future__ import annotations


def _(message: str) -> str:
    """Marks a message for the catalogues; it is translated where it is shown."""
    return message


PROBLEMS = {
    "unavailable": _("Not sold here any more."),
    "sold_out": _("Sold out."),
    "not_enough": _("There is not as much as you want."),
    "bad_quantity": _("This quantity cannot be ordered."),
}
SORTS = {
    "relevance": _("Best match"),
    "manual": _("Our choice"),
    "best": _("Loved most"),
    "newest": _("Newest"),
    "price": _("Price, low to high"),
    "price_desc": _("Price, high to low"),
    "title": _("Name"),
}
FACETS = {"category": _("Category"), "price": _("Price"), "vendor": _("Maker"), "tag": _("Tag")}
"""Facets that every shop has; the others are named by the merchant."""
MARKS = {
    "mtn_momo": "MoMo",
    "orange_money": "OM",
    "wave": "wave",
    "sandbox": _("Card"),
    "sandbox_mobile": _("Mobile"),
    "stripe": _("Card"),
    "card": _("Card"),
    "paypal": "PayPal",
    "cash_on_delivery": _("Cash"),
    "bank_transfer": _("Bank"),
}
"""What stands on the mark of a way to pay: names of brands, or a word to translate."""
POLICIES = {
    "shipping": ("shipping_policy", _("Delivery")),
    "returns": ("returns_policy", _("Returns")),
    "refunds": ("refund_policy", _("Refunds")),
    "privacy": ("privacy_policy", _("Privacy")),
    "terms": ("terms", _("Terms of sale")),
    "about": ("about", _("Our story")),
}
TITLES = {
    400: _("That could not be read"),
    403: _("That is not possible here"),
    404: _("This page is not here"),
    409: _("That did not work"),
    422: _("That did not work"),
    429: _("Too fast"),
    503: _("A moment, please"),
    500: _("Something broke on our side"),
}
BROKEN = _("Nothing was lost. Try again in a moment; if it stays like this, tell us the reference below.")
CLOSED_FOR_NOW, CLOSED = _("Closed for now"), _("Closed")
NOWHERE = _("It may have moved, or its address was mistyped. Search for it, or start at the front page.")

FROM_OTHER_MODULES = (
    _("Full name"),
    _("Company"),
    _("Street and number"),
    _("Flat, floor, building"),
    _("ZIP code"),
    _("Postal code"),
    _("Eircode"),
    _("PIN code"),
    _("City"),
    _("Town"),
    _("Suburb"),
    _("District"),
    _("State"),
    _("Province"),
    _("County"),
    _("Department"),
    _("Emirate"),
    _("Prefecture"),
    _("Parish"),
    _("Island"),
    _("Oblast"),
    _("Area"),
    _("Region"),
    _("Telephone"),
    _("Landmark or directions"),
    _("is needed"),
    _("is not one of this country's"),
    _("give a street, or a landmark and directions"),
    _("is not a country we know"),
    _("is not written as in this country"),
    _("is not written as in this country, like {example}"),
    _("is not a telephone number; write it with its country code, like +221 77 123 45 67"),
    _("write an e-mail address like awa@example.com"),
    _("has a character that cannot be printed"),
    _("write at most 200 characters on one line"),
    _("write at most 200 characters"),
    _("write at most 500 characters"),
    _("write a telephone number like +225 07 01 02 03 04"),
    _("write a language like fr or fr-CI"),
)
"""What `checkout.addresses` and `carts.rules` say of fields."""
