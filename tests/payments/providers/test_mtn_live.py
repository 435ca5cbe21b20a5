"""MTN's real sandbox, without a buyer's hands. These cases exist only where `DUKA_LIVE_MTN` holds the credentials, as JSON:
`api_user`, `api_key`, `subscription_key`, and the same with `disbursement_` before them where refunds are to be tried."""

import json
import os
import time
from uuid import uuid4

import msgspec
import pytest

from duka.payments.errors import AccountRefused
from duka.payments.providers.mtn_momo import MtnMomo
from duka.payments.types import Account, Charge, Known, Outcome, RefundCharge

GIVEN: dict[str, str] = json.loads(os.environ.get("DUKA_LIVE_MTN", "{}"))
PROVIDER = MtnMomo()
PATIENCE_SECONDS = 60

if GIVEN:
    SECRET = {name for name in GIVEN if name.endswith("key")}
    ACCOUNT = Account(
        tenant=uuid4(),
        settings={
            "target_environment": "sandbox",
            **{n: v for n, v in GIVEN.items() if n.endswith("api_user")},
        },
        secrets={name: GIVEN[name] for name in SECRET},
        base_url=GIVEN.get("base_url", ""),
    )

    def charge_of(number: str) -> Charge:
        return Charge(
            tenant=ACCOUNT.tenant,
            payment_id=uuid4(),
            order_id=uuid4(),
            key=uuid4().hex,
            amount_minor=525,
            currency="EUR",
            description="Order D-1001",
            locale="en",
            return_url="",
            cancel_url="",
            callback_url="",
            payer_phone=number,
        )

    def known_of(charge: Charge) -> Known:
        return Known(
            tenant=charge.tenant,
            payment_id=charge.payment_id,
            order_id=charge.order_id,
            key=charge.key,
            reference="",
            amount_minor=charge.amount_minor,
            currency=charge.currency,
        )

    def ended(charge: Charge) -> Outcome:
        until = time.monotonic() + PATIENCE_SECONDS
        while (told := PROVIDER.look_up(ACCOUNT, known_of(charge))).status in ("requires_action", "unknown"):
            assert time.monotonic() < until, "the sandbox did not come to an end"
            time.sleep(2)
        return told

    def test_the_credentials_work() -> None:
        assert PROVIDER.check(ACCOUNT).is_ok

    def test_wrong_credentials_do_not() -> None:
        wrong = msgspec.structs.replace(ACCOUNT, secrets={**ACCOUNT.secrets, "api_key": "wrong"})
        with pytest.raises(AccountRefused):
            PROVIDER.check(wrong)

    def test_a_payment_that_nobody_asked_for_is_unknown() -> None:
        assert PROVIDER.look_up(ACCOUNT, known_of(charge_of("+46733123453"))).status == "unknown"

    def test_the_same_charge_is_one_request_and_is_paid_once() -> None:
        charge = charge_of("+46733123453")
        first, again = (PROVIDER.create(ACCOUNT, charge) for _ in range(2))
        assert first.reference == again.reference
        told = ended(charge)
        assert (told.status, told.amount_minor, told.currency) == ("captured", 525, "EUR")
        assert told.payment_id == charge.payment_id
        if "disbursement_api_key" in SECRET:
            refund = RefundCharge(refund_id=uuid4(), key=uuid4().hex, amount_minor=200, reason="ripe")
            given = [PROVIDER.refund(ACCOUNT, known_of(charge), refund) for _ in range(2)]
            assert given[0].reference == given[1].reference
            assert all(one.status in ("pending", "done") for one in given)

    @pytest.mark.parametrize("number", ["+46733123450", "+46733123451", "+46733123452"])
    def test_what_fails_has_a_code_and_a_sentence(number: str) -> None:
        charge = charge_of(number)
        PROVIDER.create(ACCOUNT, charge)
        told = ended(charge)
        assert told.status in ("failed", "expired", "cancelled")
        assert told.code
        assert told.reason
