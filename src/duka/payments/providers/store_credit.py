"""Store credit: what a customer may spend here in place of money. It is spent in the transaction that opens its payment
(`checkout.crediting`), so the provider is never asked for it; giving back fills the credit again, once for a refund."""

from collections.abc import Mapping
from datetime import datetime

from duka.credits import service as credits
from duka.credits.types import Gain
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
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

CODE = "store_credit"


class StoreCredit:
    """Payments of it are taken from the moment that they are there."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.about = About(
            code=CODE,
            name="Store credit",
            rail="manual",
            is_immediate=True,
            can=frozenset({"refund", "partial_refund"}),
        )

    def create(self, account: Account, charge: Charge) -> Outcome:
        return Outcome("failed", reason="Store credit is taken when the order is placed.", code="unavailable")

    def confirm(self, account: Account, known: Known) -> Outcome:
        return self.look_up(account, known)

    def look_up(self, account: Account, known: Known) -> Outcome:
        return Outcome("captured", captured_minor=known.captured_minor)

    def capture(
        self, account: Account, known: Known, amount_minor: int, key: str, *, is_final: bool
    ) -> Outcome:
        raise NothingToCapture()

    def cancel(self, account: Account, known: Known) -> Outcome:
        return self.look_up(account, known)

    def refund(self, account: Account, known: Known, refund: RefundCharge) -> RefundOutcome:
        """Back into the credit of whom it was taken from."""

        def act(ctx: Context) -> bool:
            spent = ctx.db.one(
                """select customer_id, currency from store_credit_entries
                   where tenant_id = %(tenant)s and kind = 'spent' and source = %(payment)s""",
                payment=known.payment_id.hex,
            )
            if spent is None:
                return False
            given = Gain(
                kind="given_back",
                amount_minor=refund.amount_minor,
                source=refund.refund_id.hex,
                reason=refund.reason,
                order_id=known.order_id,
                payment_id=known.payment_id,
                refund_id=refund.refund_id,
            )
            credits.gain(ctx, spent.customer_id, spent.currency, given)
            return True

        if not self._work.perform(Caller(known.tenant), act):
            raise RefundRefused(why="nobody's credit was spent on it")
        return RefundOutcome("done", reference=refund.refund_id.hex)

    def read_callback(
        self, account: Account, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Callback:
        raise CallbackRefused()

    def check(self, account: Account) -> Checked:
        return Checked(True, "Nothing outside is needed.")
