"""Questions about payments."""

from uuid import UUID

from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.payments.errors import PaymentNotFound
from duka.payments.types import Payment

COLUMNS = """id, order_id, provider, attempt, status, currency, amount_minor, captured_minor, refunded_minor,
provider_reference, action_url, reason, return_url <> '' as was_asked"""


def get(ctx: Context, payment_id: UUID) -> Payment:
    """Refuses `PaymentNotFound`."""
    row = ctx.db.one(
        f"select {COLUMNS} from payments where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608 - a constant
        id=payment_id,
    )
    if row is None:
        raise PaymentNotFound()
    return payment(row)


def latest(ctx: Context, order_id: UUID) -> Payment:
    """The newest payment of an order. Refuses `PaymentNotFound`."""
    row = ctx.db.one(
        f"""select {COLUMNS} from payments where tenant_id = %(tenant)s and order_id = %(id)s
            order by attempt desc limit 1""",  # noqa: S608 - a constant
        id=order_id,
    )
    if row is None:
        raise PaymentNotFound()
    return payment(row)


def of_order(ctx: Context, order_id: UUID) -> list[Payment]:
    """Every attempt to pay an order; none for one that cost nothing."""
    rows = ctx.db.all(
        f"""select {COLUMNS} from payments where tenant_id = %(tenant)s and order_id = %(id)s
            order by attempt""",  # noqa: S608 - a constant
        id=order_id,
    )
    return [payment(row) for row in rows]


def by_reference(ctx: Context, provider: str, reference: str) -> Payment | None:
    row = ctx.db.one(
        f"""select {COLUMNS} from payments
            where tenant_id = %(tenant)s and provider = %(provider)s and provider_reference = %(reference)s""",  # noqa: S608
        provider=provider,
        reference=reference,
    )
    return payment(row) if row else None


def payment(row: Row) -> Payment:
    return Payment(*row)
