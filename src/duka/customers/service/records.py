"""Verbs of staff over one customer: write them down, change, move to another address, close and open again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.customers import rules
from duka.customers.errors import CustomerNotFound, EmailTaken, GroupNotFound, TooManyTags
from duka.customers.events import (
    CustomerCreated,
    CustomerDeactivated,
    CustomerEmailChanged,
    CustomerReactivated,
    CustomerUpdated,
)
from duka.customers.inputs import CustomerChange, NewCustomer
from duka.identity import service as identity
from duka.identity.emails import normal_email
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import VersionConflict


def create(ctx: Context, new: NewCustomer) -> UUID:
    """Somebody without an account. Refuses `EmailTaken`, `EmailInvalid`, `InvalidInput`, `GroupNotFound`."""
    ctx.require("customers:write")
    email = normal_email(new.email)
    details, tags = rules.details(new.name, new.phone, new.locale), rules.tags(new.tags)
    customer_id = ids.new_id()
    fresh = ctx.db.run(
        """insert into customers (tenant_id, id, email, name, phone, locale, created_at)
           values (%(tenant)s, %(id)s, %(email)s, %(name)s, %(phone)s, %(locale)s, %(now)s)
           on conflict (tenant_id, email) do nothing""",
        id=customer_id,
        email=email,
        now=ctx.now,
        **details,
    )
    if not fresh:
        raise EmailTaken(email=email, customer_id=_who_has(ctx, email))
    if tags:
        _set_tags(ctx, customer_id, tags)
    groups = _group_ids(new.groups)
    if groups:
        _set_groups(ctx, customer_id, groups)
    events.emit(ctx, CustomerCreated(aggregate_id=customer_id, email=email, **_but(details, "phone")))
    written = {"email": email, **details, "tags": tags, "groups": new.groups}
    trail.note(
        ctx, CustomerCreated.TYPE, "customer", customer_id, after={k: v for k, v in written.items() if v}
    )
    return customer_id


def update(ctx: Context, customer_id: UUID, change: CustomerChange, version: int) -> int:
    """Changes what `change` names and gives the new version. Refuses `CustomerNotFound`, `VersionConflict`,
    `GroupNotFound`, `TooManyTags`, `InvalidInput`."""
    ctx.require("customers:write")
    row = _hold(ctx, customer_id, version)
    given = {k: v for k, v in msgspec.structs.asdict(change).items() if v is not UNSET}
    before: dict[str, Any] = {
        "name": row.name,
        "phone": row.phone,
        "locale": row.locale,
        "tags": row.tags,
        "groups": [ids.public("cgrp", group) for group in row.groups],
    }
    wanted = before | given
    after: dict[str, Any] = {
        **rules.details(wanted["name"], wanted["phone"], wanted["locale"]),
        "tags": rules.tags(wanted["tags"]),
        "groups": sorted(set(wanted["groups"])),
    }
    if after == before:
        return version
    ctx.db.run(
        """update customers set name = %(name)s, phone = %(phone)s, locale = %(locale)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=customer_id,
        **{k: after[k] for k in ("name", "phone", "locale")},
    )
    if after["tags"] != before["tags"]:
        _set_tags(ctx, customer_id, after["tags"])
    if after["groups"] != before["groups"]:
        _set_groups(ctx, customer_id, _group_ids(after["groups"]))
    changed = sorted(k for k in after if after[k] != before[k])
    events.emit(ctx, CustomerUpdated(aggregate_id=customer_id, fields=changed))
    trail.note(ctx, CustomerUpdated.TYPE, "customer", customer_id, before=before, after=after)
    return version + 1


def change_email(ctx: Context, customer_id: UUID, email: str, reason: str, version: int) -> int:
    """Another e-mail address, for staff who work for the whole company; gives the new version.

    With care, since it opens an account: the address must be nobody else's, whoever is logged in is logged out, the
    old password no longer works (the owner asks for a new one by mail), and the reason is kept. Orders keep the
    address that they were placed with. Refuses `CustomerNotFound`, `VersionConflict`, `EmailTaken`, `EmailInvalid`.
    """
    ctx.require_everywhere("customers:write")
    address, reason = normal_email(email), rules.line("reason", reason, 500)
    row = _hold(ctx, customer_id, version)
    if row.email == address:
        return version
    holder = _who_has(ctx, address)
    if holder is not None:
        raise EmailTaken(email=address, customer_id=holder)
    ctx.db.run(
        """update customers set email = %(email)s, password_hash = null, email_verified_at = null, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=customer_id,
        email=address,
    )
    identity.close_sessions(ctx, "customer", customer_id)
    events.emit(ctx, CustomerEmailChanged(aggregate_id=customer_id, reason=reason))
    trail.note(
        ctx,
        CustomerEmailChanged.TYPE,
        "customer",
        customer_id,
        before={"email": row.email},
        after={"email": address},
        reason=reason,
    )
    return version + 1


def deactivate(ctx: Context, customer_id: UUID, reason: str) -> None:
    """The account can no longer be used and is logged out; orders and notes stay. Twice is safe. Refuses
    `CustomerNotFound`."""
    ctx.require_everywhere("customers:write")
    reason = rules.line("reason", reason, 500)
    if not _set_active(ctx, customer_id, is_active=False):
        return
    identity.close_sessions(ctx, "customer", customer_id)
    events.emit(ctx, CustomerDeactivated(aggregate_id=customer_id, reason=reason))
    trail.note(
        ctx,
        CustomerDeactivated.TYPE,
        "customer",
        customer_id,
        before={"is_active": True},
        after={"is_active": False},
        reason=reason,
    )


def reactivate(ctx: Context, customer_id: UUID) -> None:
    """The account can be used again. Twice is safe. Refuses `CustomerNotFound`."""
    ctx.require_everywhere("customers:write")
    if not _set_active(ctx, customer_id, is_active=True):
        return
    events.emit(ctx, CustomerReactivated(aggregate_id=customer_id))
    states = {"before": {"is_active": False}, "after": {"is_active": True}}
    trail.note(ctx, CustomerReactivated.TYPE, "customer", customer_id, **states)


def _set_active(ctx: Context, customer_id: UUID, *, is_active: bool) -> bool:
    """Whether anything changed."""
    found = ctx.db.one(
        """select deactivated_at is null as is_active from customers
           where tenant_id = %(tenant)s and id = %(id)s for update""",
        id=customer_id,
    )
    if found is None:
        raise CustomerNotFound()
    if found.is_active == is_active:
        return False
    ctx.db.run(
        """update customers set deactivated_at = %(at)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=customer_id,
        at=None if is_active else ctx.now,
    )
    return True


def _hold(ctx: Context, customer_id: UUID, version: int) -> Row:
    """The locked row with its tags and groups."""
    row = ctx.db.one(
        """select c.email, c.name, c.phone, c.locale, c.version,
                  array(select t.tag from customer_tags t
                        where t.tenant_id = %(tenant)s and t.customer_id = c.id order by t.tag) as tags,
                  array(select m.group_id from customer_group_members m
                        where m.tenant_id = %(tenant)s and m.customer_id = c.id order by m.group_id) as groups
           from customers c where c.tenant_id = %(tenant)s and c.id = %(id)s for update""",
        id=customer_id,
    )
    if row is None:
        raise CustomerNotFound()
    if row.version != version:
        raise VersionConflict()
    return row


def _who_has(ctx: Context, email: str) -> str | None:
    found = ctx.db.value(
        "select id from customers where tenant_id = %(tenant)s and email = %(email)s", email=email
    )
    return None if found is None else ids.public("cus", found)


def _set_tags(ctx: Context, customer_id: UUID, tags: list[str]) -> None:
    if len(tags) > rules.MOST_TAGS:
        raise TooManyTags(most=rules.MOST_TAGS)
    ctx.db.run(
        """with gone as (
             delete from customer_tags
             where tenant_id = %(tenant)s and customer_id = %(id)s and tag <> all(%(tags)s::text[]))
           insert into customer_tags (tenant_id, customer_id, tag)
           select %(tenant)s, %(id)s, t.tag from unnest(%(tags)s::text[]) t (tag)
           on conflict do nothing""",
        id=customer_id,
        tags=tags,
    )


def _set_groups(ctx: Context, customer_id: UUID, groups: Sequence[UUID]) -> None:
    found = ctx.db.value(
        """with gone as (
             delete from customer_group_members
             where tenant_id = %(tenant)s and customer_id = %(id)s and group_id <> all(%(groups)s::uuid[])
           ), known as (
             select g.id from customer_groups g
             where g.tenant_id = %(tenant)s and g.id = any(%(groups)s::uuid[])
           ), added as (
             insert into customer_group_members (tenant_id, group_id, customer_id, added_at)
             select %(tenant)s, k.id, %(id)s, %(now)s from known k
             on conflict do nothing)
           select count(*) from known""",
        id=customer_id,
        groups=list(groups),
        now=ctx.now,
    )
    if found != len(groups):
        raise GroupNotFound()


def _group_ids(groups: Sequence[str]) -> list[UUID]:
    return sorted({ids.parse("cgrp", group) for group in groups})


def _but(values: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in values.items() if key != name}
