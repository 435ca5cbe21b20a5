"""Host names of stores."""

from uuid import UUID

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
    work.perform(caller, lambda ctx: _may_change(ctx, store_id))
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


def _may_change(ctx: Context, store_id: UUID) -> None:
    ctx.require("stores:write")
    lock_store(ctx, store_id)
