"""How the platform grows, and how a merchant grows on it: phases C1 to C6 and T1 to T6, as data.

The mission names these phases and what each of a merchant's needs of the platform's (T2 and
T3 need C1 to C3, T4 needs C3 and C4, T5 and T6 need C3 to C6), and do not say what is in them. This does. Every feature is in
one phase of the platform and is first used in one phase of a merchant. Pure.
"""

from collections.abc import Collection, Mapping
from typing import Literal

import msgspec

from duka.flags import names

Openness = Literal["open", "pilot", "closed"]


class PlatformPhase(msgspec.Struct, frozen=True):
    """What the platform offers from this phase on. `features`: flags; `contains`: what has no flag, since nobody goes without."""

    code: str
    title: str
    contains: str
    features: tuple[str, ...]


class TenantPhase(msgspec.Struct, frozen=True):
    """How far a merchant is. `needs`: phases of the platform; `uses`: features that they must have; `one_of`: of these, one is
    enough."""

    code: str
    title: str
    about: str
    needs: tuple[str, ...]
    uses: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()


PLATFORM_PHASES = (
    PlatformPhase(
        "C1",
        "Companies and their people",
        "companies, log-in with a second factor, roles, the audit trail",
        ("custom_roles", "customer_service"),
    ),
    PlatformPhase(
        "C2",
        "Goods and a shop",
        "products, stock, the shop with cart and checkout, the API",
        (names.ECOMMERCE, "collections", "imports", "stock_transfers", "stock_counts"),
    ),
    PlatformPhase(
        "C3",
        "Money",
        "orders, payments on delivery and by bank, the books, returns",
        ("payments_card", "payments_mobile_money", "tax_services"),
    ),
    PlatformPhase(
        "C4",
        "Prices and offers",
        "special prices, bulk changes",
        ("promotions", "sale_events", "price_lists", "markets"),
    ),
    PlatformPhase("C5", "Channels", "webhooks, messages to customers, figures", ("feeds", "recommendations")),
    PlatformPhase(
        "C6",
        "Learning what sells",
        "plans, policies, the health of the service",
        ("experiments", "promotions_advanced"),
    ),
)
TENANT_PHASES = (
    TenantPhase("T1", "Setting up", "The company is there: people, settings, first goods", ("C1",)),
    TenantPhase(
        "T2",
        "Selling",
        "A shop is open and paid in it",
        ("C1", "C2", "C3"),
        (names.ECOMMERCE, "collections"),
        ("payments_card", "payments_mobile_money"),
    ),
    TenantPhase(
        "T3",
        "Every day",
        "Several people, several places, questions of customers, taxes",
        ("C1", "C2", "C3"),
        ("imports", "stock_transfers", "stock_counts", "custom_roles", "customer_service", "tax_services"),
    ),
    TenantPhase(
        "T4",
        "Offers and markets",
        "Promotions, sales, prices for some, other countries",
        ("C3", "C4"),
        ("promotions", "sale_events", "price_lists", "markets"),
    ),
    TenantPhase(
        "T5",
        "Other channels",
        "Goods are shown elsewhere and recommended",
        ("C3", "C4", "C5", "C6"),
        ("feeds", "recommendations"),
    ),
    TenantPhase(
        "T6",
        "Improving",
        "What sells is tried out; offers have tiers, gifts and budgets",
        ("C3", "C4", "C5", "C6"),
        ("experiments", "promotions_advanced"),
    ),
)


def reached(is_on: Mapping[str, bool]) -> str:
    """The phase that a merchant with these features is in: the last one such that they have all of it and of those before."""
    last = TENANT_PHASES[0].code
    for phase in TENANT_PHASES:
        if missing(phase, is_on):
            break
        last = phase.code
    return last


def missing(phase: TenantPhase, is_on: Mapping[str, bool]) -> list[str]:
    """The features that keep a merchant from this phase; where one of several is enough, all of these."""
    lacking = [name for name in phase.uses if not is_on[name]]
    return lacking + ([] if not phase.one_of or any(is_on[n] for n in phase.one_of) else list(phase.one_of))


def openness(phase: PlatformPhase, features: Mapping[str, Openness]) -> Openness:
    """Open when everybody may have all of it, closed when nobody may have anything of it, and a pilot otherwise."""
    found = {features[name] for name in phase.features}
    return "open" if found == {"open"} else "closed" if found == {"closed"} else "pilot"


def openness_of(needs: Collection[str], platform: Mapping[str, Openness]) -> Openness:
    """Of a merchant's phase: as far as the least of what it needs."""
    found = {platform[code] for code in needs}
    return "closed" if "closed" in found else "pilot" if "pilot" in found else "open"
