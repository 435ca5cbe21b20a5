"""The pulse of a merchant: payments that went well or failed, and goods that sold out, by the hour. Heard from events, so it
costs a sale nothing; each is heard once."""

from typing import LiteralString

from duka.kernel import metrics
from duka.kernel.context import Context
from duka.kernel.events import Delivery

PAYMENTS = "payments:"
STOCKOUTS = "stockouts"
PAID, FAILED = frozenset({"authorized", "captured"}), frozenset({"failed"})
_BEAT: LiteralString = """
insert into pulses (tenant_id, what, hour, good, bad)
values (%(tenant)s, %(what)s, date_trunc('hour', %(at)s::timestamptz), %(good)s, %(bad)s)
on conflict (tenant_id, what, hour) do update set good = pulses.good + excluded.good, bad = pulses.bad + excluded.bad"""


def payment_changed(ctx: Context, event: Delivery) -> None:
    status, provider = event.payload["status"], event.payload["provider"]
    metrics.count(metrics.PAYMENTS, provider, status)
    if status in PAID or status in FAILED:
        ctx.db.run(
            _BEAT,
            what=PAYMENTS + provider,
            at=event.occurred_at,
            good=int(status in PAID),
            bad=int(status in FAILED),
        )


def stock_sold_out(ctx: Context, event: Delivery) -> None:
    metrics.count(metrics.STOCKOUTS)
    ctx.db.run(_BEAT, what=STOCKOUTS, at=event.occurred_at, good=0, bad=1)
