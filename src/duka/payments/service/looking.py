"""What a buyer who waits sees of their payment, and whose turn it is to ask its provider: a page that waits is asked for
every few seconds by everybody who waits, and the provider is not."""

from datetime import timedelta
from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.payments import rules
from duka.payments.errors import PaymentNotFound
from duka.payments.gateways import Gateways
from duka.payments.queries import COLUMNS, payment
from duka.payments.types import Payment

LEASE = timedelta(seconds=40)
"""As long as the sweeper's: whoever took the turn has it for so long."""
BREATH = timedelta(seconds=3)
"""Even for somebody who presses *look again* all the time, the provider is not asked more often."""


class Attempt(msgspec.Struct, frozen=True):
    """The newest payment of an order. `failure_code` is why it failed, in one word of `Outcome.code`."""

    payment: Payment
    failure_code: str


def newest(ctx: Context, order_id: UUID) -> Attempt:
    """Refuses `PaymentNotFound`. The caller has shown that the order may be seen."""
    ctx.require("payments:create")
    row = ctx.db.one(
        f"""select {COLUMNS}, p.failure_code from payments p
            where p.tenant_id = %(tenant)s and p.order_id = %(id)s order by p.attempt desc limit 1""",  # noqa: S608
        id=order_id,
    )
    if row is None:
        raise PaymentNotFound()
    *columns, code = row
    return Attempt(payment(columns), code)


def take_turn(ctx: Context, payment_id: UUID, *, is_impatient: bool = False) -> bool:
    """May the provider be asked now? Only one is told so: nobody else asks until the answer is recorded, or `LEASE` is over.

    It is when the time to look has come; for somebody `is_impatient`, who came by themself and not by a clock, also before
    that. A payment whose provider told no reference yet is left to the sweeper."""
    ctx.require("payments:create")
    taken = ctx.db.run(
        """update payments p set next_look_at = %(until)s
           where p.tenant_id = %(tenant)s and p.id = %(id)s and p.provider_reference is not null
             and p.next_look_at is not null
             and (p.next_look_at <= %(now)s
                  or %(impatient)s and not exists (
                      select from payment_messages m
                      where m.tenant_id = %(tenant)s and m.payment_id = p.id and m.at > %(since)s))""",
        id=payment_id,
        impatient=is_impatient,
        now=ctx.now,
        since=ctx.now - BREATH,
        until=ctx.now + LEASE,
    )
    return taken > 0


def held_at_most(ctx: Context, gateways: Gateways, store_id: UUID, total_minor: int) -> dict[str, int]:
    """Provider → what it would hold for goods of an estimated `total_minor` that are still to be weighed; only those that
    this store has hold money."""
    ctx.require("payments:create")
    rows = ctx.db.all(
        """select a.provider from payment_accounts a
           where a.tenant_id = %(tenant)s and a.store_id = %(store)s and a.is_active and a.capture_method = 'manual'""",
        store=store_id,
    )
    most = -(-total_minor * (100 + rules.UPPER_BOUND_PERCENT) // 100)
    abouts = [gateways.about(row.provider) for row in rows]
    return {about.code: most for about in abouts if about is not None and "hold" in about.can}
