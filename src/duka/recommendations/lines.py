"""Products as the console lists them."""

from typing import LiteralString

import msgspec

from duka.kernel import ids
from duka.kernel.db import Row
from duka.media.types import Image
from duka.recommendations.types import ProductLine


def as_json(row: LiteralString) -> LiteralString:
    """SQL of a `ProductLine` of `products` under that alias, as a JSON value."""
    return (
        f"json_build_object('id', 'prod_' || replace({row}.id::text, '-', ''), 'title', {row}.title, 'slug', {row}.slug, "
        f"'status', {row}.status, 'image', (select i.card::json from product_images i where i.tenant_id = %(tenant)s "
        f"and i.product_id = {row}.id and i.card is not null order by i.position limit 1))"
    )


LINE: LiteralString = """p.id, p.title, p.slug, p.status, (
    select i.card::json from product_images i
     where i.tenant_id = %(tenant)s and i.product_id = p.id and i.card is not null order by i.position limit 1) as image"""
"""The columns of a `ProductLine` of `products p`."""


def line(row: Row) -> ProductLine:
    """Of a row with the columns of `LINE`."""
    image = msgspec.convert(row.image, Image) if row.image else None
    return ProductLine(ids.public("prod", row.id), row.title, row.slug, row.status, image)
