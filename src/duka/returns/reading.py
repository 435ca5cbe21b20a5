"""The statement that reads returns in the shape of `types.Return`, for whoever may see them."""

from typing import LiteralString

import msgspec

from duka.media.queries import image_json
from duka.returns.types import Return

MANY = msgspec.json.Decoder(list[Return])

_TIMES: LiteralString = """'requested_at', r.requested_at, 'approved_at', r.approved_at, 'refused_at', r.refused_at,
    'in_transit_at', r.in_transit_at, 'received_at', r.received_at, 'settled_at', r.settled_at,
    'completed_at', r.completed_at, 'cancelled_at', r.cancelled_at"""

SHAPE: LiteralString = (
    """json_build_object(
    'id', 'ret_' || replace(r.id::text, '-', ''), 'number', r.number,
    'order_id', 'ord_' || replace(r.order_id::text, '-', ''), 'order_number', o.number,
    'store_id', 'store_' || replace(r.store_id::text, '-', ''), 'kind', r.kind, 'status', r.status, 'need', r.need,
    'outcome', r.outcome, 'needs_goods', r.needs_goods, 'note', r.note, 'refuse_reason', r.refuse_reason,
    'by_customer', r.by_customer, 'location_id', 'loc_' || replace(r.location_id::text, '-', ''),
    'location', coalesce((select c.name from locations c where c.tenant_id = %(tenant)s and c.id = r.location_id), ''),
    'carrier', r.carrier, 'tracking_number', r.tracking_number, 'tracking_url', r.tracking_url,
    'carriage_minor', r.carriage_minor, 'currency', r.currency, 'goods_minor', r.goods_minor, 'fee_minor', r.fee_minor,
    'shipping_minor', r.shipping_minor, 'amount_minor', r.amount_minor, 'is_paying', r.is_paying,
    'exchange_order_id', 'ord_' || replace(r.exchange_order_id::text, '-', ''),
    'exchange_order_number', coalesce((select x.number from orders x
        where x.tenant_id = %(tenant)s and x.id = r.exchange_order_id), ''),
    'instructions', coalesce(r.policy -> 'instructions' ->> o.locale, r.policy -> 'instructions' ->> split_part(o.locale, '-', 1),
        r.policy -> 'instructions' ->> 'en', ''),
    'address', coalesce(r.policy ->> 'address', ''),
    'lines', (select coalesce(json_agg(json_build_object(
            'line_id', 'line_' || replace(n.order_line_id::text, '-', ''), 'sku', l.sku, 'title', l.title,
            'variant_title', l.variant_title, 'image', l.image, 'quantity', n.quantity, 'unit', l.unit, 'scale', l.scale,
            'reason', n.reason, 'note', n.note, 'fee_percent', n.fee_percent, 'sellable', n.sellable, 'damaged', n.damaged,
            'missing', n.missing, 'settled', n.settled, 'value_minor', n.value_minor) order by n.position), '[]'::json)
        from return_lines n join order_lines l on l.tenant_id = %(tenant)s and l.id = n.order_line_id
        where n.tenant_id = %(tenant)s and n.return_id = r.id),
    'wishes', (select coalesce(json_agg(json_build_object(
            'variant_id', 'var_' || replace(w.variant_id::text, '-', ''), 'sku', v.sku,
            'title', said(p.translations, k.languages, '{title}', p.title),
            'variant_title', variant_said(p.options, v.option_values, k.languages, v.title),
            'quantity', w.quantity, 'unit', p.unit, 'scale', p.scale) order by v.sku), '[]'::json)
        from return_wishes w join variants v on v.tenant_id = %(tenant)s and v.id = w.variant_id
        join products p on p.tenant_id = %(tenant)s and p.id = v.product_id
        join (select s.id, language_chain(o.locale, s.default_locale, s.source_locale) as languages
              from stores s where s.tenant_id = %(tenant)s) k on k.id = r.store_id
        where w.tenant_id = %(tenant)s and w.return_id = r.id),
    'photos', (select coalesce(json_agg(json_build_object('id', 'photo_' || replace(h.id::text, '-', ''),
            'image', """  # noqa: S608 - our own texts
    + image_json("m")
    + """) order by h.id), '[]'::json)
        from return_photos h join media m on m.tenant_id = %(tenant)s and m.id = h.media_id
        where h.tenant_id = %(tenant)s and h.return_id = r.id),
    """
    + _TIMES
    + """, 'version', r.version)"""
)
"""Of a return `r` and its order `o`."""
