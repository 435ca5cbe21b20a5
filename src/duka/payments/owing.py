"""What an order still has to be paid, by its books: several payments may cover it, and goods that came back are owed no more."""

from uuid import UUID

import msgspec

from duka.kernel.context import Context


class Owing(msgspec.Struct, frozen=True):
    """`receivable_minor`: what the buyer owes by the books, below zero when we owe them. `held_minor`: what a provider holds
    for us and has not been taken."""

    total_minor: int
    receivable_minor: int
    held_minor: int
    is_open: bool

    @property
    def due_minor(self) -> int:
        """What is to be asked for; nothing of a cancelled order."""
        return max(self.receivable_minor - self.held_minor, 0) if self.is_open else 0

    @property
    def surplus_minor(self) -> int:
        """What was taken beyond what the order costs by now, and is to go back."""
        return max(-self.receivable_minor, 0)


def of(ctx: Context, order_id: UUID) -> Owing:
    """For steps whose caller holds the order's row: asks for no permission. One statement."""
    row = ctx.db.one(
        """select o.total_minor, o.status <> 'cancelled' as is_open,
                  case when o.placed_at is null then o.total_minor else 0 end + coalesce((
                      select sum(l.amount_minor) from ledger_lines l
                      where l.tenant_id = %(tenant)s and l.order_id = o.id and l.account = 'customer_receivable'), 0)::bigint
                      as receivable,
                  coalesce((select sum(p.amount_minor - p.captured_minor) from payments p
                            where p.tenant_id = %(tenant)s and p.order_id = o.id
                              and p.status in ('authorized', 'partially_captured')), 0)::bigint as held
           from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s""",
        order=order_id,
    )
    assert row is not None  # the caller holds it
    return Owing(row.total_minor, row.receivable, row.held, row.is_open)
