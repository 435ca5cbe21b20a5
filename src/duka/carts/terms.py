"""How a store sells, with the types that the pure rules take: made once from each `Selling` that the cache
gives."""

from uuid import UUID

import msgspec

from duka.carts.types import ShippingOption
from duka.kernel.context import Context
from duka.shipping.rules import ShippingRate, Tier, Zone, quote, zones_for
from duka.stores import queries as stores
from duka.stores.types import Selling
from duka.tax.rules import Rate, TaxZone, rates_for, zones_of


class Carriage(msgspec.Struct, frozen=True):
    """A shipping rate with what is shown of it. `location_id` is where goods are fetched, for pickup."""

    id: UUID
    rule: ShippingRate
    tax_class: str
    location_id: UUID | None
    row: dict[str, object]


class Terms(msgspec.Struct, frozen=True):
    selling: Selling
    tax_zones: list[TaxZone]
    zones: list[Zone]
    carriages: dict[str, list[Carriage]]
    payment_methods: frozenset[str]
    totals: dict[str, tuple[int, int | None]] = {}

    def may_pay(self, method: str, total_minor: int) -> bool:
        """Whether `method` is offered, and for such totals: ways to pay may have a smallest and a largest."""
        least, most = self.totals.get(method, (0, None))
        return (
            method in self.payment_methods and least <= total_minor and (most is None or total_minor <= most)
        )

    def tax_rates(self, tax_class: str, country: str, region: str, postal_code: str) -> tuple[Rate, ...]:
        return rates_for(self.tax_zones, tax_class, country, region, postal_code)

    def offered(
        self, country: str, region: str, postal_code: str, subtotal_minor: int, weight_grams: int
    ) -> list[tuple[Carriage, int]]:
        """The ways to carry these goods there, with their prices, in the order of the store's settings."""
        found = []
        for zone in zones_for(self.zones, country, region, postal_code):
            for carriage in self.carriages.get(zone.id, ()):
                price = quote(carriage.rule, subtotal_minor, weight_grams)
                if price is not None:
                    found.append((carriage, price))
        return found


def of(ctx: Context, store_id: UUID) -> Terms:
    """The terms of a store; made anew only when its settings were read anew."""
    selling = stores.selling(ctx, store_id)
    key = (ctx.tenant, "carts.terms", store_id)
    known = ctx.cache.find(key)
    if isinstance(known, Terms) and known.selling is selling:
        return known
    terms = _terms(selling)
    ctx.cache.keep(key, terms)
    return terms


def option(carriage: Carriage, price_minor: int, locale: str) -> ShippingOption:
    """A carriage as shoppers see it, in their language where the store has one for it."""
    row = carriage.row
    translations = row.get("translations")
    words = translations.get(locale, {}) if isinstance(translations, dict) else {}
    return msgspec.convert(
        {
            "id": f"rate_{carriage.id.hex}",
            "code": row["code"],
            "name": words.get("name") or row["name"],
            "description": words.get("description") or row.get("description") or "",
            "kind": row["kind"],
            "price_minor": price_minor,
            "free_over_minor": row.get("free_over_minor"),
            "min_days": row.get("min_days"),
            "max_days": row.get("max_days"),
        },
        ShippingOption,
    )


def _terms(selling: Selling) -> Terms:
    carriages: dict[str, list[Carriage]] = {}
    for row in sorted(selling.shipping_rates, key=lambda r: (r.get("position") or 0, str(r["id"]))):
        if row.get("is_active", True):
            carriages.setdefault(str(row["zone_id"]), []).append(_carriage(row))
    zones = [
        Zone(
            str(row["id"]),
            row["name"],
            tuple(row["countries"]),
            tuple(row.get("regions") or ()),
            tuple(row.get("postal_prefixes") or ()),
        )
        for row in sorted(selling.zones, key=lambda r: (r.get("position") or 0, str(r["id"])))
    ]
    methods = frozenset(
        str(row.get("provider") or row.get("code"))
        for row in selling.payment_methods
        if row.get("is_active", True)
    )
    totals = {
        str(row["provider"]): (row.get("min_total_minor") or 0, row.get("max_total_minor"))
        for row in selling.payment_methods
        if row.get("provider")
    }
    return Terms(selling, zones_of(selling.tax_rates), zones, carriages, methods, totals)


def _carriage(row: dict[str, object]) -> Carriage:
    rule = msgspec.convert(
        {
            "id": str(row["id"]),
            "name": row["name"],
            "kind": row["kind"],
            "price_minor": row.get("price_minor") or 0,
            "free_over_minor": row.get("free_over_minor"),
            "tiers": [Tier(t.get("up_to"), t["price_minor"]) for t in row.get("tiers") or ()],  # type: ignore[attr-defined]
            "min_total_minor": row.get("min_total_minor"),
            "max_total_minor": row.get("max_total_minor"),
            "max_weight_grams": row.get("max_weight_grams"),
        },
        ShippingRate,
    )
    place = row.get("location_id")
    return Carriage(
        id=UUID(str(row["id"])),
        rule=rule,
        tax_class=str(row.get("tax_class") or "standard"),
        location_id=UUID(str(place)) if place else None,
        row=row,
    )
