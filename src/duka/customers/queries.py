"""Questions about customers."""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.customers.errors import CustomerNotFound, NotLoggedIn
from duka.customers.types import Consent, CustomerSummary, Profile
from duka.kernel import ids, paging
from duka.kernel.context import Context

CHANNELS = ("email", "sms")


def require_self_or(ctx: Context, permission: str, customer_id: UUID) -> None:
    """Passes the customer themself, and staff with `permission`. To another customer nobody else exists:
    `CustomerNotFound`."""
    if ctx.actor.kind == "customer":
        if ctx.actor.id != customer_id:
            raise CustomerNotFound()
        return
    ctx.require(permission)


def me(ctx: Context) -> UUID:
    """The customer who is logged in. Refuses `NotLoggedIn` for everybody else."""
    if ctx.actor.kind != "customer" or ctx.actor.id is None:
        raise NotLoggedIn()
    return ctx.actor.id


def require_self(ctx: Context, customer_id: UUID) -> None:
    """Passes the customer themself alone. Refuses `CustomerNotFound` to another one, `NotLoggedIn` to everybody else."""
    if me(ctx) != customer_id:
        raise CustomerNotFound()


def consents(ctx: Context, customer_id: UUID) -> list[Consent]:
    """The newest answer for each channel; none counts as no."""
    require_self_or(ctx, "customers:read", customer_id)
    rows = ctx.db.all(
        """select distinct on (c.channel) c.channel, c.is_given, c.source, c.at from customer_consents c
           where c.tenant_id = %(tenant)s and c.customer_id = %(id)s
           order by c.channel, c.at desc, c.id desc""",
        id=customer_id,
    )
    known = {r.channel: Consent(r.channel, r.is_given, r.source, r.at.isoformat()) for r in rows}
    return [known.get(channel, Consent(channel, False)) for channel in CHANNELS]


def require_there(ctx: Context, customer_id: UUID) -> None:
    """For read shapes that are empty of somebody who is not there too. Refuses `CustomerNotFound`."""
    there = "select 1 from customers c where c.tenant_id = %(tenant)s and c.id = %(id)s"
    if ctx.db.value(there, id=customer_id) is None:
        raise CustomerNotFound()


def profile(ctx: Context, customer_id: UUID) -> Profile:
    """With the address book, the default first. Refuses `CustomerNotFound`."""
    require_self_or(ctx, "customers:read", customer_id)
    text = ctx.db.value(
        """select json_build_object('id', 'cus_' || replace(c.id::text, '-', ''), 'email', c.email, 'name',
           c.name,
             'phone', c.phone, 'locale', c.locale, 'is_registered', c.claimed_at is not null,
             'is_verified', c.email_verified_at is not null, 'version', c.version,
             'addresses', coalesce((select json_agg(json_build_object(
                 'id', 'addr_' || replace(a.id::text, '-', ''), 'address', a.address, 'is_default',
                 a.is_default)
                 order by a.is_default desc, a.created_at, a.id)
               from customer_addresses a where a.tenant_id = %(tenant)s and a.customer_id = c.id),
               '[]'))::text
           from customers c where c.tenant_id = %(tenant)s and c.id = %(id)s""",
        id=customer_id,
    )
    if text is None:
        raise CustomerNotFound()
    return msgspec.json.decode(text, type=Profile)


def list_customers(
    ctx: Context, *, text: str = "", cursor: str | None = None, limit: int | None = None
) -> paging.Page[CustomerSummary]:
    """Newest first; `text` narrows to addresses and names that begin with it."""
    ctx.require("customers:read")
    size = paging.bounded(limit)
    at, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    start = text.strip().replace("\x00", "").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = ctx.db.all(
        """select id, email, name, phone, claimed_at is not null as is_registered, created_at from customers
           where tenant_id = %(tenant)s and (%(start)s = '' or email ilike %(start)s || '%%' or name ilike
           %(start)s || '%%')
             and (%(last)s::uuid is null or (created_at, id) < (%(at)s::timestamptz, %(last)s::uuid))
           order by created_at desc, id desc limit %(size)s""",
        start=start,
        at=at,
        last=last,
        size=size + 1,
    )
    more = paging.encode(rows[size - 1].created_at, rows[size - 1].id) if len(rows) > size else None
    items = [
        CustomerSummary(
            ids.public("cus", r.id), r.email, r.name, r.phone, r.is_registered, r.created_at.isoformat()
        )
        for r in rows[:size]
    ]
    return paging.Page(items, more)
