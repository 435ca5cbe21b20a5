"""Simulated providers for the browser's shops, and the merchants' accounts at them."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self
from uuid import UUID

import msgspec
from tests.simulators.mtn import MtnSimulator
from tests.simulators.orange import OrangeSimulator
from tests.simulators.paypal import PayPalSimulator
from tests.simulators.paypal_inside import CLIENT_ID, CLIENT_SECRET, WEBHOOK_ID
from tests.simulators.stripe import StripeSimulator

from duka.demo.rules_of_selling import Rules
from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller
from duka.payments.service import AccountInput, accounts
from duka.stores.inputs import PaymentMethod
from duka.wiring import Services

NAMES = {
    "mtn_momo": "MTN MoMo",
    "orange_money": "Orange Money",
    "paypal": "PayPal",
    "stripe": "Bank card",
}


class Tills:
    """The four providers as servers on 127.0.0.1, without mischief until a test makes some."""

    def __init__(self) -> None:
        self.mtn = MtnSimulator("sandbox", ("EUR",))
        self.orange = OrangeSimulator("dev")
        self.paypal = PayPalSimulator()
        self.stripe = StripeSimulator()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        for simulator in (self.mtn, self.orange, self.paypal, self.stripe):
            self._stack.enter_context(simulator)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def urls(self) -> tuple[tuple[str, str], ...]:
        return (
            ("mtn_momo", self.mtn.url),
            ("orange_money", self.orange.url),
            ("paypal", self.paypal.url),
            ("stripe", self.stripe.url),
        )

    def failures(self) -> list[Exception]:
        """Mistakes in the simulators themselves."""
        return [f for s in (self.mtn, self.orange, self.paypal, self.stripe) for f in s.failures]

    def account(self, provider: str) -> AccountInput:
        """The farm's card money is held first, as its goods are weighed."""
        collection, disbursement = (self.mtn.access[name] for name in ("collection", "disbursement"))
        values = {
            "mtn_momo": {
                "target_environment": "sandbox",
                "api_user": collection.user,
                "api_key": collection.key,
                "subscription_key": collection.subscription,
                "disbursement_api_user": disbursement.user,
                "disbursement_api_key": disbursement.key,
                "disbursement_subscription_key": disbursement.subscription,
            },
            "orange_money": {
                "country": "dev",
                "client_id": self.orange.client_id,
                "client_secret": self.orange.client_secret,
                "merchant_key": self.orange.merchant_key,
            },
            "paypal": {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "webhook_id": WEBHOOK_ID},
            "stripe": {
                "secret_key": self.stripe.secret_key,
                "publishable_key": self.stripe.publishable_key,
                "webhook_secret": self.stripe.webhook_secret,
            },
        }
        return AccountInput(
            values=values[provider], capture_method="manual" if provider == "stripe" else "automatic"
        )

    def connect(self, services: Services, tenant: UUID, providers: tuple[str, ...]) -> None:
        """The tenant's only store gets an account at each."""

        def act(ctx: Any) -> None:
            store = ctx.db.value("select s.id from stores s where s.tenant_id = %(tenant)s")
            for provider in providers:
                accounts.save(ctx, services.gateways, store, provider, self.account(provider))

        services.work.perform(Caller(tenant, SYSTEM), act)


def offering(rules: Rules, providers: tuple[str, ...]) -> Rules:
    """The same rules of selling, with these ways to pay after those that are there."""
    more = [PaymentMethod(provider=provider, name=NAMES[provider]) for provider in providers]
    return msgspec.structs.replace(rules, methods=[*rules.methods, *more])
