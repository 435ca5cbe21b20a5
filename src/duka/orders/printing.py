"""What is printed of orders: the values of papers, from what the caller may see."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from duka.customers.types import Address
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.formatting import format_money
from duka.kernel.quantity import format_quantity
from duka.orders import queries, reach
from duka.orders.errors import OrderNotFound
from duka.orders.fulfillment import queries as fulfillments
from duka.orders.fulfillment.errors import FulfillmentNotFound
from duka.orders.fulfillment.types import Fulfillment, LineProgress
from duka.orders.types import Order
from duka.papers.types import (
    PackingSlip,
    Party,
    PickLine,
    PickList,
    PickShare,
    PickupTag,
    Sender,
    SlipLine,
)
from duka.papers.words import language
from duka.stores import queries as stores
from duka.stores.types import Store

READ = "orders:read"


def packing_slips(ctx: Context, order_ids: Sequence[UUID]) -> list[PackingSlip]:
    """One for each parcel of these orders; one for all of an order of which nothing is prepared. Refuses `OrderNotFound` and
    `Forbidden` for any of them."""
    for order_id in order_ids:
        reach.require(ctx, READ, order_id)
    return [slip for order_id in order_ids for slip in _slips(ctx, order_id)]


def packing_slip(ctx: Context, fulfillment_id: UUID) -> PackingSlip:
    """The one of this fulfillment. Refuses `FulfillmentNotFound`."""
    order, parcels, parcel = parcel_of(ctx, fulfillment_id)
    return _slip(ctx, order, _store(ctx, order), parcels, parcel, _waiting(ctx, order))


def pickup_tag(ctx: Context, fulfillment_id: UUID) -> PickupTag:
    """Refuses `FulfillmentNotFound`."""
    order, _, parcel = parcel_of(ctx, fulfillment_id)
    store = _store(ctx, order)
    return PickupTag(
        number=parcel.number,
        name=order.shipping_address.name or order.email,
        store=store.name,
        location=parcel.location,
        ready_on=parcel.prepared_at.astimezone(ZoneInfo(store.timezone)).date(),
        count=len(parcel.lines),
        due=due(order),
        locale=order.locale,
    )


def parcel_of(ctx: Context, fulfillment_id: UUID) -> tuple[Order, list[Fulfillment], Fulfillment]:
    """The order, its parcels that were not cancelled, and this one of them. Refuses `FulfillmentNotFound`."""
    ctx.require(READ)
    order_id = ctx.db.value(
        "select f.order_id from fulfillments f where f.tenant_id = %(tenant)s and f.id = %(id)s",
        id=fulfillment_id,
    )
    if order_id is None:
        raise FulfillmentNotFound()
    reach.require(ctx, READ, order_id)
    order = queries.order(ctx, order_id)
    told = [f for f in fulfillments.of_order(ctx, order_id) if f.status != "cancelled"]
    public = ids.public("ful", fulfillment_id)
    found = next((f for f in told if f.id == public), None)
    if found is None:
        raise FulfillmentNotFound()
    return order, told, found


def pick_list(ctx: Context, order_ids: Sequence[UUID], now: datetime, locale: str) -> list[PickList]:
    """What is to be fetched for these orders and is still on the shelves, one list a location. Refuses `OrderNotFound`, and
    `Forbidden` for orders out of reach; places where the caller has no say are left out. Two statements."""
    for order_id in order_ids:
        reach.require(ctx, READ, order_id)
    there = "select count(*) from orders o where o.tenant_id = %(tenant)s and o.id = any(%(orders)s)"
    if ctx.db.value(there, orders=list(order_ids)) < len(set(order_ids)):
        raise OrderNotFound()
    rows = ctx.db.all(
        """select c.name as location, c.code, i.sku, i.unit, i.scale, o.number, s.timezone,
                  case when r.status in ('held', 'committed') then r.quantity - r.consumed else 0 end as quantity,
                  coalesce(l.title, i.sku) as title, coalesce(l.variant_title, '') as variant
           from reservations r
           join orders o on o.tenant_id = %(tenant)s and o.id = r.order_id
           join stores s on s.tenant_id = %(tenant)s and s.id = o.store_id
           join stock_items i on i.tenant_id = %(tenant)s and i.id = r.item_id
           join locations c on c.tenant_id = %(tenant)s and c.id = r.location_id
           left join lateral (
               select x.title, x.variant_title from order_lines x
               where x.tenant_id = %(tenant)s and x.order_id = r.order_id and x.stock_item_id = r.item_id
               order by x.position limit 1) l on true
           where r.tenant_id = %(tenant)s and r.order_id = any(%(orders)s) and r.status in ('held', 'committed')
             and r.quantity > r.consumed and (%(places)s::uuid[] is null or r.location_id = any(%(places)s))
           order by c.name, c.code, i.sku, o.number""",
        orders=list(order_ids),
        places=ctx.locations_with(READ),
    )
    by_place: dict[tuple[str, str], dict[str, list[tuple[int, str, PickLine]]]] = {}
    zones: dict[tuple[str, str], str] = {}
    for row in rows:
        place = (row.location, row.code)
        zones[place] = row.timezone
        said = format_quantity(row.quantity, row.unit, row.scale, locale)
        line = PickLine(sku=row.sku, title=row.title, variant=row.variant, quantity=said)
        shares = by_place.setdefault(place, {}).setdefault(row.sku, [])
        shares.append((row.quantity, row.number, line))
    units = {row.sku: (row.unit, row.scale) for row in rows}
    return [
        PickList(
            location=place[0],
            made_at=format_datetime(
                now.astimezone(ZoneInfo(zones[place])), "d MMMM y, HH:mm", locale=language(locale)
            ),
            orders=len({number for shares in goods.values() for _, number, _ in shares}),
            lines=tuple(
                PickLine(
                    sku=sku,
                    title=shares[0][2].title,
                    variant=shares[0][2].variant,
                    quantity=format_quantity(sum(q for q, _, _ in shares), *units[sku], locale),
                    orders=tuple(PickShare(number=n, quantity=line.quantity) for _, n, line in shares),
                )
                for sku, shares in goods.items()
            ),
            locale=locale,
        )
        for place, goods in by_place.items()
    ]


def party(address: Address, phone: str = "") -> Party:
    return Party(
        name=address.name,
        company=address.company,
        line1=address.line1,
        line2=address.line2,
        city=address.city,
        region=address.region,
        postal_code=address.postal_code,
        country=address.country,
        phone=address.phone or phone,
    )


def due(order: Order) -> str:
    """What somebody must ask for at the door; empty when nothing is due there."""
    is_due = order.payment_method == "cash_on_delivery" and order.payment_status == "pending"
    return format_money(order.total_minor, order.currency, order.locale) if is_due else ""


def _slips(ctx: Context, order_id: UUID) -> list[PackingSlip]:
    order = queries.order(ctx, order_id)
    store = _store(ctx, order)
    parcels = [f for f in fulfillments.of_order(ctx, order_id) if f.status != "cancelled"]
    if not parcels:
        return [_slip(ctx, order, store, [], None, ())]
    waiting = _waiting(ctx, order)
    return [_slip(ctx, order, store, parcels, parcel, waiting) for parcel in parcels]


def _slip(
    ctx: Context,
    order: Order,
    store: Store,
    parcels: Sequence[Fulfillment],
    parcel: Fulfillment | None,
    waiting: tuple[SlipLine, ...],
) -> PackingSlip:
    placed = datetime.fromisoformat(order.placed_at or order.created_at).astimezone(ZoneInfo(store.timezone))
    is_part = parcel is not None and (len(parcels) > 1 or bool(waiting))
    locations = sorted({a.location for a in order.allocations or () if a.status != "released"})
    lines: Sequence[SlipLine] = [
        SlipLine(
            title=line.title,
            variant=line.variant_title,
            sku=line.sku,
            quantity=format_quantity(line.quantity, line.unit, line.scale, order.locale),
        )
        for line in (parcel.lines if parcel is not None else order.lines)
    ]
    contact = store.contact
    return PackingSlip(
        number=parcel.number if parcel is not None and is_part else order.number,
        store=Sender(
            name=store.name,
            contact=tuple(p for p in (contact.address, contact.phone, contact.email) if p),
            accent=store.theme.accent,
        ),
        placed_on=placed.date(),
        recipient=_recipient(order),
        lines=tuple(lines),
        waiting=waiting,
        parcel=[p.id for p in parcels].index(parcel.id) + 1 if parcel is not None else 0,
        parcels=len(parcels),
        is_pickup=parcel.is_pickup if parcel is not None else order.shipping_method.kind == "pickup",
        method=order.shipping_method.name,
        location=parcel.location if parcel is not None else ", ".join(locations),
        carrier=parcel.carrier if parcel is not None else "",
        tracking_number=parcel.tracking_number if parcel is not None else "",
        due=due(order),
        note=order.note,
        locale=order.locale,
    )


def _recipient(order: Order) -> Party:
    found = party(order.shipping_address, order.phone)
    return found if found.name or found.company else Party(**{**_fields(found), "name": order.email})


def _fields(value: Party) -> dict[str, str]:
    return {name: getattr(value, name) for name in value.__struct_fields__}


def _waiting(ctx: Context, order: Order) -> tuple[SlipLine, ...]:
    lines: list[LineProgress] = fulfillments.progress(ctx, ids.parse("ord", order.id))
    return tuple(
        SlipLine(
            title=line.title,
            variant=line.variant_title,
            sku=line.sku,
            quantity=format_quantity(line.open, line.unit, line.scale, order.locale),
        )
        for line in lines
        if line.open > 0
    )


def _store(ctx: Context, order: Order) -> Store:
    return stores.store(ctx, ids.parse("store", order.store_id))
