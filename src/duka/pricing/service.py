"""Setting prices. Each store has its own, in its own currency; a variant without one is not sold there.

Listings sort and filter by `store_products.price_minor`, the lowest price in force: it follows every change
here, and `following` follows the clock when a special or sale price begins or ends.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from duka.catalog import listing
from duka.catalog.inputs import PriceShift
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.money import round_half_up
from duka.pricing import history
from duka.pricing.errors import (
    NegativePrice,
    PriceTargetNotFound,
    PriceTooHigh,
    SpecialNotLower,
    SpecialPriceMissing,
    SpecialWindowEmpty,
    TooManyPrices,
)
from duka.pricing.events import PriceChanged
from duka.pricing.inputs import NewPrice
from duka.pricing.sales import slots

MOST_MINOR = 1_000_000_000_000
MOST_PRICES = 1000
MOST_TOLD = 60
"""So many variants of a product are told one by one in the trail."""


def set_price(
    ctx: Context,
    store_id: UUID,
    variant_id: UUID,
    base_minor: int,
    special_minor: int | None = None,
    special_from: datetime | None = None,
    special_until: datetime | None = None,
) -> None:
    """`set_prices` of one."""
    price = NewPrice(ids.public("var", variant_id), base_minor, special_minor, special_from, special_until)
    set_prices(ctx, store_id, [price])


def set_prices(ctx: Context, store_id: UUID, prices: Sequence[NewPrice]) -> None:
    """Set these prices, all or none, replacing what was set; a variant named twice gets the last. At most
    1000.

    Setting what is set already announces nothing. Refuses PriceTargetNotFound, MalformedId, NegativePrice,
    PriceTooHigh, SpecialNotLower, SpecialWindowEmpty, SpecialPriceMissing and TooManyPrices, and Forbidden where the
    caller may not change products in this store. 8 statements at most, however many prices.
    """
    ctx.require("products:write", store=store_id)
    if len(prices) > MOST_PRICES:
        raise TooManyPrices(most=MOST_PRICES)
    wanted = {}
    for price in prices:
        refuse_unsound(price)
        id = ids.parse("var", price.variant_id)
        wanted[id] = {**msgspec.structs.asdict(price), "variant_id": id}
    _lock(ctx, store_id, wanted)
    changed = ctx.db.all(
        """with set_now as (
             insert into prices (tenant_id, store_id, variant_id, base_minor, special_minor, special_from,
               special_until)
             select %(tenant)s, %(store)s, n.variant_id, n.base_minor, n.special_minor, n.special_from,
               n.special_until
             from jsonb_to_recordset(%(prices)s::jsonb) as n (variant_id uuid, base_minor bigint,
               special_minor bigint,
                  special_from timestamptz, special_until timestamptz)
             order by n.variant_id
             on conflict (tenant_id, store_id, variant_id) do update
             set base_minor = excluded.base_minor, special_minor = excluded.special_minor,
                 special_from = excluded.special_from, special_until = excluded.special_until,
                 version = prices.version + 1
             where (prices.base_minor, prices.special_minor, prices.special_from, prices.special_until)
                   is distinct from
                   (excluded.base_minor, excluded.special_minor, excluded.special_from,
                     excluded.special_until)
             returning variant_id, base_minor, special_minor, special_from, special_until)
           select v.product_id, v.id, v.sku, to_jsonb(o) as before, to_jsonb(set_now) - 'variant_id' as after
           from set_now
           join variants v on v.tenant_id = %(tenant)s and v.id = set_now.variant_id
           left join lateral (
             select r.base_minor, r.special_minor, r.special_from, r.special_until from prices r
             where r.tenant_id = %(tenant)s and r.variant_id = v.id and r.store_id = %(store)s) o on true""",
        store=store_id,
        prices=msgspec.json.encode(list(wanted.values())).decode(),
    )
    _announce(ctx, store_id, changed)


def remove(ctx: Context, store_id: UUID, variant_ids: Iterable[UUID]) -> None:
    """The variants are no longer sold in this store. Removing twice is safe. Refuses PriceTargetNotFound, and Forbidden
    as `set_prices` does."""
    ctx.require("products:write", store=store_id)
    wanted = set(variant_ids)
    _lock(ctx, store_id, wanted)
    changed = ctx.db.all(
        """with gone as (
             delete from prices r where r.tenant_id = %(tenant)s and r.store_id = %(store)s
               and r.variant_id = any(%(ids)s)
             returning r.variant_id, r.base_minor, r.special_minor, r.special_from, r.special_until)
           select v.product_id, v.id, v.sku, to_jsonb(gone) - 'variant_id' as before, null::jsonb as after
           from gone join variants v on v.tenant_id = %(tenant)s and v.id = gone.variant_id""",
        store=store_id,
        ids=list(wanted),
    )
    _announce(ctx, store_id, changed)


def shift_prices(ctx: Context, product_id: UUID, shift: PriceShift) -> dict[str, int]:
    """Move the base prices that the product's variants have in a store. Returns what they were by variant id; empty when
    none changes. Refuses what `set_prices` refuses: a special price that would no longer be lower stops it."""
    store_id = ids.parse("store", shift.store_id)
    ctx.require("products:write", store=store_id)
    listing.lock_products(ctx, [product_id])
    present = ctx.db.all(
        """select r.variant_id, r.base_minor, r.special_minor, r.special_from, r.special_until
           from variants v join prices r on r.tenant_id = v.tenant_id and r.variant_id = v.id
           where v.tenant_id = %(tenant)s and v.product_id = %(product)s and r.store_id = %(store)s
           order by r.variant_id""",
        product=product_id,
        store=store_id,
    )
    moved = []
    for row in present:
        base = shifted(row.base_minor, shift)
        if base != row.base_minor:
            public = ids.public("var", row.variant_id)
            moved.append(NewPrice(public, base, row.special_minor, row.special_from, row.special_until))
    if not moved:
        return {}
    set_prices(ctx, store_id, moved)
    before = {ids.public("var", row.variant_id): row.base_minor for row in present}
    return {price.variant_id: before[price.variant_id] for price in moved}


def shifted(base_minor: int, shift: PriceShift) -> int:
    """The price after the shift: by percent, by amount, then to the nearest multiple, a half upwards."""
    moved = round_half_up(base_minor * (10_000 + shift.percent_hundredths), 10_000) + shift.amount_minor
    return round_half_up(moved, shift.round_to_minor) * shift.round_to_minor


def _lock(ctx: Context, store_id: UUID, variant_ids: Iterable[UUID]) -> None:
    """Lock the variants' products, so that prices of one product are set one after the other. Refuses
    PriceTargetNotFound."""
    wanted = list(variant_ids)
    known = ctx.db.all(
        """select v.id from variants v
           join stores s on s.tenant_id = v.tenant_id and s.id = %(store)s
           join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
           where v.tenant_id = %(tenant)s and v.id = any(%(ids)s)
           order by p.id for no key update of p""",
        store=store_id,
        ids=wanted,
    )
    if len(known) != len(wanted):
        raise PriceTargetNotFound()


def refuse_unsound(price: NewPrice) -> None:
    """Refuses what `set_prices` refuses of a single price."""
    if price.base_minor < 0 or (price.special_minor or 0) < 0:
        raise NegativePrice()
    if price.base_minor > MOST_MINOR:
        raise PriceTooHigh(most=MOST_MINOR)
    if price.special_minor is None:
        if price.special_from or price.special_until:
            raise SpecialPriceMissing()
        return
    if price.special_minor >= price.base_minor:
        raise SpecialNotLower()
    if price.special_from and price.special_until and price.special_until <= price.special_from:
        raise SpecialWindowEmpty()


def _announce(ctx: Context, store_id: UUID, changed: Sequence[Row]) -> None:
    by_product: dict[UUID, list[Row]] = defaultdict(list)
    for row in changed:
        by_product[row.product_id].append(row)
    if by_product:
        slots.write(ctx, products=list(by_product))
        slots.fill(ctx, list(by_product))
        listing.refresh_prices(ctx, list(by_product))
        history.note(ctx, list(by_product))
    for product_id, rows in by_product.items():
        variant_ids = sorted(row.id for row in rows)
        events.emit(ctx, PriceChanged(aggregate_id=product_id, store_id=store_id, variant_ids=variant_ids))
        trail.note(
            ctx,
            "price.changed",
            "price",
            product_id,
            before={row.sku: _told(row.before) for row in rows[:MOST_TOLD]},
            after={row.sku: _told(row.after) for row in rows[:MOST_TOLD]},
            store_id=store_id.hex,
            variants=len(rows),
        )


def _told(price: dict[str, Any] | None) -> dict[str, Any] | None:
    """What is set of a price, without what is not."""
    return None if price is None else {name: value for name, value in price.items() if value is not None}
