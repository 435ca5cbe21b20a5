"""Who calls: people and their orders, written straight into the tables."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from tests.people import Shop

from duka.customers import service as customers
from duka.customers.inputs import NewCustomer
from duka.kernel.context import Actor, Context, Grant
from duka.kernel.events import Delivery
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.support import handlers

PLACED = datetime.fromisoformat("2026-11-01T10:00:00+00:00")


def person(work: Work, shop: Shop, name: str, email: str = "", phone: str = "", **more: Any) -> UUID:
    new = NewCustomer(email=email or f"{new_id().hex}@people.example", name=name, phone=phone, **more)
    return work.perform(shop.caller, lambda ctx: customers.create(ctx, new))


def order(work: Work, shop: Shop, number: str, customer: UUID | None = None, **columns: Any) -> UUID:
    """A placed order over 5000; `name`, `ship_phone` go into its address, other `columns` as they are."""
    key, name = new_id(), columns.pop("name", "Awa Ndiaye")
    address = {"name": name, "city": "Dakar", "country": "SN", "phone": columns.pop("ship_phone", "")}
    total = columns.pop("total_minor", 5000)
    given: dict[str, Any] = {
        "store_id": shop.store,
        "number": number,
        "customer_id": customer,
        "payment_status": "captured",
        "placed_at": PLACED,
        "currency": "EUR",
        "locale": "fr",
        "prices_include_tax": True,
        "is_estimated": False,
        "subtotal_minor": total,
        "shipping_minor": 0,
        "tax_minor": 0,
        "total_minor": total,
        "email": "nobody@people.example",
        "payment_method": "cash_on_delivery",
        "created_at": PLACED + timedelta(minutes=int(number) % 1000),
        "updated_at": PLACED,
        "shipping_address": msgspec.json.encode(address).decode(),
        "billing_address": msgspec.json.encode(address).decode(),
        "shipping_method": '{"id": "", "name": "Courier", "kind": "flat", "price_minor": 0}',
        "tracking_hash": key.bytes,
        **columns,
    }
    names, marks = ", ".join(given), ", ".join(f"%({name})s" for name in given)

    def act(ctx: Context) -> None:
        ctx.db.run(
            f"insert into orders (tenant_id, id, {names}) values (%(tenant)s, %(id)s, {marks})",
            id=key,
            **given,
        )

    work.perform(shop.caller, act)
    tell(work, shop, key)
    return key


def tell(work: Work, shop: Shop, order_id: UUID, type: str = "order.placed") -> None:
    """What the relay delivers a moment later."""
    delivery = Delivery(shop.tenant.id, new_id(), type, 1, order_id, {}, "system", "", PLACED)
    work.perform(Caller(shop.tenant.id), lambda ctx: handlers.follow_order(ctx, delivery))


def limited(shop: Shop, *stores: UUID) -> Caller:
    """Staff with all permissions, in these stores only."""
    held = shop.caller.permissions
    return Caller(
        shop.tenant.id, Actor("staff", new_id(), "Bob"), held, grants=(Grant(held, stores=frozenset(stores)),)
    )


def staff(shop: Shop, name: str, *permissions: str) -> Caller:
    held = frozenset(permissions) or shop.caller.permissions
    return Caller(shop.tenant.id, Actor("staff", new_id(), name), held)
