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
        if given.get("fulfillment_status", "unfulfilled") != "unfulfilled":
            _pack(ctx, key, given["fulfillment_status"])

    work.perform(shop.caller, act)
    tell(work, shop, key)
    return key


def _pack(ctx: Context, order_id: UUID, status: str) -> None:
    """One line, all of it in one parcel that is as far as the order."""
    params = {"order": order_id, "line": new_id(), "parcel": new_id(), "place": new_id(), "status": status}
    ctx.db.run(
        "update orders set is_prepared = true where tenant_id = %(tenant)s and id = %(order)s", order=order_id
    )
    ctx.db.run(
        """insert into locations (tenant_id, id, code, name)
           values (%(tenant)s, %(place)s, %(code)s, 'Shelf')""",
        place=params["place"],
        code=new_id().hex,
    )
    ctx.db.run(
        """insert into order_lines (tenant_id, id, order_id, position, product_id, variant_id, stock_item_id, sku, title,
               quantity, unit, scale, pricing_mode, unit_price_minor, subtotal_minor, net_minor, tax_minor, total_minor,
               tax_class)
           values (%(tenant)s, %(line)s, %(order)s, 0, %(line)s, %(line)s, %(line)s, 'TEA', 'Tea', 1, 'C62', 0, 'unit', 0, 0,
                   0, 0, 0, 'standard')""",
        **params,
    )
    ctx.db.run(
        """insert into fulfillments (tenant_id, id, order_id, location_id, position, status, prepared_at, updated_at)
           values (%(tenant)s, %(parcel)s, %(order)s, %(place)s, 1, %(status)s, %(now)s, %(now)s)""",
        now=ctx.now,
        **params,
    )
    ctx.db.run(
        """insert into fulfillment_lines (tenant_id, fulfillment_id, position, order_line_id, stock_item_id, sku, title,
               quantity, unit, scale)
           values (%(tenant)s, %(parcel)s, 1, %(line)s, %(line)s, 'TEA', 'Tea', 1, 'C62', 0)""",
        **params,
    )


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
