"""Why a promotion applied or not, in one sentence of English or French."""

from duka.kernel.formatting import format_money
from duka.promotions.facts import Reason

ENGLISH = {
    "applied": "It takes {amount} off.",
    "gift_on_offer": "The gift is not in the cart yet.",
    "not_active": "It is not switched on.",
    "unknown_code": "There is no such code.",
    "not_started": "It has not begun yet.",
    "ended": "It is over.",
    "needs_code": "It needs a code.",
    "code_disabled": "The code {code} is not valid any more.",
    "other_code": "Another code for the same is in the cart already.",
    "code_used_up": "The code {code} has been used.",
    "used_up": "It has been used {limit} times, as often as it may be.",
    "used_up_by_you": "Each customer may use it {limit} times, and this one has.",
    "budget_spent": "All that was set aside for it has been given.",
    "other_currency": "It has no amount in {currency}.",
    "needs_total": "It needs goods for {needs}; these are {has}.",
    "needs_quantity": "It needs {needs} pieces; these are {has}.",
    "needs_goods": "None of the goods that it is about are in the cart.",
    "needs_more": "One more of the goods that it is about is needed.",
    "needs_bundle": "Not all that belongs together is in the cart.",
    "needs_group": "It is for a group of customers.",
    "needs_email": "It is for a first order: an e-mail address is needed to tell.",
    "needs_first_order": "It is for a first order, and this is none.",
    "other_channel": "It is not for this way of buying.",
    "other_store": "It is for another store.",
    "other_location": "It is for another location.",
    "other_market": "It is for another country.",
    "other_time": "It is for other days or hours.",
    "other_method": "It is for another way of shipping.",
    "needs_shipping": "It is about shipping, and none is chosen yet.",
    "shipping_taken": "Another promotion is about the shipping already.",
    "lesser": "“{other}” takes off more.",
    "nothing_left": "There is nothing that it could take anything off.",
    "empty": "The cart is empty.",
    "capped": "As much is off already as may be.",
}
FRENCH = {
    "applied": "Elle retire {amount}.",
    "gift_on_offer": "Le cadeau n’est pas encore dans le panier.",
    "not_active": "Elle n’est pas en service.",
    "unknown_code": "Ce code n’existe pas.",
    "not_started": "Elle n’a pas encore commencé.",
    "ended": "Elle est terminée.",
    "needs_code": "Il faut un code.",
    "code_disabled": "Le code {code} n’est plus valable.",
    "other_code": "Un autre code pour la même offre est déjà dans le panier.",
    "code_used_up": "Le code {code} a déjà servi.",
    "used_up": "Elle a servi {limit} fois, autant que prévu.",
    "used_up_by_you": "Chaque client peut en profiter {limit} fois, et celui-ci l’a fait.",
    "budget_spent": "Tout son budget a été accordé.",
    "other_currency": "Elle n’a pas de montant en {currency}.",
    "needs_total": "Il faut {needs} d’articles ; il y en a pour {has}.",
    "needs_quantity": "Il faut {needs} articles ; il y en a {has}.",
    "needs_goods": "Aucun des articles concernés n’est dans le panier.",
    "needs_more": "Il manque un article parmi ceux concernés.",
    "needs_bundle": "Le lot n’est pas complet dans le panier.",
    "needs_group": "Elle est réservée à un groupe de clients.",
    "needs_email": "Elle vaut pour une première commande : il faut une adresse e-mail pour le savoir.",
    "needs_first_order": "Elle vaut pour une première commande, et ce n’en est pas une.",
    "other_channel": "Elle ne vaut pas pour cette façon d’acheter.",
    "other_store": "Elle vaut pour une autre boutique.",
    "other_location": "Elle vaut pour un autre lieu.",
    "other_market": "Elle vaut pour un autre pays.",
    "other_time": "Elle vaut à d’autres jours ou heures.",
    "other_method": "Elle vaut pour un autre mode de livraison.",
    "needs_shipping": "Elle porte sur la livraison, qui n’est pas encore choisie.",
    "shipping_taken": "Une autre promotion porte déjà sur la livraison.",
    "lesser": "« {other} » est plus avantageuse.",
    "nothing_left": "Il n’y a rien dont elle puisse retirer quelque chose.",
    "empty": "Le panier est vide.",
    "capped": "La remise maximale est déjà atteinte.",
}
_SENTENCES = {"en": ENGLISH, "fr": FRENCH}
FINAL = frozenset(
    {"ended", "not_active", "code_disabled", "code_used_up", "used_up", "used_up_by_you", "budget_spent"}
)
"""Nothing that a buyer changes in the cart makes it apply."""


def sentence(reason: Reason, locale: str) -> str:
    """In French where the locale is; else in English."""
    words = _SENTENCES.get(locale[:2], ENGLISH)
    values = dict(reason.values)
    currency = str(values.get("currency", ""))
    for name, minor in reason.values.items():
        if name.endswith("_minor"):
            values[name.removesuffix("_minor")] = format_money(int(minor), currency, locale)
    return words[reason.code].format(**values)
