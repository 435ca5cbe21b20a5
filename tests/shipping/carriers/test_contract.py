"""What every carrier must keep, whoever wrote it: those of this installation, and those of other packages."""

from collections.abc import Callable, Iterator

import pytest
from tests.shipping.carriers.counter import easypost, parcel
from tests.simulators.carrier import CarrierSimulator

from duka.kernel import ids
from duka.shipping.carriers.errors import CallbackRefused, NotOffered
from duka.shipping.carriers.providers.easypost import EasyPost
from duka.shipping.carriers.providers.generic import Generic
from duka.shipping.carriers.providers.own import Own
from duka.shipping.carriers.types import Account, Carrier

Rig = tuple[Carrier, Account, str]


def _own(simulator: CarrierSimulator) -> Rig:
    return Own(), Account(tenant=ids.new_id(), provider="own", name="Moussa"), "Express"


def _generic(simulator: CarrierSimulator) -> Rig:
    settings = {"carrier": "la_poste"}
    return (
        Generic(),
        Account(tenant=ids.new_id(), provider="generic", name="La Poste", settings=settings),
        "",
    )


def _easypost(simulator: CarrierSimulator) -> Rig:
    return EasyPost(), easypost(simulator), "USPS:Priority"


@pytest.fixture(params=[_own, _generic, _easypost], ids=["own", "generic", "easypost"])
def rig(request: pytest.FixtureRequest, simulator: CarrierSimulator) -> Iterator[Rig]:
    made: Callable[[CarrierSimulator], Rig] = request.param
    yield made(simulator)


def test_it_says_what_it_is(rig: Rig) -> None:
    carrier, _, _ = rig
    about = carrier.about
    assert about == carrier.about
    assert about.code.isidentifier()
    assert about.name
    names = [field.name for field in about.fields]
    assert len(names) == len(set(names))
    assert "cancel" not in about.can or "label" in about.can


def test_what_it_cannot_do_it_refuses(rig: Rig) -> None:
    carrier, account, service = rig
    can = carrier.about.can
    if "quote" not in can:
        with pytest.raises(NotOffered):
            carrier.quote(account, parcel())
    if "label" not in can:
        with pytest.raises(NotOffered):
            carrier.buy_label(account, parcel(), service, "k")
    if "track" not in can:
        with pytest.raises(NotOffered):
            carrier.track(account, "1", "")


def test_rates_are_whole_amounts_cheapest_first(rig: Rig) -> None:
    carrier, account, _ = rig
    if "quote" not in carrier.about.can:
        return
    rates = carrier.quote(account, parcel())
    assert rates
    assert [r.cost_minor for r in rates] == sorted(r.cost_minor for r in rates)
    assert all(type(r.cost_minor) is int and r.service and r.name and len(r.currency) == 3 for r in rates)


def test_a_key_buys_one_label(rig: Rig, simulator: CarrierSimulator) -> None:
    carrier, account, service = rig
    if "label" not in carrier.about.can:
        return
    first = carrier.buy_label(account, parcel(), service, "key-1")
    again = carrier.buy_label(account, parcel(), service, "key-1")
    assert (again.reference, again.tracking_number, again.cost_minor) == (
        first.reference,
        first.tracking_number,
        first.cost_minor,
    )
    assert len(simulator.charged.paid("key-1")) == (1 if first.cost_minor else 0)
    assert first.file
    other = carrier.buy_label(account, parcel(), service, "key-2")
    assert other.reference != first.reference


def test_a_label_is_taken_back_once(rig: Rig, simulator: CarrierSimulator) -> None:
    carrier, account, service = rig
    if "cancel" not in carrier.about.can:
        return
    label = carrier.buy_label(account, parcel(), service, "key-1")
    carrier.cancel_label(account, label.reference)
    carrier.cancel_label(account, label.reference)
    assert len([line for line in simulator.charged.lines if line[0] == "refund"]) <= 1


def test_a_number_makes_a_link_that_cannot_leave_its_place(rig: Rig) -> None:
    carrier, account, _ = rig
    link = carrier.tracking_url(account, 'EE123456785FR"><script>')
    assert link == "" or (link.startswith("https://") and "<" not in link and '"' not in link)


def test_what_a_stranger_sends_is_refused(rig: Rig) -> None:
    carrier, account, _ = rig
    for headers in ({}, {"x-hmac-signature": "hmac-sha256-hex=00"}, {"x-hmac-signature": "é"}):
        with pytest.raises(CallbackRefused):
            carrier.read_callback(account, headers, b'{"id":"evt_1"}')


def test_a_connection_is_checked(rig: Rig) -> None:
    carrier, account, _ = rig
    checked = carrier.check(account)
    assert checked.is_ok
    assert checked.message
