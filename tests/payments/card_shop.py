"""A shop that takes cards at the simulated Stripe: money is held at the checkout and taken by hand, unless said otherwise."""

from dataclasses import dataclass
from typing import Any, Literal

from tests.payments.till import Till
from tests.simulators.stripe import StripeSimulator

from duka.orders.types import Order
from duka.payments.service import AccountInput, accounts
from duka.payments.types import Payment


@dataclass
class CardShop(Till):
    simulator: StripeSimulator

    def connect(self, capture_method: Literal["automatic", "manual"] = "manual") -> "CardShop":
        self.gateways.addresses["stripe"] = self.simulator.url  # type: ignore[index]
        given = AccountInput(values=values_of(self.simulator), capture_method=capture_method)
        view = self.bazaar.staff(
            lambda ctx: accounts.save(ctx, self.gateways, self.bazaar.store, "stripe", given)
        )
        self.simulator.webhook_url = view.callback_url
        self.bazaar.perform(
            lambda ctx: ctx.db.run(
                """insert into payment_methods (tenant_id, id, store_id, provider, name)
                   values (%(tenant)s, gen_random_uuid(), %(store)s, 'stripe', 'Card') on conflict do nothing""",
                store=self.bazaar.store,
            )
        )
        return self

    def held(self, quantity: int = 1) -> tuple[Order, Payment]:
        """An order whose money the bank holds for us."""
        order = self.order("stripe", quantity)
        payment = self.pay(order)
        assert payment.provider_reference is not None
        self.simulator.approve(payment.provider_reference)
        return order, self.settle(payment)

    def declined(self) -> tuple[Order, Payment]:
        order = self.order("stripe")
        payment = self.pay(order)
        assert payment.provider_reference is not None
        self.simulator.decline(payment.provider_reference)
        return order, self.settle(payment)


def values_of(simulator: StripeSimulator) -> dict[str, Any]:
    """What a merchant types into the form of their account."""
    return {
        "publishable_key": simulator.publishable_key,
        "secret_key": simulator.secret_key,
        "webhook_secret": simulator.webhook_secret,
    }
