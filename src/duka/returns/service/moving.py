"""The goods of a return: on their way, and received."""

from collections.abc import Sequence
from uuid import UUID

from duka.carts.permissions import is_trusted
from duka.inventory import service as inventory
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import Forbidden, InvalidInput
from duka.orders import queries as orders
from duka.orders import reach
from duka.orders.fulfillment import service as fulfillment
from duka.returns import possible
from duka.returns.errors import CountsDiffer, LocationNeeded, ReturnStepDone
from duka.returns.events import ReturnReceived, ReturnShipped
from duka.returns.holding import hold, may_follow, order_of, set_status, tell
from duka.returns.service import completing
from duka.returns.types import LineReceived, ReturnCarriage
from duka.shipping.carriers import known


def ship(
    ctx: Context,
    return_id: UUID,
    carrying: ReturnCarriage,
    token: str | None = None,
    expected: int | None = None,
) -> None:
    """The goods are on their way, as their customer or staff say. Twice is safe. Refuses `ReturnNotFound`,
    `ReturnStepRefused`, `NothingToReceive` and `VersionConflict`."""
    order_id = order_of(ctx, return_id)
    if is_trusted(ctx):
        reach.require(ctx, "returns:write", order_id)
    else:
        ctx.require("returns:request")
    orders.order(ctx, order_id, token)
    order, held = hold(ctx, return_id, expected)
    if not may_follow(held, "in_transit"):
        return
    ctx.db.run(
        """update returns set carrier = %(carrier)s, tracking_number = %(tracking)s, tracking_url = %(url)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=return_id,
        carrier=carrying.carrier.strip(),
        tracking=carrying.tracking_number.strip(),
        url=_link(carrying),
    )
    set_status(ctx, held, "in_transit")
    event = ReturnShipped(
        aggregate_id=return_id,
        order_id=order.id,
        order_number=order.number,
        number=held.number,
        carrier=carrying.carrier.strip(),
        tracking_number=carrying.tracking_number.strip(),
    )
    tell(ctx, event, held.status, "in_transit")


def receive(
    ctx: Context,
    return_id: UUID,
    counts: Sequence[LineReceived],
    location_id: UUID | None = None,
    expected: int | None = None,
) -> None:
    """The goods were looked at: what can be sold lies on the shelf of the location again, and the order knows what came back.
    Counts are of every line. Twice is safe. Refuses `ReturnNotFound`, `ReturnStepRefused`, `NothingToReceive`,
    `CountsDiffer`, `LocationNeeded`, `InvalidInput` and `VersionConflict`."""
    reach.require(ctx, "returns:write", order_of(ctx, return_id))
    order, held = hold(ctx, return_id, expected)
    no = possible.receive(held.stage())
    if isinstance(no, ReturnStepDone):
        return
    if no is not None:
        raise no
    place = location_id or held.location_id or _only_place(ctx)
    if place is None:
        raise LocationNeeded()
    _require_place(ctx, place)
    lines = _lines(ctx, return_id)
    counted = _checked(lines, counts)
    goods: dict[UUID, int] = {}
    came: dict[UUID, int] = {}
    for row in lines:
        count = counted[row.order_line_id]
        sellable = min(count.sellable, row.outside)
        if row.stock_per_unit and sellable:
            item = row.stock_item_id
            goods[item] = goods.get(item, 0) + sellable * row.stock_per_unit
        if row.outside and count.sellable + count.damaged:
            came[row.order_line_id] = min(count.sellable + count.damaged, row.outside)
    inventory.put_back(ctx, return_id, {place: goods}, note=held.number)
    _keep(ctx, return_id, counted)
    if came:
        fulfillment.returned(ctx, order, came)
    ctx.db.run(
        "update returns set location_id = %(place)s where tenant_id = %(tenant)s and id = %(id)s",
        id=return_id,
        place=place,
    )
    set_status(ctx, held, "received")
    event = ReturnReceived(
        aggregate_id=return_id,
        order_id=order.id,
        order_number=order.number,
        number=held.number,
        location_id=place,
        sellable=sum(c.sellable for c in counted.values()),
        damaged=sum(c.damaged for c in counted.values()),
        missing=sum(c.missing for c in counted.values()),
    )
    tell(ctx, event, held.status, "received")
    if held.settled_at is not None:
        completing.complete_if_done(ctx, return_id)


def _link(carrying: ReturnCarriage) -> str:
    number = carrying.tracking_number.strip()
    return known.tracking_url(carrying.carrier.strip(), number) if number else ""


def _lines(ctx: Context, return_id: UUID) -> list[Row]:
    """`outside`: what did not come back otherwise meanwhile."""
    return ctx.db.all(
        """select n.order_line_id, n.quantity, l.sku, l.stock_item_id, l.stock_per_unit, l.quantity - l.returned as outside
           from return_lines n
           join order_lines l on l.tenant_id = %(tenant)s and l.id = n.order_line_id
           where n.tenant_id = %(tenant)s and n.return_id = %(return)s order by n.position""",
        **{"return": return_id},
    )


def _checked(lines: Sequence[Row], counts: Sequence[LineReceived]) -> dict[UUID, LineReceived]:
    given = {ids.parse("line", count.line_id): count for count in counts}
    known_lines = {row.order_line_id for row in lines}
    strange = [count.line_id for line, count in given.items() if line not in known_lines]
    if strange:
        raise InvalidInput({"lines": f"{strange[0]} is not of this return"})
    for row in lines:
        count = given.get(row.order_line_id)
        total = count.sellable + count.damaged + count.missing if count else 0
        if total != row.quantity:
            raise CountsDiffer(sku=row.sku, quantity=row.quantity, counted=total)
    return given


def _keep(ctx: Context, return_id: UUID, counted: dict[UUID, LineReceived]) -> None:
    ctx.db.run(
        """update return_lines n set sellable = c.sellable, damaged = c.damaged, missing = c.missing
           from unnest(%(lines)s::uuid[], %(sellable)s::bigint[], %(damaged)s::bigint[], %(missing)s::bigint[])
                as c (id, sellable, damaged, missing)
           where n.tenant_id = %(tenant)s and n.return_id = %(return)s and n.order_line_id = c.id""",
        lines=list(counted),
        sellable=[c.sellable for c in counted.values()],
        damaged=[c.damaged for c in counted.values()],
        missing=[c.missing for c in counted.values()],
        **{"return": return_id},
    )


def _only_place(ctx: Context) -> UUID | None:
    rows = ctx.db.all("select id from locations where tenant_id = %(tenant)s and is_active limit 2")
    return rows[0].id if len(rows) == 1 else None


def _require_place(ctx: Context, place: UUID) -> None:
    """A location of the company, that whoever receives works at."""
    if ctx.db.value("select 1 from locations where tenant_id = %(tenant)s and id = %(id)s", id=place) is None:
        raise LocationNeeded()
    if not ctx.may("returns:write", location=place):
        raise Forbidden(permission="returns:write")
