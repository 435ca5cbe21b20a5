"""Stripe's rig; and a second one, at the real test mode, when the environment has `DUKA_LIVE_STRIPE=sk_test_…`."""

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self
from uuid import UUID, uuid4

import httpx2
import msgspec
from tests.simulators.books import Moved
from tests.simulators.mischief import Letter
from tests.simulators.stripe import StripeSimulator

from duka.payments.providers.stripe import API_VERSION, Stripe
from duka.payments.providers.stripe_words import from_stripe, to_stripe
from duka.payments.types import Account, CaptureMethod, Charge, Known, Outcome, RefundCharge

ROUTES = MappingProxyType(
    {
        "create": "create",
        "capture": "capture",
        "refund": "refund",
        "cancel": "cancel",
        "look_up": "retrieve",
    }
)


def charge(tenant: UUID, currency: str, amount: int, capture_method: CaptureMethod = "automatic") -> Charge:
    return Charge(
        tenant=tenant,
        payment_id=uuid4(),
        order_id=uuid4(),
        key=uuid4().hex,
        amount_minor=amount,
        currency=currency,
        description="Order D-1001: l'été",
        locale="fr",
        return_url="https://acorn.example/pay/done",
        cancel_url="https://acorn.example/pay/back",
        callback_url="https://acorn.example/callbacks/tenantandkey",
        capture_method=capture_method,
    )


class StripeRig:
    routes: Mapping[str, str] = ROUTES

    def __init__(self, currency: str = "EUR") -> None:
        self.currency = currency
        self.simulator = StripeSimulator()
        self.provider = Stripe()
        self.account = Account(
            tenant=uuid4(),
            id=uuid4(),
            provider="stripe",
            settings={"publishable_key": self.simulator.publishable_key, "statement_descriptor": "ACORN 1"},
            secrets={
                "secret_key": self.simulator.secret_key,
                "webhook_secret": self.simulator.webhook_secret,
            },
            callback_url="https://acorn.example/callbacks/tenantandkey",
        )
        self.secrets = (self.simulator.secret_key, self.simulator.webhook_secret, "_secret_")

    def __enter__(self) -> Self:
        self.simulator.__enter__()
        self.account = msgspec.structs.replace(self.account, base_url=self.simulator.url)
        return self

    def __exit__(self, *error: Any) -> None:
        self.simulator.__exit__(None, None, None)

    def charge(self, amount: int, capture_method: CaptureMethod = "automatic") -> Charge:
        return charge(self.account.tenant, self.currency, amount, capture_method)

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
        self.simulator.misreport(reference, to_stripe(amount, self.currency) or 0)

    def wrong_credentials(self) -> Account:
        return msgspec.structs.replace(
            self.account, secrets={**self.account.secrets, "secret_key": "sk_test_of_nobody"}
        )

    def callback(self, reference: str) -> Letter:
        return self.simulator.letter("payment_intent.succeeded", self.simulator.intents[reference])


def opened(rig: StripeRig, method: CaptureMethod = "automatic", amount: int = 2500) -> tuple[Charge, Known]:
    charge = rig.charge(amount, method)
    said = rig.provider.create(rig.account, charge)
    assert said.reference
    return charge, rig.known(charge, said.reference)


def look(rig: StripeRig, known: Known) -> Outcome:
    return rig.provider.look_up(rig.account, known)


def refund_of(amount: int) -> RefundCharge:
    refund = uuid4()
    return RefundCharge(refund_id=refund, key=refund.hex, amount_minor=amount)


class LiveStripe:
    """The judge at the real Stripe: it asks with plain HTTP, not through the adapter."""

    def __init__(self, key: str) -> None:
        self.client = httpx2.Client(
            base_url="https://api.stripe.com/v1",
            headers={"authorization": f"Bearer {key}", "stripe-version": API_VERSION},
            timeout=30,
        )
        self.references: dict[str, str] = {}

    def confirm(self, reference: str, card: str) -> None:
        back = {"payment_method": card, "return_url": "https://acorn.example/pay/done"}
        self.client.post(f"/payment_intents/{reference}/confirm", data=back)

    def moved(self, payment: str) -> Moved:
        params = {"expand[]": "latest_charge"}
        intent = self.client.get(f"/payment_intents/{self.references[payment]}", params=params).json()
        charge, currency = intent["latest_charge"] or {}, intent["currency"].upper()
        held = intent["amount_capturable"] + intent["amount_received"]
        refunded = charge.get("amount_refunded", 0)
        return Moved(*(from_stripe(n, currency) for n in (held, intent["amount_received"], refunded)))


class LiveStripeRig:
    """What of a rig the real test mode allows: no mischief, no callbacks."""

    currency = "EUR"

    def __init__(self) -> None:
        key = os.environ["DUKA_LIVE_STRIPE"]
        assert key.startswith(("sk_test_", "rk_test_")), "tests run with a test key only"
        self.simulator = LiveStripe(key)
        self.provider = Stripe()
        self.account = Account(
            tenant=uuid4(),
            provider="stripe",
            settings={"publishable_key": os.environ.get("DUKA_LIVE_STRIPE_PK", "pk_test_unknown")},
            secrets={"secret_key": key},
        )
        self.secrets = (key, "_secret_")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: Any) -> None:
        self.simulator.client.close()

    def charge(self, amount: int, capture_method: CaptureMethod = "automatic") -> Charge:
        return charge(self.account.tenant, self.currency, amount, capture_method)

    def known(self, charge: Charge, reference: str, data: Mapping[str, str] | None = None) -> Known:
        self.simulator.references[str(charge.payment_id)] = reference
        return StripeRig.known(self, charge, reference, data)  # type: ignore[arg-type]

    def approve(self, reference: str) -> None:
        self.simulator.confirm(reference, "pm_card_visa")

    def decline(self, reference: str) -> None:
        self.simulator.confirm(reference, "pm_card_chargeDeclined")

    def wrong_credentials(self) -> Account:
        return msgspec.structs.replace(self.account, secrets={"secret_key": "sk_test_of_nobody"})
