"""Which features there are, and which are on."""

import os
from collections.abc import Mapping
from functools import cache

from duka.flags.errors import FeatureOff, UnknownFeature
from duka.flags.types import Feature
from duka.kernel.context import Context

FEATURES: dict[str, str] = {
    "collections": "Collections of products, chosen by hand or by conditions",
    "stock_transfers": "Transfers of stock between locations",
    "stock_counts": "Count sheets",
    "imports": "Imports and exports in the console",
    "custom_roles": "Roles of a company's own",
    "customer_service": "The whole story of a customer on one page, for customer service",
}
"""Every feature that can be switched; all are on unless somebody says otherwise."""

VARIABLE = "DUKA_FEATURES_OFF"


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
    here = installed(os.environ.get(VARIABLE, ""))
    return [
        Feature(
            name,
            description,
            own.get(name, here[name]),
            "company" if name in own else "default" if here[name] else "installation",
        )
        for name, description in FEATURES.items()
    ]


def is_on(ctx: Context, feature: str) -> bool:
    return _own(ctx).get(feature, installed(os.environ.get(VARIABLE, ""))[feature])


def require(ctx: Context, feature: str) -> None:
    """Refuses FeatureOff."""
    if not is_on(ctx, feature):
        raise FeatureOff(feature=FEATURES[feature])


def _own(ctx: Context) -> Mapping[str, bool]:
    def load() -> dict[str, bool]:
        rows = ctx.db.all("select f.name, f.is_on from feature_flags f where f.tenant_id = %(tenant)s")
        return {row.name: row.is_on for row in rows if row.name in FEATURES}

    return ctx.cache.get((ctx.tenant, "features"), load)
