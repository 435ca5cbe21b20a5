"""An exchange: what is wished for becomes an order of its own, paid by what is given for the return."""

from uuid import UUID

import msgspec

from duka.carts import service as carts
from duka.carts.errors import CartClosed
from duka.carts.types import CartChange, NewLine, ShippingOption
from duka.checkout import crediting as paying_with_credit
from duka.checkout import giving_back
from duka.checkout import service as checkout
from duka.checkout.errors import LinesUnavailable
from duka.customers.types import Address
from duka.kernel import ids
from duka.kernel.context import SYSTEM, Context
from duka.kernel.ids import secret_token
from duka.orders import service as orders
from duka.orders.types import OrderState
from duka.payments import crediting
from duka.payments import queries as payment_queries
from duka.payments import service as payments
from duka.payments.providers.store_credit import CODE
from duka.returns.errors import CreditNeedsCustomer, ExchangeNotPriced, WishesNeeded
from duka.returns.holding import Held

REST = "bank_transfer"
"""What the new goods cost beyond what is given waits as a payment by hand; a payment link collects it too."""


def exchange(
    ctx: Context, order: OrderState, held: Held, customer_id: UUID | None, amount_minor: int
) -> tuple[UUID, int]:
    """The new order, placed, with its stock promised, carried at no cost as the first one was; and what of the amount is left to
    give back as money. Prices are today's. Refuses `WishesNeeded`, `CreditNeedsCustomer`, `LinesUnavailable`, `SoldOut`,
    `ExchangeNotPriced` and what carts refuse; nothing has moved then, since the transaction ends with the refusal."""
    wishes = ctx.db.all(
        """select variant_id, quantity from return_wishes where tenant_id = %(tenant)s and return_id = %(return)s
           order by variant_id""",
        **{"return": held.id},
    )
    if not wishes:
        raise WishesNeeded()
    if customer_id is None:
        raise CreditNeedsCustomer()
    first = ctx.db.one(
        """select o.email, o.phone, o.shipping_address, o.billing_address, o.shipping_method, o.locale, o.market,
                  coalesce(o.tax ->> 'vat_number', '') as vat_number from orders o
           where o.tenant_id = %(tenant)s and o.id = %(order)s""",
        order=order.id,
    )
    assert first is not None  # its row is held
    trusted = msgspec.structs.replace(ctx, actor=SYSTEM, locale=first.locale, market=first.market)
    change = CartChange(
        email=first.email,
        phone=first.phone,
        shipping_address=msgspec.convert(first.shipping_address, Address),
        billing_address=msgspec.convert(first.billing_address, Address),
        note=f"Exchange {held.number}",
        vat_number=first.vat_number,
    )
    cart = carts.create(
        trusted, held.store_id, [NewLine(row.variant_id, row.quantity) for row in wishes], change
    )
    priced = carts.take(trusted, ids.parse("cart", cart.id), cart.token)
    if priced is None:
        raise CartClosed(status=cart.status)
    gone = [
        line.sku
        for line, problem in zip(priced.row.lines, priced.problems, strict=True)
        if problem == "unavailable"
    ]
    if gone:
        raise LinesUnavailable(gone)
    if priced.totals.currency != held.currency:
        raise ExchangeNotPriced(currency=held.currency)
    total = priced.totals.total_minor
    covered = min(amount_minor, total)
    new_id = ids.new_id()
    checkout.promise(ctx, new_id, priced, None)
    new = checkout.new_order(trusted, new_id, priced, secret_token(), total == 0, ctx.now)
    carried = msgspec.convert(first.shipping_method, ShippingOption)
    orders.record(
        trusted,
        msgspec.structs.replace(
            new,
            customer_id=customer_id,
            payment_method=CODE if covered == total else REST,
            shipping_method=msgspec.structs.replace(carried, price_minor=0),
        ),
    )
    if total:
        payments.open_payment(ctx, new_id, REST)
    if covered:
        parts = giving_back.plan(payment_queries.of_order(ctx, order.id), covered)
        crediting.give_credit(ctx, parts, customer_id, return_id=held.id, reason=f"Exchange {held.number}")
        paying_with_credit.use(ctx, new_id, customer_id, covered)
    return new_id, amount_minor - covered
