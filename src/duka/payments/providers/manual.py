"""Cash on delivery and bank transfer: nothing outside is asked; staff mark them as paid, and give back by hand."""

from collections.abc import Mapping
from datetime import datetime

from duka.payments.errors import CallbackRefused, NothingToCapture
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


class Manual:
    """A payment that people make: it waits as pending until somebody with payments:write says it came."""

    def __init__(self, code: str, name: str) -> None:
        self.about = About(
            code=code,
            name=name,
            rail="manual",
            is_immediate=True,
            can=frozenset({"refund", "partial_refund", "cancel"}),
        )

    def create(self, account: Account, charge: Charge) -> Outcome:
        return Outcome("pending")

    def confirm(self, account: Account, known: Known) -> Outcome:
        return Outcome("pending")

    def look_up(self, account: Account, known: Known) -> Outcome:
        return Outcome("pending")

    def capture(
        self, account: Account, known: Known, amount_minor: int, key: str, *, is_final: bool
    ) -> Outcome:
        raise NothingToCapture()

    def cancel(self, account: Account, known: Known) -> Outcome:
        return Outcome("cancelled")

    def refund(self, account: Account, known: Known, refund: RefundCharge) -> RefundOutcome:
        return RefundOutcome("done")

    def read_callback(
        self, account: Account, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Callback:
        raise CallbackRefused()

    def check(self, account: Account) -> Checked:
        return Checked(True, "Nothing outside is needed.")
