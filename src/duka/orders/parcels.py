"""A fulfillment as a carrier sees it: from where to where, how heavy, and what is in it for customs."""

from typing import Annotated
from uuid import UUID

import msgspec

from duka.kernel import ids
from duka.kernel.context import Context
from duka.orders import printing, reach
from duka.orders.fulfillment.types import Fulfillment
from duka.orders.types import Order
from duka.papers.types import AddressLabel, Party
from duka.shipping.carriers.types import Content, Parcel, Place

LEAST_GRAMS, LONGEST = 1, 200
"""What carriers take of a weight, and of a line of an address."""
Size = Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class Measures(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody weighed and measured; 0: as the catalogue says, or unknown."""

    weight_grams: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 0
    length_mm: Size = 0
    width_mm: Size = 0
    height_mm: Size = 0


class Consignment(msgspec.Struct, frozen=True):
    """A parcel, and whose it is."""

    order_id: UUID
    store_id: UUID
    location_id: UUID
    parcel: Parcel


def consignment(ctx: Context, fulfillment_id: UUID, measures: Measures) -> Consignment:
    """Refuses `FulfillmentNotFound`, and `Forbidden` for an order out of reach. Five statements."""
    order, _, packed = printing.parcel_of(ctx, fulfillment_id)
    order_id = ids.parse("ord", order.id)
    reach.require(ctx, "orders:write", order_id)
    contents = _contents(ctx, fulfillment_id)
    weight = (
        measures.weight_grams
        or packed.weight_grams
        or sum(each.weight_grams * each.quantity for each in contents)
    )
    parcel = Parcel(
        sender=_sender(ctx, order, packed),
        recipient=_place(printing.party(order.shipping_address, order.phone), order.email),
        weight_grams=max(weight, LEAST_GRAMS),
        length_mm=measures.length_mm,
        width_mm=measures.width_mm,
        height_mm=measures.height_mm,
        value_minor=sum(each.value_minor * each.quantity for each in contents),
        currency=order.currency,
        reference=packed.number,
        contents=contents,
        instructions=order.shipping_address.instructions[:LONGEST],
        locale=order.locale,
    )
    return Consignment(
        order_id,
        ids.parse("store", order.store_id),
        ids.parse("loc", packed.location_id),
        parcel,
    )


def address_label(ctx: Context, fulfillment_id: UUID) -> AddressLabel:
    """A label of our own, for a parcel that has none of a carrier's. Refuses `FulfillmentNotFound`."""
    order, parcels, packed = printing.parcel_of(ctx, fulfillment_id)
    return AddressLabel(
        number=packed.number,
        sender=_party(_sender(ctx, order, packed)),
        recipient=printing.party(order.shipping_address, order.phone),
        carrier=packed.carrier or order.shipping_method.name,
        service=packed.service,
        weight_grams=packed.weight_grams,
        due=printing.due(order),
        instructions=order.shipping_address.instructions,
        parcel=[p.id for p in parcels].index(packed.id) + 1,
        parcels=len(parcels),
        locale=order.locale,
    )


def _sender(ctx: Context, order: Order, packed: Fulfillment) -> Place:
    """The location that it leaves, under the store's name."""
    row = ctx.db.one(
        """select s.name as store, s.country, s.contact, c.address from stores s
           join locations c on c.tenant_id = %(tenant)s and c.id = %(location)s
           where s.tenant_id = %(tenant)s and s.id = %(store)s""",
        location=ids.parse("loc", packed.location_id),
        store=ids.parse("store", order.store_id),
    )
    assert row is not None
    said = {name: str(row.address.get(name) or "")[:LONGEST] for name in _ADDRESS}
    return Place(
        name=row.store,
        phone=said.pop("phone") or str(row.contact.get("phone") or ""),
        email=str(row.contact.get("email") or ""),
        country=said.pop("country") or row.country,
        **said,
    )


_ADDRESS = ("company", "line1", "line2", "city", "region", "postal_code", "country", "phone")


def _place(found: Party, email: str) -> Place:
    return Place(
        name=found.name[:LONGEST],
        company=found.company[:LONGEST],
        line1=found.line1[:LONGEST],
        line2=found.line2[:LONGEST],
        city=found.city[:LONGEST],
        region=found.region[:LONGEST],
        postal_code=found.postal_code[:LONGEST],
        country=found.country,
        phone=found.phone[:LONGEST],
        email=email[:LONGEST],
    )


def _party(place: Place) -> Party:
    return Party(**{name: getattr(place, name) for name in ("name", *_ADDRESS)})


def _contents(ctx: Context, fulfillment_id: UUID) -> tuple[Content, ...]:
    """Goods that are sold by the piece count as pieces, those by weight or length as one."""
    rows = ctx.db.all(
        """select n.title, n.quantity, n.scale, coalesce(l.net_minor * n.quantity / nullif(l.quantity, 0), 0) as value,
                  coalesce(v.weight_grams, 0) as weight
           from fulfillment_lines n
           left join order_lines l on l.tenant_id = %(tenant)s and l.id = n.order_line_id
           left join variants v on v.tenant_id = %(tenant)s and v.id = l.variant_id
           where n.tenant_id = %(tenant)s and n.fulfillment_id = %(id)s order by n.position""",
        id=fulfillment_id,
    )
    found = []
    for row in rows:
        pieces = int(row.quantity) if row.scale == 0 else 1
        found.append(
            Content(
                description=row.title[:LONGEST],
                quantity=min(pieces, 100_000),
                value_minor=int(row.value) // pieces,
                weight_grams=max(int(row.weight), LEAST_GRAMS),
            )
        )
    return tuple(found)
