"""Questions about the books."""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.ledger import rules
from duka.ledger.types import ACCOUNTS, CLEARING, AccountName, Balance, Books


def books(ctx: Context, order_id: UUID) -> Books:
    """What the ledger holds of one order; nothing of an order that it does not know. For steps whose caller holds the
    order's row: asks for no permission. One statement."""
    rows = ctx.db.all(
        """select e.fact, coalesce(o.fact, e.fact) as about, l.account, l.currency,
                  sum(l.amount_minor)::bigint as amount_minor,
                  (array_agg(e.id) filter (where e.fact = 'sale'))[1] as sale_id,
                  (array_agg(e.store_id))[1] as store_id
           from ledger_lines l
           join ledger_entries e on e.tenant_id = %(tenant)s and e.id = l.entry_id
           left join ledger_entries o on o.tenant_id = %(tenant)s and o.id = e.reverses
           where l.tenant_id = %(tenant)s and l.order_id = %(order)s
           group by e.fact, coalesce(o.fact, e.fact), l.account, l.currency""",
        order=order_id,
    )
    summed = rules.sum_up((row.fact, row.about, row.account, row.amount_minor) for row in rows)
    return msgspec.structs.replace(
        summed,
        sale_id=next((row.sale_id for row in rows if row.sale_id), None),
        store_id=next((row.store_id for row in rows if row.store_id), None),
        currency=rows[0].currency if rows else "",
    )


def dispute(ctx: Context, dispute_id: UUID) -> tuple[dict[str, int], int]:
    """What a dispute did to each account so far, and with how many entries. For steps: asks for no permission."""
    rows = ctx.db.all(
        """select l.account, sum(l.amount_minor)::bigint as amount_minor, count(*) over () as accounts,
                  (select count(*) from ledger_entries n where n.tenant_id = %(tenant)s and n.fact = 'dispute'
                     and n.source between %(from)s and %(until)s) as entries
           from ledger_entries e
           join ledger_lines l on l.tenant_id = %(tenant)s and l.entry_id = e.id
           where e.tenant_id = %(tenant)s and e.fact = 'dispute' and e.source between %(from)s and %(until)s
           group by l.account""",
        **{"from": f"{dispute_id.hex}:", "until": f"{dispute_id.hex}:~"},
    )
    return {row.account: row.amount_minor for row in rows}, rows[0].entries if rows else 0


def balances(ctx: Context, *, until: datetime | None = None, store_id: UUID | None = None) -> list[Balance]:
    """What lies on each account, by currency: of all that the caller may see, of one store, before an instant. One
    statement."""
    ctx.require("ledger:read", store=store_id)
    stores = [store_id] if store_id else ctx.stores_with("ledger:read")
    of_stores = """ and exists (select 1 from ledger_entries e where e.tenant_id = %(tenant)s and e.id = l.entry_id
                               and e.store_id = any(%(stores)s))"""
    rows = ctx.db.all(
        f"""select l.currency, l.account, coalesce(sum(l.amount_minor) filter (where l.amount_minor > 0), 0)::bigint as debit,
                  coalesce(-sum(l.amount_minor) filter (where l.amount_minor < 0), 0)::bigint as credit,
                  sum(l.amount_minor)::bigint as balance, count(*) as lines
           from ledger_lines l
           where l.tenant_id = %(tenant)s {"and l.at < %(until)s" if until else ""} {"" if stores is None else of_stores}
           group by l.currency, l.account""",
        until=until,
        stores=stores,
    )
    order = list(ACCOUNTS)
    found = [
        Balance(row[0], row[1], rules.kind_of(row[1]), rules.title(row[1], ctx.locale), *row[2:])
        for row in rows
    ]
    return sorted(found, key=lambda b: (b.currency, order.index(b.account.partition(":")[0]), b.account))


def accounts(ctx: Context) -> list[AccountName]:
    """The accounts that entries may name, in the order of the books, with every gateway that ever held money. One statement."""
    ctx.require("ledger:read")
    rows = ctx.db.all(
        """select distinct account from ledger_lines
           where tenant_id = %(tenant)s and starts_with(account, %(clearing)s) order by account""",
        clearing=CLEARING,
    )
    names: list[str] = []
    for name in ACCOUNTS:
        names += [row.account for row in rows] if name == CLEARING.rstrip(":") else [name]
    return [AccountName(name, rules.kind_of(name), rules.title(name, ctx.locale)) for name in names]


def has_store(ctx: Context, store_id: UUID) -> bool:
    """Whether the store is this company's. For `post`: asks for no permission."""
    found = ctx.db.value("select 1 from stores where tenant_id = %(tenant)s and id = %(id)s", id=store_id)
    return found is not None
