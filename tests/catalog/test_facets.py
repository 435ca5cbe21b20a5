"""Facets: each counted under the other choices and not under its own."""

from collections import Counter

import pytest
from tests.catalog.crowd_data import Market, goods, lowest

from duka.catalog.types import Facet
from duka.kernel.errors import InvalidInput

MATCHES = {
    "vendor": lambda p, values: p.vendor in values,
    "tag": lambda p, values: bool(set(p.tags) & set(values)),
    "attribute:material": lambda p, values: p.material in values,
    "option:Size": lambda p, values: bool({f.size for f in p.variants} & set(values)),
    "category": lambda p, values: p.leaf in values or p.root in values,
}
VALUES = {
    "vendor": lambda p: [p.vendor],
    "tag": lambda p: p.tags,
    "attribute:material": lambda p: [p.material],
    "option:Size": lambda p: [f.size for f in p.variants],
    "category": lambda p: [p.root],
}


def facets(market: Market, locale: str = "en", **asked: object) -> dict[str, Facet]:
    page = market.page(with_facets=True, locale=locale, **asked)
    assert market.work.last_statements == (4 if "text" in asked else 3)
    assert page.facets is not None
    return {facet.code: facet for facet in page.facets}


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"vendor": ["Ember"]},
        {"vendor": ["Ember", "Fjord"], "tag": ["gift"]},
        {"attribute:material": ["wood"], "vendor": ["Ember", "Fjord"], "option:Size": ["S"]},
        {"category": ["leaf-1", "leaf-5"], "tag": ["new"]},
        {"option:Size": ["XL"]},
    ],
)
def test_counts_are_those_of_the_model(market: Market, filters) -> None:
    got = facets(market, filters=filters)
    for code, values_of in VALUES.items():
        others = {other: values for other, values in filters.items() if other != code}
        expected: Counter[str] = Counter()
        for product in goods(market):
            if all(MATCHES[other](product, values) for other, values in others.items()):
                expected.update(values_of(product))
        counted = {value.value: value.count for value in got[code].values} if code in got else {}
        assert counted == dict(expected), code
        for value in got[code].values if code in got else []:
            assert value.is_selected == (value.value in filters.get(code, []))
    total = [p for p in goods(market) if all(MATCHES[code](p, values) for code, values in filters.items())]
    page = market.page(with_facets=True, filters=filters)
    assert page.total == len(total)
    in_stock = sum(any(f.on_hand for f in p.variants) for p in total)
    assert (
        [v.count for v in got["availability"].values] == [in_stock] if in_stock else "availability" not in got
    )


def test_order_and_words(market: Market) -> None:
    got = facets(market, locale="fr")
    assert list(got) == [
        "category",
        "price",
        "option:Size",
        "attribute:material",
        "vendor",
        "tag",
        "availability",
    ]
    assert got["attribute:material"].label == "Matière"
    assert {v.label for v in got["attribute:material"].values} == {"coton", "bois", "argile"}
    assert {v.label for v in got["category"].values} == {"Racine 0", "Racine 1", "Racine 2"}


def test_within_a_category_its_children_are_counted(market: Market) -> None:
    got = facets(market, category="root-1")
    assert {v.value: v.count for v in got["category"].values} == {f"leaf-{n}": 20 for n in range(4, 8)}
    assert "category" not in facets(market, category="leaf-4")


def test_at_most_twelve_values_the_selected_among_them(own_market: Market) -> None:
    own_market.change("update products set vendor = 'Vendor ' || slug where tenant_id = %(tenant)s")
    chosen = f"Vendor {goods(own_market)[19].slug}"
    vendors = facets(own_market, filters={"vendor": [chosen]})["vendor"]
    assert len(vendors.values) == 12
    assert chosen in {value.value for value in vendors.values}


def test_a_search_has_facets(market: Market) -> None:
    got = facets(market, text="shirt", filters={"vendor": ["Ember"]})
    shirts = Counter(p.vendor for p in goods(market) if "shirt" in p.title)
    assert {v.value: v.count for v in got["vendor"].values} == dict(shirts)


def test_measures_numbers_and_switches(own_market: Market) -> None:
    own_market.change(
        """insert into attributes (tenant_id, id, code, name, kind, unit, is_filter) values
           (%(tenant)s, gen_random_uuid(), 'length', 'Length', 'measure', 'cm', true),
           (%(tenant)s, gen_random_uuid(), 'washable', 'Washable', 'boolean', '', true),
           (%(tenant)s, gen_random_uuid(), 'secret', 'Secret', 'text', '', false)"""
    )
    own_market.change(
        """update products set attributes =
                  '{"length": {"value": "12.5", "unit": "CMT"}, "washable": true, "secret": "x"}'
            where tenant_id = %(tenant)s and vendor = 'Ember'"""
    )
    got = facets(own_market, filters={"attribute:length": ["12.5"], "attribute:washable": ["true"]})
    count = sum(p.vendor == "Ember" for p in goods(own_market))
    assert [(v.value, v.label, v.count) for v in got["attribute:length"].values] == [
        ("12.5", "12.5 cm", count)
    ]
    assert [(v.value, v.count) for v in got["attribute:washable"].values] == [("true", count)]
    assert "attribute:secret" not in got


def _within(value: str, price: int) -> bool:
    low, _, high = value.partition("-")
    return (not low or int(low) <= price) and (not high or price <= int(high))


@pytest.mark.parametrize("filters", [{}, {"vendor": ["Ember"]}, {"vendor": ["Ember"], "price": ["-1999"]}])
def test_ranges_of_prices_have_counts_and_no_gaps(market: Market, filters: dict[str, list[str]]) -> None:
    ranges = facets(market, filters=filters)["price"].values
    prices = [lowest(p) for p in goods(market) if not filters or p.vendor == "Ember"]
    assert [v.count for v in ranges] == [sum(_within(v.value, price) for price in prices) for v in ranges]
    assert sum(v.count for v in ranges) == len(prices)
    assert 2 <= len(ranges) <= 5
    assert ranges[0].value.startswith("-")
    assert ranges[-1].value.endswith("-")
    for value in ranges:
        page = market.page(filters={**filters, "price": [value.value]}, with_total=True, limit=100)
        assert page.total == value.count
        assert value.is_selected == (value.value in filters.get("price", []))


def test_several_ranges_of_prices_are_alternatives(market: Market) -> None:
    page = market.page(filters={"price": ["-999", "9000-"]}, with_total=True)
    assert page.total == sum(lowest(p) <= 999 or lowest(p) >= 9000 for p in goods(market))


@pytest.mark.parametrize("value", ["", "x", "1-2-3", "١-٢", "9" * 16 + "-", "-1-5"])
def test_what_is_no_range_of_prices_is_refused(market: Market, value: str) -> None:
    with pytest.raises(InvalidInput):
        market.page(filters={"price": [value]})


def test_one_price_makes_no_ranges(own_market: Market) -> None:
    own_market.change("update store_products set price_minor = 1000 where tenant_id = %(tenant)s")
    assert "price" not in facets(own_market)
