"""Roles and permissions in the languages of those who grant them.

What a permission is for says the module that owns it, in English; here it stands in French, and in which group of the
list it belongs. A test holds both against the vocabulary.
"""

from datetime import datetime
from uuid import UUID

from babel.dates import format_date

from duka.access import operator_words
from duka.tenants.types import PLATFORM

GROUPS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "catalogue": (
        "Catalogue",
        "Catalogue",
        ("products", "categories", "media", "promotions", "imports", "exports", "feeds"),
    ),
    "stock": ("Stock", "Stock", ("inventory",)),
    "orders": (
        "Orders and payments",
        "Commandes et paiements",
        ("orders", "drafts", "returns", "carts", "payments", "credits"),
    ),
    "customers": ("Customers", "Clients", ("customers", "messages", "search")),
    "insight": (
        "Figures and history",
        "Chiffres et historique",
        ("figures", "audit", "ledger", "experiments"),
    ),
    "shop": (
        "Stores and settings",
        "Boutiques et réglages",
        ("stores", "settings", "plan", "sandboxes", "shipping", "markets", "webhooks"),
    ),
    "people": ("People and keys", "Équipe et clés", ("staff", "roles", "keys", "views")),
}
"""Name in English and French, and the areas (the part of a permission before the colon) that belong to it."""

PERMISSIONS_IN_FRENCH = {
    "audit:read": "Voir le journal de ce qui a été fait",
    "carts:read": "Voir les paniers",
    "carts:write": "Modifier les paniers",
    "categories:read": "Voir les catégories",
    "categories:write": "Créer, modifier, déplacer et supprimer les catégories",
    "credits:read": "Voir les avoirs des clients",
    "credits:write": "Accorder des avoirs aux clients, et les reprendre",
    "customers:create": "Inscrire un client, ou le retenir comme invité",
    "customers:erase": "Effacer un client définitivement ; seuls les comptes restent, sans nom",
    "customers:export": "Remettre tout ce qui est conservé d’un client",
    "customers:read": "Voir tous les clients et leurs adresses",
    "customers:write": "Modifier les clients et leurs adresses",
    "drafts:read": "Voir les brouillons de commande",
    "drafts:write": "Composer des brouillons de commande, les envoyer et les passer",
    "experiments:join": "Participer aux tests d’une boutique",
    "experiments:read": "Voir les tests et leurs résultats",
    "experiments:write": "Préparer, lancer, arrêter et conclure des tests",
    "exports:run": "Exporter des données vers des fichiers",
    "feeds:read": "Voir les flux de produits et ce qui ne va pas avec leurs articles",
    "feeds:write": "Créer, modifier, publier et supprimer les flux de produits",
    "figures:read": "Voir les ventes et les autres chiffres",
    "imports:run": "Importer des données depuis des fichiers",
    "inventory:read": "Voir ce qui est en stock",
    "inventory:write": "Compter, corriger et déplacer le stock",
    "keys:read": "Voir les clés d’API",
    "keys:write": "Créer et révoquer des clés d’API",
    "ledger:read": "Voir les comptes",
    "ledger:write": "Passer et contre-passer des écritures dans les comptes",
    "markets:read": "Voir les marchés et les taux de change",
    "markets:write": "Modifier les marchés et les taux de change",
    "media:read": "Voir les images",
    "media:write": "Ajouter et supprimer des images",
    "messages:configure": "Connecter un compte pour les SMS",
    "messages:read": "Lire ce qui a été envoyé aux clients et à l’équipe, et ce qu’il en est advenu",
    "messages:write": "Renvoyer un message, rédiger les messages, bloquer et débloquer des adresses",
    "orders:cancel": "Annuler des commandes et rendre l’argent",
    "orders:create": "Passer une commande à partir d’un panier",
    "orders:discount": "Accorder des prix et des remises sur les commandes",
    "orders:edit": "Modifier ce qui a été commandé : articles, quantités, livraison, adresse",
    "orders:read": "Voir toutes les commandes",
    "orders:review": "Retenir des commandes à vérifier, et les libérer",
    "orders:track": "Suivre sa propre commande avec son jeton",
    "orders:write": "Préparer, expédier et terminer les commandes, changer adresses, notes et étiquettes",
    "payments:configure": "Connecter une boutique à des prestataires de paiement",
    "payments:create": "Payer sa propre commande",
    "payments:read": "Voir les paiements",
    "payments:reconcile": "Importer les relevés des prestataires de paiement et régler les écarts",
    "payments:request": "Envoyer aux clients un lien de paiement",
    "payments:write": "Marquer des paiements comme reçus, encaisser les réservations, annuler et rembourser",
    "plan:write": "Demander une autre formule, ou prendre une formule proposée",
    "products:read": "Voir les produits en vente",
    "products:write": "Créer, modifier, publier et archiver produits, options, attributs et prix",
    "promotions:read": "Voir les promotions, leurs codes et ce qu’elles ont accordé",
    "promotions:write": "Créer des promotions et des codes, les activer et les arrêter",
    "returns:read": "Voir les retours",
    "returns:request": "Demander à renvoyer des articles d’une commande",
    "returns:settle": "Rendre de l’argent, un avoir ou d’autres articles pour un retour",
    "returns:settle_early": "Rembourser un retour avant d’avoir reçu les articles",
    "returns:write": "Juger les retours et recevoir leurs articles",
    "roles:write": "Créer, modifier et supprimer des rôles",
    "sandboxes:write": "Créer des espaces d’essai, et voir ceux qu’il y a",
    "search:use": "Chercher dans un seul champ ; chacun trouve ce qu’il a le droit de voir",
    "settings:read": "Voir les réglages de la société et de ses boutiques",
    "settings:write": "Changer les réglages de la société et de ses boutiques",
    "shipping:configure": "Connecter une boutique à des transporteurs",
    "staff:read": "Voir qui travaille ici",
    "staff:write": "Inviter des collègues et changer leurs rôles",
    "stores:read": "Voir les boutiques, les lieux et leurs réglages",
    "stores:write": "Changer boutiques, lieux, taxes, livraison et moyens de paiement",
    "views:share": "Partager des vues enregistrées avec la société",
    "webhooks:read": "Voir les points d’accès des webhooks et ce qui leur a été envoyé",
    "webhooks:write": "Ajouter, modifier et supprimer des points d’accès, et renvoyer des messages",
}

_ROLES: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "owner": ("Owner", "Everything, including keys, roles and other owners."),
        "manager": ("Manager", "Runs the shop and its people; makes no keys and no roles."),
        "catalogue": ("Catalogue", "Products, categories, pictures, stock and imports. No orders."),
        "fulfilment": ("Fulfilment", "Prepares and ships orders, counts stock."),
        "support": (
            "Customer service",
            "Customers and their orders, cancelling included. No stock, no prices.",
        ),
        "finance": ("Finance", "Payments, refunds, figures and exports. Changes nothing else."),
        "cashier": ("Cashier", "Sells: baskets, orders and payments. Sees no figures."),
        "read-only": ("Read only", "Sees goods, orders and customers. Changes nothing."),
    },
    "fr": {
        "owner": ("Propriétaire", "Tout, y compris les clés, les rôles et les autres propriétaires."),
        "manager": ("Gérant", "Fait tourner la boutique et l’équipe ; ne crée ni clés ni rôles."),
        "catalogue": ("Catalogue", "Produits, catégories, images, stock et imports. Pas de commandes."),
        "fulfilment": ("Préparation", "Prépare et expédie les commandes, compte le stock."),
        "support": (
            "Service client",
            "Les clients et leurs commandes, annulations comprises. Ni stock ni prix.",
        ),
        "finance": ("Finances", "Paiements, remboursements, chiffres et exports. Ne change rien d’autre."),
        "cashier": ("Caisse", "Vend : paniers, commandes et paiements. Ne voit pas les chiffres."),
        "read-only": ("Lecture seule", "Voit produits, commandes et clients. Ne change rien."),
    },
}


def language(locale: str) -> str:
    return "fr" if locale.lower().startswith("fr") else "en"


def role_name(role: str, locale: str, tenant: UUID | None = None) -> str:
    """A built-in role's name for people; any other text as it is. `tenant`: the company whose role it is, where that may be
    the platform's own."""
    return _roles(tenant)[language(locale)].get(role, (role, ""))[0]


def role_description(role: str, locale: str, tenant: UUID | None = None) -> str:
    return _roles(tenant)[language(locale)].get(role, (role, ""))[1]


def _roles(tenant: UUID | None) -> dict[str, dict[str, tuple[str, str]]]:
    return operator_words.ROLES if tenant == PLATFORM else _ROLES


def groups(tenant: UUID | None = None) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """The groups of permissions that there are in this company."""
    return operator_words.GROUPS if tenant == PLATFORM else GROUPS


def group_of(permission: str, tenant: UUID | None = None) -> str | None:
    """The group whose list this permission belongs to; None for what is nobody's to grant."""
    area = permission.partition(":")[0]
    return next((name for name, (_, _, areas) in groups(tenant).items() if area in areas), None)


def group_name(group: str, locale: str, tenant: UUID | None = None) -> str:
    english, french, _ = groups(tenant)[group]
    return french if language(locale) == "fr" else english


def permission_words(permission: str, english: str, locale: str) -> str:
    if language(locale) != "fr":
        return english
    in_french = PERMISSIONS_IN_FRENCH.get(permission)
    return in_french or operator_words.PERMISSIONS_IN_FRENCH.get(permission, english)


def day(at: datetime, locale: str) -> str:
    """A date as it is written in a letter: 21 November 2026."""
    return format_date(at, "d MMMM y", locale=language(locale))
