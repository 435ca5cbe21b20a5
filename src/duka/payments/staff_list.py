"""The merchant's list of payments: by what they need, filtered, searched, the newest first, a page at a time.

Two statements beside the one that sets the tenant: the page, and, for the first page, the counts. Only the conditions that
were asked for are in a statement. Those that no index serves stand in a `coalesce`: the planner goes along the order of the
list until the page is full instead of gathering all payments to sort them.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids, money, paging
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput, MalformedId
from duka.kernel.ids import public
from duka.payments import masking, rules
from duka.payments.service.recording import MISMATCH
from duka.payments.staff_types import PaymentList, PaymentListItem, PaymentSearch

PERMISSION = "payments:read"
NEEDS = ("to_capture", "problem", "by_hand")
STATUSES = tuple(rules.FOLLOWS)
COUNTED_UP_TO = 1000
RECENT = timedelta(days=30)
"""A failed payment of an order that waits is a problem for so long; later nobody comes back to it."""
_WRONG_SINCE = timedelta(days=180)
_LOOKED_AT = 20_000
"""Amounts and telephone numbers are looked for among so many of the newest payments."""
_LAST = chr(0x10FFFF)
_AMOUNT = re.compile(r"(\d[\d\s\u00a0\u202f']*)(?:[.,](\d{1,3}))?")

_CONDITIONS: dict[str, LiteralString] = {
    "status": "p.status = %(status)s",
    "provider": "coalesce(p.provider = %(provider)s, false)",
    "store": "coalesce(p.store_id = %(store)s, false)",
    "created_from": "p.created_at >= %(created_from)s::timestamptz",
    "created_until": "p.created_at < %(created_until)s::timestamptz",
}

_NEEDED: dict[str, LiteralString] = {
    "to_capture": """select q.id from payments q
        where q.tenant_id = %(tenant)s and q.status in ('authorized', 'partially_captured')""",
    "problem": """select q.id from payments q where q.tenant_id = %(tenant)s and q.status = 'unknown'
        union
        select q.id from payments q join orders f on f.tenant_id = q.tenant_id and f.id = q.order_id
        where q.tenant_id = %(tenant)s and f.tenant_id = %(tenant)s and q.status = 'failed'
          and q.created_at > %(recent)s and f.status = 'open' and f.payment_status = 'failed'
        union
        select d.payment_id from disputes d where d.tenant_id = %(tenant)s and d.status = 'open'
        union
        select q.id from payments q
        where q.tenant_id = %(tenant)s and q.reason = %(mismatch)s and q.created_at > %(wrong_since)s
          and q.status in ('pending', 'requires_action', 'unknown', 'authorized', 'failed', 'expired', 'cancelled')""",
    "by_hand": """select r.payment_id from refunds r where r.tenant_id = %(tenant)s and r.status = 'by_hand'""",
}

_BY_ORDER: LiteralString = """
    select q.id from orders f join payments q on q.tenant_id = f.tenant_id and q.order_id = f.id
    where f.tenant_id = %(tenant)s and q.tenant_id = %(tenant)s"""
_RECENTLY: LiteralString = f"""
    select v.id from (select q.id, q.currency, q.amount_minor, q.captured_minor, q.payer_phone from payments q
                      where q.tenant_id = %(tenant)s order by q.created_at desc, q.id desc limit {_LOOKED_AT}) v where """  # noqa: S608 - a constant
_REFERENCE: LiteralString = """
    select q.id from payments q where q.tenant_id = %(tenant)s and q.provider_reference = %(text)s
      and q.provider = any(array(select a.provider from payment_accounts a where a.tenant_id = %(tenant)s
                                 union select 'sandbox' union select 'sandbox_mobile'))"""


def list_for_staff(
    ctx: Context, wanted: PaymentSearch, *, cursor: str | None = None, limit: int | None = None
) -> PaymentList:
    """The payments of the stores that the caller may see. Refuses `MalformedCursor` and, for a need or a status that there is
    not, `InvalidInput`."""
    ctx.require(PERMISSION, store=wanted.store)
    if wanted.need not in ("", *NEEDS) or wanted.status not in ("", *STATUSES):
        raise InvalidInput({"need": f"one of {', '.join(NEEDS)}", "status": f"one of {', '.join(STATUSES)}"})
    size = paging.bounded(limit)
    rows = _page(ctx, wanted, cursor, size)
    last = rows[size - 1] if len(rows) > size else None
    return PaymentList(
        items=[_item(ctx, row) for row in rows[:size]],
        next=paging.encode(last.created_at, last.id) if last else None,
        counts=None if cursor else _counts(ctx, wanted.store),
        counted_up_to=COUNTED_UP_TO,
    )


def _page(ctx: Context, wanted: PaymentSearch, cursor: str | None, size: int) -> list[Any]:
    values = {name: getattr(wanted, name) for name in _CONDITIONS}
    params: dict[str, Any] = {name: value for name, value in values.items() if value not in ("", None)}
    conditions: list[LiteralString] = [_CONDITIONS[name] for name in params]
    tables: list[LiteralString] = []
    if wanted.need:
        tables.append(f"needed as materialized ({_NEEDED[wanted.need]}), ")
        conditions.append("p.id in (select n.id from needed n (id))")
        params |= _times(ctx)
    if wanted.text.strip():
        found = _found(wanted.text)
        if found is None:
            return []
        tables.append(f"found as materialized ({found[0]}), ")
        conditions.append("p.id in (select f.id from found f)")
        params |= found[1]
    if cursor:
        conditions.append("(p.created_at, p.id) < (%(at)s::timestamptz, %(last)s)")
        params["at"], params["last"] = paging.decode(cursor, datetime, UUID)
    stores = ctx.stores_with(PERMISSION)
    if stores is not None:
        conditions.append("coalesce(p.store_id = any(%(stores)s), false)")
        params["stores"] = stores
    where: LiteralString = "".join([f" and {condition}" for condition in conditions])
    before: LiteralString = "".join(tables)
    return ctx.db.all(
        f"""with {before} page as materialized (
               select p.id, p.order_id, p.store_id, p.provider, p.attempt, p.status, p.currency, p.amount_minor,
                      p.captured_minor, p.refunded_minor, coalesce(p.provider_reference, '') as reference, p.reason,
                      p.failure_code, p.payer_phone, p.created_at
               from payments p where p.tenant_id = %(tenant)s{where}
               order by p.created_at desc, p.id desc limit %(size)s
           )
           select g.*, o.number,
                  coalesce(nullif(o.billing_address ->> 'name', ''), o.shipping_address ->> 'name', '') as name,
                  (select coalesce(sum(r.amount_minor), 0)::bigint from refunds r
                   where r.tenant_id = %(tenant)s and r.payment_id = g.id and r.status = 'by_hand') as by_hand_minor,
                  exists (select from disputes d where d.tenant_id = %(tenant)s and d.payment_id = g.id
                            and d.status = 'open') as is_disputed
           from page g join orders o on o.tenant_id = %(tenant)s and o.id = g.order_id
           order by g.created_at desc, g.id desc""",  # noqa: S608 - our own text
        size=size + 1,
        **params,
    )


def _times(ctx: Context) -> dict[str, Any]:
    return {"recent": ctx.now - RECENT, "wrong_since": ctx.now - _WRONG_SINCE, "mismatch": MISMATCH}


def _counts(ctx: Context, store: UUID | None) -> dict[str, int]:
    one: LiteralString = """select '{need}' as need, (select count(*) from (
        select from ({ids}) n (id) join payments p on p.tenant_id = %(tenant)s and p.id = n.id
        where (%(stores)s::uuid[] is null or p.store_id = any(%(stores)s))
          and (%(store)s::uuid is null or p.store_id = %(store)s) limit {most}) c) as count"""
    statement = " union all ".join(
        one.replace("{need}", need).replace("{ids}", text).replace("{most}", str(COUNTED_UP_TO))
        for need, text in _NEEDED.items()
    )
    rows = ctx.db.all(statement, store=store, stores=ctx.stores_with(PERMISSION), **_times(ctx))
    return {row.need: row.count for row in rows}


def _found(text: str) -> tuple[LiteralString, dict[str, Any]] | None:
    """The ids of what was typed; None when it says nothing."""
    kept = " ".join(text.replace("\x00", "").encode("utf-8", "ignore").decode().split())[:200].lstrip("#")
    if not any(c.isalnum() for c in kept):
        return None
    if kept.startswith("pay_"):
        try:
            return "select %(id)s::uuid as id", {"id": ids.parse("pay", kept)}
        except MalformedId:
            return None
    params: dict[str, Any] = {"text": kept, "number": kept.upper(), "number_until": kept.upper() + _LAST}
    ways: list[LiteralString] = [
        _REFERENCE,
        _BY_ORDER
        + """ and f.number collate "C" >= %(number)s and f.number collate "C" < %(number_until)s limit 1000""",
    ]
    digits = "".join(c for c in kept if c.isdigit())
    if len(digits) >= 4 and digits.isascii() and not re.search(r"[^\d\s+().\-/]", kept):
        tail = digits.lstrip("0")
        ways += [
            _BY_ORDER
            + " and f.phone_tail <> '' and f.phone_tail >= %(tail)s and f.phone_tail < %(tail_until)s limit 1000",
            _RECENTLY
            + "v.payer_phone <> '' and regexp_replace(v.payer_phone, '\\D', '', 'g') like %(ending)s",
        ]
        params |= {"tail": tail[::-1], "tail_until": tail[::-1] + _LAST, "ending": "%" + tail}
    amounts = _amounts(kept)
    if amounts:
        ways.append(
            _RECENTLY + "(%(amounts)s::jsonb ->> v.currency)::bigint in (v.amount_minor, v.captured_minor)"
        )
        params["amounts"] = msgspec.json.encode(amounts).decode()
    return " union ".join([f"({way})" for way in ways]), params


def _amounts(text: str) -> dict[str, int]:
    """What a typed amount is in the minor units of each currency that can write it."""
    typed = _AMOUNT.fullmatch(text)
    if typed is None:
        return {}
    whole = re.sub(r"\D", "", typed[1])
    if len(whole) > 15 or not whole.isascii():
        return {}
    value = Decimal(f"{whole}.{typed[2] or 0}")
    found = {code: value.scaleb(digits) for code, digits in money.EXPONENTS.items()}
    return {code: int(minor) for code, minor in found.items() if minor == int(minor)}


def _item(ctx: Context, row: Any) -> PaymentListItem:
    is_open = ctx.may("payments:write", store=row.store_id)
    return PaymentListItem(
        id=public("pay", row.id),
        order_id=public("ord", row.order_id),
        order_number=row.number,
        name=row.name,
        store_id=public("store", row.store_id),
        provider=row.provider,
        attempt=row.attempt,
        status=row.status,
        currency=row.currency,
        amount_minor=row.amount_minor,
        captured_minor=row.captured_minor,
        refunded_minor=row.refunded_minor,
        reference=row.reference,
        reason=row.reason,
        code=row.failure_code,
        payer_phone=row.payer_phone if is_open else masking.phone(row.payer_phone),
        is_mismatch=row.reason == MISMATCH,
        is_disputed=row.is_disputed,
        by_hand_minor=row.by_hand_minor,
        created_at=row.created_at,
    )
