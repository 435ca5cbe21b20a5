"""Parts of orders, packed and sent by the owner."""

from typing import Any
from uuid import UUID

from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import order_id
from tests.orders.desk import detail

from duka.kernel.ids import parse
from duka.orders.fulfillment import service
from duka.orders.fulfillment.types import Fulfillment, Picked
from duka.orders.staff_types import OrderDetail
from duka.orders.types import Order


def act(bazaar: Bazaar, verb: str, *args: Any, **kwargs: Any) -> Any:
    return bazaar.staff(lambda ctx: getattr(service, verb)(ctx, *args, **kwargs))


def line(order: Order | OrderDetail, place: int = 0) -> UUID:
    return parse("line", order.lines[place].id)


def prepare(bazaar: Bazaar, order: Order, *picked: tuple[int, int], at: UUID | None = None) -> list[UUID]:
    """These (line, quantity), or all that is left."""
    wanted = [Picked(line(order, place), quantity) for place, quantity in picked] or None
    found: list[UUID] = act(bazaar, "prepare", order_id(order), wanted, at)
    return found


def seen(bazaar: Bazaar, order: Order) -> OrderDetail:
    return detail(bazaar, order_id(order))


def parcels(bazaar: Bazaar, order: Order) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """(number, status, what is in it) of each."""
    return [
        (f.number.removeprefix(order.number), f.status, [(n.sku, n.quantity) for n in f.lines])
        for f in seen(bazaar, order).fulfillments
    ]


def parcel(bazaar: Bazaar, order: Order, place: int = 0) -> Fulfillment:
    return seen(bazaar, order).fulfillments[place]
