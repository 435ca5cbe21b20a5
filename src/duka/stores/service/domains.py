"""Host names of stores that are proved: `domains` leads requests by them. Who claims one is asked in `duka.control.domains`."""

from typing import Any
from uuid import UUID

from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Tx
from duka.kernel.work import Caller, Work
from duka.stores import rules
from duka.stores.errors import HostInvalid, HostTaken
from duka.stores.service.rows import lock_store


def set_domain(work: Work, caller: Caller, store_id: UUID, host: str, is_primary: bool = True) -> None:
    """Serves the store at `host` at once, unproved: for set-up and demos, no surface of a merchant's calls it. The table of
    host names is the platform's, so permission and store are looked at as the caller, and the row is written as the
    platform. Refuses `StoreNotFound`, `HostInvalid`, `HostTaken`."""
    name = rules.host(host)
    if name is None:
        raise HostInvalid(host=host[:100])
    work.perform(caller, lambda ctx: _may_change(ctx, store_id, served_at=name))
    with work.database.platform() as db:
        db.run(
            """insert into domain_claims (tenant_id, host, store_id, token, status, method, created_at, verified_at)
               values (%(owner)s, %(host)s, %(store)s, %(token)s, 'verified', 'before', %(now)s, %(now)s)
               on conflict (tenant_id, host) do update set store_id = excluded.store_id, status = 'verified', failure = '',
                 verified_at = excluded.verified_at""",
            host=name,
            owner=caller.tenant,
            store=store_id,
            token=ids.secret_token(),
            now=work.clock(),
        )
        serve(db, caller.tenant, store_id, name, is_primary=is_primary)


def remove_domain(work: Work, caller: Caller, store_id: UUID, host: str) -> None:
    """The store is no longer served at `host`, nor is it claimed; removing twice is no mistake. The first of the others
    becomes the primary one. Refuses `StoreNotFound`."""
    name = rules.host(host) or ""
    work.perform(caller, lambda ctx: _may_change(ctx, store_id, removed=name))
    with work.database.platform() as db:
        withdraw(db, caller.tenant, store_id, name)


def serve(db: Tx, tenant: UUID, store_id: UUID, host: str, *, is_primary: bool) -> None:
    """In a transaction of the platform's that holds the claim. Refuses `HostTaken` when another tenant is served there."""
    ours = db.run(
        """insert into domains (host, tenant_id, store_id, is_primary)
           values (%(host)s, %(owner)s, %(store)s, %(is_primary)s)
           on conflict (host) do update set store_id = excluded.store_id, is_primary = excluded.is_primary
           where domains.tenant_id = excluded.tenant_id""",
        host=host,
        owner=tenant,
        store=store_id,
        is_primary=is_primary,
    )
    if not ours:
        raise HostTaken(host=host)
    if is_primary:
        db.run(
            """update domains set is_primary = false
               where tenant_id = %(owner)s and store_id = %(store)s and host <> %(host)s and is_primary""",
            owner=tenant,
            store=store_id,
            host=host,
        )


def withdraw(db: Tx, tenant: UUID, store_id: UUID, host: str) -> bool:
    """In a transaction of the platform's: neither claimed nor served any more; False when it was neither. The claim goes
    first: whoever serves a host holds it, so nobody serves one that is being withdrawn."""
    was_claimed = db.run(
        "delete from domain_claims where tenant_id = %(owner)s and host = %(host)s and store_id = %(store)s",
        host=host,
        owner=tenant,
        store=store_id,
    )
    db.run(
        """with gone as (
             delete from domains where host = %(host)s and tenant_id = %(owner)s and store_id = %(store)s
             returning is_primary)
           update domains d set is_primary = true from gone
           where gone.is_primary and d.tenant_id = %(owner)s and d.host = (
             select o.host from domains o where o.tenant_id = %(owner)s and o.store_id = %(store)s
               and o.host <> %(host)s order by o.host limit 1)""",
        host=host,
        owner=tenant,
        store=store_id,
    )
    return bool(was_claimed)


def _may_change(ctx: Context, store_id: UUID, **details: Any) -> None:
    """Refuses, or leaves the entry of what the platform's role is about to do."""
    ctx.require("stores:write", store=store_id)
    lock_store(ctx, store_id)
    trail.note(ctx, "store.domains", "store", store_id, **details)
