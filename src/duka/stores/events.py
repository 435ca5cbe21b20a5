"""Facts about stores."""

from typing import ClassVar

from duka.kernel.events import Event


class StoreCreated(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "store.created"

    slug: str
    name: str
    currency: str


class StoreUpdated(Event, frozen=True, kw_only=True):
    """`fields` names what was changed: the store's own, or locations, tax_rates, shipping,
    payment_methods."""

    TYPE: ClassVar[str] = "store.updated"

    fields: list[str]


class LocationSaved(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "location.saved"

    code: str
    is_active: bool
