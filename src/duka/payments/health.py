"""How the payment providers of a company do: what succeeds, how fast they answer, whether their messages come."""

from datetime import datetime, timedelta
from typing import Any, Literal, LiteralString
from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.kernel.ids import public
from duka.payments import rules

PERMISSION = "payments:read"
Period = Literal["day", "week"]
TEST_GATEWAYS = ("sandbox", "sandbox_mobile")
"""Our own, which need no account."""
LENGTHS: dict[Period, timedelta] = {"day": timedelta(days=1), "week": timedelta(days=7)}


class Declined(msgspec.Struct, frozen=True):
    """`code`: why, in one word; empty where the provider did not say."""

    code: str
    count: int


class HealthHour(msgspec.Struct, frozen=True):
    """What began in the hour from `at` on, and how much of it succeeded and failed so far."""

    at: datetime
    attempts: int
    succeeded: int
    failed: int


class GatewayHealth(msgspec.Struct, frozen=True, kw_only=True):
    """A provider in a store. `given_up`: expired or cancelled. `success_percent` is of those that are decided, None when none
    is. Latencies are of its answers in milliseconds, `unanswered` counts the questions without one. `callbacks_*` are of the
    period, but for `callbacks_unread` and `last_callback_at`; `refunds_*` wait now."""

    provider: str
    store_id: str
    store: str
    mode: str
    is_connected: bool
    attempts: int
    succeeded: int
    failed: int
    given_up: int
    waiting: int
    success_percent: int | None
    declined: list[Declined]
    asked: int
    unanswered: int
    median_ms: int | None
    p95_ms: int | None
    last_callback_at: datetime | None
    callbacks: int
    callbacks_unread: int
    callbacks_failed: int
    callbacks_mismatched: int
    refunds_pending: int
    refunds_by_hand: int
    hours: list[HealthHour]


class PaymentHealth(msgspec.Struct, frozen=True):
    """`callbacks_unknown`: messages of the period about payments that nobody knows, at all providers."""

    since: datetime
    until: datetime
    gateways: list[GatewayHealth]
    callbacks_unknown: int


_SAID: LiteralString = """
with paid as materialized (
    select p.store_id, p.provider, p.status, p.failure_code, date_trunc('hour', p.created_at) as hour
    from payments p
    where p.tenant_id = %(tenant)s and p.created_at >= %(since)s and not p.provider = any(%(by_hand)s)
      and p.return_url <> '' and (%(stores)s::uuid[] is null or p.store_id = any(%(stores)s))
), judged as (
    select x.store_id, x.provider, count(*) as attempts,
           count(*) filter (where x.status = any(%(success)s)) as succeeded,
           count(*) filter (where x.status = 'failed') as failed,
           count(*) filter (where x.status in ('expired', 'cancelled')) as given_up
    from paid x group by x.store_id, x.provider
), declined as (
    select d.store_id, d.provider, jsonb_agg(jsonb_build_array(d.failure_code, d.count) order by d.count desc) as codes
    from (select x.store_id, x.provider, x.failure_code, count(*) as count from paid x where x.status = 'failed'
          group by x.store_id, x.provider, x.failure_code) d group by d.store_id, d.provider
), hourly as (
    select h.store_id, h.provider,
           jsonb_agg(jsonb_build_array(h.hour, h.attempts, h.succeeded, h.failed) order by h.hour) as hours
    from (select x.store_id, x.provider, x.hour, count(*) as attempts,
                 count(*) filter (where x.status = any(%(success)s)) as succeeded,
                 count(*) filter (where x.status in ('failed', 'expired', 'cancelled')) as failed
          from paid x group by x.store_id, x.provider, x.hour) h group by h.store_id, h.provider
), known as (
    select a.store_id, a.provider from payment_accounts a where a.tenant_id = %(tenant)s
    union
    select j.store_id, j.provider from judged j
    union
    select m.store_id, m.provider from payment_methods m
    where m.tenant_id = %(tenant)s and m.is_active and m.provider = any(%(test_gateways)s)
)
select k.store_id, k.provider, s.name as store, a.mode, coalesce(a.is_active and a.sealed <> '', false) as is_connected,
       coalesce(j.attempts, 0) as attempts, coalesce(j.succeeded, 0) as succeeded, coalesce(j.failed, 0) as failed,
       coalesce(j.given_up, 0) as given_up, coalesce(d.codes, '[]') as codes, coalesce(h.hours, '[]') as hours
from known k
join stores s on s.tenant_id = %(tenant)s and s.id = k.store_id
left join payment_accounts a on a.tenant_id = %(tenant)s and a.store_id = k.store_id and a.provider = k.provider
left join judged j on j.store_id = k.store_id and j.provider = k.provider
left join declined d on d.store_id = k.store_id and d.provider = k.provider
left join hourly h on h.store_id = k.store_id and h.provider = k.provider
where (%(stores)s::uuid[] is null or k.store_id = any(%(stores)s))
order by s.name, k.provider"""

_ANSWERS: LiteralString = """
select coalesce(a.store_id, p.store_id) as store_id, m.provider, count(*) as asked,
       count(*) filter (where m.status = 0) as unanswered,
       percentile_cont(0.5) within group (order by m.took_ms) filter (where m.status > 0) as median,
       percentile_cont(0.95) within group (order by m.took_ms) filter (where m.status > 0) as p95
from payment_messages m
left join payment_accounts a on a.tenant_id = %(tenant)s and a.id = m.account_id
left join payments p on p.tenant_id = %(tenant)s and p.id = m.payment_id
where m.tenant_id = %(tenant)s and m.provider = any(%(providers)s) and m.at >= %(since)s
group by 1, 2"""

_WAITING: LiteralString = """
select coalesce(a.store_id, p.store_id) as store_id, k.provider, max(k.received_at) as last,
       count(*) filter (where k.received_at >= %(since)s) as callbacks,
       count(*) filter (where k.processed_at is null) as unread,
       count(*) filter (where k.outcome = 'failed' and k.received_at >= %(since)s) as failed,
       count(*) filter (where k.outcome = 'mismatch' and k.received_at >= %(since)s) as mismatched,
       count(*) filter (where k.outcome = 'unknown_reference' and k.received_at >= %(since)s) as unknown,
       0 as pending, 0 as by_hand
from (select * from payment_callbacks k where k.tenant_id = %(tenant)s order by k.received_at desc, k.id desc
      limit 50000) k
left join payment_accounts a on a.tenant_id = %(tenant)s and a.id = k.account_id
left join payments p on p.tenant_id = %(tenant)s and p.id = k.payment_id
group by 1, 2
union all
select p.store_id, p.provider, null, 0, 0, 0, 0, 0, count(*) filter (where r.status = 'pending'),
       count(*) filter (where r.status = 'by_hand')
from refunds r join payments p on p.tenant_id = r.tenant_id and p.id = r.payment_id
where r.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and r.status in ('pending', 'by_hand')
group by 1, 2"""


def health(ctx: Context, period: Period = "day") -> PaymentHealth:
    """Every provider of every store that the caller may see, whether it was used or not. Three statements."""
    ctx.require(PERMISSION)
    since, stores = ctx.now - LENGTHS[period], ctx.stores_with(PERMISSION)
    known = ctx.db.all(
        _SAID,
        since=since,
        stores=stores,
        by_hand=sorted(rules.BY_HAND),
        test_gateways=list(TEST_GATEWAYS),
        success=sorted(rules.SUCCESS | rules.GIVEN_BACK),
    )
    providers = sorted({row.provider for row in known})
    answers = {(r.store_id, r.provider): r for r in ctx.db.all(_ANSWERS, since=since, providers=providers)}
    told: dict[tuple[UUID, str], dict[str, Any]] = {}
    unknown = 0
    for row in ctx.db.all(_WAITING, since=since):
        if stores is None or row.store_id in stores:
            unknown += row.unknown
        if row.store_id is None:
            continue
        sums = told.setdefault((row.store_id, row.provider), {})
        for name in ("callbacks", "unread", "failed", "mismatched", "pending", "by_hand"):
            sums[name] = sums.get(name, 0) + getattr(row, name)
        sums["last"] = sums.get("last") or row.last
    return PaymentHealth(
        since,
        ctx.now,
        [
            _gateway(
                row, answers.get((row.store_id, row.provider)), told.get((row.store_id, row.provider), {})
            )
            for row in known
        ],
        unknown,
    )


def _gateway(row: Any, answers: Any, told: dict[str, Any]) -> GatewayHealth:
    decided = row.succeeded + row.failed + row.given_up
    return GatewayHealth(
        provider=row.provider,
        store_id=public("store", row.store_id),
        store=row.store,
        mode=row.mode or "",
        is_connected=row.is_connected or row.provider in TEST_GATEWAYS,
        attempts=row.attempts,
        succeeded=row.succeeded,
        failed=row.failed,
        given_up=row.given_up,
        waiting=row.attempts - decided,
        success_percent=round(100 * row.succeeded / decided) if decided else None,
        declined=[Declined(code, count) for code, count in row.codes],
        asked=answers.asked if answers else 0,
        unanswered=answers.unanswered if answers else 0,
        median_ms=_whole(answers.median) if answers else None,
        p95_ms=_whole(answers.p95) if answers else None,
        last_callback_at=told.get("last"),
        callbacks=told.get("callbacks", 0),
        callbacks_unread=told.get("unread", 0),
        callbacks_failed=told.get("failed", 0),
        callbacks_mismatched=told.get("mismatched", 0),
        refunds_pending=told.get("pending", 0),
        refunds_by_hand=told.get("by_hand", 0),
        hours=[
            HealthHour(datetime.fromisoformat(at), attempts, succeeded, failed)
            for at, attempts, succeeded, failed in row.hours
        ],
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
