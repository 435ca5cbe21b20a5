"""Writing an order anew after an edit: lines, taxes, totals, and what it was before. Its callers hold its row and have priced it;
what follows for stock and money is theirs."""

from typing import LiteralString
from uuid import UUID

import msgspec

from duka.inventory.permissions import require_order_step
from duka.kernel.context import Context
from duka.ledger import service as ledger
from duka.ledger.types import Sale
from duka.orders.errors import OrderNotFound
from duka.orders.revisions import Contents, Edit
from duka.orders.types import OrderState
from duka.promotions import claims

_CONTENTS = msgspec.json.Decoder(Contents)
_FIGURES: LiteralString = """product_id, variant_id, stock_item_id, sku, title, variant_title, slug, quantity, unit, scale,
    pricing_mode, unit_price_minor, subtotal_minor, discount_minor, net_minor, tax_minor, total_minor, tax_class, taxes,
    weight_grams, stock_per_unit, shared_discount_minor, price_reason, promotion_minor"""
_READ: LiteralString = (
    """
select json_build_object('currency', o.currency, 'locale', o.locale, 'prices_include_tax', o.prices_include_tax,
    'is_estimated', o.is_estimated, 'sales_channel', o.sales_channel, 'discount', o.discount, 'subtotal_minor', o.subtotal_minor,
    'discount_minor', o.discount_minor, 'shipping_minor', o.shipping_minor, 'tax_minor', o.tax_minor,
    'total_minor', o.total_minor, 'shipping_method', o.shipping_method, 'shipping_address', o.shipping_address,
    'billing_address', o.billing_address, 'note', o.note, 'edits', o.edits, 'tax', o.tax,
    'taxes', (select coalesce(json_agg(json_build_object('code', t.code, 'name', t.name, 'rate_ppm', t.rate_ppm,
                                                         'amount_minor', t.amount_minor) order by t.code, t.rate_ppm), '[]')
              from order_taxes t where t.tenant_id = %(tenant)s and t.order_id = o.id),
    'promotions', o.promotions,
    'discounts', (select coalesce(json_agg(json_build_object('position', d.position, 'line_id', d.line_id,
                      'promotion_id', d.promotion_id, 'code', d.code, 'title', d.title, 'amount_minor', d.amount_minor)
                      order by d.position), '[]')
                  from order_discounts d where d.tenant_id = %(tenant)s and d.order_id = o.id),
    'lines', (select coalesce(json_agg(row_to_json(x) order by x.position), '[]') from (
        select id, position, image, discount, """  # noqa: S608 - our own text
    + _FIGURES
    + """ from order_lines l where l.tenant_id = %(tenant)s and l.order_id = o.id) x))::text
from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s"""
)
_FRESH: LiteralString = """jsonb_to_recordset(%(lines)s::jsonb) as l (id uuid, position int, product_id uuid, variant_id uuid,
    stock_item_id uuid, sku text, title text, variant_title text, slug text, image jsonb, quantity bigint, unit text, scale int,
    pricing_mode text, unit_price_minor bigint, subtotal_minor bigint, discount_minor bigint, net_minor bigint,
    tax_minor bigint, total_minor bigint, tax_class text, taxes jsonb, weight_grams bigint, stock_per_unit bigint,
    discount jsonb, shared_discount_minor bigint, price_reason text, promotion_minor bigint)"""


def contents(ctx: Context, order_id: UUID) -> Contents:
    """What there is to revise. For steps. One statement. Refuses `OrderNotFound`."""
    text = ctx.db.value(_READ, order=order_id)
    if text is None:
        raise OrderNotFound()
    return _CONTENTS.decode(text)


def revise(ctx: Context, order: OrderState, before: Contents, after: Contents, edit: Edit) -> int:
    """The held order is `after` from now on: lines that are there no more are deleted, changed ones written, new ones added;
    what it was is kept as a version, and the books follow. Which edit of it this is, counted from 1."""
    require_order_step(ctx)
    number = before.edits + 1
    _keep(ctx, order, before, edit, number)
    kept = {line.id for line in after.lines}
    gone = [line.id for line in before.lines if line.id not in kept]
    if gone:
        ctx.db.run(
            "delete from order_lines where tenant_id = %(tenant)s and order_id = %(order)s and id = any(%(gone)s)",
            order=order.id,
            gone=gone,
        )
    was = {line.id: line for line in before.lines}
    changed = [line for line in after.lines if was.get(line.id) != line]
    if changed:
        ctx.db.run(
            "insert into order_lines as o (tenant_id, id, order_id, position, image, discount, "  # noqa: S608 - our own text
            + _FIGURES
            + ") select %(tenant)s, l.id, %(order)s, l.position, nullif(l.image, 'null'), nullif(l.discount, 'null'), "
            + _FIGURES
            + " from "
            + _FRESH
            + """ on conflict (tenant_id, id) do update set
                   quantity = excluded.quantity, subtotal_minor = excluded.subtotal_minor,
                   discount_minor = excluded.discount_minor, net_minor = excluded.net_minor, tax_minor = excluded.tax_minor,
                   total_minor = excluded.total_minor, taxes = excluded.taxes, weight_grams = excluded.weight_grams,
                   discount = excluded.discount, shared_discount_minor = excluded.shared_discount_minor,
                   promotion_minor = excluded.promotion_minor""",
            order=order.id,
            lines=msgspec.json.encode(changed).decode(),
        )
    if after.discounts != before.discounts or after.promotions is not before.promotions:
        _write_discounts(ctx, order, after)
    _write_order(ctx, order, after, number)
    ledger.edited(ctx, _sale(order, before), _sale(order, after), number)
    return number


def wait_for_payment(ctx: Context, order_id: UUID) -> None:
    """An order that cost nothing costs something now: it waits for its first payment. The caller holds it."""
    require_order_step(ctx)
    ctx.db.run(
        """update orders set payment_status = 'pending', updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order_id,
        now=ctx.now,
    )


def _keep(ctx: Context, order: OrderState, before: Contents, edit: Edit, number: int) -> None:
    ctx.db.run(
        """insert into order_versions (tenant_id, order_id, number, snapshot, reason, total_minor, actor, actor_name, at, request,
                                       asked, give_back_minor)
           values (%(tenant)s, %(order)s, %(number)s, %(snapshot)s::jsonb, %(reason)s, %(total)s, %(actor)s, %(name)s, %(now)s,
                   %(request)s, %(asked)s, %(give_back)s)""",
        order=order.id,
        number=number,
        snapshot=msgspec.json.encode(snapshot(before)).decode(),
        reason=edit.reason[:500],
        total=before.total_minor,
        actor=ctx.actor.label,
        name=ctx.actor.name,
        now=ctx.now,
        request=edit.request,
        asked=edit.asked,
        give_back=edit.give_back_minor,
    )


def snapshot(of: Contents) -> dict[str, object]:
    """A version as it is kept: no personal data; of the address only what taxes and carriage are judged by."""
    address = of.shipping_address
    told: dict[str, object] = {
        name: getattr(of, name)
        for name in of.__struct_fields__
        if name
        not in (
            "shipping_address",
            "billing_address",
            "note",
            "edits",
            "locale",
            "sales_channel",
            "promotions",
        )
    }
    return told | {
        "place": {"country": address.country, "region": address.region, "postal_code": address.postal_code}
    }


def _write_discounts(ctx: Context, order: OrderState, after: Contents) -> None:
    ctx.db.run(
        "delete from order_discounts where tenant_id = %(tenant)s and order_id = %(order)s", order=order.id
    )
    ctx.db.run(
        """with discounts as (
               insert into order_discounts (tenant_id, order_id, position, line_id, promotion_id, code, title, amount_minor)
               select %(tenant)s, %(order)s, d.position, d.line_id, d.promotion_id, d.code, d.title, d.amount_minor
               from jsonb_to_recordset(%(discounts)s::jsonb) as d (position int, line_id uuid, promotion_id uuid, code text,
                   title text, amount_minor bigint))
           update orders set promotions = nullif(%(promotions)s::jsonb, 'null')
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order.id,
        discounts=msgspec.json.encode(after.discounts).decode(),
        promotions=msgspec.json.encode(after.promotions).decode(),
    )
    amounts: dict[UUID, int] = {}
    for one in after.discounts:
        amounts[one.promotion_id] = amounts.get(one.promotion_id, 0) + one.amount_minor
    claims.resize(ctx, order.id, amounts)


def _write_order(ctx: Context, order: OrderState, after: Contents, number: int) -> None:
    ctx.db.run(
        """delete from order_taxes where tenant_id = %(tenant)s and order_id = %(order)s""",
        order=order.id,
    )
    ctx.db.run(
        """with taxes as (
               insert into order_taxes (tenant_id, order_id, code, name, rate_ppm, amount_minor)
               select %(tenant)s, %(order)s, t.code, t.name, t.rate_ppm, t.amount_minor
               from jsonb_to_recordset(%(taxes)s::jsonb) as t (code text, name text, rate_ppm int, amount_minor bigint)
           )
           update orders set edits = %(number)s, is_estimated = %(estimated)s, subtotal_minor = %(subtotal)s,
                  discount_minor = %(off)s, shipping_minor = %(shipping)s, tax_minor = %(tax)s, total_minor = %(total)s,
                  discount = nullif(%(discount)s::jsonb, 'null'), shipping_method = %(method)s::jsonb, note = %(note)s,
                  updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order.id,
        number=number,
        taxes=msgspec.json.encode(after.taxes).decode(),
        estimated=after.is_estimated,
        subtotal=after.subtotal_minor,
        off=after.discount_minor,
        shipping=after.shipping_minor,
        tax=after.tax_minor,
        total=after.total_minor,
        discount=msgspec.json.encode(after.discount).decode(),
        method=msgspec.json.encode(after.shipping_method).decode(),
        note=after.note,
        now=ctx.now,
    )


def _sale(order: OrderState, of: Contents) -> Sale:
    return Sale(
        order_id=order.id,
        store_id=order.store_id,
        currency=of.currency,
        goods_minor=of.goods_net_minor,
        shipping_minor=of.shipping_minor,
        tax_minor=of.tax_minor,
        total_minor=of.total_minor,
        memo=order.number,
    )
