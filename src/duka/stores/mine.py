"""The stores that somebody works in, whatever they do there."""

import msgspec

from duka.identity.permissions import OWN_ACCOUNT
from duka.kernel.context import Context


class StoreOfMine(msgspec.Struct, frozen=True):
    """What a person's tools need to know of a store that they work in."""

    id: str
    slug: str
    name: str
    status: str
    currency: str
    country: str
    timezone: str
    default_locale: str
    locales: list[str]
    hosts: list[str]


def list_mine(ctx: Context) -> list[StoreOfMine]:
    """By name. Needs no permission: it tells the caller only where they may do anything at all."""
    grants = [grant for grant in ctx.grants if grant.permissions != {OWN_ACCOUNT}]
    is_limited = bool(grants) and all(grant.stores is not None for grant in grants)
    rows = ctx.db.all(
        """select 'store_' || replace(s.id::text, '-', ''), s.slug, s.name, s.status, s.currency, s.country,
                  s.timezone, s.default_locale, s.locales, coalesce((
                    select array_agg(d.host order by not d.is_primary, d.host) from domains d
                    where d.tenant_id = %(tenant)s and d.store_id = s.id), '{}')
           from stores s where s.tenant_id = %(tenant)s
             and (%(stores)s::uuid[] is null or s.id = any(%(stores)s)) order by s.name, s.id""",
        stores=sorted({s for grant in grants for s in grant.stores or ()}) if is_limited else None,
    )
    return [StoreOfMine(*row) for row in rows]
