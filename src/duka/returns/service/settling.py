"""Settling: money, store credit or new goods for what came back.

What is given is decided and written under the order's lock, in one transaction with everything that needs no provider. Money
goes back afterwards, asked for by the return's id: whoever asks again, and however often, gives it back once. A job asks a
moment later, in case whoever settled was cut off.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from duka.checkout import giving_back, paying
from duka.kernel import ids, jobs, trail
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller, Work
from duka.ledger import crediting as books
from duka.orders import reach
from duka.payments import crediting
from duka.payments import queries as payment_queries
from duka.payments.gateways import Gateways
from duka.payments.types import Payment
from duka.returns import possible, rules
from duka.returns.errors import CreditNeedsCustomer, TooMuch
from duka.returns.holding import Held, hold, order_of
from duka.returns.rules import Figures, Worth
from duka.returns.service import completing, exchanging
from duka.returns.types import ProposedLine, ReturnProposal, ReturnSettling

PAY = "returns.pay"
SOON = timedelta(seconds=30)
_MONEY = frozenset({"payments:write"})


class Due(msgspec.Struct, frozen=True):
    """What of a return is to be paid for now: its lines with their worth, and what was paid for the order and is there yet."""

    lines: tuple[UUID, ...]
    worth: tuple[Worth, ...]
    figures: Figures
    available_minor: int
    customer_id: UUID | None


def propose(ctx: Context, return_id: UUID) -> ReturnProposal:
    """What would be given now. Refuses `ReturnNotFound`. Four statements."""
    reach.require(ctx, "returns:read", order_of(ctx, return_id))
    _, held = hold(ctx, return_id)
    due = _due(ctx, held)
    return ReturnProposal(
        currency=held.currency,
        lines=[
            ProposedLine(ids.public("line", line), worth.back, value)
            for line, worth, value in zip(due.lines, due.worth, due.figures.lines, strict=True)
        ],
        goods_minor=due.figures.goods_minor,
        fee_minor=due.figures.fee_minor,
        shipping_minor=due.figures.shipping_minor,
        amount_minor=due.figures.amount_minor,
        available_minor=due.available_minor,
        may_credit=due.customer_id is not None,
    )


def settle(
    work: Work,
    caller: Caller,
    gateways: Gateways,
    return_id: UUID,
    given: ReturnSettling,
    expected: int | None = None,
) -> None:
    """What is proposed, or another amount within what was paid. Asked for again, it goes on where it was cut off.

    Refuses `ReturnNotFound`, `ReturnStepRefused`, `NotReceivedYet`, `ReturnSettled`, `TooMuch`, `CreditNeedsCustomer`,
    `VersionConflict`, what `exchanging.exchange` refuses, and what providers do (`RefundRefused`, `ProviderUnreachable`): then
    the return waits to be paid.
    """
    work.perform(caller, lambda ctx: _decide(ctx, return_id, given, expected))
    finish(work, caller, gateways, return_id)


def finish(work: Work, caller: Caller, gateways: Gateways, return_id: UUID) -> None:
    """Gives back what a settled return still owes, and completes it when nothing else is missing. For jobs too: twice is
    once."""

    def look(ctx: Context) -> Held | None:
        _, held = hold(ctx, return_id)
        return held if held.is_paying else None

    held = work.perform(Caller(caller.tenant, SYSTEM), look)
    if held is None:
        return
    payer = msgspec.structs.replace(caller, permissions=_MONEY, grants=())
    request = f"return:{return_id.hex}"
    giving_back.give_back(
        work, payer, gateways, held.order_id, held.refund_minor, f"Return {held.number}", request
    )

    def close(ctx: Context) -> None:
        hold(ctx, return_id)
        ctx.db.run(
            """update returns set is_paying = false, updated_at = %(now)s, version = version + 1
               where tenant_id = %(tenant)s and id = %(id)s and is_paying""",
            id=return_id,
            now=ctx.now,
        )
        completing.complete_if_done(ctx, return_id)

    work.perform(Caller(caller.tenant, caller.actor), close)


def _decide(ctx: Context, return_id: UUID, given: ReturnSettling, expected: int | None) -> None:
    reach.require(ctx, "returns:settle", order_of(ctx, return_id))
    order, held = hold(ctx, return_id, expected)
    no = possible.settle(held.stage(may_early=ctx.may("returns:settle_early", store=held.store_id)))
    if no is not None:
        raise no
    if held.settled_at is not None:
        return
    due = _due(ctx, held)
    amount = due.figures.amount_minor if given.amount_minor is None else given.amount_minor
    if amount > due.available_minor:
        raise TooMuch(most_minor=due.available_minor)
    outcome = given.outcome or held.outcome
    refund, exchange_order = amount, None
    if outcome == "credit":
        refund = 0
        _credit(ctx, held, due, amount)
    elif outcome == "exchange":
        exchange_order, refund = exchanging.exchange(ctx, order, held, due.customer_id, amount)
    kept = min(due.figures.fee_minor, max(due.figures.goods_minor + due.figures.shipping_minor - amount, 0))
    _write(ctx, held, due, outcome=outcome, amount=amount, refund=refund, kept=kept, exchange=exchange_order)
    if kept:
        books.fee_kept(
            ctx,
            order_id=held.order_id,
            return_id=held.id,
            store_id=held.store_id,
            currency=held.currency,
            amount_minor=kept,
        )
    paying.follow_money(ctx, held.order_id)
    if refund:
        jobs.defer(ctx, PAY, at=ctx.now + SOON, return_id=held.id.hex)
    trail.note(
        ctx,
        "return.settled",
        "return",
        held.id,
        before={"amount_minor": 0},
        after={"amount_minor": amount},
        outcome=outcome,
        reason=given.reason,
        proposed_minor=due.figures.amount_minor,
        currency=held.currency,
    )
    completing.complete_if_done(ctx, held.id)


def _credit(ctx: Context, held: Held, due: Due, amount: int) -> None:
    if due.customer_id is None:
        raise CreditNeedsCustomer()
    if amount:
        parts = giving_back.plan(payment_queries.of_order(ctx, held.order_id), amount)
        crediting.give_credit(ctx, parts, due.customer_id, return_id=held.id, reason=f"Return {held.number}")


def _due(ctx: Context, held: Held) -> Due:
    """What comes back is what was counted, or all of it before it was."""
    rows = ctx.db.all(
        """select l.id, l.total_minor, l.quantity, coalesce(n.fee_percent, 0) as fee_percent,
                  case when n.order_line_id is null then 0 when %(received)s then n.sellable + n.damaged
                       else n.quantity end as back,
                  coalesce((select sum(x.settled) from return_lines x
                            where x.tenant_id = %(tenant)s and x.order_line_id = l.id
                              and x.return_id <> %(return)s), 0)::bigint as before,
                  n.order_line_id is not null as is_of_it
           from order_lines l
           left join return_lines n on n.tenant_id = %(tenant)s and n.return_id = %(return)s and n.order_line_id = l.id
           where l.tenant_id = %(tenant)s and l.order_id = %(order)s order by l.position""",
        order=held.order_id,
        received=held.received_at is not None,
        **{"return": held.id},
    )
    order = ctx.db.one(
        "select o.total_minor, o.customer_id from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s",
        order=held.order_id,
    )
    assert order is not None  # its row is held
    mine = [row for row in rows if row.is_of_it]
    worth = [Worth(r.total_minor, r.quantity, r.before, r.back, r.fee_percent) for r in mine]
    is_whole = all(row.before + row.back >= row.quantity for row in rows)
    carriage = order.total_minor - sum(row.total_minor for row in rows)
    given_back = carriage if is_whole and held.policy.refunds_shipping else 0
    available = _available(payment_queries.of_order(ctx, held.order_id))
    figures = rules.figures(worth, given_back - held.carriage_minor, available)
    return Due(tuple(r.id for r in mine), tuple(worth), figures, available, order.customer_id)


def _available(payments: Sequence[Payment]) -> int:
    return sum(payment.captured_minor - payment.refunded_minor for payment in payments)


def _write(
    ctx: Context,
    held: Held,
    due: Due,
    *,
    outcome: str,
    amount: int,
    refund: int,
    kept: int,
    exchange: UUID | None,
) -> None:
    ctx.db.run(
        """with settled as (
               update return_lines n set settled = w.quantity, value_minor = w.value
               from unnest(%(lines)s::uuid[], %(quantities)s::bigint[], %(values)s::bigint[]) as w (id, quantity, value)
               where n.tenant_id = %(tenant)s and n.return_id = %(return)s and n.order_line_id = w.id
           )
           update returns set outcome = %(outcome)s, goods_minor = %(goods)s, fee_minor = %(fee)s, shipping_minor = %(shipping)s,
                  amount_minor = %(amount)s, refund_minor = %(refund)s, is_paying = %(refund)s > 0, settled_at = %(now)s,
                  exchange_order_id = %(exchange)s::uuid, updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(return)s""",
        lines=list(due.lines),
        quantities=[worth.back for worth in due.worth],
        values=list(due.figures.lines),
        outcome=outcome,
        goods=due.figures.goods_minor,
        fee=kept,
        shipping=due.figures.shipping_minor,
        amount=amount,
        refund=refund,
        exchange=exchange,
        now=ctx.now,
        **{"return": held.id},
    )
