"""Heals what stopped half-way: asks providers about payments whose time to look has come and about refunds and captures
that were cut off, and gives up orders that nobody paid in time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
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
AT_MOST = 500
"""Of each kind are taken at a time."""
_DUE = """
update payments p set next_look_at = %(until)s
from (select q.tenant_id, q.id from payments q where q.next_look_at <= %(now)s
      order by q.next_look_at limit %(most)s for update skip locked) q
where p.tenant_id = q.tenant_id and p.id = q.id
returning p.tenant_id, p.id"""
_LATE = """
update orders o set swept_at = %(now)s
from (select q.tenant_id, q.id from orders q
      join stores s on s.tenant_id = q.tenant_id and s.id = q.store_id
      where q.placed_at is null and q.status = 'open'
        and not exists (select from payment_links l where l.tenant_id = q.tenant_id and l.order_id = q.id
                        and l.closed_at is null and l.expires_at > %(now)s)
        and q.created_at < %(now)s - make_interval(mins => s.reservation_minutes)
        and (q.swept_at is null
             or q.swept_at < %(now)s - least(greatest(%(lease)s, (q.swept_at - q.created_at) / 8), interval '1 hour'))
      order by q.created_at limit %(most)s for update of q skip locked) q
where o.tenant_id = q.tenant_id and o.id = q.id
returning o.tenant_id, o.id"""
"""Orders that nobody paid in time. One with a link that is still valid waits for it; its stock is free meanwhile. One that
can't be given up yet, as its provider does not answer, is tried ever more seldom."""
_REFUNDS = """
update refunds r set updated_at = %(now)s
from (select q.tenant_id, q.id from refunds q where q.status = 'pending'
        and q.updated_at < %(now)s - least(%(quiet)s * power(2, greatest(q.asked - 3, 0)), interval '1 hour')
      order by q.updated_at limit %(most)s for update skip locked) q
where r.tenant_id = q.tenant_id and r.id = q.id
returning r.tenant_id, r.id"""
"""Refunds that were cut off half-way, whose provider did not answer, or has not made up its mind: asked ever more seldom."""
_CAPTURES = """
update captures c set updated_at = %(now)s
from (select q.tenant_id, q.id from captures q where q.status = 'pending'
        and q.updated_at < %(now)s - least(%(quiet)s * power(2, greatest(q.asked - 3, 0)), interval '1 hour')
      order by q.updated_at limit %(most)s for update skip locked) q
where c.tenant_id = q.tenant_id and c.id = q.id
returning c.tenant_id, c.id"""
_log = log.get("checkout.sweeper")


def sweep(work: Work, gateways: Gateways) -> int:
    """One round over all tenants; how many things were looked at. What fails is logged and comes again in a later round."""
    now = work.clock()
    seen = 0
    while todo := _take(work, gateways, now):
        _do(todo)
        seen += len(todo)
    return seen


def _take(work: Work, gateways: Gateways, now: datetime) -> list[Callable[[], object]]:
    """What is due; it is not due again in this round."""
    with work.database.platform() as tx:
        due = tx.all(_DUE, now=now, most=AT_MOST, until=now + LEASE)
        late = tx.all(_LATE, now=now, most=AT_MOST, lease=LEASE)
        refunds = tx.all(_REFUNDS, now=now, most=AT_MOST, quiet=QUIET)
        captures = tx.all(_CAPTURES, now=now, most=AT_MOST, quiet=QUIET)
    return [
        *(partial(_ask, work, gateways, *each) for each in due),
        *(partial(paying.abandon, work, t, gateways, o, "not paid in time") for t, o in late),
        *(partial(refunding.carry_out, work, t, gateways, r) for t, r in refunds),
        *(partial(capturing.carry_out, work, t, gateways, c) for t, c in captures),
    ]


def _do(todo: list[Callable[[], object]]) -> None:
    if len(todo) == 1:
        return _guarded(todo[0])
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sweep") as pool:
        list(pool.map(_guarded, todo))


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
