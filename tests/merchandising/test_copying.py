from uuid import UUID

from tests.catalog.merchant import Merchant

from duka.catalog import service as catalog
from duka.catalog import staff_queries
from duka.catalog.inputs import ImageInput, OptionInput, ProductTexts
from duka.kernel.ids import parse, public
from duka.merchandising import copying
from duka.merchandising.inputs import CopyOf
from duka.pricing import service as pricing


def test_a_copy_is_a_draft_with_everything_but_stock_and_skus(acorn: Merchant) -> None:
    id = acorn.make(
        "Robe",
        sold=True,
        tags=["wax"],
        options=[OptionInput("Size", ["S", "M"])],
        translations={"en": ProductTexts("Dress")},
        seo_title="Buy it",
    )
    small, medium = acorn.variants(id)
    acorn.do(lambda ctx: pricing.set_price(ctx, acorn.store, small.id, 900, 800))
    pictures = [
        ImageInput(source_url="https://example.com/a.jpg", alt="Front", variants=[public("var", medium.id)]),
        ImageInput(source_url="https://example.com/b.jpg"),
    ]
    acorn.do(lambda ctx: catalog.set_images(ctx, id, pictures))
    made: UUID = acorn.do(lambda ctx: copying.copy(ctx, id, CopyOf()))
    copy = acorn.do(lambda ctx: staff_queries.product_for_staff(ctx, made))
    assert (copy.title, copy.status, copy.tags, copy.slug) == ("Robe (copy)", "draft", ["wax"], "robe-copy")
    assert [v.option_values for v in copy.variants] == [["S"], ["M"]]
    assert not {v.sku for v in copy.variants} & {small.sku, medium.sku}
    (price,) = copy.variants[0].prices
    assert (price.base_minor, price.special_minor) == (900, 800)
    assert [i.alt for i in copy.images] == ["Front", ""]
    assert copy.variants[1].image_id == copy.images[0].id
    assert copy.translations == {"en": {"title": "Dress"}} and copy.seo_title == ""
    bare = acorn.do(lambda ctx: copying.copy(ctx, id, CopyOf("Other", with_images=False, with_prices=False)))
    plain = acorn.do(lambda ctx: staff_queries.product_for_staff(ctx, bare))
    assert (plain.title, plain.images, plain.variants[0].prices) == ("Other", [], [])
    told = acorn.rows(
        "select action, after from audit_log where tenant_id = %(tenant)s and object = %(id)s order by id",
        id=made.hex,
    )
    assert {"title": "Robe (copy)", "copy_of": public("prod", id)} in [t.after for t in told]
    assert parse("prod", copy.id) == made
