"""The adapter of the sandbox gateway."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from standardwebhooks import Webhook, WebhookVerificationError

from duka.kernel.work import Work, outside_effect
from duka.payments.errors import CallbackRefused, NothingToCapture, RefundRefused
from duka.payments.types import (
    About,
    Account,
    Callback,
    Charge,
    Checked,
    Known,
    Outcome,
    RefundCharge,
    RefundOutcome,
)
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
    about = About(
        code="sandbox",
        name="Sandbox",
        rail="sandbox",
        can=frozenset({"refund", "partial_refund", "cancel"}),
    )

    def __init__(self, work: Work, base_url: str, secret: str) -> None:
        self.work = work
        self.base_url = base_url
        self.secret = secret

    def create(self, account: Account, charge: Charge) -> Outcome:
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

    def confirm(self, account: Account, known: Known) -> Outcome:
        return self.look_up(account, known)

    def look_up(self, account: Account, known: Known) -> Outcome:
        outside_effect("the sandbox gateway")
        charge = gateway.at(self.work, known.tenant, lambda ctx: gateway.find(ctx, known.reference))
        return self._outcome(known.tenant, charge)

    def capture(
        self, account: Account, known: Known, amount_minor: int, key: str, *, is_final: bool
    ) -> Outcome:
        raise NothingToCapture()

    def cancel(self, account: Account, known: Known) -> Outcome:
        outside_effect("the sandbox gateway")
        charge = gateway.at(self.work, known.tenant, lambda ctx: gateway.cancel(ctx, known.reference))
        return self._outcome(known.tenant, charge)

    def refund(self, account: Account, known: Known, refund: RefundCharge) -> RefundOutcome:
        outside_effect("the sandbox gateway")
        try:
            gateway.at(
                self.work,
                known.tenant,
                lambda ctx: gateway.refund(ctx, known.reference, refund.amount_minor, refund.key),
            )
        except RefundNotPossible:
            raise RefundRefused() from None
        return RefundOutcome("done", reference=refund.key)

    def read_callback(
        self, account: Account, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Callback:
        try:
            payload = Webhook(signing_secret(self.secret, account.tenant)).verify(body, dict(headers))
            event = msgspec.convert(payload, _Event)
        except (WebhookVerificationError, msgspec.ValidationError, ValueError):
            raise CallbackRefused() from None
        return Callback(event.id, event.charge)

    def check(self, account: Account) -> Checked:
        return Checked(True, "The sandbox is always there.")

    def _outcome(self, tenant: UUID, charge: SandboxCharge) -> Outcome:
        return Outcome(
            STATUSES[charge.status],
            reference=charge.reference,
            action_url=f"{self.base_url}/sandbox/{tenant.hex}/{charge.reference}",
            reason="The card was declined." if charge.status == "declined" else "",
            code="declined" if charge.status == "declined" else "",
            amount_minor=charge.amount_minor,
            currency=charge.currency,
            refunded_minor=charge.refunded_minor,
        )


class _Event(msgspec.Struct):
    id: str
    charge: str
