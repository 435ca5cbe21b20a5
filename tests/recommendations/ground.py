"""A bazaar with past orders, written straight into the tables."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from tests.checkout.bazaar import Bazaar

from duka.carts.types import Cart
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.ids import new_id
from duka.recommendations import counting, runs, shown
from duka.recommendations.types import RecommendationRun, Recommendations

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def product_of(bazaar: Bazaar, variant: UUID) -> UUID:
    found: UUID = bazaar.value(
        "select product_id from variants where tenant_id = %(tenant)s and id = %(id)s", id=variant
    )
    return found


def ordered(
    bazaar: Bazaar,
    baskets: Sequence[Sequence[UUID]],
    *,
    status: str = "completed",
    days_ago: int = 3,
    placed: bool = True,
) -> list[UUID]:
    """Orders of these variants, one each."""
    lines = []
    orders = []
    for basket in baskets:
        order = new_id()
        orders.append(order)
        lines += [
            {"order": order, "line": new_id(), "variant": variant, "place": n}
            for n, variant in enumerate(basket)
        ]

    def act(ctx: Context) -> None:
        at = ctx.now - timedelta(days=days_ago)
        ctx.db.run(
            """insert into orders (tenant_id, id, store_id, number, status, payment_status, placed_at, currency, locale,
                   prices_include_tax, is_estimated, subtotal_minor, shipping_minor, tax_minor, total_minor, email,
                   shipping_address, billing_address, shipping_method, payment_method, tracking_hash, created_at, updated_at)
               select %(tenant)s, o.id, %(store)s, o.id::text, %(status)s, 'captured', case when %(placed)s then %(at)s end,
                      'XOF', 'fr', true, false, 0, 0, 0, 0, 'awa@example.com', '{}', '{}', '{}', 'cash_on_delivery',
                      decode(replace(o.id::text, '-', ''), 'hex'), %(at)s, %(at)s
                 from unnest(%(orders)s::uuid[]) as o (id)""",
            store=bazaar.store,
            status=status,
            placed=placed,
            at=at,
            orders=orders,
        )
        ctx.db.run(
            """insert into order_lines (tenant_id, id, order_id, position, product_id, variant_id, stock_item_id, sku, title,
                   quantity, unit, scale, pricing_mode, unit_price_minor, subtotal_minor, net_minor, tax_minor, total_minor,
                   tax_class)
               select %(tenant)s, l.line, l."order", l.place, v.product_id, v.id, v.stock_item_id, v.sku, v.sku, 1, 'C62', 0,
                      'fixed', 1000, 1000, 1000, 0, 1000, 'standard'
                 from jsonb_to_recordset(%(lines)s::jsonb) as l ("order" uuid, line uuid, variant uuid, place int)
                 join variants v on v.tenant_id = %(tenant)s and v.id = l.variant""",
            lines=msgspec.json.encode(lines).decode(),
        )

    bazaar.perform(act)
    return orders


def computed(bazaar: Bazaar, rows: int = counting.ROWS_A_SLICE) -> RecommendationRun:
    """A whole run."""
    run_id = bazaar.staff(runs.start)
    runs.compute(bazaar.work, bazaar.tenant, run_id, rows)
    found: RecommendationRun | None = bazaar.staff(lambda ctx: runs.run(ctx, run_id))
    assert found is not None
    return found


def beside(bazaar: Bazaar, product: UUID, cart: Cart | None = None) -> Recommendations:
    key = (ids.parse("cart", cart.id), cart.token or "") if cart else None
    return shown.read(bazaar.shop(lambda ctx: shown.for_product(ctx, bazaar.store, product, cart=key)))


def in_cart(bazaar: Bazaar, *products: UUID) -> Recommendations:
    return shown.read(bazaar.shop(lambda ctx: shown.for_cart(ctx, bazaar.store, products)))
