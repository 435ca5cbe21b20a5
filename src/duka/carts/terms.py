"""How a store sells to those who see its prices in some currency, with the types that the pure rules take: made once from
each `Selling` that the cache gives."""

from uuid import UUID

import msgspec

from duka.carts.types import ShippingOption
from duka.kernel import languages
from duka.kernel.context import Context
from duka.shipping.rules import ShippingRate, Tier, Zone, quote, zones_for
from duka.stores import queries as stores
from duka.stores.seen import Seen, selling_seen
from duka.stores.types import Selling
from duka.tax.rules import Rate, TaxZone, rates_for, zones_of
from duka.tax.taxing import CARRIED, Kind, Place, Taxing, taxing
from duka.tax.types import CARRIAGE, Buyer


class Carriage(msgspec.Struct, frozen=True):
    """A shipping rate with what is shown of it. `location_id` is where goods are fetched, for pickup."""

    id: UUID
    rule: ShippingRate
    tax_class: str
    location_id: UUID | None
    row: dict[str, object]


class Terms(msgspec.Struct, frozen=True):
    """Every amount is in `selling.currency`. `settings`: what the store decided, from which this was made."""

    selling: Selling
    tax_zones: list[TaxZone]
    zones: list[Zone]
    carriages: dict[str, list[Carriage]]
    payment_methods: frozenset[str]
    totals: dict[str, tuple[int, int | None]] = {}
    settings: Selling | None = None
    taxing: Taxing | None = None

    def may_pay(self, method: str, total_minor: int) -> bool:
        """Whether `method` is offered, and for such totals: ways to pay may have a smallest and a largest."""
        least, most = self.totals.get(method, (0, None))
        return (
            method in self.payment_methods and least <= total_minor and (most is None or total_minor <= most)
        )

    def taxed(self, buyer: Buyer, place: Place, rate_id: UUID | None, locale: str) -> "Terms":
        """These terms for one buyer, whose goods go to `place`, carried by the rate `rate_id`."""
        is_fetched = rate_id is not None and any(
            each.id == rate_id and each.location_id for there in self.carriages.values() for each in there
        )
        for_buyer = taxing(
            buyer,
            self.selling.tax_rules,
            seller_country=self.selling.country,
            includes_tax=self.selling.prices_include_tax,
            place=place,
            locale=locale,
            is_fetched=is_fetched,
        )
        return msgspec.structs.replace(self, taxing=for_buyer)

    def tax_rates(
        self, tax_class: str, country: str, region: str, postal_code: str, unit_price_minor: int = 0
    ) -> tuple[Rate, ...]:
        """`unit_price_minor`: as shown; some services tax by it."""
        return self._rates(tax_class, (country, region, postal_code), (tax_class, unit_price_minor))

    def carriage_rates(self, tax_class: str, country: str, region: str, postal_code: str) -> tuple[Rate, ...]:
        return self._rates(tax_class, (country, region, postal_code), CARRIED)

    def price(
        self,
        minor: int,
        tax_class: str,
        country: str,
        region: str,
        postal_code: str,
        *,
        is_carriage: bool = False,
    ) -> int:
        """What this buyer is asked for what is shown at `minor`: see `tax.taxing`."""
        if self.taxing is None or not self.taxing.reliefs:
            return minor
        place = (country, region, postal_code)
        kind = (CARRIAGE, 0) if is_carriage else (tax_class, minor)
        own = rates_for(self.tax_zones, tax_class, country, region, postal_code)
        return self.taxing.price(minor, tax_class, place, own, kind)

    def _rates(self, tax_class: str, place: Place, kind: Kind) -> tuple[Rate, ...]:
        own = rates_for(self.tax_zones, tax_class, *place)
        return own if self.taxing is None else self.taxing.rates(tax_class, place, own, kind)

    def offered(
        self, country: str, region: str, postal_code: str, subtotal_minor: int, weight_grams: int
    ) -> list[tuple[Carriage, int]]:
        """The ways to carry these goods there, with their prices, in the order of the store's settings."""
        found = []
        for zone in zones_for(self.zones, country, region, postal_code):
            for carriage in self.carriages.get(zone.id, ()):
                price = quote(carriage.rule, subtotal_minor, weight_grams)
                if price is not None:
                    place = (country, region, postal_code)
                    found.append((carriage, self.price(price, carriage.tax_class, *place, is_carriage=True)))
        return found


def of(ctx: Context, store_id: UUID, seen: Seen | None = None) -> Terms:
    """The terms of a store, of its own currency or for those who see its prices as `seen`; made anew only when its settings
    were read anew."""
    settings = stores.selling(ctx, store_id)
    key = (ctx.tenant, "carts.terms", store_id, seen if seen and (seen.market or not seen.is_own) else None)
    known = ctx.cache.find(key)
    if isinstance(known, Terms) and known.settings is settings:
        return known
    terms = _terms(selling_seen(settings, seen) if seen else settings, settings)
    ctx.cache.keep(key, terms)
    return terms


def option(carriage: Carriage, price_minor: int, locale: str) -> ShippingOption:
    """A carriage as shoppers see it, in the first of their languages that the store has words in."""
    row = carriage.row
    spoken = languages.chain(locale, str(row.get("own_locale", "")), str(row.get("source_locale", "")))
    translations = row.get("translations")
    said = translations if isinstance(translations, dict) else {}
    words = {
        name: languages.said(said, spoken, [name], str(row.get(name) or ""))
        for name in ("name", "description")
    }
    return msgspec.convert(
        {
            "id": f"rate_{carriage.id.hex}",
            "code": row["code"],
            **words,
            "kind": row["kind"],
            "price_minor": price_minor,
            "free_over_minor": row.get("free_over_minor"),
            "min_days": row.get("min_days"),
            "max_days": row.get("max_days"),
        },
        ShippingOption,
    )


def _terms(selling: Selling, settings: Selling) -> Terms:
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
    return Terms(selling, zones_of(selling.tax_rates), zones, carriages, methods, totals, settings)


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
