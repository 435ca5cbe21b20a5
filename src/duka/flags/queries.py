"""Which features there are, and which are on."""

import os
from collections.abc import Mapping
from functools import cache

from duka.flags.errors import FeatureOff, UnknownFeature
from duka.flags.types import Feature
from duka.kernel.context import Context
from duka.plans import entitlements

FEATURES: dict[str, str] = {
    "collections": "Collections of products, chosen by hand or by conditions",
    "sale_events": "Sale events: goods that cost less for a while, by themselves",
    "markets": "Markets: countries with a currency, a language and taxes of their own",
    "price_lists": "Price lists: what groups, channels and quantities pay",
    "stock_transfers": "Transfers of stock between locations",
    "stock_counts": "Count sheets",
    "imports": "Imports and exports in the console",
    "custom_roles": "Roles of a company's own",
    "customer_service": "The whole story of a customer on one page, for customer service",
    "promotions": "Promotions: codes, percentages, amounts, free shipping",
    "promotions_advanced": "Promotions with tiers, bundles, gifts, buy and get, groups of customers, hours and budgets",
    "recommendations": "Recommendations computed from orders, and what they sell",
    "feeds": "Product feeds for Google Merchant, Meta and others",
    "tax_services": "Outside services for taxes, and checks of VAT numbers",
    "experiments": "Experiments: something else for some visitors, and which of it sold more",
    "payments_card": "Payments by card and PayPal",
    "payments_mobile_money": "Payments by mobile money",
}
"""Every feature that can be switched; all are on unless somebody says otherwise."""

VARIABLE = "DUKA_FEATURES_OFF"
SWITCHES = {
    "PAYMENTS_CARD_ENABLED": "payments_card",
    "PAYMENTS_MOBILEMONEY_ENABLED": "payments_mobile_money",
}
"""Variables of their own for what operators switch most: `false`, `no`, `off` or `0` switch it off."""
_NO = {"false", "no", "off", "0"}


def here() -> Mapping[str, bool]:
    """Feature → is it on in this installation, as the environment says. Refuses UnknownFeature."""
    off = [name for variable, name in SWITCHES.items() if os.environ.get(variable, "").lower() in _NO]
    return installed(",".join([os.environ.get(VARIABLE, ""), *off]))


@cache
def installed(off: str) -> Mapping[str, bool]:
    """Feature → is it on in this installation; `off` are names with commas between. Refuses UnknownFeature."""
    names = {name.strip() for name in off.split(",") if name.strip()}
    if unknown := sorted(names - FEATURES.keys()):
        raise UnknownFeature(feature=unknown[0], known=", ".join(FEATURES))
    return {name: name not in names for name in FEATURES}


def features(ctx: Context) -> list[Feature]:
    """All features, on and off. Remembered for `cache_seconds`; one statement otherwise."""
    own = _own(ctx)
    installation = here()
    return [
        Feature(
            name,
            description,
            own.get(name, installation[name]),
            "company" if name in own else "default" if installation[name] else "installation",
        )
        for name, description in FEATURES.items()
    ]


def is_on(ctx: Context, feature: str) -> bool:
    return _own(ctx).get(feature, here()[feature])


def require(ctx: Context, feature: str) -> None:
    """Refuses FeatureOff."""
    if not is_on(ctx, feature):
        raise FeatureOff(feature=FEATURES[feature])


def _own(ctx: Context) -> Mapping[str, bool]:
    return entitlements.of(ctx).own_features
