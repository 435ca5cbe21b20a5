"""Pictures, categories and stores of a product."""

from functools import partial
from uuid import UUID

import pytest
from tests.catalog.merchant import Merchant

from duka.catalog import service as catalog
from duka.catalog.errors import CategoryNotFound, MediaNotFound, StoreNotFound
from duka.catalog.inputs import ImageInput, NewCategory, OptionInput, StoreAssignment
from duka.kernel.errors import InvalidInput
from duka.kernel.ids import new_id, public
from duka.pricing import service as pricing


def picture(merchant: Merchant) -> str:
    id = new_id()
    merchant.do(
        lambda ctx: ctx.db.run(
            """insert into media (tenant_id, id, key, mime, width, height, bytes, checksum, widths)
               values (%(tenant)s, %(id)s, %(key)s, 'image/webp', 800, 1000, 5, %(sum)s, '{320,640}')""",
            id=id,
            key=id.hex,
            sum=id.bytes,
        )
    )
    return public("med", id)


def set_images(merchant: Merchant, product: UUID, *images: ImageInput) -> list[UUID]:
    return merchant.do(lambda ctx: catalog.set_images(ctx, product, images))


def rows(merchant: Merchant) -> list[tuple[UUID, str, str, bool]]:
    statement = "select * from product_images where tenant_id = %(tenant)s order by position"
    return [(r.id, r.source_url, r.alt, r.media_id is not None) for r in merchant.rows(statement)]


def test_pictures_in_order_and_of_variants(acorn: Merchant) -> None:
    id = acorn.make(options=[OptionInput("Size", ["S", "M"])])
    small, medium = acorn.variants(id)
    front, far = picture(acorn), "https://example.com/a.jpg"
    images = [
        ImageInput(media_id=front, alt="Front", variants=[public("var", small.id)]),
        ImageInput(source_url=far, variants=[public("var", medium.id), public("var", small.id)]),
    ]
    first, second = set_images(acorn, id, *images)
    assert rows(acorn) == [(first, "", "Front", True), (second, far, "", False)]
    assert [v.image_id for v in acorn.variants(id)] == [first, second]
    before = acorn.everything()
    assert set_images(acorn, id, *images) == [first, second]
    assert acorn.everything() == before
    assert [e.payload["changed"] for e in acorn.heard("product.updated")] == [["images"]]


def test_a_fetched_picture_stays_the_same_picture(acorn: Merchant) -> None:
    id = acorn.make()
    far = ImageInput(source_url="https://example.com/a.jpg")
    (image,) = set_images(acorn, id, far)
    media = UUID(picture(acorn).removeprefix("med_"))
    acorn.do(lambda ctx: catalog.attach_media(ctx, image, media))
    assert set_images(acorn, id, far) == [image]
    assert rows(acorn) == [(image, "https://example.com/a.jpg", "", True)]
    assert set_images(acorn, id, ImageInput(id=public("img", image), alt="Now with words")) == [image]
    assert rows(acorn) == [(image, "https://example.com/a.jpg", "Now with words", True)]
    assert set_images(acorn, id) == [] and rows(acorn) == []


def test_bad_pictures_are_refused(acorn: Merchant, birch: Merchant) -> None:
    id, other = acorn.make(), acorn.make("Other")
    (image,) = set_images(acorn, other, ImageInput(source_url="https://example.com/a.jpg"))
    (variant,) = acorn.variants(other)
    before = acorn.everything(), rows(acorn)
    url = "https://example.com/b.jpg"
    for bad in (
        ImageInput(),
        ImageInput(source_url="javascript:alert(1)"),
        ImageInput(source_url=url, alt="x" * 301),
        ImageInput(id=public("img", image)),
        ImageInput(source_url=url, variants=[public("var", variant.id)]),
        ImageInput(media_id="nonsense"),
    ):
        with pytest.raises(InvalidInput):
            set_images(acorn, id, bad)
    with pytest.raises(MediaNotFound):
        set_images(acorn, id, ImageInput(media_id=picture(birch)))
    with pytest.raises(InvalidInput):
        set_images(acorn, id, *[ImageInput(source_url=url)] * 101)
    assert (acorn.everything(), rows(acorn)) == before


def test_categories_of_a_product(acorn: Merchant, birch: Merchant) -> None:
    id = acorn.make()
    one, two = (acorn.do(partial(catalog.create_category, new=NewCategory(name))) for name in ("Un", "Deux"))
    theirs = birch.do(lambda ctx: catalog.create_category(ctx, NewCategory("Theirs")))
    acorn.do(lambda ctx: catalog.assign_categories(ctx, id, [one, two]))
    assert "un deux" in acorn.product(id).search_text
    before = acorn.everything()
    acorn.do(lambda ctx: catalog.assign_categories(ctx, id, [two, one, two]))
    with pytest.raises(CategoryNotFound):
        acorn.do(lambda ctx: catalog.assign_categories(ctx, id, [theirs]))
    assert acorn.everything() == before
    acorn.do(lambda ctx: catalog.assign_categories(ctx, id, [two]))
    assert "un " not in acorn.product(id).search_text
    assert (
        acorn.one("select category_id from product_categories where tenant_id = %(tenant)s").category_id
        == two
    )


def test_stores_of_a_product(acorn: Merchant, birch: Merchant) -> None:
    id = acorn.make()
    (variant,) = acorn.variants(id)
    acorn.do(lambda ctx: pricing.set_price(ctx, acorn.store, variant.id, 700))
    both = [
        StoreAssignment(public("store", acorn.store)),
        StoreAssignment(public("store", acorn.second), is_visible=False),
    ]
    for _ in range(2):
        acorn.do(lambda ctx: catalog.assign_stores(ctx, id, both))
    statement = (
        "select store_id, is_visible, price_minor from store_products where tenant_id = %(tenant)s order by 3"
    )
    assert [tuple(row) for row in acorn.rows(statement)] == [
        (acorn.store, True, 700),
        (acorn.second, False, None),
    ]
    assert [e.payload["changed"] for e in acorn.heard("product.updated")] == [["stores"]]
    before = acorn.everything()
    with pytest.raises(StoreNotFound):
        acorn.do(lambda ctx: catalog.assign_stores(ctx, id, [StoreAssignment(public("store", birch.store))]))
    with pytest.raises(InvalidInput):
        acorn.do(lambda ctx: catalog.assign_stores(ctx, id, [StoreAssignment("main")]))
    assert acorn.everything() == before
    acorn.do(lambda ctx: catalog.assign_stores(ctx, id, both[1:]))
    assert [row.store_id for row in acorn.rows(statement)] == [acorn.second]
