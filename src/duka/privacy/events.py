"""What privacy announces. `aggregate_id` is the customer; nobody learns from it who that was."""

from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class CustomerDataExported(Event, frozen=True, kw_only=True):
    """Everything that is kept of the customer was handed out."""

    TYPE: ClassVar[str] = "customer.exported"

    rows: int


class CustomerDataErased(Event, frozen=True, kw_only=True):
    """The customer is erased: other systems forget them too."""

    TYPE: ClassVar[str] = "customer.erased"

    erasure_id: UUID
    orders: int
