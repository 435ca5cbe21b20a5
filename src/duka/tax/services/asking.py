"""What a store's service has not told yet becomes a question; a job asks it, and keeps the answer. Nobody waits."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import msgspec

from duka.customers.types import Address
from duka.flags import queries as flags
from duka.kernel import jobs
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.tax.errors import TaxAccountLocked, TaxServiceRefused, TaxServiceUnreachable
from duka.tax.facts import FEATURE
from duka.tax.services import accounts
from duka.tax.services.desk import Desk
from duka.tax.services.types import Account, Document, Item, Place, Quoted
from duka.tax.taxing import CARRIED, Kind
from duka.tax.types import CARRIAGE

QUOTE = "tax.quote"
AGAIN = timedelta(minutes=2)
"""A question that is open is not asked anew before."""
KEPT = timedelta(days=7)
GUESS_MINOR = 1000
"""What carriage is said to cost before it is chosen: services tell whether it is taxed at all."""
MOST_KINDS = 100


def ask_later(
    ctx: Context,
    store_id: UUID,
    address: Address,
    currency: str,
    kinds: Sequence[Kind],
    shipping_minor: int = 0,
) -> None:
    """A job will ask the store's service about these. Asking again meanwhile is nothing. One statement, and one for the job."""
    wanted = tuple(
        Item(tax_class=c, unit_price_minor=price) for c, price in kinds[:MOST_KINDS] if (c, price) != CARRIED
    )
    document = Document(
        currency=currency,
        recipient=Place(
            country=address.country,
            region=address.region,
            postal_code=address.postal_code,
            city=address.city,
            line1=address.line1,
        ),
        items=wanted,
        shipping_minor=shipping_minor or GUESS_MINOR,
    )
    question = msgspec.json.encode(document)
    key = hashlib.sha256(question).digest()
    fresh = ctx.db.run(
        """insert into tax_questions as q (tenant_id, store_id, key, question, asked_at)
           values (%(tenant)s, %(store)s, %(key)s, %(question)s::jsonb, %(now)s)
           on conflict (tenant_id, store_id, key) do update set asked_at = excluded.asked_at, tries = 0
           where q.asked_at < %(again)s""",
        store=store_id,
        key=key,
        question=question.decode(),
        again=ctx.now - AGAIN,
        now=ctx.now,
    )
    if fresh:
        jobs.defer(ctx, QUOTE, store=str(store_id), key=key.hex())


def quote(work: Work, desk: Desk, tenant: UUID, store: str, key: str) -> None:
    """The job. Without an answer it is tried again later, and what is known counts on; twice is safe."""
    caller, store_id, digest = Caller(tenant), UUID(store), bytes.fromhex(key)

    def begin(ctx: Context) -> tuple[Account, Document] | None:
        text = ctx.db.value(
            """select q.question::text from tax_questions q
               where q.tenant_id = %(tenant)s and q.store_id = %(store)s and q.key = %(key)s""",
            store=store_id,
            key=digest,
        )
        account = accounts.load(ctx, desk, store_id) if text and flags.is_on(ctx, FEATURE) else None
        return (account, msgspec.json.decode(text, type=Document)) if account and text else None

    try:
        asked = work.perform(caller, begin)
        if asked is None:
            return
        found = desk.find(asked[0].provider).quote(*asked)
    except (TaxServiceUnreachable, TaxServiceRefused, TaxAccountLocked) as refused:
        why = str(refused.fields.get("why") or refused.code)
        work.perform(caller, lambda ctx: _failed(ctx, store_id, digest, why))
        if isinstance(refused, TaxServiceUnreachable):
            raise
        return
    account, document = asked
    work.perform(caller, lambda ctx: _keep(ctx, account, document, digest, found))


def _failed(ctx: Context, store_id: UUID, key: bytes, why: str) -> None:
    ctx.db.run(
        """update tax_questions set tries = tries + 1, why = %(why)s
           where tenant_id = %(tenant)s and store_id = %(store)s and key = %(key)s""",
        store=store_id,
        key=key,
        why=why[:200],
    )


def _keep(ctx: Context, account: Account, document: Document, key: bytes, found: list[Quoted]) -> None:
    rows = [
        {
            "tax_class": each.item.tax_class if each.item else CARRIAGE,
            "unit_price_minor": each.item.unit_price_minor if each.item else 0,
            "rates": each.rates,
        }
        for each in found
    ]
    ctx.db.run(
        """insert into tax_answers (tenant_id, store_id, area, tax_class, unit_price_minor, currency, provider, rates,
               answered_at)
           select %(tenant)s, %(store)s, tax_area(%(place)s::jsonb), r.tax_class, r.unit_price_minor, %(currency)s, %(provider)s,
                  r.rates, %(now)s
           from jsonb_to_recordset(%(rows)s::jsonb) as r (tax_class text, unit_price_minor bigint, rates jsonb)
           on conflict (tenant_id, store_id, area, tax_class, unit_price_minor, currency) do update
           set provider = excluded.provider, rates = excluded.rates, answered_at = excluded.answered_at""",
        store=account.store_id,
        place=msgspec.json.encode(document.recipient).decode(),
        currency=document.currency,
        provider=account.provider,
        rows=msgspec.json.encode(rows).decode(),
        now=ctx.now,
    )
    ctx.db.run(
        """delete from tax_questions q where q.tenant_id = %(tenant)s and q.store_id = %(store)s
           and (q.key = %(key)s or q.asked_at < %(kept)s)""",
        store=account.store_id,
        key=key,
        kept=ctx.now - KEPT,
    )
