"""What every provider's adapter promises, over all of them; what one cannot do is not asked of it.

`DUKA_LIVE_STRIPE=sk_test_…` adds Stripe's real test mode to the tests that need no mischief.
"""

import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from tests.payments.providers.rigs import LIVE, RIGS, Rig, able

from duka.kernel.money import EXPONENTS
from duka.kernel.work import in_transaction
from duka.payments import wire
from duka.payments.errors import (
    AccountRefused,
    CaptureRefused,
    ProviderUnreachable,
    RefundRefused,
)
from duka.payments.types import CaptureMethod, Charge, Known, Outcome, RefundCharge, RefundOutcome

AMOUNT = 2500
TROUBLES = ("cut_before", "error_before", "cut_after", "error_after")
CODES = {
    "declined",
    "insufficient_funds",
    "rejected",
    "timed_out",
    "unknown_payer",
    "limit",
    "unavailable",
    "expired",
    "cancelled",
}


@pytest.fixture
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    with {**RIGS, **LIVE}[request.param]() as rig:
        yield rig
        assert getattr(rig.simulator, "failures", []) == []


def opened(rig: Rig, method: CaptureMethod = "automatic", amount: int = AMOUNT) -> tuple[Charge, Known]:
    charge = rig.charge(amount, method)
    said = rig.provider.create(rig.account, charge)
    assert said.status == "requires_action"
    assert said.reference
    return charge, rig.known(charge, said.reference, said.data)


def paid(rig: Rig, method: CaptureMethod = "automatic", amount: int = AMOUNT) -> tuple[Charge, Known]:
    """The buyer paid, and we know."""
    charge, known = opened(rig, method, amount)
    rig.approve(known.reference)
    said = rig.provider.confirm(rig.account, known)
    assert said.status == ("authorized" if method == "manual" else "captured"), said
    return charge, after(known, said)


def after(known: Known, said: Outcome) -> Known:
    """What we hold once that was said."""
    captured = known.captured_minor
    if said.status in ("captured", "partially_captured"):
        captured = known.amount_minor if said.captured_minor is None else said.captured_minor
    return msgspec.structs.replace(known, captured_minor=captured, data={**known.data, **said.data})


def is_lost(said: Outcome) -> bool:
    """A provider that tells of a charge once only: that attempt has failed, and nobody can pay it."""
    return (said.status, said.reference, said.action_url) == ("failed", None, "")


def moved(rig: Rig, charge: Charge) -> tuple[int, int]:
    """Captured and refunded, by the provider's own books."""
    sums = rig.simulator.moved(str(charge.payment_id))
    return sums.captured, sums.refunded


def asked(amount: int) -> RefundCharge:
    refund = uuid4()
    return RefundCharge(refund_id=refund, key=refund.hex, amount_minor=amount, reason="too ripe")


def again(refund: RefundCharge) -> RefundCharge:
    return msgspec.structs.replace(refund, is_retry=True)


def give_back(rig: Rig, known: Known, refund: RefundCharge) -> RefundOutcome:
    """Both ways to refuse are allowed."""
    try:
        return rig.provider.refund(rig.account, known, refund)
    except RefundRefused:
        return RefundOutcome("refused")


def fails_once(rig: Rig, call: str, trouble: str, ask: Callable[[], Any]) -> None:
    """The trouble leaves us without an answer, unless the adapter found out by itself."""
    rig.simulator.mischief.then(trouble, rig.routes[call])
    with suppress(ProviderUnreachable):
        ask()
    assert (trouble, rig.routes[call]) in rig.simulator.mischief.happened
    rig.simulator.mischief.stop()


@able()
def test_what_it_is(rig: Rig) -> None:
    about = rig.provider.about
    assert about.currencies <= set(EXPONENTS)
    names = [field.name for field in about.fields]
    assert len(set(names)) == len(names)
    given = {**rig.account.settings, **rig.account.secrets}
    assert [f.name for f in about.fields if f.is_required and not given.get(f.name)] == []
    assert {f.name for f in about.fields if f.is_secret} >= set(rig.account.secrets)
    assert {f.name for f in about.fields if not f.is_secret} >= set(rig.account.settings)


@able(live=True)
def test_the_same_key_charges_once(rig: Rig) -> None:
    charge, known = opened(rig)
    for n in range(2):
        retry = msgspec.structs.replace(charge, is_retry=bool(n))
        said = rig.provider.create(rig.account, retry)
        assert said.reference == known.reference or is_lost(said)
    rig.approve(known.reference)
    for _ in range(2):
        said = rig.provider.confirm(rig.account, known)
        assert said.status == "captured"
        known = after(known, said)
    assert moved(rig, charge) == (AMOUNT, 0)


@able(live=True)
def test_looking_up_tells_the_truth_and_changes_nothing(rig: Rig) -> None:
    charge, known = opened(rig)
    said = rig.provider.look_up(rig.account, known)
    assert (said.status, moved(rig, charge)) == ("requires_action", (0, 0))
    rig.approve(known.reference)
    before = moved(rig, charge)
    said = rig.provider.look_up(rig.account, known)
    assert moved(rig, charge) == before
    assert said.status == ("captured" if before[0] else "requires_action")
    known = after(known, rig.provider.confirm(rig.account, known))
    said = rig.provider.look_up(rig.account, known)
    assert said.status == "captured"
    assert (said.amount_minor, said.currency) in ((AMOUNT, charge.currency), (None, None))
    assert said.captured_minor in (None, AMOUNT)
    assert said.payment_id in (None, charge.payment_id)
    assert moved(rig, charge) == (AMOUNT, 0)


@able(live=True)
def test_a_decline_takes_nothing_and_says_why(rig: Rig) -> None:
    charge, known = opened(rig)
    rig.decline(known.reference)
    said = rig.provider.confirm(rig.account, known)
    assert said.status in ("failed", "cancelled", "requires_action")
    if said.status != "requires_action":
        assert said.code in CODES
        assert said.reason
    assert moved(rig, charge) == (0, 0)


@able("hold", live=True)
def test_held_money_is_held(rig: Rig) -> None:
    charge, known = paid(rig, "manual")
    assert rig.simulator.moved(str(charge.payment_id)).authorized == AMOUNT
    assert moved(rig, charge) == (0, 0)
    said = rig.provider.look_up(rig.account, known)
    assert said.status == "authorized"
    assert said.expires_at is not None
    assert said.expires_at > datetime.now(UTC)


@able("hold", "partial_capture", live=True)
def test_less_than_held_is_taken_and_the_rest_let_go(rig: Rig) -> None:
    charge, known = paid(rig, "manual")
    said = rig.provider.capture(rig.account, known, AMOUNT - 300, uuid4().hex, is_final=True)
    assert (said.status, said.captured_minor) == ("captured", AMOUNT - 300)
    assert (said.refunded_minor or 0) == 0
    looked = rig.provider.look_up(rig.account, after(known, said))
    assert (looked.status, looked.captured_minor, looked.refunded_minor or 0) == ("captured", AMOUNT - 300, 0)
    assert moved(rig, charge) == (AMOUNT - 300, 0)
    assert rig.simulator.moved(str(charge.payment_id)).authorized == AMOUNT - 300


@able("hold", live=True)
def test_never_more_than_is_held(rig: Rig) -> None:
    charge, known = paid(rig, "manual")
    with pytest.raises(CaptureRefused) as refused:
        rig.provider.capture(rig.account, known, AMOUNT + 1, uuid4().hex, is_final=True)
    assert refused.value.fields["why"]
    assert moved(rig, charge) == (0, 0)


@able("hold", live=True)
def test_the_same_key_captures_once(rig: Rig) -> None:
    charge, known = paid(rig, "manual")
    for _ in range(2):
        said = rig.provider.capture(rig.account, known, AMOUNT, "key-of-" + charge.key, is_final=True)
        assert (said.status, said.captured_minor) == ("captured", AMOUNT)
    assert moved(rig, charge) == (AMOUNT, 0)


@able("hold")
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_capture_whose_answer_was_lost(rig: Rig, trouble: str) -> None:
    charge, known = paid(rig, "manual")
    key = uuid4().hex

    def take() -> Outcome:
        return rig.provider.capture(rig.account, known, AMOUNT - 300, key, is_final=True)

    fails_once(rig, "capture", trouble, take)
    said = take()
    assert (said.status, said.captured_minor) == ("captured", AMOUNT - 300)
    assert moved(rig, charge) == (AMOUNT - 300, 0)


@able()
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_charge_whose_answer_was_lost(rig: Rig, trouble: str) -> None:
    charge = rig.charge(AMOUNT)
    fails_once(rig, "create", trouble, lambda: rig.provider.create(rig.account, charge))
    said = rig.provider.create(rig.account, msgspec.structs.replace(charge, is_retry=True))
    if is_lost(said):
        assert moved(rig, charge) == (0, 0)
        return
    assert said.status == "requires_action"
    assert said.reference
    rig.approve(said.reference)
    known = rig.known(charge, said.reference, said.data)
    assert rig.provider.confirm(rig.account, known).status == "captured"
    assert moved(rig, charge) == (AMOUNT, 0)


@able()
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_collection_whose_answer_was_lost(rig: Rig, trouble: str) -> None:
    """Where `confirm` collects the money; elsewhere the look that says so is lost."""
    charge, known = opened(rig)
    rig.approve(known.reference)
    call = "collect" if "collect" in rig.routes else "look_up"
    fails_once(rig, call, trouble, lambda: rig.provider.confirm(rig.account, known))
    assert rig.provider.confirm(rig.account, known).status == "captured"
    assert moved(rig, charge) == (AMOUNT, 0)


@able("refund", live=True)
def test_the_same_key_gives_back_once(rig: Rig) -> None:
    charge, known = paid(rig)
    refund = asked(AMOUNT)
    first = rig.provider.refund(rig.account, known, refund)
    assert first.status in ("done", "pending")
    assert rig.provider.refund(rig.account, known, again(refund)).reference == first.reference
    told = msgspec.structs.replace(refund, reference=first.reference)
    assert rig.provider.refund(rig.account, known, told).status in ("done", "pending")
    assert moved(rig, charge) == (AMOUNT, AMOUNT)


@able("refund", "partial_refund", live=True)
def test_at_most_what_was_taken_is_given_back(rig: Rig) -> None:
    charge, known = paid(rig)
    assert give_back(rig, known, asked(1000)).status in ("done", "pending")
    assert give_back(rig, known, asked(AMOUNT - 999)).status == "refused"
    assert moved(rig, charge) == (AMOUNT, 1000)
    assert give_back(rig, known, asked(AMOUNT - 1000)).status in ("done", "pending")
    assert give_back(rig, known, asked(1)).status == "refused"
    assert moved(rig, charge) == (AMOUNT, AMOUNT)
    looked = rig.provider.look_up(rig.account, known)
    assert looked.status == "captured"
    assert looked.refunded_minor in (None, AMOUNT)


@able("refund")
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_refund_whose_answer_was_lost(rig: Rig, trouble: str) -> None:
    charge, known = paid(rig)
    refund = asked(AMOUNT)
    fails_once(rig, "refund", trouble, lambda: rig.provider.refund(rig.account, known, refund))
    assert rig.provider.refund(rig.account, known, again(refund)).status in ("done", "pending")
    assert moved(rig, charge) == (AMOUNT, AMOUNT)


@able("cancel", live=True)
def test_an_open_charge_is_cancelled(rig: Rig) -> None:
    charge, known = opened(rig)
    for _ in range(2):
        said = rig.provider.cancel(rig.account, known)
        assert said.status == "cancelled"
    assert moved(rig, charge) == (0, 0)


@able("hold", "cancel", live=True)
def test_held_money_is_let_go(rig: Rig) -> None:
    charge, known = paid(rig, "manual")
    said = rig.provider.cancel(rig.account, known)
    assert said.status == "cancelled"
    assert rig.simulator.moved(str(charge.payment_id)).authorized == 0
    assert moved(rig, charge) == (0, 0)


@able(live=True)
def test_what_was_paid_stays_paid(rig: Rig) -> None:
    charge, known = paid(rig)
    assert rig.provider.cancel(rig.account, known).status == "captured"
    assert moved(rig, charge) == (AMOUNT, 0)


@able()
def test_another_amount_is_told_as_it_is(rig: Rig) -> None:
    _, known = opened(rig)
    rig.misreport(known.reference, AMOUNT - 100)
    rig.approve(known.reference)
    said = rig.provider.confirm(rig.account, known)
    assert (said.amount_minor, said.currency) in ((AMOUNT - 100, known.currency), (None, None))


@able()
def test_no_secret_is_recorded(rig: Rig) -> None:
    with wire.listening() as heard:
        _, known = paid(rig)
        rig.provider.cancel(rig.account, known)
        if "refund" in rig.provider.about.can:
            rig.provider.refund(rig.account, known, asked(1000))
        rig.provider.check(rig.account)
    assert heard
    for exchange in heard:
        said = repr(exchange)
        assert [secret for secret in rig.secrets if secret in said] == []


@able(live=True)
def test_wrong_credentials_are_refused_without_a_secret(rig: Rig) -> None:
    wrong = rig.wrong_credentials()
    with wire.listening() as heard, pytest.raises(AccountRefused) as refused:
        rig.provider.create(wrong, rig.charge(AMOUNT))
    said = "".join(traceback.format_exception(refused.value)) + repr(heard) + repr(wrong)
    with suppress(AccountRefused):
        found = rig.provider.check(wrong)
        said += found.message
        assert not found.is_ok
    secrets = [secret for secret in (*rig.secrets, *wrong.secrets.values()) if len(secret) > 7]
    assert [secret for secret in secrets if secret in said] == []


@able()
def test_the_connection_is_tested(rig: Rig) -> None:
    found = rig.provider.check(rig.account)
    assert found.is_ok, found.message
    assert found.message


def every_call(rig: Rig, known: Known) -> list[Callable[[], Any]]:
    provider, account = rig.provider, rig.account
    calls: list[Callable[[], Any]] = [
        lambda: provider.create(account, rig.charge(AMOUNT)),
        lambda: provider.confirm(account, known),
        lambda: provider.look_up(account, known),
        lambda: provider.cancel(account, known),
    ]
    if "hold" in provider.about.can:
        calls.append(lambda: provider.capture(account, known, 100, uuid4().hex, is_final=True))
    if "refund" in provider.about.can:
        calls.append(lambda: provider.refund(account, known, asked(100)))
    return calls


@able()
def test_nobody_there(rig: Rig) -> None:
    _, known = paid(rig)
    calls = every_call(rig, known)
    rig.simulator.stop()
    for call in calls:
        with pytest.raises(ProviderUnreachable):
            call()


@able()
def test_never_in_a_transaction(rig: Rig) -> None:
    _, known = paid(rig)
    before = len(rig.simulator.asked)
    token = in_transaction.set(True)
    try:
        for call in every_call(rig, known):
            with pytest.raises(RuntimeError, match="inside a transaction"):
                call()
    finally:
        in_transaction.reset(token)
    assert len(rig.simulator.asked) == before
