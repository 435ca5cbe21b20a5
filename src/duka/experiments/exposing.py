"""Counting who saw what, and whose cart it is. Off the way of pages: a picture that a page asks for when it is shown, or a call
of a shop that draws its own pages."""

from uuid import UUID

from duka.carts.errors import CartNotFound
from duka.experiments import assigning, queries
from duka.experiments.permissions import JOIN
from duka.experiments.types import Given
from duka.kernel.context import Context


def given(ctx: Context, store_id: UUID, key: str) -> tuple[Given, ...]:
    """What a visitor of this store is given now. No statement while the store's experiments are remembered."""
    ctx.require(JOIN)
    return assigning.given(queries.running(ctx, store_id), key, ctx.now)


def valid(ctx: Context, store_id: UUID, variants: tuple[UUID, ...]) -> tuple[UUID, ...]:
    """Those of `variants` that this store gives to visitors now, one an experiment: what somebody claims to have been given
    cannot be a draft's, or two of one experiment."""
    found: dict[UUID, UUID] = {}
    at = ctx.now.timestamp()
    for experiment in queries.running(ctx, store_id):
        if experiment.starts_at <= at < experiment.ends_at:
            for variant_id, _, _ in experiment.variants:
                if variant_id in variants:
                    found.setdefault(experiment.id, variant_id)
    return tuple(found.values())


def see(
    ctx: Context, store_id: UUID, key: str, page: str, *, cart_id: UUID | None = None, clicked: bool = False
) -> int:
    """The visitor saw this page: they are counted in the experiments whose variants differ on it, once. Their cart is
    remembered, and that they put something into it, or followed a recommendation. How many were counted for the first time. At
    most 3 statements.
    """
    found = given(ctx, store_id, key)
    if not found:
        return 0
    people = {
        "experiments": [each.experiment_id for each in found],
        "visitors": [assigning.pseudonym(each.experiment_id, key) for each in found],
    }
    counted = ctx.db.run(
        """insert into experiment_visitors (tenant_id, experiment_id, visitor, variant_id, seen_at)
           select %(tenant)s, p.experiment, p.visitor, p.variant, %(now)s
           from unnest(%(experiments)s::uuid[], %(visitors)s::uuid[], %(variants)s::uuid[], %(seen)s::boolean[])
                as p (experiment, visitor, variant, seen)
           where p.seen
           order by p.experiment
           on conflict do nothing""",
        **people,
        variants=[each.variant_id for each in found],
        seen=[assigning.differs_on(each, page) for each in found],
        now=ctx.now,
    )
    if cart_id is not None:
        _remember_cart(ctx, store_id, cart_id, people)
    if clicked:
        ctx.db.run(
            """update experiment_visitors v set clicked_at = %(now)s
               from unnest(%(experiments)s::uuid[], %(visitors)s::uuid[]) as p (experiment, visitor)
               where v.tenant_id = %(tenant)s and v.experiment_id = p.experiment and v.visitor = p.visitor
                 and v.clicked_at is null""",
            **people,
            now=ctx.now,
        )
    return counted


def require_cart(ctx: Context, store_id: UUID, cart_id: UUID) -> None:
    """Refuses `CartNotFound` for a cart that this store does not have."""
    ctx.require(JOIN)
    if not ctx.db.value(
        "select true from carts where tenant_id = %(tenant)s and id = %(cart)s and store_id = %(store)s",
        cart=cart_id,
        store=store_id,
    ):
        raise CartNotFound()


def count_error(ctx: Context, store_id: UUID, key: str) -> None:
    """A page failed for them."""
    found = given(ctx, store_id, key)
    ctx.db.run(
        """update experiment_visitors v set errors = least(v.errors + 1, 1000)
           from unnest(%(experiments)s::uuid[], %(visitors)s::uuid[]) as p (experiment, visitor)
           where v.tenant_id = %(tenant)s and v.experiment_id = p.experiment and v.visitor = p.visitor""",
        experiments=[each.experiment_id for each in found],
        visitors=[assigning.pseudonym(each.experiment_id, key) for each in found],
    )


def _remember_cart(ctx: Context, store_id: UUID, cart_id: UUID, people: dict[str, list[UUID]]) -> None:
    """A cart is its first visitor's. What was put into it before they saw anything does not count as put into it."""
    ctx.db.run(
        """with mine as (
               select v.experiment_id, v.visitor, v.added_at, c.id as cart_id,
                      exists (select from cart_lines l where l.tenant_id = %(tenant)s and l.cart_id = c.id
                              and l.added_at >= v.seen_at) as has_added
               from unnest(%(experiments)s::uuid[], %(visitors)s::uuid[]) as p (experiment, visitor)
               join experiment_visitors v on v.experiment_id = p.experiment and v.visitor = p.visitor
               join carts c on c.id = %(cart)s
               where v.tenant_id = %(tenant)s and c.tenant_id = %(tenant)s and c.store_id = %(store)s
           ), added as (
               update experiment_visitors v set added_at = %(now)s from mine m
               where v.tenant_id = %(tenant)s and v.experiment_id = m.experiment_id and v.visitor = m.visitor
                 and v.added_at is null and m.has_added
           )
           insert into experiment_carts (tenant_id, cart_id, experiment_id, visitor)
           select %(tenant)s, m.cart_id, m.experiment_id, m.visitor from mine m
           on conflict do nothing""",
        **people,
        cart=cart_id,
        store=store_id,
        now=ctx.now,
    )
