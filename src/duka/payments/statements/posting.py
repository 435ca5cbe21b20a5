"""What a statement tells of our money, entered in the books: fees that we had not heard of, and what was paid out to the bank.

Once each, however often statements repeat it: a payment's fee is written on the payment with its entry, everything else is
posted under the provider's own reference of the line. Amounts that the gateway changed into another currency are left to
people: the books of the one currency know nothing of the other.
"""

from typing import LiteralString
from uuid import UUID

from duka.kernel.context import Context
from duka.ledger import settling
from duka.ledger.settling import Cost, Settlement

_FEES: LiteralString = """
with touched as materialized (
    select distinct l.payment_id from payment_statement_lines l
    where l.tenant_id = %(tenant)s and l.statement_id = %(statement)s and l.kind = 'charge' and l.payment_id is not null
),
theirs as (
    select l.statement_id, l.payment_id, l.gross_minor, l.fee_minor, l.currency, l.paid_currency,
           row_number() over (partition by l.reference
                              order by l.statement_id = %(statement)s, l.statement_id, l.position) as copy
    from payment_statement_lines l
    where l.tenant_id = %(tenant)s and l.payment_id in (select t.payment_id from touched t) and l.kind = 'charge'
      and l.match <> 'missing_there'
),
said as materialized (
    select t.payment_id, sum(t.gross_minor) as total, sum(t.fee_minor) as fee, min(t.currency) as currency,
           sum(t.fee_minor) filter (where t.statement_id <> %(statement)s) as fee_before
    from theirs t where t.copy = 1
    group by t.payment_id having count(distinct t.currency) = 1 and count(t.paid_currency) = 0
),
news as (
    select p.id, p.order_id, p.store_id, p.currency, p.fee_minor as before_minor, s.fee as total_minor
    from said s
    join payments p on p.tenant_id = %(tenant)s and p.id = s.payment_id
    where s.currency = p.currency and s.total = p.captured_minor and s.fee > p.fee_minor
      and p.fee_minor in (0, s.fee_before)
    for update of p
)
update payments p
set fee_minor = n.total_minor, version = p.version + 1
from news n
where p.tenant_id = %(tenant)s and p.id = n.id
returning p.id, n.order_id, n.store_id, n.currency, n.before_minor, n.total_minor::bigint as total_minor"""

_ALONE: LiteralString = """
select l.kind, l.reference, l.at, l.gross_minor, l.fee_minor, l.net_minor, l.currency
from payment_statement_lines l
where l.tenant_id = %(tenant)s and l.statement_id = %(statement)s and l.why not in ('twice', 'other_store')
  and (l.kind in ('fee', 'payout') or (l.kind = 'refund' and l.fee_minor <> 0 and l.match = 'matched'))
  and not exists (select from payment_statement_lines e
                  join payment_statements s on s.tenant_id = %(tenant)s and s.id = e.statement_id
                  where e.tenant_id = %(tenant)s and e.reference = l.reference and e.kind = l.kind
                    and e.kind in ('fee', 'payout') and s.provider = %(provider)s and e.statement_id < l.statement_id)
order by l.position"""


def fees_of_payments(ctx: Context, statement_id: UUID, provider: str) -> int:
    """Write on payments, and post, the fees that the statement is the first to tell. How many payments had one."""
    found = ctx.db.all(_FEES, statement=statement_id)
    costs = [
        Cost(
            order_id=row.order_id,
            payment_id=row.id,
            store_id=row.store_id,
            provider=provider,
            currency=row.currency,
            amount_minor=row.total_minor - row.before_minor,
            total_minor=row.total_minor,
        )
        for row in found
    ]
    settling.fees(ctx, costs)
    return len(costs)


def the_rest(ctx: Context, statement_id: UUID, store_id: UUID, provider: str, memo: str) -> int:
    """Post payouts, fees that stand alone, and those of payouts and refunds. How many of them. Each goes by the reference of
    its line, with its kind where the line is not of the same: a provider may tell a movement and its fee under one id."""
    told: list[Settlement] = []
    for row in ctx.db.all(_ALONE, statement=statement_id, provider=provider):
        paid_out = -row.gross_minor if row.kind == "payout" else 0
        cost = -row.net_minor if row.kind == "fee" else row.fee_minor
        told += [
            Settlement(
                store_id=store_id,
                provider=provider,
                currency=row.currency,
                kind=kind,
                amount_minor=amount,
                source=row.reference if kind == row.kind else f"{row.reference}:{row.kind}",
                at=row.at,
                memo=memo,
            )
            for kind, amount in (("payout", paid_out), ("fee", cost))
            if amount
        ]
    settling.settled(ctx, told)
    return len(told)
