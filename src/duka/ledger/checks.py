"""Where the books differ from what happened: one statement a question, over everything that a company has.

Each row that a statement finds is one difference: what `problem` it is, whom it is about, what was expected and what is in the
books. Imported past orders (`orders.sales_channel` import) are history and have no entries.
"""

from collections.abc import Callable
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids
from duka.kernel.formatting import format_money


class Difference(msgspec.Struct, frozen=True):
    """As a statement finds it. `name` is the order's number, where there is an order."""

    problem: str
    id: UUID
    name: str
    currency: str
    expected_minor: int | None
    booked_minor: int | None


class BooksFinding(msgspec.Struct, frozen=True):
    """`about` is the public id of what it concerns (`ord_…`, `pay_…`, `ref_…`, `dsp_…`, `entry_…`), `text` says it in words."""

    problem: str
    about: str
    order_number: str
    currency: str
    expected_minor: int | None
    booked_minor: int | None
    text: str


ENTRIES: LiteralString = """
    select 'unbalanced' as problem, e.id, coalesce(o.number, '') as name, coalesce(l.currency, e.currency) as currency,
           case when l.entry_id is not null then 0 end::bigint as expected_minor, l.off::bigint as booked_minor
    from ledger_entries e
    left join (select n.entry_id, n.currency, sum(n.amount_minor) as off from ledger_lines n
               where n.tenant_id = %(tenant)s group by n.entry_id, n.currency) l on l.entry_id = e.id
    left join orders o on o.tenant_id = %(tenant)s and o.id = e.order_id
    where e.tenant_id = %(tenant)s and (l.entry_id is null or l.off <> 0 or l.currency <> e.currency)"""

SALES: LiteralString = """
    select case when o.id is null or o.placed_at is null or o.sales_channel = 'import' then 'sale_unfounded'
                when not coalesce(s.has_sale, false) then 'sale_missing'
                when s.sold_minor <> o.total_minor or s.currency <> o.currency then 'sale_differs'
                when o.status <> 'cancelled' then 'cancellation_unfounded'
                when not s.has_cancellation then 'cancellation_missing'
                else 'cancellation_differs' end as problem,
           coalesce(o.id, s.order_id) as id, coalesce(o.number, '') as name, coalesce(s.currency, o.currency) as currency,
           case when o.placed_at is null or o.sales_channel = 'import' then 0
                when o.status = 'cancelled' and s.sold_minor = o.total_minor then 0 else o.total_minor end as expected_minor,
           case when o.status = 'cancelled' and s.sold_minor = o.total_minor then s.earned_minor
                else coalesce(s.sold_minor, 0) end as booked_minor
    from (select o.* from orders o where o.tenant_id = %(tenant)s) o
    full join (
        select l.order_id, min(l.currency) as currency, bool_or(e.fact = 'sale') as has_sale,
               bool_or(e.fact = 'cancellation') as has_cancellation,
               coalesce(sum(l.amount_minor) filter (where e.fact in ('sale', 'edit') and l.account = 'customer_receivable'),
                        0)::bigint as sold_minor,
               coalesce(-sum(l.amount_minor) filter (where l.account in ('revenue', 'shipping_revenue', 'rounding',
                   'tax_payable')), 0)::bigint as earned_minor
        from ledger_lines l
        join ledger_entries e on e.tenant_id = %(tenant)s and e.id = l.entry_id
        where l.tenant_id = %(tenant)s and e.fact in ('sale', 'edit', 'adjustment', 'cancellation', 'refund', 'credit')
          and l.order_id is not null
        group by l.order_id) s on s.order_id = o.id
    where case when o.id is null or o.placed_at is null or o.sales_channel = 'import'
                 then coalesce(s.has_sale or s.has_cancellation, false)
               when not coalesce(s.has_sale, false) then o.total_minor <> 0
               when s.sold_minor <> o.total_minor or s.currency <> o.currency then true
               when o.status = 'cancelled' then not s.has_cancellation or s.earned_minor <> 0
               else s.has_cancellation end"""

PAYMENTS: LiteralString = """
    select k.problem, coalesce(p.id, b.payment_id) as id, coalesce(o.number, '') as name,
           coalesce(p.currency, b.currency) as currency, k.expected_minor, k.booked_minor
    from (select p.* from payments p where p.tenant_id = %(tenant)s) p
    full join (
        select e.payment_id, min(e.currency) as currency,
               coalesce(-sum(l.amount_minor) filter (where e.fact = 'collected' and l.account = 'customer_receivable'),
                        0)::bigint as collected_minor,
               coalesce(sum(l.amount_minor) filter (where e.fact = 'fee' and l.account = 'fees'), 0)::bigint as fee_minor
        from ledger_entries e
        join ledger_lines l on l.tenant_id = %(tenant)s and l.entry_id = e.id
        where e.tenant_id = %(tenant)s and e.fact in ('collected', 'fee')
        group by e.payment_id) b on b.payment_id = p.id
    left join orders o on o.tenant_id = %(tenant)s and o.id = p.order_id
    cross join lateral (values
        ('collected_differs', coalesce(p.captured_minor, 0), coalesce(b.collected_minor, 0)),
        ('fee_differs', coalesce(p.fee_minor, 0), coalesce(b.fee_minor, 0))) as k (problem, expected_minor, booked_minor)
    where k.expected_minor <> k.booked_minor"""

REFUNDS: LiteralString = """
    select 'refund_differs' as problem, coalesce(r.id, b.id) as id, coalesce(o.number, '') as name,
           coalesce(p.currency, b.currency) as currency, coalesce(r.amount_minor, 0) as expected_minor,
           coalesce(b.refunded_minor, 0) as booked_minor
    from (select r.* from refunds r where r.tenant_id = %(tenant)s and r.status = 'done') r
    full join (
        select e.source::uuid as id, min(e.currency) as currency, -sum(least(l.amount_minor, 0))::bigint as refunded_minor
        from ledger_entries e
        join ledger_lines l on l.tenant_id = %(tenant)s and l.entry_id = e.id
        where e.tenant_id = %(tenant)s and e.fact in ('refund', 'credit')
        group by e.source) b on b.id = r.id
    left join payments p on p.tenant_id = %(tenant)s and p.id = r.payment_id
    left join orders o on o.tenant_id = %(tenant)s and o.id = p.order_id
    where coalesce(r.amount_minor, 0) <> coalesce(b.refunded_minor, 0)"""

DISPUTES: LiteralString = """
    select k.problem, coalesce(d.id, b.id) as id, coalesce(o.number, '') as name,
           coalesce(d.currency, b.currency) as currency, k.expected_minor, k.booked_minor
    from (select d.* from disputes d where d.tenant_id = %(tenant)s) d
    full join (
        select split_part(e.source, ':', 1)::uuid as id, min(e.currency) as currency,
               coalesce(sum(l.amount_minor) filter (where l.account = 'disputed_funds'), 0)::bigint as held_minor,
               coalesce(sum(l.amount_minor) filter (where l.account = 'dispute_losses'), 0)::bigint as lost_minor,
               coalesce(sum(l.amount_minor) filter (where l.account = 'fees'), 0)::bigint as fee_minor
        from ledger_entries e
        join ledger_lines l on l.tenant_id = %(tenant)s and l.entry_id = e.id
        where e.tenant_id = %(tenant)s and e.fact = 'dispute'
        group by split_part(e.source, ':', 1)) b on b.id = d.id
    left join payments p on p.tenant_id = %(tenant)s and p.id = d.payment_id
    left join orders o on o.tenant_id = %(tenant)s and o.id = p.order_id
    cross join lateral (values
        ('dispute_held_differs', case when d.status = 'open' then d.withdrawn_minor else 0 end, coalesce(b.held_minor, 0)),
        ('dispute_lost_differs', case when d.status = 'lost' then d.withdrawn_minor else 0 end, coalesce(b.lost_minor, 0)),
        ('dispute_fee_differs', coalesce(d.fee_minor, 0), coalesce(b.fee_minor, 0)))
        as k (problem, expected_minor, booked_minor)
    where k.expected_minor <> k.booked_minor"""

OWED: LiteralString = """
    select 'paid_but_owed' as problem, o.id, o.number as name, o.currency, 0::bigint as expected_minor,
           b.owed_minor as booked_minor
    from orders o
    join (select l.order_id, sum(l.amount_minor)::bigint as owed_minor from ledger_lines l
          where l.tenant_id = %(tenant)s and l.account = 'customer_receivable' and l.order_id is not null
          group by l.order_id having sum(l.amount_minor) > 0) b on b.order_id = o.id
    where o.tenant_id = %(tenant)s and o.placed_at is not null and o.status <> 'cancelled'
      and o.payment_status = 'captured'"""

CREDITS: LiteralString = """
    select 'credit_differs' as problem, %(tenant)s::uuid as id, '' as name, coalesce(c.currency, b.currency) as currency,
           coalesce(c.balance_minor, 0) as expected_minor, coalesce(b.balance_minor, 0) as booked_minor
    from (select e.currency, sum(e.amount_minor)::bigint as balance_minor
          from store_credit_entries e
          left join refunds r on r.tenant_id = %(tenant)s and r.id = e.refund_id
          where e.tenant_id = %(tenant)s and (r.id is null or r.status = 'done')
          group by e.currency) c
    full join (select l.currency, -sum(l.amount_minor)::bigint as balance_minor from ledger_lines l
               where l.tenant_id = %(tenant)s and l.account = 'store_credit' group by l.currency) b on b.currency = c.currency
    where coalesce(c.balance_minor, 0) <> coalesce(b.balance_minor, 0)
    union all
    select 'credit_unfounded', %(tenant)s::uuid, '', s.currency, coalesce(e.amount_minor, 0), s.balance_minor
    from store_credits s
    left join (select n.customer_id, n.currency, sum(n.amount_minor)::bigint as amount_minor,
                      sum(n.left_minor)::bigint as left_minor
               from store_credit_entries n where n.tenant_id = %(tenant)s group by n.customer_id, n.currency) e
         on e.customer_id = s.customer_id and e.currency = s.currency
    where s.tenant_id = %(tenant)s
      and (s.balance_minor <> coalesce(e.amount_minor, 0) or s.balance_minor <> coalesce(e.left_minor, 0))"""
"""What was given back into a balance is booked when its refund is done, a moment later."""

QUESTIONS: tuple[LiteralString, ...] = (ENTRIES, SALES, PAYMENTS, REFUNDS, DISPUTES, OWED, CREDITS)

TEXTS: dict[str, tuple[str, str]] = {
    "unbalanced": ("entry", "Entry {about} is off by {booked}."),
    "sale_missing": ("ord", "Order {name} was placed for {expected}, and the books have no sale of it."),
    "sale_differs": ("ord", "Order {name} was placed for {expected}; the books have its sale for {booked}."),
    "sale_unfounded": (
        "ord",
        "The books have a sale of {booked} of {about}, which is no order that was placed here.",
    ),
    "cancellation_missing": ("ord", "Order {name} was cancelled, and the books still have its sale."),
    "cancellation_unfounded": (
        "ord",
        "The books took back the sale of order {name}, which was not cancelled.",
    ),
    "cancellation_differs": (
        "ord",
        "Order {name} was cancelled, and {booked} of its sale and taxes is left in the books.",
    ),
    "collected_differs": ("pay", "Payment {about}{of} took {expected}; the books have {booked}."),
    "fee_differs": ("pay", "Payment {about}{of} cost {expected} in fees; the books have {booked}."),
    "refund_differs": ("ref", "Refund {about}{of} gave back {expected}; the books have {booked}."),
    "dispute_held_differs": ("dsp", "Dispute {about}{of} holds back {expected}; the books have {booked}."),
    "dispute_lost_differs": ("dsp", "Dispute {about}{of} lost {expected}; the books have {booked}."),
    "dispute_fee_differs": ("dsp", "Dispute {about}{of} cost {expected} in fees; the books have {booked}."),
    "credit_differs": ("ten", "Customers have {expected} of store credit; the books owe them {booked}."),
    "credit_unfounded": (
        "ten",
        "A customer has {booked} of store credit, and its entries amount to {expected}.",
    ),
    "paid_but_owed": ("ord", "Order {name} is paid, yet by the books its customer owes {booked}."),
}
"""Problem → the prefix of the id that it is about, and its words."""


def told(found: Difference) -> BooksFinding:
    """A difference in words."""
    prefix, text = TEXTS[found.problem]
    about = ids.public(prefix, found.id)
    if found.problem == "unbalanced" and found.booked_minor is None:
        text = "Entry {about} has no lines."
    words: dict[str, Callable[[], str]] = {
        "{about}": lambda: about,
        "{name}": lambda: f"{found.name} ({about})",
        "{of}": lambda: f" of order {found.name}" if found.name else "",
        "{expected}": lambda: format_money(found.expected_minor or 0, found.currency, "en"),
        "{booked}": lambda: format_money(found.booked_minor or 0, found.currency, "en"),
    }
    for sign, word in words.items():
        if sign in text:
            text = text.replace(sign, word())
    return BooksFinding(
        problem=found.problem,
        about=about,
        order_number=found.name,
        currency=found.currency,
        expected_minor=found.expected_minor,
        booked_minor=found.booked_minor,
        text=text,
    )
