"""The adapter of the sandbox gateway."""

from uuid import UUID

import msgspec
from standardwebhooks import Webhook, WebhookVerificationError

from duka.kernel.work import Work, outside_effect
from duka.payments.errors import CallbackRefused, RefundRefused
from duka.payments.types import Callback, Charge, Outcome
from duka.sandbox import gateway
from duka.sandbox.callbacks import signing_secret
from duka.sandbox.gateway import RefundNotPossible, SandboxCharge

STATUSES = {
    "open": "requires_action",
    "challenged": "requires_action",
    "paid": "captured",
    "declined": "failed",
    "cancelled": "cancelled",
    "refunded": "captured",
}


class Sandbox:
    code = "sandbox"
    is_immediate = False

    def __init__(self, work: Work, base_url: str, secret: str) -> None:
        self.work = work
        self.base_url = base_url
        self.secret = secret

    def create(self, charge: Charge) -> Outcome:
        outside_effect("the sandbox gateway")
        opened = gateway.at(
            self.work,
            charge.tenant,
            lambda ctx: gateway.open_charge(
                ctx,
                charge.key,
                charge.amount_minor,
                charge.currency,
                charge.return_url,
                charge.callback_url,
            ),
        )
        return self._outcome(charge.tenant, opened)

    def look_up(self, tenant: UUID, reference: str) -> Outcome:
        outside_effect("the sandbox gateway")
        return self._outcome(tenant, gateway.at(self.work, tenant, lambda ctx: gateway.find(ctx, reference)))

    def cancel(self, tenant: UUID, reference: str) -> Outcome:
        outside_effect("the sandbox gateway")
        return self._outcome(
            tenant, gateway.at(self.work, tenant, lambda ctx: gateway.cancel(ctx, reference))
        )

    def refund(self, tenant: UUID, reference: str, amount_minor: int, key: str) -> Outcome:
        outside_effect("the sandbox gateway")
        try:
            charge = gateway.at(
                self.work, tenant, lambda ctx: gateway.refund(ctx, reference, amount_minor, key)
            )
        except RefundNotPossible:
            raise RefundRefused() from None
        return self._outcome(tenant, charge)

    def read_callback(self, tenant: UUID, headers: dict[str, str], body: bytes) -> Callback:
        try:
            payload = Webhook(signing_secret(self.secret, tenant)).verify(body, headers)
            event = msgspec.convert(payload, _Event)
        except (WebhookVerificationError, msgspec.ValidationError, ValueError):
            raise CallbackRefused() from None
        return Callback(event.id, event.charge, payload)

    def _outcome(self, tenant: UUID, charge: SandboxCharge) -> Outcome:
        return Outcome(
            STATUSES[charge.status],
            reference=charge.reference,
            action_url=f"{self.base_url}/sandbox/{tenant.hex}/{charge.reference}",
            reason="The card was declined." if charge.status == "declined" else "",
            amount_minor=charge.amount_minor,
            currency=charge.currency,
        )


class _Event(msgspec.Struct):
    id: str
    charge: str
