"""What the merchant chose for a product, and what was computed for it."""

import zlib
from collections.abc import Sequence
from uuid import UUID

import msgspec

from duka.catalog.errors import ProductNotFound
from duka.catalog.permissions import require_staff
from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.errors import VersionConflict
from duka.recommendations.errors import RecommendsItself, TooManyChosen
from duka.recommendations.lines import as_json
from duka.recommendations.types import ChosenKind, ProductRecommendations

MOST_CHOSEN = 20
_STATEMENT = f"""
select json_build_object(
    'product', {as_json("p")},
    'cross_sell', (select coalesce(json_agg({as_json("o")} order by l.position, l.other_id), '[]')
                     from recommendation_links l join products o on o.tenant_id = %(tenant)s and o.id = l.other_id
                    where l.tenant_id = %(tenant)s and l.product_id = p.id and l.kind = 'cross_sell'),
    'up_sell', (select coalesce(json_agg({as_json("o")} order by l.position, l.other_id), '[]')
                  from recommendation_links l join products o on o.tenant_id = %(tenant)s and o.id = l.other_id
                 where l.tenant_id = %(tenant)s and l.product_id = p.id and l.kind = 'up_sell'),
    'computed', (select coalesce(json_agg(json_build_object(
                     'kind', r.kind, 'product', {as_json("o")}, 'orders', r.orders, 'confidence', r.confidence,
                     'lift', r.lift, 'score', r.score) order by r.kind desc, r.place), '[]')
                   from recommendation_pairs r join products o on o.tenant_id = %(tenant)s and o.id = r.other_id
                  where r.tenant_id = %(tenant)s and r.kind in ('similar', 'together') and r.product_id = p.id
                    and r.run_id = (select w.id from recommendation_runs w where w.tenant_id = %(tenant)s and w.is_live)),
    'is_excluded', exists (select from recommendation_exclusions e
                            where e.tenant_id = %(tenant)s and e.product_id = p.id),
    'version', 0)::text
  from products p where p.tenant_id = %(tenant)s and p.id = %(product)s"""


def of_product(ctx: Context, product_id: UUID) -> ProductRecommendations:
    """What is chosen, in its order, and what the live run found. `version` is that of the chosen ones. Two statements.
    Refuses `ProductNotFound`."""
    require_staff(ctx, "products:read")
    text = ctx.db.value(_STATEMENT, product=product_id)
    if text is None:
        raise ProductNotFound()
    found = msgspec.json.decode(text, type=ProductRecommendations)
    version = _version([p.id for p in found.cross_sell], [p.id for p in found.up_sell])
    return msgspec.structs.replace(found, version=version)


def choose(
    ctx: Context, product_id: UUID, cross_sell: Sequence[UUID], up_sell: Sequence[UUID], version: int
) -> None:
    """These and no others, in this order. Refuses `ProductNotFound` (of any), `RecommendsItself`, `TooManyChosen`, and
    `VersionConflict` when what is chosen is not what `version` was read of."""
    ctx.require("products:write")
    wanted: dict[ChosenKind, list[UUID]] = {
        "cross_sell": list(dict.fromkeys(cross_sell)),
        "up_sell": list(dict.fromkeys(up_sell)),
    }
    every = {other for others in wanted.values() for other in others}
    if product_id in every:
        raise RecommendsItself()
    if any(len(others) > MOST_CHOSEN for others in wanted.values()):
        raise TooManyChosen(most=MOST_CHOSEN)
    there = ctx.db.all(
        """select p.id from products p where p.tenant_id = %(tenant)s and p.id = any(%(ids)s)
            order by p.id for no key update""",
        ids=[product_id],
    )
    known = ctx.db.value(
        "select count(*) from products p where p.tenant_id = %(tenant)s and p.id = any(%(ids)s)",
        ids=list(every),
    )
    if not there or known != len(every):
        raise ProductNotFound()
    before = _chosen(ctx, product_id)
    if version != _version(*(_names(before[kind]) for kind in ("cross_sell", "up_sell"))):
        raise VersionConflict()
    ctx.db.run(
        "delete from recommendation_links where tenant_id = %(tenant)s and product_id = %(product)s",
        product=product_id,
    )
    ctx.db.many(
        """insert into recommendation_links (tenant_id, product_id, kind, other_id, position)
           values (%(tenant)s, %(product)s, %(kind)s, %(other)s, %(position)s)""",
        [
            {"product": product_id, "kind": kind, "other": other, "position": position}
            for kind, others in wanted.items()
            for position, other in enumerate(others)
        ],
    )
    trail.note(
        ctx,
        "recommendations.chosen",
        "product",
        product_id,
        before={kind: _names(others) for kind, others in before.items()},
        after={kind: _names(others) for kind, others in wanted.items()},
    )


def _version(cross_sell: Sequence[str], up_sell: Sequence[str]) -> int:
    """The same for the same choice, which has no row of its own to count changes on: a checksum of 29 bits."""
    return zlib.crc32(f"{'.'.join(cross_sell)}|{'.'.join(up_sell)}".encode()) & 0x1FFFFFFF


NOTHING_CHOSEN = _version([], [])


def _chosen(ctx: Context, product_id: UUID) -> dict[str, list[UUID]]:
    rows = ctx.db.all(
        """select l.kind, l.other_id from recommendation_links l
            where l.tenant_id = %(tenant)s and l.product_id = %(product)s order by l.kind, l.position, l.other_id""",
        product=product_id,
    )
    return {kind: [row.other_id for row in rows if row.kind == kind] for kind in ("cross_sell", "up_sell")}


def _names(others: Sequence[UUID]) -> list[str]:
    return [ids.public("prod", other) for other in others]
