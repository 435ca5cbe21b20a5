"""What the two demo merchants decided in their settings, beside the rules of selling."""

from typing import Any

from duka.demo.catalogue.types import DemoCatalogue
from duka.demo.planting import Planted
from duka.identity.sections import SECURITY
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller
from duka.settings import queries, service
from duka.settings.types import Section
from duka.stores.sections import COMPANY, GENERAL, NOTIFICATIONS, POLICIES, RETURNS, SELLING
from duka.wiring import Services

TERANGA: dict[str, dict[str, Any]] = {
    "company": {
        "registration_number": "SN-DKR-2019-B-14827",
        "tax_number": "NINEA 007214583",
        "address": "18 rue Carnot, Plateau\nDakar, Sénégal",
        "phone": "+221 33 800 12 34",
        "units": "metric",
    },
    "security": {"session_hours": 10, "idle_minutes": 120, "invitation_days": 7},
    "returns": {"return_days": 14, "refund_days": 7, "paid_by": "customer"},
    "notifications": {"order_in_app": True, "order_email": True, "stock_email": True},
    "general": {"opening": "Lundi au samedi, 10 h à 19 h"},
    "selling": {"reservation_minutes": 20, "cart_days": 30},
    "refunds": {
        "fr": "<p>Nous remboursons par le moyen du paiement, sous sept jours après le retour de l’article.</p>",
        "en": "<p>We pay back the way you paid, within seven days of the goods’ return.</p>",
    },
}
LINDEN: dict[str, dict[str, Any]] = {
    "company": {
        "registration_number": "CRO 582914",
        "tax_number": "IE3384721KH",
        "address": "Linden Hill, Glenealy\nCo. Wicklow, Ireland",
        "phone": "+353 404 55 123",
        "units": "metric",
    },
    "security": {"session_hours": 12, "idle_minutes": 240},
    "returns": {"return_days": 2, "refund_days": 5, "paid_by": "store"},
    "notifications": {"order_in_app": True, "order_email": True, "stock_in_app": True},
    "general": {"opening": "Farm shop: Wednesday to Saturday, 9 to 17 h"},
    "selling": {"reservation_minutes": 15, "cart_days": 14},
    "refunds": {
        "en": "<p>Fresh food does not travel back: tell us within two days what was wrong, and we pay for it.</p>",
        "fr": "<p>Le frais ne se renvoie pas : dites-nous sous deux jours ce qui n’allait pas, nous remboursons.</p>",
    },
}
DECISIONS = {"teranga": TERANGA, "linden-hill": LINDEN}


def decide(services: Services, demo: DemoCatalogue, planted: Planted) -> None:
    """As the owner would in an afternoon. A shop without decisions keeps the platform's defaults."""
    decisions = DECISIONS.get(demo.store.code)
    if decisions is not None:
        caller = Caller(planted.tenant, SYSTEM)
        company = {"legal_name": demo.store.legal_name, **decisions["company"]}
        services.work.perform(caller, lambda ctx: _decide(ctx, planted, {**decisions, "company": company}))


def _decide(ctx: Context, planted: Planted, decisions: dict[str, dict[str, Any]]) -> None:
    of_company: tuple[Section[Any], ...] = (COMPANY, SECURITY, RETURNS, NOTIFICATIONS)
    for section in of_company:
        service.save(ctx, section, None, decisions[section.name], 0)
    _change(ctx, GENERAL, planted, decisions["general"])
    _change(ctx, SELLING, planted, decisions["selling"])
    texts = queries.resolved(ctx, POLICIES, planted.store).value.texts
    refunds = decisions["refunds"]
    said = {locale: {**texts.get(locale, {}), "refund_policy": words} for locale, words in refunds.items()}
    _change(ctx, POLICIES, planted, {"texts": {**texts, **said}})


def _change(ctx: Context, section: Section[Any], planted: Planted, given: dict[str, Any]) -> None:
    found = queries.resolved(ctx, section, planted.store)
    service.save(ctx, section, planted.store, given, found.version)
