"""The verbs of checkout."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from duka.carts import assembly
from duka.carts import queries as cart_queries
from duka.carts import service as carts
from duka.carts import taxes as cart_taxes
from duka.carts import terms as cart_terms
from duka.carts.assembly import Priced, demand, levels, line_weight
from duka.carts.errors import CartClosed, PaymentMethodUnavailable, ShippingUnavailable
from duka.carts.types import ShippingOption, TaxLine
from duka.checkout import addresses, promoting, rules
from duka.checkout.counting import counted
from duka.checkout.errors import (
    CartEmpty,
    CheckoutIncomplete,
    LinesUnavailable,
    OrderNotPayable,
    PriceChanged,
    ShopTakesNoOrders,
)
from duka.checkout.types import Finalized
from duka.customers.types import Address
from duka.inventory import queries as stock
from duka.inventory import service as inventory
from duka.inventory.errors import SoldOut
from duka.inventory.permissions import require_order_step
from duka.kernel.context import PEOPLE, Context
from duka.kernel.ids import new_id, secret_token, token_hash
from duka.markets import queries as markets
from duka.orders import holds
from duka.orders import queries as order_queries
from duka.orders import service as orders
from duka.orders.inputs import NewOrder, NewOrderLine
from duka.orders.types import Order
from duka.payments import owing
from duka.payments import service as payments
from duka.plans import limits
from duka.pricing.rules import LineTotals
from duka.tax.rules import TaxPart

_NOT_CARRIED = ShippingOption("", "none", "", "", "none", 0, None, None, None)


def place(
    ctx: Context,
    cart_id: UUID,
    token: str | None,
    expected_total_minor: int | None = None,
    number: str | None = None,
) -> Order:
    """The cart becomes an order: re-priced, its stock promised, its first payment opened. Its `number` was drawn just
    before (`orders.draw_number`); without one it is drawn here.

    Paid on delivery or by transfer it counts at once; paid online it waits, its stock held for the store's
    reservation time. The tracking token is told once: placing the same version of the cart again gives the
    same order without it, and the cart's token opens that order.

    Refuses `CartNotFound`, `CartClosed`, `CartEmpty`, `LinesUnavailable`, `QuantityNotAllowed`, `ShopTakesNoOrders`,
    `CheckoutIncomplete`, `ShippingUnavailable`, `PaymentMethodUnavailable`, `PriceChanged`, `SoldOut`, `CodeUsedUp` and
    `PromotionUsedUp`; nothing is changed then.
    """
    ctx.require("orders:create")
    priced = carts.take(ctx, cart_id, token)
    if priced is None:
        return placed_before(ctx, cart_id, token)
    return sell(ctx, priced, expected_total_minor, number)


@counted()
def sell(
    ctx: Context,
    priced: Priced,
    expected_total_minor: int | None = None,
    number: str | None = None,
    *,
    channel: str = "storefront",
    reprice: promoting.Reprice | None = None,
) -> Order:
    """What `place` does with a cart that was taken (`carts.take`) and priced in this transaction, by whoever priced it;
    `reprice` does it again with fewer promotions. Refuses what `place` refuses."""
    ctx.require("orders:create")
    promoting.check_codes(priced, expected_total_minor)
    check(priced, expected_total_minor)
    _require_room(ctx)
    order_id, tracking = new_id(), secret_token()
    selling = priced.terms.selling
    is_free = priced.totals.total_minor == 0
    is_placed = is_free or priced.row.payment_method in rules.PLACED_AT_ONCE
    held_until = None if is_placed else ctx.now + timedelta(minutes=selling.reservation_minutes)
    promise(ctx, order_id, priced, held_until)
    promoting.claim(
        ctx, order_id, priced, reprice or (lambda row: assembly.price(row, priced.terms, ctx.locale))
    )
    order = new_order(ctx, order_id, priced, tracking, is_free, ctx.now if is_placed else None)
    number = orders.record(ctx, msgspec.structs.replace(order, sales_channel=channel), number)
    if channel == "storefront":
        holds.judge(ctx, order, number)
    if not is_free:
        payments.open_payment(ctx, order_id, priced.row.payment_method)
    return msgspec.structs.replace(order_queries.order(ctx, order_id, tracking), tracking_token=tracking)


def _require_room(ctx: Context) -> None:
    """Refuses an order that the merchant's plan has no room for: `PlanLimitReached` to those who work there, and to shoppers,
    whom the plan does not concern, `ShopTakesNoOrders`."""
    short = limits.shortage(ctx, limits.ORDERS)
    if short is None:
        return
    if ctx.actor.kind in PEOPLE or ctx.actor.kind == "key":
        raise limits.refusal(ctx, limits.ORDERS, short, 1)
    raise ShopTakesNoOrders()


def finalize(ctx: Context, order_id: UUID) -> Finalized:
    """The order's payment came: its stock is its own for good and it counts. Twice is safe.

    An order that was given up for want of money is taken up again, and stock that was given back meanwhile is taken anew,
    elsewhere if need be; if that fails the order is cancelled and the money must go back.
    """
    require_order_step(ctx)
    order = orders.hold(ctx, order_id)
    if order.status == "cancelled" and not orders.take_up_again(ctx, order_id):
        return Finalized.OUT_OF_STOCK
    if order.placed_at is not None:
        return Finalized.ALREADY_PLACED
    if not inventory.commit(ctx, order_id) and not _promise_again(ctx, order_id, order.store_id):
        orders.give_up(ctx, order_id, "sold out before the payment came")
        return Finalized.OUT_OF_STOCK
    orders.place(ctx, order)
    return Finalized.PLACED


def give_up(ctx: Context, order_id: UUID, reason: str) -> None:
    """The order will not be paid: its stock is free, it is cancelled, and its cart is open again with all
    that was typed. An order that was placed or cancelled stays as it is."""
    require_order_step(ctx)
    orders.give_up(ctx, order_id, reason)


def check_method(ctx: Context, order_id: UUID, method: str) -> None:
    """The order is to be paid by `method` from now on; one that needs no payment in advance places it at
    once.

    The caller holds the order's row. Refuses `PaymentMethodUnavailable` and `OrderNotPayable`.
    """
    require_order_step(ctx)
    order = orders.hold(ctx, order_id)
    due = owing.of(ctx, order_id).due_minor or order.total_minor
    seen = markets.of_order(ctx, order.store_id, order_id, order.currency)
    if not cart_terms.of(ctx, order.store_id, seen).may_pay(method, due):
        raise PaymentMethodUnavailable()
    orders.set_payment_method(ctx, order_id, method)
    if method in rules.PLACED_AT_ONCE and finalize(ctx, order_id) is Finalized.OUT_OF_STOCK:
        raise OrderNotPayable()


def placed_before(ctx: Context, cart_id: UUID, token: str | None) -> Order:
    """The order that the cart became. Refuses `CartClosed` for one that became none."""
    status = cart_queries.status(ctx, cart_id, token)
    order_id = order_queries.of_cart(ctx, cart_id)
    if status != "ordered" or order_id is None:
        raise CartClosed(status=status)
    return order_queries.order(ctx, order_id, token)


def check(priced: Priced, expected_total_minor: int | None = None) -> None:
    """Refuses what keeps a priced cart from being placed."""
    row = priced.row
    if not row.lines:
        raise CartEmpty()
    judged = list(zip(row.lines, priced.problems, priced.available, strict=True))
    gone = [line.sku for line, problem, _ in judged if problem == "unavailable"]
    if gone:
        raise LinesUnavailable(gone)
    short: list[dict[str, object]] = [
        {"sku": line.sku, "available": available}
        for line, problem, available in judged
        if problem in ("sold_out", "not_enough")
    ]
    if short:
        raise SoldOut(short)
    for line, problem, _ in judged:
        if problem == "bad_quantity":
            carts.check_quantity(line)
    missing = lacks(priced)
    if missing:
        raise CheckoutIncomplete(missing)
    if priced.needs_shipping and priced.carriage is None:
        raise ShippingUnavailable()
    if not priced.terms.may_pay(row.payment_method, priced.totals.total_minor):
        raise PaymentMethodUnavailable()
    if expected_total_minor is not None and expected_total_minor != priced.totals.total_minor:
        raise PriceChanged(total_minor=priced.totals.total_minor, expected_minor=expected_total_minor)


def lacks(priced: Priced) -> dict[str, str]:
    """What has still to be filled in: field path → what."""
    row = priced.row
    missing: dict[str, str] = {}
    if not row.email:
        missing["email"] = "is needed, so that we can confirm the order"
    is_pickup = priced.carriage is not None and priced.carriage.location_id is not None
    if row.shipping_address is not None and (priced.needs_shipping and not is_pickup):
        for name, what in addresses.problems(row.shipping_address).items():
            missing[f"shipping_address.{name}"] = what
    elif priced.needs_shipping and not is_pickup:
        missing["shipping_address"] = "is needed"
    if row.phone and not addresses.is_phone(row.phone, priced.place[0]):
        missing["phone"] = "is not a telephone number; write it with its country code"
    if priced.needs_shipping and row.shipping_rate_id is None:
        missing["shipping_rate_id"] = "choose how it is shipped"
    if not row.payment_method:
        missing["payment_method"] = "choose how you pay"
    return missing


def promise(ctx: Context, order_id: UUID, priced: Priced, held_until: datetime | None) -> None:
    """Chooses the locations by what the cart was priced with, and reserves. If that is gone by now, the
    choice is made anew under the locks of all the locations; the savepoint lets go of those that the first
    try took."""
    lines = priced.row.lines
    wanted = demand(lines)
    if not wanted:
        return
    selling, carriage = priced.terms.selling, priced.carriage
    if carriage is not None and carriage.location_id is not None:
        places = [carriage.location_id]
    else:
        places = rules.in_order(selling.locations, priced.row.shipping_address)
    available = levels(lines, priced.terms)
    wants = rules.allocate(places, wanted, available)
    if wants is not None and len(places) == 1:
        inventory.reserve(ctx, order_id, wants, held_until)
        return
    if wants is not None:
        try:
            with ctx.db.savepoint():
                inventory.reserve(ctx, order_id, wants, held_until)
            return
        except SoldOut:
            available = inventory.hold_levels(ctx, wanted, places)
            wants = rules.allocate(places, wanted, available)
    if wants is None:
        raise SoldOut(
            [
                {
                    "sku": line.sku,
                    "available": _left(line.stock_item_id, places, available) // line.stock_per_unit,
                }
                for line in lines
                if wanted.get(UUID(line.stock_item_id), 0) > _left(line.stock_item_id, places, available)
            ]
        )
    inventory.reserve(ctx, order_id, wants, held_until)


def _left(item: str, places: list[UUID], available: dict[tuple[UUID, UUID], int]) -> int:
    return sum(available.get((place, UUID(item)), 0) for place in places)


def _promise_again(ctx: Context, order_id: UUID, store_id: UUID) -> bool:
    """What the order lost is taken from where it lay; else, unless it is fetched there, from wherever it
    lies."""
    lost = stock.given_back(ctx, order_id)
    wanted: dict[UUID, int] = {}
    for items in lost.values():
        for item, quantity in items.items():
            wanted[item] = wanted.get(item, 0) + quantity
    places = list(lost)
    if not order_queries.is_pickup(ctx, order_id):
        selling = cart_terms.of(ctx, store_id).selling
        places += [place.id for place in selling.locations if place.id not in lost]
    wants = rules.allocate(places, wanted, inventory.hold_levels(ctx, wanted, places))
    if wants is None:
        return False
    inventory.reserve(ctx, order_id, wants, None)
    return True


def new_order(
    ctx: Context, order_id: UUID, priced: Priced, tracking: str, is_free: bool, placed_at: datetime | None
) -> NewOrder:
    """The order that a priced cart becomes. For verbs that place one."""
    row, figures, selling = priced.row, priced.totals, priced.terms.selling
    shipping_address = row.shipping_address or row.billing_address or Address(country=selling.country)
    customer = ctx.actor.id if ctx.actor.kind == "customer" else row.customer_id
    lines = [_new_line(priced, n, figures.lines[n]) for n in range(len(row.lines))]
    return NewOrder(
        id=order_id,
        store_id=row.store_id,
        cart_id=row.id,
        cart_version=row.version,
        customer_id=customer,
        payment_status="captured" if is_free else "pending",
        placed_at=placed_at,
        currency=figures.currency,
        locale=ctx.locale,
        prices_include_tax=figures.prices_include_tax,
        is_estimated=priced.is_estimated,
        subtotal_minor=figures.subtotal_minor,
        discount_minor=figures.discount_minor,
        shipping_minor=figures.shipping_minor,
        tax_minor=figures.tax_minor,
        total_minor=figures.total_minor,
        email=row.email,
        phone=row.phone or shipping_address.phone,
        shipping_address=shipping_address,
        billing_address=row.billing_address or shipping_address,
        shipping_method=priced.option or _NOT_CARRIED,
        payment_method=row.payment_method,
        note=row.note,
        tracking_hash=token_hash(tracking),
        market=row.seen.market,
        variants=row.variants,
        tax=cart_taxes.told(priced),
        discounts=promoting.discounts(priced, {line.variant_id: line.id for line in lines}),
        promotions=promoting.kept(priced),
        lines=lines,
        taxes=_taxes(figures.tax_parts),
    )


def _new_line(priced: Priced, position: int, figures: LineTotals) -> NewOrderLine:
    line = priced.row.lines[position]
    return NewOrderLine(
        id=new_id(),
        position=position,
        product_id=line.product_id,
        variant_id=line.variant_id,
        stock_item_id=line.stock_item_id,
        sku=line.sku,
        title=line.title,
        variant_title=line.variant_title,
        slug=line.slug,
        image=line.image,
        quantity=line.quantity,
        unit=line.unit,
        scale=line.scale,
        pricing_mode=line.pricing_mode,
        unit_price_minor=line.price_minor,
        subtotal_minor=figures.subtotal_minor,
        discount_minor=figures.discount_minor,
        net_minor=figures.net_minor,
        tax_minor=figures.tax_minor,
        total_minor=figures.gross_minor,
        tax_class=line.tax_class,
        taxes=_taxes(figures.parts),
        weight_grams=line_weight(line),
        stock_per_unit=line.stock_per_unit if line.tracks_stock and not line.sells_without_stock else 0,
        promotion_minor=priced.outcome.lines.get(line.variant_id, 0),
    )


def _taxes(parts: tuple[TaxPart, ...]) -> list[TaxLine]:
    return [TaxLine(part.rate_code, part.name, part.ppm, part.amount_minor) for part in parts]
