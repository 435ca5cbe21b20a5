"""What providers send unasked: verified, kept raw, once, and read by a job that asks for the truth."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import msgspec

from duka.kernel import ids
from duka.kernel.context import SYSTEM, Context
from duka.kernel.errors import NotFound
from duka.kernel.work import Caller, Work
from duka.payments import queries, wire
from duka.payments.gateways import Gateways
from duka.payments.queries import json
from duka.payments.service import accounts
from duka.payments.types import Account, Callback, DisputeNews, Payment

MOST_TRIES = 6
LEASE = timedelta(minutes=1)
"""Whoever took a callback to read has it for so long."""
KEPT_HEADERS = (
    "content-type",
    "user-agent",
    "x-duka-query",
    "paypal-transmission-id",
    "paypal-transmission-time",
)


class CallbackNotFound(NotFound):
    """Nobody is called back at this address."""


class Waiting(msgspec.Struct, frozen=True):
    """A callback as the job reads it. `payment` None: nobody knows yet whom it is about."""

    id: UUID
    provider: str
    account_id: UUID | None
    kind: str
    tries: int
    payment: Payment | None
    dispute: DisputeNews | None
    is_about_us: bool


def account_at(ctx: Context, gateways: Gateways, callback_key: str) -> Account:
    """Whose callbacks come to this address. Refuses `CallbackNotFound`."""
    account_id = ctx.db.value(
        """select a.id from payment_accounts a
           where a.tenant_id = %(tenant)s and a.callback_key = %(key)s and a.sealed <> ''""",
        key=callback_key,
    )
    if account_id is None:
        raise CallbackNotFound()
    account = accounts.load(ctx, gateways, account_id)
    ctx.cache.keep((ctx.tenant, "payments.callback", callback_key), account)
    return account


def keep_callback(
    ctx: Context,
    provider: str,
    account_id: UUID | None,
    callback: Callback,
    headers: Mapping[str, str],
    body: bytes,
) -> bool:
    """Store a verified callback, once; a job reads it within a second or two. False for one that we have already."""
    callback_id = ids.new_id()
    fresh = ctx.db.run(
        """insert into payment_callbacks (tenant_id, id, provider, account_id, event_id, kind, reference, payment_id, headers,
                                          body, news, received_at, due_at)
           values (%(tenant)s, %(id)s, %(provider)s, %(account)s, %(event)s, %(kind)s, %(reference)s, %(payment)s,
                   %(headers)s::jsonb, %(body)s, %(news)s::jsonb, %(now)s, %(now)s)
           on conflict do nothing""",
        id=callback_id,
        provider=provider,
        account=account_id,
        event=callback.event_id[:300],
        kind=callback.kind[:100],
        reference=callback.reference,
        payment=callback.payment_id,
        headers=json({name: headers[name][:500] for name in KEPT_HEADERS if name in headers}),
        body=wire.masked(body.decode("utf-8", "replace").replace("\x00", "�")),
        news=json(callback.dispute) if callback.dispute else None,
        now=ctx.now,
    )
    return bool(fresh)


def take(ctx: Context, callback_id: UUID) -> Waiting | None:
    """A callback that nobody has read; None when it was."""
    row = ctx.db.one(
        """update payment_callbacks c set tries = c.tries + 1,
                  due_at = %(now)s + interval '2 seconds' * power(2, c.tries)
           where c.tenant_id = %(tenant)s and c.id = %(id)s and c.processed_at is null
           returning c.id, c.provider, c.account_id, c.kind, c.tries, c.reference, c.payment_id, c.news""",
        id=callback_id,
        now=ctx.now,
    )
    if row is None:
        return None
    return Waiting(
        row.id,
        row.provider,
        row.account_id,
        row.kind,
        row.tries,
        _whom(ctx, row.provider, row.account_id, row.reference, row.payment_id),
        msgspec.convert(row.news, DisputeNews) if row.news else None,
        row.reference is not None or row.payment_id is not None,
    )


def _whom(
    ctx: Context, provider: str, account_id: UUID | None, reference: str | None, payment_id: UUID | None
) -> Payment | None:
    """The payment of this very account that a callback is about: never another store's, whatever the message claims."""
    row = ctx.db.one(
        f"""select {queries.COLUMNS} from payments p
            where p.tenant_id = %(tenant)s and p.provider = %(provider)s
              and p.account_id is not distinct from %(account)s
              and (p.provider_reference = %(reference)s or p.id = %(payment)s)
            order by p.id = %(payment)s desc limit 1""",  # noqa: S608 - a constant
        provider=provider,
        account=account_id,
        reference=reference,
        payment=payment_id,
    )
    return queries.payment(row) if row else None


def reopen(ctx: Context, callback_id: UUID) -> None:
    """It is to be read once more, for the last time."""
    ctx.db.run(
        """update payment_callbacks c set processed_at = null, outcome = '', tries = greatest(c.tries, %(most)s) - 1
           where c.tenant_id = %(tenant)s and c.id = %(id)s""",
        id=callback_id,
        most=MOST_TRIES,
    )


def close(ctx: Context, callback_id: UUID, outcome: str, payment_id: UUID | None = None) -> None:
    """It was read; `outcome` says what came of it."""
    ctx.db.run(
        """update payment_callbacks set processed_at = %(now)s, outcome = %(outcome)s,
                  payment_id = coalesce(%(payment)s, payment_id)
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=callback_id,
        outcome=outcome,
        payment=payment_id,
        now=ctx.now,
    )


def finish(work: Work, tenant: UUID, callback_id: UUID, outcome: str, payment_id: UUID | None = None) -> None:
    work.perform(Caller(tenant, SYSTEM), lambda ctx: close(ctx, callback_id, outcome, payment_id))
