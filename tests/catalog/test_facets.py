"""Facets: each counted under the other choices and not under its own."""

from collections import Counter

import pytest
from tests.catalog.crowd_data import Market, goods

from duka.catalog.types import Facet

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
    assert market.work.last_statements == 3
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
    assert list(got) == ["category", "option:Size", "attribute:material", "vendor", "tag", "availability"]
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
