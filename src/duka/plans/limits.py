"""Limits: whether there is room for one more.

A verb that makes something asks `require_room` right before it writes. Without a plan, or without that limit in it, nothing
is asked of the database. Far below a limit the count of a moment ago will do; near it the makers of one merchant's things of
that kind stand in line, so that the last place is given once. Nothing that is there is ever taken away: whoever has too
much keeps it, and makes nothing new.
"""

from datetime import datetime
from typing import NamedTuple

from duka.kernel.context import Context
from duka.kernel.languages import in_language
from duka.plans import entitlements
from duka.plans.errors import PlanLimitReached
from duka.plans.types import PlanRef

PRODUCTS = "products"
STAFF = "staff"
STORES = "stores"
LOCATIONS = "locations"
INTEGRATIONS = "integrations"
ORDERS = "orders_per_month"
MEDIA = "media_mb"

LIMITS: dict[str, str] = {
    PRODUCTS: "products that are not archived",
    STAFF: "people who work there, those who are invited included",
    STORES: "open stores",
    LOCATIONS: "active locations",
    INTEGRATIONS: "API keys, webhook endpoints and accounts at providers",
    ORDERS: "orders in a calendar month (UTC)",
    MEDIA: "megabytes of pictures",
}
"""What a plan may limit, in words that follow a number."""

MARGIN = 2000
"""Closer than this to a limit it is counted exactly: nobody makes so many things of one kind in `cache_seconds`."""


class Room(NamedTuple):
    """`most` there may be, and `used` there are."""

    plan: PlanRef
    most: int
    used: int


def require_room(ctx: Context, limit: str, adding: int = 1) -> None:
    """Refuses `PlanLimitReached` unless the merchant's plan has room for `adding` more; then nobody else takes that room
    until this transaction ends. No statement without such a limit or far below it, one near it."""
    if adding > 0 and (short := shortage(ctx, limit, adding)) is not None:
        raise refusal(ctx, limit, short, adding)


def shortage(ctx: Context, limit: str, adding: int = 1) -> Room | None:
    """As `require_room`, as an answer: None when there is room."""
    plan = entitlements.of(ctx).plan
    most = plan.limits.get(limit) if plan is not None else None
    if plan is None or most is None:
        return None
    wanted = adding + MARGIN
    if wanted <= most and _lately(ctx, limit) + wanted <= most:
        return None
    used = int(
        ctx.db.value(
            "select plan_meter_held(%(tenant)s, %(limit)s, %(month)s)", limit=limit, month=month_of(ctx.now)
        )
    )
    return Room(plan, most, used) if used + adding > most else None


def refusal(ctx: Context, limit: str, short: Room, adding: int) -> PlanLimitReached:
    """Names the cheapest plan on offer that would have room, dearest currency aside: those in the plan's own come first."""
    row = ctx.db.one(
        """select p.handle, v.names from plans p
           join lateral (select * from plan_versions v where v.plan_id = p.id order by v.version desc limit 1) v on true
           where p.archived_at is null and p.is_public and p.id <> %(own)s
             and coalesce((v.limits ->> %(limit)s)::bigint, 9223372036854775807) >= %(needed)s
           order by v.currency <> (select o.currency from plan_versions o where o.plan_id = %(own)s and o.version = %(version)s),
                    v.price_minor, p.position, p.handle limit 1""",
        own=short.plan.id,
        version=short.plan.version,
        limit=limit,
        needed=short.used + adding,
    )
    better = in_language(row.names, ctx.locale) if row is not None else None
    return PlanLimitReached(
        limit=limit,
        things=LIMITS[limit],
        used=short.used,
        most=short.most,
        adding=adding,
        plan=in_language(short.plan.names, ctx.locale),
        allowed_by=better,
        allowed_by_handle=row.handle if row is not None else None,
        way_out=f"The plan {better} has more room."
        if better
        else "Remove what is not needed, or ask who runs this platform for more.",
    )


def month_of(now: datetime) -> datetime:
    """When the calendar month began."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _lately(ctx: Context, limit: str) -> int:
    """How many there were, at most `cache_seconds` ago."""

    def load() -> int:
        month = month_of(ctx.now)
        return int(
            ctx.db.value("select plan_meter(%(tenant)s, %(limit)s, %(month)s)", limit=limit, month=month)
        )

    return ctx.cache.get((ctx.tenant, "meter", limit), load)
