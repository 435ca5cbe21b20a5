"""Refunds by MTN's Disbursements: once, or by hand."""

from collections.abc import Iterator
from uuid import uuid4

import msgspec
import pytest
from tests.payments.providers.rig_mtn import MtnRig

from duka.payments.errors import ProviderUnreachable
from duka.payments.providers.mtn_momo import reference_of
from duka.payments.types import RefundCharge


@pytest.fixture
def rig() -> Iterator[MtnRig]:
    with MtnRig() as rig:
        yield rig
        assert rig.simulator.failures == []


def refund_of(minor: int, reference: str = "") -> RefundCharge:
    return RefundCharge(
        refund_id=uuid4(), key=uuid4().hex, amount_minor=minor, reason="ripe", reference=reference
    )


def test_without_disbursements_people_give_back(rig: MtnRig) -> None:
    charge = rig.paid()
    told = rig.provider.refund(rig.without_disbursements(), rig.known(charge, ""), refund_of(100))
    assert told.status == "by_hand"
    assert rig.simulator.moved(charge.key).refunded == 0


@pytest.mark.parametrize("trouble", ["cut_after", "error_after", "cut_before", "error_before"])
def test_a_refund_is_made_once(rig: MtnRig, trouble: str) -> None:
    charge, refund = rig.paid(), refund_of(450)
    known = rig.known(charge, reference_of(charge.tenant, charge.key))
    rig.simulator.mischief.then(trouble, "refund")
    with pytest.raises(ProviderUnreachable):
        rig.provider.refund(rig.account, known, refund)
    for _ in range(2):
        told = rig.provider.refund(rig.account, known, msgspec.structs.replace(refund, is_retry=True))
        assert told.status == "done"
    by_status = rig.provider.refund(
        rig.account, known, msgspec.structs.replace(refund, reference=told.reference)
    )
    assert by_status == told
    assert rig.simulator.moved(str(charge.payment_id)).refunded == 450
    (given,) = [r for r in rig.simulator.requests.values() if r.of]
    assert (given.amount, given.external_id) == ("4.50", refund.refund_id.hex)


def test_a_refund_may_take_its_time_or_fail(rig: MtnRig) -> None:
    charge = rig.paid(1000)
    known = rig.known(charge, "")
    rig.simulator.refunds_wait = True
    first, second = refund_of(700), refund_of(700)
    told = rig.provider.refund(rig.account, known, first)
    assert told.status == "pending"
    rig.provider.refund(rig.account, known, second)
    rig.simulator.settle_refunds()
    first = msgspec.structs.replace(first, reference=told.reference)
    assert rig.provider.refund(rig.account, known, first).status == "done"
    refused = rig.provider.refund(rig.account, known, second)
    assert (refused.status, "NOT_ALLOWED" in refused.reason) == ("refused", True)
    assert rig.simulator.moved(str(charge.payment_id)).refunded == 700


def test_a_refund_of_what_this_platform_does_not_know_is_refused(rig: MtnRig) -> None:
    told = rig.provider.refund(rig.account, rig.known(rig.charge(500), ""), refund_of(100))
    assert (told.status, "RESOURCE_NOT_FOUND" in told.reason) == ("refused", True)
