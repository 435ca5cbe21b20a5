"""Holding a return: its order's row is the first lock of every step, its own row the second."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel import events, trail
from duka.kernel.context import Context
from duka.kernel.errors import VersionConflict
from duka.kernel.events import Event
from duka.orders.holding import hold as hold_order
from duka.orders.types import OrderState
from duka.returns import possible
from duka.returns.errors import ReturnNotFound, ReturnStepDone
from duka.returns.possible import Stage
from duka.stores.return_policy import ReturnSettings


class Held(msgspec.Struct, frozen=True):
    """A return as its steps look at it."""

    id: UUID
    order_id: UUID
    store_id: UUID
    number: str
    kind: str
    status: str
    outcome: str
    needs_goods: bool
    location_id: UUID | None
    carriage_minor: int
    currency: str
    amount_minor: int
    refund_minor: int
    settled_at: datetime | None
    received_at: datetime | None
    is_paying: bool
    exchange_order_id: UUID | None
    version: int
    policy: ReturnSettings

    def stage(self, *, may_early: bool = False) -> Stage:
        return Stage(self.status, self.needs_goods, self.settled_at is not None, self.is_paying, may_early)


def order_of(ctx: Context, return_id: UUID) -> UUID:
    """Refuses `ReturnNotFound`."""
    found: UUID | None = ctx.db.value(
        "select order_id from returns where tenant_id = %(tenant)s and id = %(id)s", id=return_id
    )
    if found is None:
        raise ReturnNotFound()
    return found


def hold(ctx: Context, return_id: UUID, expected: int | None = None) -> tuple[OrderState, Held]:
    """Both rows locked until the transaction ends. Refuses `ReturnNotFound` and `VersionConflict`."""
    order = hold_order(ctx, order_of(ctx, return_id))
    row = ctx.db.one(
        """select r.id, r.order_id, r.store_id, r.number, r.kind, r.status, r.outcome, r.needs_goods, r.location_id,
                  r.carriage_minor, r.currency, r.amount_minor, r.refund_minor, r.settled_at, r.received_at, r.is_paying,
                  r.exchange_order_id, r.version, r.policy
           from returns r where r.tenant_id = %(tenant)s and r.id = %(id)s for update""",
        id=return_id,
    )
    assert row is not None  # returns are never deleted
    values: list[Any] = [*row[:-1], msgspec.convert(row.policy, ReturnSettings)]
    held = Held(*values)
    if expected is not None and expected != held.version:
        raise VersionConflict()
    return order, held


def may_follow(held: Held, after: str) -> bool:
    """False when it is there already. Raises what stands against it."""
    no = possible.step(held.stage(), after)
    if isinstance(no, ReturnStepDone):
        return False
    if no is not None:
        raise no
    return True


def set_status(ctx: Context, held: Held, status: str) -> None:
    """With the instant at which it came there."""
    ctx.db.run(
        """update returns set status = %(status)s, STATUS_at = %(now)s, updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""".replace("STATUS", status),
        id=held.id,
        status=status,
        now=ctx.now,
    )


def tell(ctx: Context, event: Event, before: str, after: str, **details: Any) -> None:
    """Announces `event` of a return and notes what changed."""
    events.emit(ctx, event)
    known = {
        "of_kind" if name == "kind" else name: getattr(event, name)
        for name in event.__struct_fields__
        if name != "aggregate_id"
    }
    trail.note(
        ctx,
        event.TYPE,
        "return",
        event.aggregate_id,
        before={"status": before},
        after={"status": after},
        **msgspec.to_builtins({**known, **details}),
    )
