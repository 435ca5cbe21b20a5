"""Questions about store credit."""

from uuid import UUID

import msgspec

from duka.credits.types import CreditBalance, CreditEntry, CustomerCredit
from duka.customers.queries import require_self_or, require_there
from duka.kernel import ids
from duka.kernel.context import Context

_ENTRIES = msgspec.json.Decoder(list[CreditEntry])
MOST = 50


def of_customer(ctx: Context, customer_id: UUID) -> CustomerCredit:
    """What somebody has, with their newest 50 entries: for themself, or for staff. Refuses `CustomerNotFound`. Three statements
    at most."""
    if not (ctx.actor.kind == "customer" and ctx.actor.id == customer_id):
        ctx.require("credits:read")
        require_there(ctx, customer_id)
    text = ctx.db.value(
        """select coalesce(json_agg(json_build_object(
               'id', 'credit_' || replace(e.id::text, '-', ''), 'kind', e.kind, 'currency', e.currency,
               'amount_minor', e.amount_minor, 'left_minor', e.left_minor, 'reason', e.reason,
               'order_id', 'ord_' || replace(e.order_id::text, '-', ''),
               'order_number', coalesce(o.number, ''), 'expires_at', e.expires_at, 'by', e.actor_name, 'at', e.at)
               order by e.at desc, e.id desc), '[]'::json)::text
           from (select * from store_credit_entries x where x.tenant_id = %(tenant)s and x.customer_id = %(customer)s
                 order by x.at desc, x.id desc limit %(most)s) e
           left join orders o on o.tenant_id = %(tenant)s and o.id = e.order_id""",
        customer=customer_id,
        most=MOST,
    )
    return CustomerCredit(
        customer_id=ids.public("cus", customer_id),
        balances=balances(ctx, customer_id),
        entries=_ENTRIES.decode(text),
    )


def own(ctx: Context, customer_id: UUID) -> CustomerCredit:
    """As `of_customer`; another customer learns nothing. Refuses `CustomerNotFound`."""
    require_self_or(ctx, "credits:read", customer_id)
    return of_customer(ctx, customer_id)


def balances(ctx: Context, customer_id: UUID) -> list[CreditBalance]:
    """What somebody may spend by now, by currency. For steps and read shapes. One statement."""
    rows = ctx.db.all(
        """select e.currency, sum(e.left_minor)::bigint as balance_minor,
                  coalesce(sum(e.left_minor) filter (where e.expires_at = x.next), 0)::bigint as expiring_minor,
                  x.next as expires_at
           from store_credit_entries e
           left join lateral (
               select min(n.expires_at) as next from store_credit_entries n
               where n.tenant_id = %(tenant)s and n.customer_id = %(customer)s and n.currency = e.currency
                 and n.left_minor > 0 and n.expires_at > %(now)s) x on true
           where e.tenant_id = %(tenant)s and e.customer_id = %(customer)s and e.left_minor > 0
             and (e.expires_at is null or e.expires_at > %(now)s)
           group by e.currency, x.next order by e.currency""",
        customer=customer_id,
        now=ctx.now,
    )
    return [CreditBalance(*row) for row in rows]


def balance(ctx: Context, customer_id: UUID, currency: str) -> int:
    """What somebody may spend by now in a currency. For steps and read shapes."""
    return next((b.balance_minor for b in balances(ctx, customer_id) if b.currency == currency), 0)
