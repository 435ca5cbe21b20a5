"""What staff agreed with a buyer before an order was placed, so that later edits know it; and a link that opens it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from duka.inventory.permissions import require_order_step
from duka.kernel.context import Context
from duka.orders.revisions import Discount


class AgreedLine(msgspec.Struct, frozen=True):
    """`shared_minor`: how much of the line's discount is its share of what is off the order."""

    discount: Discount | None
    price_reason: str
    shared_minor: int


def agree(ctx: Context, order_id: UUID, discount: Discount | None, lines: Mapping[UUID, AgreedLine]) -> None:
    """Of an order that was just recorded: what is off the whole, and by variant what was agreed of a line. One statement, none
    when nothing was agreed."""
    require_order_step(ctx)
    if discount is None and not lines:
        return
    ctx.db.run(
        """with agreed as (
               update order_lines l set discount = a.discount, price_reason = a.price_reason,
                      shared_discount_minor = least(a.shared_minor, l.discount_minor)
               from jsonb_to_recordset(%(lines)s::jsonb)
                   as a (variant_id uuid, discount jsonb, price_reason text, shared_minor bigint)
               where l.tenant_id = %(tenant)s and l.order_id = %(order)s and l.variant_id = a.variant_id)
           update orders set discount = %(discount)s::jsonb where tenant_id = %(tenant)s and id = %(order)s""",
        order=order_id,
        discount=msgspec.json.encode(discount).decode() if discount else None,
        lines=msgspec.json.encode(
            [{"variant_id": variant, **msgspec.to_builtins(line)} for variant, line in lines.items()]
        ).decode(),
    )


def let_in(ctx: Context, order_id: UUID, token_hash: bytes, until: datetime) -> None:
    """Whoever holds the token of this hash sees the order until then, as after `queries.track`; another order that it opened
    before it opens no more."""
    require_order_step(ctx)
    ctx.db.run(
        """insert into order_tokens as k (tenant_id, token_hash, order_id, created_at, expires_at)
           values (%(tenant)s, %(hash)s, %(order)s, %(now)s, %(until)s)
           on conflict (tenant_id, token_hash) do update set order_id = excluded.order_id, expires_at = excluded.expires_at""",
        hash=token_hash,
        order=order_id,
        until=until,
        now=ctx.now,
    )
