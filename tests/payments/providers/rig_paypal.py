"""PayPal in the contract tests."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self
from uuid import uuid4

from tests.simulators.mischief import Letter
from tests.simulators.paypal import PayPalSimulator
from tests.simulators.paypal_inside import CLIENT_ID, CLIENT_SECRET, WEBHOOK_ID

from duka.payments.providers.paypal import PayPal
from duka.payments.types import Account, CaptureMethod, Charge, Known


class PayPalRig:
    currency = "EUR"
    secrets = (CLIENT_SECRET,)
    routes = MappingProxyType(
        {
            "create": "create",
            "collect": "collect",
            "capture": "capture",
            "refund": "refund",
            "cancel": "void",
            "look_up": "order_asked",
        }
    )

    def __init__(self) -> None:
        self.simulator = PayPalSimulator()
        self.provider = PayPal(self.simulator.roots)

    def __enter__(self) -> Self:
        self.simulator.__enter__()
        self.account = self._account(CLIENT_SECRET)
        return self

    def __exit__(self, *error: Any) -> None:
        self.simulator.__exit__(None, None, None)

    def charge(self, amount: int, capture_method: CaptureMethod = "automatic") -> Charge:
        payment = uuid4()
        return Charge(
            tenant=self.account.tenant,
            payment_id=payment,
            order_id=uuid4(),
            key=payment.hex * 2,
            amount_minor=amount,
            currency=self.currency,
            description="Order 1001",
            locale="fr",
            return_url="https://acorn.example/pay/done",
            cancel_url="https://acorn.example/pay/back",
            callback_url=self.account.callback_url,
            capture_method=capture_method,
        )

    def known(self, charge: Charge, reference: str, data: Mapping[str, str] | None = None) -> Known:
        return Known(
            tenant=charge.tenant,
            payment_id=charge.payment_id,
            order_id=charge.order_id,
            key=charge.key,
            reference=reference,
            amount_minor=charge.amount_minor,
            currency=charge.currency,
            data=data or {},
        )

    def approve(self, reference: str) -> None:
        self.simulator.approve(reference)

    def decline(self, reference: str) -> None:
        self.simulator.decline(reference)

    def misreport(self, reference: str, amount: int) -> None:
        self.simulator.misreport(reference, amount)

    def wrong_credentials(self) -> Account:
        return self._account("a secret of nobody")

    def callback(self, reference: str) -> Letter:
        return self.simulator.callback(reference)

    def _account(self, secret: str) -> Account:
        return Account(
            tenant=uuid4(),
            id=uuid4(),
            store_id=uuid4(),
            provider="paypal",
            settings={"client_id": CLIENT_ID, "webhook_id": WEBHOOK_ID, "brand_name": "Acorn"},
            secrets={"client_secret": secret},
            callback_url="https://acorn.example/callbacks/paypal",
            base_url=self.simulator.url,
        )
