"""A letter to the owners when an operator of the platform begins to act in their company."""

from datetime import datetime

from babel.dates import format_datetime

from duka.access.words import role_name
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.mail import service as mail
from duka.notifications.handlers import OLD


def support_visit_began(ctx: Context, event: Delivery) -> None:
    """To each owner, in their language. One statement and those of each letter."""
    if event.occurred_at < ctx.now - OLD:
        return
    owners = ctx.db.all(
        """select distinct s.id, s.email, s.locale, t.slug, t.name as company
           from staff s join grants g on g.tenant_id = s.tenant_id and g.staff_id = s.id
           join tenants t on t.id = s.tenant_id
           where s.tenant_id = %(tenant)s and g.tenant_id = %(tenant)s and s.is_active and g.role = 'owner' order by s.id"""
    )
    told = event.payload
    until = datetime.fromisoformat(told["until_at"])
    for owner in owners:
        locale = owner.locale or "en"
        mail.send(
            ctx,
            owner.email,
            "staff_support_visit",
            locale,
            about=ids.public("visit", event.aggregate_id),
            operator=told["operator"],
            company=owner.company,
            role=role_name(told["role"], locale),
            reason=told["reason"],
            until=format_datetime(until, "H:mm 'UTC'", locale=locale),
            link=f"/console/{owner.slug}/settings/support-visits",
        )
