"""Listings against a plain model of the same goods."""

import pytest
from tests.catalog.crowd_data import CROWD, NOW, Market, effective, goods, lowest, open_market

from duka.catalog import queries
from duka.catalog.errors import StoreNotFound
from duka.catalog.types import ListingQuery
from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.ids import new_id
from duka.kernel.paging import MalformedCursor, encode
from duka.kernel.work import Caller, Work


def test_newest_first_with_prices_stock_and_pictures(market: Market) -> None:
    page = market.page()
    assert page.currency == "EUR"
    assert [card.slug for card in page.items] == [p.slug for p in reversed(goods(market))][:20]
    for card, product in zip(page.items, reversed(goods(market)), strict=False):
        assert card.title == product.title
        assert card.vendor == product.vendor
        assert [v.sku for v in card.variants] == [f.sku for f in product.variants]
        assert [v.option_values for v in card.variants] == [[f.size] for f in product.variants]
        assert [v.price_minor for v in card.variants] == [effective(f) for f in product.variants]
        is_special = product.variants[0].special_state == "open"
        assert [v.was_minor for v in card.variants] == [
            f.base_minor if is_special else None for f in product.variants
        ]
        assert [v.is_available for v in card.variants] == [f.on_hand > 0 for f in product.variants]
        assert card.price_minor == lowest(product)
        assert card.price_max_minor == max(effective(f) for f in product.variants)
        assert card.was_minor == (product.variants[0].base_minor if is_special else None)
        assert card.is_available == any(f.on_hand > 0 for f in product.variants)
        assert card.is_new
        assert card.image is not None
        assert card.hover_image is not None
        assert card.image.url.startswith(f"/media/{market.tenant.hex}/")
        assert card.image.widths == [320, 640, 1200]


def test_another_language(market: Market) -> None:
    first = market.page(locale="fr").items[0]
    assert first.title == goods(market)[-1].title_fr
    assert market.page(locale="de").items[0].title == goods(market)[-1].title


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("price", lambda n, p: (lowest(p), n)),
        ("price_desc", lambda n, p: (-lowest(p), -n)),
        ("best", lambda n, p: (-(n * 13 % 101), -n)),
        ("title", lambda n, p: (p.title.lower(), n)),
        ("newest", lambda n, p: -n),
    ],
)
def test_sorts_and_both_ways_of_paging(market: Market, sort, key) -> None:
    expected = [p.slug for n, p in sorted(enumerate(goods(market)), key=lambda pair: key(*pair))]
    by_cursor, cursor = [], None
    while True:
        page = market.page(sort=sort, limit=50, cursor=cursor)
        by_cursor += [card.slug for card in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert by_cursor == expected
    assert market.slugs(sort=sort, limit=30, offset=30) == expected[30:60]


def test_the_last_page_has_no_next(market: Market) -> None:
    page = market.page(limit=100, offset=140)
    assert len(page.items) == 100
    assert page.next is None
    assert market.page(offset=240).items == []


FILTERS = [
    ({"category": "leaf-3"}, lambda p: p.leaf == "leaf-3"),
    ({"category": "root-1"}, lambda p: p.root == "root-1"),
    ({"filters": {"category": ["leaf-1", "leaf-2"]}}, lambda p: p.leaf in ("leaf-1", "leaf-2")),
    ({"category": "root-0", "filters": {"category": ["leaf-1"]}}, lambda p: p.leaf == "leaf-1"),
    ({"filters": {"vendor": ["Ember", "Fjord"]}}, lambda p: p.vendor in ("Ember", "Fjord")),
    ({"filters": {"tag": ["new"]}}, lambda p: "new" in p.tags),
    ({"filters": {"attribute:material": ["wood"]}}, lambda p: p.material == "wood"),
    ({"filters": {"option:Size": ["M", "none"]}}, lambda p: True),
    ({"filters": {"option:Size": ["XL"]}}, lambda p: False),
    ({"filters": {"option:Colour": ["M"]}}, lambda p: False),
    ({"filters": {"vendor": ["Ember"], "tag": ["gift"]}}, lambda p: p.vendor == "Ember" and "gift" in p.tags),
    ({"filters": {"vendor": []}}, lambda p: True),
    ({"price_from_minor": 2000, "price_to_minor": 4000}, lambda p: 2000 <= lowest(p) <= 4000),
    ({"available_only": True}, lambda p: any(f.on_hand for f in p.variants)),
    ({"filters": {"availability": ["in"]}}, lambda p: any(f.on_hand for f in p.variants)),
    ({"on_sale": True}, lambda p: any(f.special_state == "open" for f in p.variants)),
    ({"category": "nowhere"}, lambda p: False),
]


@pytest.mark.parametrize(("asked", "holds"), FILTERS)
def test_filters(market: Market, asked, holds) -> None:
    expected = [p.slug for p in reversed(goods(market)) if holds(p)]
    page = market.page(limit=100, with_total=True, **asked)
    assert [card.slug for card in page.items] == expected[:100]
    assert page.total == len(expected)


def test_a_large_category_is_found_like_a_small_one(work: Work) -> None:
    market = open_market(work, 1600)
    expected = [p.slug for p in reversed(goods(market)) if p.root == "root-0"]
    assert len(expected) > 500
    assert market.slugs(category="root-0", limit=100) == expected[:100]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"sort": "price", "category": "root-0"},
        {"text": "linen shirt"},
        {"text": "chemsie", "filters": {"vendor": ["Ember"]}, "available_only": True},
    ],
)
def test_a_listing_is_two_statements(market: Market, asked) -> None:
    market.page(**asked)
    assert market.work.last_statements == (3 if "text" in asked else 2)


def test_special_prices_hold_from_their_start_until_before_their_end(own_market: Market) -> None:
    def price(special_from: object, special_until: object, special: int = 50) -> int:
        own_market.change(
            """update prices set base_minor = 100, special_minor = %(special)s, special_from = %(from)s,
                      special_until = %(until)s where tenant_id = %(tenant)s""",
            special=special,
            **{"from": special_from, "until": special_until},
        )
        card = own_market.page().items[0]
        assert card.was_minor == (100 if card.price_minor == special else None)
        return card.price_minor

    early, late = NOW.replace(year=2025), NOW.replace(year=2027)
    assert price(None, None) == 50
    assert price(NOW, None) == 50
    assert price(late, None) == 100
    assert price(None, NOW) == 100
    assert price(early, late) == 50
    assert price(None, late) == 50
    assert price(None, None, special=0) == 0


def test_availability_counts_whole_units_of_what_can_be_promised(own_market: Market) -> None:
    def available(on_hand: int, reserved: int = 0, safety: int = 0) -> bool:
        own_market.change(
            """update stock_levels set on_hand = %(h)s, reserved = %(r)s, safety = %(s)s
                where tenant_id = %(tenant)s""",
            h=on_hand,
            r=reserved,
            s=safety,
        )
        return own_market.page().items[0].variants[0].is_available

    assert available(1)
    assert not available(0)
    assert not available(3, reserved=2, safety=1)
    assert not available(3, reserved=9)
    own_market.change("update variants set stock_per_unit = 5 where tenant_id = %(tenant)s")
    assert not available(4)
    assert available(5)
    own_market.change("update products set minimum = 3 where tenant_id = %(tenant)s")
    assert not available(14)
    assert available(15)
    own_market.change("update variants set sells_without_stock = true where tenant_id = %(tenant)s")
    assert available(0)
    own_market.change(
        "update variants set sells_without_stock = false, tracks_stock = false where tenant_id = %(tenant)s"
    )
    assert available(0)


def test_a_store_with_stock_of_its_own_sells_from_its_locations_only(own_market: Market) -> None:
    own_market.change("update stock_levels set on_hand = 5 where tenant_id = %(tenant)s")
    own_market.change("update stores set stock_mode = 'dedicated' where tenant_id = %(tenant)s")
    assert not own_market.page().items[0].is_available
    own_market.change(
        """insert into store_locations (tenant_id, store_id, location_id)
           select %(tenant)s, %(store)s, l.id from locations l where l.tenant_id = %(tenant)s""",
        store=own_market.store,
    )
    assert own_market.page().items[0].is_available
    own_market.change("update locations set is_active = false where tenant_id = %(tenant)s")
    assert not own_market.page().items[0].is_available


def test_what_is_not_on_sale_is_not_listed(own_market: Market) -> None:
    last, second = goods(own_market)[-1].slug, goods(own_market)[-2].slug
    for statement in (
        "update products set status = 'draft' where tenant_id = %(tenant)s and slug = %(slug)s",
        "update products set status = 'archived' where tenant_id = %(tenant)s and slug = %(slug)s",
    ):
        own_market.change(statement, slug=last)
        assert own_market.slugs()[0] == second
    own_market.change("update store_products set is_visible = false where tenant_id = %(tenant)s")
    assert own_market.page(with_total=True).items == []


def test_cards_follow_the_rows_that_they_are_made_of(own_market: Market) -> None:
    own_market.change(
        "update products set slug = slug || '-x', vendor = 'A \"quoted\" one' where tenant_id = %(tenant)s"
    )
    own_market.change("update variants set sku = 'N-' || sku where tenant_id = %(tenant)s")
    own_market.change("update product_images set alt = 'new alt' where tenant_id = %(tenant)s")
    own_market.change("update media set color = '#123456' where tenant_id = %(tenant)s")
    card = own_market.page().items[0]
    assert card.slug.endswith("-x")
    assert card.vendor == 'A "quoted" one'
    assert card.variants[0].sku.startswith("N-")
    assert card.image is not None
    assert (card.image.alt, card.image.color) == ("new alt", "#123456")


def test_another_tenant_sees_nothing(market: Market, own_market: Market) -> None:
    def peek(ctx):
        return queries.list_cards(ctx, market.store, ListingQuery(text="linen", with_total=True))

    with pytest.raises(StoreNotFound):
        own_market.ask(peek)
    assert own_market.page(text="linen", limit=100).items != []
    assert len(own_market.page(limit=100).items) == own_market.products


def test_refusals(market: Market) -> None:
    with pytest.raises(Forbidden):
        market.ask(lambda ctx: queries.list_cards(ctx, market.store, ListingQuery()), permissions=frozenset())
    with pytest.raises(StoreNotFound):
        market.ask(lambda ctx: queries.list_cards(ctx, new_id(), ListingQuery()))
    with pytest.raises(InvalidInput):
        market.page(sort="'; drop table products --")
    with pytest.raises(InvalidInput):
        market.page(filters={"colour": ["red"]})
    with pytest.raises(InvalidInput):
        market.page(filters={"vendor": ["x"] * 51})


@pytest.mark.parametrize(
    "cursor",
    ["?", "é", "x" * 5000, encode("price", "1", "ff"), encode("newest", "never", "0" * 32), encode("newest",
     3), encode("newest", "2026-01-01T00:00:00", "0" * 32)],
)  # fmt: skip
def test_cursors_that_we_did_not_give_out(market: Market, cursor: str) -> None:
    with pytest.raises(MalformedCursor):
        market.page(cursor=cursor)


ODD = [
    "\0",
    "a\0b",
    "\ud800",
    "x" * 100_000,
    "'; drop table products; --",
    "%s %(tenant)s",
    "🧺👗",
    "\\",
    '"{}',
    "%",
    "  ",
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_input_finds_nothing_and_breaks_nothing(market: Market, odd: str) -> None:
    for asked in (
        {"category": odd},
        {"filters": {"vendor": [odd]}},
        {"filters": {"tag": [odd]}},
        {"filters": {f"option:{odd}": [odd]}},
        {"filters": {f"attribute:{odd}": [odd]}},
    ):
        assert market.page(with_facets=True, with_total=True, **asked).items == []
    assert market.page(price_to_minor=-(10**30)).items == []
    assert market.page(price_from_minor=10**30).items == []
    assert len(market.page(limit=10**9, offset=-5).items) == 100
    assert market.work.perform(
        Caller(tenant=market.tenant, permissions=CROWD, locale=odd),
        lambda ctx: queries.list_cards(ctx, market.store, ListingQuery()),
    )
