"""EasyPost over HTTP: its words, its mischief, its signatures."""

import json

import pytest
from tests.shipping.carriers.counter import DAKAR, LYON, easypost, parcel
from tests.simulators.carrier import CarrierSimulator
from tests.simulators.mischief import Letter, Trouble

from duka.kernel import ids
from duka.kernel.work import in_transaction
from duka.shipping.carriers.errors import (
    AccountRefused,
    CallbackRefused,
    CancelRefused,
    CarrierUnreachable,
    ParcelRefused,
)
from duka.shipping.carriers.providers import easypost_words as words
from duka.shipping.carriers.providers.easypost import EasyPost, _is_theirs
from duka.shipping.carriers.types import Account

CARRIER = EasyPost()


def test_rates_are_rounded_in_one_way(simulator: CarrierSimulator) -> None:
    rates = CARRIER.quote(easypost(simulator), parcel())
    assert [(r.service, r.cost_minor, r.currency, r.days) for r in rates] == [
        ("USPS:GroundAdvantage", 557, "USD", 4),
        ("USPS:Priority", 748, "USD", 2),
        ("UPSDAP:2ndDayAir", 1990, "USD", 2),
    ]
    assert rates[0].name == "USPS Ground Advantage"


def test_what_is_told_of_a_parcel(simulator: CarrierSimulator) -> None:
    CARRIER.quote(easypost(simulator), parcel(1000, length_mm=254, width_mm=100, height_mm=51))
    said = json.loads(simulator.asked[-1].body)["shipment"]
    assert said["parcel"] == {"weight": 35.3, "length": 10.0, "width": 4.0, "height": 2.1}
    assert said["to_address"]["zip"] == "69002"
    assert "state" not in said["to_address"]
    [item] = said["customs_info"]["customs_items"]
    assert (item["quantity"], item["value"], item["currency"], item["origin_country"]) == (
        2,
        "10000",
        "XOF",
        "SN",
    )


def test_at_home_nothing_is_told_to_customs(simulator: CarrierSimulator) -> None:
    CARRIER.quote(easypost(simulator), parcel(recipient=DAKAR))
    assert "customs_info" not in json.loads(simulator.asked[-1].body)["shipment"]


@pytest.mark.parametrize("route", ["look_up", "make", "buy", "label_file"])
@pytest.mark.parametrize("trouble", ["cut_before", "cut_after", "error_before", "error_after"])
def test_whatever_gets_lost_it_is_paid_once(
    simulator: CarrierSimulator, route: str, trouble: Trouble
) -> None:
    simulator.mischief.then(trouble, route)
    with pytest.raises(CarrierUnreachable):
        CARRIER.buy_label(easypost(simulator), parcel(), "USPS:Priority", "key-1")
    label = CARRIER.buy_label(easypost(simulator), parcel(), "USPS:Priority", "key-1")
    assert simulator.charged.paid("key-1") == ["7.475"]
    assert (label.cost_minor, label.currency, label.carrier, label.format) == (748, "USD", "USPS", "pdf")
    assert label.file.startswith(b"%PDF")
    assert label.tracking_url.startswith("https://track.easypost.com/")


@pytest.mark.parametrize("form", ["png", "zpl"])
def test_a_label_for_a_label_printer(simulator: CarrierSimulator, form: str) -> None:
    account = easypost(simulator)
    account = Account(
        **{
            **{name: getattr(account, name) for name in account.__struct_fields__},
            "settings": {"label_format": form},
        }
    )
    label = CARRIER.buy_label(account, parcel(), "USPS:Priority", "key-1")
    assert label.format == form
    assert label.file.startswith({"png": b"\x89PNG", "zpl": b"^XA"}[form])


def test_what_the_carrier_refuses_is_told_in_its_words(simulator: CarrierSimulator) -> None:
    account = easypost(simulator)
    with pytest.raises(ParcelRefused, match="Customs info is missing"):
        CARRIER.quote(account, parcel(contents=()))
    with pytest.raises(ParcelRefused, match="ask for the rates again"):
        CARRIER.buy_label(account, parcel(), "USPS:Rocket", "key-1")
    with pytest.raises(ParcelRefused, match="not complete"):
        CARRIER.quote(account, parcel(recipient=LYON.__class__(name="Zoé", country="FR")))
    assert simulator.charged.count == 0


def test_a_used_label_is_not_taken_back(simulator: CarrierSimulator) -> None:
    account = easypost(simulator)
    label = CARRIER.buy_label(account, parcel(), "USPS:Priority", "key-1")
    simulator.scan(label.tracking_number, "in_transit", "Accepted")
    with pytest.raises(CancelRefused, match="scanned"):
        CARRIER.cancel_label(account, label.reference)


def test_a_wrong_key(simulator: CarrierSimulator) -> None:
    with pytest.raises(AccountRefused):
        CARRIER.check(easypost(simulator, api_key="EZTKother"))


def test_a_live_key_is_not_taken_for_a_test_one(simulator: CarrierSimulator) -> None:
    account = easypost(simulator)
    live = {**{name: getattr(account, name) for name in account.__struct_fields__}, "mode": "live"}
    assert "test key" in CARRIER.check(Account(**live)).message


def test_where_a_parcel_is(simulator: CarrierSimulator) -> None:
    account = easypost(simulator)
    simulator.scan("9400", "in_transit", "Arrived at facility")
    simulator.scan("9400", "delivered", "Left at the door")
    found = CARRIER.track(account, "9400", "USPS")
    assert found.status == "delivered"
    assert [(e.status, e.message, e.place) for e in found.events][-1] == (
        "delivered",
        "Left at the door",
        "HOUSTON, TX, US",
    )
    assert CARRIER.track(account, "BAD1", "USPS").status == "unknown"


def test_a_webhook_is_verified_over_its_very_bytes(simulator: CarrierSimulator) -> None:
    account = easypost(simulator)
    event = {"id": "evt_1", "description": "tracker.updated", "result": {"tracking_code": "9400"}}
    headers, body = simulator.compose(Letter("", "tracker.updated", event))
    assert CARRIER.read_callback(account, headers, body).tracking_number == "9400"
    with pytest.raises(CallbackRefused):
        CARRIER.read_callback(account, headers, body + b" ")
    with pytest.raises(CallbackRefused):
        CARRIER.read_callback(easypost(simulator, webhook_secret=""), headers, body)
    other = {"id": "evt_2", "description": "batch.created", "result": {"tracking_code": "9400"}}
    headers, body = simulator.compose(Letter("", "batch.created", other))
    assert CARRIER.read_callback(account, headers, body).tracking_number is None


def test_labels_are_fetched_from_the_carrier_only() -> None:
    account = Account(tenant=ids.new_id())
    theirs = (
        "https://easypost-files.s3.us-west-2.amazonaws.com/files/postage_label/a.png",
        "https://files.easypost.com/a.pdf",
    )
    others = (
        "http://files.easypost.com/a.pdf",
        "https://files.easypost.com.evil.example/a.pdf",
        "https://169.254.169.254/latest",
        "https://evil-easypost.com/a.pdf",
        "file:///etc/passwd",
        "",
    )
    assert all(_is_theirs(account, url) for url in theirs)
    assert not any(_is_theirs(account, url) for url in others)


def test_no_carrier_is_asked_in_a_transaction(simulator: CarrierSimulator) -> None:
    token = in_transaction.set(True)
    try:
        with pytest.raises(RuntimeError, match="inside a transaction"):
            CARRIER.quote(easypost(simulator), parcel())
    finally:
        in_transaction.reset(token)
    assert simulator.asked == []


def test_a_rate_that_cannot_be_read_is_left_out() -> None:
    rates = [
        {"carrier": "A", "service": "B", "rate": "5.5", "currency": "XXX"},
        {"carrier": "A", "service": "B", "rate": "many", "currency": "USD"},
        {"carrier": "A", "service": "B", "currency": "USD"},
        {"carrier": "A", "service": "B", "rate": "1500", "currency": "XOF"},
    ]
    assert [(r.cost_minor, r.currency) for r in words.rates({"rates": rates})] == [(1500, "XOF")]
