"""Draft orders as staff find and see them."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.carts import assembly, terms
from duka.checkout import service as checkout
from duka.draft_orders import rows, rules
from duka.draft_orders.permissions import within
from duka.draft_orders.rows import DraftRow
from duka.draft_orders.types import STATES, Draft, DraftCustomer, DraftSummary
from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.ids import public

_STATE: LiteralString = """case when d.cancelled_at is not null then 'cancelled' when c.status = 'ordered' then 'ordered'
    when c.status = 'expired' or c.expires_at <= %(now)s then 'expired'
    when d.link_expires_at > %(now)s then 'sent' else 'open' end"""
"""As `rules.state`."""


def draft(ctx: Context, draft_id: UUID) -> Draft:
    """One draft, priced now. Refuses `DraftNotFound`. Two statements, and one for the store's settings when they are not
    remembered."""
    ctx.require("drafts:read")
    row = rows.load(ctx, draft_id)
    return shown(within(ctx, "drafts:read", row.store_id, row.locale), row)


def shown(ctx: Context, row: DraftRow) -> Draft:
    """As `draft`, for the verbs: `ctx` is of `permissions.within`."""
    cart = rows.cart_of(ctx, row)
    found = terms.of(ctx, row.store_id, cart.seen)
    priced = rules.agreement(row, cart, found, ctx.locale).priced
    missing = checkout.lacks(priced)
    missing.pop("payment_method", None)
    if not cart.lines:
        missing["lines"] = "put something into it"
    offered = []
    if priced.needs_shipping:
        offered = found.offered(*priced.place, priced.goods_minor, priced.weight_grams)
    if priced.needs_shipping and priced.carriage is None:
        missing.setdefault("shipping_rate_id", "choose how it is shipped, or give a price by hand")
    methods = [m for m in sorted(found.payment_methods) if found.may_pay(m, priced.totals.total_minor)]
    return Draft(
        id=public("draft", row.id),
        number=row.number,
        state=rules.state(row, cart, ctx.now),
        store_id=public("store", row.store_id),
        version=cart.version,
        locale=row.locale,
        customer=DraftCustomer(public("cus", row.customer_id), row.customer_name, row.customer_email)
        if row.customer_id
        else None,
        cart=assembly.cart(priced),
        agreed=rules.agreed_lines(row),
        discount=row.discount,
        carriage=row.carriage,
        without_promotions=row.without_promotions,
        shipping_options=[terms.option(carriage, minor, ctx.locale) for carriage, minor in offered],
        internal_note=row.internal_note,
        tags=row.tags,
        hold_until=_said(row.hold_until),
        holds=bool(row.held),
        missing=missing,
        payment_methods=methods,
        sent_to=row.sent_to,
        sent_at=_said(row.sent_at),
        link_expires_at=_said(row.link_expires_at),
        order_id=public("ord", row.order_id) if row.order_id else None,
        order_number=row.order_number,
        created_by=row.created_by_name,
        created_at=row.created_at.isoformat(),
        updated_at=row.updated_at.isoformat(),
        expires_at=cart.expires_at.isoformat(),
    )


def list_drafts(
    ctx: Context,
    *,
    store: UUID | None = None,
    state: str = "",
    text: str = "",
    customer: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> paging.Page[DraftSummary]:
    """The drafts of the caller's stores, newest first. One statement. Refuses `InvalidInput` for a state that there is not."""
    ctx.require("drafts:read")
    if state and state not in STATES:
        raise InvalidInput({"state": f"one of {', '.join(STATES)}"})
    if store is not None and not ctx.may("drafts:read", store=store):
        raise Forbidden(permission="drafts:read")
    size = paging.bounded(limit)
    at, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    sought = text.strip().lower().replace("\x00", "")[:100]
    found = ctx.db.all(
        """select d.id, d.number, d.store_id, d.count, d.total_minor, d.currency, d.created_by_name, d.created_at,
                  d.updated_at, c.email, c.phone,
                  coalesce(nullif(u.name, ''), nullif(c.shipping_address ->> 'name', ''), '') as customer_name,
                  o.id as order_id, o.number as order_number, """  # noqa: S608 - our own text
        + _STATE
        + """ as state
           from draft_orders d
           join carts c on c.tenant_id = %(tenant)s and c.id = d.id
           left join customers u on u.tenant_id = %(tenant)s and u.id = d.customer_id
           left join orders o on o.tenant_id = %(tenant)s and o.cart_id = d.id and o.cart_version = c.version
                and c.status = 'ordered'
           where d.tenant_id = %(tenant)s
             and (%(stores)s::uuid[] is null or d.store_id = any(%(stores)s::uuid[]))
             and (%(store)s::uuid is null or d.store_id = %(store)s)
             and (%(customer)s::uuid is null or d.customer_id = %(customer)s)
             and (%(text)s = '' or strpos(d.words, %(text)s) > 0)
             and (%(state)s = '' or """
        + _STATE
        + """ = %(state)s)
             and (%(at)s::timestamptz is null or (d.created_at, d.id) < (%(at)s, %(last)s::uuid))
           order by d.created_at desc, d.id desc limit %(limit)s""",
        stores=ctx.stores_with("drafts:read"),
        store=store,
        customer=customer,
        text=sought,
        state=state,
        at=at,
        last=last,
        limit=size + 1,
        now=ctx.now,
    )
    more = paging.encode(found[size - 1].created_at, found[size - 1].id) if len(found) > size else None
    return paging.Page(
        [
            DraftSummary(
                id=public("draft", row.id),
                number=row.number,
                state=row.state,
                store_id=public("store", row.store_id),
                customer_name=row.customer_name,
                email=row.email,
                phone=row.phone,
                count=row.count,
                total_minor=row.total_minor,
                currency=row.currency,
                order_id=public("ord", row.order_id) if row.order_id else None,
                order_number=row.order_number,
                created_by=row.created_by_name,
                created_at=row.created_at.isoformat(),
                updated_at=row.updated_at.isoformat(),
            )
            for row in found[:size]
        ],
        more,
    )


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def json(value: object) -> str:
    return msgspec.json.encode(value).decode()
