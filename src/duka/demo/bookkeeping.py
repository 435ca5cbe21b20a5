"""The books of a demo shop: one statement of the test gateway is imported, and it does not say all that our payments say."""

from datetime import datetime, timedelta

from duka.demo.planting import Planted
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller
from duka.payments.providers.decimals import amount
from duka.payments.statements import importing
from duka.wiring import Services

COLUMNS = "reference,kind,gross,fee,net,currency,at,parent"
SETTLED = timedelta(days=2)
"""What is younger is on the next statement."""


def reconcile(services: Services, planted: Planted) -> int:
    """How many lines the statement has. It leaves out the newest payment, and names one that nobody here knows."""
    return services.work.perform(Caller(planted.tenant, SYSTEM), lambda ctx: _import(ctx, planted))


def _import(ctx: Context, planted: Planted) -> int:
    until = ctx.now - SETTLED
    paid = ctx.db.all(
        """select p.provider_reference as reference, p.captured_minor as minor, p.currency, p.updated_at as at
           from payments p where p.tenant_id = %(tenant)s and p.provider = 'sandbox' and p.captured_minor > 0
           and p.created_at < %(until)s order by p.created_at""",
        until=until,
    )
    given_back = ctx.db.all(
        """select r.id::text as reference, -r.amount_minor as minor, p.currency, r.created_at as at,
                  p.provider_reference as parent
           from refunds r join payments p on p.tenant_id = %(tenant)s and p.id = r.payment_id
           where r.tenant_id = %(tenant)s and p.provider = 'sandbox' and r.status = 'done' and r.created_at < %(until)s
           order by r.created_at""",
        until=until,
    )
    if len(paid) < 2:
        return 0
    currency = paid[0].currency
    rows = [_row(row.reference, "charge", row.minor, currency, row.at) for row in paid[:-1]]
    rows += [_row(row.reference, "refund", row.minor, currency, row.at, row.parent) for row in given_back]
    rows.append(_row("sbx_sold_at_the_fair", "charge", paid[0].minor, currency, until))
    text = "\n".join([COLUMNS, *rows, ""])
    statement = importing.import_statement(
        ctx,
        store_id=planted.store,
        provider="sandbox",
        file_name=f"sandbox-{until:%Y-%m}.csv",
        data=text.encode(),
    )
    return statement.lines


def _row(reference: str, kind: str, minor: int, currency: str, at: datetime, parent: str = "") -> str:
    gross = amount(minor, currency) if minor >= 0 else "-" + amount(-minor, currency)
    return f"{reference},{kind},{gross},0,{gross},{currency},{at:%Y-%m-%dT%H:%M:%SZ},{parent}"
