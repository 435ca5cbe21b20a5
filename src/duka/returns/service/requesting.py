"""Asking to send goods back, by their customer or by staff for them."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from duka.carts.permissions import is_trusted
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput, MalformedId
from duka.orders import queries as orders
from duka.orders import reach
from duka.orders.errors import OrderClosed
from duka.orders.holding import hold as hold_order
from duka.orders.types import OrderState
from duka.returns import exchangeable, possible, queries, rules
from duka.returns.errors import (
    MoreThanReturnable,
    NothingToReturn,
    OutcomeNotOffered,
    PhotoNeeded,
    PhotoNotFound,
    ReasonUnknown,
    WishesNeeded,
)
from duka.returns.events import ReturnRequested
from duka.returns.holding import hold, tell
from duka.returns.service import judging
from duka.returns.types import LineAsked, ReturnAsked
from duka.stores.return_policy import ReturnReason, ReturnSettings


class Chosen(msgspec.Struct, frozen=True):
    """A line that was asked for, with its reason in the policy."""

    line_id: UUID
    asked: LineAsked
    reason: ReturnReason


def request(ctx: Context, order_id: UUID, asked: ReturnAsked, token: str | None = None) -> UUID:
    """The return, requested, or approved at once where the store's policy says so.

    Customers hold the order (its token, or their account) and are held to the policy as it is now; staff decide about time and
    exceptions themselves, and may wish for what is sold out. It is a claim when every reason is the store's fault, an exchange
    when other goods are wanted. Refuses `OrderNotFound`, `OrderClosed` (cancelled), `ReturnsNotAccepted`, `NothingToReturn`,
    `NotReturnable`, `ReturnWindowClosed`, `MoreThanReturnable`, `ReasonUnknown`, `PhotoNeeded`, `PhotoNotFound`,
    `OutcomeNotOffered`, `WishesNeeded`, `ExchangeNotSold` and `ExchangeSoldOut`.
    """
    is_staff = is_trusted(ctx)
    if is_staff:
        reach.require(ctx, "returns:write", order_id)
    else:
        ctx.require("returns:request")
    orders.order(ctx, order_id, token)
    order = hold_order(ctx, order_id)
    if order.status == "cancelled":
        raise OrderClosed(status=order.status)
    terms = queries.policy(ctx, order.store_id)
    chosen = _chosen(asked.lines, terms, is_staff=is_staff)
    is_claim = all(one.reason.is_fault for one in chosen)
    _check_lines(ctx, order_id, chosen, terms, is_staff=is_staff)
    wishes = _check_outcome(ctx, order, asked, terms, is_staff=is_staff)
    photos = [_id("photo", text, f"photos[{n}]") for n, text in enumerate(dict.fromkeys(asked.photos))]
    if not is_staff and not photos and any(one.reason.needs_photo for one in chosen):
        raise PhotoNeeded()
    kind = "exchange" if asked.outcome == "exchange" else "claim" if is_claim else "return"
    return_id = _write(ctx, order, terms, asked, kind, chosen, by_customer=not is_staff)
    _keep_wishes(ctx, return_id, wishes)
    _take_photos(ctx, order_id, return_id, photos)
    _announce(ctx, return_id, by_customer=not is_staff)
    if not is_staff and _approves_itself(ctx, order_id, chosen, terms):
        judging.approve_by_policy(ctx, return_id)
    return return_id


def _chosen(lines: Sequence[LineAsked], terms: ReturnSettings, *, is_staff: bool) -> list[Chosen]:
    found: dict[UUID, Chosen] = {}
    for n, asked in enumerate(lines):
        line_id = _id("line", asked.line_id, f"lines[{n}].line_id")
        reason = terms.reason(asked.reason)
        if reason is None or not (reason.is_offered or is_staff):
            raise ReasonUnknown(reason=asked.reason)
        if line_id in found:
            raise InvalidInput({f"lines[{n}].line_id": "is there twice"})
        found[line_id] = Chosen(line_id, asked, reason)
    return list(found.values())


def _check_lines(
    ctx: Context, order_id: UUID, chosen: Sequence[Chosen], terms: ReturnSettings, *, is_staff: bool
) -> None:
    known = {line.line_id: line for line in queries.goods(ctx, order_id, terms)}
    for one in chosen:
        line = known.get(one.line_id)
        if line is None:
            raise NothingToReturn()
        no = possible.line(line, terms, ctx.now, is_fault=one.reason.is_fault, is_staff=is_staff)
        if no is not None:
            raise no
        if one.asked.quantity > line.open(is_claim=one.reason.is_fault):
            raise MoreThanReturnable(title=line.title, open=line.open(is_claim=one.reason.is_fault))


def _check_outcome(
    ctx: Context, order: OrderState, asked: ReturnAsked, terms: ReturnSettings, *, is_staff: bool
) -> dict[UUID, int]:
    has_customer = ctx.db.value(
        "select o.customer_id is not null from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s",
        order=order.id,
    )
    offered = possible.outcomes(terms, has_customer=bool(has_customer))
    if asked.outcome not in offered and not is_staff:
        raise OutcomeNotOffered(offered=", ".join(offered))
    wishes: dict[UUID, int] = {}
    if asked.outcome == "exchange":
        for n, wish in enumerate(asked.wishes):
            variant = _id("var", wish.variant_id, f"wishes[{n}].variant_id")
            wishes[variant] = wishes.get(variant, 0) + wish.quantity
        if not wishes:
            raise WishesNeeded()
        if not is_staff:
            exchangeable.require_sold(ctx, order.store_id, wishes)
    return wishes


def _write(
    ctx: Context,
    order: OrderState,
    terms: ReturnSettings,
    asked: ReturnAsked,
    kind: str,
    chosen: Sequence[Chosen],
    *,
    by_customer: bool,
) -> UUID:
    return_id = ids.new_id()
    ctx.db.run(
        """with made as (
               insert into returns (tenant_id, id, order_id, store_id, position, number, kind, outcome, note, policy, by_customer,
                                    location_id, currency, requested_at, updated_at)
               select %(tenant)s, %(id)s, o.id, o.store_id, n.next, 'R-' || o.number || '-' || n.next, %(kind)s, %(outcome)s,
                      %(note)s, %(policy)s::jsonb, %(by_customer)s,
                      (select c.id from locations c where c.tenant_id = %(tenant)s and c.id = %(location)s::uuid),
                      o.currency, %(now)s, %(now)s
               from orders o, lateral (select coalesce(max(r.position), 0) + 1 as next from returns r
                                       where r.tenant_id = %(tenant)s and r.order_id = o.id) n
               where o.tenant_id = %(tenant)s and o.id = %(order)s
           )
           insert into return_lines (tenant_id, return_id, order_line_id, position, quantity, reason, note, fee_percent)
           select %(tenant)s, %(id)s, l.line_id, l.position, l.quantity, l.reason, l.note, l.fee_percent
           from jsonb_to_recordset(%(lines)s::jsonb)
                as l (line_id uuid, position integer, quantity bigint, reason text, note text, fee_percent integer)""",
        id=return_id,
        order=order.id,
        kind=kind,
        outcome=asked.outcome,
        note=asked.note.replace("\x00", "").strip(),
        policy=msgspec.json.encode(terms).decode(),
        by_customer=by_customer,
        location=ids.parse("loc", terms.location_id) if terms.location_id else None,
        lines=msgspec.json.encode(
            [
                {
                    "line_id": one.line_id,
                    "position": n,
                    "quantity": one.asked.quantity,
                    "reason": one.reason.code,
                    "note": one.asked.note.replace("\x00", "").strip(),
                    "fee_percent": one.reason.fee_percent,
                }
                for n, one in enumerate(chosen)
            ]
        ).decode(),
        now=ctx.now,
    )
    return return_id


def _keep_wishes(ctx: Context, return_id: UUID, wishes: dict[UUID, int]) -> None:
    if not wishes:
        return
    kept = ctx.db.run(
        """insert into return_wishes (tenant_id, return_id, variant_id, quantity)
           select %(tenant)s, %(return)s, v.id, w.quantity
           from unnest(%(variants)s::uuid[], %(quantities)s::bigint[]) as w (id, quantity)
           join variants v on v.tenant_id = %(tenant)s and v.id = w.id""",
        variants=list(wishes),
        quantities=list(wishes.values()),
        **{"return": return_id},
    )
    if kept < len(wishes):
        raise InvalidInput({"wishes": "something of it is not sold here"})


def _take_photos(ctx: Context, order_id: UUID, return_id: UUID, photos: list[UUID]) -> None:
    if not photos:
        return
    taken = ctx.db.run(
        """update return_photos set return_id = %(return)s
           where tenant_id = %(tenant)s and order_id = %(order)s and id = any(%(photos)s) and return_id is null""",
        order=order_id,
        photos=photos,
        **{"return": return_id},
    )
    if taken < len(photos):
        raise PhotoNotFound()


def _announce(ctx: Context, return_id: UUID, *, by_customer: bool) -> None:
    order, held = hold(ctx, return_id)
    event = ReturnRequested(
        aggregate_id=return_id,
        order_id=order.id,
        order_number=order.number,
        store_id=held.store_id,
        number=held.number,
        kind=held.kind,
        outcome=held.outcome,
        by_customer=by_customer,
    )
    tell(ctx, event, "", "requested")


def _approves_itself(ctx: Context, order_id: UUID, chosen: Sequence[Chosen], terms: ReturnSettings) -> bool:
    """Within the policy, and of no more than it lets pass; a fault is always looked at by somebody."""
    if not terms.approves_alone or any(one.reason.is_fault for one in chosen):
        return False
    if terms.approves_up_to_minor is None:
        return True
    quantities = {one.line_id: one.asked.quantity for one in chosen}
    rows = ctx.db.all(
        """select l.id, l.total_minor, l.quantity from order_lines l
           where l.tenant_id = %(tenant)s and l.order_id = %(order)s and l.id = any(%(lines)s)""",
        order=order_id,
        lines=list(quantities),
    )
    worth = sum(rules.share(rules.Worth(r.total_minor, r.quantity, 0, quantities[r.id])) for r in rows)
    return worth <= terms.approves_up_to_minor


def _id(prefix: str, text: str, field: str) -> UUID:
    try:
        return ids.parse(prefix, text)
    except MalformedId:
        raise InvalidInput({field: f"is not an id like {prefix}_…"}) from None
