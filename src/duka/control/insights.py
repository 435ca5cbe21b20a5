"""How the merchants of the platform are doing: who got going and how fast, who stays, what is sold and how well, what is used.

Only merchants count, neither sandboxes nor the platform's own company. A job makes the report of the last `MONTHS` from what
other jobs wrote down (`insight_counting`, `duka.analytics.merchant_months`), never from orders; whoever asks reads that report.
Amounts of different currencies are never added.
"""

from datetime import date, datetime
from typing import Any, LiteralString

import msgspec

from duka.control import insight_counting
from duka.control.deeds import require
from duka.control.insight_counting import USES
from duka.kernel.db import Tx
from duka.kernel.work import Caller, Work

READ = "insights:read"


class Activation(msgspec.Struct, frozen=True):
    """Merchants who registered in the month, and how far they are today. `days_to_order`: half of those who sold had their first
    order within so many days (hundredths)."""

    month: date
    registered: int
    with_product: int
    with_order: int
    days_to_order: int | None


class Retention(msgspec.Struct, frozen=True):
    """Merchants whose first month with an order was `month`; `active`: how many of them sold in each month since, its own
    first."""

    month: date
    merchants: int
    active: list[int]


class Volume(msgspec.Struct, frozen=True):
    """What merchants sold in a month in one currency. `merchants` sold something."""

    month: date
    currency: str
    merchants: int
    orders: int
    total_minor: int


class Quality(msgspec.Struct, frozen=True):
    """Counts of a month; shares in parts of a million, null where there is nothing to divide by."""

    month: date
    orders: int
    cancelled: int
    returns: int
    disputes: int
    cancelled_share: int | None
    return_share: int | None
    dispute_share: int | None
    failed_payment_share: int | None


class TakeUp(msgspec.Struct, frozen=True):
    """`merchants` use the feature; `share` of those who sold in the last thirty days do, in parts of a million."""

    feature: str
    merchants: int
    active_merchants: int
    share: int | None


class Insights(msgspec.Struct, frozen=True):
    """`active`: merchants with an order in the last thirty days. `counted_at`: when merchants were last looked at."""

    merchants: int
    active: int
    with_product: int
    with_order: int
    counted_at: datetime | None
    activation: list[Activation]
    retention: list[Retention]
    volume: list[Volume]
    quality: list[Quality]
    features: list[TakeUp]


MONTHS = 36
"""That the report goes back."""
_TOTALS: LiteralString = """
select count(*) as merchants, count(*) filter (where m.last_order_at >= %(now)s - interval '30 days') as active,
       count(m.first_product_at) as with_product, count(m.first_order_at) as with_order, max(m.counted_at) as counted_at
  from merchant_milestones m join tenants t on t.id = m.tenant_id where t.kind = 'merchant'"""
_ACTIVATION: LiteralString = """
select date_trunc('month', m.registered_at)::date as month, count(*) as registered, count(m.first_product_at) as with_product,
       count(m.first_order_at) as with_order,
       round(percentile_cont(0.5) within group (order by greatest(extract(epoch from m.first_order_at - m.registered_at), 0))
             filter (where m.first_order_at is not null) / 864)::integer as days_to_order
  from merchant_milestones m join tenants t on t.id = m.tenant_id
 where t.kind = 'merchant' and m.registered_at >= %(since)s
 group by 1 order by 1"""
_RETENTION: LiteralString = """
with sold as materialized (
    select d.tenant_id, d.month from merchant_months d join tenants t on t.id = d.tenant_id
     where t.kind = 'merchant' and d.orders > 0 group by d.tenant_id, d.month),
begun as (select s.tenant_id, min(s.month) as first from sold s group by s.tenant_id)
select b.first as month, ((extract(year from s.month) - extract(year from b.first)) * 12
       + extract(month from s.month) - extract(month from b.first))::integer as number, count(*) as merchants
  from begun b join sold s on s.tenant_id = b.tenant_id
 where b.first >= %(since)s
 group by 1, 2 order by 1, 2"""
_VOLUME: LiteralString = """
select d.month, d.currency, count(*) filter (where d.orders > 0) as merchants, sum(d.orders)::bigint as orders,
       sum(d.total_minor)::bigint as total_minor
  from merchant_months d join tenants t on t.id = d.tenant_id
 where t.kind = 'merchant' and d.month >= %(since)s
 group by d.month, d.currency order by d.month, 5 desc, d.currency"""
_QUALITY: LiteralString = """
select d.month, sum(d.orders)::bigint as orders, sum(d.cancelled)::bigint as cancelled, sum(d.returns)::bigint as returns,
       sum(d.disputes)::bigint as disputes, sum(d.payments)::bigint as payments, sum(d.payments_failed)::bigint as failed
  from merchant_months d join tenants t on t.id = d.tenant_id
 where t.kind = 'merchant' and d.month >= %(since)s
 group by d.month order by d.month"""
_FEATURES: LiteralString = """
select f.name, count(*) as merchants,
       count(*) filter (where m.last_order_at >= %(now)s - interval '30 days') as active
  from merchant_milestones m join tenants t on t.id = m.tenant_id cross join lateral unnest(m.features) f (name)
 where t.kind = 'merchant' group by f.name"""


def refresh(work: Work) -> None:
    """Look at every merchant, and write the report anew. Eight statements of the platform's, whatever the number of
    merchants."""
    insight_counting.count(work)
    now = work.clock()
    with work.database.platform() as tx:
        report = _report(tx, {"now": now, "since": _months_ago(now, MONTHS)})
        tx.run(
            """insert into insight_reports (id, made_at, report) values (true, %(now)s, %(report)s::jsonb)
               on conflict (id) do update set made_at = excluded.made_at, report = excluded.report""",
            now=now,
            report=msgspec.json.encode(report).decode(),
        )


def insights(work: Work, caller: Caller, months: int) -> Insights:
    """Of the last so many months, this one's included, as they were when the job last ran. Refuses Forbidden."""
    require(caller, READ)
    with work.database.platform() as tx:
        found = tx.value("select report::text from insight_reports")
    whole = msgspec.json.decode(found, type=Insights) if found else _nothing()
    since = _months_ago(work.clock(), months)
    return msgspec.structs.replace(
        whole,
        activation=[row for row in whole.activation if row.month >= since],
        retention=[row for row in whole.retention if row.month >= since],
        volume=[row for row in whole.volume if row.month >= since],
        quality=[row for row in whole.quality if row.month >= since],
    )


def _nothing() -> Insights:
    """Before the job ran for the first time."""
    return Insights(0, 0, 0, 0, None, [], [], [], [], [_take_up(name, None, 0) for name in USES])


def _months_ago(now: datetime, months: int) -> date:
    """The first day of the first of so many months, this one included."""
    count = now.year * 12 + now.month - months
    return date(count // 12, count % 12 + 1, 1)


def _report(tx: Tx, params: dict[str, Any]) -> Insights:
    totals: Any = tx.one(_TOTALS, **params)
    used = {row.name: row for row in tx.all(_FEATURES, **params)}
    return Insights(
        merchants=totals.merchants,
        active=totals.active,
        with_product=totals.with_product,
        with_order=totals.with_order,
        counted_at=totals.counted_at,
        activation=[Activation(*row) for row in tx.all(_ACTIVATION, **params)],
        retention=_retention(tx.all(_RETENTION, **params)),
        volume=[Volume(*row) for row in tx.all(_VOLUME, **params)],
        quality=[_quality(row) for row in tx.all(_QUALITY, **params)],
        features=sorted(
            (_take_up(name, used.get(name), totals.active) for name in USES),
            key=lambda one: (-one.merchants, one.feature),
        ),
    )


def _quality(row: Any) -> Quality:
    return Quality(
        month=row.month,
        orders=row.orders,
        cancelled=row.cancelled,
        returns=row.returns,
        disputes=row.disputes,
        cancelled_share=share(row.cancelled, row.orders + row.cancelled),
        return_share=share(row.returns, row.orders),
        dispute_share=share(row.disputes, row.orders),
        failed_payment_share=share(row.failed, row.payments),
    )


def _take_up(name: str, used: Any, active: int) -> TakeUp:
    merchants, of_active = (used.merchants, used.active) if used else (0, 0)
    return TakeUp(name, merchants, of_active, share(of_active, active))


def share(part: int, whole: int) -> int | None:
    """In parts of a million, half up."""
    return (2_000_000 * part + whole) // (2 * whole) if whole else None


def _retention(rows: list[Any]) -> list[Retention]:
    found: dict[date, dict[int, int]] = {}
    for row in rows:
        found.setdefault(row.month, {})[row.number] = row.merchants
    return [
        Retention(month, active.get(0, 0), [active.get(n, 0) for n in range(max(active) + 1)])
        for month, active in found.items()
    ]
