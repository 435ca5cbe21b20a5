"""The months of the file beside ours: what was sold less what was given back, and every difference with its reason."""

from collections import defaultdict
from decimal import Decimal

import msgspec

from duka.imports.retail.writing import Job
from duka.kernel.context import Context
from duka.kernel.money import exponent
from duka.kernel.work import Caller, Work
from duka.orders.service.past import CHANNEL

REFUSED = "refused: its number is another order's here, or its day has not been"
UNKNOWN = "unexplained"


class Month(msgspec.Struct, frozen=True):
    """`file` is exact, `ours` in whole minor units; `why` adds up to their difference."""

    month: str
    file: Decimal
    ours: Decimal
    why: dict[str, Decimal]

    @property
    def difference(self) -> Decimal:
        return self.file - self.ours


class Reckoning(msgspec.Struct, frozen=True):
    """`counts` are rows by what they are (`sorting`), and invoices without a customer."""

    months: list[Month]
    counts: dict[str, int]
    refunds: int
    refunds_without_sale: int

    @property
    def is_explained(self) -> bool:
        return all(UNKNOWN not in month.why for month in self.months)


def reckon(work: Work, caller: Caller, job: Job) -> Reckoning:
    """Ours is read from the database, never from what was meant to be written. Three statements. Refuses Forbidden."""
    file: dict[str, Decimal] = defaultdict(Decimal)
    why: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    counts: dict[str, int] = defaultdict(int)
    for invoice, found in job.pairs:
        for line in invoice.lines:
            file[line.month] += line.money
        for key, amount in found.differences.items():
            why[key] += amount
        for kind, count in found.counts.items():
            counts[kind] += count
        counts["without_customer"] += not invoice.customer
        counts["orders"] += bool(found.lines)
    ours, is_here, refunds = work.perform(caller, lambda ctx: _ours(ctx, job))
    digits = exponent(job.store.currency)
    for invoice, found in job.pairs:
        if (found.lines or found.refunds) and invoice.number not in is_here:
            goods = sum(line.subtotal_minor for line in found.lines) + found.shipping_minor
            lost = goods - sum(refund.amount_minor for refund in found.refunds)
            why[f"{invoice.at:%Y-%m}", REFUSED] += Decimal(lost).scaleb(-digits)
    months = []
    for month in sorted(file):
        mine = Decimal(ours.get(month, 0)).scaleb(-digits)
        reasons = {
            reason: amount for (when, reason), amount in sorted(why.items()) if when == month and amount
        }
        if left := file[month] - mine - sum(reasons.values()):
            reasons[UNKNOWN] = left
        months.append(Month(month, file[month], mine, reasons))
    return Reckoning(months, dict(counts), *refunds)


def _ours(ctx: Context, job: Job) -> tuple[dict[str, int], set[str], tuple[int, int]]:
    """Minor units by month, the numbers that are here, and how many refunds there are, with and without a sale."""
    ctx.require("orders:read", store=job.store.id)
    numbers = [invoice.number for invoice in job.file.invoices]
    sold = ctx.db.all(
        """select to_char(o.placed_at at time zone %(zone)s, 'YYYY-MM') as month, sum(o.total_minor)::bigint as minor,
                  array_agg(o.number) as numbers
           from orders o
           where o.tenant_id = %(tenant)s and o.store_id = %(store)s and o.sales_channel = %(channel)s
             and o.number = any(%(numbers)s) and o.status <> 'cancelled'
           group by 1""",
        store=job.store.id,
        channel=CHANNEL,
        numbers=numbers,
        zone=job.zone.key,
    )
    given = ctx.db.all(
        """select to_char(r.refunded_at at time zone %(zone)s, 'YYYY-MM') as month, sum(r.amount_minor)::bigint as minor,
                  array_agg(distinct r.number) as numbers, count(*) as refunds,
                  count(*) filter (where not exists (select from past_refund_parts p where p.tenant_id = %(tenant)s
                                                     and p.refund_id = r.id)) as without_sale
           from past_refunds r
           where r.tenant_id = %(tenant)s and r.store_id = %(store)s and r.number = any(%(numbers)s)
           group by 1""",
        store=job.store.id,
        numbers=numbers,
        zone=job.zone.key,
    )
    ours: dict[str, int] = defaultdict(int)
    for row in sold:
        ours[row.month] += row.minor
    for row in given:
        ours[row.month] -= row.minor
    here = {number for row in [*sold, *given] for number in row.numbers}
    return ours, here, (sum(row.refunds for row in given), sum(row.without_sale for row in given))
