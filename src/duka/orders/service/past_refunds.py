"""What another system gave back of its sales, and to which of them it belongs.

A refund of goods is matched to purchases of the same article by the same customer that came before it: first those at the
same unit price, then the latest. One that finds none (its sale is older than the history, or nobody knows who bought it)
stays without a sale: its money counts, and no order changes.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.ids import new_id
from duka.kernel.money import allocate
from duka.orders.errors import PastOrderInvalid
from duka.orders.service.past import CHANNEL


class PastRefund(msgspec.Struct, frozen=True):
    """One line of it. `kind`: goods, postage, discount, charge. `email` empty: nobody knows whose it is."""

    number: str
    position: int
    kind: str
    email: str
    refunded_at: datetime
    sku: str
    title: str
    quantity: int
    amount_minor: int


class Matched(msgspec.Struct, frozen=True):
    """`parts`: pieces of refunds that found their purchase; `orders`: how many orders that concerned."""

    parts: int
    orders: int


def record_past_refunds(ctx: Context, store_id: UUID, refunds: Sequence[PastRefund]) -> set[str]:
    """The numbers of which something was written; a line whose number and position are here already is left as it is. Refuses
    Forbidden, and `PastOrderInvalid` without a store."""
    ctx.require("orders:write", store=store_id)
    if not refunds:
        return set()
    rows = [{"id": new_id(), **msgspec.structs.asdict(refund)} for refund in refunds]
    written = ctx.db.all(
        """insert into past_refunds (tenant_id, id, store_id, number, position, kind, customer_id, refunded_at, currency, sku,
                  title, quantity, amount_minor, created_at)
           select %(tenant)s, r.id, s.id, r.number, r.position, r.kind, c.id, r.refunded_at, s.currency, r.sku, r.title,
                  r.quantity, r.amount_minor, %(now)s
           from jsonb_to_recordset(%(rows)s::jsonb) as r (id uuid, number text, position int, kind text, email text,
                refunded_at timestamptz, sku text, title text, quantity bigint, amount_minor bigint)
           join stores s on s.tenant_id = %(tenant)s and s.id = %(store)s
           left join customers c on c.tenant_id = %(tenant)s and c.email = nullif(lower(r.email), '')
           order by r.number, r.position
           on conflict (tenant_id, number, position) do nothing
           returning number""",
        rows=msgspec.json.encode(rows).decode(),
        store=store_id,
        now=ctx.now,
    )
    if not written and not ctx.db.value(
        "select exists (select from stores s where s.tenant_id = %(tenant)s and s.id = %(id)s)", id=store_id
    ):
        raise PastOrderInvalid(why="it needs a store")
    if written:
        trail.note(ctx, "store.refunds_recorded", "store", store_id, refunds=len(written))
    return {row.number for row in written}


_OPEN: LiteralString = """
select r.id, r.customer_id, r.sku, r.refunded_at, r.amount_minor, r.quantity,
       (r.quantity - coalesce(p.quantity, 0))::bigint as left_over,
       (r.amount_minor - coalesce(p.amount_minor, 0))::bigint as amount_left
from past_refunds r
left join (select p.refund_id, sum(p.quantity) as quantity, sum(p.amount_minor) as amount_minor from past_refund_parts p
           where p.tenant_id = %(tenant)s group by p.refund_id) p on p.refund_id = r.id
where r.tenant_id = %(tenant)s and r.store_id = %(store)s and r.kind = 'goods' and r.customer_id is not null
  and r.quantity > coalesce(p.quantity, 0)
order by r.refunded_at, r.number, r.position"""

_PURCHASES: LiteralString = """
select l.id, l.order_id, o.customer_id, l.sku, o.placed_at, l.unit_price_minor,
       (l.quantity - l.returned) / (10 ^ l.scale)::bigint as left_over
from orders o
join order_lines l on l.tenant_id = %(tenant)s and l.order_id = o.id
where o.tenant_id = %(tenant)s and o.customer_id = any(%(customers)s) and o.store_id = %(store)s
  and o.sales_channel = %(channel)s and l.sku = any(%(skus)s) and l.quantity > l.returned
order by o.placed_at desc, l.order_id, l.position"""

_APPLY: LiteralString = """
with parts as (
    insert into past_refund_parts (tenant_id, refund_id, order_line_id, order_id, quantity, amount_minor)
    select %(tenant)s, p.refund_id, p.order_line_id, p.order_id, p.quantity, p.amount_minor
    from jsonb_to_recordset(%(parts)s::jsonb) as p (refund_id uuid, order_line_id uuid, order_id uuid, quantity bigint,
         amount_minor bigint))
update order_lines l set returned = l.returned + b.quantity * (10 ^ l.scale)::bigint
from (select p.order_line_id, sum(p.quantity)::bigint as quantity
      from jsonb_to_recordset(%(parts)s::jsonb) as p (order_line_id uuid, quantity bigint) group by p.order_line_id) b
where l.tenant_id = %(tenant)s and l.id = b.order_line_id"""

_STATUSES: LiteralString = """
update orders o set payment_status = case when b.amount_minor >= o.total_minor then 'refunded' else 'partially_refunded' end,
       fulfillment_status = case when exists (select from order_lines l where l.tenant_id = %(tenant)s and l.order_id = o.id
                                              and l.returned < l.quantity) then 'partially_returned' else 'returned' end,
       version = o.version + 1, updated_at = %(now)s
from (select p.order_id, sum(p.amount_minor) as amount_minor from past_refund_parts p
      where p.tenant_id = %(tenant)s and p.order_id = any(%(orders)s) group by p.order_id) b
where o.tenant_id = %(tenant)s and o.id = b.order_id
returning o.id, o.payment_status, b.amount_minor::bigint as amount_minor"""


def match_past_refunds(ctx: Context, store_id: UUID) -> Matched:
    """Find the purchases of what was given back, as far as they are not found yet; twice changes nothing more. The orders
    say then that they were refunded and returned, in part or whole. Refuses Forbidden."""
    ctx.require("orders:write", store=store_id)
    open_refunds = ctx.db.all(_OPEN, store=store_id)
    if not open_refunds:
        return Matched(0, 0)
    purchases = ctx.db.all(
        _PURCHASES,
        store=store_id,
        channel=CHANNEL,
        customers=sorted({row.customer_id for row in open_refunds}),
        skus=sorted({row.sku for row in open_refunds}),
    )
    parts = matched(open_refunds, purchases)
    if not parts:
        return Matched(0, 0)
    ctx.db.run(_APPLY, parts=msgspec.json.encode(parts).decode())
    concerned = sorted({part["order_id"] for part in parts})
    for row in ctx.db.all(_STATUSES, orders=concerned, now=ctx.now):
        given = {"payment_status": row.payment_status, "amount_minor": row.amount_minor}
        trail.note(ctx, "order.refund_recorded", "order", row.id, after=given)
    return Matched(len(parts), len(concerned))


def matched(refunds: Sequence[Row], purchases: Sequence[Row]) -> list[dict[str, Any]]:
    """Which piece of which refund belongs to which purchase. Each purchase is given back once."""
    shelves: dict[tuple[UUID, str], list[Row]] = defaultdict(list)
    for purchase in purchases:
        shelves[purchase.customer_id, purchase.sku].append(purchase)
    remaining = {purchase.id: purchase.left_over for purchase in purchases}
    parts = []
    for refund in refunds:
        price = refund.amount_minor // refund.quantity
        wanted = refund.left_over
        taken: list[tuple[Row, int]] = []
        candidates = [
            purchase
            for purchase in shelves[refund.customer_id, refund.sku]
            if purchase.placed_at <= refund.refunded_at and remaining[purchase.id] > 0
        ]
        for purchase in sorted(candidates, key=lambda p: p.unit_price_minor != price):
            piece = min(wanted, remaining[purchase.id])
            if piece <= 0:
                break
            taken.append((purchase, piece))
            remaining[purchase.id] -= piece
            wanted -= piece
        shares = allocate(refund.amount_left, [*(piece for _, piece in taken), wanted])
        parts += [
            {
                "refund_id": refund.id,
                "order_line_id": purchase.id,
                "order_id": purchase.order_id,
                "quantity": piece,
                "amount_minor": share,
            }
            for (purchase, piece), share in zip(taken, shares[:-1], strict=True)
        ]
    return parts
