"""Whom a line is about: its ids are held against those of our payments, refunds and disputes, all lines in one statement.

A payment goes by the provider's reference, by its own id, and by whatever the adapter remembers of it (`payments.data`: the
charge, the captures, the transaction); a refund and a dispute by the provider's reference and their own id. Ids of fewer than
six characters say nothing. Payments of the company's other stores are recognised, and left to those stores.
"""

from typing import LiteralString
from uuid import UUID

from duka.kernel.context import Context
from duka.payments.queries import json
from duka.payments.statements.types import Row

_OURS: LiteralString = """
ours as materialized (
    select n.name, 'charge' as kind, p.id as payment_id, null::uuid as refund_id, p.store_id
    from payments p
    cross join lateral (
        select p.provider_reference as name
        union all select p.id::text
        union all select replace(p.id::text, '-', '')
        union all select unnest(string_to_array(d.value, ' ')) from jsonb_each_text(p.data) d
    ) n
    where p.tenant_id = %(tenant)s and p.provider = %(provider)s and length(n.name) >= 6
    union all
    select n.name, 'refund', p.id, r.id, p.store_id
    from refunds r
    join payments p on p.tenant_id = %(tenant)s and p.id = r.payment_id and p.provider = %(provider)s
    cross join lateral (
        values (r.provider_reference), (r.id::text), (replace(r.id::text, '-', ''))
    ) n (name)
    where r.tenant_id = %(tenant)s and length(n.name) >= 6
    union all
    select d.provider_reference, 'dispute', p.id, null::uuid, p.store_id
    from disputes d
    join payments p on p.tenant_id = %(tenant)s and p.id = d.payment_id and p.provider = %(provider)s
    where d.tenant_id = %(tenant)s and length(d.provider_reference) >= 6
),
found as materialized (
    select distinct on (s.position) s.position, o.payment_id, o.refund_id, o.store_id
    from said s
    join ours o on o.name = s.name and o.kind in ('charge', s.kind)
    order by s.position, o.kind = s.kind desc, s.rank, o.payment_id
)"""

_KEEP: LiteralString = f"""
with rows as materialized (
    select r.*, row_number() over (partition by r.kind, r.reference order by r.position) as copy
    from jsonb_to_recordset(%(rows)s::jsonb) as r (position integer, kind text, reference text, parent_reference text,
         names text[], at timestamptz, gross_minor bigint, fee_minor bigint, net_minor bigint, currency text,
         paid_minor bigint, paid_currency text)
),
said as materialized (
    select r.position, r.kind, n.name, n.rank
    from rows r
    cross join lateral unnest(array[r.reference, r.parent_reference] || r.names) with ordinality as n (name, rank)
    where r.kind in ('charge', 'refund', 'dispute') and length(n.name) >= 6
),
{_OURS}
insert into payment_statement_lines (tenant_id, statement_id, position, kind, reference, parent_reference, names, at,
            gross_minor, fee_minor, net_minor, currency, paid_minor, paid_currency, match, why, payment_id, refund_id)
select %(tenant)s, %(statement)s, r.position, r.kind, r.reference, r.parent_reference, r.names, r.at, r.gross_minor,
       r.fee_minor, r.net_minor, r.currency, r.paid_minor, r.paid_currency,
       case when r.copy > 1 then 'differing'
            when r.kind not in ('charge', 'refund', 'dispute') or f.store_id <> %(store)s then 'not_ours_to_match'
            else 'missing_here' end,
       case when r.copy > 1 then 'twice'
            when r.kind not in ('charge', 'refund', 'dispute') then ''
            when f.store_id <> %(store)s then 'other_store'
            else 'unknown' end,
       case when f.store_id = %(store)s then f.payment_id end,
       case when f.store_id = %(store)s then f.refund_id end
from rows r left join found f on f.position = r.position"""  # noqa: S608 - fixed pieces

_FIND_AGAIN: LiteralString = f"""
with said as materialized (
    select l.position, l.kind, n.name, n.rank
    from payment_statement_lines l
    cross join lateral unnest(array[l.reference, l.parent_reference] || l.names) with ordinality as n (name, rank)
    where l.tenant_id = %(tenant)s and l.statement_id = %(statement)s and l.match in ('missing_here', 'differing')
      and l.kind in ('charge', 'refund', 'dispute') and l.resolved_at is null and length(n.name) >= 6
),
{_OURS}
update payment_statement_lines l
set payment_id = f.payment_id, refund_id = coalesce(f.refund_id, l.refund_id)
from found f
where l.tenant_id = %(tenant)s and l.statement_id = %(statement)s and l.position = f.position
  and f.store_id = %(store)s and l.match in ('missing_here', 'differing')
  and (l.payment_id, l.refund_id) is distinct from (f.payment_id, f.refund_id)"""  # noqa: S608 - fixed pieces

_PAIR: LiteralString = """
with lone as (
    select l.position, l.payment_id, -coalesce(l.paid_minor, l.gross_minor) as amount_minor,
           row_number() over (partition by l.payment_id, coalesce(l.paid_minor, l.gross_minor) order by l.position) as turn
    from payment_statement_lines l
    where l.tenant_id = %(tenant)s and l.statement_id = %(statement)s and l.kind = 'refund' and l.refund_id is null
      and l.payment_id is not null and l.why <> 'twice' and l.resolved_at is null
),
free as (
    select r.id, r.payment_id, r.amount_minor,
           row_number() over (partition by r.payment_id, r.amount_minor order by r.created_at, r.id) as turn
    from refunds r
    where r.tenant_id = %(tenant)s and r.payment_id in (select lone.payment_id from lone)
      and r.status = 'done' and r.provider_reference = ''
      and not exists (select from payment_statement_lines l
                      where l.tenant_id = %(tenant)s and l.payment_id = r.payment_id and l.refund_id = r.id
                        and l.match <> 'missing_there')
)
update payment_statement_lines l
set refund_id = free.id
from lone join free on free.payment_id = lone.payment_id and free.amount_minor = lone.amount_minor
                   and free.turn = lone.turn
where l.tenant_id = %(tenant)s and l.statement_id = %(statement)s and l.position = lone.position"""


def keep(ctx: Context, statement_id: UUID, store_id: UUID, provider: str, rows: list[Row]) -> None:
    """Write the lines, each with whom it is about. Their final match is judged afterwards."""
    said = [
        {
            "position": position,
            "kind": row.kind,
            "reference": row.reference,
            "parent_reference": row.parent_reference,
            "names": row.names,
            "at": row.at,
            "gross_minor": row.gross_minor,
            "fee_minor": row.fee_minor,
            "net_minor": row.net_minor,
            "currency": row.currency,
            "paid_minor": row.paid_minor,
            "paid_currency": row.paid_currency,
        }
        for position, row in enumerate(rows, start=1)
    ]
    ctx.db.run(_KEEP, statement=statement_id, store=store_id, provider=provider, rows=json(said))


def find_again(ctx: Context, statement_id: UUID, store_id: UUID, provider: str) -> None:
    """The same for the lines that matched nothing: what they are about may be known by now."""
    ctx.db.run(_FIND_AGAIN, statement=statement_id, store=store_id, provider=provider)


def pair_refunds(ctx: Context, statement_id: UUID) -> None:
    """Refunds that no provider named to us, with lines of the same payment and amount."""
    ctx.db.run(_PAIR, statement=statement_id)
