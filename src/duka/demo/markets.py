"""Markets and price lists in the demo: the boutique sells to France in euros, the farm to restaurants by the crate."""

from decimal import Decimal
from uuid import UUID

from duka.demo.planting import Planted
from duka.kernel import ids
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller
from duka.markets import lists, rates, service
from duka.markets.types import NewListPrice, NewMarket, NewPriceList, NewRate
from duka.wiring import Services

CFA = Decimal("655.957")
OFF = (840, 800, 750)
"""Of a price, in thousandths, from the first quantity on, from the second, and from the third."""
MOST_GOODS = 40


def open_them(services: Services, planted: Planted, currency: str, customer: str) -> int:
    """How many markets and lists there are. `customer` is who may look at the prices of restaurants."""

    def act(ctx: Context) -> int:
        if currency == "XOF":
            return _france(ctx, planted)
        return _wholesale(ctx, planted, currency, customer)

    return services.work.perform(Caller(planted.tenant, SYSTEM), act)


def _france(ctx: Context, planted: Planted) -> int:
    rates.enter(ctx, [NewRate("EUR", "XOF", CFA)])
    new = NewMarket(
        name="France",
        handle="france",
        currency="EUR",
        countries=["FR", "MC"],
        locale="fr",
        round_to_minor=50,
    )
    market = service.create(ctx, planted.store, new)
    service.activate(ctx, market, 1)
    return 1


def _wholesale(ctx: Context, planted: Planted, currency: str, customer: str) -> int:
    group: UUID | None = ctx.db.value(
        "select g.id from customer_groups g where g.tenant_id = %(tenant)s and g.name = 'Restaurants'"
    )
    if group is None:
        return 0
    ctx.db.run(
        """insert into customer_group_members (tenant_id, group_id, customer_id, added_at)
           select %(tenant)s, %(group)s, c.id, %(now)s from customers c
           where c.tenant_id = %(tenant)s and c.email = %(email)s on conflict do nothing""",
        group=group,
        email=customer,
        now=ctx.now,
    )
    new = NewPriceList(
        name="Restaurants",
        currency=currency,
        store_id=ids.public("store", planted.store),
        group_id=ids.public("cgrp", group),
    )
    made = lists.create(ctx, new)
    goods = ctx.db.all(
        """select v.id, q.base_minor from variants v
           join products p on p.tenant_id = %(tenant)s and p.id = v.product_id and p.status = 'active'
                and p.scale = 0 and p.minimum = 1
           join prices q on q.tenant_id = %(tenant)s and q.store_id = %(store)s and q.variant_id = v.id
           where v.tenant_id = %(tenant)s and q.base_minor is not null order by v.sku limit %(most)s""",
        store=planted.store,
        most=MOST_GOODS,
    )
    prices = [
        NewListPrice(ids.public("var", row.id), row.base_minor * share // 1000, quantity)
        for row in goods
        for share, quantity in zip(OFF, (1, 6, 24), strict=True)
    ]
    lists.set_prices(ctx, made, prices)
    return 1
