"""MTN MoMo's rig: a merchant with Collections and Disbursements in the sandbox, who sells for EUR."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self
from uuid import uuid4

import msgspec
from tests.simulators.mischief import Letter
from tests.simulators.mtn import MtnSimulator, Request

from duka.payments.providers.decimals import amount as written
from duka.payments.providers.mtn_momo import MtnMomo
from duka.payments.types import Account, CaptureMethod, Charge, Known, Outcome

PHONE = "+46733123459"


class MtnRig:
    routes: Mapping[str, str] = {
        "create": "request_to_pay",
        "look_up": "status",
        "cancel": "status",
        "refund": "refund",
    }

    def __init__(self, environment: str = "sandbox", currency: str = "EUR") -> None:
        self.simulator = MtnSimulator(environment, (currency,))
        self.provider = MtnMomo()
        self.currency = currency
        collection, disbursement = (self.simulator.access[name] for name in ("collection", "disbursement"))
        self.account = Account(
            tenant=uuid4(),
            id=uuid4(),
            provider="mtn_momo",
            mode="test" if environment == "sandbox" else "live",
            settings={
                "target_environment": environment,
                "api_user": collection.user,
                "disbursement_api_user": disbursement.user,
            },
            secrets={
                "api_key": collection.key,
                "subscription_key": collection.subscription,
                "disbursement_api_key": disbursement.key,
                "disbursement_subscription_key": disbursement.subscription,
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
            description="Order D-1001: l'été",
            locale="fr",
            return_url="http://shop.test/return",
            cancel_url="http://shop.test/cancel",
            callback_url=self.account.callback_url,
            capture_method=capture_method,
            payer_phone=PHONE,
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

    def begin(self, charge: Charge) -> tuple[Outcome, Request]:
        """The telephone is prompted."""
        outcome = self.provider.create(self.account, charge)
        assert outcome.status == "requires_action", outcome
        assert outcome.reference
        return outcome, self.simulator.requests[outcome.reference]

    def paid(self, minor: int = 1250) -> Charge:
        charge = self.charge(minor)
        self.approve(self.begin(charge)[1].reference)
        return charge

    def look(self, charge: Charge) -> Outcome:
        return self.provider.look_up(self.account, self.known(charge, ""))

    def approve(self, reference: str) -> None:
        self.simulator.approve(reference)

    def decline(self, reference: str) -> None:
        self.simulator.decline(reference)

    def misreport(self, reference: str, amount: int) -> None:
        self.simulator.misreport(reference, written(amount, self.currency))

    def wrong_credentials(self) -> Account:
        return msgspec.structs.replace(self.account, secrets={**self.account.secrets, "api_key": "wrong"})

    def without_disbursements(self) -> Account:
        kept = {name: value for name, value in self.account.secrets.items() if "disbursement" not in name}
        return msgspec.structs.replace(self.account, secrets=kept)

    def callback(self, reference: str) -> Letter:
        request = self.simulator.requests[reference]
        return Letter(request.callback_url, request.status, self.simulator.told(request))
