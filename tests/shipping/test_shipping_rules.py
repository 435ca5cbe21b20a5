import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from duka.shipping.rules import (
    ShippingRate,
    Tier,
    Zone,
    choose_location,
    distance_metres,
    nearest,
    quote,
    split,
    zones_for,
)

BY_WEIGHT = ShippingRate(
    "r", "Moto", "by_weight", tiers=(Tier(1000, 500), Tier(5000, 1500)), free_over_minor=50_000
)
BY_TOTAL = ShippingRate("r", "Van", "by_total", tiers=(Tier(10_000, 2000), Tier(None, 1000)))
FLAT = ShippingRate(
    "r",
    "Flat",
    "flat",
    800,
    free_over_minor=20_000,
    min_total_minor=1000,
    max_total_minor=90_000,
    max_weight_grams=9000,
)
PICKUP = ShippingRate("r", "Market", "pickup")


@pytest.mark.parametrize(
    ("rate", "subtotal", "weight", "price"),
    [
        (FLAT, 5000, 100, 800),
        (FLAT, 20_000, 100, 0),
        (FLAT, 19_999, 100, 800),
        (FLAT, 999, 100, None),
        (FLAT, 90_000, 9000, 0),
        (FLAT, 90_001, 100, None),
        (FLAT, 5000, 9001, None),
        (BY_WEIGHT, 100, 0, 500),
        (BY_WEIGHT, 100, 1000, 500),
        (BY_WEIGHT, 100, 1001, 1500),
        (BY_WEIGHT, 100, 5001, None),
        (BY_WEIGHT, 50_000, 5001, None),
        (BY_WEIGHT, 50_000, 5000, 0),
        (BY_TOTAL, 10_000, 0, 2000),
        (BY_TOTAL, 10_001, 0, 1000),
        (PICKUP, 1, 10**6, 0),
    ],
)
def test_quotes(rate: ShippingRate, subtotal: int, weight: int, price: int | None) -> None:
    assert quote(rate, subtotal, weight) == price


@pytest.mark.parametrize(
    "tiers",
    [(Tier(5, 1), Tier(5, 2)), (Tier(5, 1), Tier(4, 2)), (Tier(None, 1), Tier(4, 2)), (Tier(5, -1),)],
)
def test_tiers_that_make_no_sense_are_refused(tiers: tuple[Tier, ...]) -> None:
    with pytest.raises(ValueError, match=r"tier|negative"):
        ShippingRate("r", "Moto", "by_weight", tiers=tiers)


def test_a_rate_is_read_from_a_plain_row() -> None:
    row = {
        "id": "r",
        "name": "Moto",
        "kind": "by_weight",
        "tiers": [{"up_to": 9, "price_minor": 5}],
        "position": 1,
    }
    assert msgspec.convert(row, ShippingRate).tiers == (Tier(9, 5),)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(row | {"kind": "teleport"}, ShippingRate)


WORLD = Zone("w", "World", ("*",))
WEST = Zone("u", "UEMOA", ("SN", "ML", "CI"))
SENEGAL = Zone("s", "Sénégal", ("SN",))
THIES = Zone("t", "Thiès", ("SN",), regions=("Thiès", "SN-FK"))
DAKAR = Zone("d", "Dakar", ("SN",), postal_prefixes=("10", "11"))
PLATEAU = Zone("p", "Plateau", ("SN",), postal_prefixes=("1100",))
ZONES = [WORLD, WEST, THIES, SENEGAL, DAKAR, PLATEAU]


@pytest.mark.parametrize(
    ("country", "region", "postal_code", "names"),
    [
        ("FR", "", "75001", ["World"]),
        ("ML", "", "", ["UEMOA"]),
        ("SN", "Dakar", "", ["UEMOA", "Sénégal"]),
        ("SN", "thies", "", ["Thiès"]),
        ("SN", "FK", "", ["Thiès"]),
        ("sn", "", "10 200", ["Dakar"]),
        ("SN", "thies", "11000", ["Plateau"]),
    ],
)
def test_the_most_specific_zones_hold(country: str, region: str, postal_code: str, names: list[str]) -> None:
    assert [zone.name for zone in zones_for(ZONES, country, region, postal_code)] == names


def test_no_zone_no_carriage() -> None:
    assert zones_for([SENEGAL], "FR") == []


class Shop(msgspec.Struct, frozen=True):
    id: str
    latitude_e6: int | None
    longitude_e6: int | None


DAKAR_SHOP = Shop("dakar", 14_693_700, -17_444_060)
THIES_SHOP = Shop("thies", 14_791_005, -16_935_860)
TWIN = Shop("another", 14_791_005, -16_935_860)
NOWHERE = Shop("a-nowhere", None, None)


def test_distances() -> None:
    assert distance_metres(14_693_700, -17_444_060, 14_693_700, -17_444_060) == 0
    assert 55_000 < distance_metres(14_693_700, -17_444_060, 14_791_005, -16_935_860) < 56_500
    assert distance_metres(0, 179_999_999, 0, -179_999_999) < 1
    assert abs(distance_metres(90_000_000, 0, -90_000_000, 0) - 20_015_115) < 10


def test_the_nearest_first_then_by_id_the_unknown_last() -> None:
    shops = [NOWHERE, THIES_SHOP, DAKAR_SHOP, TWIN]
    assert nearest(shops, 14_700_000, -17_400_000) == [DAKAR_SHOP, TWIN, THIES_SHOP, NOWHERE]
    assert nearest(shops, 14_791_000, -16_935_000) == [TWIN, THIES_SHOP, DAKAR_SHOP, NOWHERE]
    assert nearest(shops, None, None) == sorted(shops, key=lambda shop: shop.id)


STOCK = {("a", "tea"): 5, ("b", "tea"): 2, ("b", "rice"): 9, ("c", "tea"): 9, ("c", "rice"): 9}


def test_one_location_that_has_all_is_preferred() -> None:
    assert choose_location(["a", "b", "c"], {"tea": 5}, STOCK) == "a"
    assert choose_location(["a", "b", "c"], {"tea": 2, "rice": 1}, STOCK) == "b"
    assert choose_location(["a", "b", "c"], {"tea": 3, "rice": 1}, STOCK) == "c"
    assert choose_location(["a", "b"], {"tea": 3, "rice": 1}, STOCK) is None
    assert choose_location(["b", "a"], {}, STOCK) == "b"


def test_several_locations_share_what_no_single_one_has() -> None:
    assert split(["a", "b"], {"tea": 5, "rice": 4}, STOCK) == {"a": {"tea": 5}, "b": {"rice": 4}}
    assert split(["a", "b"], {"tea": 7}, STOCK) == {"a": {"tea": 5}, "b": {"tea": 2}}
    assert split(["a", "b", "c"], {"tea": 9, "rice": 9}, STOCK) == {"c": {"tea": 9, "rice": 9}}
    assert split(["a", "b"], {"tea": 8}, STOCK) is None
    assert split([], {"tea": 1}, STOCK) is None
    assert split(["a"], {}, STOCK) == {}


quantities = st.dictionaries(st.sampled_from("xyz"), st.integers(0, 12))
stocks = st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), st.integers(0, 9))


@given(quantities, stocks)
def test_a_split_gives_exactly_what_is_asked_and_never_more_than_there_is(
    demand: dict[str, int], available: dict[tuple[str, str], int]
) -> None:
    found = split("abcd", demand, available)
    enough = all(sum(available.get((place, item), 0) for place in "abcd") >= q for item, q in demand.items())
    assert (found is not None) == enough
    for item, quantity in demand.items() if found is not None else ():
        assert found is not None
        assert sum(gift.get(item, 0) for gift in found.values()) == quantity
    for place, gift in (found or {}).items():
        assert gift
        assert all(0 < quantity <= available[place, item] for item, quantity in gift.items())
    chosen = choose_location("abcd", demand, available)
    if chosen is not None:
        assert found is not None
        assert len(found) <= 1
