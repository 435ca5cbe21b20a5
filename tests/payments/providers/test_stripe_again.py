"""Stripe asked again: keys that were used or forgotten, answers that got lost, several captures, refunds that fail."""

from collections.abc import Iterator
from uuid import uuid4

import msgspec
import pytest
from tests.payments.providers.rig_stripe import StripeRig, look, opened, refund_of

from duka.payments.errors import CaptureRefused, ProviderUnreachable
from duka.payments.types import Outcome

AMOUNT = 2500


@pytest.fixture
def rig() -> Iterator[StripeRig]:
    with StripeRig() as rig:
        yield rig
        assert rig.simulator.failures == []


def test_a_key_used_for_another_question_leads_to_what_exists(rig: StripeRig) -> None:
    charge, known = opened(rig)
    other = msgspec.structs.replace(charge, amount_minor=9900)
    said = rig.provider.create(rig.account, other)
    assert (said.reference, said.amount_minor) == (known.reference, AMOUNT)
    rig.simulator.intents.clear()
    with pytest.raises(ProviderUnreachable):
        rig.provider.create(rig.account, other)


def test_a_reference_that_got_lost_is_found(rig: StripeRig) -> None:
    charge, known = opened(rig)
    rig.approve(known.reference)
    lost = rig.known(charge, "")
    assert (look(rig, lost).reference, look(rig, lost).status) == (known.reference, "captured")
    assert rig.provider.cancel(rig.account, lost).status == "captured"
    assert look(rig, rig.known(rig.charge(AMOUNT), "")) == Outcome("unknown")


def test_the_charge_that_got_furthest_is_the_one(rig: StripeRig) -> None:
    """The key was forgotten after a day, and the charge asked for once more."""
    charge, known = opened(rig)
    rig.approve(known.reference)
    rig.provider.create(rig.account, msgspec.structs.replace(charge, key="another"))
    assert len(rig.simulator.intents) == 2
    said = rig.provider.create(rig.account, msgspec.structs.replace(charge, key="third", is_retry=True))
    assert (said.reference, said.status) == (known.reference, "captured")


def test_several_captures_need_an_account_that_has_them(rig: StripeRig) -> None:
    charge, known = opened(rig, "manual")
    rig.approve(known.reference)
    with pytest.raises(CaptureRefused) as refused:
        rig.provider.capture(rig.account, known, 1000, uuid4().hex, is_final=False)
    assert refused.value.fields["why"] == "This payment does not support multiple captures."
    rig.simulator.has_multicapture = True
    said = rig.provider.capture(rig.account, known, 1000, uuid4().hex, is_final=False)
    assert (said.status, said.captured_minor) == ("partially_captured", 1000)
    known = msgspec.structs.replace(known, captured_minor=1000)
    said = rig.provider.capture(rig.account, known, 500, uuid4().hex, is_final=True)
    assert (said.status, said.captured_minor) == ("captured", 1500)
    assert rig.simulator.books.movements("captured", str(charge.payment_id)) == [1000, 500]


def test_a_capture_asked_for_again_when_the_key_is_forgotten(rig: StripeRig) -> None:
    charge, known = opened(rig, "manual")
    rig.approve(known.reference)
    rig.provider.capture(rig.account, known, 2000, "key", is_final=True)
    rig.simulator.keys.clear()
    said = rig.provider.capture(rig.account, known, 2000, "key", is_final=True)
    assert (said.status, said.captured_minor) == ("captured", 2000)
    assert rig.simulator.books.movements("captured", str(charge.payment_id)) == [2000]


def test_a_refund_asked_for_again_when_the_key_is_forgotten(rig: StripeRig) -> None:
    charge, known = opened(rig)
    rig.approve(known.reference)
    refund = refund_of(100)
    first = rig.provider.refund(rig.account, known, refund)
    for _ in range(101):  # so that it is on the second page
        assert rig.provider.refund(rig.account, known, refund_of(1)).status == "done"
    rig.simulator.keys.clear()
    again = msgspec.structs.replace(refund, is_retry=True)
    assert rig.provider.refund(rig.account, known, again) == first
    assert rig.simulator.moved(str(charge.payment_id)).refunded == 201


def test_a_refund_may_come_to_nothing_later(rig: StripeRig) -> None:
    charge, known = opened(rig)
    rig.approve(known.reference)
    rig.simulator.refunds_are = "pending"
    refund = refund_of(700)
    said = rig.provider.refund(rig.account, known, refund)
    assert said.status == "pending"
    told = msgspec.structs.replace(refund, reference=said.reference)
    rig.simulator.settle_refund(said.reference, "failed")
    said = rig.provider.refund(rig.account, known, told)
    assert (said.status, said.reason) == ("refused", "Stripe says: expired or canceled card.")
    assert rig.simulator.moved(str(charge.payment_id)).refunded == 0
