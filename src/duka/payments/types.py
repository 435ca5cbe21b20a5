"""What others may hold of a payment."""

from typing import Annotated, Protocol
from uuid import UUID

import msgspec


class Payment(msgspec.Struct, frozen=True):
    """`was_asked`: the provider was asked for the money, though its answer may be lost."""

    id: UUID
    order_id: UUID
    provider: str
    attempt: int
    status: str
    currency: str
    amount_minor: int
    captured_minor: int
    refunded_minor: int
    provider_reference: str | None
    action_url: str
    reason: str
    was_asked: bool = False


class RefundPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What of a refund is for one line of the order."""

    line_id: str
    amount_minor: Annotated[int, msgspec.Meta(ge=1, le=10**15)]


class RefundAsked(msgspec.Struct, frozen=True, kw_only=True):
    """`amount_minor` None: all that was captured and is still there. `shipping_minor` and `lines` say what it is for; given
    at all, they add up to the amount. `request`: the same one gives the same refund, once."""

    amount_minor: int | None
    reason: str
    shipping_minor: int = 0
    lines: tuple[RefundPart, ...] = ()
    request: bytes | None = None


class Charge(msgspec.Struct, frozen=True):
    """What a provider is asked to collect. `key` makes asking twice harmless; the buyer comes back to `return_url`."""

    tenant: UUID
    payment_id: UUID
    key: str
    amount_minor: int
    currency: str
    description: str
    locale: str
    return_url: str
    callback_url: str


class Outcome(msgspec.Struct, frozen=True):
    """What a provider says: one of the payment statuses, its own reference, where the buyer goes on, why it failed.
    Amount and currency are what the provider holds; they are compared with what we asked for."""

    status: str
    reference: str | None = None
    action_url: str = ""
    reason: str = ""
    amount_minor: int | None = None
    currency: str | None = None


class Callback(msgspec.Struct, frozen=True):
    """A verified message of a provider: its own id (for duplicates) and whom it is about."""

    event_id: str
    reference: str
    payload: dict[str, object]


class Provider(Protocol):
    """One adapter a file. `is_immediate`: nothing outside is asked, the order is placed at once."""

    code: str
    is_immediate: bool

    def create(self, charge: Charge) -> Outcome:
        """Ask for the money. The same key gives the same charge. May raise `ProviderUnreachable`."""

    def look_up(self, tenant: UUID, reference: str) -> Outcome:
        """The truth as the provider holds it."""

    def cancel(self, tenant: UUID, reference: str) -> Outcome:
        """Give up a charge that is not paid. What was paid meanwhile stays paid, and the outcome says so."""

    def refund(self, tenant: UUID, reference: str, amount_minor: int, key: str) -> Outcome:
        """Give money back; the same key gives it back once. May raise `RefundRefused` and `ProviderUnreachable`."""

    def read_callback(self, tenant: UUID, headers: dict[str, str], body: bytes) -> Callback:
        """Verify and read. Refuses `CallbackRefused` for anything that the provider did not sign."""
