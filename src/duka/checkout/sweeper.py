"""Heals what stopped half-way: asks providers about quiet payments and refunds, and gives up orders that
nobody paid in time."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from duka.checkout import paying
from duka.kernel import log
from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller, Work
from duka.payments import queries as payment_queries
from duka.payments import service as payments
from duka.payments.service import Providers

QUIET = timedelta(seconds=10)
_QUIET = """
update payments p set updated_at = %(now)s
from (select q.tenant_id, q.id from payments q
      where q.status in ('pending', 'requires_action', 'unknown') and q.updated_at < %(since)s and q.return_url <> ''
      order by q.updated_at limit 500 for update skip locked) q
where p.tenant_id = q.tenant_id and p.id = q.id
returning p.tenant_id, p.id"""
"""Payments that their provider was asked for, and nothing was heard of. Taking one makes it wait its turn again."""
_LATE = """
select o.tenant_id, o.id from orders o
join stores s on s.tenant_id = o.tenant_id and s.id = o.store_id
where o.placed_at is null and o.status = 'open'
  and o.created_at < %(now)s - make_interval(mins => s.reservation_minutes)
order by o.created_at limit 500"""
_REFUNDS = """
update refunds r set updated_at = %(now)s
from (select q.tenant_id, q.id from refunds q where q.status = 'pending' and q.updated_at < %(since)s
      order by q.updated_at limit 500 for update skip locked) q
where r.tenant_id = q.tenant_id and r.id = q.id
returning r.tenant_id, r.id"""
"""Refunds that were cut off half-way, or whose provider did not answer."""
_log = log.get("checkout.sweeper")


def sweep(work: Work, providers: Providers, base_url: str) -> int:
    """One round over all tenants; how many things were looked at. What fails is logged and comes again next round."""
    now = work.clock()
    with work.database.platform() as tx:
        quiet = tx.all(_QUIET, now=now, since=now - QUIET)
        late = tx.all(_LATE, now=now)
        refunds = tx.all(_REFUNDS, now=now, since=now - QUIET)
    for tenant, payment_id in quiet:
        _guarded(partial(_ask, work, providers, tenant, payment_id, base_url), tenant, payment_id)
    for tenant, order_id in late:
        act = partial(paying.abandon, work, tenant, providers, order_id, "not paid in time", base_url)
        _guarded(act, tenant, order_id)
    for tenant, refund_id in refunds:
        _guarded(partial(payments.carry_out, work, tenant, providers, refund_id), tenant, refund_id)
    return len(quiet) + len(late) + len(refunds)


def _ask(work: Work, providers: Providers, tenant: UUID, payment_id: UUID, base_url: str) -> None:
    """A payment without a reference was cut off while it was asked for: ask again, with the same key."""
    system = Caller(tenant, SYSTEM)
    payment = work.perform(system, lambda ctx: payment_queries.get(ctx, payment_id))
    if payment.provider_reference is None:
        payments.begin(work, system, providers, payment_id, base_url)
    paying.settle(work, tenant, providers, payment_id)


def _guarded(act: Callable[[], object], tenant: UUID, thing: UUID) -> None:
    try:
        act()
    except Exception:
        _log.exception("sweep failed", tenant=str(tenant), thing=str(thing))
