"""Questions about payments."""

from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.payments.errors import PaymentNotFound
from duka.payments.types import Payment

COLUMNS = """p.id, p.order_id, p.provider, p.attempt, p.status, p.currency, p.amount_minor, p.captured_minor,
p.refunded_minor, p.provider_reference, p.action_url, p.reason, p.return_url <> '' as was_asked, p.store_id, p.account_id,
p.capture_method, p.payer_phone, p.fee_minor, p.data, p.created_at"""


def get(ctx: Context, payment_id: UUID) -> Payment:
    """Refuses `PaymentNotFound`."""
    row = ctx.db.one(
        f"select {COLUMNS} from payments p where p.tenant_id = %(tenant)s and p.id = %(id)s",  # noqa: S608 - a constant
        id=payment_id,
    )
    if row is None:
        raise PaymentNotFound()
    return payment(row)


def latest(ctx: Context, order_id: UUID) -> Payment:
    """The newest payment of an order. Refuses `PaymentNotFound`."""
    row = ctx.db.one(
        f"""select {COLUMNS} from payments p where p.tenant_id = %(tenant)s and p.order_id = %(id)s
            order by p.attempt desc limit 1""",  # noqa: S608 - a constant
        id=order_id,
    )
    if row is None:
        raise PaymentNotFound()
    return payment(row)


def of_order(ctx: Context, order_id: UUID) -> list[Payment]:
    """Every attempt to pay an order; none for one that cost nothing."""
    rows = ctx.db.all(
        f"""select {COLUMNS} from payments p where p.tenant_id = %(tenant)s and p.order_id = %(id)s
            order by p.attempt""",  # noqa: S608 - a constant
        id=order_id,
    )
    return [payment(row) for row in rows]


def is_order_cancelled(ctx: Context, order_id: UUID) -> bool:
    status = ctx.db.value(
        "select o.status from orders o where o.tenant_id = %(tenant)s and o.id = %(id)s", id=order_id
    )
    return bool(status == "cancelled")


def payment(row: Row) -> Payment:
    return Payment(*row)


def json(value: object) -> str:
    return msgspec.json.encode(value).decode()
