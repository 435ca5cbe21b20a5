"""Options, and the variants that follow from them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from duka.catalog import listing, product_fields, references, search_text, variant_plan
from duka.catalog.errors import ProductArchived
from duka.catalog.findings import Findings
from duka.catalog.inputs import NewVariant, OptionInput
from duka.catalog.service import rows, telling
from duka.catalog.variant_plan import Existing, Values
from duka.kernel.context import Context
from duka.kernel.db import Row


def set_options(ctx: Context, product_id: UUID, options: Sequence[OptionInput]) -> None:
    """Give the product these options, and a variant for every combination.

    Variants that match keep their id, SKU, price and stock (`variant_plan.match` says which match); missing
    ones are made, with the weight of the first; the others are deactivated, not deleted, and come back when
    their values do. A variant that was deactivated by hand stays so. Setting the same again changes nothing.

    Refuses ProductNotFound, ProductArchived, InvalidInput (more than 3 options or 250 combinations, names or
    values twice), ProductHasNoVariant (on sale, and all that is left is deactivated).
    """
    ctx.require("products:write")
    f = Findings()
    checked = product_fields.options(f, options)
    wanted = variant_plan.combinations(f, checked)
    f.refuse()
    product = rows.locked_product(ctx, product_id)
    if product.status == "archived":
        raise ProductArchived()
    present = ctx.db.all(
        """select v.id, v.option_values, v.title, v.position, v.is_active, v.weight_grams from variants v
           where v.tenant_id = %(tenant)s and v.product_id = %(id)s
           order by v.position, v.id for no key update""",
        id=product_id,
    )
    existing = [_existing(row, product.options) for row in present]
    kept = variant_plan.match(existing, checked, wanted)
    changed = _changes(present, kept, wanted, product.options)
    fresh = [
        NewVariant(option_values=list(values), weight_grams=present[0].weight_grams if present else 0)
        for values in wanted
        if values not in kept
    ]
    if not changed and not fresh and checked == product.options:
        return
    _apply(ctx, changed)
    if fresh:
        found = references.look_up(ctx, skus=variant_plan.candidates(fresh, product.slug))
        planned = variant_plan.plan(f, fresh, product.slug, found)
        places = {values: position for position, values in enumerate(wanted)}
        for row in planned.variants:
            row["position"] = places[tuple(row["option_values"])]
        rows.insert_variants(ctx, product_id, planned, unit=product.unit, scale=product.scale)
    rows.refuse_empty_shelf(ctx, product_id, product.status)
    rows.update_product(ctx, product_id, {"options": checked})
    listing.refresh_prices(ctx, [product_id])
    search_text.refresh(ctx, [product_id])
    telling.product_changed(
        ctx,
        product_id,
        ["options", "variants"],
        {"options": _told(product.options), "variants": sum(row.is_active for row in present)},
        {"options": _told(checked), "variants": len(wanted)},
    )


def _told(options: Sequence[Mapping[str, Any]]) -> list[str]:
    return [f"{option['name']}: {', '.join(option['values'])}" for option in options]


def _existing(row: Row, options: Sequence[Mapping[str, Any]]) -> Existing:
    """A variant whose values are not of the present options is known by its values alone."""
    values = tuple(row.option_values)
    by_name = None
    if _is_combination(values, options):
        by_name = {option["name"]: value for option, value in zip(options, values, strict=True)}
    return Existing(row.id, values, by_name, row.is_active)


def _is_combination(values: Values, options: Sequence[Mapping[str, Any]]) -> bool:
    return len(values) == len(options) and all(
        value in option["values"] for option, value in zip(options, values, strict=True)
    )


def _changes(
    present: Sequence[Row],
    kept: Mapping[Values, UUID],
    wanted: Sequence[Values],
    options: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """The variants whose values, place or state change, as they become. One that goes, and whose values
    another takes over, gives them up."""
    becomes = {id: values for values, id in kept.items()}
    places = {values: position for position, values in enumerate(wanted)}
    found = []
    for row in present:
        now = (list(row.option_values), row.title, row.position, row.is_active)
        values = becomes.get(row.id)
        if values is not None:
            dropped = not _is_combination(tuple(row.option_values), options)
            then = (list(values), variant_plan.title(values), places[values], row.is_active or dropped)
        elif tuple(row.option_values) in kept:
            then = (["", str(row.id)], row.title, row.position, False)
        else:
            then = (list(row.option_values), row.title, row.position, False)
        if now != then:
            found.append(
                {
                    "id": row.id,
                    "option_values": then[0],
                    "title": then[1],
                    "position": then[2],
                    "is_active": then[3],
                    "moves": now[0] != then[0],
                }
            )
    return found


def _apply(ctx: Context, changed: Sequence[Mapping[str, Any]]) -> None:
    """In two steps where values move, since two variants may swap theirs and no two may ever have the
    same."""
    if not changed:
        return
    moving = [row["id"] for row in changed if row["moves"]]
    if moving:
        ctx.db.run(
            """update variants set option_values = array['', id::text]
               where tenant_id = %(tenant)s and id = any(%(ids)s)""",
            ids=moving,
        )
    ctx.db.run(
        """update variants v set option_values = n.option_values, title = n.title, position = n.position,
                  is_active = n.is_active, version = v.version + 1
           from jsonb_to_recordset(%(rows)s::jsonb) as n (id uuid, option_values text[], title text,
             position int,
                is_active boolean)
           where v.tenant_id = %(tenant)s and v.id = n.id""",
        rows=rows.encoded(changed),
    )
