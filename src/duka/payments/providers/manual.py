"""Cash on delivery and bank transfer: nothing outside is asked; staff mark them as paid."""

from uuid import UUID

from duka.payments.errors import CallbackRefused
from duka.payments.types import Callback, Charge, Outcome


class Manual:
    """A payment that people make: it waits as pending until somebody with payments:write says it came."""

    is_immediate = True

    def __init__(self, code: str) -> None:
        self.code = code

    def create(self, charge: Charge) -> Outcome:
        return Outcome("pending", reference=None)

    def look_up(self, tenant: UUID, reference: str) -> Outcome:
        return Outcome("pending")

    def cancel(self, tenant: UUID, reference: str) -> Outcome:
        return Outcome("cancelled")

    def refund(self, tenant: UUID, reference: str, amount_minor: int, key: str) -> Outcome:
        return Outcome("refunded")

    def read_callback(self, tenant: UUID, headers: dict[str, str], body: bytes) -> Callback:
        raise CallbackRefused()
