"""Host names of stores."""

from typing import Any
from uuid import UUID

from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.stores import rules
from duka.stores.errors import HostInvalid, HostTaken
from duka.stores.service.rows import lock_store


def set_domain(work: Work, caller: Caller, store_id: UUID, host: str, is_primary: bool = True) -> None:
    """Serves the store at `host`. The table of host names is the platform's, so permission and store are
    looked at as the caller, and the row is written as the platform. Refuses `StoreNotFound`, `HostInvalid`,
    `HostTaken`."""
    name = rules.host(host)
    if name is None:
        raise HostInvalid(host=host[:100])
    work.perform(caller, lambda ctx: _may_change(ctx, store_id, served_at=name))
    with work.database.platform() as db:
        ours = db.run(
            """insert into domains (host, tenant_id, store_id, is_primary)
               values (%(host)s, %(owner)s, %(store)s, %(is_primary)s)
               on conflict (host) do update set store_id = excluded.store_id, is_primary = excluded.is_primary
               where domains.tenant_id = excluded.tenant_id""",
            host=name,
            owner=caller.tenant,
            store=store_id,
            is_primary=is_primary,
        )
        if not ours:
            raise HostTaken(host=name)
        if is_primary:
            db.run(
                """update domains set is_primary = false
                   where tenant_id = %(owner)s and store_id = %(store)s and host <> %(host)s and
                   is_primary""",
                owner=caller.tenant,
                store=store_id,
                host=name,
            )


def remove_domain(work: Work, caller: Caller, store_id: UUID, host: str) -> None:
    """The store is no longer served at `host`; removing twice is no mistake. The first of the others becomes the
    primary one. Refuses `StoreNotFound`."""
    work.perform(caller, lambda ctx: _may_change(ctx, store_id, removed=rules.host(host) or ""))
    with work.database.platform() as db:
        db.run(
            """with gone as (
                 delete from domains where host = %(host)s and tenant_id = %(owner)s and store_id = %(store)s
                 returning is_primary)
               update domains d set is_primary = true from gone
               where gone.is_primary and d.tenant_id = %(owner)s and d.host = (
                 select o.host from domains o where o.tenant_id = %(owner)s and o.store_id = %(store)s
                   and o.host <> %(host)s order by o.host limit 1)""",
            host=rules.host(host) or "",
            owner=caller.tenant,
            store=store_id,
        )


def _may_change(ctx: Context, store_id: UUID, **details: Any) -> None:
    """Refuses, or leaves the entry of what the platform's role is about to do."""
    ctx.require("stores:write", store=store_id)
    lock_store(ctx, store_id)
    trail.note(ctx, "store.domains", "store", store_id, **details)
