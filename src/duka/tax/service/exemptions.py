"""Exemptions: given and ended by staff, never changed, so that what held for an order can be told later."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

import psycopg

from duka.customers.errors import CustomerNotFound, GroupNotFound
from duka.kernel import events, ids, paging
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import InvalidInput
from duka.kernel.paging import Page
from duka.tax.errors import ExemptionNotFound
from duka.tax.events import ExemptionEnded, ExemptionGiven
from duka.tax.types import TaxExemption, TaxExemptionInput


def exempt(ctx: Context, new: TaxExemptionInput) -> TaxExemption:
    """It holds at once, in every store. Refuses `InvalidInput`, `CustomerNotFound`, `GroupNotFound`."""
    ctx.require_everywhere("settings:write")
    customer = ids.parse("cus", new.customer_id) if new.customer_id else None
    group = ids.parse("cgrp", new.group_id) if new.group_id else None
    wrong: dict[str, str] = {}
    if (customer is None) == (group is None):
        wrong["customer_id"] = "name a customer or a group, one of them"
    if not new.reason.strip():
        wrong["reason"] = "say why; invoices print it"
    if new.until is not None and new.until <= ctx.now:
        wrong["until"] = "lies in the past"
    if wrong:
        raise InvalidInput(wrong)
    identity = ids.new_id()
    try:
        ctx.db.run(
            """insert into tax_exemptions (tenant_id, id, customer_id, group_id, reason, certificate_number, countries, classes,
                   until, created_by, created_at)
               values (%(tenant)s, %(id)s, %(customer)s, %(group)s, %(reason)s, %(certificate)s, %(countries)s, %(classes)s,
                   %(until)s, %(by)s, %(now)s)""",
            id=identity,
            customer=customer,
            group=group,
            reason=" ".join(new.reason.split()),
            certificate=new.certificate_number.strip(),
            countries=sorted(set(new.countries)),
            classes=sorted(set(new.classes)),
            until=new.until,
            by=ctx.actor.name or ctx.actor.label,
            now=ctx.now,
        )
    except psycopg.errors.ForeignKeyViolation:
        raise (CustomerNotFound() if customer else GroupNotFound()) from None
    events.emit(
        ctx,
        ExemptionGiven(
            aggregate_id=identity,
            customer_id=customer,
            group_id=group,
            reason=" ".join(new.reason.split()),
            certificate_number=new.certificate_number.strip(),
        ),
    )
    return _get(ctx, identity)


def end(ctx: Context, exemption_id: UUID) -> TaxExemption:
    """It holds no longer; twice is safe. Orders that were placed keep theirs. Refuses `ExemptionNotFound`."""
    ctx.require_everywhere("settings:write")
    row = ctx.db.one(
        """update tax_exemptions set ended_at = %(now)s, ended_by = %(by)s
           where tenant_id = %(tenant)s and id = %(id)s and ended_at is null returning customer_id, group_id""",
        id=exemption_id,
        by=ctx.actor.name or ctx.actor.label,
        now=ctx.now,
    )
    if row is not None:
        events.emit(
            ctx,
            ExemptionEnded(aggregate_id=exemption_id, customer_id=row.customer_id, group_id=row.group_id),
        )
    return _get(ctx, exemption_id)


def get(ctx: Context, exemption_id: UUID) -> TaxExemption:
    """Refuses `ExemptionNotFound`."""
    ctx.require("customers:read")
    return _get(ctx, exemption_id)


def _get(ctx: Context, exemption_id: UUID) -> TaxExemption:
    row = ctx.db.one(_ROWS + " and e.id = %(id)s", id=exemption_id)
    if row is None:
        raise ExemptionNotFound()
    return _view(ctx, row)


def list_exemptions(
    ctx: Context, *, in_force: bool = False, cursor: str | None = None, limit: int | None = None
) -> Page[TaxExemption]:
    """All of the company's, newest first; one statement."""
    ctx.require("customers:read")
    size = paging.bounded(limit)
    at, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    rows = ctx.db.all(
        _ROWS
        + """ and (%(at)s::timestamptz is null or (e.created_at, e.id) < (%(at)s, %(last)s::uuid))
              and (not %(in_force)s or e.ended_at is null and (e.until is null or e.until > %(now)s))
              order by e.created_at desc, e.id desc limit %(size)s""",
        at=at,
        last=last,
        in_force=in_force,
        now=ctx.now,
        size=size + 1,
    )
    more = rows[size - 1] if len(rows) > size else None
    return Page(
        [_view(ctx, row) for row in rows[:size]], paging.encode(more.created_at, more.id) if more else None
    )


def of_customer(ctx: Context, customer_id: UUID) -> list[TaxExemption]:
    """Theirs and their groups', newest first; at most a hundred. For verbs and queries that asked for the permission."""
    rows = ctx.db.all(
        _ROWS  # noqa: S608 - our own text
        + """ and (e.customer_id = %(customer)s or e.group_id = any(array(
                 select m.group_id from customer_group_members m
                 where m.tenant_id = %(tenant)s and m.customer_id = %(customer)s)))
              order by e.created_at desc, e.id desc limit 100""",
        customer=customer_id,
    )
    return [_view(ctx, row) for row in rows]


_ROWS: LiteralString = """select e.id, e.customer_id, e.group_id, coalesce(g.name, nullif(k.name, ''), k.email) as name, e.reason,
    e.certificate_number, e.countries, e.classes, e.until, e.ended_at, e.ended_by, e.created_by, e.created_at
  from tax_exemptions e
  left join customers k on k.tenant_id = %(tenant)s and k.id = e.customer_id
  left join customer_groups g on g.tenant_id = %(tenant)s and g.id = e.group_id
  where e.tenant_id = %(tenant)s"""


def _view(ctx: Context, row: Row) -> TaxExemption:
    return TaxExemption(
        id=ids.public("texm", row.id),
        customer_id=ids.public("cus", row.customer_id) if row.customer_id else None,
        group_id=ids.public("cgrp", row.group_id) if row.group_id else None,
        name=row.name or "",
        reason=row.reason,
        certificate_number=row.certificate_number,
        countries=list(row.countries),
        classes=list(row.classes),
        until=row.until,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        created_by=row.created_by,
        created_at=row.created_at,
        is_in_force=row.ended_at is None and (row.until is None or row.until > ctx.now),
    )
