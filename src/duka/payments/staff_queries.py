"""One payment as staff look into it: what was taken and given back, what was said with its provider, what came of it; and the
messages of providers, whomever they are about."""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.kernel.ids import public
from duka.kernel.paging import Page
from duka.payments import masking
from duka.payments.errors import PaymentNotFound
from duka.payments.possible import Facts
from duka.payments.service.recording import MISMATCH
from duka.payments.staff_types import PaymentCallback, PaymentDetail

PERMISSION = "payments:read"
OUTCOMES = ("unread", "applied", "no_change", "unknown_reference", "mismatch", "not_about_us", "failed")
MOST_MESSAGES = 200
"""Of a payment's conversation the newest so many are shown: one that is polled for a day says much."""
SHOWN_CHARACTERS = 20_000

_DETAIL: LiteralString = """
select p.store_id, json_build_object(
    'id', 'pay_' || replace(p.id::text, '-', ''), 'provider', p.provider,
    'reference', coalesce(p.provider_reference, ''), 'attempt', p.attempt, 'status', p.status, 'currency', p.currency,
    'amount_minor', p.amount_minor, 'captured_minor', p.captured_minor, 'refunded_minor', p.refunded_minor,
    'fee_minor', p.fee_minor, 'capture_method', p.capture_method, 'payer_phone', p.payer_phone, 'reason', p.reason,
    'code', p.failure_code, 'is_mismatch', p.reason = %(mismatch)s, 'was_asked', p.return_url <> '',
    'created_at', p.created_at, 'updated_at', p.updated_at, 'expires_at', p.expires_at,
    'next_look_at', p.next_look_at,
    'order', json_build_object('id', 'ord_' || replace(o.id::text, '-', ''), 'number', o.number, 'status', o.status,
        'payment_status', o.payment_status, 'total_minor', o.total_minor, 'is_estimated', o.is_estimated,
        'name', coalesce(nullif(o.billing_address ->> 'name', ''), o.shipping_address ->> 'name', '')),
    'store', (select json_build_object('id', 'store_' || replace(s.id::text, '-', ''), 'name', s.name,
                                       'timezone', s.timezone)
              from stores s where s.tenant_id = %(tenant)s and s.id = p.store_id),
    'account', (select json_build_object('mode', a.mode, 'capture_method', a.capture_method, 'is_active', a.is_active)
                from payment_accounts a where a.tenant_id = %(tenant)s and a.id = p.account_id),
    'siblings', array(select 'pay_' || replace(x.id::text, '-', '') from payments x
                      where x.tenant_id = %(tenant)s and x.order_id = p.order_id and x.id <> p.id order by x.attempt),
    'captures', (select coalesce(json_agg(json_build_object('id', 'cap_' || replace(c.id::text, '-', ''),
            'amount_minor', c.amount_minor, 'is_final', c.is_final, 'status', c.status, 'reason', c.reason,
            'failure', c.failure, 'by', c.actor_name, 'created_at', c.created_at) order by c.created_at), '[]'::json)
        from captures c where c.tenant_id = %(tenant)s and c.payment_id = p.id),
    'refunds', (select coalesce(json_agg(json_build_object('id', 'ref_' || replace(r.id::text, '-', ''),
            'amount_minor', r.amount_minor, 'status', r.status, 'reason', r.reason, 'failure', r.failure,
            'reference', r.provider_reference, 'origin', r.origin, 'by', r.actor_name, 'created_at', r.created_at,
            'updated_at', r.updated_at) order by r.created_at), '[]'::json)
        from refunds r where r.tenant_id = %(tenant)s and r.payment_id = p.id),
    'disputes', (select coalesce(json_agg(json_build_object('id', 'dis_' || replace(d.id::text, '-', ''),
            'reference', d.provider_reference, 'status', d.status, 'amount_minor', d.amount_minor,
            'withdrawn_minor', d.withdrawn_minor, 'fee_minor', d.fee_minor, 'currency', d.currency,
            'reason', d.reason, 'opened_at', d.opened_at, 'due_by', d.due_by, 'closed_at', d.closed_at)
            order by d.opened_at), '[]'::json)
        from disputes d where d.tenant_id = %(tenant)s and d.payment_id = p.id),
    'callbacks', (select coalesce(json_agg(json_build_object('id', 'cb_' || replace(k.id::text, '-', ''),
            'provider', k.provider, 'store_id', null, 'payment_id', null, 'order_number', '',
            'event_id', k.event_id, 'kind', k.kind, 'reference', coalesce(k.reference, ''), 'outcome', k.outcome,
            'tries', k.tries, 'received_at', k.received_at, 'processed_at', k.processed_at,
            'body', left(k.body, %(shown)s)) order by k.received_at), '[]'::json)
        from (select * from payment_callbacks k where k.tenant_id = %(tenant)s and k.payment_id = p.id
              order by k.received_at desc limit %(most)s) k),
    'messages', (select coalesce(json_agg(json_build_object('id', 'msg_' || replace(m.id::text, '-', ''), 'at', m.at,
            'took_ms', m.took_ms, 'what', m.what, 'method', m.method, 'url', m.url, 'status', m.status,
            'request', m.request, 'answer', m.answer) order by m.at, m.id), '[]'::json)
        from (select * from payment_messages m where m.tenant_id = %(tenant)s and m.payment_id = p.id
              order by m.at desc, m.id desc limit %(most)s) m),
    'timeline', (select coalesce(json_agg(json_build_object('at', e.at, 'type', e.action, 'by', e.actor_name,
            'details', e.details - 'aggregate_id' - 'payment_id', 'before', e.before, 'after', e.after)
            order by e.at, e.id), '[]'::json)
        from (select * from audit_log a
              where a.tenant_id = %(tenant)s and a.object = replace(o.id::text, '-', '')
                and a.details ->> 'payment_id' in (p.id::text, 'pay_' || replace(p.id::text, '-', ''))
              order by a.at desc limit %(most)s) e)
    )::text as told,
    exists (select from captures c where c.tenant_id = %(tenant)s and c.payment_id = p.id
              and c.status = 'pending') as is_capturing,
    array(select distinct x.location_id from reservations x
          where x.tenant_id = %(tenant)s and x.order_id = o.id) as locations
from payments p join orders o on o.tenant_id = p.tenant_id and o.id = p.order_id
where p.tenant_id = %(tenant)s and o.tenant_id = %(tenant)s and p.id = %(id)s
  and (%(stores)s::uuid[] is null or p.store_id = any(%(stores)s))"""


class Looked(msgspec.Struct, frozen=True):
    """A payment with what is needed to say what can be done with it."""

    payment: PaymentDetail
    facts: Facts
    store_id: UUID
    locations: list[UUID]


def detail(ctx: Context, payment_id: UUID) -> Looked:
    """The whole story. One statement. Refuses `PaymentNotFound`, also for those of stores that the caller does not see."""
    ctx.require(PERMISSION)
    row = ctx.db.one(
        _DETAIL,
        id=payment_id,
        stores=ctx.stores_with(PERMISSION),
        mismatch=MISMATCH,
        most=MOST_MESSAGES,
        shown=SHOWN_CHARACTERS,
    )
    if row is None:
        raise PaymentNotFound()
    payment = msgspec.json.decode(row.told, type=PaymentDetail)
    facts = Facts(
        provider=payment.provider,
        status=payment.status,
        captured_minor=payment.captured_minor,
        refunded_minor=payment.refunded_minor,
        was_asked=payment.was_asked,
        is_capturing=row.is_capturing,
        by_hand=sum(refund.status == "by_hand" for refund in payment.refunds),
    )
    if not ctx.may("payments:write", store=row.store_id):
        payment = _masked(payment)
    return Looked(payment, facts, row.store_id, row.locations)


def _masked(payment: PaymentDetail) -> PaymentDetail:
    phone = payment.payer_phone
    replace = msgspec.structs.replace
    return replace(
        payment,
        payer_phone=masking.phone(phone),
        callbacks=[replace(one, body=masking.within(one.body, phone)) for one in payment.callbacks],
        messages=[
            replace(one, request=masking.within(one.request, phone), answer=masking.within(one.answer, phone))
            for one in payment.messages
        ],
    )


_CALLBACKS: LiteralString = """
select k.id, k.provider, coalesce(a.store_id, p.store_id) as store_id, k.payment_id, coalesce(o.number, '') as number,
       k.event_id, k.kind, coalesce(k.reference, '') as reference, k.outcome, k.tries, k.received_at, k.processed_at,
       left(k.body, %(shown)s) as body, coalesce(p.payer_phone, '') as payer_phone
from payment_callbacks k
left join payment_accounts a on a.tenant_id = %(tenant)s and a.id = k.account_id
left join payments p on p.tenant_id = %(tenant)s and p.id = k.payment_id
left join orders o on o.tenant_id = %(tenant)s and o.id = p.order_id
where k.tenant_id = %(tenant)s
  and (%(stores)s::uuid[] is null or coalesce(a.store_id, p.store_id) = any(%(stores)s))"""


def callbacks(
    ctx: Context,
    *,
    outcome: str = "",
    provider: str = "",
    store_id: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[PaymentCallback]:
    """What providers sent, the newest first; `outcome` is one of `OUTCOMES`. Those about nobody's payment at no account of a
    store are seen by people of the whole company. One statement. Refuses `InvalidInput` and `MalformedCursor`."""
    ctx.require(PERMISSION, store=store_id)
    if outcome not in ("", *OUTCOMES):
        raise InvalidInput({"outcome": f"one of {', '.join(OUTCOMES)}"})
    before, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    size = paging.bounded(limit)
    rows = ctx.db.all(
        _CALLBACKS
        + """ and (%(provider)s = '' or k.provider = %(provider)s)
              and (%(store)s::uuid is null or coalesce(a.store_id, p.store_id) = %(store)s)
              and (%(outcome)s = '' or k.outcome = %(outcome)s
                   or (%(outcome)s = 'unread' and k.processed_at is null))
              and (%(before)s::timestamptz is null or (k.received_at, k.id) < (%(before)s, %(last)s::uuid))
            order by k.received_at desc, k.id desc limit %(limit)s""",
        shown=SHOWN_CHARACTERS,
        stores=ctx.stores_with(PERMISSION),
        provider=provider,
        store=store_id,
        outcome=outcome,
        before=before,
        last=last,
        limit=size + 1,
    )
    following = paging.encode(rows[size - 1].received_at, rows[size - 1].id) if len(rows) > size else None
    return Page([_callback(ctx, row) for row in rows[:size]], following)


def callback(ctx: Context, callback_id: UUID) -> PaymentCallback | None:
    """One of them, if the caller may see it. One statement."""
    ctx.require(PERMISSION)
    row = ctx.db.one(
        _CALLBACKS + " and k.id = %(id)s",
        id=callback_id,
        shown=SHOWN_CHARACTERS,
        stores=ctx.stores_with(PERMISSION),
    )
    return _callback(ctx, row) if row else None


def _callback(ctx: Context, row: Any) -> PaymentCallback:
    is_open = ctx.may("payments:write", store=row.store_id)
    return PaymentCallback(
        id=public("cb", row.id),
        provider=row.provider,
        store_id=public("store", row.store_id) if row.store_id else None,
        payment_id=public("pay", row.payment_id) if row.payment_id else None,
        order_number=row.number,
        event_id=row.event_id,
        kind=row.kind,
        reference=row.reference,
        outcome=row.outcome,
        tries=row.tries,
        received_at=row.received_at,
        processed_at=row.processed_at,
        body=row.body if is_open else masking.within(row.body, row.payer_phone),
    )
