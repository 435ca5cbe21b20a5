"""A letter to the owners when a limit of their plan is near or reached: they may not look into the console for days."""

from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.kernel.languages import in_language
from duka.mail import service as mail
from duka.notifications.handlers import OLD

_THINGS = {
    "products": {"en": "products", "fr": "produits"},
    "staff": {"en": "people in your team", "fr": "personnes dans votre équipe"},
    "stores": {"en": "stores", "fr": "boutiques"},
    "locations": {"en": "locations", "fr": "lieux"},
    "integrations": {"en": "integrations", "fr": "intégrations"},
    "orders_per_month": {"en": "orders this month", "fr": "commandes ce mois-ci"},
    "media_mb": {"en": "megabytes of pictures", "fr": "mégaoctets d’images"},
}


def limit_near(ctx: Context, event: Delivery) -> None:
    """To each owner, in their language. One statement and those of each letter."""
    if event.occurred_at < ctx.now - OLD:
        return
    owners = ctx.db.all(
        """select distinct s.id, s.email, s.locale, t.slug as company,
                  (select v.names from subscriptions u join plan_versions v on v.plan_id = u.plan_id and v.version = u.version
                   where u.tenant_id = %(tenant)s) as plan
           from staff s join grants g on g.tenant_id = s.tenant_id and g.staff_id = s.id
           join tenants t on t.id = s.tenant_id
           where s.tenant_id = %(tenant)s and g.tenant_id = %(tenant)s and s.is_active and g.role = 'owner' order by s.id"""
    )
    told = event.payload
    for owner in owners:
        locale = owner.locale or "en"
        mail.send(
            ctx,
            owner.email,
            "staff_plan_limit",
            locale,
            about=f"{told['limit']}-{told['level']}",
            things=in_language(_THINGS.get(told["limit"], {"en": told["limit"]}), locale),
            used=told["used"],
            most=told["most"],
            is_full=told["level"] >= 100,
            plan=in_language(owner.plan or {"en": told["plan_name"]}, locale),
            link=f"/console/{owner.company}/settings/plan",
        )
