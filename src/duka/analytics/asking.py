"""What somebody asks of figures, and which stores they may see them of."""

from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.analytics.periods import Period
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden

READ = "figures:read"


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Empty: everything."""

    store: UUID | None = None
    channel: str = ""
    currency: str = ""
    country: str = ""
    product: UUID | None = None
    category: UUID | None = None

    @property
    def is_of_products(self) -> bool:
        return self.product is not None or self.category is not None


def stores(ctx: Context, store: UUID | None) -> list[UUID] | None:
    """The stores whose figures are asked for; None: all. Sums of a day do not say from which location goods came, so whoever
    sees some locations only is refused. Refuses Forbidden."""
    ctx.require(READ, store=store)
    held = [grant for grant in ctx.grants if READ in grant.permissions]
    if not held or ctx.actor.kind == "system":
        return [store] if store else None
    whole = [grant for grant in held if grant.locations is None]
    if not whole:
        raise Forbidden(permission=READ)
    if any(grant.stores is None for grant in whole):
        return [store] if store else None
    seen = {place for grant in whole for place in grant.stores or ()}
    if store is not None and store not in seen:
        raise Forbidden(permission=READ)
    return [store] if store else sorted(seen)


def params(ctx: Context, filters: Filters) -> dict[str, Any]:
    """The parameters of `WHERE` and its parts."""
    return {
        "stores": stores(ctx, filters.store),
        "channel": filters.channel or None,
        "currency": filters.currency or None,
        "country": filters.country or None,
        "product": filters.product,
        "category": filters.category,
    }


def spans(now: Period, before: Period | None) -> dict[str, Any]:
    """The parameters of `PERIODS`."""
    return {
        "since": now.since,
        "until": now.until,
        "before_since": before.since if before else None,
        "before_until": before.until if before else None,
    }


PERIODS: LiteralString = """periods (past, since, until) as (
    select 0, %(since)s::date, %(until)s::date
    union all select 1, %(before_since)s::date, %(before_until)s::date where %(before_since)s::date is not null)"""
OF_STORES: LiteralString = "(%(stores)s::uuid[] is null or d.store_id = any(%(stores)s))"
OF_CHANNEL: LiteralString = "(%(channel)s::text is null or d.channel = %(channel)s)"
OF_CURRENCY: LiteralString = "(%(currency)s::text is null or d.currency = %(currency)s)"
OF_COUNTRY: LiteralString = "(%(country)s::text is null or d.country = %(country)s)"
MAIN: LiteralString = f"""main as (
    select d.currency from sales_days d
     where d.tenant_id = %(tenant)s and d.day between %(since)s and %(until)s
       and {OF_STORES} and {OF_CHANNEL} and {OF_CURRENCY}
     group by d.currency order by sum(d.orders) desc, d.currency limit 1)"""
"""The busiest currency of a period."""
_OF_CATEGORY: LiteralString = """d.product_id in (
          with recursive below (id) as (
              select %(category)s::uuid
              union select c.id from below b join categories c on c.tenant_id = %(tenant)s and c.parent_id = b.id)
          select g.product_id from below b join product_categories g on g.tenant_id = %(tenant)s and g.category_id = b.id)"""


def narrowed(params: dict[str, Any]) -> LiteralString:
    """Those conditions only that are asked for: hundreds of thousands of rows are not asked about the others."""
    asked: list[LiteralString] = ["true"]
    if params["stores"] is not None:
        asked.append("d.store_id = any(%(stores)s)")
    if params["channel"] is not None:
        asked.append("d.channel = %(channel)s")
    if params["currency"] is not None:
        asked.append("d.currency = %(currency)s")
    return " and ".join(asked)


def of_goods(filters: Filters) -> LiteralString:
    """The condition of a product or of a category with all below it; said only where it is asked for, so that a single product
    is found by its index."""
    one: LiteralString = "d.product_id = %(product)s" if filters.product else "true"
    return f"{one} and {_OF_CATEGORY}" if filters.category else one
