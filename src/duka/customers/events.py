"""Facts about customers."""

from typing import ClassVar

from duka.kernel.events import Event


class CustomerRegistered(Event, frozen=True, kw_only=True):
    """Somebody made an account. `aggregate_id` is the customer."""

    TYPE: ClassVar[str] = "customer.registered"

    email: str
    name: str
    locale: str


class CustomerUpdated(Event, frozen=True, kw_only=True):
    """`fields` names what was changed; `addresses` for any change of the address book."""

    TYPE: ClassVar[str] = "customer.updated"

    fields: list[str]
