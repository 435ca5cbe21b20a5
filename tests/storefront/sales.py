"""A cart on its way through the checkout, and an order, of the shops of `samples`."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from tests.storefront.samples import IDS, cards

from duka.carts.types import Cart, CartLine, ShippingOption, TaxLine
from duka.customers.types import Address
from duka.orders.fulfillment.types import BuyerFulfillment, FulfillmentLine
from duka.orders.types import Order, OrderLine, OrderPayment
from duka.payments.service.looking import Attempt
from duka.payments.types import Payment

DAKAR = Address(
    name="Awa Ndiaye",
    line1="12 rue Jules-Ferry",
    city="Dakar",
    country="SN",
    phone="+221771234567",
    instructions="Blue gate, opposite the bakery",
)
RATE = ShippingOption("rate_" + IDS[0], "standard", "Courier to your door", "", "flat", 2000, 50000, 1, 3)
RATES = [
    RATE,
    ShippingOption("rate_" + IDS[1], "pickup", "Pick up at Dakar Plateau", "", "pickup", 0, None, 0, 0),
]
VAT = TaxLine("VAT", "VAT", 180000, 14797)


def cart(preset: str = "boutique", step: str = "") -> Cart:
    farm = preset == "market"
    one = cards(preset)
    lines = [
        CartLine(
            variant_id="var_" + IDS[n],
            product_id=c.id,
            slug=c.slug,
            title=c.title,
            variant_title="" if farm else "Indigo / M",
            sku=f"SKU-{n}",
            image=c.image,
            quantity=125 if farm and n == 0 else 1,
            unit=c.unit,
            scale=2 if c.pricing_mode == "weight" else 0,
            step=10 if farm and n == 0 else 1,
            minimum=10 if farm and n == 0 else 1,
            maximum=None,
            pricing_mode=c.pricing_mode,
            unit_price_minor=c.price_minor,
            was_minor=c.was_minor,
            subtotal_minor=c.price_minor,
            discount_minor=0,
            tax_minor=0,
            total_minor=c.price_minor,
            available=1,
            problem="not_enough" if n == 2 and step == "problem" else "",
        )
        for n, c in enumerate(one[:3])
    ]
    subtotal = sum(line.subtotal_minor for line in lines)
    known = (
        ("contact", "address", "shipping", "payment").index(step)
        if step in ("address", "shipping", "payment")
        else 0
    )
    shipping = 2000 if known > 2 else None
    return Cart(
        id="cart_" + IDS[2],
        status="open",
        version=4,
        currency="EUR" if farm else "XOF",
        prices_include_tax=not farm,
        is_estimated=farm,
        lines=lines,
        count=3,
        subtotal_minor=subtotal,
        discount_minor=0,
        shipping_minor=shipping,
        tax_minor=VAT.amount_minor,
        total_minor=subtotal + (shipping or 0),
        taxes=[VAT],
        email="awa@example.com" if known > 0 else "",
        phone="+221771234567" if known > 0 else "",
        shipping_address=DAKAR if known > 1 else None,
        billing_address=None,
        shipping_option=RATE if known > 2 else None,
        payment_method="",
        note="",
        expires_at="2026-12-20T09:00:00Z",
    )


NOW = datetime(2026, 11, 20, 9, 3, tzinfo=UTC)


def attempt(status: str, provider: str, *, action_url: str = "", reason: str = "", code: str = "") -> Attempt:
    """The first payment of `order`, asked for three minutes before `NOW`."""
    payment = Payment(
        id=UUID(IDS[0]),
        order_id=UUID(IDS[0]),
        provider=provider,
        attempt=1,
        status=status,
        currency="XOF",
        amount_minor=166000,
        captured_minor=0,
        refunded_minor=0,
        provider_reference=None if status == "pending" else "reference",
        action_url=action_url,
        reason=reason,
        was_asked=status != "pending",
        payer_phone="+221771234567",
        created_at=NOW - timedelta(minutes=3),
    )
    return Attempt(payment, code)


def order(fulfilment: str = "prepared", payment: str = "captured", method: str = "sandbox") -> Order:
    basket = cart("boutique", "payment")
    lines = [
        OrderLine(
            id="line_" + IDS[n],
            product_id=line.product_id,
            variant_id=line.variant_id,
            sku=line.sku,
            title=line.title,
            variant_title=line.variant_title,
            slug=line.slug,
            image=line.image,
            quantity=line.quantity,
            unit=line.unit,
            scale=line.scale,
            pricing_mode=line.pricing_mode,
            unit_price_minor=line.unit_price_minor,
            subtotal_minor=line.subtotal_minor,
            discount_minor=0,
            net_minor=0,
            tax_minor=0,
            total_minor=line.total_minor,
            taxes=[],
        )
        for n, line in enumerate(basket.lines)
    ]
    return Order(
        id="ord_" + IDS[0],
        number="1042",
        store_id="store_" + IDS[0],
        type="ecommerce",
        sales_channel="storefront",
        status="open",
        payment_status=payment,
        fulfillment_status=fulfilment,
        tenant_status="",
        ecommerce_status="",
        currency="XOF",
        locale="en",
        prices_include_tax=True,
        is_estimated=False,
        lines=lines,
        subtotal_minor=basket.subtotal_minor,
        discount_minor=0,
        shipping_minor=2000,
        tax_minor=VAT.amount_minor,
        total_minor=basket.subtotal_minor + 2000,
        taxes=[VAT],
        email="awa@example.com",
        phone="+221771234567",
        customer_id=None,
        shipping_address=DAKAR,
        billing_address=DAKAR,
        shipping_method=RATE,
        payment_method=method,
        payments=[
            OrderPayment(
                "pay_" + IDS[0],
                method,
                1,
                payment,
                166000,
                166000 if payment == "captured" else 0,
                0,
                "",
                "",
                "2026-11-20T09:00:00Z",
            )
        ],
        note="",
        cancel_reason="",
        placed_at="2026-11-20T09:05:00Z" if payment in ("captured", "authorized") else None,
        cancelled_at=None,
        created_at="2026-11-20T09:00:00Z",
        version=2,
        is_prepared=fulfilment != "unfulfilled",
        tracking_token="tracking",
    )


def in_parts() -> Order:
    """One piece of the first line has left in a parcel with a link."""
    thing = order("partially_shipped")
    first = msgspec.structs.replace(thing.lines[0], prepared=1, shipped=1)
    packed = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    contents = [
        FulfillmentLine(first.id, first.sku, first.title, first.variant_title, 1, first.unit, first.scale)
    ]
    parcel = BuyerFulfillment(
        id="ful_" + IDS[0],
        number="1042-1",
        status="shipped",
        is_pickup=False,
        location="",
        carrier="DHL Express",
        service="",
        tracking_number="JD014600003",
        tracking_url="https://carrier.example/JD014600003",
        lines=contents,
        prepared_at=packed,
        shipped_at=packed + timedelta(hours=2),
        delivered_at=None,
    )
    return msgspec.structs.replace(
        thing, lines=[first, *thing.lines[1:]], fulfillments=(parcel,), is_prepared=False
    )
