"""A company whose payments are written straight into the tables, with their entries in the books, as many as a test likes."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests import make

from duka.access.roles import OWNER
from duka.kernel.context import Actor, Context
from duka.kernel.ids import new_id, parse
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work
from duka.ledger import queries as books
from duka.ledger import service as ledger
from duka.ledger import verifying
from duka.payments.queries import json
from duka.payments.statements import importing, queries
from duka.payments.statements.types import Match, Statement, StatementLine

MORNING = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)


@dataclass
class Paid:
    """A payment that we took all of at `at`."""

    reference: str
    amount_minor: int
    at: datetime = MORNING
    provider: str = "sandbox"
    currency: str = "EUR"
    fee_minor: int = 0
    data: dict[str, str] = field(default_factory=dict)
    captured_minor: int | None = None
    status: str = "captured"
    id: UUID = field(default_factory=new_id)
    order: UUID = field(default_factory=new_id)

    @property
    def taken_minor(self) -> int:
        return self.amount_minor if self.captured_minor is None else self.captured_minor


class Desk:
    def __init__(self, work: Work, currency: str = "EUR") -> None:
        self.work = work
        self.shop = make.shop(work, currency=currency)
        self.store = self.shop.store
        self.tenant = self.shop.tenant.id

    @property
    def caller(self) -> Caller:
        return Caller(self.tenant, Actor("staff", new_id(), "Alice"), OWNER)

    def do(self, act: Any) -> Any:
        return self.work.perform(self.caller, act)

    def take(self, *payments: Paid, store: UUID | None = None) -> None:
        rows = [
            {
                "id": p.id,
                "order_id": p.order,
                "line_id": new_id(),
                "sale": new_id(),
                "collected": new_id(),
                "fee": new_id(),
                "number": f"#{p.order.hex}",
                "reference": p.reference,
                "amount": p.amount_minor,
                "captured": p.taken_minor,
                "status": p.status,
                "provider": p.provider,
                "currency": p.currency,
                "fee_minor": p.fee_minor,
                "data": p.data,
                "at": p.at,
            }
            for p in payments
        ]
        for statement in (_ORDERS, _PAYMENTS, _ENTRIES, _LINES):
            self.do(
                lambda ctx, statement=statement: ctx.db.run(
                    statement, store=store or self.store, rows=json(rows)
                )
            )

    def give(
        self,
        paid: Paid,
        amount: int,
        *,
        reference: str = "",
        at: datetime | None = None,
        status: str = "done",
    ) -> UUID:
        """A refund, in the books when it is done."""
        refund_id = new_id()

        def write(ctx: Context) -> None:
            ctx.db.run(
                """insert into refunds (tenant_id, id, payment_id, amount_minor, reason, status, provider_reference,
                                        actor, created_at, updated_at)
                   values (%(tenant)s, %(id)s, %(payment)s, %(amount)s, 'torn', %(status)s, %(reference)s, 'staff',
                           %(at)s, %(at)s)""",
                id=refund_id,
                payment=paid.id,
                amount=amount,
                status=status,
                reference=reference,
                at=at or paid.at,
            )
            if status != "done":
                return
            ctx.db.run(
                """update payments set refunded_minor = refunded_minor + %(amount)s
                   where tenant_id = %(tenant)s and id = %(payment)s""",
                payment=paid.id,
                amount=amount,
            )
            ctx.db.run(
                """with entry as (
                       insert into ledger_entries (tenant_id, id, fact, source, currency, store_id, order_id, payment_id,
                                                   actor, at, posted_at)
                       values (%(tenant)s, %(entry)s, 'refund', %(source)s, %(currency)s, %(store)s, %(order)s, %(payment)s,
                               'staff', %(at)s, %(at)s) returning id)
                   insert into ledger_lines (tenant_id, entry_id, position, account, currency, order_id, amount_minor, at)
                   select %(tenant)s, entry.id, l.n, l.account, %(currency)s, %(order)s, l.amount, %(at)s
                   from entry, (values (1, 'refunds', %(amount)s::bigint), (2, %(account)s, -%(amount)s::bigint))
                               as l (n, account, amount)""",
                entry=new_id(),
                source=refund_id.hex,
                currency=paid.currency,
                store=self.store,
                order=paid.order,
                payment=paid.id,
                amount=amount,
                account=f"gateway_clearing:{paid.provider}",
                at=at or paid.at,
            )

        self.do(write)
        return refund_id

    def dispute(self, paid: Paid, reference: str, withdrawn: int, fee: int) -> None:
        """An open one, with what it holds back in the books."""
        dispute_id = new_id()

        def write(ctx: Context) -> None:
            ctx.db.run(
                """insert into disputes (tenant_id, id, payment_id, provider_reference, status, amount_minor,
                                         withdrawn_minor, fee_minor, currency, opened_at, updated_at)
                   values (%(tenant)s, %(id)s, %(payment)s, %(reference)s, 'open', %(withdrawn)s, %(withdrawn)s, %(fee)s,
                           %(currency)s, %(at)s, %(at)s)""",
                id=dispute_id,
                payment=paid.id,
                reference=reference,
                withdrawn=withdrawn,
                fee=fee,
                currency=paid.currency,
                at=paid.at,
            )
            ledger.disputed(
                ctx,
                order_id=paid.order,
                payment_id=paid.id,
                dispute_id=dispute_id,
                store_id=self.store,
                provider=paid.provider,
                currency=paid.currency,
                withdrawn_minor=withdrawn,
                fee_minor=fee,
                outcome="open",
            )

        self.do(write)

    # what is tested

    def bring(
        self, data: bytes | str, provider: str = "sandbox", name: str = "september.csv", **more: Any
    ) -> Statement:
        raw = data.encode() if isinstance(data, str) else data
        store = more.pop("store", self.store)
        caller = more.pop("caller", self.caller)
        found: Statement = self.work.perform(
            caller,
            lambda ctx: importing.import_statement(
                ctx, store_id=store, provider=provider, file_name=name, data=raw
            ),
        )
        return found

    def recheck(self, statement: Statement) -> Statement:
        found: Statement = self.do(lambda ctx: importing.recheck(ctx, parse("stmt", statement.id)))
        return found

    def look(self, statement: Statement) -> Statement:
        found: Statement = self.do(lambda ctx: queries.statement(ctx, parse("stmt", statement.id)))
        return found

    def lines(self, statement: Statement, *matches: Match) -> list[StatementLine]:
        found: list[StatementLine] = []
        cursor = None
        while True:
            page: Page[StatementLine] = self.do(
                lambda ctx, cursor=cursor: queries.lines(
                    ctx, parse("stmt", statement.id), matches=matches, cursor=cursor, limit=100
                )
            )
            found += page.items
            cursor = page.next
            if cursor is None:
                return found

    def told(self, statement: Statement) -> list[tuple[str, str, str]]:
        """(reference, match, why) of every line that does not simply agree."""
        return [
            (line.reference, line.match, line.why)
            for line in self.lines(statement)
            if line.match != "matched"
        ]

    def fee(self, paid: Paid) -> int:
        found: int = self.do(
            lambda ctx: ctx.db.value(
                "select p.fee_minor from payments p where p.tenant_id = %(tenant)s and p.id = %(id)s",
                id=paid.id,
            )
        )
        return found

    def balance(self, account: str, currency: str = "EUR") -> int:
        found = self.do(books.balances)
        return sum(b.balance_minor for b in found if (b.account, b.currency) == (account, currency))

    def entries(self) -> int:
        found: int = self.do(
            lambda ctx: ctx.db.value("select count(*) from ledger_entries where tenant_id = %(tenant)s")
        )
        return found

    def agree(self) -> None:
        """The books balance, and say what the payments say."""
        report = self.do(verifying.verify)
        assert report.is_sound, report.findings


def sandbox(rows: Sequence[Sequence[object]]) -> bytes:
    """The sandbox's own file: reference, kind, gross, fee, net, currency, at, parent."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(("reference", "kind", "gross", "fee", "net", "currency", "at", "parent"))
    lines.writerows(rows)
    return out.getvalue().encode()


def later(**time: float) -> datetime:
    return MORNING + timedelta(**time)


_ROWS = """jsonb_to_recordset(%(rows)s::jsonb) as r (id uuid, order_id uuid, line_id uuid, sale uuid, collected uuid, fee uuid,
    number text, reference text, amount bigint, captured bigint, status text, provider text, currency text,
    fee_minor bigint, data jsonb, at timestamptz)"""
_ORDERS: Any = f"""
insert into orders (tenant_id, id, number, store_id, cart_id, cart_version, status, payment_status, placed_at, currency,
    locale, prices_include_tax, is_estimated, subtotal_minor, shipping_minor, tax_minor, total_minor, email,
    shipping_address, billing_address, shipping_method, payment_method, tracking_hash, created_at, updated_at)
select %(tenant)s, r.order_id, r.number, %(store)s, r.order_id, 1, 'open', 'pending', r.at, r.currency, 'en', true, false,
    r.amount, 0, 0, r.amount, 'sam@shopper.example', '{{}}', '{{}}', '{{}}', r.provider, uuid_send(r.order_id), r.at, r.at
from {_ROWS}"""
_PAYMENTS: Any = f"""
insert into payments (tenant_id, id, order_id, store_id, provider, attempt, status, currency, amount_minor, captured_minor,
    provider_reference, fee_minor, data, created_at, updated_at)
select %(tenant)s, r.id, r.order_id, %(store)s, r.provider, 1, r.status, r.currency, r.amount, r.captured, r.reference,
    r.fee_minor, r.data, r.at, r.at
from {_ROWS}"""
_ENTRIES: Any = f"""
insert into ledger_entries (tenant_id, id, fact, source, currency, store_id, order_id, payment_id, actor, at, posted_at)
select %(tenant)s, e.id, e.fact, e.source, r.currency, %(store)s, r.order_id, e.payment, 'staff', r.at, r.at
from {_ROWS},
lateral (values (r.sale, 'sale', replace(r.order_id::text, '-', ''), null::uuid, r.amount),
                (r.collected, 'collected', replace(r.id::text, '-', '') || ':' || r.captured, r.id, r.captured),
                (r.fee, 'fee', replace(r.id::text, '-', '') || ':' || r.fee_minor, r.id, r.fee_minor))
    as e (id, fact, source, payment, amount)
where e.amount > 0"""
_LINES: Any = f"""
insert into ledger_lines (tenant_id, entry_id, position, account, currency, order_id, amount_minor, at)
select %(tenant)s, l.entry, l.position, l.account, r.currency, r.order_id, l.amount, r.at
from {_ROWS},
lateral (values (r.sale, 1, 'customer_receivable', r.amount), (r.sale, 2, 'revenue', -r.amount),
                (r.collected, 1, 'gateway_clearing:' || r.provider, r.captured),
                (r.collected, 2, 'customer_receivable', -r.captured),
                (r.fee, 1, 'fees', r.fee_minor), (r.fee, 2, 'gateway_clearing:' || r.provider, -r.fee_minor))
    as l (entry, position, account, amount)
where l.amount <> 0"""
