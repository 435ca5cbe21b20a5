"""Paints the galleries of the demo shops while people look around: close-ups, scenes, and a picture for each colour.

Runs as a program of its own, politely, after the shops are open; started again, it goes on where it stopped.
"""

import os
from collections.abc import Sequence
from uuid import UUID

from duka.catalog import service as catalog
from duka.catalog import staff_queries
from duka.catalog.inputs import ImageInput
from duka.demo import catalogue
from duka.demo.catalogue.types import DemoCatalogue, Product
from duka.demo.planting import draw, gallery
from duka.kernel import config as configuration
from duka.kernel.context import SYSTEM, Context
from duka.kernel.postgres_urls import resolve
from duka.kernel.work import Caller
from duka.tenants import queries as tenants
from duka.wiring import Services, make_services


def paint(services: Services, demo: DemoCatalogue) -> int:
    """How many products got their gallery."""
    tenant = tenants.find(services.work, demo.store.code)
    if tenant is None:
        return 0
    system = Caller(tenant.id, SYSTEM)
    done = services.work.perform(system, _painted)
    painted = 0
    for product in demo.products:
        product_id, pictures = done.get(product.handle, (None, 0))
        if product_id is not None and pictures < len(gallery(product)):
            _paint_product(services, system, product, product_id, demo.store.locales)
            painted += 1
    return painted


def _painted(ctx: Context) -> dict[str, tuple[UUID, int]]:
    rows = ctx.db.all(
        """select p.slug, p.id, (select count(*) from product_images i
                                 where i.tenant_id = p.tenant_id and i.product_id = p.id) as pictures
           from products p where p.tenant_id = %(tenant)s"""
    )
    return {row.slug: (row.id, row.pictures) for row in rows}


def _paint_product(
    services: Services, system: Caller, product: Product, product_id: UUID, locales: Sequence[str]
) -> None:
    media = {spec: draw(services, system, spec) for spec in gallery(product)}

    def hang(ctx: Context) -> None:
        shown = staff_queries.product_for_staff(ctx, product_id)
        variants = {variant.sku: variant.id for variant in shown.variants}
        hung = catalog.set_images(
            ctx,
            product_id,
            [
                ImageInput(
                    media_id=media_id,
                    alt=product.title[locales[0]],
                    variants=[
                        variants[v.sku] for v in product.variants if v.picture == spec and v.sku in variants
                    ],
                )
                for spec, media_id in media.items()
            ],
        )
        for image_id in hung:
            for locale in locales[1:]:
                catalog.say_of_image(ctx, image_id, locale, product.title[locale])

    services.work.perform(system, hang)


def main() -> None:
    os.nice(15)
    config = configuration.load()
    services = make_services(config, resolve(config.data, os.environ))
    for demo in (catalogue.boutique(), catalogue.farm()):
        paint(services, demo)


if __name__ == "__main__":
    main()
