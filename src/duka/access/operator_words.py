"""Roles and permissions of operators, in the languages of those who grant them. As `duka.access.words`, for the company that
runs the installation; a test holds them against the vocabulary."""

GROUPS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "merchants": ("Merchants", "Marchands", ("tenants",)),
    "offer": ("Plans, features, policies", "Formules, fonctions, règles", ("plans", "flags", "policies")),
    "watch": ("Figures, risk, health", "Chiffres, risques, santé", ("insights", "risk", "health")),
    "company": ("Center Control itself", "Center Control lui-même", ("control", "audit", "staff")),
}
"""Name in English and French, and the areas that belong to it."""

PERMISSIONS_IN_FRENCH = {
    "audit:read": "Voir le journal de ce qui a été fait",
    "control:enter": "Entrer dans Center Control et voir sa première page",
    "flags:read": "Voir jusqu’où les fonctions sont ouvertes",
    "flags:write": "Ouvrir des fonctions, et les activer pour un marchand",
    "health:read": "Voir comment se porte le service",
    "health:write": "Rejouer et écarter ce qui a échoué, faire taire des alertes",
    "insights:read": "Voir les chiffres de toute la plateforme",
    "plans:read": "Voir les formules",
    "plans:write": "Modifier les formules, et dire quel marchand a laquelle",
    "policies:read": "Voir les règles qui lient les marchands",
    "policies:write": "Modifier les règles qui lient les marchands",
    "risk:read": "Voir les commandes retenues",
    "risk:write": "Retenir des commandes, et les libérer",
    "staff:read": "Voir qui travaille ici",
    "staff:write": "Inviter des collègues et changer leurs rôles",
    "tenants:act_as": "Agir chez un marchand, pour un temps et avec un motif",
    "tenants:act_as_owner": "Agir chez un marchand en propriétaire, pour un temps et avec un motif",
    "tenants:delete": "Supprimer un marchand définitivement",
    "tenants:export": "Exporter un marchand dans une archive, et en restaurer un",
    "tenants:read": "Voir tous les marchands, leur formule, leur usage et leur état",
    "tenants:write": "Créer des marchands, changer leur état et leurs domaines",
}

ROLES: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "owner": ("Owner", "Everything, including other operators and deleting merchants."),
        "support": ("Support", "Helps merchants: their state, their features, acting for them. No plans."),
        "finance": ("Finance", "Plans and who has which; exports. Does not act for merchants."),
        "risk": ("Risk", "Policies and held orders; suspends merchants. Does not act for them."),
        "read-only": ("Read only", "Sees merchants, plans, figures and health. Changes nothing."),
    },
    "fr": {
        "owner": ("Propriétaire", "Tout, y compris les autres opérateurs et la suppression de marchands."),
        "support": ("Assistance", "Aide les marchands : état, fonctions, agir pour eux. Pas les formules."),
        "finance": (
            "Finances",
            "Les formules et qui a laquelle ; les exports. N’agit pas chez les marchands.",
        ),
        "risk": (
            "Risques",
            "Les règles et les commandes retenues ; suspend des marchands. N’agit pas chez eux.",
        ),
        "read-only": ("Lecture seule", "Voit marchands, formules, chiffres et santé. Ne change rien."),
    },
}
