"""How past orders of a demo shop left it: most in one parcel, some in parts and from two places, each step at its own hour."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from duka.inventory import service as inventory
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Refusal
from duka.kernel.work import Caller, Work
from duka.orders import queries as orders
from duka.orders.fulfillment import queries, service
from duka.orders.fulfillment.types import Carriage, Picked

CARRIERS = ("Own courier", "Own courier", "DHL Express")
PREPARED, SENT, THERE = timedelta(hours=20), timedelta(days=2), timedelta(days=4)
"""After so long an order is prepared, sent, there."""
LATE = timedelta(days=7)
"""So long the rest of an order that left in parts may still lie on the shelf."""


def send(work: Work, system: Caller, order_id: UUID, chance: random.Random, age: timedelta) -> None:
    """Everything that happened to its goods by now. `work` has the clock of its placing."""
    placed = work.clock()

    def at(after: timedelta, act: Callable[[Context], object]) -> None:
        moment: datetime = placed + min(after, age)
        Work(work.database, work.cache, lambda: moment).perform(system, act)

    def hours(low: int, high: int) -> timedelta:
        return timedelta(minutes=chance.randrange(low * 60, high * 60))

    is_in_parts = chance.random() < 0.3
    if chance.random() < 0.2:
        at(hours(1, 2), lambda ctx: _elsewhere(ctx, order_id))
    if age <= PREPARED:
        if is_in_parts and age > timedelta(hours=4):
            at(hours(2, 4), lambda ctx: _prepare_some(ctx, order_id))
        return
    if is_in_parts:
        at(hours(2, 6), lambda ctx: _prepare_some(ctx, order_id))
        at(hours(6, 9), lambda ctx: _ship(ctx, order_id, chance))
        if age <= LATE and chance.random() < 0.7:
            return  # the rest still lies on the shelf
    at(hours(9, 20), lambda ctx: _prepare_rest(ctx, order_id))
    if age > SENT:
        at(hours(24, 44), lambda ctx: _ship(ctx, order_id, chance))
    if age > THERE:
        at(hours(60, 94), lambda ctx: _deliver(ctx, order_id))


def _elsewhere(ctx: Context, order_id: UUID) -> None:
    """One sort of its goods comes from another place, where there is enough."""
    promised = inventory.promised(ctx, order_id)
    for before, goods in promised.items():
        lines = [line for line in queries.progress(ctx, order_id) if line.stock_item_id in goods]
        places = [place for place in queries.places(ctx, order_id, before) if place.is_enough]
        if len(lines) > 1 and places:
            after = ids.parse("loc", places[0].location_id)
            service.reassign(ctx, order_id, before, after, [Picked(lines[-1].line_id, lines[-1].open)])
            return


def _prepare_some(ctx: Context, order_id: UUID) -> None:
    """The first sort of its goods, or some of it where there is only one."""
    lines = queries.progress(ctx, order_id)
    first = lines[0]
    quantity = first.ordered if len(lines) > 1 else first.ordered // 2
    if quantity:
        service.prepare(ctx, order_id, [Picked(first.line_id, quantity)])


def _prepare_rest(ctx: Context, order_id: UUID) -> None:
    if any(line.open for line in queries.progress(ctx, order_id)):
        service.prepare(ctx, order_id)


def _ship(ctx: Context, order_id: UUID, chance: random.Random) -> None:
    """What is fetched stays until it is fetched."""
    if orders.is_pickup(ctx, order_id):
        return
    for parcel in queries.of_order(ctx, order_id):
        if parcel.status == "prepared":
            carrier = chance.choice(CARRIERS)
            number = (
                f"JD01460000{chance.randrange(10**8):08}"
                if carrier == "DHL Express"
                else f"D{chance.randrange(10**8):08}"
            )
            told = Carriage(carrier=carrier, tracking_number=number)
            service.ship(ctx, ids.parse("ful", parcel.id), told)


def _deliver(ctx: Context, order_id: UUID) -> None:
    for parcel in queries.of_order(ctx, order_id):
        if parcel.status in ("prepared", "shipped"):
            try:
                service.deliver(ctx, ids.parse("ful", parcel.id))
            except Refusal:
                return
