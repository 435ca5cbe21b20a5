"""Mobile money through trouble: whatever is cut off or answered with an error, asking again ends in what the provider's books
say, and no money moves twice."""

from collections.abc import Callable
from typing import TypeVar
from uuid import uuid4

import msgspec
import pytest
from tests.payments.providers.rigs import RIGS, Rig
from tests.simulators.mischief import TROUBLES

from duka.payments.errors import ProviderUnreachable
from duka.payments.types import Charge, Known, Outcome, RefundCharge, RefundOutcome

T = TypeVar("T")
CHARGES = 40
MOST_TRIES = 60
ENDS = ("captured", "failed", "expired", "cancelled")


def until(ask: Callable[[int], T], is_good: Callable[[T], bool]) -> T:
    """Asked again and again, as a job would; the number of the try is given."""
    for attempt in range(MOST_TRIES):
        try:
            said = ask(attempt)
        except ProviderUnreachable:
            continue
        if is_good(said):
            return said
    raise AssertionError("no end was reached")


def asked(rig: Rig, charge: Charge) -> Outcome:
    return until(
        lambda n: rig.provider.create(rig.account, msgspec.structs.replace(charge, is_retry=n > 0)),
        lambda said: said.status != "unknown",
    )


def opened(rig: Rig, charge: Charge) -> Known:
    """A further attempt follows one that failed because its answer was lost."""
    for attempt in range(MOST_TRIES):
        begun = msgspec.structs.replace(charge, key=f"{charge.key}/{attempt}")
        said = asked(rig, begun)
        if said.status != "failed":
            break
    assert said.status == "requires_action"
    return rig.known(begun, said.reference or "", said.data)


def ended(rig: Rig, known: Known) -> Outcome:
    return until(lambda _: rig.provider.confirm(rig.account, known), lambda said: said.status in ENDS)


def given_back(rig: Rig, known: Known, minor: int) -> RefundOutcome:
    refund = RefundCharge(refund_id=uuid4(), key=uuid4().hex, amount_minor=minor, reason="ripe")
    return until(
        lambda n: rig.provider.refund(rig.account, known, msgspec.structs.replace(refund, is_retry=n > 0)),
        lambda given: given.status == "done",
    )


@pytest.mark.parametrize("name", ["mtn_momo", "orange_money"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_we_hold_is_what_moved(name: str, seed: int) -> None:
    with RIGS[name]() as rig:
        rig.simulator.mischief.at_random(seed, 0.3, TROUBLES)
        rig.simulator.mischief.seconds = 0.001
        for n in range(CHARGES):
            charge, pays = rig.charge(1000 + n), bool(n % 3)
            known = opened(rig, charge)
            (rig.approve if pays else rig.decline)(known.reference)
            assert (ended(rig, known).status == "captured") is pays
            gives = pays and "refund" in rig.provider.about.can
            if gives:
                given_back(rig, known, 400)
            moved = rig.simulator.moved(str(charge.payment_id))
            assert (moved.captured, moved.refunded) == (charge.amount_minor * pays, 400 * gives)
        assert len(rig.simulator.mischief.happened) > CHARGES / 4
