from typing import Any

import pytest

from duka.checkout import addresses
from duka.customers.types import Address


def problems(country: str, **fields: Any) -> dict[str, str]:
    return addresses.problems(Address(country=country, name="Awa Ndiaye", **fields))


def test_senegal_asks_for_a_telephone_and_a_landmark_not_for_a_postal_code() -> None:
    fields = {f.name: f for f in addresses.form("SN")}
    assert fields["phone"].is_required
    assert not fields["postal_code"].is_required
    assert problems("SN", city="Dakar", phone="77 123 45 67", instructions="behind the mosque") == {}
    assert set(problems("SN", city="Dakar")) == {"phone", "line1"}
    assert set(problems("SN", city="Dakar", line1="rue 10", phone="12")) == {"phone"}


def test_france_asks_for_a_postal_code_before_the_city() -> None:
    names = [f.name for f in addresses.form("FR")]
    assert names.index("postal_code") < names.index("city")
    assert "region" not in names
    assert problems("FR", line1="1 rue de la Paix", city="Paris", postal_code="75002") == {}
    assert set(problems("FR", line1="1 rue de la Paix", city="Paris", postal_code="7500")) == {"postal_code"}
    assert set(problems("FR", city="Paris")) == {"line1", "postal_code"}


@pytest.mark.parametrize("region", ["NY", "ny", "New York"])
def test_a_state_is_one_of_the_countrys(region: str) -> None:
    fields = {f.name: f for f in addresses.form("US")}
    assert (fields["region"].label, fields["postal_code"].label) == ("State", "ZIP code")
    assert problems("US", line1="1 Main St", city="Albany", region=region, postal_code="12207") == {}
    assert set(problems("US", line1="1 Main St", city="Albany", region="Bavaria", postal_code="12207")) == {
        "region"
    }


def test_a_country_nobody_knows_is_named() -> None:
    assert "country" in problems("QQ", line1="x", city="y")
    assert next(iter(addresses.form("QQ"))).name == "name"


@pytest.mark.parametrize(
    ("text", "country", "is_phone"),
    [
        ("+221 77 123 45 67", "FR", True),
        ("771234567", "SN", True),
        ("06 12 34 56 78", "FR", True),
        ("12", "SN", False),
        ("call me", "SN", False),
        ("+1" + "2" * 30, "US", False),
    ],
)
def test_telephone_numbers(text: str, country: str, is_phone: bool) -> None:
    assert addresses.is_phone(text, country) is is_phone


@pytest.mark.parametrize(
    "country", ["SN", "CI", "FR", "US", "GB", "JP", "BR", "IE", "IN", "HK", "AE", "NG", "KE", "DE"]
)
def test_every_form_has_a_name_a_street_and_no_field_twice(country: str) -> None:
    names = [f.name for f in addresses.form(country)]
    assert {"name", "line1", "phone"} <= set(names)
    assert len(names) == len(set(names))
