"""Work on a clock that concerns all tenants: finding whose turn it is, and deleting what nobody needs any more."""

from collections.abc import Callable
from uuid import UUID

from duka.kernel import log
from duka.kernel.context import SYSTEM, Context
from duka.kernel.idempotency import DAYS_KEPT
from duka.kernel.work import Caller, Work

_log = log.get("kernel.housekeeping")

WHOSE_TURN = {
    "carts": "select distinct tenant_id from carts where status = 'open' and expires_at < now()",
    "prices": """select distinct tenant_id from prices where special_minor is not null
                 and (special_from between now() - interval '1 hour' and now()
                      or special_until between now() - interval '1 hour' and now())
                 union select tenant_id from sale_prices
                 where starts_at between now() - interval '1 hour' and now()
                    or ends_at between now() - interval '1 hour' and now()""",
    "credits": "select distinct tenant_id from store_credit_entries where left_minor > 0 and expires_at <= now()",
    "active": "select id as tenant_id from tenants where status = 'active'",
    "feeds": "select distinct tenant_id from feeds where status = 'live' or revision = 0",
    "experiments": "select distinct tenant_id from experiments where status = 'running'",
    "collections": "select distinct tenant_id from collections where kind = 'rule'",
    "recommendations": """select t.id as tenant_id from tenants t where t.status = 'active'
                          and exists (select from products p where p.tenant_id = t.id and p.status = 'active')""",
}
EVENT_DAYS = 30


def each_tenant(work: Work, turn: str, act: Callable[[Context], object]) -> None:
    """`act` once for each tenant that `WHOSE_TURN` names, in a transaction of its own; one failure stops no other."""
    with work.database.platform() as tx:
        tenants: list[UUID] = [row.tenant_id for row in tx.all(WHOSE_TURN[turn])]
    for tenant in tenants:
        try:
            work.perform(Caller(tenant, SYSTEM), act)
        except Exception:
            _log.exception("housekeeping failed", turn=turn, tenant=str(tenant))


def tidy(work: Work) -> None:
    """Old idempotency keys, sessions that ended, events that were delivered, carts that nobody came back to, messages of
    three months ago, and what was said with payment providers half a year ago."""
    with work.database.platform() as tx:
        tx.run(
            "delete from idempotency_keys where created_at < now() - make_interval(days => %(days)s)",
            days=DAYS_KEPT,
        )
        tx.run("delete from sessions where expires_at < now() - interval '1 day'")
        tx.run("delete from one_time_tokens where expires_at < now()")
        tx.run("delete from throttles where updated_at < now() - interval '1 day'")
        tx.run("delete from registrations where created_at < now() - interval '1 day'")
        tx.run("delete from mails where created_at < now() - interval '90 days'")
        tx.run(
            "delete from event_receipts r where r.received_at < now() - make_interval(days => %(days)s)",
            days=EVENT_DAYS,
        )
        tx.run("delete from carts where status = 'expired' and updated_at < now() - interval '90 days'")
        tx.run("delete from notifications where created_at < now() - interval '90 days'")
        tx.run("delete from payment_messages where at < now() - interval '180 days'")
        tx.run("delete from payment_callbacks where processed_at < now() - interval '180 days'")
