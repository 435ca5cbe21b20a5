"""Judging a request: approve (with changes), refuse, cancel."""

from uuid import UUID

from duka.carts.permissions import is_trusted
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.orders import queries as orders
from duka.orders import reach
from duka.orders.types import OrderState
from duka.returns.errors import ReturnStepRefused
from duka.returns.events import ReturnApproved, ReturnCancelled, ReturnRefused
from duka.returns.holding import Held, hold, may_follow, order_of, set_status, tell
from duka.returns.types import ReturnApproval


def approve(ctx: Context, return_id: UUID, given: ReturnApproval, expected: int | None = None) -> None:
    """The goods may come back, all that was asked or less. Refuses `ReturnNotFound`, `ReturnStepRefused`, `VersionConflict` and
    `InvalidInput`; twice is safe."""
    reach.require(ctx, "returns:write", order_of(ctx, return_id))
    order, held = hold(ctx, return_id, expected)
    _approve(ctx, order, held, given)


def approve_by_policy(ctx: Context, return_id: UUID) -> None:
    """What the store's policy lets pass. For `request`."""
    order, held = hold(ctx, return_id)
    _approve(ctx, order, held, ReturnApproval())


def refuse(ctx: Context, return_id: UUID, reason: str, expected: int | None = None) -> None:
    """The goods are not taken back; the customer is told why. Refuses as `approve` does."""
    reach.require(ctx, "returns:write", order_of(ctx, return_id))
    order, held = hold(ctx, return_id, expected)
    if not may_follow(held, "refused"):
        return
    ctx.db.run(
        """update returns set refuse_reason = %(reason)s where tenant_id = %(tenant)s and id = %(id)s""",
        id=return_id,
        reason=reason[:500],
    )
    set_status(ctx, held, "refused")
    event = ReturnRefused(
        aggregate_id=return_id,
        order_id=order.id,
        order_number=order.number,
        number=held.number,
        reason=reason[:500],
    )
    tell(ctx, event, held.status, "refused")


def cancel(
    ctx: Context, return_id: UUID, reason: str = "", token: str | None = None, expected: int | None = None
) -> None:
    """Nothing comes back after all: by staff until the goods are here, by the customer until they are on their way. Refuses
    `ReturnNotFound`, `ReturnStepRefused`, `ReturnSettled` and `VersionConflict`; twice is safe."""
    order_id = order_of(ctx, return_id)
    is_staff = is_trusted(ctx)
    if is_staff:
        reach.require(ctx, "returns:write", order_id)
    else:
        ctx.require("returns:request")
    orders.order(ctx, order_id, token)
    order, held = hold(ctx, return_id, expected)
    if not may_follow(held, "cancelled"):
        return
    if not is_staff and held.status == "in_transit":
        raise ReturnStepRefused(status=held.status)
    set_status(ctx, held, "cancelled")
    event = ReturnCancelled(
        aggregate_id=return_id,
        order_id=order.id,
        order_number=order.number,
        number=held.number,
        reason=reason[:500],
    )
    tell(ctx, event, held.status, "cancelled")


def _approve(ctx: Context, order: OrderState, held: Held, given: ReturnApproval) -> None:
    if not may_follow(held, "approved"):
        return
    reasons = [held.policy.reason(code) for code in _reasons(ctx, held)]
    is_claim = all(reason is not None and reason.is_fault for reason in reasons)
    needs_goods = held.needs_goods if given.needs_goods is None else given.needs_goods
    if not needs_goods and not is_claim:
        raise InvalidInput({"needs_goods": "only goods of a claim may stay where they are"})
    _reduce(ctx, held, given.quantities)
    carriage = given.carriage_minor
    if carriage is None:
        pays = needs_goods and any(reason is not None and reason.paid_by == "customer" for reason in reasons)
        carriage = held.policy.carriage_minor if pays else 0
    ctx.db.run(
        """update returns set needs_goods = %(needs)s, carriage_minor = %(carriage)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=held.id,
        needs=needs_goods,
        carriage=carriage,
    )
    set_status(ctx, held, "approved")
    event = ReturnApproved(
        aggregate_id=held.id,
        order_id=order.id,
        order_number=order.number,
        number=held.number,
        needs_goods=needs_goods,
        message=given.message.strip() or _instructions(held, order.locale, needs_goods=needs_goods),
    )
    tell(ctx, event, held.status, "approved")


def _instructions(held: Held, locale: str, *, needs_goods: bool) -> str:
    if not needs_goods:
        return ""
    words = held.policy.instructions
    said = words.get(locale) or words.get(locale.partition("-")[0]) or words.get("en", "")
    return "\n\n".join(part for part in (said, held.policy.address) if part)


def _reasons(ctx: Context, held: Held) -> list[str]:
    rows = ctx.db.all(
        """select distinct n.reason from return_lines n
           where n.tenant_id = %(tenant)s and n.return_id = %(return)s""",
        **{"return": held.id},
    )
    return [row.reason for row in rows]


def _reduce(ctx: Context, held: Held, quantities: dict[str, int]) -> None:
    """Less of some lines; a line of which nothing is taken back is left out. Something must be left."""
    if not quantities:
        return
    asked = {
        row.order_line_id: row.quantity
        for row in ctx.db.all(
            """select n.order_line_id, n.quantity from return_lines n
               where n.tenant_id = %(tenant)s and n.return_id = %(return)s""",
            **{"return": held.id},
        )
    }
    wanted = dict(asked)
    for text, quantity in quantities.items():
        line = ids.parse("line", text)
        if quantity > asked.get(line, -1):
            raise InvalidInput({f"quantities.{text}": "at most what was asked for"})
        wanted[line] = quantity
    if not any(wanted.values()):
        raise InvalidInput({"quantities": "leave something, or refuse the return"})
    ctx.db.run(
        """with less as (
               select w.id, w.quantity from unnest(%(lines)s::uuid[], %(quantities)s::bigint[]) as w (id, quantity)
           ), gone as (
               delete from return_lines n using less
               where n.tenant_id = %(tenant)s and n.return_id = %(return)s and n.order_line_id = less.id and less.quantity = 0
           )
           update return_lines n set quantity = less.quantity from less
           where n.tenant_id = %(tenant)s and n.return_id = %(return)s and n.order_line_id = less.id and less.quantity > 0""",
        lines=list(wanted),
        quantities=list(wanted.values()),
        **{"return": held.id},
    )
