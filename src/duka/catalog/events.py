"""What the catalogue announces. Payloads are small: whoever needs more asks the queries."""

from typing import ClassVar

from duka.kernel.events import Event


class ProductCreated(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "product.created"

    slug: str
    status: str


class ProductUpdated(Event, frozen=True, kw_only=True):
    """`changed` names the fields or parts: title, options, variants, images, categories, stores, status …"""

    TYPE: ClassVar[str] = "product.updated"

    changed: list[str]


class ProductArchived(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "product.archived"


class ProductDeleted(Event, frozen=True, kw_only=True):
    """A draft was thrown away."""

    TYPE: ClassVar[str] = "product.deleted"


class CategoryChanged(Event, frozen=True, kw_only=True):
    """`change` is created, updated, moved or deleted."""

    TYPE: ClassVar[str] = "category.changed"

    change: str


class CollectionChanged(Event, frozen=True, kw_only=True):
    """`change` is created, updated, products or deleted."""

    TYPE: ClassVar[str] = "collection.changed"

    change: str
