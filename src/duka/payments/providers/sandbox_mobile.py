"""Mobile money on the sandbox gateway: a prompt goes to a pretend telephone, whose page is `action_url`. The buyer stays in
the shop meanwhile, as with mobile money that is real."""

import msgspec

from duka.kernel.work import outside_effect
from duka.payments.providers.sandbox import Sandbox
from duka.payments.types import About, Account, Charge, Known, Outcome
from duka.sandbox import gateway, telephone
from duka.sandbox.gateway import SandboxCharge

REJECTED = "The payment was rejected on the telephone."
OVER = "The request on the telephone has expired. Try again, or pay another way."


class SandboxMobile(Sandbox):
    about = About(
        code="sandbox_mobile",
        name="Mobile money (sandbox)",
        rail="sandbox",
        can=frozenset({"refund", "partial_refund", "cancel"}),
        needs_phone=True,
        polls=True,
    )

    def create(self, account: Account, charge: Charge) -> Outcome:
        outside_effect("the sandbox gateway")
        number = telephone.digits(charge.payer_phone)
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
                number,
            ),
        )
        return self._told(known_by=charge, charge=opened)

    def look_up(self, account: Account, known: Known) -> Outcome:
        outside_effect("the sandbox gateway")
        charge = gateway.at(self.work, known.tenant, lambda ctx: telephone.look(ctx, known.reference))
        return self._told(known_by=known, charge=charge)

    def _told(self, *, known_by: Charge | Known, charge: SandboxCharge) -> Outcome:
        said = msgspec.structs.replace(
            self._outcome(known_by.tenant, charge),
            action_url=f"{self.base_url}/sandbox/telephone/{known_by.tenant.hex}/{charge.phone}",
        )
        if charge.status == "declined":
            return msgspec.structs.replace(said, code="rejected", reason=REJECTED)
        if charge.behaviour == telephone.OVER:
            return msgspec.structs.replace(said, status="expired", code="expired", reason=OVER)
        return said
