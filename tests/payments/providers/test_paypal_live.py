"""PayPal's real sandbox, without a buyer's hands. These cases exist only where `DUKA_LIVE_PAYPAL` holds `client_id:secret`."""

import os
from uuid import UUID, uuid4

import msgspec
import pytest

from duka.payments.errors import AccountRefused, CaptureRefused, RefundRefused
from duka.payments.providers.paypal import PayPal
from duka.payments.types import Account, CaptureMethod, Charge, Known, RefundCharge

CLIENT_ID, _, SECRET = os.environ.get("DUKA_LIVE_PAYPAL", "").partition(":")
PROVIDER = PayPal()

if SECRET:
    ACCOUNT = Account(
        tenant=uuid4(),
        id=uuid4(),
        settings={"client_id": CLIENT_ID, "brand_name": "Acorn"},
        secrets={"client_secret": SECRET},
    )

    def charge_of(amount: int, currency: str, method: CaptureMethod = "automatic") -> Charge:
        payment: UUID = uuid4()
        return Charge(
            tenant=ACCOUNT.tenant,
            payment_id=payment,
            order_id=uuid4(),
            key=payment.hex * 2,
            amount_minor=amount,
            currency=currency,
            description="Order 1001",
            locale="en",
            return_url="https://shop.example/done",
            cancel_url="https://shop.example/back",
            callback_url="",
            capture_method=method,
        )

    def known_of(charge: Charge, reference: str) -> Known:
        return Known(
            tenant=charge.tenant,
            payment_id=charge.payment_id,
            order_id=charge.order_id,
            key=charge.key,
            reference=reference,
            amount_minor=charge.amount_minor,
            currency=charge.currency,
        )

    def test_the_credentials_work() -> None:
        assert PROVIDER.check(ACCOUNT).is_ok

    def test_wrong_credentials_do_not() -> None:
        wrong = msgspec.structs.replace(ACCOUNT, secrets={"client_secret": "wrong"})
        assert not PROVIDER.check(wrong).is_ok
        with pytest.raises(AccountRefused):
            PROVIDER.create(wrong, charge_of(1000, "EUR"))

    @pytest.mark.parametrize(
        ("amount", "currency"), [(2599, "EUR"), (1000, "USD"), (500, "JPY"), (150000, "HUF")]
    )
    def test_an_order_is_opened_once_and_waits_for_the_buyer(amount: int, currency: str) -> None:
        charge = charge_of(amount, currency)
        first, again = (PROVIDER.create(ACCOUNT, charge) for _ in range(2))
        assert (first.status, first.reference) == ("requires_action", again.reference)
        assert first.action_url.startswith("https://www.sandbox.paypal.com/")
        known = known_of(charge, first.reference or "")
        for truth in (PROVIDER.look_up(ACCOUNT, known), PROVIDER.confirm(ACCOUNT, known)):
            assert (truth.status, truth.amount_minor, truth.currency) == ("requires_action", amount, currency)
            assert truth.payment_id == charge.payment_id

    def test_what_nobody_approved_gives_nothing() -> None:
        charge = charge_of(1000, "EUR", "manual")
        known = known_of(charge, PROVIDER.create(ACCOUNT, charge).reference or "")
        with pytest.raises(CaptureRefused):
            PROVIDER.capture(ACCOUNT, known, 500, uuid4().hex, is_final=True)
        with pytest.raises(RefundRefused):
            PROVIDER.refund(ACCOUNT, known, RefundCharge(refund_id=uuid4(), key="k", amount_minor=500))
        assert PROVIDER.cancel(ACCOUNT, known).status == "cancelled"

    def test_an_order_of_nobody_has_expired() -> None:
        known = known_of(charge_of(1000, "EUR"), "5O190127TN364715T")
        assert PROVIDER.look_up(ACCOUNT, known).status == "expired"
