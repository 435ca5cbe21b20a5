"""What a buyer's browser needs to talk to a provider by itself, secrets of one payment, fresh from the provider each time;
and what is known when it comes back."""

from collections.abc import Mapping
from uuid import UUID

from duka.checkout import paying
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller, Work
from duka.payments import queries, rules
from duka.payments import service as payments
from duka.payments.gateways import Gateways


def browser(work: Work, caller: Caller, gateways: Gateways, payment_id: UUID) -> Mapping[str, str]:
    """`Outcome.browser` of a payment that its buyer may still pay; empty when there is nothing to do in a browser, as the
    payment is over, the provider has no such page, or it does not answer. What else the provider said is recorded.

    It is never stored, logged or kept: give it to that buyer's browser on a page that nobody keeps. The caller has shown
    that the order may be seen. Refuses `PaymentNotFound`.
    """

    def is_open(ctx: Context) -> bool:
        ctx.require("payments:create")
        return queries.get(ctx, payment_id).status in rules.OPEN

    if not work.perform(caller, is_open):
        return {}
    asked = payments.ask(work, Caller(caller.tenant, SYSTEM), gateways, payment_id)
    recorded = paying.apply(work, caller.tenant, asked, payment_id)
    if recorded.is_mismatch or recorded.payment.status not in rules.OPEN:
        return {}
    return asked.outcome.browser


def returned(work: Work, caller: Caller, gateways: Gateways, payment_id: UUID) -> str:
    """The buyer came back from the provider, whose word is asked and recorded. Why it did not charge a payment that is open
    all the same, as another card may do there (`Outcome.code`); else empty. Refuses `PaymentNotFound`."""
    work.perform(caller, lambda ctx: ctx.require("payments:create"))
    asked = payments.ask(work, Caller(caller.tenant, SYSTEM), gateways, payment_id)
    recorded = paying.apply(work, caller.tenant, asked, payment_id)
    is_open = recorded.payment.status in rules.OPEN and asked.outcome.status in rules.OPEN
    return asked.outcome.code if is_open and asked.outcome.status != "unknown" else ""
