"""Which policies there are, what each means, and where it binds."""

from typing import Any

from duka.policies.types import (
    Allowed,
    Place,
    Policy,
    Retention,
    RiskHolds,
    SupportVisits,
    ThemeLimits,
    Words,
)


def _w(en: str, fr: str) -> Words:
    return {"en": en, "fr": fr}


PAYMENT_METHODS = Policy(
    "payment_methods_allowed",
    Allowed,
    _w("Ways to pay", "Moyens de paiement"),
    _w(
        "Which ways to pay shops may offer. One that is not allowed is not offered at the checkout, and can't be added.",
        "Les moyens de paiement que les boutiques peuvent proposer. Les autres ne sont ni proposés à la commande ni ajoutés.",
    ),
    {"codes": _w("Allowed", "Autorisés")},
    (
        Place("checkout", _w("The checkout", "La commande")),
        Place("payments", _w("Ways to pay of each store", "Les moyens de paiement de chaque boutique"), "/settings/payments"),
        Place("accounts", _w("Accounts at payment providers", "Les comptes chez les prestataires"), "/settings/payments"),
    ),
)  # fmt: skip
SHIPPING_OPTIONS = Policy(
    "shipping_options_allowed",
    Allowed,
    _w("Kinds of shipping", "Types de livraison"),
    _w(
        "Which kinds of rates shops may offer: flat, by_weight, by_total, pickup, and free for carriage that costs nothing.",
        "Les tarifs que les boutiques peuvent proposer : flat (fixe), by_weight (au poids), by_total (au montant), pickup "
        "(retrait) et free (livraison gratuite).",
    ),
    {"codes": _w("Allowed", "Autorisés")},
    (
        Place("checkout", _w("The checkout", "La commande")),
        Place("shipping", _w("Zones and rates of each store", "Les zones et tarifs de chaque boutique"), "/settings/shipping"),
    ),
)  # fmt: skip
CARRIERS = Policy(
    "carriers_allowed",
    Allowed,
    _w("Carriers", "Transporteurs"),
    _w(
        "Which carriers shops may connect to.",
        "Les transporteurs auxquels les boutiques peuvent se connecter.",
    ),
    {"codes": _w("Allowed", "Autorisés")},
    (
        Place(
            "carriers", _w("Accounts at carriers", "Les comptes chez les transporteurs"), "/settings/shipping"
        ),
    ),
)
RETENTION = Policy(
    "retention",
    Retention,
    _w("How long data is kept", "Durée de conservation des données"),
    _w(
        "What is older goes by itself, every day. The books and the audit trail stay.",
        "Ce qui est plus ancien disparaît de lui-même, chaque jour. Les comptes et le journal d’audit restent.",
    ),
    {
        "carts_days": _w("Carts that were left (days)", "Paniers abandonnés (jours)"),
        "search_words_days": _w("What was searched (days)", "Mots recherchés (jours)"),
        "visits_days": _w("Visits, counted by day (days)", "Visites, comptées par jour (jours)"),
        "sessions_days": _w("Log-ins that nobody used (days)", "Connexions inutilisées (jours)"),
        "webhooks_days": _w("Messages to other systems (days)", "Messages vers d’autres systèmes (jours)"),
        "mails_days": _w("Letters and text messages (days)", "Courriels et SMS (jours)"),
        "notifications_days": _w("Messages in the console (days)", "Messages dans la console (jours)"),
        "payment_messages_days": _w("Messages of payment providers (days)", "Messages des prestataires de paiement (jours)"),
        "inactive_customers_days": _w(
            "Customers who were not seen (days)", "Clients qui ne sont pas revenus (jours)"
        ),
        "orders_years": _w("Personal data of orders (years)", "Données personnelles des commandes (années)"),
    },
    (Place("retention", _w("The removal of every night", "La suppression de chaque nuit")),),
)  # fmt: skip
THEME_LIMITS = Policy(
    "theme_limits",
    ThemeLimits,
    _w("Appearance", "Apparence"),
    _w(
        "How far shops may change their look. A look from before is shown within these bounds.",
        "Jusqu’où les boutiques peuvent changer leur apparence. Une apparence plus ancienne est montrée dans ces limites.",
    ),
    {
        "presets": _w("Presets", "Modèles"),
        "fonts": _w("Fonts", "Polices"),
        "has_own_colors": _w("Colours of their own", "Couleurs propres"),
        "has_banner": _w("A banner", "Une bannière"),
        "home_parts": _w("Most parts of the home page", "Parties de la page d’accueil, au plus"),
        "pages": _w("Most pages of a store’s own", "Pages propres à une boutique, au plus"),
    },
    (
        Place("appearance", _w("The appearance of each store", "L’apparence de chaque boutique"), "/settings/appearance"),
        Place("storefront", _w("The shop itself", "La boutique elle-même")),
        Place("pages", _w("Pages of each store", "Les pages de chaque boutique"), "/settings/policies"),
    ),
)  # fmt: skip
RISK_HOLDS = Policy(
    "risk_holds",
    RiskHolds,
    _w("Orders held for review", "Commandes à vérifier"),
    _w(
        "Which orders of the shop wait until somebody has looked at them. Nothing is prepared meanwhile.",
        "Les commandes qui attendent que quelqu’un les ait vérifiées. Rien n’est préparé entre-temps.",
    ),
    {
        "above": _w("Orders above", "Commandes au-dessus de"),
        "new_customer_above": _w("Of new customers above", "De nouveaux clients, au-dessus de"),
        "mismatching_countries": _w(
            "Billed to another country than delivered", "Facturées dans un autre pays que la livraison"
        ),
        "orders_per_hour": _w(
            "More than so many an hour of the same buyer or address",
            "Plus de tant par heure du même acheteur ou de la même adresse",
        ),
        "merchants_release": _w("The merchant may release them", "Le marchand peut les libérer"),
    },
    (
        Place("orders", _w("New orders of the shop", "Les nouvelles commandes de la boutique"), "/orders?need=held"),
        Place("preparing", _w("Preparing and sending", "La préparation et l’envoi")),
        Place("releasing", _w("Who releases what is held", "Qui libère ce qui est retenu")),
    ),
)  # fmt: skip
SUPPORT_VISITS = Policy(
    "support_visits",
    SupportVisits,
    _w("Visits of the platform’s support", "Visites de l’assistance"),
    _w(
        "Whether operators of the platform may act as somebody of the company, with a reason and for a while.",
        "Si l’équipe de la plateforme peut agir au nom de quelqu’un de l’entreprise, avec un motif et pour un temps.",
    ),
    {
        "is_allowed": _w("Allowed", "Autorisées"),
        "most_minutes": _w("Most minutes at a time", "Minutes au plus à la fois"),
    },
    (Place("acting", _w("Acting as staff", "Agir au nom du personnel")),),
)
POLICIES: dict[str, Policy[Any]] = {
    policy.name: policy
    for policy in (
        PAYMENT_METHODS,
        SHIPPING_OPTIONS,
        CARRIERS,
        RETENTION,
        THEME_LIMITS,
        RISK_HOLDS,
        SUPPORT_VISITS,
    )
}
