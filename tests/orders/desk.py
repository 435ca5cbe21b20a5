"""Staff who work on orders: the owner, somebody of one store, somebody of one location."""

from typing import Any
from uuid import UUID

from tests.checkout.bazaar import Bazaar

from duka.access.roles import OWNER
from duka.kernel.context import Actor, Grant
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.orders import staff_list, staff_queries
from duka.orders.staff_types import OrderDetail, OrderList, OrderSearch


def limited(bazaar: Bazaar, *, stores: set[UUID] | None = None, locations: set[UUID] | None = None) -> Caller:
    """Holds everything, there only."""
    grant = Grant(
        OWNER,
        None if stores is None else frozenset(stores),
        None if locations is None else frozenset(locations),
    )
    return Caller(bazaar.tenant, Actor("staff", new_id(), "Bob"), OWNER, None, "en", grants=(grant,))


def somebody(bazaar: Bazaar, name: str = "Bob", *permissions: str) -> Caller:
    held = frozenset(permissions) or OWNER
    return Caller(bazaar.tenant, Actor("staff", new_id(), name), held, None, "en")


def listed(bazaar: Bazaar, caller: Caller | None = None, **wanted: Any) -> OrderList:
    more = {name: wanted.pop(name) for name in ("cursor", "limit") if name in wanted}
    return bazaar.work.perform(
        caller or somebody(bazaar),
        lambda ctx: staff_list.list_for_staff(ctx, OrderSearch(**wanted), **more),
    )


def numbers(bazaar: Bazaar, caller: Caller | None = None, **wanted: Any) -> list[str]:
    return [order.number for order in listed(bazaar, caller, **wanted).items]


def detail(bazaar: Bazaar, order: UUID, caller: Caller | None = None) -> OrderDetail:
    return bazaar.work.perform(caller or somebody(bazaar), lambda ctx: staff_queries.detail(ctx, order))
