"""Heals what stopped half-way: asks providers about payments whose time to look has come and about refunds and captures
that were cut off, and gives up orders that nobody paid in time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from uuid import UUID

from duka.checkout import paying
from duka.kernel import log
from duka.kernel.context import SYSTEM
from duka.kernel.errors import Refusal
from duka.kernel.work import Caller, Work
from duka.payments import queries as payment_queries
from duka.payments import rules
from duka.payments.gateways import Gateways
from duka.payments.service import capturing, refunding

QUIET = timedelta(seconds=10)
LEASE = timedelta(seconds=40)
"""Whoever took a payment to look at it has it for so long: longer than a provider may take to answer."""
AT_ONCE = 8
"""Providers asked at the same time, so that a slow one does not hold up the others."""
_DUE = """
update payments p set next_look_at = %(until)s
from (select q.tenant_id, q.id from payments q where q.next_look_at <= %(now)s
      order by q.next_look_at limit 500 for update skip locked) q
where p.tenant_id = q.tenant_id and p.id = q.id
returning p.tenant_id, p.id"""
_LATE = """
select o.tenant_id, o.id from orders o
join stores s on s.tenant_id = o.tenant_id and s.id = o.store_id
where o.placed_at is null and o.status = 'open'
  and not exists (select from payment_links l where l.tenant_id = o.tenant_id and l.order_id = o.id
                  and l.closed_at is null and l.expires_at > %(now)s)
  and o.created_at < %(now)s - make_interval(mins => s.reservation_minutes)
order by o.created_at limit 500"""
"""Orders that nobody paid in time. One with a link that is still valid waits for it; its stock is free meanwhile."""
_REFUNDS = """
update refunds r set updated_at = %(now)s
from (select q.tenant_id, q.id from refunds q where q.status = 'pending'
        and q.updated_at < %(now)s - least(%(quiet)s * power(2, greatest(q.asked - 3, 0)), interval '1 hour')
      order by q.updated_at limit 500 for update skip locked) q
where r.tenant_id = q.tenant_id and r.id = q.id
returning r.tenant_id, r.id"""
"""Refunds that were cut off half-way, whose provider did not answer, or has not made up its mind: asked ever more seldom."""
_CAPTURES = """
update captures c set updated_at = %(now)s
from (select q.tenant_id, q.id from captures q where q.status = 'pending'
        and q.updated_at < %(now)s - least(%(quiet)s * power(2, greatest(q.asked - 3, 0)), interval '1 hour')
      order by q.updated_at limit 500 for update skip locked) q
where c.tenant_id = q.tenant_id and c.id = q.id
returning c.tenant_id, c.id"""
_log = log.get("checkout.sweeper")


def sweep(work: Work, gateways: Gateways) -> int:
    """One round over all tenants; how many things were looked at. What fails is logged and comes again next round."""
    now = work.clock()
    with work.database.platform() as tx:
        due = tx.all(_DUE, now=now, until=now + LEASE)
        late = tx.all(_LATE, now=now)
        refunds = tx.all(_REFUNDS, now=now, quiet=QUIET)
        captures = tx.all(_CAPTURES, now=now, quiet=QUIET)
    todo: list[Callable[[], object]] = [partial(_ask, work, gateways, *each) for each in due]
    todo += [partial(paying.abandon, work, t, gateways, o, "not paid in time") for t, o in late]
    todo += [partial(refunding.carry_out, work, t, gateways, r) for t, r in refunds]
    todo += [partial(capturing.carry_out, work, t, gateways, c) for t, c in captures]
    if len(todo) < 2:
        for act in todo:
            _guarded(act)
    else:
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sweep") as pool:
            list(pool.map(_guarded, todo))
    return len(todo)


def _ask(work: Work, gateways: Gateways, tenant: UUID, payment_id: UUID) -> None:
    """A payment without a reference was cut off while it was asked for: ask again, with the same key."""
    system = Caller(tenant, SYSTEM)
    payment = work.perform(system, lambda ctx: payment_queries.get(ctx, payment_id))
    if payment.provider_reference is None:
        paying.begin(work, tenant, gateways, payment_id)
    payment = paying.settle(work, tenant, gateways, payment_id)
    if payment.status in rules.OPEN:
        is_cancelled = work.perform(
            system, lambda ctx: payment_queries.is_order_cancelled(ctx, payment.order_id)
        )
        if is_cancelled:
            paying.abandon(work, tenant, gateways, payment.order_id, "the order was cancelled")


def _guarded(act: Callable[[], object]) -> None:
    try:
        act()
    except Refusal as refused:
        _log.warning("sweep: not yet", why=refused.code)
    except Exception:
        _log.exception("sweep failed")
