"""Giving back at PayPal: at most once, from one capture or several, whatever is cut off."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.payments.providers.rig_paypal import PayPalRig

from duka.payments.errors import ProviderUnreachable, RefundRefused
from duka.payments.types import Known, RefundCharge, RefundOutcome

SIX_HOURS = 6 * 3600 + 60


@pytest.fixture
def rig() -> Iterator[PayPalRig]:
    with PayPalRig() as rig:
        yield rig
        assert rig.simulator.failures == []


def captured(rig: PayPalRig, *parts: int) -> Known:
    """A payment whose held money was taken in these parts."""
    charge = rig.charge(sum(parts), "manual")
    known = rig.known(charge, rig.provider.create(rig.account, charge).reference or "")
    rig.approve(known.reference)
    rig.provider.confirm(rig.account, known)
    for n, part in enumerate(parts):
        rig.provider.capture(rig.account, known, part, f"c{n}", is_final=n == len(parts) - 1)
    return msgspec.structs.replace(known, captured_minor=sum(parts))


def charge(
    amount: int, refund_id: UUID | None = None, *, is_retry: bool = False, reference: str = ""
) -> RefundCharge:
    named = refund_id or uuid4()
    return RefundCharge(
        refund_id=named, key=named.hex, amount_minor=amount, is_retry=is_retry, reference=reference
    )


def given(rig: PayPalRig, known: Known) -> list[int]:
    return rig.simulator.books.movements("refunded", known.reference)


def back(rig: PayPalRig, known: Known, asked: RefundCharge) -> RefundOutcome:
    return rig.provider.refund(rig.account, known, asked)


def test_one_capture_that_has_enough_gives_it_all(rig: PayPalRig) -> None:
    known = captured(rig, 2000, 3000)
    done = back(rig, known, charge(2500))
    assert done.status == "done" and len(done.reference.split()) == 1
    assert given(rig, known) == [2500]


def test_a_refund_over_two_captures(rig: PayPalRig) -> None:
    known = captured(rig, 2000, 3000)
    asked = charge(4000)
    done = back(rig, known, asked)
    assert done.status == "done" and len(done.reference.split()) == 2
    assert given(rig, known) == [2000, 2000]
    assert {r.custom_id for r in rig.simulator.orders[known.reference].refunds} == {
        f"{known.payment_id}.{asked.refund_id}"
    }
    assert back(rig, known, charge(1000)).status == "done"
    with pytest.raises(RefundRefused):
        back(rig, known, charge(1))
    assert given(rig, known) == [2000, 2000, 1000]


@pytest.mark.parametrize("hours", [0, 7])
@pytest.mark.parametrize("trouble", ["cut_before", "cut_after", "error_before", "error_after"])
@pytest.mark.parametrize("hides", [False, True])
def test_each_part_is_given_back_once(rig: PayPalRig, hours: int, trouble: str, hides: bool) -> None:
    """The first part goes well, the second is troubled; asked again, also after request ids are forgotten."""
    known = captured(rig, 2000, 3000)
    asked = charge(4000)
    rig.simulator.hides_refunds_names = hides
    rig.simulator.mischief.then("slow_after", "refund")
    rig.simulator.mischief.then(trouble, "refund")
    with pytest.raises(ProviderUnreachable):
        back(rig, known, asked)
    rig.simulator.skew = hours * 3600
    again = charge(4000, asked.refund_id, is_retry=True)
    assert back(rig, known, again).status == "done"
    assert given(rig, known) == [2000, 2000]
    assert back(rig, known, again).reference == back(rig, known, again).reference
    assert given(rig, known) == [2000, 2000]


def test_asking_at_once_again_is_once(rig: PayPalRig) -> None:
    known = captured(rig, 5000)
    asked = charge(1500)
    assert [back(rig, known, asked).status for _ in range(3)] == ["done"] * 3
    assert given(rig, known) == [1500]


def test_two_refunds_of_the_same_amount_are_two(rig: PayPalRig) -> None:
    known = captured(rig, 5000)
    back(rig, known, charge(1500))
    back(rig, known, charge(1500))
    assert given(rig, known) == [1500, 1500]


def test_a_refund_that_takes_its_time(rig: PayPalRig) -> None:
    known = captured(rig, 2000, 3000)
    rig.simulator.delays_refunds = True
    asked = charge(5000)
    waiting = back(rig, known, asked)
    assert waiting.status == "pending"
    first, second = waiting.reference.split()
    later = charge(5000, asked.refund_id, is_retry=True, reference=waiting.reference)
    rig.simulator.finish_refund(first)
    assert back(rig, known, later).status == "pending"
    rig.simulator.finish_refund(second)
    assert back(rig, known, later).status == "done"
    assert given(rig, known) == [2000, 3000]


def test_a_refund_that_fails_afterwards(rig: PayPalRig) -> None:
    known = captured(rig, 5000)
    rig.simulator.delays_refunds = True
    asked = charge(5000)
    waiting = back(rig, known, asked)
    rig.simulator.finish_refund(waiting.reference, "FAILED")
    later = charge(5000, asked.refund_id, is_retry=True, reference=waiting.reference)
    assert back(rig, known, later).status == "refused"


def test_a_refund_of_which_a_part_fails_is_for_people(rig: PayPalRig) -> None:
    known = captured(rig, 2000, 3000)
    rig.simulator.delays_refunds = True
    waiting = back(rig, known, charge(5000))
    first, second = waiting.reference.split()
    rig.simulator.finish_refund(first)
    rig.simulator.finish_refund(second, "FAILED")
    later = back(rig, known, charge(5000, reference=waiting.reference))
    assert later.status == "by_hand" and second in later.reason


def test_what_another_refund_took_meanwhile_is_found_elsewhere(rig: PayPalRig) -> None:
    """Between looking and asking, the merchant gives back on PayPal's own pages."""
    known = captured(rig, 3000, 3000)
    mischief = rig.simulator.mischief
    take = mischief.take

    def meanwhile(name: str, ordinary: str) -> str:
        if name == "refund" and not given(rig, known):
            rig.simulator.give_back(known.reference, 2500)
        return take(name, ordinary)

    mischief.take = meanwhile  # type: ignore[method-assign]
    assert back(rig, known, charge(2000)).status == "done"
    assert given(rig, known) == [2500, 2000]


def test_what_was_given_back_on_paypals_own_pages_is_seen(rig: PayPalRig) -> None:
    known = captured(rig, 5000)
    rig.simulator.give_back(known.reference, 700)
    assert rig.provider.look_up(rig.account, known).refunded_minor == 700
    with pytest.raises(RefundRefused):
        back(rig, known, charge(4500))
    assert given(rig, known) == [700]


def test_money_under_review_cannot_be_given_back(rig: PayPalRig) -> None:
    rig.simulator.reviews_captures = True
    known = captured(rig, 5000)
    with pytest.raises(RefundRefused):
        back(rig, known, charge(100))


def test_parts_that_a_currency_has_not_are_not_given_back(rig: PayPalRig) -> None:
    rig.currency = "HUF"
    known = captured(rig, 500000)
    with pytest.raises(RefundRefused) as refused:
        back(rig, known, charge(12345))
    assert "whole HUF" in str(refused.value.fields["why"])
    assert back(rig, known, charge(12300)).status == "done"


def test_the_reason_stays_with_us(rig: PayPalRig) -> None:
    known = captured(rig, 5000)
    back(rig, known, RefundCharge(refund_id=uuid4(), key="k", amount_minor=100, reason="rude customer"))
    assert b"rude" not in b"".join(one.body for one in rig.simulator.asked)
