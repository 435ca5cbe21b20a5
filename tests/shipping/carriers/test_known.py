"""Carriers that people know: their links, and whose a number surely is."""

import pytest

from duka.shipping.carriers import known


def test_the_list_is_sound() -> None:
    for code, each in known.carriers().items():
        assert code.isidentifier()
        assert each.name
        if code != "other":
            assert each.url.startswith("https://")
            assert each.url.count(known.NUMBER) == 1
    claimed = [country for each in known.carriers().values() for country in each.s10]
    assert len(claimed) == len(set(claimed))


@pytest.mark.parametrize(
    ("number", "carrier"),
    [
        ("1Z999AA10123456784", "ups"),
        ("1z 999 aa1 01 2345 6784", "ups"),
        ("9405 5001 0544 0232 8391 54", "usps"),
        ("RR473124829GB", "royal_mail"),
        ("EE123456785SN", "ems"),
        ("LB123456785FR", "la_poste"),
    ],
)
def test_a_number_with_a_right_check_digit_is_recognised(number: str, carrier: str) -> None:
    assert known.recognise(number) == carrier


@pytest.mark.parametrize(
    "number",
    [
        "",
        "1Z999AA10123456785",  # a wrong check digit
        "9405500105440232839155",
        "RR473124828GB",
        "LB123456785SN",  # a parcel of a post that we don't know
        "123456789012",  # FedEx has such ones, and many others
        "JD0123",
    ],
)
def test_one_that_could_be_anybodys_is_not(number: str) -> None:
    assert known.recognise(number) == ""


def test_a_link() -> None:
    assert known.tracking_url("ups", "1Z 999") == "https://www.ups.com/track?tracknum=1Z999"
    assert known.tracking_url("ups", "a&b=c/d") == "https://www.ups.com/track?tracknum=a%26b%3Dc%2Fd"
    assert known.tracking_url("nobody", "1") == ""
    assert known.tracking_url("ups", "") == ""


def test_a_merchants_own_page_is_taken_over_https_only() -> None:
    assert known.link("other", "https://jet.example/{number}/where", "A 1") == "https://jet.example/A1/where"
    assert known.link("other", "javascript:alert({number})", "1") == ""
