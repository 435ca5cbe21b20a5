"""The plans of the demo's installation, and which its merchants have."""

from duka.control import plans, subscriptions
from duka.flags.names import FEATURES
from duka.kernel.work import Caller
from duka.plans.errors import PlanHandleTaken
from duka.plans.inputs import NewPlan, VersionInput
from duka.tenants import queries as tenants
from duka.tenants.types import PLATFORM
from duka.wiring import Services

_SMALL = frozenset(FEATURES) - {
    "custom_roles", "experiments", "feeds", "markets", "price_lists", "promotions_advanced", "recommendations",
    "stock_counts", "stock_transfers", "tax_services",
}  # fmt: skip
PLANS = (
    NewPlan(
        handle="market-stall",
        position=1,
        is_self_service=True,
        first=VersionInput(
            names={"en": "Market stall", "fr": "Étal"},
            descriptions={
                "en": "To begin with: one store, one place, a few dozen goods.",
                "fr": "Pour commencer : une boutique, un lieu, quelques dizaines d’articles.",
            },
            features=sorted(_SMALL),
            limits={
                "products": 50, "staff": 2, "stores": 1, "locations": 1, "integrations": 3, "orders_per_month": 50,
                "media_mb": 250,
            },
        ),
    ),
    NewPlan(
        handle="shop",
        position=2,
        first=VersionInput(
            names={"en": "Shop", "fr": "Boutique"},
            descriptions={
                "en": "For a shop that lives from what it sells: everything, with room to grow.",
                "fr": "Pour une boutique qui vit de ses ventes : tout, avec de quoi grandir.",
            },
            limits={
                "products": 1_000, "staff": 25, "stores": 3, "locations": 10, "integrations": 25,
                "orders_per_month": 5_000, "media_mb": 10_000,
            },
            price_minor=4_900,
            trial_days=14,
        ),
    ),
    NewPlan(
        handle="enterprise",
        position=3,
        first=VersionInput(
            names={"en": "Enterprise", "fr": "Entreprise"},
            descriptions={
                "en": "Many stores and places, nothing limited.",
                "fr": "Plusieurs boutiques et lieux, rien n’est limité.",
            },
            price_minor=49_000,
        ),
    ),
)  # fmt: skip
HELD = "shop"


def plan(services: Services, merchants: list[str]) -> int:
    """How many plans there are; the merchants (by slug) have the one in the middle. What is there stays."""
    system = Caller(PLATFORM)
    for new in PLANS:
        try:
            plans.create(services.work, system, new)
        except PlanHandleTaken:
            continue
    for slug in merchants:
        merchant = tenants.find(services.work, slug)
        if merchant is not None and subscriptions.look(services.work, system, merchant.id).plan is None:
            subscriptions.change(services.work, system, merchant.id, HELD)
    return len(PLANS)
