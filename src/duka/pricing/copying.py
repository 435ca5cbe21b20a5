"""The prices of one store become those of another that has the same currency."""

from collections.abc import Sequence
from uuid import UUID

from duka.catalog import listing
from duka.kernel.context import Context
from duka.pricing import history
from duka.pricing.sales import slots

CHUNK = 2_000


def copy(ctx: Context, source: UUID, target: UUID) -> int:
    """Base and special prices of every variant; the target has none yet. What sale events make of them there, listings and the
    history follow with `follow`. Returns how many."""
    ctx.require("products:write", store=target)
    return ctx.db.run(
        """insert into prices (tenant_id, store_id, variant_id, base_minor, special_minor, special_from, special_until)
           select %(tenant)s, %(target)s, p.variant_id, p.base_minor, p.special_minor, p.special_from, p.special_until
           from prices p where p.tenant_id = %(tenant)s and p.store_id = %(source)s
           on conflict (tenant_id, variant_id, store_id) do nothing""",
        source=source,
        target=target,
    )


def follow(ctx: Context, products: Sequence[UUID]) -> None:
    """After these products came to a store: sale events, listings and the history know."""
    for begin in range(0, len(products), CHUNK):
        chunk = products[begin : begin + CHUNK]
        slots.write(ctx, products=chunk)
        slots.fill(ctx, chunk)
        listing.refresh_prices(ctx, chunk)
        history.note(ctx, chunk)
