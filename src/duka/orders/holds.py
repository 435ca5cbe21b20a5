"""Orders that are held for review: nothing of their goods is prepared, sent or handed over until somebody releases them.

Rules of the platform's policy `risk_holds` hold new orders of the shop; staff and operators hold by hand. The money is left
as it is: what was authorised or taken stays so, and cancelling gives it back as it always does.
"""

from datetime import timedelta
from uuid import UUID

import msgspec

from duka.kernel import events, ids
from duka.kernel.context import PEOPLE, Context
from duka.orders import possible, reach
from duka.orders.errors import HoldIsThePlatforms, OrderNotHeld, OrderOnHold
from duka.orders.events import OrderHeld, OrderReleased
from duka.orders.hold_types import OrderHold, reasons_of
from duka.orders.holding import hold
from duka.orders.inputs import NewOrder
from duka.orders.service import cancelling
from duka.orders.telling import tell
from duka.policies import queries as policies
from duka.policies import risk
from duka.policies.types import RiskHolds
from duka.policies.vocabulary import RISK_HOLDS

REVIEW = "orders:review"
PLATFORM_REVIEW = "risk:write"
"""What operators hold who look at held orders."""
HOUR = timedelta(hours=1)

_JUDGE = """
with seen as (
    select %(newcomer)s::bigint is not null and not exists (
               select from orders o where o.tenant_id = %(tenant)s and o.id <> %(order)s and o.status <> 'cancelled'
                  and o.placed_at is not null and (o.email = %(email)s or o.customer_id = %(customer)s)) as is_new,
           case when %(most)s::int is null then 0 else (
               select count(*) from orders o where o.tenant_id = %(tenant)s and o.id <> %(order)s
                  and o.created_at > %(since)s
                  and (o.email = %(email)s or (%(phone)s <> '' and o.phone = %(phone)s)
                       or (%(line)s <> '' and o.shipping_address ->> 'line1' = %(line)s
                           and o.shipping_address ->> 'postal_code' = %(postal_code)s
                           and o.shipping_address ->> 'city' = %(city)s))) end as lately
), found as (
    select %(known)s::jsonb
        || case when is_new then jsonb_build_array(jsonb_build_object(
               'rule', 'new_customer_above', 'most_minor', %(newcomer)s::bigint)) else '[]' end
        || case when lately >= %(most)s::int then jsonb_build_array(jsonb_build_object(
               'rule', 'orders_per_hour', 'orders', lately + 1)) else '[]' end as reasons
    from seen
)
insert into order_holds (tenant_id, id, order_id, store_id, reasons, held_at)
select %(tenant)s, %(id)s, %(order)s, %(store)s, reasons, %(now)s from found where reasons <> '[]'
returning reasons"""


def judge(ctx: Context, order: NewOrder, number: str) -> None:
    """A step of placing an order, in its transaction: holds it when a rule finds something. One statement, and none unless a
    rule that is on could. What staff sell is not judged."""
    rules = policies.value(ctx, RISK_HOLDS)
    if ctx.actor.kind in PEOPLE:
        return
    billed, delivered = order.billing_address, order.shipping_address
    sight = risk.Sight(order.currency, order.total_minor, billed.country, delivered.country)
    known, newcomer = risk.known(rules, sight), risk.newcomer_limit(rules, sight)
    if not known and newcomer is None and rules.orders_per_hour is None:
        return
    row = ctx.db.one(
        _JUDGE,
        id=ids.new_id(),
        order=order.id,
        store=order.store_id,
        customer=order.customer_id,
        email=order.email,
        phone=order.phone,
        line=delivered.line1,
        city=delivered.city,
        postal_code=delivered.postal_code,
        newcomer=newcomer,
        most=rules.orders_per_hour,
        known=msgspec.json.encode(known).decode(),
        since=ctx.now - HOUR,
        now=ctx.now,
    )
    if row is not None:
        codes = [reason["rule"] for reason in row.reasons]
        events.emit(
            ctx, OrderHeld(aggregate_id=order.id, number=number, store_id=order.store_id, reasons=codes)
        )


def put_on_hold(ctx: Context, order_id: UUID, reason: str) -> None:
    """By hand. Refuses `OrderNotFound`, `OrderClosed`, `OrderAlreadyShipped`, `OrderOnHold`."""
    reach.require_there(ctx, REVIEW, order_id)
    order = hold(ctx, order_id)
    if order.is_held:
        raise OrderOnHold()
    no = possible.cancel(order)
    if no is not None:
        raise no
    ctx.db.run(
        """with held as (
               insert into order_holds (tenant_id, id, order_id, store_id, reasons, held_by, held_at)
               values (%(tenant)s, %(id)s, %(order)s, %(store)s, %(reasons)s::jsonb, %(by)s, %(now)s))
           update orders set version = version + 1, updated_at = %(now)s where tenant_id = %(tenant)s and id = %(order)s""",
        id=ids.new_id(),
        order=order_id,
        store=order.store_id,
        reasons=msgspec.json.encode([{"rule": "by_hand", "why": reason}]).decode(),
        by=ctx.actor.name or ctx.actor.label,
        now=ctx.now,
    )
    event = OrderHeld(
        aggregate_id=order_id, number=order.number, store_id=order.store_id, reasons=["by_hand"]
    )
    tell(ctx, event, {"is_held": False}, {"is_held": True})


def release(ctx: Context, order_id: UUID, reason: str) -> None:
    """Somebody looked: the order goes on. Refuses `OrderNotFound`, `OrderNotHeld`, and `HoldIsThePlatforms` to a merchant's
    people where the policy leaves it to operators."""
    reach.require_there(ctx, REVIEW, order_id)
    order = hold(ctx, order_id)
    if not order.is_held:
        raise OrderNotHeld()
    _refuse_merchant(ctx)
    ctx.db.run(
        """with ended as (
               update order_holds set outcome = 'released', ended_at = %(now)s, ended_by = %(by)s, reason = %(reason)s
               where tenant_id = %(tenant)s and order_id = %(order)s and ended_at is null)
           update orders set version = version + 1, updated_at = %(now)s where tenant_id = %(tenant)s and id = %(order)s""",
        order=order_id,
        reason=reason[:500],
        by=ctx.actor.name or ctx.actor.label,
        now=ctx.now,
    )
    event = OrderReleased(
        aggregate_id=order_id, number=order.number, store_id=order.store_id, reason=reason[:500]
    )
    tell(ctx, event, {"is_held": True}, {"is_held": False})


def refuse(ctx: Context, order_id: UUID, reason: str) -> None:
    """Somebody looked: a held order is cancelled, its goods are free and its money goes back. Refuses what `release` refuses,
    and what cancelling refuses."""
    reach.require_there(ctx, REVIEW, order_id)
    if not hold(ctx, order_id).is_held:
        raise OrderNotHeld()
    _refuse_merchant(ctx)
    cancelling.cancel(ctx, order_id, reason)


def _refuse_merchant(ctx: Context) -> None:
    """Nor an operator who visits with a merchant's rights."""
    rules: RiskHolds = policies.value(ctx, RISK_HOLDS)
    if not rules.merchants_release and not ctx.may(PLATFORM_REVIEW):
        raise HoldIsThePlatforms()


HOLD_OF = """(select json_build_object('reasons', h.reasons, 'held_at', h.held_at, 'held_by', h.held_by, 'outcome', h.outcome,
        'ended_at', h.ended_at, 'ended_by', h.ended_by, 'reason', h.reason)
    from order_holds h where h.tenant_id = %(tenant)s and h.order_id = o.id order by h.held_at desc, h.id desc limit 1)"""
"""The newest hold of an order `o`, or null: `of_row` reads it."""


class KeptHold(msgspec.Struct, frozen=True):
    """As `HOLD_OF` gives it."""

    reasons: list[dict[str, object]]
    held_at: str
    held_by: str
    outcome: str
    ended_at: str | None
    ended_by: str
    reason: str


def of_row(ctx: Context, kept: KeptHold | None) -> OrderHold | None:
    """For staff."""
    if kept is None:
        return None
    told = {**msgspec.structs.asdict(kept), "reasons": reasons_of(kept.reasons)}
    may = policies.value(ctx, RISK_HOLDS).merchants_release
    return msgspec.convert({**msgspec.to_builtins(told), "may_release": may}, OrderHold)
