"""A letter to the owners when an endpoint was switched off by itself: they may not look into the console for days."""

from datetime import timedelta

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.mail import service as mail

OLD = timedelta(days=7)
"""What is heard of so late is no news."""


def disabled(ctx: Context, event: Delivery) -> None:
    """To each owner, in their language. Two statements and those of each letter."""
    if event.occurred_at < ctx.now - OLD:
        return
    owners = ctx.db.all(
        """select distinct s.id, s.email, s.locale,
                  (select t.slug from tenants t where t.id = %(tenant)s) as company
           from staff s join grants g on g.tenant_id = s.tenant_id and g.staff_id = s.id
           where s.tenant_id = %(tenant)s and s.is_active and g.role = 'owner' order by s.id"""
    )
    endpoint = ids.public("whe", event.aggregate_id)
    for owner in owners:
        mail.send(
            ctx,
            owner.email,
            "staff_webhook_disabled",
            owner.locale or "en",
            about=endpoint,
            host=event.payload["host"],
            description=event.payload["description"],
            reason=event.payload["reason"],
            link=f"/console/{owner.company}/webhooks/{endpoint}",
        )
