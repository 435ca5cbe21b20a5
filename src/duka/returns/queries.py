"""Questions about returns. Those for steps ask for no permission: their callers hold the order's row."""

from typing import Any
from uuid import UUID

import msgspec

from duka.customers.queries import require_self_or, require_there
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.media.types import Image
from duka.orders import queries as orders
from duka.orders import reach
from duka.returns import exchangeable, possible, rules
from duka.returns.errors import ReturnNotFound
from duka.returns.reading import MANY, SHAPE
from duka.returns.rules import Goods
from duka.returns.types import ExchangeChoice, OfferedReason, OrderReturns, Return, Returnable
from duka.settings import queries as settings
from duka.stores.return_policy import ReturnSettings
from duka.stores.sections import RETURNS

EXCLUDED = """(%(weighed)s and l.pricing_mode = 'weight'
    or l.product_id = any(%(products)s::uuid[])
    or exists (select from product_categories c where c.tenant_id = %(tenant)s and c.product_id = l.product_id
               and c.category_id = any(%(categories)s::uuid[])))"""


def policy(ctx: Context, store_id: UUID) -> ReturnSettings:
    """The store's, as it is now."""
    return settings.section(ctx, RETURNS, store_id)


def goods(ctx: Context, order_id: UUID, terms: ReturnSettings, apart_from: UUID | None = None) -> list[Goods]:
    """The lines of an order as their return is judged; `apart_from` is a return that does not count. What was paid for and then
    turned out to be missing counts as claimed. For steps. One statement."""
    rows = ctx.db.all(
        f"""select l.id, l.sku, l.title, coalesce(p.shipped, 0)::bigint as shipped, coalesce(p.delivered, 0)::bigint as delivered,
                  l.returned, coalesce(b.awaited, 0)::bigint as awaited, coalesce(b.claimed, 0)::bigint as claimed,
                  {EXCLUDED} as is_excluded, p.arrived_at, p.left_at
           from order_lines l
           left join lateral (
               select sum(n.quantity) filter (where f.status in ('shipped', 'delivered')) as shipped,
                      sum(n.quantity) filter (where f.status = 'delivered') as delivered, max(f.delivered_at) as arrived_at,
                      max(coalesce(f.shipped_at, f.delivered_at)) as left_at
               from fulfillment_lines n
               join fulfillments f on f.tenant_id = %(tenant)s and f.id = n.fulfillment_id
               where n.tenant_id = %(tenant)s and n.order_line_id = l.id and f.status <> 'cancelled') p on true
           left join lateral (
               select sum(n.quantity) filter (where r.needs_goods and r.received_at is null) as awaited,
                      sum(case when not r.needs_goods then n.quantity when r.received_at is null then 0
                               else greatest(n.settled - n.sellable - n.damaged, 0) end) as claimed
               from return_lines n
               join returns r on r.tenant_id = %(tenant)s and r.id = n.return_id
               where n.tenant_id = %(tenant)s and n.order_line_id = l.id and r.status not in ('refused', 'cancelled')
                 and r.id is distinct from %(apart)s::uuid) b on true
           where l.tenant_id = %(tenant)s and l.order_id = %(order)s
           order by l.position""",  # noqa: S608 - our own text
        order=order_id,
        apart=apart_from,
        weighed=terms.excludes_weighed,
        products=_uuids("prod", terms.excluded_products),
        categories=_uuids("cat", terms.excluded_categories),
    )
    return [Goods(*row) for row in rows]


def get(ctx: Context, return_id: UUID) -> Return:
    """For steps and for whoever was asked for the right to see it. Refuses `ReturnNotFound`. One statement."""
    found = _read(ctx, "r.id = %(id)s", id=return_id)
    if not found:
        raise ReturnNotFound()
    return found[0]


def for_customer(ctx: Context, return_id: UUID, token: str | None) -> Return:
    """The return for whoever may see its order. Refuses `ReturnNotFound`."""
    found = get(ctx, return_id)
    orders.order(ctx, ids.parse("ord", found.order_id), token)
    return found


def of_order(ctx: Context, order_id: UUID) -> list[Return]:
    """Every return of an order, the newest first. For steps and read shapes. One statement."""
    return _read(ctx, "r.order_id = %(order)s", order=order_id)


def of_customer(ctx: Context, customer_id: UUID) -> list[Return]:
    """The newest 50 of somebody's returns: their own, or for staff who may see returns. One statement."""
    if ctx.actor.kind == "customer" and ctx.actor.id == customer_id:
        return _read(ctx, "o.customer_id = %(customer)s", customer=customer_id)
    ctx.require("returns:read")
    require_there(ctx, customer_id)
    if reach.is_everywhere(ctx, "returns:read"):
        return _read(ctx, "o.customer_id = %(customer)s", customer=customer_id)
    condition, params = reach.within(ctx, "returns:read")
    return _read(ctx, f"o.customer_id = %(customer)s and {condition}", customer=customer_id, **params)


def own(ctx: Context, customer_id: UUID) -> list[Return]:
    """As `of_customer`; another customer learns nothing. Refuses `CustomerNotFound`."""
    require_self_or(ctx, "returns:read", customer_id)
    return of_customer(ctx, customer_id)


def of_order_for_staff(ctx: Context, order_id: UUID) -> OrderReturns:
    """What of an order can be sent back, and its returns. Refuses `OrderNotFound`."""
    reach.require(ctx, "returns:read", order_id)
    orders.order(ctx, order_id)
    return _offered(ctx, order_id, is_staff=True)


def offered(ctx: Context, order_id: UUID, token: str | None) -> OrderReturns:
    """The same for whoever holds the order: its token, its customer, or staff. Refuses `OrderNotFound`."""
    ctx.require("returns:request")
    orders.order(ctx, order_id, token)
    return _offered(ctx, order_id, is_staff=False)


def _offered(ctx: Context, order_id: UUID, *, is_staff: bool) -> OrderReturns:
    order = ctx.db.one(
        """select o.number, o.store_id, o.status, o.customer_id, o.market, o.currency, o.prices_include_tax from orders o
           where o.tenant_id = %(tenant)s and o.id = %(order)s""",
        order=order_id,
    )
    assert order is not None  # it was found
    terms = policy(ctx, order.store_id)
    judged = {line.line_id: line for line in goods(ctx, order_id, terms)}
    shown = ctx.db.all(
        """select l.id, l.product_id, l.variant_id, l.variant_title, l.image, l.quantity, l.unit, l.scale, l.net_minor,
                  l.total_minor
           from order_lines l
           where l.tenant_id = %(tenant)s and l.order_id = %(order)s order by l.position""",
        order=order_id,
    )
    outcomes = possible.outcomes(terms, has_customer=order.customer_id is not None)
    exchanges = exchangeable.choices(ctx, order, shown) if "exchange" in outcomes else {}
    return OrderReturns(
        order_id=ids.public("ord", order_id),
        order_number=order.number,
        accepted=terms.accepted and order.status != "cancelled",
        lines=[
            _returnable(ctx, judged[row.id], row, terms, exchanges.get(row.id, []), is_staff=is_staff)
            for row in shown
        ],
        reasons=[
            OfferedReason(
                code=reason.code,
                label=_said(reason.labels, ctx.locale),
                paid_by=reason.paid_by,
                needs_photo=reason.needs_photo,
                fee_percent=reason.fee_percent,
                is_fault=reason.is_fault,
            )
            for reason in terms.reasons
            if reason.is_offered or is_staff
        ],
        outcomes=outcomes,
        most_photos=rules.MOST_PHOTOS,
        returns=of_order(ctx, order_id),
    )


def _returnable(
    ctx: Context,
    line: Goods,
    row: Row,
    terms: ReturnSettings,
    exchanges: list[ExchangeChoice],
    *,
    is_staff: bool,
) -> Returnable:
    why = possible.line(line, terms, ctx.now, is_fault=False, is_staff=is_staff)
    fault = possible.line(line, terms, ctx.now, is_fault=True, is_staff=is_staff)
    return Returnable(
        line_id=ids.public("line", line.line_id),
        sku=line.sku,
        title=line.title,
        variant_title=row.variant_title,
        image=msgspec.convert(row.image, type=Image) if row.image else None,
        unit=row.unit,
        scale=row.scale,
        open=0 if why else line.open(is_claim=False),
        claimable=0 if fault else line.open(is_claim=True),
        until=rules.until(line.arrived_at, terms.return_days) if line.arrived_at else None,
        why=why.code if why else "",
        exchanges=exchanges,
    )


def _read(ctx: Context, condition: str, **params: Any) -> list[Return]:
    text = ctx.db.value(
        f"""select coalesce(json_agg(x.shape order by x.requested_at desc, x.id desc), '[]'::json)::text from (
               select {SHAPE} as shape, r.requested_at, r.id
               from returns r join orders o on o.tenant_id = %(tenant)s and o.id = r.order_id
               where r.tenant_id = %(tenant)s and {condition}
               order by r.requested_at desc, r.id desc limit 50) x""",  # noqa: S608 - our own texts
        **params,
    )
    return MANY.decode(text)


def _uuids(prefix: str, given: list[str]) -> list[UUID]:
    return [ids.parse(prefix, one) for one in given]


def _said(words: dict[str, str], locale: str) -> str:
    return words.get(locale) or words.get(locale.partition("-")[0]) or words.get("en", "")
