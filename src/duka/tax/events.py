"""Facts about taxes. `aggregate_id` is the exemption, or the customer whose number it is."""

from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class ExemptionGiven(Event, frozen=True, kw_only=True):
    """A customer, or all in a group, owe no tax (in some countries, for some classes)."""

    TYPE: ClassVar[str] = "tax_exemption.given"

    customer_id: UUID | None
    group_id: UUID | None
    reason: str
    certificate_number: str


class ExemptionEnded(Event, frozen=True, kw_only=True):
    """The exemption does not hold any more: staff ended it."""

    TYPE: ClassVar[str] = "tax_exemption.ended"

    customer_id: UUID | None
    group_id: UUID | None


class VatNumberChanged(Event, frozen=True, kw_only=True):
    """A customer has another VAT number, or none (empty)."""

    TYPE: ClassVar[str] = "customer.vat_number_changed"

    vat_number: str
