"""The price lists of variants: a list that names one is seen by its visitors alone (`prices_seen`)."""

from uuid import UUID

from duka.experiments.errors import PriceListNotForThis
from duka.experiments.permissions import READ
from duka.experiments.types import PriceListChoice
from duka.kernel import ids
from duka.kernel.context import Context


def give(ctx: Context, store_id: UUID, wanted: dict[UUID, list[UUID]]) -> None:
    """Each variant has these lists and no others; a list that loses its variant is switched off, so that it does not become
    everybody's. Refuses `PriceListNotForThis`."""
    pairs = [(each, variant) for variant, found in wanted.items() for each in found]
    if len({each for each, _ in pairs}) < len(pairs):
        raise PriceListNotForThis()
    ctx.db.run(
        """update price_lists set variant_id = null, is_active = false, version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and variant_id = any(%(variants)s::uuid[]) and not id = any(%(lists)s::uuid[])""",
        variants=list(wanted),
        lists=[each for each, _ in pairs],
        now=ctx.now,
    )
    if not pairs:
        return
    given = ctx.db.run(
        """update price_lists l set variant_id = w.variant, version = l.version + 1, updated_at = %(now)s
           from unnest(%(lists)s::uuid[], %(chosen)s::uuid[]) as w (list, variant)
           where l.tenant_id = %(tenant)s and l.id = w.list and (l.store_id is null or l.store_id = %(store)s)
             and (l.variant_id is null or l.variant_id = any(%(variants)s::uuid[]))""",
        lists=[each for each, _ in pairs],
        chosen=[variant for _, variant in pairs],
        variants=list(wanted),
        store=store_id,
        now=ctx.now,
    )
    if given < len(pairs):
        raise PriceListNotForThis()


def adopt(ctx: Context, variant_id: UUID) -> None:
    """What its visitors pay, everybody pays from now on."""
    ctx.db.run(
        """update price_lists set variant_id = null, version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and variant_id = %(variant)s""",
        variant=variant_id,
        now=ctx.now,
    )


def switch_off(ctx: Context, variants: list[UUID]) -> None:
    """Nobody pays by their lists any more."""
    if variants:
        give(ctx, variants[0], {variant: [] for variant in variants})


def choices(ctx: Context, store_id: UUID) -> list[PriceListChoice]:
    """The price lists of a store, and those of all stores. One statement."""
    ctx.require(READ, store=store_id)
    rows = ctx.db.all(
        """select l.id, l.name, l.currency, v.experiment_id from price_lists l
           left join experiment_variants v on v.tenant_id = %(tenant)s and v.id = l.variant_id
           where l.tenant_id = %(tenant)s and (l.store_id is null or l.store_id = %(store)s)
           order by l.name, l.id limit 200""",
        store=store_id,
    )
    return [
        PriceListChoice(
            ids.public("plist", row.id),
            row.name,
            row.currency,
            ids.public("exp", row.experiment_id) if row.experiment_id else None,
        )
        for row in rows
    ]
