"""What nobody needs any more: messages and attempts after 30 days, secrets that sign no longer, endpoints without a log."""

from datetime import timedelta

from duka.kernel.work import Work
from duka.webhooks.service.replaying import DAYS_KEPT

AT_ONCE = 5_000


def tidy(work: Work) -> None:
    """In transactions of 5,000, so that nobody waits for it."""
    now = work.clock()
    before = now - timedelta(days=DAYS_KEPT)
    while True:
        with work.database.platform() as tx:
            found = tx.run(
                """delete from webhook_messages where (tenant_id, id) in (
                     select tenant_id, id from webhook_messages where created_at < %(before)s
                     order by created_at limit %(at_once)s)""",
                before=before,
                at_once=AT_ONCE,
            )
        if found < AT_ONCE:
            break
    with work.database.platform() as tx:
        tx.run(
            """update webhook_endpoints set previous_secret = null, previous_until = null
               where tenant_id is not null and previous_until < %(now)s""",
            now=now,
        )
        tx.run(
            """update webhook_deliveries d set status = 'cancelled' from webhook_endpoints e
               where d.status = 'waiting' and e.tenant_id = d.tenant_id and e.id = d.endpoint_id
                 and e.status in ('disabled', 'deleted')"""
        )
        tx.run(
            """delete from webhook_endpoints e where e.status = 'deleted' and e.updated_at < %(before)s
                 and not exists (select from webhook_deliveries d where d.tenant_id = e.tenant_id and d.endpoint_id = e.id)""",
            before=before,
        )
