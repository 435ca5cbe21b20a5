"""Orange Money's rig: a merchant in the development country, whose shop sells for XOF."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self
from uuid import uuid4

import msgspec
from tests.simulators.mischief import Letter
from tests.simulators.orange import OrangeSimulator

from duka.payments.providers.orange_money import OrangeMoney
from duka.payments.types import Account, CaptureMethod, Charge, Known


class OrangeRig:
    routes: Mapping[str, str] = {
        "create": "web_payment",
        "look_up": "transaction_status",
        "cancel": "transaction_status",
    }

    def __init__(self, country: str = "dev", currency: str = "XOF") -> None:
        self.simulator = OrangeSimulator(country)
        self.provider = OrangeMoney()
        self.currency = currency
        self.account = Account(
            tenant=uuid4(),
            id=uuid4(),
            provider="orange_money",
            mode="test" if country == "dev" else "live",
            settings={"country": country, "client_id": self.simulator.client_id},
            secrets={
                "client_secret": self.simulator.client_secret,
                "merchant_key": self.simulator.merchant_key,
            },
            callback_url="http://127.0.0.1:9/callbacks/tenantandkey",
        )
        self.secrets = tuple(self.account.secrets.values())

    def __enter__(self) -> Self:
        self.simulator.__enter__()
        self.account = msgspec.structs.replace(self.account, base_url=self.simulator.url)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.simulator.__exit__(kind, error, trace)

    def charge(self, amount: int, capture_method: CaptureMethod = "automatic") -> Charge:
        return Charge(
            tenant=self.account.tenant,
            payment_id=uuid4(),
            order_id=uuid4(),
            key=uuid4().hex,
            amount_minor=amount,
            currency=self.currency,
            description="Order D-1001",
            locale="fr-SN",
            return_url="http://shop.test/return",
            cancel_url="http://shop.test/cancel",
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
            data=data if data is not None else self._told(reference),
        )

    def approve(self, reference: str) -> None:
        self.simulator.approve(reference)

    def decline(self, reference: str) -> None:
        self.simulator.decline(reference)

    def misreport(self, reference: str, amount: int) -> None:
        self.simulator.misreport(reference, amount)

    def wrong_credentials(self) -> Account:
        return msgspec.structs.replace(
            self.account, secrets={**self.account.secrets, "client_secret": "wrong"}
        )

    def callback(self, reference: str) -> Letter:
        order = self.simulator.orders[reference]
        said = {"status": order.status, "notif_token": order.notif_token, "txnid": order.txnid}
        return Letter(order.notif_url, "notification", said)

    def _told(self, reference: str) -> dict[str, str]:
        order = self.simulator.orders.get(reference)
        return {"pay_token": order.pay_token, "notif_token": order.notif_token} if order else {}
