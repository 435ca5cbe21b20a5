"""What a line says, held against what we hold: of a payment all its lines together, in this statement and in others.

A charge agrees when all charges of the payment come to what we took of it (a gateway may tell a partial capture as a charge
and a reversal), in its currency, with the fee that we know. A refund agrees when all its lines come to it, a dispute when all
lines come to what is held back. The same line in several statements counts once; the same line twice in one file is told.
What a person has explained stays as it is.
"""

from typing import LiteralString
from uuid import UUID

from duka.kernel.context import Context

_JUDGE: LiteralString = """
with touched as (
    select distinct l.payment_id from payment_statement_lines l
    where l.tenant_id = %(tenant)s and l.statement_id = %(statement)s and l.payment_id is not null
),
theirs as (
    select l.statement_id, l.position, l.kind, l.payment_id, l.refund_id, l.fee_minor, l.resolved_at, l.match, l.why,
           l.ours_minor, coalesce(l.paid_minor, l.gross_minor) as amount_minor,
           coalesce(l.paid_currency, l.currency) as currency, l.paid_currency is not null as is_converted,
           row_number() over (partition by l.kind, l.reference order by l.statement_id, l.position) = 1 as counts,
           row_number() over (partition by l.statement_id, l.kind, l.reference order by l.position) > 1 as is_twice
    from payment_statement_lines l
    where l.tenant_id = %(tenant)s and l.payment_id in (select t.payment_id from touched t)
      and l.match <> 'missing_there'
),
summed as (
    select t.*,
           sum(t.amount_minor) filter (where t.counts) over whole as total,
           sum(t.fee_minor) filter (where t.counts) over whole as fee,
           min(t.currency) over whole <> max(t.currency) over whole as is_mixed,
           bool_or(t.is_converted) over whole as is_changed,
           -sum(t.amount_minor) filter (where t.counts) over (partition by t.kind, t.refund_id) as given
    from theirs t
    window whole as (partition by t.payment_id, t.kind)
),
judged as (
    select t.statement_id, t.position, t.match, t.why, t.ours_minor, t.kind, p.fee_minor as our_fee,
           h.fee as dispute_fee,
        case
            when t.is_twice then 'twice'
            when t.kind = 'charge' and p.captured_minor = 0 and t.total <> 0 then 'not_captured'
            when t.currency <> p.currency then 'currency'
            when t.kind = 'charge' then case
                when t.is_mixed or t.total <> p.captured_minor then 'amount'
                when p.fee_minor > 0 and t.fee <> p.fee_minor and not t.is_changed then 'fee' else '' end
            when t.kind = 'refund' then case
                when r.id is null then 'unknown_refund'
                when r.status = 'refused' and t.given = 0 then ''
                when r.status = 'refused' then 'refund_refused'
                when r.status <> 'done' then 'refund_pending'
                when t.given <> r.amount_minor then 'amount' else '' end
            else case
                when h.disputes = 0 then 'unknown_dispute'
                when -t.total <> h.total then 'amount'
                when t.fee <> h.fee then 'fee' else '' end
        end as now_why,
        case t.kind when 'charge' then p.captured_minor when 'refund' then r.amount_minor else h.total end as ours
    from summed t
    join payments p on p.tenant_id = %(tenant)s and p.id = t.payment_id
    left join refunds r on r.tenant_id = %(tenant)s and r.id = t.refund_id
    left join lateral (
        select count(*) as disputes, coalesce(sum(d.fee_minor), 0)::bigint as fee,
               coalesce(sum(d.withdrawn_minor) filter (where d.status <> 'won'), 0)::bigint as total
        from disputes d
        where d.tenant_id = %(tenant)s and d.payment_id = t.payment_id and t.kind = 'dispute'
    ) h on true
    where t.resolved_at is null
),
verdict as (
    select j.statement_id, j.position, j.match, j.why, j.ours_minor, j.now_why,
           case when j.now_why = '' then 'matched'
                when j.now_why in ('not_captured', 'unknown_refund', 'unknown_dispute') then 'missing_here'
                else 'differing' end as now_match,
           case when j.now_why in ('', 'twice') then null
                when j.now_why <> 'fee' then j.ours
                when j.kind = 'charge' then j.our_fee
                else j.dispute_fee end as now_ours
    from judged j
),
changed as (
    update payment_statement_lines l
    set match = v.now_match, why = v.now_why, ours_minor = v.now_ours
    from verdict v
    where l.tenant_id = %(tenant)s and l.statement_id = v.statement_id and l.position = v.position
      and (v.match, v.why, v.ours_minor) is distinct from (v.now_match, v.now_why, v.now_ours)
    returning l.statement_id
)
select distinct changed.statement_id from changed"""

_NAMED_NOW: LiteralString = """
with gone as (
    delete from payment_statement_lines m
    using payment_statements s
    where m.tenant_id = %(tenant)s and s.tenant_id = %(tenant)s and s.id = m.statement_id
      and s.store_id = %(store)s and s.provider = %(provider)s
      and m.match = 'missing_there' and m.resolved_at is null
      and (exists (select from payment_statement_lines l
                   where l.tenant_id = %(tenant)s and l.payment_id = m.payment_id and l.kind = m.kind
                     and l.refund_id is not distinct from m.refund_id and l.match <> 'missing_there')
           or (m.kind = 'charge' and exists (
                   select from payments p
                   where p.tenant_id = %(tenant)s and p.id = m.payment_id and p.captured_minor = 0)))
    returning m.statement_id
)
select distinct gone.statement_id from gone"""

_NOT_NAMED: LiteralString = """
with taken as (
    select 'charge' as kind, p.id as payment_id, null::uuid as refund_id, p.provider_reference as reference,
           p.captured_minor as gross_minor, p.currency, min(e.at) as at
    from ledger_entries e
    join payments p on p.tenant_id = %(tenant)s and p.id = e.payment_id
    where e.tenant_id = %(tenant)s and e.at between %(since)s and %(until)s and e.fact = 'collected'
      and p.provider = %(provider)s and p.store_id = %(store)s and p.captured_minor > 0
      and not exists (select from payment_statement_lines l
                      where l.tenant_id = %(tenant)s and l.payment_id = p.id and l.kind = 'charge')
    group by p.id, p.provider_reference, p.captured_minor, p.currency
    union all
    select 'refund', p.id, r.id, coalesce(nullif(r.provider_reference, ''), r.id::text), -r.amount_minor, p.currency, e.at
    from ledger_entries e
    join refunds r on r.tenant_id = %(tenant)s and r.payment_id = e.payment_id and replace(r.id::text, '-', '') = e.source
    join payments p on p.tenant_id = %(tenant)s and p.id = r.payment_id
    where e.tenant_id = %(tenant)s and e.at between %(since)s and %(until)s and e.fact = 'refund'
      and p.provider = %(provider)s and p.store_id = %(store)s and r.status = 'done'
      and not exists (select from payment_statement_lines l
                      where l.tenant_id = %(tenant)s and l.payment_id = p.id and l.refund_id = r.id)
)
insert into payment_statement_lines (tenant_id, statement_id, position, kind, reference, at, gross_minor, fee_minor,
            net_minor, currency, match, why, payment_id, refund_id)
select %(tenant)s, %(statement)s, h.last + row_number() over (order by t.at, t.payment_id), t.kind,
       coalesce(t.reference, t.payment_id::text), t.at, t.gross_minor, 0, t.gross_minor, t.currency, 'missing_there',
       'not_named', t.payment_id, t.refund_id
from taken t,
     (select coalesce(max(l.position), 0) as last from payment_statement_lines l
      where l.tenant_id = %(tenant)s and l.statement_id = %(statement)s) h"""

_SINCE: LiteralString = """
select coalesce(max(s.period_until), %(began)s) from payment_statements s
where s.tenant_id = %(tenant)s and s.store_id = %(store)s and s.provider = %(provider)s and s.id <> %(statement)s
  and s.period_until between %(began)s::timestamptz - interval '2 days' and %(began)s"""

_COUNT: LiteralString = """
update payment_statements s
set matched = c.matched, missing_here = c.missing_here, missing_there = c.missing_there, differing = c.differing
from (
    select l.statement_id,
           count(*) filter (where l.match = 'matched') as matched,
           count(*) filter (where l.match = 'missing_here') as missing_here,
           count(*) filter (where l.match = 'missing_there') as missing_there,
           count(*) filter (where l.match = 'differing') as differing
    from payment_statement_lines l
    where l.tenant_id = %(tenant)s and l.statement_id = any(%(statements)s)
    group by l.statement_id
) c
where s.tenant_id = %(tenant)s and s.id = c.statement_id"""


def judge(ctx: Context, statement_id: UUID, store_id: UUID, provider: str) -> set[UUID]:
    """Every line of every payment that this statement names, wherever it stands. The statements that changed."""
    changed = {row.statement_id for row in ctx.db.all(_JUDGE, statement=statement_id)}
    healed = ctx.db.all(_NAMED_NOW, store=store_id, provider=provider)
    return changed | {row.statement_id for row in healed}


def find_not_named(ctx: Context, statement_id: UUID, store_id: UUID, provider: str) -> int:
    """What we took and gave back in the statement's time and no statement names becomes lines of its own. Its time begins
    where the one before it ended, if that is less than two days."""
    period = ctx.db.one(
        """select s.period_from, s.period_until from payment_statements s
           where s.tenant_id = %(tenant)s and s.id = %(statement)s""",
        statement=statement_id,
    )
    assert period is not None
    since = ctx.db.value(
        _SINCE,
        store=store_id,
        provider=provider,
        statement=statement_id,
        began=period.period_from,
    )
    return ctx.db.run(
        _NOT_NAMED,
        statement=statement_id,
        store=store_id,
        provider=provider,
        since=since,
        until=period.period_until,
    )


def count(ctx: Context, statements: set[UUID]) -> None:
    ctx.db.run(_COUNT, statements=sorted(statements))
