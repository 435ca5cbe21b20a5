"""Staff send an order elsewhere, or correct how its buyer is reached.

The price was agreed upon and stays. So an address may change while the store's own rules ask the same for it: the same
taxes, and the same carriage at the same price. What would change the price is refused, with the difference. Old and new
address are judged by the rules of today, so that rates which a merchant changed meanwhile don't stand in the way.
"""

from uuid import UUID

from msgspec import UNSET, UnsetType

from duka.carts import rules as cart_rules
from duka.carts import terms as cart_terms
from duka.carts.terms import Terms
from duka.carts.types import CartChange
from duka.checkout import addresses
from duka.customers.types import Address
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.markets import queries as markets
from duka.orders import service as orders
from duka.orders import staff_queries
from duka.orders.errors import AddressChangesPrice
from duka.orders.types import Destination
from duka.shipping.rules import zones_for


def change_address(
    ctx: Context,
    order_id: UUID,
    *,
    shipping: Address | UnsetType = UNSET,
    billing: Address | UnsetType = UNSET,
    expected: int | None = None,
) -> None:
    """What is left out stays. Refuses `InvalidInput` for an address that no parcel would find, `AddressChangesPrice`, and
    what `orders.hold_destination` refuses."""
    order, was = orders.hold_destination(ctx, order_id, expected)
    kept = cart_rules.cleaned(CartChange(shipping_address=shipping, billing_address=billing))
    new_shipping = kept.shipping_address or was.shipping_address
    new_billing = kept.billing_address or was.billing_address
    is_carried = was.shipping_method.kind not in ("pickup", "none")
    flaws = {
        f"shipping_address.{name}": what
        for name, what in addresses.problems(new_shipping).items()
        if shipping is not UNSET and is_carried
    }
    if flaws:
        raise InvalidInput(flaws)
    seen = markets.of_order(ctx, order.store_id, order_id, order.currency)
    changes = difference(cart_terms.of(ctx, order.store_id, seen), was, new_shipping)
    if changes:
        raise AddressChangesPrice(changes)
    orders.set_addresses(ctx, order, was, new_shipping, new_billing)


def change_contact(
    ctx: Context, order_id: UUID, *, email: str, phone: str, expected: int | None = None
) -> None:
    """Refuses `InvalidInput` for an e-mail address or telephone number that is none."""
    kept = cart_rules.cleaned(CartChange(email=email, phone=phone))
    if not kept.email:
        raise InvalidInput({"email": "is needed, so that the buyer hears of the order"})
    if kept.phone and not addresses.is_phone(str(kept.phone), staff_queries.country(ctx, order_id)):
        raise InvalidInput(
            {"phone": "is not a telephone number; write it with its country code, like +221 77 123 45 67"}
        )
    orders.change_contact(ctx, order_id, email=str(kept.email), phone=str(kept.phone), expected=expected)


def difference(terms: Terms, was: Destination, address: Address) -> dict[str, dict[str, object]]:
    """What the price would be made of there, where it differs: shipping and tax, each `before` and `after`. Pure."""
    old, new = _place(was.shipping_address), _place(address)
    changes: dict[str, dict[str, object]] = {}
    classes = {*was.tax_classes, _carriage_class(terms, was)}
    taxes = [_taxes(terms, classes, place) for place in (old, new)]
    if taxes[0] != taxes[1]:
        changes["tax"] = {"before": ", ".join(taxes[0]) or "none", "after": ", ".join(taxes[1]) or "none"}
    elif was.tax.reason and was.shipping_address.country != address.country:
        changes["tax"] = {"before": was.tax.note, "after": ", ".join(taxes[1]) or "none"}
    elif was.tax.source != "own" and old != new:
        changes["tax"] = {"before": f"as {was.tax.service} said", "after": "to be asked for the new address"}
    if was.shipping_method.kind not in ("pickup", "none") and zones_for(terms.zones, *old) != zones_for(
        terms.zones, *new
    ):
        prices = [_carriage(terms, was, place) for place in (old, new)]
        if prices[0] != prices[1] or prices[1] is None:
            changes["shipping"] = {
                "before": prices[0],
                "after": "not offered" if prices[1] is None else prices[1],
            }
    return changes


def _place(address: Address) -> tuple[str, str, str]:
    return address.country, address.region, address.postal_code


def _carriage_class(terms: Terms, was: Destination) -> str:
    wanted = was.shipping_method.id
    found = (
        c.tax_class
        for carriages in terms.carriages.values()
        for c in carriages
        if f"rate_{c.id.hex}" == wanted
    )
    return next(found, "standard")


def _taxes(terms: Terms, classes: set[str], place: tuple[str, str, str]) -> list[str]:
    return sorted(
        {f"{r.name} {r.ppm / 10_000:g} %" for c in classes for r in terms.tax_rates(c, *place) if r.ppm}
    )


def _carriage(terms: Terms, was: Destination, place: tuple[str, str, str]) -> int | None:
    """The price of the same way of carrying there: the same rate, or one of the same code in another zone."""
    method = was.shipping_method
    offered = terms.offered(*place, was.goods_minor, was.weight_grams)
    same = [p for c, p in offered if f"rate_{c.id.hex}" == method.id or c.row.get("code") == method.code]
    return min(same, default=None)
