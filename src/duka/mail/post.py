"""The post office's rows: a message is posted, claimed by whoever sends it, and noted with what became of it. For every
channel alike."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel import ids, jobs, metrics
from duka.kernel.context import Context
from duka.kernel.db import Row

PATIENCE = timedelta(minutes=2)
"""After so long a message that was being sent counts as left behind by a process that died."""
GIVE_UP = timedelta(days=3)
LONGEST_WAIT = timedelta(minutes=30)
OVER = ("sent", "delivered", "bounced", "failed", "suppressed")


class StillSending(Exception):
    """Another process is at it; the queue asks again."""


class GivenUp(Exception):
    """Nobody took it for three days. The queue keeps it as a dead letter, which can be replayed."""


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """What is written down when a message is posted. `values` are what its template names, `secrets` those that are emptied
    when it is over."""

    channel: str
    to: str
    kind: str
    locale: str
    subject: str = ""
    text: str
    values: Mapping[str, Any]
    secrets: Mapping[str, Any]
    store: UUID | None = None
    customer: UUID | None = None
    about: str = ""
    is_marketing: bool = False
    origin: UUID | None = None
    not_before: datetime | None = None


def post(ctx: Context, job: str, message: Posted) -> UUID:
    """Write it down, for `job` to send once this transaction commits (or later, when it is held)."""
    mail_id = ids.new_id()
    ctx.db.run(
        """insert into mails (tenant_id, id, channel, recipient, kind, locale, subject, text, html, data, secrets, store_id,
                              customer_id, about, is_marketing, origin_id, status, not_before, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(channel)s, %(to)s, %(kind)s, %(locale)s, %(subject)s, %(text)s, '', %(data)s::jsonb,
                   %(secrets)s::jsonb, %(store)s, %(customer)s, %(about)s, %(marketing)s, %(origin)s, %(status)s, %(later)s,
                   %(now)s, %(now)s)""",
        id=mail_id,
        channel=message.channel,
        to=message.to,
        kind=message.kind,
        locale=message.locale,
        subject=message.subject,
        text=message.text,
        data=_json(message.values),
        secrets=_json(message.secrets),
        store=message.store,
        customer=message.customer,
        about=message.about,
        marketing=message.is_marketing,
        origin=message.origin,
        status="held" if message.not_before else "queued",
        later=message.not_before,
        now=ctx.now,
    )
    jobs.defer(ctx, job, at=message.not_before, mail_id=str(mail_id))
    return mail_id


def claim(ctx: Context, mail_id: UUID) -> Row | None:
    """The message, now being sent by this process; None when it needs no sending any more. One that nobody took for days
    may be claimed again, for a replay. `stays_here`: the company is a sandbox, and what it says to others than its own people is
    kept in place of being sent. Refuses `StillSending`."""
    row = ctx.db.one(
        """update mails m set status = 'sending', attempts = m.attempts + 1, updated_at = %(now)s
           where m.tenant_id = %(tenant)s and m.id = %(id)s
             and (m.status = 'queued' or (m.status = 'held' and m.not_before <= %(now)s)
                  or (m.status = 'sending' and m.updated_at < %(stale)s)
                  or (m.status = 'failed' and m.text <> ''))
           returning m.id, m.channel, m.recipient, m.kind, m.locale, m.subject, m.text, m.data, m.secrets, m.store_id,
                     m.customer_id, m.is_marketing, m.attempts, m.created_at, (
               select s.reason from mail_suppressions s
               where s.tenant_id = %(tenant)s and s.channel = m.channel and s.address = lower(m.recipient)
                 and (s.scope = 'all' or m.is_marketing) order by s.scope limit 1) as suppressed, (
               select t.kind = 'sandbox' and not exists (
                 select from staff s where s.tenant_id = %(tenant)s and s.email = lower(m.recipient))
               from tenants t where t.id = %(tenant)s) as stays_here""",
        id=mail_id,
        now=ctx.now,
        stale=ctx.now - PATIENCE,
    )
    if row is None:
        status = ctx.db.value(
            "select status from mails where tenant_id = %(tenant)s and id = %(id)s", id=mail_id
        )
        if status == "sending":
            raise StillSending(str(mail_id))
    return row


def note(
    ctx: Context,
    mail_id: UUID,
    status: str,
    error: str = "",
    *,
    provider: str = "",
    reference: str = "",
    segments: int = 0,
    cost_micro: int | None = None,
    cost_currency: str = "",
    html: str = "",
    text: str | None = None,
    keep_words: bool = False,
) -> None:
    """What became of it, with a line of its history. Once it is over its words and secrets are gone (`keep_words`: but
    these, since it may be replayed)."""
    metrics.count(metrics.MESSAGES, status)
    is_emptied = status in OVER and not keep_words
    ctx.db.run(
        """with noted as (
             update mails set status = %(status)s, error = %(error)s, updated_at = %(now)s,
               text = case when %(empty)s then '' else coalesce(%(text)s, text) end,
               html = case when %(empty)s then '' when %(html)s = '' then html else %(html)s end,
               secrets = case when %(empty)s then '{}' else secrets end,
               provider = case when %(provider)s = '' then provider else %(provider)s end,
               provider_reference = case when %(reference)s = '' then provider_reference else %(reference)s end,
               segments = greatest(segments, %(segments)s),
               cost_micro = coalesce(%(cost)s, cost_micro),
               cost_currency = case when %(cost_currency)s = '' then cost_currency else %(cost_currency)s end,
               sent_at = case when %(status)s in ('sent', 'delivered') then coalesce(sent_at, %(now)s) else sent_at end,
               delivered_at = case when %(status)s = 'delivered' then %(now)s else delivered_at end
             where tenant_id = %(tenant)s and id = %(id)s returning id)
           insert into mail_attempts (tenant_id, mail_id, number, at, outcome, provider, error)
           select %(tenant)s, n.id, 1 + coalesce((select max(a.number) from mail_attempts a
                  where a.tenant_id = %(tenant)s and a.mail_id = n.id), 0), %(now)s, %(status)s, %(provider)s, %(error)s
           from noted n""",
        id=mail_id,
        status=status,
        error=error[:500],
        provider=provider,
        reference=reference[:200],
        segments=segments,
        cost=cost_micro,
        cost_currency=cost_currency,
        html=html,
        text=text,
        empty=is_emptied,
        now=ctx.now,
    )


def try_later(ctx: Context, job: str, row: Row, error: str, provider: str) -> None:
    """The message waits, longer each time. Raises nothing: the queue's own patience is for what breaks in us."""
    wait = min(timedelta(seconds=5 * 2 ** min(row.attempts, 12)), LONGEST_WAIT)
    note(ctx, row.id, "queued", error, provider=provider)
    jobs.defer(ctx, job, at=ctx.now + wait, mail_id=str(row.id))


def is_given_up(ctx: Context, row: Row) -> bool:
    """Nobody took it for so long that a person should look."""
    return bool(ctx.now - row.created_at > GIVE_UP)


def store_name(ctx: Context, store: UUID | None) -> str:
    """Remembered for `cache_seconds`; empty for none."""
    if store is None:
        return ""
    sql = "select name from stores where tenant_id = %(tenant)s and id = %(store)s"
    return str(ctx.cache.get((ctx.tenant, "mail.store", store), lambda: ctx.db.value(sql, store=store) or ""))


def mark_again(ctx: Context, mail_id: UUID, origin: UUID) -> None:
    """This message is that one once more."""
    ctx.db.run(
        "update mails set origin_id = %(origin)s where tenant_id = %(tenant)s and id = %(id)s",
        id=mail_id,
        origin=origin,
    )


def _json(values: Mapping[str, Any]) -> str:
    return msgspec.json.encode(values).decode()
