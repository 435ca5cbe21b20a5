"""What is printed of a return: the slip that goes into its parcel."""

from datetime import timedelta
from typing import Literal
from uuid import UUID

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.quantity import format_quantity
from duka.orders import printing
from duka.orders import queries as orders
from duka.papers.types import Party, ReturnLine, ReturnSlip, Sender
from duka.papers.words import language
from duka.returns import queries
from duka.returns.types import Return
from duka.stores import queries as stores

REASONS = {
    "en": {
        "changed_mind": "Changed their mind",
        "does_not_fit": "Does not fit",
        "not_as_described": "Not as described",
        "damaged": "Damaged or faulty",
        "wrong_item": "Not what was ordered",
        "missing": "Not in the parcel",
    },
    "fr": {
        "changed_mind": "A changé d’avis",
        "does_not_fit": "Ne va pas",
        "not_as_described": "Non conforme à la description",
        "damaged": "Abîmé ou défectueux",
        "wrong_item": "N’est pas l’article commandé",
        "missing": "Absent du colis",
    },
}
SEND_WITHIN = timedelta(days=14)


def slip(ctx: Context, return_id: UUID, token: str | None = None) -> ReturnSlip:
    """For whoever may see the return's order: its holder, or staff. Refuses `ReturnNotFound` and `OrderNotFound`."""
    found = queries.get(ctx, return_id)
    order = orders.order(ctx, ids.parse("ord", found.order_id), token)
    spoken = language(order.locale)
    store = stores.store(ctx, ids.parse("store", found.store_id))
    contact = store.contact
    address = found.address or contact.address
    street, _, city = address.partition("\n")
    pays: Literal["customer", "store"] = "customer" if _customer_pays(ctx, found) else "store"
    return ReturnSlip(
        number=found.number,
        order_number=order.number,
        store=Sender(
            name=store.name,
            contact=tuple(part for part in (contact.address, contact.phone, contact.email) if part),
            accent=store.theme.accent,
        ),
        sender=printing.party(order.shipping_address),
        recipient=Party(name=store.name, line1=street.strip(), line2=city.strip().replace("\n", ", ")),
        lines=tuple(
            ReturnLine(
                title=line.title,
                variant=line.variant_title,
                sku=line.sku,
                quantity=format_quantity(line.quantity, line.unit, line.scale, spoken),
                reason=REASONS[spoken].get(line.reason, line.reason),
            )
            for line in found.lines
        ),
        send_by=(found.approved_at + SEND_WITHIN).date() if found.approved_at else None,
        paid_by=pays,
        instructions=found.instructions,
        locale=spoken,
    )


def _customer_pays(ctx: Context, found: Return) -> bool:
    terms = queries.policy(ctx, ids.parse("store", found.store_id))
    reasons = [terms.reason(line.reason) for line in found.lines]
    return any(reason is not None and reason.paid_by == "customer" for reason in reasons)
