"""What would come of an edit, as it is shown, and the versions of an order."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from duka.carts.permissions import is_trusted
from duka.carts.terms import Terms
from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.order_edits import carriage, offers, rules, stock
from duka.order_edits.errors import OrderVersionNotFound
from duka.order_edits.money import Standing
from duka.order_edits.types import EditedLine, EditPreview, LineDifference, OrderVersion
from duka.orders import reach
from duka.orders.fulfillment.types import LineProgress
from duka.orders.revisions import Contents, RevisedLine
from duka.orders.types import OrderState


def previewed(
    ctx: Context,
    order: OrderState,
    terms: Terms,
    before: Contents,
    after: Contents,
    progress: Sequence[LineProgress],
    planned: stock.Plan,
    standing: Standing,
) -> EditPreview:
    """The read shape of a preview. At most one statement: what is in stock."""
    levels = stock.levels(ctx, planned.more, planned.places)
    place = rules.place_of(after.shipping_address)
    goods = after.subtotal_minor - after.discount_minor
    weight = sum(line.weight_grams for line in after.lines)
    return EditPreview(
        version=order.version,
        edits=before.edits,
        currency=before.currency,
        prices_include_tax=before.prices_include_tax,
        is_changed=after != before,
        lines=list(_lines(before, after, {line.line_id: line.prepared for line in progress})),
        discount=after.discount,
        subtotal_minor=after.subtotal_minor,
        discount_minor=after.discount_minor,
        shipping_minor=after.shipping_minor,
        shipping_before_minor=before.shipping_minor,
        shipping_method=after.shipping_method,
        tax_minor=after.tax_minor,
        taxes=after.taxes,
        total_before_minor=before.total_minor,
        total_minor=after.total_minor,
        difference_minor=after.total_minor - before.total_minor,
        due_minor=standing.due_minor,
        surplus_minor=standing.surplus_minor,
        money=standing.steps,
        shortages=stock.shortages(after, planned, levels),
        carriages=carriage.options(terms, place, goods, weight, ctx.locale),
    )


def versions(
    ctx: Context, order_id: UUID, *, cursor: str | None = None, limit: int | None = None
) -> paging.Page[OrderVersion]:
    """The edits of an order, the newest first, each with what it changed. Two statements. Refuses `OrderNotFound`, and
    `Forbidden` for an order out of reach."""
    reach.require(ctx, "orders:read", order_id)
    size = paging.bounded(limit)
    below = paging.decode(cursor, int)[0] if cursor else None
    rows = _rows(ctx, order_id, below, size + 1)
    if not rows:
        offers.require_order(ctx, order_id)
    more = paging.encode(rows[size - 1].number) if len(rows) > size else None
    return paging.Page([_version(row) for row in rows[:size]], more)


def version(ctx: Context, order_id: UUID, number: int) -> OrderVersion:
    """Refuses `OrderVersionNotFound`."""
    reach.require(ctx, "orders:read", order_id)
    rows = _rows(ctx, order_id, number + 1, 1)
    if not rows or rows[0].number != number:
        raise OrderVersionNotFound()
    return _version(rows[0])


def for_buyer(ctx: Context, order_id: UUID) -> list[OrderVersion]:
    """What was changed, the first edit first, for a buyer whose order was opened just now; without who did it and why. One
    statement."""
    if not (is_trusted(ctx) or ctx.may("orders:create")):
        ctx.require("orders:track")
    rows = _rows(ctx, order_id, None, paging.MOST)
    return [_version(row, is_told_all=False) for row in reversed(rows)]


def _rows(ctx: Context, order_id: UUID, below: int | None, limit: int) -> list[Any]:
    return ctx.db.all(
        """select v.number, v.at, v.actor_name, v.actor, v.reason, v.snapshot, v.total_minor, o.currency,
                  coalesce(n.total_minor, o.total_minor) as total_after,
                  coalesce((n.snapshot ->> 'shipping_minor')::bigint, o.shipping_minor) as shipping_after,
                  coalesce(n.snapshot -> 'lines', (
                      select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'sku', l.sku, 'title', l.title,
                                 'variant_title', l.variant_title, 'unit', l.unit, 'scale', l.scale, 'quantity', l.quantity,
                                 'total_minor', l.total_minor) order by l.position), '[]')
                      from order_lines l where l.tenant_id = %(tenant)s and l.order_id = o.id)) as lines_after
           from order_versions v
           join orders o on o.tenant_id = %(tenant)s and o.id = v.order_id
           left join order_versions n on n.tenant_id = %(tenant)s and n.order_id = v.order_id and n.number = v.number + 1
           where v.tenant_id = %(tenant)s and v.order_id = %(order)s and (%(below)s::int is null or v.number < %(below)s)
           order by v.number desc limit %(limit)s""",
        order=order_id,
        below=below,
        limit=limit,
    )


def _version(row: Any, *, is_told_all: bool = True) -> OrderVersion:
    return OrderVersion(
        number=row.number,
        at=row.at.isoformat(),
        by=(row.actor_name or row.actor.partition(":")[0]) if is_told_all else "",
        reason=row.reason if is_told_all else "",
        currency=row.currency,
        total_minor=row.total_minor,
        total_after_minor=row.total_after,
        shipping_minor=row.snapshot["shipping_minor"],
        shipping_after_minor=row.shipping_after,
        lines=differences(row.snapshot["lines"], row.lines_after),
    )


def differences(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> list[LineDifference]:
    """The lines that are not what they were; pure."""
    was = {line["id"]: line for line in before}
    will = {line["id"]: line for line in after}
    found = []
    for line in {**was, **will}.values():
        old, new = was.get(line["id"]), will.get(line["id"])
        figures = [(each["quantity"], each["total_minor"]) if each else (0, 0) for each in (old, new)]
        if figures[0] != figures[1]:
            found.append(
                LineDifference(
                    sku=line["sku"],
                    title=line["title"],
                    variant_title=line["variant_title"],
                    unit=line["unit"],
                    scale=line["scale"],
                    before=figures[0][0],
                    after=figures[1][0],
                    total_before_minor=figures[0][1],
                    total_after_minor=figures[1][1],
                )
            )
    return found


def _lines(before: Contents, after: Contents, least: dict[UUID, int]) -> Iterator[EditedLine]:
    """Every line of either, in their order; a replaced line stands where the other one stood."""
    was = {line.id: line for line in before.lines}
    places = {line.position for line in before.lines}
    will = {line.id for line in after.lines}
    shown = [*after.lines, *(line for line in before.lines if line.id not in will)]
    for line in sorted(shown, key=lambda each: (each.position, each.id not in will)):
        old = was.get(line.id)
        if line.id not in will:
            change = "removed"
        elif old is None:
            change = "replaced" if line.position in places else "added"
        else:
            change = "changed" if line != old else ""
        yield _line(line, old, change, least.get(line.id, 0))


def _line(line: RevisedLine, old: RevisedLine | None, change: str, least: int) -> EditedLine:
    is_gone = change == "removed"
    return EditedLine(
        id=ids.public("line", line.id),
        variant_id=ids.public("var", UUID(line.variant_id)),
        product_id=ids.public("prod", UUID(line.product_id)),
        sku=line.sku,
        title=line.title,
        variant_title=line.variant_title,
        image=line.image,
        quantity=0 if is_gone else line.quantity,
        unit=line.unit,
        scale=line.scale,
        pricing_mode=line.pricing_mode,
        unit_price_minor=line.unit_price_minor,
        price_reason=line.price_reason,
        subtotal_minor=0 if is_gone else line.subtotal_minor,
        discount_minor=0 if is_gone else line.discount_minor,
        discount=line.discount,
        tax_minor=0 if is_gone else line.tax_minor,
        total_minor=0 if is_gone else line.total_minor,
        change=change,
        quantity_before=old.quantity if old else 0,
        total_before_minor=old.total_minor if old else 0,
        least=least,
    )
