"""The product as its page shows it, the tree of categories, and the sitemap."""

from functools import partial

import msgspec
import pytest
from tests.catalog.crowd_data import CROWD, Market, effective, goods

from duka.catalog import queries
from duka.catalog.errors import CategoryMoved, CategoryNotFound, ProductMoved, ProductNotFound
from duka.catalog.types import Category, CategoryPage
from duka.demo import bulk
from duka.kernel.errors import Forbidden

STAFF = CROWD | {"products:write"}


def test_all_of_a_product_in_two_statements(market: Market) -> None:
    fact = goods(market)[5]
    product = market.product(fact.slug)
    assert market.work.last_statements == 2
    assert (product.slug, product.title, product.vendor, product.tags) == (
        fact.slug,
        fact.title,
        fact.vendor,
        fact.tags,
    )
    assert (product.currency, product.prices_include_tax, product.unit, product.scale) == (
        "EUR",
        True,
        "C62",
        0,
    )
    assert [v.sku for v in product.variants] == [f.sku for f in fact.variants]
    assert [v.price_minor for v in product.variants] == [effective(f) for f in fact.variants]
    assert [v.was_minor for v in product.variants] == [f.base_minor for f in fact.variants]
    assert [v.available for v in product.variants] == [f.on_hand for f in fact.variants]
    levels = ["out" if f.on_hand < 1 else "low" if f.on_hand <= 3 else "in" for f in fact.variants]
    assert [[(place.name, place.level) for place in v.locations] for v in product.variants] == [
        [("Main store", level)] for level in levels
    ]
    assert len(product.images) == 2
    assert [(c.slug, c.path) for c in product.categories] == [("leaf-5", ["Root 1", "Leaf 5"])]
    assert [(a.code, a.name, a.kind, a.value) for a in product.attributes] == [
        ("material", "Material", "choice", fact.material)
    ]
    assert product.options[0].values == ["S", "M", "L"]
    assert product.slugs == {"en": fact.slug, "fr": fact.slug}
    assert product.updated_at.endswith("Z")


def test_in_another_language(own_market: Market) -> None:
    own_market.change(
        """update products set options = '[{"name": "Size", "values": ["S", "M", "L"], "translations":
           {"fr": {"name": "Taille", "values": {"M": "Moyen"}}}}]' where tenant_id = %(tenant)s"""
    )
    fact = goods(own_market)[0]
    product = own_market.product(fact.slug, locale="fr")
    assert product.title == fact.title_fr
    assert product.options[0].label == "Taille"
    assert product.options[0].labels == ["S", "Moyen", "L"]
    assert [v.title for v in product.variants] == ["S", "Moyen", "L"]
    assert product.categories[0].path == ["Racine 0", "Feuille 0"]
    assert (product.attributes[0].name, product.attributes[0].value) == ("Matière", "coton")
    assert own_market.product(fact.slug).options[0].labels == ["S", "M", "L"]


def test_found_by_its_public_id_too(market: Market) -> None:
    product = market.product(goods(market)[1].slug)
    assert market.product(product.id) == product


def test_an_old_slug_leads_to_the_new_one(own_market: Market) -> None:
    slug = goods(own_market)[0].slug
    own_market.change(
        """insert into slugs (tenant_id, kind, slug, target_id)
           select %(tenant)s, 'product', slug, id from products where tenant_id = %(tenant)s
               and slug = %(slug)s""",
        slug=slug,
    )
    own_market.change(
        "update products set slug = 'renamed' where tenant_id = %(tenant)s and slug = %(slug)s", slug=slug
    )
    with pytest.raises(ProductMoved) as moved:
        own_market.product(slug)
    assert moved.value.fields["slug"] == "renamed"
    own_market.change(
        "update products set status = 'archived' where tenant_id = %(tenant)s and slug = 'renamed'"
    )
    with pytest.raises(ProductNotFound):
        own_market.product(slug)


def test_what_is_not_on_sale_is_not_found(own_market: Market) -> None:
    draft, archived, hidden, unpriced, unassigned = (p.slug for p in goods(own_market)[:5])
    set_status = "update products set status = %(status)s where tenant_id = %(tenant)s and slug = %(slug)s"
    of_slug = "(select id from products where tenant_id = %(tenant)s and slug = %(slug)s)"
    own_market.change(set_status, status="draft", slug=draft)
    own_market.change(set_status, status="archived", slug=archived)
    own_market.change(
        f"""update store_products set is_visible = false
             where tenant_id = %(tenant)s and product_id = {of_slug}""",
        slug=hidden,
    )
    own_market.change(
        f"""delete from prices r using variants v where r.tenant_id = %(tenant)s and v.tenant_id = %(tenant)s
            and v.id = r.variant_id and v.product_id = {of_slug}""",
        slug=unpriced,
    )
    own_market.change(
        f"delete from store_products where tenant_id = %(tenant)s and product_id = {of_slug}", slug=unassigned
    )
    for slug in (draft, archived, hidden, unpriced, unassigned):
        with pytest.raises(ProductNotFound):
            own_market.product(slug)
    assert own_market.product(draft, permissions=STAFF).slug == draft
    with pytest.raises(ProductNotFound):
        own_market.product(archived, permissions=STAFF)


def test_another_tenants_product_is_not_found(market: Market, own_market: Market) -> None:
    slug = goods(market)[100].slug
    id = market.product(slug).id
    for name in (slug, id):
        with pytest.raises(ProductNotFound):
            own_market.ask(partial(queries.product, store_id=market.store, slug_or_id=name))


@pytest.mark.parametrize(
    "odd", ["", "\0", "\ud800", "prod_", "prod_zz", "x" * 9999, "' or 1=1 --", "🧺", "prod_" + "0" * 32]
)
def test_odd_names_are_not_found(market: Market, odd: str) -> None:
    with pytest.raises(ProductNotFound):
        market.product(odd)
    with pytest.raises(CategoryNotFound):
        market.ask(lambda ctx: queries.category(ctx, odd))


def test_it_needs_permission(market: Market) -> None:
    with pytest.raises(Forbidden):
        market.product("x", permissions=frozenset())


def test_stock_that_is_not_tracked(own_market: Market) -> None:
    own_market.change("update variants set tracks_stock = false where tenant_id = %(tenant)s")
    variant = own_market.product(goods(own_market)[9].slug).variants[0]
    assert (variant.available, variant.is_available, variant.locations) == (None, True, [])


def tree(market: Market, locale: str = "en") -> list[Category]:
    return msgspec.json.decode(
        market.ask(lambda ctx: queries.categories(ctx, market.store), locale=locale), type=list[Category]
    )


def test_the_tree_with_counts(market: Market) -> None:
    roots = tree(market)
    assert market.work.last_statements == 2
    assert [root.name for root in roots] == ["Root 0", "Root 1", "Root 2"]
    assert [root.count for root in roots] == [80, 80, 80]
    assert [(leaf.slug, leaf.count) for leaf in roots[1].children] == [(f"leaf-{n}", 20) for n in range(4, 8)]
    assert tree(market, "fr")[0].children[0].name == "Feuille 0"


def test_a_product_in_two_categories_counts_once_above_them(own_market: Market) -> None:
    before = tree(own_market)[0]
    own_market.change(
        """insert into product_categories (tenant_id, product_id, category_id)
           select %(tenant)s, p.id, c.id from products p, categories c
            where p.tenant_id = %(tenant)s and c.tenant_id = %(tenant)s and p.slug = %(slug)s
                and c.slug = 'leaf-1'""",
        slug=goods(own_market)[0].slug,
    )
    after = tree(own_market)[0]
    assert after.count == before.count
    assert after.children[1].count == before.children[1].count + 1


def test_what_lies_below_a_hidden_category_is_hidden(own_market: Market) -> None:
    own_market.change(
        "update categories set is_visible = false where tenant_id = %(tenant)s and slug = 'root-1'"
    )
    assert [root.slug for root in tree(own_market)] == ["root-0", "root-2"]
    with pytest.raises(CategoryNotFound):
        own_market.ask(lambda ctx: queries.category(ctx, "leaf-4"))


def test_a_category_with_its_path(market: Market) -> None:
    page = msgspec.json.decode(
        market.ask(lambda ctx: queries.category(ctx, "leaf-4"), locale="fr"), type=CategoryPage
    )
    assert [(step.slug, step.name) for step in page.path] == [("root-1", "Racine 1"), ("leaf-4", "Feuille 4")]
    assert page.children == []
    root = msgspec.json.decode(market.ask(lambda ctx: queries.category(ctx, "root-1")), type=CategoryPage)
    assert [step.slug for step in root.children] == [f"leaf-{n}" for n in range(4, 8)]


def test_an_old_slug_of_a_category(own_market: Market) -> None:
    own_market.change(
        """insert into slugs (tenant_id, kind, slug, target_id)
           select %(tenant)s, 'category', 'once', id from categories where tenant_id = %(tenant)s
               and slug = 'leaf-2'"""
    )
    with pytest.raises(CategoryMoved) as moved:
        own_market.ask(lambda ctx: queries.category(ctx, "once"))
    assert moved.value.fields["slug"] == "leaf-2"


def test_the_sitemap(own_market: Market) -> None:
    rows = own_market.ask(lambda ctx: queries.sitemap(ctx, own_market.store))
    assert [row.slug for row in rows] == [bulk.facts(n).slug for n in reversed(range(20))]
    assert len(rows[0].images) == 2
    assert rows[0].images[0].endswith("/1200.webp")
