"""Store credit at the checkout: it pays an order, or a part of it, in the transaction that places it."""

from uuid import UUID

import msgspec

from duka.checkout import paying, service
from duka.credits import service as credits
from duka.kernel import ids
from duka.kernel.context import SYSTEM, Context
from duka.orders import queries as orders
from duka.orders import service as order_verbs
from duka.orders.types import Order
from duka.payments import queries as payment_queries
from duka.payments import rules
from duka.payments import service as payments
from duka.payments.providers.store_credit import CODE
from duka.payments.types import Outcome, Payment


def place(
    ctx: Context,
    cart_id: UUID,
    token: str | None,
    expected_total_minor: int | None = None,
    number: str | None = None,
    *,
    uses_credit: bool = False,
) -> Order:
    """As `service.place`; with `uses_credit`, a customer who is logged in pays with their store credit first, and by the cart's
    way to pay what is left. Who has no credit pays as ever. An order that comes to nothing then goes, gives it back."""
    order = service.place(ctx, cart_id, token, expected_total_minor, number)
    tracking = order.tracking_token
    if not uses_credit or tracking is None or ctx.actor.kind != "customer" or ctx.actor.id is None:
        return order
    if not use(ctx, ids.parse("ord", order.id), ctx.actor.id):
        return order
    placed = orders.order(ctx, ids.parse("ord", order.id), tracking)
    return msgspec.structs.replace(placed, tracking_token=tracking)


def use(ctx: Context, order_id: UUID, customer_id: UUID, most_minor: int | None = None) -> int:
    """So much of a customer's credit as there is (of `most_minor`) pays an order whose payment nobody was asked for yet; how
    much that was. Another payment by the same way to pay is opened for what is left. For steps of a
    transaction that holds the order's row."""
    order_verbs.lock(ctx, order_id)
    waiting = payment_queries.of_order(ctx, order_id)
    if len(waiting) != 1 or not rules.may_be_asked(waiting[0]) or waiting[0].was_asked:
        return 0
    pending = waiting[0]
    total = payments.hold(ctx, pending.id).total_minor
    payment_id = ids.new_id()
    most = total if most_minor is None else min(most_minor, total)
    amount = credits.spend(ctx, customer_id, pending.currency, most, order_id=order_id, payment_id=payment_id)
    if not amount:
        return 0
    _put_before(ctx, pending, payment_id, amount)
    payments.record(ctx, payment_id, Outcome("captured", reference=payment_id.hex))
    if amount < total:
        payments.pay_rest(msgspec.structs.replace(ctx, actor=SYSTEM), order_id, pending.provider)
    else:
        order_verbs.set_payment_method(ctx, order_id, CODE)
    paying.follow(ctx, payments.hold(ctx, payment_id), is_news=True)
    return amount


def _put_before(ctx: Context, pending: Payment, payment_id: UUID, amount_minor: int) -> None:
    """The credit's payment takes the place of the one that nobody was asked for."""
    ctx.db.run("delete from payments where tenant_id = %(tenant)s and id = %(id)s", id=pending.id)
    ctx.db.run(
        """insert into payments (tenant_id, id, order_id, store_id, provider, attempt, status, currency, amount_minor,
                                 capture_method, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(order)s, %(store)s, %(provider)s, %(attempt)s, 'pending', %(currency)s, %(amount)s,
                   'automatic', %(now)s, %(now)s)""",
        id=payment_id,
        order=pending.order_id,
        store=pending.store_id,
        provider=CODE,
        attempt=pending.attempt,
        currency=pending.currency,
        amount=amount_minor,
        now=ctx.now,
    )
